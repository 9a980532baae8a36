# SPDX-License-Identifier: EUPL-1.2
"""The value of a language declaration: which languages a request may, or must, come in (article 87(2), rule 178)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Self

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_BRACKETED = re.compile(r"\(([^)]*)\)")
_LIST = re.compile(r"\s*(?:,|/|\bor\b|\bou\b)\s*")
_BOTH = re.compile(r"\s*(?:\+|\bwith\b|\band\b|\bet\b|\bavec\b)\s*")
_CODE = re.compile(r"\b[a-z]{2}\b")
# Words of two letters that stand in such texts and are no language there.
_WORDS = frozenset({"an", "in", "of", "on", "to"})


@dataclass(frozen=True, slots=True)
class Languages:
    """Alternatives, each a combination of languages by their code of two letters (ISO 639-1).

    A request may come in any one alternative; an alternative of two languages asks for both.
    """

    alternatives: tuple[tuple[str, ...], ...]

    @classmethod
    def from_rows(cls, rows: Iterable[Iterable[str]]) -> Self:
        """Return the value that a JSON column holds."""
        return cls(tuple(tuple(row) for row in rows))

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what a text such as "it with fr translation" or "fr, de or it" asks for.

        Raises ValueError for a text that names no language by its code.
        """
        plain = text.strip().lower()
        bracketed = _BRACKETED.search(plain)
        if bracketed and _codes(bracketed[1]) and not _codes(plain[: bracketed.start()]):
            plain = bracketed[1]  # "an official language of Belgium (fr, nl, de)"
        first, *more = _BOTH.split(_BRACKETED.sub("", plain))
        found = _choices(first)
        for part in more:
            found = [(*one, *other) for one in found for other in _choices(part)]
        if not found:
            raise ValueError(f"{text!r} names no language by its code of two letters")
        return cls(tuple(dict.fromkeys(found)))

    def rows(self) -> list[list[str]]:
        """Return the value as a JSON column holds it."""
        return [list(combination) for combination in self.alternatives]

    def codes(self) -> frozenset[str]:
        """Return every language named in any alternative."""
        return frozenset(code for combination in self.alternatives for code in combination)

    def in_words(self) -> str:
        """Return the alternatives for reading, in the reader's language: "Italian and French", "French or German"."""
        reader, and_, or_ = get_language() or "en", _("and"), _("or")
        combinations = (
            f" {and_} ".join(language_name(code, reader) for code in combination) for combination in self.alternatives
        )
        return f" {or_} ".join(combinations)

    def accept(self, given: Collection[str]) -> bool:
        """Whether a request and its translations, in these languages together, meet one of the alternatives."""
        return any(set(combination) <= set(given) for combination in self.alternatives)


@cache
def known_languages() -> frozenset[str]:
    """Return the codes of two letters that name a language."""
    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2)


def language_name(code: str, reader: str) -> str:
    """Return a language's name in the reader's language, or the code where it has none."""
    return str(Locale.parse(reader, sep="-").languages.get(code, code))


# What holds where no choice was declared: either working language of the Court (articles 50(2), 87(2), rule 178(2)).
WORKING_LANGUAGES = Languages((("en",), ("fr",)))


def _choices(part: str) -> list[tuple[str, ...]]:
    return [(code,) for item in _LIST.split(part) for code in _codes(item)]


def _codes(part: str) -> list[str]:
    return [code for code in _CODE.findall(part) if code not in _WORDS]
