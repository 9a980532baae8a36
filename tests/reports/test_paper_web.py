# SPDX-License-Identifier: EUPL-1.2
"""A document as HTML, XLSX and CSV."""

import base64
import csv
import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import openpyxl
import pytest

from comity.reports.paper import printing, tabular, web
from comity.reports.paper.limits import Unfit
from comity.reports.paper.model import Cell, Chart, Column, ColumnKind, Paper, Paragraph, Row, Run, Section, Table
from comity.reports.paper.words import words

from .papers import TEXTS, sample

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.org")', " =cmd|x", "https://example.org/x", "{=1}")


class Page(HTMLParser):
    """Every element with its attributes, and whether each that was opened was closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in {"br", "img", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def with_cells(*texts: str) -> Paper:
    rows = tuple(Row((Cell(text), Cell(number=Decimal("-12.5")))) for text in texts)
    columns = (Column("=head"), Column("Share", ColumnKind.PERCENT, 1))
    table = Table("t", "=caption", columns, rows, method="=method", source="@source")
    return replace(sample(), sections=(Section("s", (table,)),), annexes=())


@pytest.mark.parametrize("language", TEXTS)
def test_fragment_is_sound_and_fits_the_content_security_policy(language: str) -> None:
    html = web.fragment(sample(language))

    page = Page(html)
    tags = Counter(tag for tag, _ in page.found)
    assert not {"script", "style", "link", "iframe", "object"} & set(tags)
    assert not [name for _, attributes in page.found for name in attributes if name == "style" or name.startswith("on")]
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert all(key and key.startswith("paper-") for key in ids)
    targets = {str(attributes["href"])[1:] for tag, attributes in page.found if tag == "a"}
    assert targets <= set(ids)
    assert page.found[0] == (
        "article",
        {"class": "paper-document", "lang": language, "dir": "rtl" if language == "ar" else "ltr"},
    )
    assert (tags["h2"], tags["h3"], tags["h4"], tags["h5"]) == (1, 3, 1, 0)
    assert (tags["caption"], tags["thead"], tags["th"], tags["td"]) == (2, 2, 12, 12)


def test_picture_is_the_same_as_in_other_forms_and_has_its_words() -> None:
    page = Page(web.fragment(sample()))
    chart = next(block for block in sample().blocks() if isinstance(block, Chart))

    (image,) = [attributes for tag, attributes in page.found if tag == "img"]
    assert image["alt"] == TEXTS["en"][16]
    svg = base64.b64decode(str(image["src"]).removeprefix("data:image/svg+xml;base64,"))
    assert svg == printing.picture(chart, "en")


def test_page_stands_alone_and_fetches_nothing() -> None:
    html = web.page(sample("fr")).decode()

    assert html.startswith('<!DOCTYPE html>\n<html lang="fr" dir="ltr">')
    assert "<title>HCA/4/32 – Rapport des gardiens sur le pilotage</title>" in html
    assert not re.findall(r'(?:src|href)="(?!data:image/svg|#)', html)
    assert "url(" not in html
    assert "@import" not in html
    assert [tag for tag, _ in Page(html).found].count("h1") == 1


def test_markup_is_text_in_html() -> None:
    evil = '<script>alert("x")</script><img src=x onerror=alert(1)> & \'"'
    paper = replace(sample(), title=evil, sections=(Section("s", (Paragraph("p", (Run(evil),), evil[:9]),), evil),))

    tags = Counter(tag for tag, _ in Page(web.fragment(paper)).found)

    assert tags["script"] == tags["img"] == 0


def test_workbook_has_a_sheet_for_each_table_with_numbers_as_numbers() -> None:
    data = tabular.xlsx(sample("fr"))

    assert data == tabular.xlsx(sample("fr"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Tableau 1", "Tableau 2"]
    cells = [[cell.value for cell in row] for row in book["Tableau 1"].iter_rows(min_row=1, max_row=11)]
    assert cells[0][0] == "Tableau 1. Demandes par résultat"
    assert cells[3:7] == [
        ["—", "Exécutées", "En consultation"],
        ["Arrestation et remise des navires à la dérive", 1234, "·"],
        ["Autre assistance", 30, 0],
        ["Total", 1264, "·"],
    ]
    first = printing.tables(sample("fr"))[0]
    assert [row[0] for row in cells[8:11]] == printing.below(first, words(sample("fr").language))
    assert book.properties.creator == "Assemblée des États portuaires"


def test_no_cell_is_a_formula_or_leads_out_of_the_workbook() -> None:
    data = tabular.xlsx(with_cells(*EVIL))

    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.column == 1][4:12] == list(EVIL)
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        inside = b"".join(package.read(name) for name in package.namelist() if "worksheets" in name)
        assert b"<f>" not in inside
        assert b"hyperlink" not in inside
        assert not [name for name in package.namelist() if "external" in name.lower()]


def test_csv_has_the_mark_of_its_encoding_and_no_formula() -> None:
    files = tabular.csvs(with_cells(*EVIL, "plain"))

    assert list(files) == ["table-1.csv"]
    assert files["table-1.csv"].startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(files["table-1.csv"].decode("utf-8-sig")))
    assert head == ["'=head", "Share"]
    assert rows[0] == ["'=1+1", "-12.5"]
    assert rows[5] == ["' =cmd|x", "-12.5"]
    assert rows[8] == ["plain", "-12.5"]
    assert not [cell for row in rows for cell in row[:1] if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_hidden_numbers_are_in_no_table_of_data() -> None:
    (first, second) = tabular.csvs(sample()).values()

    assert list(csv.reader(io.StringIO(first.decode("utf-8-sig"))))[1] == [
        "Arrest and surrender of drifting vessels",
        "1234",
        "·",
    ]
    assert first.count("·".encode()) == second.count("·".encode()) == 3


def test_document_without_tables_gives_an_empty_workbook_and_no_csv() -> None:
    paper = replace(sample(), sections=(), annexes=())

    assert tabular.csvs(paper) == {}
    assert len(openpyxl.load_workbook(io.BytesIO(tabular.xlsx(paper))).sheetnames) == 1


def test_document_that_fails_its_checks_is_written_in_no_form() -> None:
    for form in (web.page, web.fragment, tabular.xlsx, tabular.csvs):
        with pytest.raises(Unfit):
            form(replace(sample(), title="\x00"))
