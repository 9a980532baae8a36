# SPDX-License-Identifier: EUPL-1.2
"""A document as HTML: a fragment for a page of ours, and a page that stands alone.

The fragment has no script, no style and no `style=` attribute, only classes and ids that begin with `paper-`: it fits
the Content-Security-Policy. The page is for a file that somebody keeps: it brings a style element, which our own site
would refuse.
"""

import base64
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from . import checks, printing
from .limits import Limits
from .model import (
    Block,
    Cell,
    Chart,
    Column,
    Footnote,
    Inline,
    Item,
    List,
    Paper,
    Paragraph,
    Quote,
    Run,
    Section,
    Table,
)
from .words import HIDDEN, words

_STYLE: Final = Path(__file__).with_name("web.css")
_TAGS: Final = {"plain": (), "italic": ("em",), "bold": ("strong",), "bold-italic": ("strong", "em")}


def page(paper: Paper, *, limits: Limits | None = None) -> bytes:
    """Return the document as one HTML file that needs no other; raises Unfit."""
    inside = fragment(paper, top=1, limits=limits)
    title = escape(f"{paper.masthead.symbol} – {paper.title}")
    style = _STYLE.read_text(encoding="utf-8")
    side = "rtl" if words(paper.language).is_rtl else "ltr"
    return (
        f'<!DOCTYPE html>\n<html lang="{paper.language.value}" dir="{side}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n<main>\n{inside}</main>\n</body>\n</html>\n"
    ).encode()


def fragment(paper: Paper, *, top: int = 2, limits: Limits | None = None) -> str:
    """Return the document as an article whose title is a heading of level `top`; raises Unfit."""
    checks.check(paper, limits=limits)
    return "\n".join(Fragments(paper, top).whole()) + "\n"


def lines(words_: str) -> str:
    """Return text for HTML, its line breaks kept."""
    return escape(words_).replace("\n", "<br>")


