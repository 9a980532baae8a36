# SPDX-License-Identifier: EUPL-1.2
"""Letters as they stand side by side -> letters as they are read, for lines that run to the left and to the right."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from .glyphs import Glyph

_STRONG: Final = {"R": "R", "AL": "R", "L": "L", "EN": "N", "AN": "N"}
_JOINS: Final = frozenset("./,:٫٬")
"""Between two figures these make one number of them, whatever the direction of the line."""
_LAM: Final = "ل"
_TURNED: Final = str.maketrans("()[]{}«»", ")(][}{»«")
_PAIRS: Final = {")": "(", "]": "[", "}": "{", "»": "«"}

Cluster = list[Glyph]
"""The letters of one place: one, or those of a ligature, or a letter and its marks."""


def direction(sign: str) -> str:
    """R or L for letters, N for figures, "" for what takes the direction of its surroundings."""
    return _STRONG.get(unicodedata.bidirectional(sign[:1] or " "), "")


def leans_left(glyphs: Iterable[Glyph]) -> bool:
    """Whether more letters are of a script that runs from right to left."""
    balance = 0
    for glyph in glyphs:
        found = direction(glyph.sign)
        balance += (found == "R") - (found == "L")
    return balance > 0


def clusters(glyphs: Iterable[Glyph]) -> list[Cluster]:
    """From left to right."""
    found: list[Cluster] = []
    for glyph in sorted(glyphs, key=lambda one: (one.left, one.right, one.order)):
        last = found[-1] if found else None
        if last and (_same_place(last[0], glyph) or unicodedata.combining(glyph.sign[:1])):
            last.append(glyph)
        else:
            found.append([glyph])
    for cluster in found:
        if len(cluster) > 1:  # the letter before its marks; in a ligature of lam and alif, lam
            cluster.sort(key=lambda one: (bool(unicodedata.combining(one.sign[:1])), not one.sign.startswith(_LAM)))
    return found


def _same_place(one: Glyph, other: Glyph) -> bool:
    return abs(one.left - other.left) < 0.05 and abs(one.right - other.right) < 0.05


def read(placed: Sequence[Cluster], *, to_the_left: bool) -> list[Cluster]:
    """Clusters from left to right, with blanks among them -> clusters as they are read."""
    kinds = [direction(cluster[0].sign) for cluster in placed]
    if not to_the_left:
        return _runs(placed, kinds)
    out: list[Cluster] = []
    end = len(placed)
    while end:
        if kinds[end - 1] not in {"L", "N"}:
            out.append(placed[end - 1])
            end -= 1
            continue
        start = end
        for place in range(end - 1, -1, -1):
            if kinds[place] == "R":
                break
            if kinds[place]:
                start = place
        latin = next((place for place in range(start, end) if kinds[place] == "L"), end)
        out += placed[latin:end]
        out += _figures(placed[start:latin], kinds[start:latin])
        end = start
    return out


def _figures(placed: Sequence[Cluster], kinds: Sequence[str]) -> list[Cluster]:
    """Numbers in a line to the left: each from left to right, one after another to the left."""
    out: list[Cluster] = []
    end = len(placed)
    while end:
        start = end - 1
        if kinds[start] == "N":
            while start and (
                kinds[start - 1] == "N"
                or (start > 1 and placed[start - 1][0].sign in _JOINS and kinds[start - 2] == "N")
            ):
                start -= 1
        out += placed[start:end]
        end = start
    return out


def _runs(placed: Sequence[Cluster], kinds: Sequence[str]) -> list[Cluster]:
    """A line to the right, words of the other direction in it turned round."""
    out: list[Cluster] = []
    start = 0
    while start < len(placed):
        end = start + 1
        if kinds[start] == "R":
            for place in range(start + 1, len(placed)):
                if kinds[place] == "L":
                    break
                if kinds[place] == "R":
                    end = place + 1
            out += placed[start:end][::-1]
        else:
            out += placed[start:end]
        start = end
    return out


def turned(texts: Sequence[str]) -> bool:
    """Whether the brackets of these lines close before they open, and would not if each were the other one."""
    return _faults(texts) > _faults([text.translate(_TURNED) for text in texts])


def turn(text: str) -> str:
    """The text with each bracket beside a letter of the right-to-left scripts turned into the other one."""
    out = list(text)
    for place, sign in enumerate(text):
        if sign in "()[]{}«»":
            before = next((kind for one in reversed(text[:place]) if (kind := direction(one)) in {"L", "R"}), "R")
            after = next((kind for one in text[place + 1 :] if (kind := direction(one)) in {"L", "R"}), "R")
            if "R" in {before, after}:
                out[place] = sign.translate(_TURNED)
    return "".join(out)


def _faults(texts: Sequence[str]) -> int:
    faults, opened = 0, list[str]()
    for sign in "".join(texts):
        if sign in _PAIRS.values():
            opened.append(sign)
        elif sign in _PAIRS:
            if opened and opened[-1] == _PAIRS[sign]:
                opened.pop()
            else:
                faults += 1
    return faults + len(opened)
