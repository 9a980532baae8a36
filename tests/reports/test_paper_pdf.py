# SPDX-License-Identifier: EUPL-1.2
"""A document as PDF: its claims, its tags, its language, its alternative texts, its fonts, and what it says."""

import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.conf import settings

from comity.reports.paper import pdf, printing
from comity.reports.paper.limits import Unfit
from comity.reports.paper.model import (
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Paper,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)

from .papers import TEXTS, sample


def made(paper: Paper) -> bytes:
    return pdf.pdf(paper, fonts=settings.COMITY_FONTS)


def opened(paper: Paper) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made(paper)))


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def elements(node: Any) -> Iterator[Any]:
    """Return every element of the structure tree."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def tags(document: pikepdf.Pdf) -> list[str]:
    return [str(one.S) for one in elements(document.Root.StructTreeRoot)]


def fonts(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
            yield one


@pytest.mark.parametrize("language", TEXTS)
def test_claims_tags_language_alternatives_and_fonts(language: str) -> None:
    paper = sample(language)

    with opened(paper) as document:
        claims = document.open_metadata()
        assert (claims["pdfaid:part"], claims["pdfaid:conformance"]) == ("2", "A")
        assert claims["pdfuaid:part"] == "1"
        assert claims["dc:title"] == f"HCA/4/32 – {paper.title}"
        assert document.Root.Lang == language
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)

        found = tags(document)
        figures = [one for one in elements(document.Root.StructTreeRoot) if one.S == "/Figure"]
        assert [str(one.Alt) for one in figures] == [TEXTS[language][16]]
        assert {"/H1", "/H2", "/P", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TH", "/TD", "/Note", "/TOC"} <= set(
            found
        )
        assert found.count("/Note") == 2
        assert found.count("/Table") == 2

        names = {str(one.FontName) for one in fonts(document)}
        assert names
        assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts(document))


def test_text_stands_in_it_with_masthead_numbers_footnotes_and_pages() -> None:
    said = text_of(made(sample("fr")))

    for words in (
        "HCA/4/32", "Distr. : générale", "5 novembre 2031", "Original : anglais", "Quatrième session",
        "I. Introduction", "1. Les gardiens", "(a)", "(i)", "Tableau 1.", "Tableau 2.", "Figure 1.", "1 234",
        "Annexe I", "Page 1 sur", "Non imprimé",
    ):  # fmt: skip
        assert words in said.replace("\r\n", " ").replace("\n", " "), words


def test_same_document_gives_same_bytes_and_another_day_other_ones() -> None:
    paper = sample()

    assert made(paper) == made(paper)


def test_head_of_a_long_table_is_repeated_on_every_page_and_every_row_is_there() -> None:
    rows = tuple(Row((Cell(f"row {number}"), Cell(number=Decimal(number)))) for number in range(150))
    table = Table("t", "A long one", (Column("Name of it"), Column("Count", ColumnKind.COUNT)), rows)
    data = made(replace(sample(), sections=(Section("s", (table,)),), annexes=(), contents=False))

    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    assert len(pages) > 3
    assert all("Name of it" in page for page in pages)
    assert all(f"row {number}" in "".join(pages) for number in range(150))


def test_typst_and_field_codes_are_text() -> None:
    evil = '#eval("1+1") = *x* _y_ $z$ @ref <l> \\ `raw` [c] // /* #read("/etc/passwd") { PAGE } <b>&amp;</b> "quoted"'
    paper = replace(sample(), title=evil, sections=(Section("s", (Paragraph("p", (Run(evil),), evil[:20]),), evil),))

    said = "".join(text_of(made(paper)).split())

    assert said.count("".join(evil.split())) >= 3


def test_sign_that_no_font_has_is_named_with_its_place() -> None:
    paper = replace(sample(), sections=(Section("s", (Paragraph("p", (Run("well"), Run("a \U0001f98a fox"))),)),))

    with pytest.raises(Unfit) as refused:
        pdf.pdf(paper, fonts=(Path("/usr/share/fonts/truetype/dejavu"),))

    assert refused.value.code == "no_font"
    assert refused.value.place == "sections[0].blocks[0].content[1].text"
    assert "U+1F98A FOX FACE" in refused.value.message.en
    assert "fonts-noto" in refused.value.remedy.fr


def test_line_of_numbers_without_text_and_document_without_sections_are_printed() -> None:
    paper = replace(sample(), sections=(), annexes=(), subtitle="", contents=False)

    assert "HCA/4/32" in text_of(made(paper))


@pytest.mark.parametrize("kind", ChartKind)
def test_picture_is_the_one_of_the_page(kind: ChartKind) -> None:
    paper = sample(kind=kind)

    svg = next(
        block["svg"]
        for section in pdf.data(paper, settings.COMITY_FONTS)["sections"]
        for block in section["blocks"]
        if block["kind"] == "chart"
    )

    from_page = next(block for block in paper.blocks() if isinstance(block, Chart))
    assert svg.encode() == printing.picture(from_page, "en")


def test_document_that_fails_its_checks_is_not_printed() -> None:
    with pytest.raises(Unfit) as refused:
        made(replace(sample(), title=""))

    assert (refused.value.code, refused.value.place) == ("empty", "title")
