# SPDX-License-Identifier: EUPL-1.2
"""A document as PDF/A-2a and PDF/UA-1: tagged, in its language, fonts and alternative texts inside.

What it says reaches typst as JSON and is never read as source. The same document gives the same bytes on a machine
with the same fonts. typst enforces both standards as far as it can tell; no validator was run.
"""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final

from comity.core.typeset import Unset, families, typeset

from . import checks, printing
from .limits import Limits, Unfit, refused
from .model import (
    Block,
    Cell,
    Chart,
    Footnote,
    Inline,
    Item,
    Language,
    List,
    Paper,
    Paragraph,
    Quote,
    Run,
    Section,
    Table,
)
from .words import Words, words

TEMPLATE: Final = Path(__file__).with_name("paper.typ")
_LATIN: Final = ("Liberation Serif", "Noto Serif", "DejaVu Serif", "Libertinus Serif")
_ARABIC: Final = ("Noto Naskh Arabic", "Noto Sans Arabic", "DejaVu Sans")
_CHINESE: Final = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Droid Sans Fallback")


def pdf(paper: Paper, *, fonts: Sequence[Path], limits: Limits | None = None) -> bytes:
    """Return the document as PDF; raises Unfit. `fonts` are directories."""
    checks.check(paper, limits=limits)
    return printed(paper, data(paper, fonts), fonts)


def printed(paper: Paper, data: dict[str, Any], fonts: Sequence[Path]) -> bytes:
    """Return what the template makes of data; raises Unfit where a sign has no font."""
    at = datetime.combine(paper.masthead.issued, time(12), tzinfo=UTC)
    try:
        return typeset(_template(), data, at=at, fonts=fonts, standards=("a-2a", "ua-1")).content
    except Unset as unset:
        raise _unfit(paper, unset) from None


def _unfit(paper: Paper, unset: Unset) -> Unfit:
    if not unset.sign:
        return refused("unset", "", why=str(unset))
    sign = unset.sign[0]
    name = f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()
    return refused("no_font", checks.place_of(paper, sign), sign=sign, name=name)


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _fonts(language: Language, places: Sequence[Path]) -> list[str]:
    """Return the fonts of a document, first those whose signs are taken where several have them."""
    groups = (_CHINESE, _LATIN, _ARABIC) if language is Language.CHINESE else (_LATIN, _ARABIC, _CHINESE)
    there = families(places)
    return [found for group in groups if (found := next((name for name in group if name in there), None))]


def data(paper: Paper, fonts: Sequence[Path]) -> dict[str, Any]:
    """Return the document as the template reads it: plain JSON, everything in the words of its language."""
    return _Data(paper).whole(_fonts(paper.language, fonts))


class _Data:
    """Makes the data of one document; numbers are counted once."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.words: Words = words(paper.language)
        self.numbers = printing.numbers(paper)

    def whole(self, fonts: list[str]) -> dict[str, Any]:
        paper, head = self.paper, self.paper.masthead
        return {
            "language": paper.language.value,
            "fonts": fonts,
            "title": paper.title,
            "subtitle": paper.subtitle,
            "contents": paper.contents,
            "masthead": {
                "organisation": head.organisation,
                "body": head.body or head.organisation,
                "symbol": head.symbol,
                "right": printing.masthead(paper),
                "meeting": printing.meeting(paper),
            },
            "words": {"contents": self.words["contents"], "page": self.words["page"].split("{}")},
            "summary": [self.section(one) for one in paper.summary],
            "sections": [self.section(one) for one in paper.sections],
            "annexes": [
                {
                    "head": printing.annex_heading(annex, self.words),
                    "sections": [self.section(one, 1) for one in annex.sections],
                }
                for annex in paper.annexes
            ],
        }

    def section(self, section: Section, deeper: int = 0) -> dict[str, Any]:
        return {
            "heading": printing.heading(section),
            "level": section.level + deeper,
            "blocks": [self.block(one) for one in section.blocks],
        }

    def block(self, block: Block) -> dict[str, Any]:
        match block:
            case Paragraph():
                number = printing.dotted(block.number)
                return {"kind": "paragraph", "number": number, "text": self.content(block.content, secret=block.secret)}
            case Quote():
                return {"kind": "quote", "text": self.content(block.content, secret=block.secret)}
            case List():
                return {"kind": "list", "items": self.items(block.items, secret=block.secret)}
            case Table():
                return self.table(block)
            case Chart():
                return self.chart(block)

    def items(self, items: Sequence[Item], *, secret: bool) -> list[dict[str, Any]]:
        return [
            {
                "marker": item.marker or "–",
                "text": self.content(item.content, secret=secret or item.secret),
                "items": self.items(below, secret=secret),
            }
            for item, below in printing.nested(items)
        ]

    def content(self, content: Sequence[Inline], *, secret: bool) -> list[dict[str, Any]]:
        return [
            {"note": self.content(one.content, secret=secret or one.secret)}
            if isinstance(one, Footnote)
            else self.run(one, secret=secret)
            for one in content
        ]

    def run(self, run: Run, *, secret: bool) -> dict[str, Any]:
        return {"t": run.text, "s": run.style.value, "k": run.secret or secret}

    def table(self, table: Table) -> dict[str, Any]:
        return {
            "kind": "table",
            "caption": printing.table_caption(table, self.words, self.numbers.tables[table.id]),
            "columns": [{"heading": one.heading, "number": one.kind.is_number} for one in table.columns],
            "rows": [{"cells": self.cells(row.cells, table), "total": row.total} for row in table.rows],
            "below": printing.below(table, self.words),
        }

    def cells(self, cells: Sequence[Cell], table: Table) -> list[str]:
        return [printing.written(cell, column, self.words) for cell, column in zip(cells, table.columns, strict=True)]

    def chart(self, chart: Chart) -> dict[str, Any]:
        return {
            "kind": "chart",
            "caption": printing.figure_caption(chart, self.words, self.numbers.figures[chart.id]),
            "alternative": chart.alternative,
            "svg": printing.picture(chart, self.paper.language.value).decode(),
            "table": self.table(chart.table),
        }
