# SPDX-License-Identifier: EUPL-1.2
"""Two versions of a document: what was added, removed, moved and changed, part by part and word by word.

Parts are the same where their ids are. As data, as a fragment of HTML, and as PDF.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from . import checks, pdf, printing
from .limits import Limits
from .model import Block, Chart, Footnote, Inline, List, Paper, Paragraph, Quote, Section, Table
from .web import lines
from .words import Words, words

# Words, runs of blanks, signs; scripts without blanks are compared sign by sign.
_PIECE: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|[^\W\u2e80-\u9fff\uf900-\ufaff]+|\s+|[^\w\s]")
_CLOSELY: Final = 4_000_000
"""Words of one version times words of the other, up to which a part is compared to the last word."""


class Change(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text that is the same, added or removed."""

    text: str
    change: Change = Change.SAME


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a paragraph, an item, a table: what stood there and what stands there now."""

    id: str
    change: Change
    is_moved: bool
    before: str
    """Its number in the version before; empty where it has none."""
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All parts in the order of the newer version; what was removed stands where it stood."""

    before: Paper
    after: Paper
    parts: tuple[Part, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many parts were added, removed, changed, moved."""
        found = {name.value: sum(part.change is name for part in self.parts) for name in Change}
        return found | {"moved": sum(part.is_moved for part in self.parts)}

    def only_changed(self) -> "Comparison":
        """Return the parts that are not the same at the same place."""
        return replace(self, parts=tuple(one for one in self.parts if one.change is not Change.SAME or one.is_moved))


def compare(before: Paper, after: Paper) -> Comparison:
    """Return what changed. Compare what was redacted if the reader may not see the secrets of both."""
    old, new = ({unit.id: unit for unit in _units(paper)} for paper in (before, after))
    places = {key: place for place, key in enumerate(old)}
    stays = _longest_rising([places[key] for key in new if key in old])
    order = [key for key in new if key in old]
    moved = {key for place, key in enumerate(order) if place not in stays}
    parts = [_part(key, old.get(key), new.get(key), is_moved=key in moved) for key in _merged(list(old), list(new))]
    return Comparison(before, after, tuple(parts))


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return the ids of the newer version, each that was removed after the one it followed."""
    there = set(new)
    after: dict[str, list[str]] = {}
    last = ""
    for key in old:
        if key in there:
            last = key
        else:
            after.setdefault(last, []).append(key)
    found = list(after.get("", ()))
    for key in new:
        found += [key, *after.get(key, ())]
    return found


def _longest_rising(places: Sequence[int]) -> set[int]:
    """Return where the longest series of rising numbers stands: what is not of it was moved."""
    ends: list[int] = []
    back: list[int] = []
    for at, place in enumerate(places):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if places[ends[middle]] < place else (low, middle)
        back.append(ends[low - 1] if low else -1)
        ends[low : low + 1] = [at]
    found: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        found.add(at)
        at = back[at]
    return found


@dataclass(frozen=True, slots=True)
class _Unit:
    id: str
    number: str
    text: str
    whole: Any
    """What must be equal for the part to be the same, in form as well; its number may be another."""


def _units(paper: Paper) -> Iterator[_Unit]:
    of, mast = words(paper.language), paper.masthead
    first = [mast.organisation, mast.body, mast.symbol, *printing.masthead(paper), *printing.meeting(paper)]
    text = "\n".join([*filter(None, first), paper.title, paper.subtitle]).strip()
    yield _Unit("*", "", text, (mast, paper.title, paper.subtitle))
    for section in (*paper.summary, *paper.sections):
        yield from _of_section(section, of)
    for annex in paper.annexes:
        head, title = printing.annex_heading(annex, of)
        yield _Unit(annex.id, head, title, (annex.title, annex.secret))
        for section in annex.sections:
            yield from _of_section(section, of)


def _of_section(section: Section, of: Words) -> Iterator[_Unit]:
    if section.heading:
        whole = (section.heading, section.level, section.secret)
        yield _Unit(section.id, printing.dotted(section.number), section.heading, whole)
    for block in section.blocks:
        yield from _of_block(block, of)


def _of_block(block: Block, of: Words) -> Iterator[_Unit]:
    match block:
        case List():
            for item in block.items:
                yield _Unit(item.id, item.marker or "–", _text(item.content), (replace(item, marker=""), block.secret))
        case Table():
            yield _Unit(block.id, "", _table(block, of), block)
        case Chart():
            yield _Unit(block.id, "", f"{block.caption}\n{block.alternative}\n{_table(block.table, of)}", block)
        case Paragraph():
            yield _Unit(block.id, printing.dotted(block.number), _text(block.content), replace(block, number=""))
        case Quote():
            yield _Unit(block.id, "", _text(block.content), block)


def _text(content: Sequence[Inline]) -> str:
    return "".join(
        f" [{''.join(run.text for run in one.content)}] " if isinstance(one, Footnote) else one.text for one in content
    )


def _table(table: Table, of: Words) -> str:
    rows = [[column.heading for column in table.columns]]
    rows += [
        [printing.written(cell, column, of) for cell, column in zip(row.cells, table.columns, strict=True)]
        for row in table.rows
    ]
    return "\n".join([table.caption, *(" | ".join(row) for row in rows), *printing.below(table, of)])


def _part(key: str, old: _Unit | None, new: _Unit | None, *, is_moved: bool) -> Part:
    if new is None:
        assert old is not None
        return Part(key, Change.REMOVED, is_moved, old.number, "", (Piece(old.text, Change.REMOVED),))
    if old is None:
        return Part(key, Change.ADDED, is_moved, "", new.number, (Piece(new.text, Change.ADDED),))
    if old.text == new.text:
        change = Change.SAME if old.whole == new.whole else Change.CHANGED
        return Part(key, change, is_moved, old.number, new.number, (Piece(new.text),))
    return Part(key, Change.CHANGED, is_moved, old.number, new.number, tuple(_pieces(old.text, new.text)))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    """Compare two texts word by word."""
    a, b = _PIECE.findall(old), _PIECE.findall(new)
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=len(a) * len(b) > _CLOSELY)
    for kind, begin, end, start, stop in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("".join(a[begin:end]))
            continue
        if end > begin:
            yield Piece("".join(a[begin:end]), Change.REMOVED)
        if stop > start:
            yield Piece("".join(b[start:stop]), Change.ADDED)


