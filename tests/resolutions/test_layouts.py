# SPDX-License-Identifier: EUPL-1.2
"""Real resolutions set in many ways, and as they were published: what is found does not depend on how it looks."""

import functools
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from comity.resolutions import parse, text
from comity.resolutions.model import Resolution
from comity.resolutions.readers import lines_of
from comity.resolutions.writers import akoma

from . import layouts
from .shared import CORPUS, GOLD, counts, needs_corpus, read, rows

GOLD_ROWS = {row["file"]: row for row in rows(GOLD)}
PUBLISHED = {
    "1971-09-29_A_L.632-EN.pdf": "A_L.632_1971_ocr.txt",
    "A_RES_72_1.docx": "A_RES_72_1_docx.txt",
    "A_RES_72_116.docx": "A_RES_72_116_docx.txt",
    "A_RES_73_3-EN.pdf": "A_RES_73_3_pdftotext.txt",
    "A_RES_73_7-EN.pdf": "A_RES_73_7_pdftotext_layout.txt",
    "E_RES_2018_16.docx": "E_RES_2018_16_docx.txt",
}
SET: dict[str, Callable[[layouts.Said], str]] = {
    "seed": layouts.seed,
    "markdown": layouts.markdown,
    "plain": layouts.plain,
    "pages": layouts.pages,
    "split numbers": layouts.split_numbers,
    "glued": layouts.glued,
    "flattened": layouts.flattened,
    "extracted": layouts.extracted,
    "extracted, lines set in": functools.partial(layouts.extracted, indented=True),
}
XML = [name for name in GOLD_ROWS if (CORPUS / "xml" / f"{Path(name).stem}.xml").is_file()]


def by_hand(name: str, found: dict[str, int]) -> dict[str, int]:
    return {column: int(GOLD_ROWS[name][column]) for column in found}


@cache
def said(name: str) -> layouts.Said:
    return layouts.of_xml(CORPUS / "xml" / f"{Path(name).stem}.xml")


def parsed(data: bytes) -> Resolution:
    source = lines_of(data)
    assert source is not None
    return parse(source)


@needs_corpus
@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("layout", SET)
def test_text_in_any_layout_has_the_counts_made_by_hand(name: str, layout: str) -> None:
    found = counts(parse(text.read(SET[layout](said(name)).encode(), markdown=layout == "markdown")))
    assert found == by_hand(name, found)


@needs_corpus
@pytest.mark.parametrize("name", XML)
def test_word_file_has_the_counts_made_by_hand(name: str) -> None:
    found = counts(parsed(layouts.word(said(name))))
    assert found == by_hand(name, found)


@needs_corpus
@pytest.mark.parametrize("name", XML)
def test_pdf_has_the_counts_made_by_hand(name: str, tmp_path: Path) -> None:
    found = counts(parsed(layouts.pdf(said(name), tmp_path)))
    assert found == by_hand(name, found)


@needs_corpus
@pytest.mark.parametrize("file", PUBLISHED)
def test_file_as_it_was_published_has_the_counts_made_by_hand(file: str) -> None:
    found = parsed((CORPUS / "raw" / file).read_bytes())
    assert counts(found) == by_hand(PUBLISHED[file], counts(found))
    assert [note.marker for note in found.notes if not note.places] == []


@needs_corpus
@pytest.mark.parametrize("file", [file for file in PUBLISHED if file.endswith("docx")])
def test_symbol_in_the_header_of_a_page_is_found(file: str) -> None:
    assert parsed((CORPUS / "raw" / file).read_bytes()).symbol == file.removesuffix(".docx").replace("_", "/")


@needs_corpus
@pytest.mark.parametrize("name", GOLD_ROWS)
def test_akoma_ntoso_of_a_real_resolution_is_valid_and_whole(name: str) -> None:
    found = read(CORPUS / name)
    root = etree.fromstring(akoma.written(found))
    names = Counter(etree.QName(one).localname for one in root.iter())
    within = Counter(etree.QName(one).localname for one in root.iterfind(".//{*}embeddedStructure//*"))
    annexed = Counter(etree.QName(one).localname for one in root.iterfind(".//{*}attachments//*"))
    assert names["authorialNote"] + names["note"] == len(found.notes)
    assert names["attachment"] == len(found.annexes)
    assert names["paragraph"] - within["paragraph"] - annexed["paragraph"] == len(found.operative)
    assert names["point"] - within["point"] - annexed["point"] == counts(found)["sub"]
