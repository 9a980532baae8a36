# SPDX-License-Identifier: EUPL-1.2
"""What every printed form has in common: numbers of notes, tables and figures, words around them, cells as written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from comity.core import charts

from .model import (
    Annex,
    Block,
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Footnote,
    Inline,
    Item,
    Language,
    List,
    Paper,
    Section,
    Table,
)  # fmt: skip
from .words import HIDDEN, Words, words


@dataclass(frozen=True, slots=True)
class Numbers:
    """By id, counted from 1 in the order of the text."""

    notes: dict[str, int]
    tables: dict[str, int]
    figures: dict[str, int]


def numbers(paper: Paper) -> Numbers:
    """Return the numbers that every form prints."""
    found = Numbers({}, {}, {})
    for block in paper.blocks():
        for inline in inlines(block):
            if isinstance(inline, Footnote):
                found.notes[inline.id] = len(found.notes) + 1
        for table in (block, getattr(block, "table", None)):
            if isinstance(table, Table):
                found.tables[table.id] = len(found.tables) + 1
        if isinstance(block, Chart):
            found.figures[block.id] = len(found.figures) + 1
    return found


def inlines(block: Block) -> Iterator[Inline]:
    """Return the text of a block with its footnotes; tables and charts have none."""
    match block:
        case List():
            for item in block.items:
                yield from item.content
        case Table() | Chart():
            return
        case _:
            yield from block.content


def notes(paper: Paper) -> list[Footnote]:
    """Return all footnotes in the order of their numbers."""
    return [inline for block in paper.blocks() for inline in inlines(block) if isinstance(inline, Footnote)]


def tables(paper: Paper) -> list[Table]:
    """Return all tables, those of charts among them, in the order of their numbers."""
    found = (block.table if isinstance(block, Chart) else block for block in paper.blocks())
    return [table for table in found if isinstance(table, Table)]


def dotted(number: str) -> str:
    """Return the number of a paragraph as printed: "12." for "12", and "(a)" as it is."""
    return f"{number}." if number[-1:].isalnum() else number


def heading(section: Section) -> str:
    """Return the heading of a section with its number."""
    return f"{dotted(section.number)} {section.heading}" if section.number else section.heading


def annex_heading(annex: Annex, of: Words) -> tuple[str, str]:
    """Return what stands above an annex, and its title."""
    return of.filled("annex", annex.number).strip(), annex.title


def levels(paper: Paper) -> Iterator[tuple[Section, int]]:
    """Return every section with its level on the page, one deeper within an annex, whose title is of the first."""
    for section in (*paper.summary, *paper.sections):
        yield section, section.level
    for annex in paper.annexes:
        for section in annex.sections:
            yield section, section.level + 1


def masthead(paper: Paper) -> tuple[str, ...]:
    """Return what stands on the right of the masthead under the symbol: distribution, day, original."""
    of, head = words(paper.language), paper.masthead
    original = of.languages(head.originals or (paper.language,))
    return of[head.distribution.value], of.day(head.issued), of.filled("original", original)


def meeting(paper: Paper) -> tuple[str, ...]:
    """Return the lines that name the session, its place and its dates, as far as they are given."""
    head = paper.masthead
    comma = "，" if paper.language == "zh" else "، " if paper.language == "ar" else ", "
    return tuple(line for line in (head.session, comma.join(filter(None, (head.place, head.dates)))) if line)


def table_caption(table: Table, of: Words, number: int) -> str:
    return of.filled("caption", of.filled("table", str(number)), table.caption)


def figure_caption(chart: Chart, of: Words, number: int) -> str:
    return of.filled("caption", of.filled("figure", str(number)), chart.caption)


def below(table: Table, of: Words) -> list[str]:
    """Return the lines below a table: what the sign of a hidden number means, method, source."""
    lines = [of["hidden"]] if any(cell.hidden for row in table.rows for cell in row.cells) else []
    lines += [of.filled(name, getattr(table, name)) for name in ("method", "source") if getattr(table, name)]
    return lines


def written(cell: Cell, column: Column, of: Words) -> str:
    """Return a cell as printed."""
    if cell.hidden:
        return HIDDEN
    if cell.number is not None:
        return of.number(cell.number, column)
    is_day = column.kind is ColumnKind.DATE and cell.text[:1].isdigit()
    return of.day(date.fromisoformat(cell.text)) if is_day else cell.text


def nested(items: Iterable[Item]) -> list[tuple[Item, list[Item]]]:
    """Return the items of the lowest level, each with those below it."""
    found: list[tuple[Item, list[Item]]] = []
    for item in items:
        if found and item.level > found[0][0].level:
            found[-1][1].append(item)
        else:
            found.append((item, []))
    return found


@lru_cache(maxsize=128)
def picture(chart: Chart, of_language: str) -> bytes:
    """Return the chart as SVG, the same for every form."""
    return charts.svg(drawing(chart, of_language))


def drawing(chart: Chart, language: str) -> charts.Drawing:
    """Return what a chart draws of its table: every row but totals."""
    of = words(Language(language))
    table = chart.table
    rows = [row for row in table.rows if not row.total]
    is_stacked = chart.kind is ChartKind.STACKED

    def said(cell: Cell, column: Column) -> str:
        if cell.hidden:
            return f"+ {HIDDEN}" if is_stacked else of["hidden_short"]
        return "" if cell.number is None else of.number(cell.number, column)

    return charts.Drawing(
        charts.Kind(chart.kind.value),
        tuple(written(row.cells[chart.label], table.columns[chart.label], of) for row in rows),
        tuple(table.columns[place].heading for place in chart.series),
        tuple(tuple(row.cells[place].number for place in chart.series) for row in rows),
        tuple(tuple(said(row.cells[place], table.columns[place]) for place in chart.series) for row in rows),
        language=language,
        thousands=of["thousands"],
        decimal=of["decimal"],
    )
