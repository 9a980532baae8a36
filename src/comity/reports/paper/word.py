# SPDX-License-Identifier: EUPL-1.2
"""A document as DOCX: headings, captions and quotes by their styles, real footnotes, header rows, alternative texts.

Numbers of paragraphs are literal, as in official documents: they stay what they are wherever a paragraph is moved. A
chart is SVG, with a PNG for programs that cannot draw it. The same document gives the same bytes.
"""

import copy
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Final

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from comity.core import charts

from . import checks, printing
from . import word_parts as parts
from .limits import Limits
from .model import (
    Block,
    Chart,
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
    Style,
    Table,
)
from .word_parts import NUMBER, Element, el
from .words import words

_SVG: Final = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_EXT: Final = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext uri='
    '"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip xmlns:asvg="{svg}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{key}"/></a:ext></a:extLst>'
)
_RIGHT: Final = 8730  # twentieths of a point between the margins
_MASTHEAD: Final = 5700


def docx_of(paper: Paper, *, limits: Limits | None = None) -> bytes:
    """Return the document as DOCX; raises Unfit."""
    checks.check(paper, limits=limits)
    return _Writer(paper).file()


class _Writer:
    """Writes one document."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.words = words(paper.language)
        self.numbers = printing.numbers(paper)
        self.rtl = self.words.is_rtl
        self.document = docx.Document()
        parts.style(self.document, paper.language)
        self.ids = {style.name: style.style_id for style in self.document.styles}
        self.notes: list[Element] = []

    def file(self) -> bytes:
        paper, body = self.paper, self.document.element.body
        parts.page(self.document, paper.masthead.symbol, self.words["page"].split("{}"), rtl=self.rtl)
        last = body.find(qn("w:sectPr"))
        for element in self.whole():
            last.addprevious(element)
        parts.footnotes(self.document, self.notes)
        self.properties()
        return parts.packed(self.document)

    def properties(self) -> None:
        head, of = self.paper.masthead, self.document.core_properties
        at = datetime.combine(head.issued, time(12), tzinfo=UTC).replace(tzinfo=None)
        of.title, of.subject, of.author = (
            f"{head.symbol} – {self.paper.title}"[:255],
            "",
            (head.body or head.organisation)[:255],
        )
        of.last_modified_by, of.comments, of.keywords = of.author, "", ""
        of.created = of.modified = at
        of.language, of.revision = self.paper.language.value, 1

    def whole(self) -> Iterator[Element]:
        yield from self.masthead()
        if self.paper.contents:
            yield from self.contents()
        for section in (*self.paper.summary, *self.paper.sections):
            yield from self.section(section, 0)
        for annex in self.paper.annexes:
            head, title = printing.annex_heading(annex, self.words)
            yield self.heading(f"{head}\n{title}", 1, el("pageBreakBefore"))
            for section in annex.sections:
                yield from self.section(section, 1)

    # The parts of a page

    def masthead(self) -> Iterator[Element]:
        head = self.paper.masthead
        line = el("pBdr", el("bottom", val="single", sz="4", space="1", color="000000"))
        thick = el("pBdr", el("bottom", val="single", sz="16", space="4", color="000000"))
        yield self.aligned(head.organisation, head.symbol, line, _RIGHT, "right")
        first, *middle, last = printing.masthead(self.paper)
        yield self.aligned(head.body or head.organisation, first, None, _MASTHEAD, "left")
        for words_ in middle:
            yield self.aligned("", words_, None, _MASTHEAD, "left")
        yield self.aligned("", last, thick, _MASTHEAD, "left")
        for words_ in printing.meeting(self.paper):
            yield self.paragraph("Masthead", [self.run(Run(words_))])
        yield self.paragraph("Title", [self.run(Run(self.paper.title))])
        if self.paper.subtitle:
            yield self.paragraph("Subtitle", [self.run(Run(self.paper.subtitle))])

    def aligned(self, left: str, right: str, border: Element | None, at: int, side: str) -> Element:
        tab = el("tabs", el("tab", val=side, pos=str(at)))
        runs = [
            self.run(Run(left, Style.BOLD)),
            self.tab(),
            self.run(Run(right, Style.BOLD if side == "right" else Style.PLAIN)),
        ]
        return self.paragraph("Masthead", runs, border, tab)

    def contents(self) -> Iterator[Element]:
        """Yield a table of contents that Word can make anew; until then it is the headings, without pages."""
        yield self.paragraph("Subtitle", [self.run(Run(self.words["contents"]))])
        lines = [
            (printing.heading(section), level) for section, level in printing.levels(self.paper)
            if section.heading and level <= 3
        ]  # fmt: skip
        lines += [(" – ".join(printing.annex_heading(annex, self.words)), 1) for annex in self.paper.annexes]
        start = [self.mark("begin"), el("r", self.code(' TOC \\o "1-3" \\h ')), self.mark("separate")]
        for number, (heading, level) in enumerate(lines):
            runs = [*(start if number == 0 else ()), self.run(Run(heading))]
            if number == len(lines) - 1:
                runs.append(self.mark("end"))
            yield self.paragraph("Masthead", runs, el("ind", start=str(NUMBER * (level - 1))))

    def code(self, words_: str) -> Element:
        found = el("instrText")
        found.text = words_
        return found

    def mark(self, kind: str) -> Element:
        return el("r", el("fldChar", fldCharType=kind))

    def section(self, section: Section, deeper: int) -> Iterator[Element]:
        if section.heading:
            yield self.heading(printing.heading(section), section.level + deeper)
        for block in section.blocks:
            yield from self.block(block)

    def heading(self, heading: str, level: int, *more: Element) -> Element:
        return self.paragraph(f"Heading {level}", [self.run(Run(heading))], *more)

    # Blocks

    def block(self, block: Block) -> Iterator[Element]:
        match block:
            case Paragraph():
                yield self.numbered(block)
            case Quote():
                runs = self.content(block.content, secret=block.secret)
                yield self.paragraph("Quote", runs, el("ind", start=str(NUMBER)))
            case List():
                for item in block.items:
                    yield self.item(item, secret=block.secret)
            case Table():
                yield from self.table(block)
            case Chart():
                yield from self.chart(block)

    def numbered(self, block: Paragraph) -> Element:
        runs = self.content(block.content, secret=block.secret)
        if not block.number:
            return self.paragraph("Normal", runs)
        tab = el("tabs", el("tab", val="left", pos=str(NUMBER)))
        number = self.run(Run(printing.dotted(block.number)))
        return self.paragraph("Numbered Paragraph", [number, self.tab(), *runs], tab)

    def item(self, item: Item, *, secret: bool) -> Element:
        start = NUMBER * (item.level + 2)
        runs = [
            self.run(Run(item.marker or "–")),
            self.tab(),
            *self.content(item.content, secret=secret or item.secret),
        ]
        return self.paragraph("List Paragraph", runs, el("ind", start=str(start), hanging=str(NUMBER)))

    def chart(self, chart: Chart) -> Iterator[Element]:
        number = self.numbers.figures[chart.id]
        caption = printing.figure_caption(chart, self.words, number)
        yield self.paragraph("Caption", [self.run(Run(caption))], el("keepNext"))
        yield self.picture(chart, number)
        yield from self.table(chart.table)

    def picture(self, chart: Chart, number: int) -> Element:
        svg = printing.picture(chart, self.paper.language.value)
        holder = self.document.add_paragraph()
        holder.add_run().add_picture(io.BytesIO(charts.png(svg)), width=Mm(154))
        element = holder._p  # noqa: SLF001 - python-docx has no other door to the element
        element.getparent().remove(element)
        for properties in element.iter(qn("wp:docPr")):
            properties.set("descr", chart.alternative)
            properties.set("name", f"Figure {number}")
            properties.set("id", str(number))
        for properties in element.iter(qn("pic:cNvPr")):
            properties.set("name", f"figure{number}.png")
            properties.set("descr", chart.alternative)
        for blip in element.iter(qn("a:blip")):
            blip.append(parse_xml(_EXT.format(svg=_SVG, key=parts.svg_part(self.document, number, svg))))
        element.insert(0, el("pPr", el("keepNext"), el("bidi") if self.rtl else None))
        return element

    def table(self, table: Table) -> Iterator[Element]:
        caption = printing.table_caption(table, self.words, self.numbers.tables[table.id])
        yield self.paragraph("Caption", [self.run(Run(caption))], el("keepNext"))
        shares = [1 if column.kind.is_number else 2 for column in table.columns]
        widths = [str(_RIGHT * share // sum(shares)) for share in shares]
        borders = [el(side, val="single", sz="4", space="0", color="000000") for side in ("top", "bottom", "insideH")]
        properties = el(
            "tblPr",
            el("bidiVisual") if self.rtl else None,
            el("tblW", w=str(_RIGHT), type="dxa"),
            el("tblBorders", *borders),
            el("tblLayout", type="fixed"),
            el("tblCaption", val=caption),
        )
        grid = el("tblGrid", *(el("gridCol", w=width) for width in widths))
        head = el("tr", el("trPr", el("cantSplit"), el("tblHeader")), *self.heads(table, widths))
        yield el("tbl", properties, grid, head, *(self.row(row, table, widths) for row in table.rows))
        for line in printing.below(table, self.words):
            yield self.paragraph("Table Note", [self.run(Run(line))])
        yield self.paragraph("Normal", [])  # two tables with nothing between them would be one

    def heads(self, table: Table, widths: Sequence[str]) -> Iterator[Element]:
        for column, width in zip(table.columns, widths, strict=True):
            yield self.cell(column.heading, width, is_number=column.kind.is_number, is_bold=True)

    def row(self, row: Row, table: Table, widths: Sequence[str]) -> Element:
        cells = []
        for cell, column, width in zip(row.cells, table.columns, widths, strict=True):
            said = printing.written(cell, column, self.words)
            cells.append(self.cell(said, width, is_number=column.kind.is_number, is_bold=row.total))
        return el("tr", el("trPr", el("cantSplit")), *cells)

    def cell(self, said: str, width: str, *, is_number: bool, is_bold: bool) -> Element:
        run = self.run(Run(said, Style.BOLD if is_bold else Style.PLAIN))
        side = el("jc", val="right") if is_number else None  # of the reading direction: Word turns it round itself
        return el("tc", el("tcPr", el("tcW", w=width, type="dxa")), self.paragraph("Table Text", [run], side))

    # Text

    _ORDER: Final = ("keepNext", "pageBreakBefore", "pBdr", "tabs", "bidi", "ind", "jc")

    def paragraph(self, style: str, runs: Sequence[Element], *more: Element | None) -> Element:
        bidi = [el("bidi")] if self.rtl else []
        given = sorted((one for one in (*more, *bidi) if one is not None), key=self.place)
        return el("p", el("pPr", el("pStyle", val=self.ids[style]), *given), *runs)

    def place(self, element: Element) -> int:
        """The schema wants the properties in this order."""
        return self._ORDER.index(element.tag.rpartition("}")[2])

    def tab(self) -> Element:
        return el("r", el("tab"))

    def run(self, run: Run, *, secret: bool = False) -> Element:
        is_bold, is_italic = "bold" in run.style.value, "italic" in run.style.value
        chinese = el("lang", val="en-GB", eastAsia="zh-CN") if self.paper.language is Language.CHINESE else None
        properties = (
            *([el("b"), el("bCs")] if is_bold else []),
            *([el("i"), el("iCs")] if is_italic else []),
            *([el("shd", val="clear", color="auto", fill="D9D9D9")] if run.secret or secret else []),
            *([el("rtl")] if self.rtl else []),
            chinese,
        )
        is_plain = all(one is None for one in properties)
        return el("r", None if is_plain else el("rPr", *properties), *parts.text(run.text))

    def content(self, content: Sequence[Inline], *, secret: bool) -> list[Element]:
        return [
            self.note(one, secret=secret) if isinstance(one, Footnote) else self.run(one, secret=secret)
            for one in content
        ]

    def note(self, note: Footnote, *, secret: bool) -> Element:
        number = str(self.numbers.notes[note.id])
        reference = el("r", el("rPr", el("rStyle", val=self.ids["footnote reference"])))
        own = copy.deepcopy(reference)
        own.append(el("footnoteRef"))
        runs = [self.run(run, secret=secret or note.secret) for run in note.content]
        self.notes.append(el("footnote", self.paragraph("footnote text", [own, self.run(Run(" ")), *runs]), id=number))
        reference.append(el("footnoteReference", id=number))
        return reference
