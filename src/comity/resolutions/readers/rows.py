# SPDX-License-Identifier: EUPL-1.2
"""Letters on a page -> the lines a reader sees, in the order in which they are read."""

import bisect
import itertools
import re
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from comity.resolutions.model import Line, Span, Style

from . import order
from .glyphs import Glyph, Letters

_SAME: Final = 0.2
"""Letters whose baselines differ by less than this share of their height stand on one line."""
_RAISED: Final = (0.1, 0.75)
"""A smaller letter whose baseline is this much of the line's height above it is a marker on that line."""
_SMALLER: Final = 0.85
_BESIDE: Final = 3.0
"""... and stands this near to its letters, in heights."""
_BLANK: Final = 0.2
_TAB: Final = 1.8
_GAP: Final = 1.35
"""Lines further apart than this many usual distances are two paragraphs."""
_GUTTER: Final = 9.0
_FULL: Final = 12
_FEWEST: Final = 8
_LOWER: Final = re.compile(r"(?!\w{1,4}\))[a-zà-öø-ÿœ]")


@dataclass(slots=True)
class Row:
    """A line: its letters, and the baseline and height of most of them."""

    glyphs: list[Glyph]
    y: float
    size: float

    @property
    def left(self) -> float:
        return min(glyph.left for glyph in self.glyphs)

    @property
    def right(self) -> float:
        return max(glyph.right for glyph in self.glyphs)


Block = list[Row]
"""Rows that are read one after the other: a page, a column, or what stands above columns."""


def blocks(letters: Letters) -> list[Block]:
    """The rows of a page in the order in which they are read."""
    rows = [row for row in _merged(_rows(letters.glyphs)) if any(not glyph.sign.isspace() for glyph in row.glyphs)]
    return list(_read(rows, letters.width))


