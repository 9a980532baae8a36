# SPDX-License-Identifier: EUPL-1.2
"""Whether a document can be printed in every form: what is wrong is said with its place and how to mend it."""

import dataclasses
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from comity.statute.hygiene import controls, overrides

from .limits import Limits, Unfit, refused
from .model import Block, Chart, ChartKind, ColumnKind, Footnote, Inline, Item, List, Paper, Section, Table
from .words import words

DEEPEST: Final = 4
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
# XML has no place for them, so neither DOCX nor XLSX has; a tab would be another thing in each form.
_NOWHERE: Final = re.compile("[\t\r\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")


def check(paper: Paper, *, limits: Limits | None = None) -> None:
    """Raise the first of `problems`."""
    for problem in problems(paper, limits=limits):
        raise problem


def problems(paper: Paper, *, limits: Limits | None = None) -> Iterator[Unfit]:
    """Return all that prevents the document from being printed, in the order of the text."""
    yield from _Checks(paper, limits or Limits()).run()


class _Checks:
    """One pass over a document; counts as it goes."""

    def __init__(self, paper: Paper, limits: Limits) -> None:
        self.paper = paper
        self.limits = limits
        self.mark = words(paper.language)["redacted"]
        self.ids: set[str] = set()
        self.characters = 0
        self.counts = dict.fromkeys(("sections", "blocks", "footnotes", "charts"), 0)

    def run(self) -> Iterator[Unfit]:
        head = self.paper.masthead
        for name in ("organisation", "body", "symbol", "session", "place", "dates"):
            yield from self.line(getattr(head, name), f"masthead.{name}", is_needed=name in {"organisation", "symbol"})
        yield from self.line(self.paper.title, "title", is_needed=True)
        yield from self.line(self.paper.subtitle, "subtitle")
        yield from self.sections(self.paper.summary, "summary")
        yield from self.sections(self.paper.sections, "sections")
        for number, annex in enumerate(self.paper.annexes):
            place = f"annexes[{number}]"
            yield from self.key(annex.id, place)
            yield from self.line(annex.number, f"{place}.number")
            yield from self.line(annex.title, f"{place}.title", is_needed=True)
            yield from self.sections(annex.sections, f"{place}.sections")
        yield from self.totals()

    def totals(self) -> Iterator[Unfit]:
        for name, given in self.counts.items():
            limit: int = getattr(self.limits, name)
            if given > limit:
                yield refused("too_many", name, given=given, limit=limit)
        if self.characters > self.limits.characters:
            yield refused("too_long", "", given=self.characters, limit=self.limits.characters)

    def key(self, given: str, place: str) -> Iterator[Unfit]:
        if not _ID.fullmatch(given):
            yield refused("id", f"{place}.id", given=given[:80])
        elif given in self.ids:
            yield refused("same_id", f"{place}.id", given=given)
        self.ids.add(given)

    def text(self, text: str, place: str) -> Iterator[Unfit]:
        self.characters += len(text)
        nowhere = tuple(dict.fromkeys(f"U+{ord(sign):04X}" for sign in _NOWHERE.findall(text)))
        signs = dict.fromkeys((*controls(text), *overrides(text), *nowhere))
        if signs:
            yield refused("sign", place, signs=", ".join([*signs][:10]))

    def line(self, text: str, place: str, *, is_needed: bool = False) -> Iterator[Unfit]:
        if is_needed and not text.strip():
            yield refused("empty", place)
        if len(text) > self.limits.line_characters:
            yield refused("too_long", place, given=len(text), limit=self.limits.line_characters)
        yield from self.text(text, place)
        if "\n" in text:
            yield refused("sign", place, signs="U+000A")

    def sections(self, sections: tuple[Section, ...], place: str) -> Iterator[Unfit]:
        before = 0
        for number, section in enumerate(sections):
            here = f"{place}[{number}]"
            self.counts["sections"] += 1
            yield from self.key(section.id, here)
            yield from self.line(section.heading, f"{here}.heading", is_needed=bool(section.number))
            yield from self.line(section.number, f"{here}.number")
            if section.heading:
                if not 1 <= section.level <= min(before + 1, DEEPEST):
                    yield refused("level", f"{here}.level", before=before, given=section.level, limit=DEEPEST)
                before = section.level
            elif section.level != 1:
                yield refused("level", f"{here}.level", before=before, given=section.level, limit=DEEPEST)
            for at, block in enumerate(section.blocks):
                yield from self.block(block, f"{here}.blocks[{at}]")

    def block(self, block: Block, place: str) -> Iterator[Unfit]:
        self.counts["blocks"] += 1
        yield from self.key(block.id, place)
        match block:
            case Table():
                yield from self.table(block, place)
            case Chart():
                yield from self.chart(block, place)
            case List():
                yield from self.items(block.items, place)
            case _:
                yield from self.line(getattr(block, "number", ""), f"{place}.number")
                yield from self.content(block.content, place)

    def items(self, items: tuple[Item, ...], place: str) -> Iterator[Unfit]:
        if not items:
            yield refused("empty", f"{place}.items")
        before = -1
        for number, item in enumerate(items):
            here = f"{place}.items[{number}]"
            self.counts["blocks"] += 1
            yield from self.key(item.id, here)
            yield from self.line(item.marker, f"{here}.marker")
            if not 0 <= item.level <= min(before + 1, DEEPEST - 1):
                yield refused("level", f"{here}.level", before=before, given=item.level, limit=DEEPEST - 1)
            before = item.level
            yield from self.content(item.content, here)

    def content(self, content: tuple[Inline, ...], place: str) -> Iterator[Unfit]:
        before = self.characters
        for number, inline in enumerate(content):
            here = f"{place}.content[{number}]"
            if isinstance(inline, Footnote):
                self.counts["footnotes"] += 1
                yield from self.key(inline.id, here)
                if not any(run.text.strip() for run in inline.content):
                    yield refused("empty", here)
                for at, run in enumerate(inline.content):
                    yield from self.text(run.text, f"{here}.content[{at}].text")
            else:
                yield from self.text(inline.text, f"{here}.text")
        if self.characters == before:
            yield refused("empty", place)
        elif self.characters - before > self.limits.block_characters:
            given = self.characters - before
            yield refused("too_long", place, given=given, limit=self.limits.block_characters)

    def table(self, table: Table, place: str) -> Iterator[Unfit]:
        yield from self.line(table.caption, f"{place}.caption", is_needed=True)
        for name in ("method", "source"):
            text: str = getattr(table, name)
            yield from self.text(text, f"{place}.{name}")
            if len(text) > self.limits.cell_characters:
                yield refused("too_long", f"{place}.{name}", given=len(text), limit=self.limits.cell_characters)
        yield from self.size(len(table.columns), self.limits.table_columns, f"{place}.columns", is_needed=True)
        yield from self.size(len(table.rows), self.limits.table_rows, f"{place}.rows")
        for number, column in enumerate(table.columns):
            yield from self.line(column.heading, f"{place}.columns[{number}].heading", is_needed=True)
            if not 0 <= column.places <= 6:
                yield refused("cell", f"{place}.columns[{number}].places", kind=column.kind.value)
        if len(table.rows) <= self.limits.table_rows:
            yield from self.rows(table, place)

    def size(self, given: int, limit: int, place: str, *, is_needed: bool = False) -> Iterator[Unfit]:
        if is_needed and not given:
            yield refused("empty", place)
        if given > limit:
            yield refused("too_many", place, given=given, limit=limit)

    def rows(self, table: Table, place: str) -> Iterator[Unfit]:
        for number, row in enumerate(table.rows):
            here = f"{place}.rows[{number}]"
            if len(row.cells) != len(table.columns):
                yield refused("ragged", here, given=len(row.cells), wanted=len(table.columns))
                continue
            for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
                spot = f"{here}.cells[{at}]"
                yield from self.text(cell.text, spot)
                if len(cell.text) > self.limits.cell_characters:
                    yield refused("too_long", spot, given=len(cell.text), limit=self.limits.cell_characters)
                if cell.hidden and (cell.number is not None or cell.text):
                    yield refused("hidden", spot)
                if not self.fits(cell.text, column.kind, is_number=cell.number is not None):
                    yield refused("cell", spot, kind=column.kind.value)

    def fits(self, text: str, kind: ColumnKind, *, is_number: bool) -> bool:
        """Tell whether a cell holds what its column is for; the mark of a redaction may stand anywhere."""
        if is_number:
            return kind.is_number and not text
        if text in {"", self.mark}:
            return True
        if kind is not ColumnKind.DATE:
            return not kind.is_number
        try:
            return date.fromisoformat(text).isoformat() == text
        except ValueError:
            return False

    def chart(self, chart: Chart, place: str) -> Iterator[Unfit]:
        self.counts["charts"] += 1
        table = chart.table
        yield from self.line(chart.caption, f"{place}.caption", is_needed=True)
        if not chart.alternative.strip():
            yield refused("empty", f"{place}.alternative")
        if len(chart.alternative) > self.limits.cell_characters:
            given = len(chart.alternative)
            yield refused("too_long", f"{place}.alternative", given=given, limit=self.limits.cell_characters)
        yield from self.text(chart.alternative, f"{place}.alternative")
        yield from self.key(table.id, f"{place}.table")
        yield from self.table(table, f"{place}.table")
        drawn = [row for row in table.rows if not row.total and len(row.cells) == len(table.columns)]
        yield from self.size(len(drawn), self.limits.chart_rows, f"{place}.table.rows", is_needed=True)
        yield from self.size(len(chart.series), self.limits.chart_series, f"{place}.series", is_needed=True)
        reach = range(len(table.columns))
        if chart.label not in reach or table.columns[chart.label].kind.is_number:
            yield refused("chart", f"{place}.label")
        for at, one in enumerate(chart.series):
            is_drawable = one in reach and table.columns[one].kind.is_number and chart.series.count(one) == 1
            if is_drawable and chart.kind is ChartKind.STACKED:
                is_drawable = all((row.cells[one].number or 0) >= 0 for row in drawn)
            if not is_drawable:
                yield refused("chart", f"{place}.series[{at}]")


def place_of(paper: Paper, sign: str) -> str:
    """Return where a sign first stands in the text, and "" where it is in none."""
    return next((place for place, text in texts(paper) if sign in text), "")


def texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Return every text of a document with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from texts(one, f"{place}[{number}]")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name), f"{place}.{field.name}" if place else field.name)
