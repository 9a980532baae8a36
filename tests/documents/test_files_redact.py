# SPDX-License-Identifier: EUPL-1.2
"""Nothing is left of what was marked: searched for in every way, and shown to have no influence on the copy at all."""

import base64
import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from comity.documents.files import Area, Limits, Problem, Unfit, examine, redact
from comity.documents.files.redacting import redact as redact_here

from .makers import pdf, picture, revised, stream

CANARY = "Kanari7Q"
OTHER = "Wz3omxZk"
WHOLE = Area(0, 0, 1, 1)
LIMITS = Limits()


def hexed(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def secret_pdf(canary: str) -> bytes:
    """The word in every place of a PDF where a word can be; on the page it stands between 680 and 740 points up."""
    word = canary.encode()
    split = b" ".join(b"(%c) -20" % letter for letter in word)
    content = (
        b"/Span << /ActualText (%s) >> BDC BT /F1 18 Tf 72 700 Td (%s) Tj 150 0 Td [%s] TJ ET EMC "
        % (word, word, split)
        + b"q 60 0 0 30 400 690 cm /Im1 Do Q q /Fm1 Do Q BT /F1 12 Tf 72 500 Td (In the open) Tj ET "
        + b"BT /F1 10 Tf 3 Tr 72 600 Td (%s) Tj ET" % word  # drawn with no colour at all: the layer of a scanner
    )
    drawn = Image.new("L", (120, 60), 255)
    ImageDraw.Draw(drawn).text((5, 20), canary, fill=0)
    image = b"/Type /XObject /Subtype /Image /Width 120 /Height 60 /ColorSpace /DeviceGray /BitsPerComponent 8"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
    further = [
        stream(zlib.compress(drawn.tobytes()), image + b" /Filter /FlateDecode"),  # 5
        stream(b"BT /F1 9 Tf 300 720 Td (%s) Tj ET" % word, form),  # 6
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (%s) /V %s /Rect [72 685 200 698] /AP << /N 6 0 R >> /F 4 >>"
        % (word, hexed(canary)),  # 7
        b"<< /Type /Annot /Subtype /FreeText /Contents %s /T (%s) /Rect [72 720 250 738] /DA (/F1 9 Tf) "
        b"/AP << /N 6 0 R >> /F 4 >>" % (hexed(canary), word),  # 8
        b"<< /Type /Outlines /First 10 0 R /Last 10 0 R /Count 1 >>",  # 9
        b"<< /Title %s /Parent 9 0 R /Dest (%s) >>" % (hexed(canary), word),  # 10
        stream(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>%s</x:xmpmeta>" % word, b"/Type /Metadata /Subtype /XML"),  # 11
        stream(word * 48, b"/Width 16 /Height 8 /ColorSpace /DeviceRGB /BitsPerComponent 8"),  # 12
        stream(zlib.compress(word), b"/Type /EmbeddedFile /Filter /FlateDecode"),  # 13
        b"<< /Type /Filespec /F (%s.txt) /EF << /F 13 0 R >> >>" % word,  # 14
        b"<< /Title (%s) /Author %s >>" % (word, hexed(canary)),  # 15
        b"<< /Type /StructTreeRoot /K << /S /P /Alt (%s) /ActualText %s >> >>" % (word, hexed(canary)),  # 16
        stream(b"(%s) base64 %s" % (word, base64.b64encode(word))),  # 17, to which nothing refers
    ]
    catalog = (
        b"/AcroForm << /Fields [7 0 R] /DR << /Font << /F1 3 0 R >> >> >> /Outlines 9 0 R /Metadata 11 0 R "
        b"/Names << /EmbeddedFiles << /Names [(%s) 14 0 R] >> >> /StructTreeRoot 16 0 R "
        b"/PageLabels << /Nums [0 << /P (%s) >>] >>" % (word, word)
    )
    page = (
        b"/Annots [7 0 R 8 0 R] /Thumb 12 0 R "
        b"/Resources << /Font << /F1 3 0 R >> /XObject << /Im1 5 0 R /Fm1 6 0 R >> >>"
    )
    first = pdf(*further, catalog=catalog, page=page, content=content, trailer=b"/Info 15 0 R").replace(
        b"/Resources << /Font << /F1 3 0 R >> >> /Annots", b"/Annots"
    )
    # An earlier revision said the word on page 1 too, in the open, before somebody wrote the content anew.
    earlier = revised(first, 4, stream(b"BT /F1 18 Tf 72 300 Td (%s) Tj ET" % word), 19)
    return revised(earlier, 4, stream(content), 19)


def spellings(word: str) -> set[bytes]:
    found = set()
    for text in (word, word.lower(), word.upper(), word[::-1]):
        for raw in (text.encode(), text.encode("utf-16-be"), text.encode("utf-16-le"), text.encode("utf-32-be")):
            found |= {raw, raw.hex().encode(), raw.hex().upper().encode(), base64.b64encode(raw).rstrip(b"=")}
        found |= {" ".join(text).encode(), b")(".join(letter.encode() for letter in text)}
    return found


def layers(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Everything in a PDF in which a word could be read: bytes, objects, streams, and the text of its pages."""
    yield "bytes", content
    with pikepdf.open(io.BytesIO(content)) as document:
        for number, item in enumerate(document.objects):
            yield f"object {number}", item.unparse(resolved=True)
            if isinstance(item, pikepdf.Stream):
                yield f"raw {number}", item.read_raw_bytes()
                try:
                    yield f"stream {number}", item.read_bytes()
                except pikepdf.PdfError:  # a photograph; its pixels are looked at below
                    continue
    text = pypdfium2.PdfDocument(content)
    for page in text:
        said = page.get_textpage().get_text_range()
        yield "text", said.encode()
        yield "text without blanks", "".join(said.split()).encode()


def traces(content: bytes, word: str) -> list[str]:
    return [name for name, layer in layers(content) for spelling in spellings(word) if spelling in layer]


def pixels(content: bytes, number: int = 0, scale: float = 1) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    drawn: Image.Image = document[number].render(scale=scale).to_pil().convert("RGB")
    return drawn


def made(tmp_path: Path, content: bytes, *areas: Area, page: int = 1, **how: object) -> bytes:
    given, out = tmp_path / "given", tmp_path / f"out{hashlib.sha256(content).hexdigest()[:9]}"
    given.write_bytes(content)
    redact(given, out, {page: areas}, **how)  # type: ignore[arg-type]  # passed through as they are
    return out.read_bytes()


UPPER = Area(0, 0.1, 1, 0.2)  # what stands between 590 and 758 points up


def test_search_finds_the_word_in_the_original() -> None:
    found = {name.split()[0] for name in traces(secret_pdf(CANARY), CANARY)}

    assert found == {"bytes", "object", "raw", "stream", "text"}


def test_no_trace_of_the_word_is_left(tmp_path: Path) -> None:
    out = made(tmp_path, secret_pdf(CANARY), UPPER)

    assert traces(out, CANARY) == []


def test_what_was_marked_has_no_influence_on_a_single_byte(tmp_path: Path) -> None:
    """Two originals that differ in the marked word alone become the same copy: so nothing of it is in there."""
    one, other = secret_pdf(CANARY), secret_pdf(OTHER)
    assert pixels(one).tobytes() != pixels(other).tobytes()

    assert made(tmp_path, one, UPPER) == made(tmp_path, other, UPPER)


def test_copy_without_marks_over_it_shows_the_word_still(tmp_path: Path) -> None:
    """The test before this one can fail: marks elsewhere leave the two different."""
    elsewhere = Area(0, 0.9, 1, 0.1)

    assert made(tmp_path, secret_pdf(CANARY), elsewhere) != made(tmp_path, secret_pdf(OTHER), elsewhere)


def test_what_was_not_marked_can_still_be_read(tmp_path: Path) -> None:
    content = secret_pdf(CANARY)
    before, after = pixels(content, scale=2), pixels(made(tmp_path, content, UPPER), scale=2)
    box = (120, 660, 400, 700)  # "In the open"

    assert before.crop(box).convert("L").getextrema()[0] < 60  # type: ignore[operator]  # one band has two numbers
    difference = sum(abs(a - b) for a, b in zip(before.crop(box).tobytes(), after.crop(box).tobytes(), strict=True))
    assert difference / len(before.crop(box).tobytes()) < 12


def test_copy_has_a_picture_for_each_page_and_nothing_else(tmp_path: Path) -> None:
    out = made(tmp_path, pdf(pages=3), WHOLE, page=2)

    with pikepdf.open(io.BytesIO(out)) as document:
        plain = [
            item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/Linearized" not in item
        ]
        keys = {key for item in plain for key, _value in item.items()}
        assert (len(document.pages), document.is_linearized, "/Info" in document.trailer) == (3, True, False)
        assert keys == {
            "/Type", "/Pages", "/Kids", "/Count", "/Parent", "/MediaBox", "/Contents", "/Resources",
        }  # fmt: skip
        assert [list(page.Resources) for page in document.pages] == [["/XObject"]] * 3
        assert {str(item.get("/Subtype", "")) for item in document.objects if isinstance(item, pikepdf.Stream)} == {
            "",
            "/Image",
        }
    assert out.count(b"%%EOF") == 2  # a linearised file has two ends, and one revision
    assert pixels(out, 1).getextrema() == ((0, 0),) * 3


def test_copy_is_a_file_that_may_be_taken(tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(made(tmp_path, secret_pdf(CANARY), UPPER))
    found = examine(tmp_path / "copy", "copy.pdf")

    assert (found.problem, found.warnings, found.media_type) == (None, (), "application/pdf")


def redacted_here(content: bytes, page: int, area: Area, dpi: int, media_type: str = "application/pdf") -> bytes:
    box = (area.x, area.y, area.width, area.height)
    _value, blobs = redact_here(io.BytesIO(content), LIMITS, media_type=media_type, areas={str(page): [box]}, dpi=dpi)
    return blobs[0]


FRACTION = st.floats(0, 0.98)


@settings(max_examples=60, deadline=None)
@given(
    rotate=st.sampled_from([0, 90, 180, 270]),
    crop=st.sampled_from([b"", b"/CropBox [50 120 400 700]", b"/CropBox [-20 -20 900 900]"]),
    media=st.sampled_from([b"", b"/MediaBox [-100 -50 300 500]", b"/MediaBox [100 100 160.5 130.25]"]),
    place=st.tuples(FRACTION, FRACTION),
    size=st.tuples(st.floats(0.001, 1.5), st.floats(0.001, 1.5)),
    dpi=st.sampled_from([36, 72, 101]),
)
def test_box_lies_where_it_was_seen(
    rotate: int, crop: bytes, media: bytes, place: tuple[float, float], size: tuple[float, float], dpi: int
) -> None:
    """On a page wholly red everything in the area is black, and everything a little beside it still red."""
    red = pdf(content=b"1 0 0 rg -999 -999 3999 3999 re f", page=crop + b" /Rotate %d " % rotate)
    if media:
        red = red.replace(b"/MediaBox [0 0 595 842]", media)
    area = Area(*place, *size)
    seen = pixels(red)

    out = redacted_here(red, 1, area, dpi)

    copy = pypdfium2.PdfDocument(out)
    assert copy[0].get_size() == pytest.approx(pypdfium2.PdfDocument(red)[0].get_size(), abs=0.02)
    assert seen.getextrema() == ((255, 255), (0, 0), (0, 0))
    with pikepdf.open(io.BytesIO(out)) as document:
        drawn = document.pages[0].Resources.XObject.P
        assert isinstance(drawn, pikepdf.Stream)
        image = pikepdf.PdfImage(drawn).as_pil_image().convert("RGB")
    left, top, right, bottom = (
        int(area.x * image.width),
        int(area.y * image.height),
        min(image.width, int(min(area.x + area.width, 1) * image.width) + 1),
        min(image.height, int(min(area.y + area.height, 1) * image.height) + 1),
    )
    assert image.crop((left, top, right, bottom)).getextrema() == ((0, 0),) * 3
    for box in (
        (0, 0, image.width, top - 4),
        (0, bottom + 4, image.width, image.height),
        (0, 0, left - 4, image.height),
        (right + 4, 0, image.width, image.height),
    ):
        if box[2] > box[0] and box[3] > box[1]:
            assert image.crop(box).getextrema() == ((255, 255), (0, 0), (0, 0))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_picture_becomes_a_page_black_where_marked(form: str, tmp_path: Path) -> None:
    content = picture(form, (300, 200))

    out = made(tmp_path, content, Area(0, 0, 0.5, 1), media_type=f"image/{form.lower()}")

    page = pixels(out, scale=2)
    assert page.crop((0, 0, page.width // 2, page.height)).getextrema() == ((0, 0),) * 3
    assert page.getpixel((page.width - 5, 5)) == pytest.approx((200, 30, 30), abs=6)


def test_photograph_turned_by_its_data_is_marked_as_seen(tmp_path: Path) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6  # lies on its side: shown 200 wide and 300 high
    content = picture("JPEG", (300, 200), exif=turned)

    page = pixels(made(tmp_path, content, Area(0, 0, 1, 0.5), media_type="image/jpeg"), scale=2)

    assert page.height > page.width
    assert page.crop((0, 0, page.width, page.height // 2)).getextrema() == ((0, 0),) * 3


def test_all_pages_are_pictures_even_those_without_marks(tmp_path: Path) -> None:
    out = made(tmp_path, pdf(content=b"BT /F1 18 Tf 72 700 Td (%s) Tj ET" % CANARY.encode(), pages=2), WHOLE, page=1)

    assert traces(out, CANARY) == []
    assert pixels(out, 1).convert("L").getextrema()[0] < 60  # type: ignore[operator]  # seen, as a picture


@pytest.mark.parametrize(
    "sides",
    [(0, 0, 0, 1), (0, 0, 1, -1), (1, 0, 1, 1), (-1, 0, 1, 1), (0, float("nan"), 1, 1), (0, 0, float("inf"), 1)],
)
def test_area_that_marks_nothing_is_refused(sides: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="area"):
        Area(*sides)


@pytest.mark.parametrize(
    ("areas", "said"), [({}, "nothing is marked"), ({1: []}, "nothing"), ({9: [WHOLE]}, "no page 9")]
)
def test_mark_that_fits_no_page_is_refused_and_nothing_written(
    areas: dict[int, list[Area]], said: str, tmp_path: Path
) -> None:
    (tmp_path / "x").write_bytes(pdf())

    with pytest.raises(ValueError, match=said):
        redact(tmp_path / "x", tmp_path / "out", areas)

    assert not (tmp_path / "out").exists()


def test_what_cannot_be_drawn_is_refused_and_nothing_written(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"%PDF-1.7\nnothing")

    with pytest.raises(Unfit) as unfit:
        redact(tmp_path / "x", tmp_path / "out", {1: [WHOLE]})

    assert (unfit.value.note.code, (tmp_path / "out").exists()) == (Problem.BROKEN, False)


def test_file_that_exists_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(pdf())
    (tmp_path / "out").write_bytes(b"another")

    with pytest.raises(FileExistsError):
        redact(tmp_path / "x", tmp_path / "out", {1: [WHOLE]})

    assert (tmp_path / "out").read_bytes() == b"another"
