# SPDX-License-Identifier: EUPL-1.2
"""Plain text and tables of values."""

import codecs
import unicodedata
from collections.abc import Iterator
from typing import BinaryIO, Final

from .codes import Caution, Problem, Unfit
from .kinds import Kind
from .looking import Looking

PIECE: Final = 1 << 16
ALLOWED: Final = frozenset("\t\n\r\f")
TURNING: Final = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
NUMBER: Final = frozenset("0123456789.,+-eE% ")


def pieces(file: BinaryIO, most: int) -> Iterator[str]:
    """The text, piece by piece; `Unfit` where it is not UTF-8, holds what no text holds, or never ends."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    at = 0
    while True:
        raw = file.read(PIECE)
        try:
            text = decoder.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            raise Unfit(Problem.NOT_TEXT, at=at + error.start) from None
        # Most text has none of these; the whole piece is asked before its signs are.
        if not text.isprintable() and any(unicodedata.category(sign) == "Cc" and sign not in ALLOWED for sign in text):
            raise Unfit(Problem.NOT_TEXT, at=at)
        at += len(raw)
        if at > most:
            raise Unfit(Problem.TOO_LARGE, size=f"> {most}", limit=most)
        yield text
        if not raw:
            return


def examine(file: BinaryIO, kind: Kind, look: Looking) -> None:
    """Text is UTF-8; what turns its direction, or begins like a formula in a table, is worth a word."""
    rest, line = "", 1
    for text in pieces(file, look.limits.text_bytes):
        turned = next((sign for sign in text if sign in TURNING), None) if not text.isascii() else None
        if turned:
            look.note(Caution.DIRECTION, what=f"U+{ord(turned):04X}")
        if kind.media_type == "text/csv":
            *lines, rest = (rest + text).split("\n")
            rest = rest[:PIECE]
            for number, whole in enumerate(lines, line):
                _cells(whole, number, look)
            line += len(lines)
    if rest:
        _cells(rest, line, look)


def _cells(line: str, number: int, look: Looking) -> None:
    """A cell that a spreadsheet program would calculate; a plain number is none."""
    for separator in (",", ";", "\t"):
        for cell in line.split(separator):
            text = cell.strip().removeprefix('"')
            if text.startswith(FORMULA) and set(text.rstrip('"')) - NUMBER:
                look.note(Caution.FORMULAS, what=f"{number}: {text[:20]}")
                return
