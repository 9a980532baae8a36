# SPDX-License-Identifier: EUPL-1.2
"""Automatic numbers of a Word file, as they are printed. They stand nowhere in its text."""

import re
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from .styles import Styles, said

_LEVELS: Final = 9
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ABJAD: Final = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALPHABET: Final = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
BULLET: Final = "•"


def roman(number: int) -> str:
    """4 -> iv; the figure itself beyond what is written so."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, letters in _ROMAN:
        out += letters * (number // value)
        number %= value
    return out


def _letters(number: int, alphabet: str) -> str:
    """1 -> a, 27 -> aa, 28 -> bb, as word processors and resolutions go on."""
    if number < 1:
        return str(number)
    times, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * min(times + 1, 20)


def written(number: int, form: str) -> str:
    """A number in a form of numbers ("lowerLetter"); "" for the form that shows none."""
    match form:
        case "none":
            return ""
        case "lowerLetter":
            return _letters(number, "abcdefghijklmnopqrstuvwxyz")
        case "upperLetter":
            return _letters(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        case "lowerRoman":
            return roman(number)
        case "upperRoman":
            return roman(number).upper()
        case "decimalZero":
            return f"{number:02d}"
        case "arabicAbjad":
            return _letters(number, _ABJAD)
        case "arabicAlpha":
            return _letters(number, _ALPHABET)
        case "chicago":
            return _letters(number, "*†‡§")
        case _:
            return str(number)


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    after: str = "tab"
    properties: Element | None = None


def _number(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise


def _level(found: Element, start: int | None = None) -> _Level:
    return _Level(
        form=said(found, "numFmt") or "decimal",
        text=said(found, "lvlText") or "",
        start=_number(said(found, "start"), 1) if start is None else start,
        restart=_number(said(found, "lvlRestart"), 0) if said(found, "lvlRestart") is not None else None,
        legal=found.find("isLgl") is not None and said(found, "isLgl") not in {"0", "false", "off"},
        after=said(found, "suff") or "tab",
        properties=found.find("pPr"),
    )


class Numbering:
    """Counts as the paragraphs pass by."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._lists: dict[str, Element] = {}
        self._by_style: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._levels: dict[tuple[str, int], _Level | None] = {}
        for one in root if root is not None else ():
            if one.tag == "abstractNum":
                self._abstract[one.get("abstractNumId", "")] = one
                linked = said(one, "styleLink")
                if linked:
                    self._by_style[linked] = one.get("abstractNumId", "")
            elif one.tag == "num":
                self._lists[one.get("numId", "")] = one

    def _place(self, paragraph: Element | None) -> tuple[str, int] | None:
        """The list and level of a paragraph."""
        number, level = None, None
        for found in self._styles.paragraph(paragraph, "numPr"):
            number = said(found, "numId") if number is None else number
            level = said(found, "ilvl") if level is None else level
        if number is None or number == "0" or number not in self._lists:
            return None
        return number, min(max(_number(level, 0), 0), _LEVELS - 1)

    def _of(self, number: str) -> str:
        """The definition that a list follows; lists that follow one definition count together."""
        name = said(self._lists[number], "abstractNumId") or ""
        found = self._abstract.get(name)
        linked = said(found, "numStyleLink")
        return self._by_style.get(linked, name) if linked else name

    def _level(self, number: str, level: int) -> _Level | None:
        if (number, level) not in self._levels:
            self._levels[number, level] = self._defined(number, level)
        return self._levels[number, level]

    def _defined(self, number: str, level: int) -> _Level | None:
        start = None
        for override in self._lists[number].iter("lvlOverride"):
            if override.get("ilvl") == str(level):
                begun = said(override, "startOverride")
                start = _number(begun, 1) if begun is not None else None
                own = override.find("lvl")
                if own is not None:
                    return _level(own, start)
        abstract = self._abstract.get(self._of(number))
        for found in abstract.iter("lvl") if abstract is not None else ():
            if found.get("ilvl") == str(level):
                return _level(found, start)
        return None

    def _overrides(self, number: str, level: int) -> bool:
        return any(
            one.get("ilvl") == str(level) and said(one, "startOverride") is not None
            for one in self._lists[number].iter("lvlOverride")
        )

    def next(self, paragraph: Element | None) -> tuple[str, Element | None]:
        """The number to print in front of this paragraph with what separates it, and the level's own properties."""
        place = self._place(paragraph)
        found = self._level(*place) if place else None
        if place is None or found is None:
            return "", None
        number, level = place
        counts = self._counts.setdefault(self._of(number), {})
        if place not in self._begun and self._overrides(number, level):
            counts.pop(level, None)
        self._begun.add(place)
        counts[level] = counts.get(level, found.start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            below = self._level(number, deeper)
            if below is None or below.restart is None or (below.restart and level < below.restart):
                del counts[deeper]
        return self._printed(number, found, counts), found.properties

    def _printed(self, number: str, found: _Level, counts: dict[int, int]) -> str:
        if found.form == "bullet":
            label = _PRIVATE.sub(BULLET, found.text) or BULLET
        else:
            label = re.sub(r"%([1-9])", lambda match: self._part(number, int(match[1]) - 1, found, counts), found.text)
        if not label.strip():
            return ""
        return label + {"tab": "\t", "space": " "}.get(found.after, "")

    def _part(self, number: str, level: int, found: _Level, counts: dict[int, int]) -> str:
        other = self._level(number, level)
        if other is None:
            return ""
        value = counts.get(level)
        if value is None:
            value = counts[level] = other.start
        return written(value, "decimal" if found.legal and other.form != "none" else other.form)
