# SPDX-License-Identifier: EUPL-1.2
"""The kinds of file that are taken, and which of them a content begins like."""

import re
from dataclasses import dataclass
from typing import Final

import puremagic

HEAD: Final = 4096  # read from the beginning to tell the kind
TAIL: Final = 65_557  # read from the end: the longest end of a ZIP


@dataclass(frozen=True)
class Kind:
    """One kind: its media type, the endings that name it, what its content begins like, and how it is examined."""

    media_type: str
    extensions: tuple[str, ...]
    form: str
    family: str


OOXML: Final = "application/vnd.openxmlformats-officedocument."
ODF: Final = "application/vnd.oasis.opendocument."
KINDS: Final = (
    Kind("application/pdf", ("pdf",), "pdf", "pdf"),
    Kind("image/png", ("png",), "png", "picture"),
    Kind("image/jpeg", ("jpg", "jpeg"), "jpeg", "picture"),
    Kind("image/tiff", ("tif", "tiff"), "tiff", "picture"),
    Kind("text/plain", ("txt",), "text", "text"),
    Kind("text/csv", ("csv",), "text", "text"),
    Kind("message/rfc822", ("eml",), "text", "mail"),
    Kind(f"{OOXML}wordprocessingml.document", ("docx",), "zip", "office"),
    Kind(f"{OOXML}spreadsheetml.sheet", ("xlsx",), "zip", "office"),
    Kind(f"{OOXML}presentationml.presentation", ("pptx",), "zip", "office"),
    Kind(f"{ODF}text", ("odt",), "zip", "office"),
    Kind(f"{ODF}spreadsheet", ("ods",), "zip", "office"),
    Kind("video/mp4", ("mp4", "m4v", "m4a"), "mp4", "opaque"),
    Kind("audio/mpeg", ("mp3",), "mp3", "opaque"),
    Kind("audio/wav", ("wav",), "wav", "opaque"),
    Kind("application/age-encryption", ("age",), "age", "opaque"),
)
BY_EXTENSION: Final = {end: kind for kind in KINDS for end in kind.extensions}
BY_MEDIA_TYPE: Final = {kind.media_type: kind for kind in KINDS}
OLD: Final = frozenset("doc dot xls xlt xla ppt pot pps rtf wps wpd sxw sxc msg mdb".split())
WITH_MACROS: Final = frozenset("docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm".split())
ARCHIVES: Final = frozenset("zip 7z rar tar gz tgz bz2 xz zst cab iso".split())

BEGINNINGS: Final = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"age-encryption.org/v1\n", "age"),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", "age"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"ID3", "mp3"),
    # Text by its bytes, and something else to the program that opens it.
    (b"GIF8", "gif"),
    (b"{\\rtf", "rtf"),
    (b"#!", "script"),
    (b"%!PS", "postscript"),
)
PAGE: Final = re.compile(rb"<(?:!doctype\s+html|html|script|svg|iframe|\?php|body|head)\b", re.IGNORECASE)


def form_of(head: bytes) -> str:
    """What the content begins like: a form of `KINDS`, another well-known one, or empty where no rule knows it."""
    for beginning, form in BEGINNINGS:
        if head.startswith(beginning):
            return form
    if head[4:8] == b"ftyp":
        return "mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    # Frame of MPEG audio: eleven bits set, a version that exists, layer III, a bit rate that is not forbidden.
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0:
        return "mp3"
    if is_page(head):
        return "html"
    return "text" if _like_text(head) else ""


def is_page(head: bytes) -> bool:
    """Whether a browser that guesses would take it for a page."""
    return PAGE.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()) is not None


def _like_text(head: bytes) -> bool:
    return b"\0" not in head and not head.startswith((b"\xff\xfe", b"\xfe\xff", b"MZ", b"\x7fELF"))


def guessed(head: bytes) -> str:
    """A name for a content that no rule knows: for the message only, nothing is decided by it."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return "data"
    return found[0].name or found[0].extension or "data"


def is_program(head: bytes) -> bool:
    """Whether an operating system would run it."""
    return head.startswith((b"MZ", b"\x7fELF"))


def ends_as_zip(tail: bytes) -> bool:
    """Whether an unpacking program finds an archive from the end, as they do: whatever the file begins like."""
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        record = tail[at : at + 22]
        if len(record) == 22:
            size = int.from_bytes(record[12:16], "little")
            comment = int.from_bytes(record[20:22], "little")
            near = size <= at and tail[at - size : at - size + 4] == b"PK\x01\x02"
            if at + 22 + comment <= len(tail) and size and (near or size > at):
                return True
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return False
