# SPDX-License-Identifier: EUPL-1.2
"""A document as DOCX, opened again by python-docx and by our own reader of resolutions."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from defusedxml import ElementTree
from docx.oxml.ns import qn

from comity.reports.paper import printing, word
from comity.reports.paper.limits import Unfit
from comity.reports.paper.model import Chart, Paper, Paragraph, Run, Section
from comity.resolutions.model import Role
from comity.resolutions.readers import lines_of

from .papers import TEXTS, sample


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def paragraphs(paper: Paper) -> list[tuple[str, str]]:
    return [
        (printing.dotted(block.number), "".join(one.text for one in block.content if isinstance(one, Run)))
        for block in paper.blocks()
        if isinstance(block, Paragraph)
    ]


@pytest.mark.parametrize("language", TEXTS)
def test_our_own_reader_finds_the_same_numbers_footnotes_and_tables(language: str) -> None:
    paper = sample(language)

    source = lines_of(word.docx_of(paper))

    assert source is not None
    body = [line.text for line in source.lines if line.role is Role.BODY]
    for number, text in paragraphs(paper):
        found = [line for line in body if line.startswith(f"{number}\t")]
        assert any(line.replace("1", "") == f"{number}\t{text}".replace("1", "") for line in found), number
    notes = [line.text for line in source.lines if line.role is Role.NOTE]
    texts = ["".join(run.text for run in note.content) for note in printing.notes(paper)]
    assert notes == [f"{number} {text}" for number, text in enumerate(texts, 1)]
    rows = [line.text for line in source.lines if line.role is Role.ROW]
    assert len(rows) == 8
    assert rows[2] == f"{TEXTS[language][10]}\t30\t0"


def test_styles_are_real_and_pictures_have_alternative_texts() -> None:
    document = docx.Document(io.BytesIO(word.docx_of(sample())))

    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert styles["Report of the Keepers on pilotage"] == "Title"
    assert styles["I. Introduction"] == "Heading 1"
    assert styles["A. oil for lamps"] == "Heading 2"
    assert styles["Annex I\nRecords of the Keepers"] == "Heading 1"
    assert styles["Table 1. Requests by outcome"] == "Caption"
    assert styles["(a)\tArrest and surrender of drifting vessels"] == "List Paragraph"
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [TEXTS["en"][16]]
    for table in document.tables:
        head = table.rows[0]._tr.trPr
        assert head is not None
        assert head.find(qn("w:tblHeader")) is not None
    assert document.sections[0].different_first_page_header_footer
    assert document.sections[0].header.paragraphs[0].text == "HCA/4/32"
    assert document.core_properties.comments == ""
    assert document.core_properties.author == "Assembly of Harbour States"


def test_footnotes_are_a_part_of_their_own_with_separators_and_references() -> None:
    inside = parts(word.docx_of(sample()))

    assert b"footnotes+xml" in inside["[Content_Types].xml"]
    assert b"/footnotes" in inside["word/_rels/document.xml.rels"]
    notes = ElementTree.fromstring(inside["word/footnotes.xml"])
    assert [note.get(qn("w:id")) for note in notes] == ["-1", "0", "1", "2"]
    assert inside["word/document.xml"].count(b"<w:footnoteReference ") == 2
    settings = inside["word/settings.xml"]
    assert settings.index(b"<w:footnotePr>") < settings.index(b"<w:compat>")


@pytest.mark.parametrize(("language", "mark"), [("ar", b"<w:bidi/>"), ("zh", b'w:eastAsia="zh-CN"'), ("fr", b"fr-FR")])
def test_language_and_direction_are_said(language: str, mark: bytes) -> None:
    inside = parts(word.docx_of(sample(language)))

    assert mark in inside["word/document.xml"] + inside["word/styles.xml"]
    assert (b"<w:rtl/>" in inside["word/document.xml"]) is (language == "ar")
    assert (b"<w:bidiVisual/>" in inside["word/document.xml"]) is (language == "ar")


def test_chart_is_svg_with_a_png_beside_it() -> None:
    inside = parts(word.docx_of(sample()))
    chart = next(block for block in sample().blocks() if isinstance(block, Chart))

    assert inside["word/media/chart1.svg"] == printing.picture(chart, "en")
    assert any(name.endswith(".png") for name in inside)
    assert b"svgBlip" in inside["word/document.xml"]


def test_file_is_the_same_each_time_and_carries_nothing_of_the_template() -> None:
    data = word.docx_of(sample())

    assert data == word.docx_of(sample())
    assert not [name for name in parts(data) if "thumbnail" in name]
    assert b"python-docx" not in b"".join(parts(data).values())


def test_markup_and_field_codes_are_text() -> None:
    evil = '</w:t><w:fldSimple w:instr="INCLUDETEXT c:\\x"/> { PAGE } &lt; ]]> <!-- " \' &'
    paper = replace(sample(), title=evil, sections=(Section("s", (Paragraph("p", (Run(evil),)),), evil),))

    document = docx.Document(io.BytesIO(word.docx_of(paper)))

    assert [paragraph.text for paragraph in document.paragraphs].count(evil) >= 3
    body = ElementTree.fromstring(parts(word.docx_of(paper))["word/document.xml"])
    assert not list(body.iter(qn("w:fldSimple")))
    assert [code.text for code in body.iter(qn("w:instrText"))] == [' TOC \\o "1-3" \\h ']


def test_document_that_fails_its_checks_is_not_written() -> None:
    with pytest.raises(Unfit):
        word.docx_of(replace(sample(), title="\x00"))
