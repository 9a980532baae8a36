# SPDX-License-Identifier: EUPL-1.2
"""What programs that extract text from PDFs leave behind, put in order before anything is read.

They set the number of a short paragraph on a line of its own, double blanks in justified lines, and lose the rule above the notes
at the foot of a page where it is drawn and not written. The lines keep their places, so that a paragraph is still found
where it stood.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from .furniture import cut, kept
from .labels import head_of
from .lexicon import Lexicon
from .model import Line, Role, Source, Span
from .notes import RULE, bare_start, start_of
from .verbs import opening

_DOUBLE = re.compile(r"(?<=\S) {2,3}(?=\S)")
_WIDE = re.compile(r"\S {4,}\S|\t")
_LABEL = re.compile(r"\s*(\(?(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5})[.)])\s*")
_NUMBER = re.compile(r"\s*(\d{1,3})\s*")
_ENDED = re.compile(r"[.;:,]['’”\"»)\]]*(?:\s?\d{1,3})?\s*$")
_FAR = 4
"""Lines that may lie between a number and its paragraph."""
_FOOT = 60
"""Lines of a page that may be its notes."""
_FIRST = 9
"""The first note of a text may have a number up to this: it may be an excerpt."""


def settled(source: Source, lexicon: Lexicon) -> Source:
    """The same lines, numbers joined to their paragraphs, and notes told that no rule sets apart."""
    if source.flowing or source.format != "text" or not source.lines:
        return source
    lines = [_single_blanks(line) if "  " in line.text else line for line in source.lines]
    if any(_LABEL.fullmatch(line.text) for line in lines if len(line.text) < 40):
        _join_numbers(lines, lexicon)
    if lines[-1].page > lines[0].page and not any(RULE.fullmatch(line.text) or start_of(line) for line in lines):
        _tell_notes(lines, lexicon)
    return replace(source, lines=tuple(lines))


def _single_blanks(line: Line) -> Line:
    """Words set a little apart, as in justified lines, by one blank; what stands far apart was meant to."""
    if _WIDE.search(line.text):
        return line
    for found in reversed(list(_DOUBLE.finditer(line.text))):
        line = cut(line, found.start() + 1, found.end())
    return line


def _join_numbers(lines: list[Line], lexicon: Lexicon) -> None:
    """A number with nothing behind it and an empty line below it belongs to the next paragraph, page furniture or not."""
    of_text = kept(lines)
    for place, line in enumerate(lines):
        found = _LABEL.fullmatch(line.text)
        if not found or place + 2 >= len(lines) or lines[place + 1].text.strip():
            continue
        near = range(place + 2, min(place + 2 + _FAR, len(lines)))
        after = next((one for one in near if lines[one].text.strip() and of_text[one] is not None), 0)
        text = lines[after].text.strip() if after else ""
        if not text or lines[after].page != line.page or head_of(text) is not None:
            continue
        if not (text[0].isupper() or opening(text, lexicon, infinitive=True)):
            continue
        lead = len(lines[after].text) - len(lines[after].text.lstrip())
        by = len(found[1]) + 1 - lead
        spans = tuple(Span(span.start + by, span.end + by, span.style) for span in lines[after].spans)
        lines[after] = lines[after]._replace(text=f"{found[1]} {text}", spans=spans)
        lines[place] = line._replace(text="", spans=())


def _tell_notes(lines: list[Line], lexicon: Lexicon) -> None:
    """The notes at the foot of each page, their numbers going on from page to page."""
    of_text = kept(lines)
    expected = 0
    for page in _pages(lines):
        body = [place for place in page if lines[place].text.strip() and of_text[place] is not None]
        annex = next(
            (n for n, place in enumerate(body) if lexicon.annex.fullmatch(lines[place].text.strip())), len(body)
        )
        body = body[:annex] if annex and _first_note(lines, body[:annex], expected, lexicon) is not None else body
        begin = _first_note(lines, body, expected, lexicon)
        if begin is not None:
            expected = _gather(lines, body[begin:], int(_note_number(lines[body[begin]].text, expected))) + 1


def _pages(lines: Sequence[Line]) -> list[list[int]]:
    pages: list[list[int]] = []
    for place, line in enumerate(lines):
        if not pages or lines[pages[-1][-1]].page != line.page:
            pages.append([])
        pages[-1].append(place)
    return pages


def _note_number(text: str, expected: int) -> str:
    """The number with which a line begins a note, or which stands alone on it; "" where there is none."""
    alone = _NUMBER.fullmatch(text)
    if alone:
        return alone[1] if not expected or int(alone[1]) == expected else ""
    begun = bare_start(text, expected)
    return begun[0] if begun and begun[0].isdigit() else ""


def _first_note(lines: Sequence[Line], body: Sequence[int], expected: int, lexicon: Lexicon) -> int | None:
    """Where in the body of a page its notes begin; None if it has none."""
    for begin in range(max(1, len(body) - _FOOT), len(body)):
        number = _note_number(lines[body[begin]].text, expected)
        if not number or (not expected and int(number) > _FIRST):
            continue
        above = lines[body[begin] - 1].text.strip()
        if above and not _ENDED.search(above) and not _NUMBER.fullmatch(lines[body[begin]].text):
            continue
        written = "\n".join(lines[place].text for place in body[:begin])
        if not _is_marked(number, written):
            continue
        if not any(_is_paragraph(lines[place].text, lexicon) for place in body[begin:]):
            return begin
    return None


def _is_marked(number: str, written: str) -> bool:
    """Whether a text has this marker: behind a word, a sign, a year or a symbol."""
    before = r"(?:[^\W\d]|[;:)”’»\]]|\D[,.]|\b(?:19|20)\d\d[,;]?|/\d{1,4}[,;]|\S\s)"
    return re.search(rf"{before}{number}(?=[\s,;.:)”»]|$)", written) is not None


def _is_paragraph(text: str, lexicon: Lexicon) -> bool:
    head = head_of(text)
    return bool(head and head.number and head.style in {".", ")"} and opening(text, lexicon, head.end))


def _gather(lines: list[Line], foot: Sequence[int], first: int) -> int:
    """Each note whole on the line on which its text begins, also where numbers were torn from texts; the last number."""
    parts = [_parted(lines[place].text.strip()) for place in foot]
    present = {number for number, _text in parts if first <= number < first + _FOOT}
    behind = {
        number for count, (number, text) in enumerate(parts) if not text and not any(one for _n, one in parts[count:])
    }
    begun: dict[int, int] = {}
    waiting: list[int] = []
    current = 0
    for count, place in enumerate(foot):
        number, text = parts[count]
        if number not in present:
            text = lines[place].text.strip()
        elif number not in begun and number not in waiting:
            waiting.append(number)
        lines[place] = lines[place]._replace(text="", spans=())
        if not text:
            continue
        ended = current not in begun or lines[begun[current]].text.endswith((".", ")"))
        coming = next((one for one, _text in parts[count + 1 :] if one in present), 0)
        following = current + 1
        if number in present and number in waiting:
            current = number
            waiting.remove(number)
        elif waiting and ended:
            current = waiting.pop(0)
        elif ended and following in present - begun.keys() and (coming != following or following in behind):
            current = following
        elif current not in begun:
            current = min(present - begun.keys(), default=first)
        if current in begun:
            lines[begun[current]] = lines[begun[current]]._replace(text=f"{lines[begun[current]].text} {text}")
        else:
            begun[current] = place
            lines[place] = lines[place]._replace(text=f"{current} {text}", role=Role.NOTE)
    return max(present)


def _parted(text: str) -> tuple[int, str]:
    """The number with which a line begins a note, 0 where there is none, and what stands behind it."""
    number = _note_number(text, 0)
    return (int(number), text.removeprefix(number).strip()) if number else (0, text)
