# SPDX-License-Identifier: EUPL-1.2
"""The redaction pass: what is marked secret becomes one fixed mark, before anything is printed.

What stays tells nothing of what went: not its length, nor how many runs, notes or items it had. Each cell, and each
block of a section that stays, keeps its place. Writers are given the document that this returns, so that none of them
can forget a place where a secret might stand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from .model import (
    Annex,
    Block,
    Cell,
    Chart,
    Column,
    Footnote,
    Inline,
    Item,
    Language,
    List,
    Paper,
    Paragraph,
    Quote,
    Row,
    Run,
    Section,
    Table,
)
from .words import words


def redacted(paper: Paper) -> Paper:
    """Return the document as it may go out: a value without any secret, printed like every other."""
    mark = words(paper.language)["redacted"]
    return replace(
        paper,
        summary=_sections(paper.summary, mark),
        sections=_sections(paper.sections, mark),
        annexes=tuple(_annex(annex, mark) for annex in paper.annexes),
    )


def redacted_block(block: Block, language: Language) -> Block:
    """Return one block as it stands in the document that `redacted` returns."""
    return _block(block, words(language)["redacted"])


def has_secrets(paper: Paper) -> bool:
    """Return whether anything in the document is marked."""
    return redacted(paper) != paper


def _annex(annex: Annex, mark: str) -> Annex:
    if not annex.secret:
        return replace(annex, sections=_sections(annex.sections, mark))
    inside = Section(f"{annex.id}-inside", (_gone(f"{annex.id}-text", mark),))
    return Annex(annex.id, mark, (inside,), number=annex.number)


def _sections(sections: Iterable[Section], mark: str) -> tuple[Section, ...]:
    """Those below a secret heading go with it."""
    kept: list[Section] = []
    under: int | None = None
    for section in sections:
        if under is not None and section.level > under:
            continue
        under = section.level if section.secret else None
        kept.append(_section(section, mark))
    return tuple(kept)


def _section(section: Section, mark: str) -> Section:
    if section.secret:
        return replace(section, blocks=(_gone(f"{section.id}-text", mark),), heading=mark, secret=False)
    return replace(section, blocks=tuple(_block(block, mark) for block in section.blocks))


def _gone(key: str, mark: str, number: str = "") -> Paragraph:
    return Paragraph(key, (Run(mark),), number=number)


def _block(block: Block, mark: str) -> Block:
    if block.secret:
        return _gone(block.id, mark, block.number if isinstance(block, Paragraph) else "")
    match block:
        case Paragraph() | Quote():
            return replace(block, content=_content(block.content, mark))
        case List():
            return replace(block, items=tuple(_items(block.items, mark)))
        case Table():
            return _table(block, mark)
        case Chart():
            return _chart(block, mark)


def _content(content: Iterable[Inline], mark: str) -> tuple[Inline, ...]:
    """Secrets that follow each other become one mark, and a secret footnote in their midst goes with them."""
    kept: list[Inline] = []
    for is_secret, run in groupby(content, key=lambda inline: inline.secret):
        kept += [Run(mark)] if is_secret else [_inline(inline, mark) for inline in run]
    return tuple(kept)


def _inline(inline: Inline, mark: str) -> Inline:
    if isinstance(inline, Run):
        return inline
    inside = _content(inline.content, mark)
    return Footnote(inline.id, tuple(run for run in inside if isinstance(run, Run)))


def _items(items: Iterable[Item], mark: str) -> Iterator[Item]:
    """Items that follow each other and are secret become one; what stands below a secret item goes with it."""
    under: int | None = None
    for item in items:
        if under is not None and (item.level > under or (item.secret and item.level == under)):
            continue
        under = item.level if item.secret else None
        if item.secret:
            yield Item(item.id, (Run(mark),), marker="", level=item.level)
        else:
            yield replace(item, content=_content(item.content, mark))


def _table(table: Table, mark: str) -> Table:
    columns = tuple(Column(mark) if column.secret else column for column in table.columns)
    secret = tuple(column.secret for column in table.columns)

    def cell(cell: Cell, place: int) -> Cell:
        return Cell(text=mark) if cell.secret or secret[place] else cell

    rows = tuple(
        Row(tuple(cell(one, place) for place, one in enumerate(row.cells)), total=row.total) for row in table.rows
    )
    return replace(table, columns=columns, rows=rows)


def _chart(chart: Chart, mark: str) -> Block:
    """A picture of which a part is secret goes with the words that describe it; its table stays."""
    table = _table(chart.table, mark)
    drawn = {chart.label, *chart.series}
    shown = [row.cells[place] for row in chart.table.rows if not row.total for place in drawn]
    if chart.table.secret:
        return _gone(chart.table.id, mark)
    is_touched = any(cell.secret for cell in shown) or any(chart.table.columns[place].secret for place in drawn)
    return table if is_touched else replace(chart, table=table)
