# SPDX-License-Identifier: EUPL-1.2
"""Bytes as letters with a checksum (BIP 173 and BIP 350): age writes its keys so, and we our shares.

The checksum finds every slip of up to four letters in texts of up to 89, and any single one in up to 1,023.
"""

from collections.abc import Iterable

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BECH32, BECH32M = 1, 0x2BC830A3
CHECKSUM = 6
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encoded(prefix: str, content: bytes, constant: int = BECH32) -> str:
    """Return the text of these bytes, in small letters."""
    values = _regrouped(content, 8, 5)
    mark = _polymod([*_expanded(prefix), *values, *[0] * CHECKSUM]) ^ constant
    values += [(mark >> 5 * (CHECKSUM - 1 - place)) & 31 for place in range(CHECKSUM)]
    return f"{prefix}1{''.join(LETTERS[value] for value in values)}"


def decoded(text: str, prefix: str, constant: int = BECH32) -> bytes:
    """Return the bytes of a text in small letters; raises ValueError for anything that `encoded` does not write."""
    if not text.startswith(f"{prefix}1"):
        raise ValueError("another prefix")
    letters = text[len(prefix) + 1 :]
    if not set(letters) <= set(LETTERS) or len(letters) < CHECKSUM:
        raise ValueError("a letter that does not occur, or too few")
    values = [LETTERS.index(letter) for letter in letters]
    if _polymod([*_expanded(prefix), *values]) != constant:
        raise ValueError("the checksum does not fit")
    content = bytes(_regrouped(values[:-CHECKSUM], 5, 8, is_back=True))
    if encoded(prefix, content, constant) != text:
        raise ValueError("not written in the one way")
    return content


def _expanded(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            check ^= term if top >> bit & 1 else 0
    return check


def _regrouped(values: Iterable[int], size: int, into: int, *, is_back: bool = False) -> list[int]:
    """Cut a row of numbers of `size` bits into numbers of `into` bits; the last is filled with zeros, or left off."""
    found, kept, bits = [], 0, 0
    for value in values:
        kept, bits = kept << size | value, bits + size
        while bits >= into:
            bits -= into
            found.append(kept >> bits & (1 << into) - 1)
        kept &= (1 << bits) - 1
    if bits and not is_back:
        found.append(kept << into - bits & (1 << into) - 1)
    return found
