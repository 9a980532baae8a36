# SPDX-License-Identifier: EUPL-1.2
"""A report in one language as the document that is printed: numbers given, figures filled in, marks carried along."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from ..figures import TOTAL
from ..kinds import PLACE, kinds, pieces
from ..models import Block
from ..paper.model import (
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Footnote,
    Inline,
    Language,
    Masthead,
    Paper,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)  # fmt: skip
from ..queries import WORDED, Part, Values, Whole
from .shown import labels_of


def paper_of(whole: Whole, language: str) -> Paper:
    """Return the report in a language, which must be complete; what is to be blacked out is marked, not gone."""
    row, data = whole.report, kinds()
    masthead = Masthead(
        organisation=data.masthead["organisation"][language],
        body=data.masthead["body"][language],
        symbol=row.symbol,
        issued=row.on,
        originals=(Language(row.language),),
        session=data.masthead["session"][language].format(number=row.session),
    )
    sections: list[Section] = []
    for section, parts in whole.sections():
        if parts:
            blocks = tuple(block_of(whole, part, language) for part in parts)
            number = ascii_uppercase[len(sections)]
            sections.append(Section(section.code, blocks, heading=section.heading[language], number=number))
    return Paper(Language(language), masthead, title_in(whole, language), sections=tuple(sections))


def title_in(whole: Whole, language: str) -> str:
    """Return the title in a language: as it was given, or that of the kind."""
    row = whole.report
    return row.title if language == row.language else row.titles.get(language) or whole.kind.title[language]


def block_of(whole: Whole, part: Part, language: str) -> Any:
    rendering = part.renderings[language]
    if part.block.form == Block.Form.PARAGRAPH:
        content = tuple(inlines(str(part.block.id), rendering.text, rendering.notes, whole.values, language))
        return Paragraph(str(part.block.id), content, number=part.number)
    caption, *translated = rendering.text.splitlines()
    if whole.values is None or not whole.has_figures(part, language):
        return Paragraph(str(part.block.id), (Run(filled(caption, whole.values, language)),))
    if not whole.values.tables[part.block.figure]["rows"]:
        said = f"{filled(caption, whole.values, language)}: {whole.values.text('kind.none.total', language)}"
        return Paragraph(str(part.block.id), (Run(said),))
    return figure_of(part.block, caption, translated, whole.values, language)


def inlines(key: str, text: str, notes: Sequence[str], values: Values | None, language: str) -> Iterator[Inline]:
    """Return the text of a paragraph with its footnotes in their places, and each figure it calls."""
    for piece in pieces(text):
        if piece.note:
            content = tuple(
                Run(filled(one.text, values, language), secret=one.secret) for one in pieces(notes[piece.note - 1])
            )
            yield Footnote(f"{key}-{piece.note}", content, secret=piece.secret)
        else:
            yield Run(filled(piece.text, values, language), secret=piece.secret)


def filled(text: str, values: Values | None, language: str) -> str:
    """Return a text with the frozen figures that it calls; a call of one that is not there stays as it was typed."""

    def figure(found: re.Match[str]) -> str:
        return values.text(found[1], language) if values and values.knows(found[1]) else found[0]

    return PLACE.sub(figure, text)


def figure_of(block: Block, caption: str, translated: Sequence[str], values: Values, language: str) -> Table | Chart:
    """Return the frozen figures as a table, or as a chart with its table beside it."""
    given = values.tables[block.figure]
    labels = list(translated) or labels_in(values, block.figure, language)
    corner, names = labels[0], labels[1:]
    columns = names[: len(given["columns"])]
    table = Table(
        str(block.id) if block.form == Block.Form.TABLE else f"{block.id}-table",
        filled(caption, values, language),
        (Column(corner), *(Column(name, ColumnKind.COUNT) for name in columns)),
        tuple(
            Row((Cell(name), *(_cell(count) for count in row["counts"])), total=row["code"] == TOTAL)
            for name, row in zip(names[len(columns) :], given["rows"], strict=True)
        ),
        method=values.method(language),
    )
    if block.form == Block.Form.TABLE:
        return table
    drawn = [place for place, code in enumerate(given["columns"], 1) if code != TOTAL]
    with override(language if language == "fr" else "en"):
        words = _("The same numbers stand in the table beside it.")
    alternative = f"{table.caption}. {words}" if language in WORDED else table.caption
    return Chart(str(block.id), ChartKind.STACKED, table.caption, alternative, table, tuple(drawn))


def _cell(count: int | None) -> Cell:
    return Cell(hidden=True) if count is None else Cell(number=Decimal(count))


def labels_in(values: Values, figure: str, language: str) -> list[str]:
    """Return the words of a table in English or French: its corner, its columns, its rows."""
    with override("fr" if language == "fr" else "en"):
        return labels_of(values.tables[figure])


__all__ = ["block_of", "figure_of", "filled", "inlines", "labels_in", "paper_of", "title_in"]
