# SPDX-License-Identifier: EUPL-1.2
"""What a document says by itself in each of the six languages, and how it writes dates and numbers."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from .model import Column, ColumnKind, Language

HIDDEN = "·"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: Language
    of: Mapping[str, Any]

    def __getitem__(self, name: str) -> str:
        return str(self.of[name])

    def filled(self, name: str, *given: str) -> str:
        """Return a phrase with what is given in its places; nothing in what is given is a place."""
        first, *rest = self[name].split("{}")
        return first + "".join(value + part for value, part in zip(given, rest, strict=True))

    @property
    def is_rtl(self) -> bool:
        return bool(self.of["rtl"])

    def day(self, day: date) -> str:
        """Return a day as it is written in a text."""
        number = self.of.get("first", "1") if day.day == 1 else str(day.day)
        return str(self.of["date"]).format(day=number, month=self.of["months"][day.month - 1], year=day.year)

    def languages(self, of: Sequence[Language]) -> str:
        """Return names of languages in a row."""
        *most, last = [str(self.of["languages"][one.value]) for one in of]
        return (
            self.filled("and", ("、" if self.language is Language.CHINESE else ", ").join(most), last) if most else last
        )

    def number(self, number: Decimal, column: Column) -> str:
        """Return a number as a column of this kind writes it."""
        places = 0 if column.kind is ColumnKind.COUNT else column.places
        rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        plain = f"{abs(rounded):,.{places}f}".translate({ord(","): self["thousands"], ord("."): self["decimal"]})
        signed = f"−{plain}" if rounded < 0 else plain
        return self.filled("percent", signed) if column.kind is ColumnKind.PERCENT else signed


@cache
def words(language: Language) -> Words:
    """Return the words of a language."""
    return Words(language, _all()[language.value])


@cache
def _all() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
