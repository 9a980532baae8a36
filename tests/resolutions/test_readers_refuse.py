# SPDX-License-Identifier: EUPL-1.2
"""Files that cannot be read: each says what is wrong and what to do, in both languages."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from comity.resolutions.readers import Limits, Unusable, lines_of
from comity.resolutions.readers.limits import REFUSALS

from . import made

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "lamp"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&b;</w:body></w:document>'
)
OUTSIDE = BOMB.replace('<!ENTITY a "lamp">', '<!ENTITY a SYSTEM "file:///etc/hostname">')
PAGE = '#set page(width: 300pt, height: 300pt)\n#set text(font: "DejaVu Sans Mono")\nThe Assembly, notes the lamps.\n'


def code(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unusable) as caught:
        lines_of(data, limits)
    problem = caught.value
    assert all((problem.message.en, problem.message.fr, problem.remedy.en, problem.remedy.fr))
    assert "{" not in problem.message.en + problem.message.fr
    return problem.code


def changed(**entries: str | bytes) -> bytes:
    parts = made.package(made.root("document", f"<w:body>{made.paragraph('The Assembly,')}</w:body>"))
    return made.zipped(parts | entries)


def scan() -> bytes:
    out = io.BytesIO()
    Image.new("L", (200, 300), 255).save(out, "PDF")
    return out.getvalue()


def locked_pdf(folder: Path) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made.set_page(PAGE, folder))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(lambda: b"", "empty", id="nothing"),
        pytest.param(lambda: b" \n\t", "empty", id="blanks"),
        pytest.param(scan, "no_text", id="a-scan"),
        pytest.param(lambda: b"%PDF-1.7\nnothing of the kind", "broken_pdf", id="half-a-pdf"),
        pytest.param(lambda: made.word(made.paragraph("The Assembly,"))[:-30], "broken_docx", id="half-a-docx"),
        pytest.param(lambda: changed(**{"word/document.xml": "<w:document>"}), "broken_docx", id="half-an-xml"),
        pytest.param(lambda: changed(**{"word/document.xml": made.root("document", "")}), "broken_docx", id="no-body"),
        pytest.param(lambda: changed(**{"word/document.xml": BOMB}), "entities", id="entities"),
        pytest.param(lambda: changed(**{"word/document.xml": OUTSIDE}), "entities", id="entities-from-outside"),
        pytest.param(lambda: made.word("<w:sdt>" * 500 + "</w:sdt>" * 500), "bomb", id="nested-without-end"),
        pytest.param(lambda: made.word(""), "nothing", id="an-empty-docx"),
        pytest.param(lambda: made.zipped({"mimetype": "application/epub+zip"}), "another_kind", id="an-epub"),
        pytest.param(
            lambda: bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), "old_word", id="doc"
        ),
        pytest.param(
            lambda: bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "locked",
            id="locked-docx",
        ),
        pytest.param(lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"Workbook", "another_kind", id="an-old-workbook"),
        pytest.param(lambda: rb"{\rtf1 The Assembly,}", "another_kind", id="rtf"),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n1234", "another_kind", id="a-picture"),
        pytest.param(lambda: b"  <!DOCTYPE html><p>The Assembly", "another_kind", id="a-web-page"),
        pytest.param(lambda: b"The Assembly\x00\x01\x02\x00\x00\x00\x00,", "another_kind", id="zeros"),
    ],
)
def test_what_cannot_be_read_says_so(data: Callable[[], bytes], expected: str) -> None:
    assert code(data()) == expected


def test_locked_pdf(tmp_path: Path) -> None:
    assert code(locked_pdf(tmp_path)) == "locked"


def test_document_that_unpacks_to_too_much() -> None:
    assert code(made.word(made.paragraph("lamp " * 400_000)), Limits(unpacked=1_000_000)) == "bomb"


def test_sizes_that_a_package_claims_are_not_believed() -> None:
    data = made.word(made.paragraph("lamp " * 400_000))
    size = len(made.root("document", f"<w:body>{made.paragraph('lamp ' * 400_000)}</w:body>").encode())
    smaller = data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert smaller != data
    assert code(smaller, Limits(unpacked=1_000_000)) in {"bomb", "broken_docx"}


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ({"bytes": 100}, "too_large"),
        ({"characters": 100}, "too_long"),
        ({"lines": 3}, "too_long"),
        ({"seconds": -1.0}, "too_slow"),
        ({"entries": 2}, "bomb"),
    ],
)
def test_limits_of_a_docx(limit: dict[str, float], expected: str) -> None:
    data = made.word("".join(made.paragraph(f"{number}. Notes the lamps of the coast;") for number in range(9)))
    assert lines_of(data) is not None
    assert code(data, replace(Limits(), **limit)) == expected  # type: ignore[arg-type]  # each limit has its own type


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ({"pages": 1}, "too_many_pages"),
        ({"characters": 10}, "too_long"),
        ({"lines": 1}, "too_long"),
        ({"seconds": -1.0}, "too_slow"),
    ],
)
def test_limits_of_a_pdf(limit: dict[str, float], expected: str, tmp_path: Path) -> None:
    data = made.set_page(f"{PAGE}#pagebreak()\nAnd more.", tmp_path)
    assert lines_of(data) is not None
    assert code(data, replace(Limits(), **limit)) == expected  # type: ignore[arg-type]  # each limit has its own type


@pytest.mark.parametrize(
    "text",
    ["The Assembly,", "إن جمعية الدول الأطراف،", "# A heading", "<not> a page", "PK is how it begins"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_text_is_left_to_the_reader_of_text(text: str, encoding: str) -> None:
    assert lines_of(text.encode(encoding)) is None


def test_every_refusal_speaks_both_languages() -> None:
    for message, remedy in REFUSALS.values():
        assert message.en != message.fr
        assert remedy.en != remedy.fr
