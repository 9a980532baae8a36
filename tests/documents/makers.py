# SPDX-License-Identifier: EUPL-1.2
"""Files made from nothing, sound unless asked otherwise; the same bytes each time."""

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from PIL import Image

LONG_AGO = (2020, 1, 1, 0, 0, 0)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OOXML = "application/vnd.openxmlformats-officedocument."


def pdf(
    *further: bytes,
    catalog: bytes = b"",
    page: bytes = b"",
    content: bytes = b"BT /F1 18 Tf 72 700 Td (Note verbale) Tj ET",
    trailer: bytes = b"",
    pages: int = 1,
) -> bytes:
    """Objects: 1 catalog, 2 pages, 3 font, 4 content, then `further` from 5 on, then the pages."""
    first = 5 + len(further)
    kids = b" ".join(b"%d 0 R" % (first + number) for number in range(pages))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        stream(content),
        *further,
    ]
    bodies += [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> "
        + page
        + b" >>"
    ] * pages
    return objects(bodies, trailer)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d " % len(data) + entries + b" >>\nstream\n" + data + b"\nendstream"


def objects(bodies: Sequence[bytes], trailer: bytes = b"") -> bytes:
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R " % (len(bodies) + 1) + trailer + b" >>\n"
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % table


def revised(base: bytes, number: int, body: bytes, size: int) -> bytes:
    """The document with an object written anew behind it, as programs do that only append."""
    before = base.rindex(b"startxref\n") + 10
    table = base[before : base.index(b"\n", before)]
    root = base[base.rindex(b"/Root ") : base.index(b"R", base.rindex(b"/Root ") + 6)] + b"R"
    place = len(base)
    out = base + b"%d 0 obj\n" % number + body + b"\nendobj\n"
    end = b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
    end += b"trailer\n<< /Size %d %s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, table, len(out))
    return out + end


def package(parts: Mapping[str, bytes | str], stored: Sequence[str] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            file.writestr(entry, content)
    return out.getvalue()


def types(*parts: tuple[str, str]) -> str:
    lines = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{lines}</Types>"
    )


def relations(*lines: tuple[str, str, str]) -> str:
    found = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"{mode and f" TargetMode={mode!r}"}/>'
        for number, (kind, target, mode) in enumerate(lines)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'


def docx(parts: Mapping[str, bytes | str] | None = None, body: str = "<w:p><w:r><w:t>Note</w:t></w:r></w:p>") -> bytes:
    main = f"{OOXML}wordprocessingml.document.main+xml"
    return package(
        {
            "[Content_Types].xml": types(("/word/document.xml", main)),
            "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
            "word/document.xml": f"{DECLARATION}<w:document {W}><w:body>{body}</w:body></w:document>",
            **(parts or {}),
        }
    )


def xlsx(parts: Mapping[str, bytes | str] | None = None, cells: str = "<c r='A1'><v>1</v></c>") -> bytes:
    main = f"{OOXML}spreadsheetml.sheet.main+xml"
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return package(
        {
            "[Content_Types].xml": types(("/xl/workbook.xml", main)),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", "")),
            "xl/workbook.xml": f"{DECLARATION}<workbook {space}><sheets>"
            '<sheet name="List" sheetId="1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f"{DECLARATION}<worksheet {space}><sheetData>"
            f"<row r='1'>{cells}</row></sheetData></worksheet>",
            **(parts or {}),
        }
    )


def pptx(parts: Mapping[str, bytes | str] | None = None) -> bytes:
    main = f"{OOXML}presentationml.presentation.main+xml"
    space = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    return package(
        {
            "[Content_Types].xml": types(("/ppt/presentation.xml", main)),
            "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml", "")),
            "ppt/presentation.xml": f"{DECLARATION}<p:presentation {space}/>",
            **(parts or {}),
        }
    )


OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODF_PARTS = {
    "office": "office",
    "text": "text",
    "draw": "drawing",
    "script": "script",
    "table": "table",
    "meta": "meta",
}
ODF_SPACES = (
    " ".join(f'xmlns:{short}="{OASIS}:{name}:1.0"' for short, name in ODF_PARTS.items())
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odf(kind: str, parts: Mapping[str, bytes | str] | None = None, body: str = "<text:p>Note</text:p>") -> bytes:
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    return package(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"{DECLARATION}<office:document-content {ODF_SPACES}><office:scripts/><office:body>{body}"
            "</office:body></office:document-content>",
            "META-INF/manifest.xml": f"{DECLARATION}<manifest:manifest {space}/>",
            **(parts or {}),
        },
        stored=["mimetype"],
    )


def picture(form: str = "PNG", size: tuple[int, int] = (60, 40), **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **how)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def wide_png(width: int, height: int) -> bytes:
    """A header that promises so many pixels, with few bytes behind it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


MAIL = b"From: a@example.org\r\nTo: b@example.org\r\nDate: Wed, 1 Jan 2020 00:00:00 +0000\r\nSubject: Note\r\n"


def mail(*attachments: tuple[str, bytes]) -> bytes:
    out = MAIL + b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nDear colleagues\r\n"
    for name, content in attachments:
        out += b'--b\r\nContent-Disposition: attachment; filename="%s"\r\n' % name.encode()
        out += b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        out += base64.encodebytes(content)
    return out + b"--b--\r\n"


WAV = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\0\0\0\0"
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08free"
MP3 = b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x00" + bytes(413)
AGE = b"age-encryption.org/v1\n-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n--- " + b"C" * 43 + b"\n" + bytes(32)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
