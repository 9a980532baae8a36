# SPDX-License-Identifier: EUPL-1.2
"""What hides in a file is found and named; what can be taken away without loss is, and the rest is told."""

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageSequence

from comity.documents.files import TRACES, Hidden, Limits, Trace, Unfit, cleaned, examine, hidden
from comity.documents.files.kinds import BY_EXTENSION

from .corpus import SOUND, Sample
from .makers import DECLARATION, MAIL, chunk, docx, mail, odf, package, pdf, picture, pptx, revised, stream, xlsx

T = Trace
COVERED = b"BT /F1 18 Tf 72 700 Td (Witness Alpha) Tj ET 0 0 0 rg 60 690 300 30 re f"
CORE = f"""{DECLARATION}<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:t="t"><dc:creator>A. Author</dc:creator>
<cp:lastModifiedBy>B. Editor</cp:lastModifiedBy><t:created>2020-01-01</t:created></cp:coreProperties>"""
APP = f"{DECLARATION}<Properties><Company>Office of X</Company><Application>Writer</Application></Properties>"
META = f"""{DECLARATION}<office:document-meta xmlns:office="o" xmlns:meta="m" xmlns:dc="d"><office:meta>
<meta:initial-creator>A. Author</meta:initial-creator><meta:generator>Writer</meta:generator></office:meta>
</office:document-meta>"""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def linearised_pdf() -> bytes:
    """A linearised file: it has two ends from the beginning."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(pages=2))) as document:
        document.save(out, linearize=True, deterministic_id=True)
    return out.getvalue()


def w(name: str, body: str) -> str:
    return f'{DECLARATION}<w:{name} xmlns:w="w">{body}</w:{name}>'


def with_exif(form: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x013B], exif[0x010F], exif[0x0110], exif[0x0131] = "A. Author", "Maker", "Model", "Program"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 6.0, 18.0), 3: "E", 4: (4.0, 19.0, 2.0)})
    exif.get_ifd(0x8769).update({0xA431: "SERIAL9", 0x9003: "2020:01:01 00:00:00"})
    return picture(form, (300, 200), exif=exif)


def png_with_text() -> bytes:
    whole = picture()
    return (
        whole[:33]
        + chunk(b"tEXt", b"Author\0A. Author")
        + chunk(b"zTXt", b"Note\0\0" + zlib.compress(b"x"))
        + whole[33:]
    )


def told_pdf() -> bytes:
    xmp = b"<x><dc:creator><li>C. Other</li></dc:creator><xmp:CreatorTool>Tool</xmp:CreatorTool></x>"
    return pdf(
        b"<< /Author (A. Author) /Producer (Maker) /Title (C:\\\\Users\\\\author\\\\draft.doc) >>",  # 5
        stream(xmp, b"/Type /Metadata /Subtype /XML"),  # 6
        b"<< /Type /Annot /Subtype /Text /Contents (Is this so?) /T (D. Reader) /Rect [9 9 20 20] >>",  # 7
        stream(b"123456", b"/Width 1 /Height 2"),  # 8
        b"<< /Type /OCG /Name (Draft) >>",  # 9
        catalog=b"/Metadata 6 0 R /OCProperties << /OCGs [9 0 R] /D << /OFF [9 0 R] >> >>",
        page=b"/Annots [7 0 R] /Thumb 8 0 R /PieceInfo << /P << >> >>",
        trailer=b"/Info 5 0 R",
    )


CRITIC = w("comments", '<w:comment w:author="E. Critic"><w:p><w:r><w:t>No</w:t></w:r></w:p></w:comment>')
WORKBOOK = f"""{DECLARATION}<workbook><absPath url="C:\\Users\\g\\x"/>
<sheets><sheet name="Secret" state="veryHidden"/></sheets></workbook>"""
SHEET = f"""{DECLARATION}<worksheet><cols><col min="2" max="3" hidden="1"/></cols>
<row r="7" hidden="true"/></worksheet>"""
REMARKS = f"""{DECLARATION}<comments><authors><author>H. Author</author></authors>
<comment ref="A1"><t>why</t></comment></comments>"""
SPOKEN = f"""{DECLARATION}<p:notes xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Say less</a:t></a:r></a:p></p:notes>"""
MARGIN = """<office:annotation><dc:creator>J.</dc:creator><text:p>Why?</text:p></office:annotation>
<text:tracked-changes><text:changed-region><text:p>gone</text:p></text:changed-region></text:tracked-changes>"""


CASES: list[tuple[str, Callable[[], bytes], set[tuple[Trace, str]]]] = [
    (
        "pdf",
        told_pdf,
        {
            (T.AUTHOR, "A. Author"),
            (T.PROGRAM, "Maker"),
            (T.METADATA, "C:\\Users\\author\\draft.doc"),
            (T.PATH, "C:\\Users\\author\\draft.doc"),
            (T.AUTHOR, "C. Other"),
            (T.PROGRAM, "Tool"),
            (T.ANNOTATION, "Is this so?"),
            (T.AUTHOR, "D. Reader"),
            (T.THUMBNAIL, ""),
            (T.LAYER, "Draft"),
            (T.METADATA, ""),
        },
    ),
    ("pdf", lambda: pdf(content=COVERED), {(T.COVERED_TEXT, "WitnessAlpha")}),
    ("pdf", lambda: pdf(content=b"1 1 1 rg " + COVERED[:45]), {(T.COVERED_TEXT, "WitnessAlpha")}),
    ("pdf", lambda: pdf(content=b"3 Tr " + COVERED[:45], page=b"/Rotate 90"), {(T.COVERED_TEXT, "WitnessAlpha")}),
    ("pdf", lambda: pdf(content=COVERED[:45], page=b"/CropBox [0 0 595 400]"), {(T.COVERED_TEXT, "WitnessAlpha")}),
    ("pdf", lambda: pdf(content=COVERED[:45], page=b"/Rotate 270 /CropBox [30 300 500 800]"), set()),
    ("pdf", lambda: pdf() + b"xref\n0 0\ntrailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n", set()),
    (
        "pdf",
        lambda: revised(revised(pdf(), 4, stream(b""), 6), 4, stream(bytes(3 << 20)), 6),
        {(T.EARLIER_REVISION, "2")},
    ),
    ("pdf", linearised_pdf, set()),
    ("pdf", lambda: revised(linearised_pdf(), 90, b"<< >>", 91), {(T.EARLIER_REVISION, "1")}),
    ("pdf", lambda: revised(pdf(), 4, stream(b""), 6), {(T.EARLIER_REVISION, "1")}),
    (
        "jpg",
        with_exif,
        {
            (T.AUTHOR, "A. Author"),
            (T.DEVICE, "Maker"),
            (T.DEVICE, "Model"),
            (T.DEVICE, "SERIAL9"),
            (T.PROGRAM, "Program"),
            (T.TIME, "2020:01:01 00:00:00"),
            (T.PLACE, "52 6 18 N, 4 19 2 E"),
        },
    ),
    ("jpg", lambda: picture("JPEG", comment=b"A comment"), {(T.COMMENT, "A comment")}),
    ("png", png_with_text, {(T.METADATA, "A. Author"), (T.METADATA, "x")}),
    ("png", lambda: picture() + bytes(9), {(T.TRAILING_DATA, "9")}),
    ("tif", lambda: picture("TIFF", tiffinfo={315: "A. Author"}), {(T.AUTHOR, "A. Author")}),
    (
        "docx",
        lambda: docx({"docProps/core.xml": CORE, "docProps/app.xml": APP, "docProps/thumbnail.jpeg": picture("JPEG")}),
        {
            (T.AUTHOR, "A. Author"),
            (T.AUTHOR, "B. Editor"),
            (T.TIME, "2020-01-01"),
            (T.ORGANISATION, "Office of X"),
            (T.PROGRAM, "Writer"),
            (T.THUMBNAIL, ""),
        },
    ),
    ("docx", lambda: docx({"word/comments.xml": CRITIC}), {(T.AUTHOR, "E. Critic"), (T.COMMENT, "No")}),
    (
        "docx",
        lambda: docx(body='<w:p><w:del w:author="F. Striker"><w:r><w:delText>struck</w:delText></w:r></w:del></w:p>'),
        {(T.AUTHOR, "F. Striker"), (T.TRACKED_CHANGE, "struck")},
    ),
    (
        "docx",
        lambda: docx(
            body="<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r><w:r><w:t>seen</w:t></w:r></w:p>"
        ),
        {(T.HIDDEN_TEXT, "unseen")},
    ),
    ("docx", lambda: docx({"word/embeddings/list.xlsx": xlsx()}), {(T.ATTACHMENT, "list.xlsx")}),
    (
        "xlsx",
        lambda: xlsx(
            {
                "xl/workbook.xml": WORKBOOK,
                "xl/worksheets/sheet2.xml": SHEET,
                "xl/comments1.xml": REMARKS,
                "xl/pivotCache/pivotCacheRecords1.xml": f"{DECLARATION}<r/>",
            }
        ),
        {
            (T.PATH, "C:\\Users\\g\\x"),
            (T.HIDDEN_SHEET, "Secret"),
            (T.HIDDEN_COLUMNS, "2-3"),
            (T.HIDDEN_ROWS, "7"),
            (T.AUTHOR, "H. Author"),
            (T.COMMENT, "why"),
            (T.CACHED_DATA, ""),
        },
    ),
    (
        "pptx",
        lambda: pptx(
            {
                "ppt/slides/slide1.xml": f'{DECLARATION}<p:sld xmlns:p="p" show="0"/>',
                "ppt/notesSlides/notesSlide1.xml": SPOKEN,
                "ppt/commentAuthors.xml": f'{DECLARATION}<p:l xmlns:p="p"><p:cmAuthor name="I. Author"/></p:l>',
            }
        ),
        {(T.HIDDEN_SLIDE, ""), (T.NOTES, "Say less"), (T.AUTHOR, "I. Author")},
    ),
    (
        "odt",
        lambda: odf("text", {"meta.xml": META, "Thumbnails/thumbnail.png": picture()}, body=MARGIN),
        {
            (T.AUTHOR, "A. Author"),
            (T.PROGRAM, "Writer"),
            (T.THUMBNAIL, ""),
            (T.COMMENT, "J.Why?"),
            (T.TRACKED_CHANGE, "gone"),
        },
    ),
    ("ods", lambda: odf("spreadsheet", body='<table:table-row table:visibility="collapse"/>'), {(T.HIDDEN_ROWS, "")}),
    (
        "eml",
        lambda: b"Received: from [10.0.0.1]\r\nBcc: k@example.org\r\n" + mail(("note.pdf", pdf())),
        {
            (T.ROUTE, "from [10.0.0.1]"),
            (T.BLIND_COPY, "k@example.org"),
            (T.ATTACHMENT, "note.pdf"),
        },
    ),
    ("txt", lambda: b"Dear colleagues", set()),
]


def found(tmp_path: Path, content: bytes, end: str) -> tuple[Hidden, ...]:
    (tmp_path / "given").write_bytes(content)
    return hidden(tmp_path / "given", BY_EXTENSION[end].media_type)


@pytest.mark.parametrize(("end", "make", "expected"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_what_hides_is_found(
    end: str, make: Callable[[], bytes], expected: set[tuple[Trace, str]], tmp_path: Path
) -> None:
    assert {(one.trace, one.excerpt) for one in found(tmp_path, make(), end)} == expected


@pytest.mark.parametrize(
    "sample",
    [one for one in SOUND if not one.cautions and one.name.isascii()],
    ids=lambda one: one.what.replace(" ", "-"),
)
def test_plain_file_hides_nothing(sample: Sample, tmp_path: Path) -> None:
    revision_or_comment = {"PDF written anew behind its end", "PNG with a comment"}

    said = found(tmp_path, sample.make(), sample.name.rpartition(".")[2].lower())

    assert (said != ()) == (sample.what in revision_or_comment), said


def test_every_trace_is_explained_and_shown_by_a_case() -> None:
    assert set(TRACES) == set(Trace) == {trace for _end, _make, expected in CASES for trace, _excerpt in expected}


def test_excerpt_is_safe_and_short_and_their_number_bounded(tmp_path: Path) -> None:
    notes = "".join(
        f'<w:comment w:author="a{n}\u202e"><w:t>{"x" * 999}{n}\u202e&#10;</w:t></w:comment>' for n in range(500)
    )

    said = found(tmp_path, docx({"word/comments.xml": w("comments", notes)}), "docx")

    assert len(said) == Limits().notes
    assert all(len(one.excerpt) <= Limits().excerpt and one.excerpt.isprintable() for one in said)


def clean(tmp_path: Path, content: bytes, end: str) -> tuple[bytes, set[Trace]]:
    (tmp_path / "given").write_bytes(content)
    done = cleaned(tmp_path / "given", tmp_path / "out", BY_EXTENSION[end].media_type)
    assert examine(tmp_path / "out", f"x.{end}").problem is None
    assert done.remains == hidden(tmp_path / "out", BY_EXTENSION[end].media_type)
    return (tmp_path / "out").read_bytes(), {one.trace for one in done.remains}


def test_pdf_is_written_anew_without_particulars_or_revisions(tmp_path: Path) -> None:
    before = revised(told_pdf(), 4, stream(b"BT /F1 18 Tf 72 700 Td (Now) Tj ET"), 11)

    after, remains = clean(tmp_path, before, "pdf")

    assert remains == {T.ANNOTATION, T.AUTHOR, T.LAYER}  # the annotation has its author
    assert [word for word in (b"A. Author", b"C. Other", b"Tool", b"Note verbale", b"123456") if word in after] == []
    with pikepdf.open(io.BytesIO(after)) as document:
        streams = [item.read_bytes() for item in document.objects if isinstance(item, pikepdf.Stream)]
    assert [one for one in streams if b"Note verbale" in one or b"C. Other" in one] == []
    drawn = [pypdfium2.PdfDocument(content)[0].render() for content in (before, after)]
    assert drawn[0].to_pil().tobytes() == drawn[1].to_pil().tobytes()


@pytest.mark.parametrize("end", ["jpg", "png", "tif"])
def test_picture_keeps_every_pixel_and_tells_nothing(end: str, tmp_path: Path) -> None:
    before = png_with_text() if end == "png" else with_exif({"jpg": "JPEG", "tif": "TIFF"}[end])

    after, remains = clean(tmp_path, before, end)

    one, other = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert (one.convert("RGB").tobytes(), one.size) == (other.convert("RGB").tobytes(), other.size)
    assert (remains, b"A. Author" in after) == (set(), False)


def test_photograph_stays_the_way_it_is_held(tmp_path: Path) -> None:
    after, _remains = clean(tmp_path, with_exif(), "jpg")

    assert dict(Image.open(io.BytesIO(after)).getexif()) == {0x0112: 6}


def test_tiff_keeps_its_pages(tmp_path: Path) -> None:
    out = io.BytesIO()
    pages = [Image.new("1", (30, 20), number % 2) for number in range(3)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])

    after, _remains = clean(tmp_path, out.getvalue(), "tif")

    picture_after = Image.open(io.BytesIO(after))
    assert picture_after.n_frames == 3  # type: ignore[attr-defined]  # a TIFF has pages
    kept = [(page.mode, page.tobytes()) for page in ImageSequence.Iterator(picture_after)]
    assert kept == [("1", page.tobytes()) for page in pages]


def test_document_keeps_its_text_and_loses_its_particulars(tmp_path: Path) -> None:
    relations = f"""{DECLARATION}<R><Relationship Id="a" Target="docProps/thumbnail.jpeg"/>
    <Relationship Id="b" Target="word/document.xml"/></R>"""
    changed = '<w:p><w:del w:author="F."><w:r><w:delText>struck</w:delText></w:r></w:del></w:p>'
    parts: dict[str, bytes | str] = {
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
        "docProps/thumbnail.jpeg": picture("JPEG"),
        "_rels/.rels": relations,
    }
    before = docx(parts, body=changed)

    after, remains = clean(tmp_path, before, "docx")

    assert remains == {T.AUTHOR, T.TRACKED_CHANGE}
    one, other = zipfile.ZipFile(io.BytesIO(before)), zipfile.ZipFile(io.BytesIO(after))
    assert set(one.namelist()) - set(other.namelist()) == {"docProps/thumbnail.jpeg"}
    assert one.read("word/document.xml") == other.read("word/document.xml")
    assert b"A. Author" not in other.read("docProps/core.xml")
    assert other.read("_rels/.rels").count(b"<Relationship ") == 1
    assert {entry.date_time for entry in other.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_open_document_keeps_its_first_entry_plain(tmp_path: Path) -> None:
    after, remains = clean(tmp_path, odf("text", {"meta.xml": META, "Thumbnails/thumbnail.png": picture()}), "odt")

    first = zipfile.ZipFile(io.BytesIO(after)).infolist()[0]
    assert (first.filename, first.compress_type, remains) == ("mimetype", zipfile.ZIP_STORED, set())


@pytest.mark.parametrize(
    ("end", "content"), [("txt", b"x"), ("eml", MAIL + b"\r\n"), ("docx", package({"a": b"x"})[:-9])]
)
def test_what_cannot_be_cleaned_is_said_and_nothing_written(end: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "given").write_bytes(content)

    with pytest.raises(Unfit):
        cleaned(tmp_path / "given", tmp_path / "out", BY_EXTENSION[end].media_type)

    assert not (tmp_path / "out").exists()
