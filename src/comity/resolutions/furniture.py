# SPDX-License-Identifier: EUPL-1.2
"""What belongs to the page and not to the text: headers, footers, numbers of pages and of print jobs."""

import re
from collections import Counter
from collections.abc import Sequence

from .model import Line, Span

SYMBOL = re.compile(r"[A-Z][A-Za-z.\-]{0,12}(?:/[A-Za-z0-9.\-]+(?:\([A-Za-z0-9./\-]+\))?){1,6}(?:\s?\(\d{4}\))?\*?")
_TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<strong>(?:[A-Z]{1,4}\.)?\d{2}-\d{5}(?=[\s(]|$)|\*\d{6,9}\*|\d{1,3}-?[EFSARC]-?\d{6}(?!\d)|\d{1,3}-[EFSARC](?!\w)|[EFSARC]-?\d{6}(?!\d)"
    r"|[Pp]age\s\d{1,3}(?:\s?(?:of|/|de|sur)\s?\d{1,3})?|[Pp]ágina\s\d{1,3}|\d{1,3}/\d{1,3}(?=\s|$)|[-–—]\s?\d{1,3}\s?[-–—]|Please recycle.?|/\.\.\.|/…)"
    r"|\([A-Z]\)|\d{6,7}(?!\d)|(?P<symbol>[A-Z][A-Za-z.\-]{0,12}(?:/[A-Za-z0-9.\-()]+){1,6}(?:\s\(\d{4}\))?)"
    r"|(?P<page>\d{1,3}(?=\s|$))"
    r")"
)
_CODE = re.compile(r"(?<![\w/.-])\d{1,3}-?[EFSARC]-?\d{6}(?![\w/-])")
_MAYBE_CODE = re.compile(r"[EFSARC]-?\d{6}")
_EDGE = re.compile(r"^\d{1,3}(?:\s{2,}|\t)|(?:\s{2,}|\t)\d{1,3}$|^[-–—\s]*\d{1,3}[-–—\s]*$")
_PAGE = re.compile(r"\s*[-–—]?\s*\d{1,3}\s*[-–—]?\s*")


def kept(lines: Sequence[Line]) -> list[Line | None]:
    """The lines in their places, None for those that belong to the page."""
    result: list[Line | None] = list(lines)
    running = _running(lines) if lines and lines[-1].page > 1 else frozenset()
    symbols: set[str] = set()
    last = -9
    coded = _MAYBE_CODE.search("\n".join([line.text for line in lines])) is not None
    page = 1
    for place, line in enumerate(lines):
        text = line.text
        if place in running:
            result[place] = None
        elif not text or text.isspace():
            continue
        elif len(text) < 160 and (found := _kind(text.strip())):
            near = 9 if len(text.strip()) > 5 else 4  # a code of six figures may stand further off than a page's number
            if found == "strong" or (found == "weak" and place - last < near):
                result[place] = None
                last = place
            elif found == "weak":
                continue
            elif (symbol := " ".join(text.split())) in symbols or (place and (page != line.page or place - last < 4)):
                result[place] = None
            else:
                symbols.add(symbol)
        elif coded and _CODE.search(text):
            result[place] = _without_codes(line)
        if result[place] is not None:
            page = line.page
    return result


def _kind(text: str) -> str:
    """What a line of nothing but page furniture is: "strong", "symbol", or "weak" where only its place can tell."""
    if not text or not (text[0].isdigit() or text[0].isupper() or text[0] in "*(-–—/"):
        return ""
    at = 0
    strong = symbol = False
    while at < len(text):
        token = _TOKEN.match(text, at)
        if not token or token.end() == at:
            return ""
        strong = strong or bool(token["strong"])
        symbol = symbol or bool(token["symbol"])
        at = token.end()
    return "strong" if strong else "symbol" if symbol else "weak"


def _running(lines: Sequence[Line]) -> frozenset[int]:
    """Places of what repeats at the edges of pages, and of page numbers that stand alone there."""
    pages: list[list[int]] = [[]]
    for place, line in enumerate(lines):
        if pages[-1] and lines[pages[-1][-1]].page != line.page:
            pages.append([])
        if line.text.strip():
            pages[-1].append(place)
    edges = [
        (p, number, side)
        for number, page in enumerate(pages)
        for side, ps in (("top", page[:4]), ("end", page[-3:]))
        for p in ps
    ]
    keys = {place: " ".join(_EDGE.sub("", lines[place].text.strip()).split()) for place, _, _ in edges}
    repeated = Counter({(keys[place], number, side) for place, number, side in edges})
    counts = Counter((key, side) for key, _, side in repeated if len(key) > 8)
    found = set()
    for place, number, side in edges:
        key = keys[place]
        alone = not key and _PAGE.fullmatch(lines[place].text) and place in {pages[number][0], pages[number][-1]}
        if number and (alone or (counts[key, side] > 1 and key[-1:] not in ";,:._")):
            found.add(place)
    return frozenset(found)


def _without_codes(line: Line) -> Line:
    """The line without the code of a page that was torn into it."""
    found = _CODE.search(line.text)
    while found:
        start, end = found.span()
        if line.text[start - 1 : start] == " " and line.text[end : end + 1] in {" ", ""}:
            start -= 1
        line = cut(line, start, end)
        found = _CODE.search(line.text)
    return line


def cut(line: Line, start: int, end: int) -> Line:
    """The line without a part of its text."""
    by = end - start
    spans = []
    for span in line.spans:
        left = span.start if span.start <= start else max(start, span.start - by)
        right = span.end if span.end <= start else max(start, span.end - by)
        if right > left:
            spans.append(Span(left, right, span.style))
    return line._replace(text=line.text[:start] + line.text[end:], spans=tuple(spans))
