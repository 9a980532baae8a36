# SPDX-License-Identifier: EUPL-1.2
"""What a PDF says besides its pages, and what its pages say that cannot be seen."""

import ctypes
import re
from contextlib import closing
from typing import BinaryIO, Final

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from .codes import Problem, Unfit
from .kinds import Kind
from .pdfs import dictionaries, opened
from .traces import Findings, Trace

INFO: Final = {
    "/Author": Trace.AUTHOR,
    "/Creator": Trace.PROGRAM,
    "/Producer": Trace.PROGRAM,
    "/CreationDate": Trace.TIME,
    "/ModDate": Trace.TIME,
    "/Company": Trace.ORGANISATION,
}
XMP: Final = (
    (re.compile(r"<dc:creator>(.*?)</dc:creator>", re.DOTALL), Trace.AUTHOR),
    (re.compile(r"<(?:xmp:CreatorTool|pdf:Producer)>(.*?)<", re.DOTALL), Trace.PROGRAM),
    (re.compile(r"<(?:xmp:CreateDate|xmp:ModifyDate)>(.*?)<", re.DOTALL), Trace.TIME),
)
ON_THE_PAGE: Final = frozenset({"/Link", "/Widget", "/Popup", ""})
LOCAL_PATH: Final = re.compile(r"(?:\b[A-Za-z]:[\\/](?!/)|\\\\|file:/|/(?:home|Users|mnt|media)/)\S+")
COVERED_PAGES: Final = 50
COVERED_PIXELS: Final = 1_500_000
PARTS: Final = re.compile(rb"%%EOF|\d \d+ obj\b")
UNTOLD: Final = frozenset({"/Trapped"})  # whether colours overlap in print
CONTRAST: Final = 24  # of 255: less is not seen
LEAST: Final = 3  # signs in a row: a full stop alone may be too small to show


def seek(file: BinaryIO, _kind: Kind, findings: Findings) -> None:
    """Particulars, notes, layers, attachments, earlier revisions, small pictures, and text that stands there unseen."""
    pdf = opened(file)
    try:
        _particulars(pdf, findings)
        for number, page in enumerate(pdf.pages, 1):
            _page(page, f"page {number}", findings)
        _layers(pdf, findings)
        for name in pdf.attachments:
            findings.add(Trace.ATTACHMENT, "document", name)
        later = _later_parts(file)
        if later > 0:
            findings.add(Trace.EARLIER_REVISION, "document", f"{later}")
        for number, item in enumerate(pdf.objects):
            for one in dictionaries(item):
                if "/PieceInfo" in one or "/Metadata" in one:
                    findings.add(Trace.METADATA, f"object {number + 1}")
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        raise Unfit(Problem.BROKEN, what="pdf") from None
    _covered(file, findings)


def _particulars(pdf: pikepdf.Pdf, findings: Findings) -> None:
    info = pdf.trailer.get("/Info")
    if isinstance(info, pikepdf.Dictionary):
        for key, value in info.items():
            text = str(value)
            if text and key not in UNTOLD:
                findings.add(INFO.get(key, Trace.METADATA), f"Info {key}", text)
                _path(text, f"Info {key}", findings)
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        text = metadata.read_bytes()[: 1 << 20].decode("utf-8", "replace")
        for pattern, trace in XMP:
            for match in pattern.finditer(text):
                findings.add(trace, "XMP", re.sub(r"<[^>]*>", " ", match.group(1)))
        _path(text, "XMP", findings)


def _path(text: str, where: str, findings: Findings) -> None:
    found = LOCAL_PATH.search(text)
    if found:
        findings.add(Trace.PATH, where, found.group())


def _page(page: pikepdf.Page, where: str, findings: Findings) -> None:
    if "/Thumb" in page.obj:
        findings.add(Trace.THUMBNAIL, where)
    notes = page.obj.get("/Annots")
    for note in notes if isinstance(notes, pikepdf.Array) else ():
        if isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) not in ON_THE_PAGE:
            findings.add(Trace.ANNOTATION, where, note.get("/Contents", ""))
            if "/T" in note:
                findings.add(Trace.AUTHOR, f"{where}, annotation", note["/T"])


def _layers(pdf: pikepdf.Pdf, findings: Findings) -> None:
    layers = pdf.Root.get("/OCProperties")
    default = layers.get("/D") if isinstance(layers, pikepdf.Dictionary) else None
    off = default.get("/OFF") if isinstance(default, pikepdf.Dictionary) else None
    for layer in off if isinstance(off, pikepdf.Array) else ():
        if isinstance(layer, pikepdf.Dictionary):
            findings.add(Trace.LAYER, "document", layer.get("/Name", ""))


def _later_parts(file: BinaryIO) -> int:
    """How often objects were written anew behind an end of the file; an end alone, as Word writes two, is no change."""
    file.seek(0)
    linearised = b"/Linearized" in file.read(1024)  # such a file has two ends and one state from the beginning
    file.seek(0)
    count, ended, before = 0, False, b""
    while piece := file.read(1 << 20):
        data = before + piece
        # What the end of this piece may have cut in two is read again with the next one.
        whole = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1 or len(data)
        for match in PARTS.finditer(data, 0, whole):
            if match.group().startswith(b"%%EOF"):
                ended = True
            elif ended:
                count, ended = count + 1, False
        before = data[whole:][-64:]
    return count - linearised


def _covered(file: BinaryIO, findings: Findings) -> None:
    """Text is compared with the picture of its page: where a word stands and nothing can be seen, it is covered.

    White on white, below a black box, in no colour at all: it need not be known how it was hidden.
    """
    file.seek(0)
    try:
        document = pypdfium2.PdfDocument(file)
        document.init_forms()
        for number in range(min(len(document), COVERED_PAGES)):
            with closing(document[number]) as page:
                for words in _unseen(page):
                    findings.add(Trace.COVERED_TEXT, f"page {number + 1}", words)
    except pypdfium2.PdfiumError:
        raise Unfit(Problem.BROKEN, what="page") from None


def _unseen(page: pypdfium2.PdfPage) -> list[str]:
    width, height = page.get_size()
    scale = min(2.0, (COVERED_PIXELS / max(width * height, 1)) ** 0.5)
    with closing(page.render(scale=scale, grayscale=True)) as bitmap:
        picture = bitmap.to_pil().convert("L")
    found, row = [], ""
    with closing(page.get_textpage()) as text:
        for index in range(text.count_chars()):
            sign = chr(pdfium.FPDFText_GetUnicode(text, index))
            if not sign.isalnum():
                continue
            if _can_be_seen(page, picture, text.get_charbox(index)):
                found.append(row)
                row = ""
            else:
                row += sign
    return [words for words in (*found, row) if len(words) >= LEAST]


def _can_be_seen(page: pypdfium2.PdfPage, picture: Image.Image, box: tuple[float, float, float, float]) -> bool:
    """Whether there is any contrast where the letter stands."""
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, picture.width, picture.height, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (left, top), (right, bottom) = (
        (min(pair) for pair in zip(*corners, strict=True)),
        (max(pair) for pair in zip(*corners, strict=True)),
    )
    place = (max(left, 0), max(top, 0), min(right + 1, picture.width), min(bottom + 1, picture.height))
    if place[2] <= place[0] or place[3] <= place[1]:
        return False  # beside the page
    darkest, lightest = picture.crop(place).getextrema()
    return bool(lightest - darkest >= CONTRAST)  # type: ignore[operator]  # one band has two numbers
