# SPDX-License-Identifier: EUPL-1.2
"""Pages are drawn apart; whatever the file does, only the painter ends."""

import io
from pathlib import Path

import pytest
from PIL import Image

from comity.documents.files import Limits, Preview, Problem, Unfit, preview

from .corpus import EVIL, Sample
from .makers import MAIL, docx, odf, pdf, picture, pptx, stream, wide_png

NEW_YEAR = "Wed, 01 Jan 2020 00:00:00 +0000"


def slow_pdf() -> bytes:
    """A short file whose one page is painted as transparent groups over one another, hours of them."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Group << /S /Transparency >>"
    return pdf(stream(b"0 0 600 800 re f", form), content=b"/N Do " * 40_000).replace(
        b"/Resources << /Font << /F1 3 0 R >> >>", b"/Resources << /XObject << /N 5 0 R >> >>"
    )


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=["PNG"])


def shown(tmp_path: Path, content: bytes, media_type: str, pages: range = range(1, 2), **limits: int) -> Preview:
    (tmp_path / "x").write_bytes(content)
    return preview(tmp_path / "x", media_type, pages, limits=Limits(**limits))


def test_pages_of_a_pdf_are_drawn(tmp_path: Path) -> None:
    found = shown(tmp_path, pdf(pages=5), "application/pdf", range(2, 5))

    assert (len(found.pictures), found.count, found.text) == (3, 5, "")
    picture_of_page = opened(found.pictures[0])
    assert picture_of_page.convert("L").getextrema()[0] < 60  # type: ignore[operator]  # there are letters on it
    assert picture_of_page.width / picture_of_page.height == pytest.approx(595 / 842, rel=0.01)


def test_no_more_pages_are_drawn_than_allowed_or_there(tmp_path: Path) -> None:
    assert len(shown(tmp_path, pdf(pages=9), "application/pdf", range(1, 100), preview_pages=4).pictures) == 4
    assert len(shown(tmp_path, pdf(pages=2), "application/pdf", range(2, 100)).pictures) == 1


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_picture_is_drawn_small_and_without_its_data(form: str, tmp_path: Path) -> None:
    found = shown(tmp_path, picture(form, (3000, 2000)), f"image/{form.lower()}")

    drawn = opened(found.pictures[0])
    assert drawn.width * drawn.height <= Limits().preview_pixels
    assert drawn.getpixel((5, 5)) == pytest.approx((200, 30, 30), abs=6)
    assert drawn.info == {}


@pytest.mark.parametrize(
    ("content", "media_type", "text"),
    [
        ("Línea\r\n\x0cdos".encode(), "text/plain", "Línea\ndos"),
        (b"a;b\n", "text/csv", "a;b\n"),
        (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Note\n"),
        (odf("text"), "application/vnd.oasis.opendocument.text", "Note\n"),
        (
            pptx({"ppt/slides/slide10.xml": "<p><t>ten</t></p>", "ppt/slides/slide9.xml": "<p><t>nine</t></p>"}),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "nine\nten\n",
        ),
        (
            MAIL + b"\r\nDear",
            "message/rfc822",
            f"From: a@example.org\nTo: b@example.org\nCc: \nDate: {NEW_YEAR}\nSubject: Note\n\nDear",
        ),
    ],
)
def test_what_has_no_pages_gives_its_text(content: bytes, media_type: str, text: str, tmp_path: Path) -> None:
    assert shown(tmp_path, content, media_type).text == text


def test_text_is_cut(tmp_path: Path) -> None:
    assert len(shown(tmp_path, b"x" * 10_000_000, "text/plain").text) == Limits().preview_text


def test_file_that_takes_for_ever_ends_the_painter_only(tmp_path: Path) -> None:
    with pytest.raises(Unfit) as unfit:
        shown(tmp_path, slow_pdf(), "application/pdf", cell_seconds=2, cell_patience=4)

    assert (unfit.value.note.code, unfit.value.note.values) == (Problem.TOO_DEMANDING, {"what": "time"})


def test_flood_of_pixels_is_refused_by_the_painter_itself(tmp_path: Path) -> None:
    with pytest.raises(Unfit) as unfit:
        shown(tmp_path, wide_png(60_000, 60_000), "image/png")

    assert unfit.value.note.code == Problem.PIXEL_FLOOD


def test_picture_that_outgrows_its_memory_ends_the_painter_only(tmp_path: Path) -> None:
    with pytest.raises(Unfit) as unfit:
        shown(tmp_path, picture("PNG", (9000, 9000)), "image/png", cell_memory=150 << 20)

    assert unfit.value.note.values == {"what": "memory"}


def test_answer_that_floods_is_cut_off(tmp_path: Path) -> None:
    with pytest.raises(Unfit) as unfit:
        shown(tmp_path, pdf(pages=5), "application/pdf", range(1, 6), cell_answer=9_000)

    assert unfit.value.note.values == {"what": "flood"}


@pytest.mark.parametrize(
    "sample", [one for one in EVIL if one.name == "x.pdf"], ids=lambda one: one.what.replace(" ", "-")
)
def test_evil_pdf_is_drawn_or_refused_and_nothing_else(sample: Sample, tmp_path: Path) -> None:
    try:
        found = shown(tmp_path, sample.make(), "application/pdf", cell_seconds=5, cell_patience=8)
    except Unfit as unfit:
        assert unfit.note.code in {Problem.BROKEN, Problem.ENCRYPTED, Problem.TOO_DEMANDING}  # noqa: PT017 - either way is well
    else:
        assert len(found.pictures) == 1


@pytest.mark.parametrize("pages", [range(0), range(3), range(3, 1), range(1, 9, 2)])
def test_pages_are_a_rising_range(pages: range, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rising"):
        shown(tmp_path, pdf(), "application/pdf", pages)
