# SPDX-License-Identifier: EUPL-1.2
"""Footnotes: told from the text wherever their block stands, and tied to their markers in it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from .lexicon import WORD, Lexicon, fold
from .model import Line, Ref, Span, Style

RULE = re.compile(r"\s*(?:_{5,}|[-—–]{8,}|\*\s\*\s\*|[\u2500\u2501]{3,})\s*")
_BRACKET = re.compile(r"\s*\[(\d{1,3}|\*{1,3}|[a-z])\]:?\s+(?=\S)")
_BARE = re.compile(r"\s*(\d{1,3}|\*{1,3})(?:\s+(?=[^\W\d_a-z]|[“\"«(\[‘*]|[a-z]{2,}\.|\d{4}\s[^\W\d_a-z])|\s*$)")
_SLASH = re.compile(r"\s*(\d{1,3}|\*{1,2})/\s+(?=\S)")
_ALONE = re.compile(r"\s*(\d{1,3})\s*")
_DATE = re.compile(
    r"\s*\d{1,2}(?:er|º|st|nd|rd|th)?\s+(?:de\s+)?[^\W\d_]+(?:/[^\W\d_]+|\s[^\W\d_]+/[^\W\d_]+(?:\s[^\W\d_]+)?)?(?:\s+de)?\s+\d{4}\.?\s*$"
)
_SPLIT = re.compile(r"[,\s]+")


class Entry(NamedTuple):
    """A footnote in the making; `style` says how its marker is set: "sup", "[", "/" or "bare"."""

    marker: str
    text: str
    line: int
    style: str


def start_of(line: Line) -> tuple[str, int, str] | None:
    """Marker of the note a line begins with, where its text begins, and how the marker is set; None for no certain note."""
    text = line.text
    lead = len(text) - len(text.lstrip())
    for span in line.spans:
        if span.start > lead:
            break
        if span.start == lead and span.style is Style.SUPERSCRIPT:
            rest = text[span.end :].lstrip(":. \t")
            if rest:
                return text[span.start : span.end].strip(), len(text) - len(rest), "sup"
    if text[lead : lead + 1] == "[" and (found := _BRACKET.match(text)):
        return found[1], found.end(), "["
    if text[lead : lead + 1].isdigit() and "/" in text[lead : lead + 4] and (found := _SLASH.match(text)):
        return found[1], found.end(), "/"
    return None


def bare_start(text: str, expected: int) -> tuple[str, int] | None:
    """Marker of the note a line may begin with when its marker is an ordinary number, and where its text begins."""
    found = _BARE.match(text)
    if not found or _DATE.match(text):
        return None
    marker = found[1]
    if marker[0] == "*" or (int(marker) == expected if expected else 0 < int(marker) < 200):
        return marker, found.end()
    return None


def entries_under_a_rule(lines: Sequence[tuple[int, Line]]) -> list[Entry]:
    """The notes of what stands below a rule at the foot of a page, also where numbers were torn from their texts."""
    found: list[Entry] = []
    orphans: list[list[tuple[int, str]]] = []  # texts without a number
    numbers: list[tuple[str, int]] = []  # numbers without a text
    fresh = True
    for number, line in lines:
        text = line.text.strip()
        if not text:
            fresh = True
            continue
        begun = start_of(line)
        last = next((int(entry.marker) for entry in reversed(found) if entry.marker.isdigit()), 0)
        if begun:
            found.append(Entry(begun[0], line.text[begun[1] :].strip(), number, begun[2]))
        elif (alone := _ALONE.fullmatch(text)) and int(alone[1]) < 400:
            numbers.append((alone[1], number))
            found.append(Entry(alone[1], "", number, "bare"))
        elif (bare := bare_start(text, 0)) and bare[0] != "" and _plausible(bare[0], last, found):
            found.append(Entry(bare[0], text[bare[1] :].strip(), number, "bare"))
        elif (found and (not fresh or not found[-1].text)) or (
            found and not orphans and found[-1].text[-1:] not in ".)"
        ):
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {text}".strip())
        elif orphans and orphans[-1][-1][1][-1:] not in ".)":
            orphans[-1].append((number, text))
        else:
            orphans.append([(number, text)])
        fresh = False
    empty = [place for place, entry in enumerate(found) if not entry.text]
    for place, orphan in zip(empty, orphans, strict=False):
        found[place] = found[place]._replace(text=" ".join(text for _, text in orphan), line=orphan[0][0])
    found += [Entry("", " ".join(text for _, text in orphan), orphan[0][0], "bare") for orphan in orphans[len(empty) :]]
    kept = [entry for entry in found if entry.text]
    return sorted(
        kept, key=lambda entry: (not entry.marker.isdigit(), int(entry.marker) if entry.marker.isdigit() else 0)
    )


def _plausible(marker: str, last: int, found: list[Entry]) -> bool:
    return marker[0] == "*" or not found or not last or 0 < int(marker) - last < 4


# Markers in the text


class Marked(NamedTuple):
    """A text without its markers."""

    line: Line
    refs: tuple[Ref, ...]


def without(line: Line, parts: Sequence[tuple[int, int, Sequence[str]]]) -> Marked:
    """The line without these parts, in their order, each of which is the place of some markers."""
    if not parts:
        return Marked(line, ())
    pieces: list[str] = []
    refs: list[Ref] = []
    kept = gone = 0
    ends: list[int] = []
    moved: list[int] = []
    for start, end, marks in parts:
        pieces.append(line.text[kept:start])
        refs += [Ref(mark, start - gone) for mark in marks]
        gone += end - start
        ends.append(end)
        moved.append(gone)
        kept = end
    pieces.append(line.text[kept:])

    def shifted(at: int) -> int:
        place = bisect_right(ends, at)
        before = moved[place - 1] if place else 0
        if place < len(parts) and parts[place][0] < at:
            return parts[place][0] - before
        return at - before

    spans = tuple(Span(shifted(s.start), shifted(s.end), s.style) for s in line.spans)
    return Marked(line._replace(text="".join(pieces), spans=tuple(s for s in spans if s.end > s.start)), tuple(refs))


def without_superscripts(line: Line, known: frozenset[str]) -> Marked:
    """Take out markers set as superscripts."""
    parts: list[tuple[int, int, list[str]]] = []
    for span in line.spans:
        if span.style is not Style.SUPERSCRIPT:
            continue
        text = line.text[span.start : span.end].strip()
        marks = [mark for mark in _SPLIT.split(text.strip("()[],")) if mark]
        if _is_unit(line.text, span) or not all(
            mark.isdigit() or mark in known or mark.strip("*") == "" for mark in marks
        ):
            continue
        start, end = span.start, span.end
        if line.text[start - 1 : start] == " " and line.text[end : end + 1] in {"", " ", ",", ";", ".", ":"}:
            start -= 1
        if not parts or start >= parts[-1][1]:
            parts.append((start, end, marks))
    found = without(line, parts)
    left = tuple(span for span in found.line.spans if span.style is not Style.SUPERSCRIPT)
    return Marked(found.line._replace(spans=left), found.refs)


def _is_unit(text: str, span: Span) -> bool:
    """Whether a superscript belongs to a measure: "km²"."""
    left = text[max(0, span.start - 4) : span.start].rsplit(" ", maxsplit=1)[-1]
    return text[span.start : span.end] in {"2", "3"} and left in {"m", "km", "cm"}


_IN_BRACKETS = re.compile(r"\s?\[(\d{1,3}|\*{1,3}|[a-z])\]")
_WITH_SLASH = re.compile(r"\s?(?<![\w/.])(\d{1,3}|\*)/(?=[\s,;.:)”\"]|$)")


def without_signs(line: Line, pattern: re.Pattern[str], known: frozenset[str]) -> Marked:
    """Take out markers set as `[1]` or `1/`; any of them where none is known."""
    found = pattern.finditer(line.text)
    return without(line, [(m.start(), m.end(), (m[1],)) for m in found if not known or m[1] in known])


def bracketed(line: Line, known: frozenset[str]) -> Marked:
    """Take out markers set as `[1]`."""
    return without_signs(line, _IN_BRACKETS, known)


def slashed(line: Line, known: frozenset[str]) -> Marked:
    """Take out markers set as `1/`."""
    return without_signs(line, _WITH_SLASH, known)


_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")
_NUMBERED = re.compile(r"\d/\d{1,4}$")
_AFTER = frozenset(" \t\n,;.:)”»،؛")
_BEFORE = frozenset(';:)”"»’]،؛')


class Bare:
    """Finds markers that are ordinary numbers, in the order in which the notes stand."""

    def __init__(self, markers: Sequence[str], lexicon: Lexicon) -> None:
        self.markers = [marker for marker in markers if marker.isdigit()]
        self.known = frozenset(self.markers)
        self.lexicon = lexicon
        self.next = 0
        self.seen: set[str] = set()

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and marker of each in a text; texts are to be given in their order."""
        kept = []
        for match in _NUMBER.finditer(text):
            start, end = match.span()
            mark = match[0]
            if end - start > 4 and end - start < 7 and mark[:2] in {"19", "20"}:
                # A marker glued to a year: "20305".
                start += 4
                mark = mark[4:]
                glued = mark in self.known and text[end : end + 1] in _AFTER | {""}
            elif mark in self.known:
                glued = self._is_glued(text, start, end)
                if not glued and not (text[start - 1 : start] == " " and self._stands_alone(text, match)):
                    continue
            else:
                continue
            place = self.markers.index(mark) if mark in self.known else -9
            if mark in self.seen or 0 <= place - self.next < 3:
                if mark not in self.seen:
                    self.next = place + 1
                self.seen.add(mark)
                kept.append((start, end, mark))
        return kept

    @staticmethod
    def _is_glued(text: str, start: int, end: int) -> bool:
        """Whether a number is glued to a word, to a sign at its end, or to a year or a symbol: "session,1", "2024,1", "7/1,1"."""
        after = text[end : end + 1]
        if start < 1 or (after and after not in _AFTER):
            return False
        before, further = text[start - 1], text[start - 2 : start - 1]
        if before.isalpha():
            left = text[max(0, start - 40) : start].rsplit(" ", 1)[-1]
            if before.isupper():
                return further.isupper() and end - start < 3 and after in {",", ";", ".", ""} and "/" not in left
            return "/" not in left
        if before in _BEFORE:
            return True
        if before not in {",", "."}:
            return False
        if not further.isdigit():
            return before == "," or "/" not in text[max(0, start - 40) : start].rsplit(" ", 1)[-1]
        left = text[max(0, start - 12) : start - 1]
        return before == "," and (bool(_YEAR.search(left)) or bool(_NUMBERED.search(left)))

    def _stands_alone(self, text: str, match: re.Match[str]) -> bool:
        """Whether a number between blanks is a marker: not "article 3", "3 May", "3 per cent"."""
        mark = match[0]
        if self.markers[self.next : self.next + 1] != [mark] and mark not in self.seen:
            return False
        left = text[max(0, match.start() - 25) : match.start() - 1]
        right = text[match.end() : match.end() + 24]
        if not left or not (
            right.strip() == "" or right[0] in ",;:،؛ " or (right[0] == "." and not right[1:2].isdigit())
        ):
            return False
        right = right.lstrip()
        following = WORD.match(right)
        after = fold(following[0]) if following else ""
        if after in self.lexicon.months or after in self.lexicon.units:
            return False
        if left[-1] in ',;:)”"’»،؛':
            return True
        if mark in self.seen:
            return False
        if left[-1] == ".":
            return not right[:1].isalpha() or len(left.split(" ")[-1]) > 5
        before = WORD.findall(left)
        return (
            bool(before)
            and left[-1].isalpha()
            and fold(before[-1]) not in self.lexicon.numbered_things
            and (not after or (following is not None and right[0].islower()))
        )
