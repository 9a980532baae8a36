# SPDX-License-Identifier: EUPL-1.2
"""A file of any kind that is read -> its lines. The kind is told by the bytes; the name is not asked."""

import re
from typing import Final

from comity.resolutions.model import Source, Unusable

from . import pdf, word
from .limits import Clock, Limits, refused

__all__ = ["Limits", "Unusable", "lines_of"]

_PDF_WITHIN: Final = 1024
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD: Final = "WordDocument".encode("utf-16-le")
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_KINDS: Final = (
    (rb"\{\\rtf", "RTF", "du RTF"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*|RIFF....WEBP|BM.{4}\x00{4}", "a picture", "une image"),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ", "an archive", "une archive"),
    (rb"(?i)\s*(?:<!doctype html|<html)", "a web page", "une page web"),
    (rb"(?i)\s*<\?xml", "XML", "du XML"),
    (rb"age-encryption\.org|-----BEGIN", "sealed or encoded", "scellé ou encodé"),
)


def lines_of(data: bytes, limits: Limits | None = None) -> Source | None:
    """The lines of a PDF or DOCX; None if the bytes are text, which `resolutions.text` reads.

    Raises `Unusable`, with what to do, for whatever is locked, damaged, too large, a trap, without text, or of
    another kind. Asks neither name nor network, and writes nothing.
    """
    limits = limits or Limits()
    if len(data) > limits.bytes:
        raise refused("too_large", limit=limits.bytes)
    if not data.strip():
        raise refused("empty")
    clock = Clock(limits)
    found: Source | None = None
    if b"%PDF-" in data[:_PDF_WITHIN]:
        found = pdf.read(data, limits, clock)
    elif data.startswith(_ZIP):
        found = word.read(data, limits, clock)
        if found is None:
            raise refused("another_kind", what="another kind of package", what_fr="un autre type de paquet")
    elif data.startswith(_OLE):
        raise _ole(data)
    else:
        _refuse_others(data)
        return None
    if not any(line.text.strip() for line in found.lines):
        raise refused("nothing")
    return found


def _ole(data: bytes) -> Unusable:
    """The container of old office files, and of new ones that are locked."""
    if _LOCKED_PACKAGE in data:
        return refused("locked")
    if _OLD_WORD in data:
        return refused("old_word")
    return refused("another_kind", what="an old office file", what_fr="un ancien fichier bureautique")


def _refuse_others(data: bytes) -> None:
    for pattern, what, what_fr in _KINDS:
        if re.match(pattern, data, re.DOTALL):
            raise refused("another_kind", what=what, what_fr=what_fr)
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and data.count(0) * 50 > len(data):
        wide = data[1::2].count(0) * 4 > len(data) or data[::2].count(0) * 4 > len(data)
        if not wide:  # text of two bytes a letter has many zeros, all in the same half
            raise refused("another_kind", what="not text", what_fr="autre chose que du texte")
