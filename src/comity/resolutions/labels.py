# SPDX-License-Identifier: EUPL-1.2
"""Numbers of paragraphs and labels of lists: what a line begins with, and where in the nesting it belongs."""

import re
from typing import NamedTuple

_HEAD = re.compile(
    r"\s*(?:"
    r"(?:OP\s?|PP\s?)?(?P<num>[0-9٠-٩]{1,3})(?P<bis>\s?(?:bis|ter|quater|quinquies|alt)\b)?(?P<style>\.(?!\d)|\)|\s{0,3}[-–—](?=\s)|\t)\s*"
    r"|\((?P<par>[a-z]{1,2}|[A-Z]|[ivxlc]{1,6}|[IVXLC]{1,6}|[0-9٠-٩]{1,2}|[\u0621-\u064a]{1,2})\)\s*"
    r"|(?P<open>[a-z]{1,2}|[ivxlc]{1,5}|[IVX]{1,5}|[A-Z]|[\u0621-\u064a]{1,2})(?:\)|\s{0,3}[-–—](?=\s))\s*"
    r"|(?P<letter>[a-z]|[ivx]{1,4})\.\s+"
    r"|['’‘](?P<quoted>[0-9٠-٩]{1,2})['’‘]\s*"
    r"|(?P<bullet>[–—•▪◦·‣●○■-])\s+"
    r")"
)
_SIGNS = frozenset(").-–—")
_DRAFT = re.compile(r"\s*(?P<who>OP|PP)\s?(?P<num>\d{1,3})(?P<bis>\s?(?:bis|ter|quater|alt)\b)?\s?[.:)]?\s*")
_INDIC = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALIF = str.maketrans("اإآةى", "أأأهي")


class Head(NamedTuple):
    """What a paragraph begins with."""

    label: str
    """As it stands: "(a)", "5", "–"."""
    end: int
    """Where the text after it begins."""
    number: int
    """The number of a paragraph, 0 for a label of a list."""
    style: str
    """Of a number: what follows it. Of a label: "(", ")", "." or "-"."""
    readings: tuple[tuple[str, int], ...] = ()
    """What a label may mean: kind of counting and place, as "(i)" is the first Roman or the ninth letter."""


def head_of(text: str) -> Head | None:
    """The number or label a text begins with."""
    first = text.lstrip()[:1]
    if first.isalpha() and first in "OP" and (draft := _DRAFT.match(text)):
        if draft["who"] == "OP":
            return Head(f"{draft['num']}{draft['bis'] or ''}", draft.end(), int(draft["num"]), "OP")
        return None
    if first.isalpha() and _SIGNS.isdisjoint(text.lstrip()[:9]):
        return None
    found = _HEAD.match(text)
    if not found:
        return None
    if number := found["num"]:
        plain = number.translate(_INDIC)
        label = f"{plain}{found['bis'] or ''}"
        return Head(label, found.end(), int(plain), found["style"].strip() or "\t", (("1", int(plain)),))
    if bullet := found["bullet"]:
        return Head(bullet, found.end(), 0, "-", (("-", 0),))
    word = found["par"] or found["open"] or found["letter"] or found["quoted"]
    style = "(" if found["par"] else "." if found["letter"] else ")"
    return Head(found[0].strip(), found.end(), 0, style, readings(word))


def readings(word: str) -> tuple[tuple[str, int], ...]:
    """The kinds of counting in which a word is a place, and that place."""
    if word[0].isdigit():
        return (("1", int(word.translate(_INDIC))),)
    if "\u0621" <= word[0] <= "\u064a":
        letter = word[0].translate(_ALIF)
        return (("أ", _ABJAD.index(letter) + 1 if letter in _ABJAD else 0),)
    small = word.lower()
    kind = "a" if word[0].islower() else "A"
    found = []
    if len(small) == 1 or (small[0] == small[1:2] * 1 and len(set(small)) == 1):
        found.append((kind, ord(small[0]) - 96 + 26 * (len(small) - 1)))
    if all(letter in _ROMAN for letter in small):
        value = roman(small)
        if value:
            found.append(("i" if kind == "a" else "I", value))
    return tuple(found) or ((kind, 0),)


def roman(word: str) -> int:
    """The value of a Roman number in small letters; 0 where it is none."""
    total = 0
    highest = 0
    for letter in reversed(word):
        value = _ROMAN[letter]
        total += value if value >= highest else -value
        highest = max(highest, value)
    return total if 0 < total < 40 and _spelt(total) == word else 0


def _spelt(value: int) -> str:
    tens, ones = divmod(value, 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


def first_of_a_list(head: Head) -> bool:
    """Whether a label can be the first of its list."""
    return any(place in {0, 1} for _, place in head.readings)


def level(
    stack: list[tuple[str, int, str]], head: Head, *, opened: bool, following: Head | None
) -> tuple[int, str, int, bool]:
    """Where a label belongs below the levels that are open: its depth, kind, place, and whether a place was left out.

    `opened`: what stands before it ends as a list's introduction does. `following`: the next label, which tells the
    first small Roman number from the ninth letter.
    """
    best: tuple[int, str, int, bool] | None = None
    new: tuple[int, str, int, bool] | None = None
    for kind, place in head.readings:
        for depth in range(len(stack) - 1, -1, -1):
            known, last, style = stack[depth]
            if known == kind and style == head.style and (place == last + 1 or kind == "-"):
                if best is None or depth > best[0]:
                    best = (depth, kind, place, False)
                break
        if place == 1 or kind == "-":
            new = (len(stack), kind, place, False)
    if best and new:
        # "(i)" after "(h)": the next letter, or the first number of a list of its own.
        continues = following is None or (best[1], best[2] + 1) in following.readings
        begins = following is not None and (new[1], new[2] + 1) in following.readings
        if begins and not continues:
            return new
        if opened and best[0] == len(stack) - 1 and best[1] != "-":
            return new
        return best
    if best or new:
        return best or new or (0, "", 0, False)
    for depth in range(len(stack) - 1, -1, -1):
        for kind, place in head.readings:
            if stack[depth][0] == kind and place != stack[depth][1]:
                return depth, kind, place, True
    kind, place = head.readings[0] if head.readings else ("", 0)
    return len(stack), kind, place, place > 1
