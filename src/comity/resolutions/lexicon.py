# SPDX-License-Identifier: EUPL-1.2
"""Verbs and words of each language, from `data/*.toml`, in the form in which the parser looks them up."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from .model import Kind

LANGUAGES = ("en", "fr", "es", "ar")
"""In the order in which they are tried where a text gives no sign."""

Found = tuple[str, Kind]
Trie = dict[str, Any]
"""Word -> further words; under "" stands what the words so far mean."""

WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_ARABIC = re.compile(r"[\u064B-\u0652\u0640\u200C-\u200F]")
_ARABIC_LETTERS = str.maketrans("أإآٱىةؤ", "ااااي" + "هو")


class Either:
    """Any of some patterns. Those that ask for the beginning of a text are tried there alone."""

    def __init__(self, patterns: list[str], flags: int = 0) -> None:
        anchored = [pattern.removeprefix("^") for pattern in patterns if pattern.startswith("^")]
        free = [pattern for pattern in patterns if not pattern.startswith("^")]
        self.source = _joined(anchored + free)
        self._anchored = re.compile(_joined(anchored), flags)
        self._free = re.compile(_joined(free), flags)

    def match(self, text: str) -> re.Match[str] | None:
        """Where a text begins with one of them."""
        return self._anchored.match(text) or self._free.match(text)

    def search(self, text: str) -> re.Match[str] | None:
        """Where one of them stands."""
        return self._anchored.match(text) or self._free.search(text)


def _joined(patterns: list[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)"


@dataclass(frozen=True, eq=False)
class Lexicon:
    """One language."""

    code: str
    common: frozenset[str]
    third: Trie
    """Verbs as they open an operative paragraph, and as a declaration has them."""
    first: frozenset[str]
    """First words of operative verbs, as they stand within a paragraph."""
    base: Trie
    """Verbs as a declaration or an infinitive has them: "We urge", "To request"."""
    participles: Trie
    before: Trie
    after: Trie
    before_endings: tuple[str, ...]
    preambular: Trie
    preambular_endings: tuple[str, ...]
    article: frozenset[str]
    we: frozenset[str]
    conjunctions: frozenset[str]
    numbered_things: frozenset[str]
    units: frozenset[str]
    months: dict[str, int]
    closing: Either
    closing_inside: re.Pattern[str]
    """The same, as it stands after the last sentence of a text without line breaks."""
    adoption: Either
    noise: Either
    statement: Either
    sponsors: Either
    annex: re.Pattern[str]
    draft: re.Pattern[str]
    intro: Either
    forms: tuple[tuple[str, re.Pattern[str]], ...]
    resolves: frozenset[str]
    collapsed: dict[str, Found]
    """Verbs without blanks, for texts whose words were split or glued by extraction."""
    data: dict[str, Any]
    """The file itself, for what only one module needs."""


@lru_cache(maxsize=16_384)  # the same few thousand words make every text
def fold(word: str) -> str:
    """The form in which words are compared: small letters, one form of the Arabic letters."""
    word = word.lower()
    if "\u0600" <= word[:1] <= "\u06ff":
        return _ARABIC.sub("", word).translate(_ARABIC_LETTERS)
    return word


def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(fold(word) for word in WORD.findall(text))


def put(trie: Trie, phrase: str, meaning: Any) -> None:
    """Add a phrase."""
    for word in words(phrase):
        trie = trie.setdefault(word, {})
    trie.setdefault("", meaning)


def trie_of(phrases: list[str]) -> Trie:
    """A trie that knows phrases and says nothing of them."""
    made: Trie = {}
    for phrase in phrases:
        put(made, phrase, True)
    return made


@cache
def lexicon(code: str) -> Lexicon:
    """The lexicon of one of `LANGUAGES`."""
    data = tomllib.loads(files("comity.resolutions").joinpath(f"data/{code}.toml").read_text(encoding="utf-8"))
    third: Trie = {}
    base: Trie = {}
    participles: Trie = {}
    collapsed: dict[str, Found] = {}
    for kind in Kind:
        for lemma, forms in data["verbs"].get(kind, {}).items():
            found = (lemma.replace("_", " "), kind)
            operative = forms if code == "ar" else forms[:1]
            for form in operative:
                put(third, form, found)
                collapsed.setdefault("".join(words(form)), found)
            put(base, found[0], found)
            for form in forms if code == "ar" else forms[1:]:
                put(participles, form, found)
    months = {fold(month): number for number, month in enumerate(data["months"], 1)}
    months |= {" ".join(words(name)): number for name, number in data.get("other_months", {}).items()}
    masthead = data["masthead"]
    return Lexicon(
        code=code,
        common=frozenset(data["common"]),
        third=third,
        first=frozenset(third),
        base=base,
        participles=participles,
        before=trie_of(data["before"]),
        after=trie_of(data["after"]),
        before_endings=tuple(data["before_endings"]),
        preambular=trie_of(data["preambular"]),
        preambular_endings=tuple(data["preambular_endings"]),
        article=frozenset(fold(word) for word in data["article"]),
        we=frozenset(fold(word) for word in data["we"]),
        conjunctions=frozenset(data["and"]),
        numbered_things=frozenset(fold(word) for word in data["numbered_things"]),
        units=frozenset(fold(word) for word in data["units"]),
        months=months,
        closing=Either(data["closing"]["patterns"]),
        closing_inside=re.compile(rf"(?<=[.;])\s+(?={Either(data['closing']['patterns']).source})"),
        adoption=Either(data["closing"]["adoption"], re.IGNORECASE),
        noise=Either(masthead["noise"]),
        statement=Either(masthead["statement"]),
        sponsors=Either(masthead["sponsors"]),
        annex=re.compile(masthead["annex"]),
        draft=re.compile(masthead["draft"]),
        intro=Either(masthead["intro"]),
        forms=tuple((name, re.compile(pattern)) for name, pattern in masthead["forms"].items()),
        resolves=frozenset(masthead["resolves"]),
        collapsed=collapsed,
        data=data,
    )