def usual(pages: Iterable[list[Block]]) -> dict[float, float]:
    """The usual distance between lines of each height: a short one, for those between paragraphs are measured too."""
    between: dict[float, list[float]] = {}
    for block in itertools.chain.from_iterable(pages):
        for above, row in itertools.pairwise(block):
            if above.size == row.size and 0 < above.y - row.y < 2.2 * row.size:
                between.setdefault(row.size, []).append(above.y - row.y)
    return {size: sorted(found)[len(found) // 4] for size, found in between.items()}


def lines(letters: Letters, page: int, found: list[Block], distances: dict[float, float]) -> list[tuple[float, Line]]:
    """The lines of a page with their heights above its bottom; a line without text is a gap between paragraphs."""
    leans_left = order.leans_left(letters.glyphs)
    out: list[tuple[float, Line]] = []
    for block in found:
        last: Row | None = None
        for row in block:
            line = _line(row, page, letters.width, leans_left=leans_left)
            apart = last.y - row.y if last is not None else 0.0
            size = max(row.size, last.size) if last is not None else row.size
            is_far = last is None or apart > _GAP * max(distances.get(row.size, 0.0), size)
            if out and is_far and not _goes_on(out[-1][1].text, line.text):
                out.append((row.y, Line("", page=page)))
            out.append((row.y, line))
            last = row
    if leans_left and order.turned([line.text for _y, line in out]):
        out = [(y, line._replace(text=order.turn(line.text))) for y, line in out]
    return out


def _goes_on(before: str, after: str) -> bool:
    """Lines set far apart throughout are no paragraphs: a sentence that goes on in small letters is one."""
    return bool(_LOWER.match(after)) and not before.rstrip().endswith((";", ":", "."))


def _rows(glyphs: Iterable[Glyph]) -> list[Row]:
    """Letters by their baselines, from the top."""
    rows: list[Row] = []
    for glyph in sorted(glyphs, key=lambda one: -one.y):
        if rows and abs(rows[-1].y - glyph.y) <= _SAME * min(glyph.size, rows[-1].size) + 0.1:
            rows[-1].glyphs.append(glyph)
        else:
            rows.append(Row([glyph], glyph.y, glyph.size or 1.0))
    for row in rows:
        seen = [glyph.size for glyph in row.glyphs if not glyph.sign.isspace()] or [row.size]
        row.size = statistics.mode(seen) or 1.0
    return rows


def _merged(rows: list[Row]) -> list[Row]:
    """Raised small letters go to the line below them (or, rarely, above) that they belong to."""
    kept: list[Row] = []
    waiting: list[Row] = []
    for row in rows:
        for small in list(waiting):
            lift = small.y - row.y
            if small.size <= _SMALLER * row.size and _RAISED[0] < lift / row.size < _RAISED[1]:
                near = [glyph for glyph in small.glyphs if _beside(glyph, row)]
                row.glyphs += near
                small.glyphs = [glyph for glyph in small.glyphs if glyph not in near]
                if not small.glyphs:
                    waiting.remove(small)
                    kept.remove(small)
            elif lift > row.size:
                waiting.remove(small)
        kept.append(row)
        waiting.append(row)
    return kept


def _beside(glyph: Glyph, row: Row) -> bool:
    reach = _BESIDE * row.size
    return any(glyph.left - reach < one.right and one.left < glyph.right + reach for one in row.glyphs)


def _read(rows: list[Row], width: float) -> Iterator[list[Row]]:
    """Blocks in reading order: one, unless the page is set in two columns with a gutter between them."""
    gutter = _gutter(rows, width)
    if gutter is None:
        yield rows
        return
    left: list[Row] = []
    right: list[Row] = []
    above: list[Row] = []
    rtl = order.leans_left(glyph for row in rows for glyph in row.glyphs)
    for row in rows:
        inked = [glyph for glyph in row.glyphs if not glyph.sign.isspace()]
        first = [glyph for glyph in row.glyphs if glyph.left < gutter]
        second = [glyph for glyph in row.glyphs if glyph.left >= gutter]
        if any(glyph.left < gutter < glyph.right for glyph in inked):
            yield from (block for block in (above, *((right, left) if rtl else (left, right))) if block)
            above, left, right = [row], [], []
            continue
        if above:
            yield above
            above = []
        if any(not glyph.sign.isspace() for glyph in first):
            left.append(Row(first, row.y, row.size))
        if any(not glyph.sign.isspace() for glyph in second):
            right.append(Row(second, row.y, row.size))
    yield from (block for block in (above, *((right, left) if rtl else (left, right))) if block)


def _gutter(rows: list[Row], width: float) -> float | None:
    """The middle of a white strip that most lines leave free, with full text on both sides of it."""
    strips = [strip for row in rows for strip in _strips(row, width)]
    if len(strips) < max(_FEWEST, 0.5 * len(rows)):
        return None
    place = max((left for left, _right in strips), key=lambda x: sum(left <= x < right for left, right in strips))
    common = [right for left, right in strips if left <= place < right]
    return (place + min(common)) / 2 if len(common) >= max(_FEWEST, 0.5 * len(rows)) else None


def _strips(row: Row, width: float) -> Iterator[tuple[float, float]]:
    """White strips in the middle of a line with a good piece of text, not figures, on both sides."""
    inked = sorted((glyph for glyph in row.glyphs if not glyph.sign.isspace()), key=lambda one: one.left)
    for count, (one, other) in enumerate(itertools.pairwise(inked), 1):
        if other.left - one.right > _GUTTER and other.left > 0.35 * width and one.right < 0.65 * width:
            written = [sum(glyph.sign.isalpha() for glyph in part) for part in (inked[:count], inked[count:])]
            if min(written) > _FULL:
                yield one.right, other.left


def _line(row: Row, page: int, width: float, *, leans_left: bool) -> Line:
    to_the_left = leans_left and any(order.direction(glyph.sign) == "R" for glyph in row.glyphs)
    text, spans = "", list[Span]()
    marker, rest = _marker_first(_spaced(row), row, to_the_left=to_the_left)
    for cluster in (*marker, *order.read(rest, to_the_left=to_the_left)):
        for glyph in cluster:
            if glyph.sign.isspace():
                text = f"{text.rstrip(' ')}\t" if glyph.sign == "\t" else text + ("" if text[-1:].isspace() else " ")
            else:
                text, spans = _set(text, spans, glyph, row)
    indent = width - row.right if to_the_left else row.left
    return Line(text.rstrip(), tuple(spans), page=page, indent=round(indent, 1), size=row.size)


def _marker_first(
    placed: list[order.Cluster], row: Row, *, to_the_left: bool
) -> tuple[list[order.Cluster], list[order.Cluster]]:
    """The marker with which a note begins, and a blank behind it; and the rest of the line."""
    turned = placed[::-1] if to_the_left else placed
    count = next((count for count, cluster in enumerate(turned) if not _is_raised(cluster[0], row)), 0)
    if not count:
        return [], placed
    marker = turned[:count][::-1] if to_the_left else turned[:count]
    rest = placed[:-count] if to_the_left else placed[count:]
    return [*marker, [marker[0][0]._replace(sign=" ")]], rest


def _is_raised(glyph: Glyph, row: Row) -> bool:
    return not glyph.sign.isspace() and glyph.size <= _SMALLER * row.size and glyph.y - row.y > _RAISED[0] * row.size


def _spaced(row: Row) -> list[order.Cluster]:
    """Clusters from left to right with blanks where letters stand apart, and tabs where they stand far apart."""
    out: list[order.Cluster] = []
    right: float | None = None
    typed = sorted((glyph.left + glyph.right) / 2 for glyph in row.glyphs if glyph.sign.isspace())
    for cluster in order.clusters(glyph for glyph in row.glyphs if not glyph.sign.isspace()):
        apart = cluster[0].left - right if right is not None else 0.0
        blank = "\t" if apart > _TAB * row.size else " " if apart > _BLANK * row.size else ""
        if not blank and right is not None and apart > _BLANK / 2 * row.size:
            near = bisect.bisect_left(typed, right)
            blank = " " if near < len(typed) and typed[near] <= cluster[0].left else ""
        if blank and right is not None:
            out.append([cluster[0]._replace(sign=blank, left=right, right=cluster[0].left)])
        out.append(cluster)
        right = max(right or 0.0, *(glyph.right for glyph in cluster))
    return out


def _set(text: str, spans: list[Span], glyph: Glyph, row: Row) -> tuple[str, list[Span]]:
    raised = _is_raised(glyph, row)
    looks = ((Style.ITALIC, glyph.italic), (Style.BOLD, glyph.bold), (Style.SUPERSCRIPT, raised))
    styles = [style for style, on in looks if on]
    start, end = len(text), len(text) + len(glyph.sign)
    for style in styles:
        place = next((place for place in reversed(range(len(spans))) if spans[place].style == style), None)
        apart = text[spans[place].end : start] if place is not None else ""
        if place is not None and not (apart if style == Style.SUPERSCRIPT else apart.strip()):
            spans[place] = spans[place]._replace(end=end)
        else:
            spans.append(Span(start, end, style))
    return text + glyph.sign, spans
