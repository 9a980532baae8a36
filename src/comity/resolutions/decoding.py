# SPDX-License-Identifier: EUPL-1.2
"""Bytes -> text: the encoding found out, what no text may hold taken out, and what cannot be read refused."""

import codecs
import re

from .model import Doubt, Text, Unusable

LARGEST = 4 * 1024 * 1024
"""Bytes. The longest resolutions have some hundred pages, which is less than a quarter of it."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]"
)
"""Controls, soft hyphens, marks without width and overrides of direction: none of them is part of what is said."""
_OVERRIDES = re.compile("[\u202d\u202e]")
BLANKS = frozenset("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
TO_BLANK = {ord(blank): " " for blank in BLANKS}
_BLANKS = re.compile(f"[{''.join(sorted(BLANKS))}]")
_BREAKS = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x80-\x9f]")
_CP1252 = re.compile("[A-Za-z][\u00c0-\u017f’‘“”–—][A-Za-z ]|[ “(][\u00c0-\u017f]|[A-Za-z][’”“–—«»°ªº§éèàùç]")
_ARABIC = re.compile("[\u0621-\u064a]{2,}")

_SIGNATURES = (
    (b"%PDF-", "a PDF", "un PDF"),
    (b"PK\x03\x04", "a packed file such as DOCX", "un fichier compressé tel que DOCX"),
    (b"\xd0\xcf\x11\xe0", "an old binary Word document", "un ancien document Word binaire"),
    (b"{\\rtf", "an RTF document", "un document RTF"),
)


def decode(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    """The text of a plain text file, its lines ended by line feeds, with what is doubtful about it.

    Raises Unusable for what is empty, too large, no text, or in an encoding that cannot be told.
    """
    if len(data) > LARGEST:
        raise Unusable(
            "size",
            Text(
                f"The text has {len(data) / 1024**2:.1f} MiB; at most {LARGEST // 1024**2} MiB are read.",
                f"Le texte a {len(data) / 1024**2:.1f} Mio ; {LARGEST // 1024**2} Mio au plus sont lus.",
            ),
            Text(
                "Give the resolution alone, not the volume it stands in.", "Donnez la résolution seule, pas le recueil."
            ),
        )
    for signature, en, fr in _SIGNATURES:
        if data.startswith(signature):
            raise Unusable(
                "format",
                Text(f"This is {en}, not plain text.", f"C'est {fr}, pas du texte brut."),
                Text("Save it as DOCX, PDF or plain text.", "Enregistrez-le en DOCX, PDF ou texte brut."),
            )
    text, encoding = _decoded(data)
    doubts = []
    if encoding:
        doubts.append(
            Doubt(
                "encoding", "", 0,
                Text(f"The text is not in UTF-8; it was read as {encoding}.", f"Le texte n'est pas en UTF-8 ; lu comme {encoding}."),
                Text("Look at its accents and quotation marks.", "Vérifiez les accents et les guillemets."),
                0.1,
            )
        )  # fmt: skip
    if _OVERRIDES.search(text):
        doubts.append(
            Doubt(
                "override", "", 0,
                Text("The text holds signs that turn its direction; they were taken out.", "Le texte contient des signes qui en inversent le sens ; ils ont été retirés."),
                Text("Compare what is shown with the original.", "Comparez ce qui est affiché à l'original."),
                0.2,
            )
        )  # fmt: skip
    return clean(text), tuple(doubts)


def clean(text: str) -> str:
    """The text without controls and marks that show nothing; lines end with line feeds, pages with form feeds."""
    if "\r" in text or not text.isascii():
        text = _BREAKS.sub("\n", text)
    if not text.isascii() or not text.isprintable():
        text = _HIDDEN.sub("", text)
    if not text.isascii():
        text = _BLANKS.sub(" ", text)
    return text


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding where that was not UTF-8 or said so itself."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            try:
                text = data.decode(name).removeprefix("\ufeff")
            except UnicodeDecodeError:
                raise _unknown() from None
            return _not_empty(text), ""
    _not_empty(data.decode("latin-1") if len(data) < 4096 else "text")
    nulls = data[:4096].count(0)
    for half, name in ((data[1:4096:2], "utf-16-le"), (data[:4096:2], "utf-16-be")):
        # The upper half of each pair: 0 for Latin letters, 6 for Arabic ones.
        if nulls and half.count(0) + half.count(6) > len(half) * 0.8:
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                raise _unknown() from None
            if not _ODD.search(text[:4096]):
                return text, name.upper()
            raise _unknown()
    if nulls:
        raise _unknown()
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4 and error.start > 64:
            # Cut in the middle of a letter.
            return data[: error.start].decode("utf-8"), "UTF-8"
    high = sum(byte >= 0x80 for byte in data)
    if high > len(data) // 4:
        text = data.decode("cp1256", errors="replace")
        if len(_ARABIC.findall(text)) > high // 12:
            return text, "windows-1256"
        raise _unknown()
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if _ODD.search(text) or len(_CP1252.findall(text)) * 4 < high:
        raise _unknown()
    return text, "windows-1252"


def _not_empty(text: str) -> str:
    """The text, if there is any."""
    if not text.strip():
        raise Unusable(
            "empty",
            Text("There is no text.", "Il n'y a pas de texte."),
            Text("Paste the text of the resolution.", "Collez le texte de la résolution."),
        )
    return text


def _unknown() -> Unusable:
    return Unusable(
        "encoding",
        Text(
            "This is no text, or in an encoding that cannot be told.",
            "Ce n'est pas du texte, ou son encodage est inconnu.",
        ),
        Text("Save it as plain text in UTF-8.", "Enregistrez-le en texte brut UTF-8."),
    )
