# SPDX-License-Identifier: EUPL-1.2
"""The same document without particulars about it, where they can be taken away and nothing else changes; in a cell."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any, BinaryIO, Final

import pikepdf
from PIL import ExifTags, Image, ImageSequence

from . import pdfs, zips
from .codes import Problem, Unfit
from .kinds import BY_MEDIA_TYPE, Kind
from .limits import Limits
from .pictures import FORMATS, jpeg_end, measure, png_end
from .seeking import sought

LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)  # the first instant a package can name
PNG_KEPT: Final = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD pHYs".split())
ORIENTATION: Final = ExifTags.Base.Orientation
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
EMPTY: Final = {
    "docProps/core.xml": f'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="{RELATIONS}"/>',
    "docProps/app.xml": '<?xml version="1.0" encoding="UTF-8"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": '<?xml version="1.0" encoding="UTF-8"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": '<?xml version="1.0" encoding="UTF-8"?><office:document-meta office:version="1.2" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:meta/></office:document-meta>',
}
THUMBNAIL: Final = re.compile(r"^(?:docProps/thumbnail\.[a-z]+|Thumbnails/.+)$", re.IGNORECASE)
# The line that leads to the small picture, in the tables of OOXML and of ODF.
LEADS_THERE: Final = re.compile(
    rb"<(?:Relationship|manifest:file-entry)\b[^>]*?(?:/thumbnail\.|\"Thumbnails/)[^>]*?/>", re.IGNORECASE
)
TABLES: Final = frozenset({"_rels/.rels", "META-INF/manifest.xml"})


def wash(file: BinaryIO, limits: Limits, *, media_type: str) -> tuple[Any, list[bytes]]:
    """The washed copy, and what is still hidden in it."""
    kind = BY_MEDIA_TYPE[media_type]
    washer = WASHERS.get(kind.family)
    if washer is None:
        raise Unfit(Problem.TYPE_NOT_ALLOWED, what=kind.extensions[0])
    content = washer(file, kind, limits)
    return sought(io.BytesIO(content), kind, limits).plain(), [content]


def _pdf(file: BinaryIO, _kind: Kind, _limits: Limits) -> bytes:
    """Written anew: particulars, small pictures, programs' own data and earlier revisions stay behind."""
    pdf = pdfs.opened(file)
    try:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for item in pdf.objects:
            for one in pdfs.dictionaries(item):
                for key in ("/Metadata", "/PieceInfo", "/Thumb", "/LastModified"):
                    if key in one:
                        del one[key]
        out = io.BytesIO()
        pdf.save(
            out,
            linearize=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            encryption=False,
        )
    except (pikepdf.PdfError, ValueError, TypeError, KeyError):
        raise Unfit(Problem.BROKEN, what="pdf") from None
    return out.getvalue()


def _picture(file: BinaryIO, kind: Kind, limits: Limits) -> bytes:
    """PNG and JPEG keep their coded picture to the byte; TIFF is packed anew without loss."""
    count = measure(file, FORMATS[kind.form], limits)
    if kind.form == "png":
        return _png(file)
    if kind.form == "jpeg":
        return _jpeg(file)
    out = io.BytesIO()
    file.seek(0)
    try:
        picture = Image.open(file, formats=["TIFF"])
        pages = [
            _bare(page.copy()) for page, _number in zip(ImageSequence.Iterator(picture), range(count), strict=False)
        ]
        pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_adobe_deflate")
    except (OSError, ValueError, SyntaxError, EOFError, KeyError):
        raise Unfit(Problem.BROKEN, what="picture") from None
    return out.getvalue()


def _bare(page: Image.Image) -> Image.Image:
    """The pixels alone, with their colours and their size on paper."""
    bare = Image.new(page.mode, page.size)
    bare.paste(page)
    palette = page.getpalette() if page.mode == "P" else None
    if palette is not None:
        bare.putpalette(palette)
    return bare


def _png(file: BinaryIO) -> bytes:
    end = png_end(file)
    if end < 0:
        raise Unfit(Problem.BROKEN, what="no end")
    file.seek(0)
    whole, out, at = file.read(end), bytearray(b"\x89PNG\r\n\x1a\n"), 8
    while at < end:
        size = 12 + int.from_bytes(whole[at : at + 4], "big")
        if whole[at + 4 : at + 8] in PNG_KEPT:
            out += whole[at : at + size]
        at += size
    return bytes(out)


def _jpeg(file: BinaryIO) -> bytes:
    """Colours (ICC, Adobe) and the way it is held up stay; every other segment that is no picture is left out."""
    end = jpeg_end(file)
    file.seek(0)
    whole = file.read(max(end, 0))
    held = Image.open(io.BytesIO(whole), formats=FORMATS["jpeg"]).getexif().get(ORIENTATION, 1) if whole else 1
    out, at = bytearray(b"\xff\xd8"), 2
    if held != 1:
        only = Image.Exif()
        only[ORIENTATION] = held
        words = only.tobytes()
        out += b"\xff\xe1" + (len(words) + 2).to_bytes(2, "big") + words
    while 0 <= at < end - 3 and whole[at] == 0xFF:
        marker = whole[at + 1]
        if marker == 0xDA:
            return bytes(out + whole[at:])
        size = 2 + int.from_bytes(whole[at + 2 : at + 4], "big") if marker != 0xFF else 1
        segment = whole[at : at + size]
        colours = (marker == 0xE2 and segment[4:15] == b"ICC_PROFILE") or (marker == 0xEE and segment[4:9] == b"Adobe")
        if (not 0xE0 <= marker <= 0xEF and marker not in {0xFE, 0xFF}) or marker == 0xE0 or colours:
            out += segment
        at += size
    raise Unfit(Problem.BROKEN, what="no end")


def _office(file: BinaryIO, _kind: Kind, limits: Limits) -> bytes:
    """Packed anew: particulars emptied, small pictures left out, the times of all parts the same; text untouched."""
    package = zips.opened(file, zips.Budget(limits))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, entry in package.entries.items():
            if THUMBNAIL.match(name):
                continue
            content = EMPTY[name].encode() if name in EMPTY else b"".join(package.pieces(name))
            if name in TABLES:
                content = LEADS_THERE.sub(b"", content)
            fresh = zipfile.ZipInfo(name, LONG_AGO)
            fresh.compress_type = entry.compress_type
            made.writestr(fresh, content)
    return out.getvalue()


WASHERS: Final[dict[str, Callable[[BinaryIO, Kind, Limits], bytes]]] = {
    "pdf": _pdf,
    "picture": _picture,
    "office": _office,
}
