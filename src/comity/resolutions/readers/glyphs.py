# SPDX-License-Identifier: EUPL-1.2
"""The letters of a page of a PDF, each with its place and look, as PDFium finds them."""

import ctypes
import math
import unicodedata
from collections import Counter
from typing import Final, NamedTuple

import pypdfium2
from pypdfium2 import raw

from comity.resolutions.decoding import clean

_ITALIC: Final = 64
_FORCED_BOLD: Final = 1 << 18
_HYPHEN: Final = 0x02
_NAME_BYTES: Final = 200


class Glyph(NamedTuple):
    """A letter; `y` is its baseline, upwards."""

    sign: str
    left: float
    right: float
    y: float
    size: float
    italic: bool
    bold: bool
    order: int
    """Its place in PDFium's order, which is the logical one for Arabic."""


class _Look(NamedTuple):
    size: float
    italic: bool
    bold: bool
    turn: int
    """Quarters of a turn against the page."""


class Letters(NamedTuple):
    """What stands on a page."""

    glyphs: list[Glyph]
    unknown: int
    """Signs of which the file does not say what letter they are."""
    width: float
    height: float


def of_page(page: pypdfium2.PdfPage) -> Letters:
    """All letters that run in the direction of most; watermarks across the page are left out."""
    text = page.get_textpage()
    try:
        return _collected(page, text)
    finally:
        text.close()


def _collected(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Letters:
    width, height = page.get_size()
    if page.get_rotation() in {90, 270}:
        width, height = height, width  # letters are placed on the page before it is turned
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    looks: dict[int, _Look] = {}
    found: list[tuple[Glyph, int]] = []
    unknown = 0
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if raw.FPDFText_IsGenerated(text, index) or (code < 32 and code != _HYPHEN):
            continue
        thing = raw.FPDFText_GetTextObject(text, index)
        key = ctypes.addressof(thing.contents) if thing else 0
        look = looks.get(key)
        if look is None:
            look = looks[key] = _look(text, index)
        sign = "-" if code == _HYPHEN else chr(code)
        if "\ue000" <= sign <= "\uf8ff" or sign in "\ufffd\uffff" or raw.FPDFText_HasUnicodeMapError(text, index) > 0:
            unknown += 1
        if "\ufb50" <= sign <= "\ufdff" or "\ufe70" <= sign <= "\ufeff" or "\ufb00" <= sign <= "\ufb06":
            sign = unicodedata.normalize("NFKC", sign)
        sign = clean(sign)
        if not sign:
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        glyph = Glyph(sign, box.left, box.right, y.value, look.size, look.italic, look.bold, index)
        found.append((_turned(glyph, box, x.value, look.turn, width, height), look.turn))
    turn = Counter(turn for _glyph, turn in found).most_common(1)
    main = turn[0][0] if turn else 0
    if main % 2:
        width, height = height, width
    return Letters([glyph for glyph, one in found if one == main], unknown, width, height)


def _turned(glyph: Glyph, box: raw.FS_RECTF, x: float, turn: int, width: float, height: float) -> Glyph:
    """Where the letter stands if the page is held so that it is upright."""
    if turn == 1:
        return glyph._replace(left=box.bottom, right=box.top, y=width - x)
    if turn == 2:
        return glyph._replace(left=width - box.right, right=width - box.left, y=height - glyph.y)
    if turn == 3:
        return glyph._replace(left=height - box.top, right=height - box.bottom, y=x)
    return glyph


def _look(text: pypdfium2.PdfTextPage, index: int) -> _Look:
    matrix = raw.FS_MATRIX()
    scale, turn = 1.0, 0
    if raw.FPDFText_GetMatrix(text, index, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
        turn = round(angle / 90) % 4 if abs(angle / 90 - round(angle / 90)) < 0.1 else 9
    buffer, flags = ctypes.create_string_buffer(_NAME_BYTES), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, buffer, _NAME_BYTES, flags)
    name = buffer.value.decode("utf-8", "replace").lower()
    italic = bool(flags.value & _ITALIC) or "italic" in name or "oblique" in name
    weight = raw.FPDFText_GetFontWeight(text, index)
    bold = bool(flags.value & _FORCED_BOLD) or weight >= 600 or "bold" in name
    return _Look(round(raw.FPDFText_GetFontSize(text, index) * scale, 1), italic, bold, turn)