# What is shown


def _label(part: Part, of: Words) -> str:
    """Return what is said of a part: its numbers, and what became of it."""
    said = [of[part.change.value]] if part.change is not Change.SAME or not part.is_moved else []
    said += [of["moved"]] if part.is_moved else []
    number = part.after or part.before
    if part.before and part.after and part.before != part.after:
        number = f"{part.before} → {part.after}"
    return " ".join(filter(None, (number, f"({', '.join(said)})")))


def fragment(comparison: Comparison) -> str:
    """Return the comparison as HTML for a page of ours: no script, no style, and words that say what a line shows."""
    paper = comparison.after
    of = words(paper.language)
    side = "rtl" if of.is_rtl else "ltr"
    tags = {Change.ADDED: "ins", Change.REMOVED: "del"}

    def piece(one: Piece) -> str:
        tag = tags.get(one.change)
        if tag is None:
            return lines(one.text)
        said = f'<span class="visually-hidden">[{of[one.change.value]}: </span>'
        return f'<{tag}>{said}{lines(one.text)}<span class="visually-hidden">]</span></{tag}>'

    def shown(part: Part) -> str:
        kind = f"paper-part paper-{part.change.value}{' paper-moved' if part.is_moved else ''}"
        label = lines(_label(part, of))
        return f'<div class="{kind}"><p class="paper-label">{label}</p><p>{"".join(map(piece, part.pieces))}</p></div>'

    inside = "\n".join(map(shown, comparison.parts))
    return f'<div class="paper-comparison" lang="{paper.language.value}" dir="{side}">\n{inside}\n</div>\n'


def printed(comparison: Comparison, *, fonts: Sequence[Path], limits: Limits | None = None) -> bytes:
    """Return the comparison as PDF: added words underlined, removed ones struck through; raises Unfit."""
    paper = comparison.after
    for one in (comparison.before, paper):
        checks.check(one, limits=limits)
    of = words(paper.language)
    # The head alone: the text is that of the parts, and no chart is drawn.
    data = pdf.data(replace(paper, summary=(), sections=(), annexes=(), contents=False), fonts)
    issued: date = comparison.before.masthead.issued
    blocks = [
        {
            "kind": "paragraph", "label": _label(part, of), "number": "",
            "text": [{"t": one.text, "s": "plain", "k": False, "change": one.change.value} for one in part.pieces],
        }
        for part in comparison.parts
    ]  # fmt: skip
    heading = of.filled("compared", of.day(issued))
    sections = [{"heading": heading, "level": 1, "blocks": blocks}]
    return pdf.printed(paper, {**data, "sections": sections}, fonts)
