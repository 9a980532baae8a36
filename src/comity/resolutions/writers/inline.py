# SPDX-License-Identifier: EUPL-1.2
"""The text of a paragraph with its italics, its verbs and its notes, as Akoma Ntoso mixes them."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from lxml import etree

from comity.resolutions.model import Kind, Note, Ref, Span, Style, Verb

_SPACE: Final = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
_UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Without what XML cannot hold."""
    return _UNFIT.sub("", text)


class Notes:
    """Each note is written once, where its marker first stands; later markers point to it."""

    def __init__(self, notes: Sequence[Note], name: Callable[[str], str]) -> None:
        self._notes = notes
        self._name = name
        self._written: dict[int, str] = {}

    def place(self, parent: etree._Element, ref: Ref, key: str) -> etree._Element:
        """The note of a marker, or a pointer to it, or the bare marker where the text has no such note."""
        same = [number for number, note in enumerate(self._notes) if note.marker == ref.marker]
        number = next((one for one in same if key in self._notes[one].places), same[0] if same else None)
        if number is None:
            bare = etree.SubElement(parent, f"{_SPACE}sup")
            bare.text = clean(ref.marker)
            return bare
        if number in self._written:
            return etree.SubElement(
                parent, f"{_SPACE}noteRef", {"href": f"#{self._written[number]}", "marker": clean(ref.marker)}
            )
        return self._note(parent, number)

    def all_of(self, place: str, parent: etree._Element) -> None:
        """The notes of a title, whose markers were taken out of it."""
        for number, note in enumerate(self._notes):
            if place in note.places and number not in self._written:
                self._note(parent, number)

    def unplaced(self) -> list[Note]:
        """Notes to which no marker led."""
        return [note for number, note in enumerate(self._notes) if number not in self._written]

    def _note(self, parent: etree._Element, number: int) -> etree._Element:
        note = self._notes[number]
        name = self._written[number] = self._name(f"note_{note.marker}")
        found = etree.SubElement(
            parent, f"{_SPACE}authorialNote", {"marker": clean(note.marker), "placement": "bottom", "eId": name}
        )
        etree.SubElement(found, f"{_SPACE}p").text = clean(note.text)
        return found


class Inline:
    """Fills elements with text that carries marks."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def fill(
        self,
        parent: etree._Element,
        text: str,
        italics: Iterable[Span],
        refs: Iterable[Ref],
        verbs: Iterable[Verb] = (),
        *,
        key: str,
    ) -> None:
        """The text, verbs as `inline`, italics as `i` (within a verb or around none), notes at their offsets."""
        slanted = [span for span in italics if span.style == Style.ITALIC]
        known = [verb for verb in verbs if 0 <= verb.start < verb.end <= len(text)]
        marks = sorted(refs, key=lambda ref: ref.at)
        edges = {0, len(text), *(min(max(ref.at, 0), len(text)) for ref in marks)}
        for start, end in (*((one.start, one.end) for one in slanted), *((one.start, one.end) for one in known)):
            edges |= {min(max(start, 0), len(text)), min(max(end, 0), len(text))}
        cuts = sorted(edges)
        holder: tuple[Verb, etree._Element] | None = None
        for start, end in zip(cuts, [*cuts[1:], len(text) + 1], strict=True):
            while marks and min(max(marks[0].at, 0), len(text)) <= start:
                inside = holder[1] if holder and holder[0].end > start else parent
                self._notes.place(inside, marks.pop(0), key)
            piece = text[start:end]
            if not piece:
                continue
            verb = next((one for one in known if one.start <= start < one.end), None)
            if verb is None:
                holder = None
            elif holder is None or holder[0] is not verb:
                holder = verb, _verb(parent, verb)
            target = holder[1] if holder else parent
            if any(span.start <= start < span.end for span in slanted):
                target = etree.SubElement(target, f"{_SPACE}i")
            _append(target, clean(piece))


def _verb(parent: etree._Element, verb: Verb) -> etree._Element:
    attributes = (
        {"name": "verb"} if verb.kind == Kind.NONE else {"name": "verb", "refersTo": f"#kind_{verb.kind.value}"}
    )
    return etree.SubElement(parent, f"{_SPACE}inline", attributes)


def _append(parent: etree._Element, text: str) -> None:
    """Behind what is there already."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