class Fragments:
    """Writes the parts of one document as HTML."""

    def __init__(self, paper: Paper, top: int) -> None:
        self.paper = paper
        self.top = top
        self.words = words(paper.language)
        self.numbers = printing.numbers(paper)

    def whole(self) -> Iterator[str]:
        paper = self.paper
        side = "rtl" if self.words.is_rtl else "ltr"
        yield f'<article class="paper-document" lang="{paper.language.value}" dir="{side}">'
        yield from self.masthead()
        if paper.contents:
            yield from self.contents()
        for section in (*paper.summary, *paper.sections):
            yield from self.section(section, section.level)
        for annex in paper.annexes:
            head, title = printing.annex_heading(annex, self.words)
            yield f'<section class="paper-annex" id="paper-{annex.id}">'
            yield self.heading(f"{escape(head)}<br>{escape(title)}", 1)
            for section in annex.sections:
                yield from self.section(section, section.level + 1)
            yield "</section>"
        yield from self.notes()
        yield "</article>"

    def masthead(self) -> Iterator[str]:
        head = self.paper.masthead
        yield '<header class="paper-masthead">'
        yield f'<p class="paper-organisation">{escape(head.organisation)}</p>'
        yield f'<p class="paper-symbol"><strong>{escape(head.symbol)}</strong></p>'
        yield f'<p class="paper-body">{escape(head.body or head.organisation)}</p>'
        yield f'<p class="paper-distribution">{"<br>".join(map(escape, printing.masthead(self.paper)))}</p>'
        if printing.meeting(self.paper):
            yield f'<p class="paper-meeting">{"<br>".join(map(escape, printing.meeting(self.paper)))}</p>'
        yield "</header>"
        yield self.heading(escape(self.paper.title), 0)
        if self.paper.subtitle:
            yield f'<p class="paper-subtitle">{escape(self.paper.subtitle)}</p>'

    def heading(self, inside: str, level: int, key: str = "") -> str:
        tag = f"h{min(self.top + level, 6)}"
        mark = f' id="paper-{key}"' if key else ""
        return f"<{tag}{mark}>{inside}</{tag}>"

    def contents(self) -> Iterator[str]:
        yield f'<nav class="paper-contents" aria-label="{escape(self.words["contents"])}"><ul>'
        for section in (*self.paper.summary, *self.paper.sections):
            if section.heading and section.level == 1:
                yield f'<li><a href="#paper-{section.id}">{escape(printing.heading(section))}</a></li>'
        for annex in self.paper.annexes:
            name = " – ".join(printing.annex_heading(annex, self.words))
            yield f'<li><a href="#paper-{annex.id}">{escape(name)}</a></li>'
        yield "</ul></nav>"

    def section(self, section: Section, level: int) -> Iterator[str]:
        if section.heading:
            yield self.heading(escape(printing.heading(section)), level, section.id)
        for block in section.blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                text = self.content(block.content, secret=block.secret)
                yield f'<p id="paper-{block.id}">{self.number(block.number)}{text}</p>'
            case Quote():
                text = self.content(block.content, secret=block.secret)
                yield f'<blockquote id="paper-{block.id}"><p>{text}</p></blockquote>'
            case List():
                yield from self.items(block.items, secret=block.secret)
            case Table():
                yield from self.table(block)
            case Chart():
                yield from self.chart(block)

    def number(self, number: str) -> str:
        return f'<span class="paper-number">{escape(printing.dotted(number))}</span> ' if number else ""

    def items(self, items: Sequence[Item], *, secret: bool) -> Iterator[str]:
        yield '<ul class="paper-list">'
        for item, below in printing.nested(items):
            text = self.content(item.content, secret=secret or item.secret)
            yield f'<li id="paper-{item.id}">{self.number(item.marker or "–")}{text}'
            if below:
                yield from self.items(below, secret=secret)
            yield "</li>"
        yield "</ul>"

    def content(self, content: Sequence[Inline], *, secret: bool = False) -> str:
        return "".join(
            self.reference(one) if isinstance(one, Footnote) else self.run(one, secret=secret) for one in content
        )

    def run(self, run: Run, *, secret: bool = False) -> str:
        inside = lines(run.text)
        for tag in reversed(_TAGS[run.style.value]):
            inside = f"<{tag}>{inside}</{tag}>"
        return f'<mark class="paper-secret">{inside}</mark>' if run.secret or secret else inside

    def reference(self, note: Footnote) -> str:
        number = self.numbers.notes[note.id]
        return f'<sup><a id="paper-ref-{number}" href="#paper-note-{number}">{number}</a></sup>'

    def notes(self) -> Iterator[str]:
        found = printing.notes(self.paper)
        if not found:
            return
        yield f'<section class="paper-notes" aria-label="{escape(self.words["notes"])}"><ol>'
        back = escape(self.words["back"])
        for number, note in enumerate(found, 1):
            text = self.content(note.content, secret=note.secret)
            link = f'<a href="#paper-ref-{number}" aria-label="{back}">↩</a>'
            yield f'<li id="paper-note-{number}">{text} {link}</li>'
        yield "</ol></section>"

    def chart(self, chart: Chart) -> Iterator[str]:
        caption = printing.figure_caption(chart, self.words, self.numbers.figures[chart.id])
        svg = base64.b64encode(printing.picture(chart, self.paper.language.value)).decode()
        yield f'<figure id="paper-{chart.id}"><figcaption>{escape(caption)}</figcaption>'
        yield f'<img alt="{escape(chart.alternative)}" src="data:image/svg+xml;base64,{svg}">'
        yield "</figure>"
        yield from self.table(chart.table)

    def table(self, table: Table) -> Iterator[str]:
        caption = printing.table_caption(table, self.words, self.numbers.tables[table.id])
        yield f'<div class="paper-table" role="region" tabindex="0" aria-labelledby="paper-{table.id}-caption">'
        yield f'<table id="paper-{table.id}"><caption id="paper-{table.id}-caption">{escape(caption)}</caption>'
        heads = (f'<th scope="col"{self.side(column)}>{lines(column.heading)}</th>' for column in table.columns)
        yield f"<thead><tr>{''.join(heads)}</tr></thead><tbody>"
        for row in table.rows:
            first, *rest = (self.cell(cell, column) for cell, column in zip(row.cells, table.columns, strict=True))
            sides = [self.side(column) for column in table.columns[1:]]
            cells = "".join(f"<td{side}>{cell}</td>" for cell, side in zip(rest, sides, strict=True))
            total = ' class="paper-total"' if row.total else ""
            yield f'<tr{total}><th scope="row">{first}</th>{cells}</tr>'
        yield "</tbody></table></div>"
        below = printing.below(table, self.words)
        if below:
            yield f'<p class="paper-below">{"<br>".join(map(lines, below))}</p>'

    def side(self, column: Column) -> str:
        return ' class="paper-count"' if column.kind.is_number else ""

    def cell(self, cell: Cell, column: Column) -> str:
        if cell.hidden:
            said = escape(self.words["hidden_short"])
            return f'<span aria-hidden="true">{HIDDEN}</span><span class="visually-hidden">{said}</span>'
        inside = lines(printing.written(cell, column, self.words))
        return f'<mark class="paper-secret">{inside}</mark>' if cell.secret or column.secret else inside
