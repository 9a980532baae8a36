# SPDX-License-Identifier: EUPL-1.2
"""Verbs in a text: the one a paragraph opens with, and those that follow within it."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from .lexicon import WORD, Found, Lexicon, Trie, fold
from .model import Kind, Span, Style, Verb

_JOINED = re.compile(r"[\s\u2010\u2011-]+")


class Opening(NamedTuple):
    """How a paragraph opens."""

    start: int
    end: int
    found: Found
    """Lemma and kind; the lemma is "" where no entry of the data was found."""
    preambular: bool


_NOT: Final[tuple[int, object]] = (0, None)


def walk(trie: Trie, folded: list[str], at: int) -> tuple[int, object]:
    """How many words from `at` the longest phrase of a trie takes, and what it means."""
    if at >= len(folded) or (folded[at] not in trie and folded[at][:1] != "و"):
        return _NOT
    best: tuple[int, object] = _NOT
    node = trie
    for count, word in enumerate(folded[at:], 1):
        step = node.get(word)
        if step is None:
            if count == 1 and word[:1] == "و" and len(word) > 2 and (step := node.get(word[1:])) is not None:
                node = step
                if "" in node:
                    best = (count, node[""])
                continue
            break
        node = step
        if "" in node:
            best = (count, node[""])
    return best


def opening(text: str, lexicon: Lexicon, at: int = 0, *, infinitive: bool = False) -> Opening | None:
    """The verb with which a text opens from `at`, with the words that belong to it; None where it opens with none.

    `infinitive`: also "To request", as after "Resolves:", and "We urge" or "Urge", as in a declaration.
    """
    return _opening(text, lexicon, at, infinitive)


def forget() -> None:
    """Drop what was found in the text before: to be called once for each text."""
    _opening.cache_clear()


@lru_cache(maxsize=2048)
def _opening(text: str, lexicon: Lexicon, at: int, infinitive: bool) -> Opening | None:  # noqa: FBT001 - the key of a cache
    """As `opening`; asked several times for each paragraph."""
    found_words = list(islice(WORD.finditer(text, at, at + 84), 8))
    if not found_words:
        return None
    spans = [word.span() for word in found_words]
    folded = (
        [word[0].lower() for word in found_words] if lexicon.code != "ar" else [fold(word[0]) for word in found_words]
    )
    gap = text[at : spans[0][0]]
    if gap.strip(" \t“\"«‘'([*_¿¡—–-"):
        return None
    first = said = 0
    while first < 4 and first < len(folded):
        count, _ = walk(lexicon.before, folded, first)
        if count and not _is_verb(lexicon, folded, first):
            first += count
        elif folded[first].endswith(lexicon.before_endings) and len(folded[first]) > 4 and first + 1 < len(folded):
            first += 1
        else:
            break
    if infinitive and first < len(folded) and folded[first] in lexicon.we | {"to", "de", "a"}:
        first += 1
        said = first
        while first < len(folded) - 1 and (
            folded[first].endswith(lexicon.before_endings) or walk(lexicon.before, folded, first)[0]
        ):
            first += 1
    for begin in dict.fromkeys((first, 0)):
        for trie, preambular in ((lexicon.third, False), (lexicon.participles, True)):
            if lexicon.code == "ar" and preambular:
                continue
            count, found = walk(trie, folded, begin)
            if count:
                end = _extended(lexicon, folded, begin + count)
                return Opening(spans[min(said, begin)][0], spans[end - 1][1], found, preambular)  # type: ignore[arg-type]  # a trie of verbs
        if infinitive:
            count, found = walk(lexicon.base, folded, begin)
            if count:
                end = _extended(lexicon, folded, begin + count)
                return Opening(spans[min(said, begin)][0], spans[end - 1][1], found, False)  # type: ignore[arg-type]  # a trie of verbs
    for begin in dict.fromkeys((first, 0)):
        count, _ = walk(lexicon.preambular, folded, begin)
        if count:
            end = begin + count
            if lexicon.code == "ar" and (inner := walk(lexicon.third, folded, end))[0]:
                end = _extended(lexicon, folded, end + inner[0])
                return Opening(spans[0][0], spans[end - 1][1], inner[1], True)  # type: ignore[arg-type]  # a trie of verbs
            perfect = folded[begin] in {"having", "ayant", "habiendo", "being", "étant"}
            if end < len(folded) and count == 1 and (perfect or folded[end].endswith(lexicon.preambular_endings)):
                end += 1
            return Opening(spans[0][0], spans[_extended(lexicon, folded, end) - 1][1], ("", Kind.NONE), True)
    return None


def participle(text: str, lexicon: Lexicon) -> Opening | None:
    """A word with the ending of a participle, known or not: "Enthused by ...". Only to be asked in a preamble."""
    words = [(word, fold(word[0])) for word in WORD.finditer(text, 0, 80)]
    if not words or not words[0][0][0][0].isupper():
        return None
    for count, (_, folded) in enumerate(words[:3], 1):
        if folded.endswith(lexicon.preambular_endings) and len(folded) > 4:
            ends = _extended(lexicon, [known for _, known in words], count)
            return Opening(words[0][0].start(), words[ends - 1][0].end(), ("", Kind.NONE), True)
        if not folded.endswith(lexicon.before_endings):
            break
    return None


def repaired(text: str, lexicon: Lexicon) -> Opening | None:
    """An opening verb whose letters were torn apart or glued to the next word: "Wel comes the", "Requeststhe"."""
    found = WORD.search(text)
    if not found or not found[0][0].isupper():
        return None
    ends = [word.end() for word in WORD.finditer(text, 0, 60)][:5]
    for end in ends[1:]:
        known = lexicon.collapsed.get(fold(_JOINED.sub("", text[found.start() : end])))
        if known:
            return Opening(found.start(), end, known, False)
    glued = fold(found[0])
    for length in range(min(len(glued) - 2, 24), 5, -1):
        known = lexicon.collapsed.get(glued[:length])
        if known and glued[length:] in {
            "the",
            "that",
            "all",
            "its",
            "la",
            "le",
            "les",
            "el",
            "los",
            "las",
            "que",
            "also",
            "further",
            "states",
            "to",
            "of",
        }:
            return Opening(found.start(), found.start() + length, known, False)
    return None


def _is_verb(lexicon: Lexicon, folded: list[str], at: int) -> bool:
    return bool(walk(lexicon.third, folded, at)[0] or walk(lexicon.participles, folded, at)[0])


def _extended(lexicon: Lexicon, folded: list[str], end: int) -> int:
    """`end` moved past the words that belong to a verb: "also", "with appreciation"."""
    while end < len(folded):
        count, _ = walk(lexicon.after, folded, end)
        if not count:
            break
        end += count
    return end


def inner(text: str, lexicon: Lexicon, italics: Iterable[Span], begin: int) -> Iterator[Opening]:
    """Verbs by which the body goes on to act within a paragraph, after the one it opened with."""
    set_apart = [span for span in italics if span.style is Style.ITALIC and span.start >= begin]
    for span in set_apart:
        found = opening(text, lexicon, span.start)
        if found and not found.preambular and found.start < span.end:
            yield found
    loud = begin > 3 and text[:begin].isupper() and len(text) > begin + 40
    if loud or not lexicon.first.isdisjoint(_plain(text, lexicon)):
        taken = set_apart
        nouns, after_nouns = lexicon.data.get("nouns", ()), lexicon.data.get("after_nouns", ())
        for word in _candidates(text, lexicon, begin, loud=loud):
            folded = fold(word[0])
            if any(span.start <= word.start() < span.end for span in taken) or (loud and not word[0].isupper()):
                continue
            start = _boundary(text, word.start(), lexicon)
            if start is None:
                continue
            found = opening(text, lexicon, start)
            if found is None or found.preambular or not found.start <= word.start() < found.end:
                continue
            if not _acts(text, found):
                continue
            if folded in nouns and _after_and(text, start, lexicon):
                following = WORD.search(text, word.end(), word.end() + 40)
                if following is None or not (following[0][0].isupper() or fold(following[0]) in after_nouns):
                    continue
            yield found


def _candidates(text: str, lexicon: Lexicon, begin: int, *, loud: bool) -> Iterator[re.Match[str]]:
    """Words that are the first of some verb, in their order."""
    if loud or lexicon.code == "ar":
        for word in WORD.finditer(text, begin):
            folded = fold(word[0])
            if folded in lexicon.first or (folded[:1] == "و" and folded[1:] in lexicon.first):
                yield word
        return
    places = []
    for known in lexicon.first.intersection(text.split()):
        at = text.find(known, begin)
        while at >= 0:
            end = at + len(known)
            if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
                places.append(at)
            at = text.find(known, end)
    for at in sorted(places):
        if found := WORD.match(text, at):
            yield found


_AND_TO = re.compile(r"[,;]\s(?:and\s)?(?=to\s[a-z])")


def inner_infinitives(text: str, lexicon: Lexicon, begin: int) -> Iterator[Opening]:
    """As `inner`, for paragraphs that open with "To request": "..., and to invite"."""
    for found in _AND_TO.finditer(text, begin):
        verb = opening(text, lexicon, found.end(), infinitive=True)
        if verb is not None and verb.found[1] in {Kind.REQUEST, Kind.EXHORTATION, Kind.INVITATION, Kind.AUTHORISATION}:
            yield verb


def _plain(text: str, lexicon: Lexicon) -> set[str]:
    split = set(text.split())
    if lexicon.code == "ar":
        folded = {fold(word) for word in split}
        return folded | {word[1:] for word in folded if word[:1] == "و"}
    return split


def _boundary(text: str, at: int, lexicon: Lexicon) -> int | None:
    """Where the clause begins whose verb stands at `at`, if only words that may stand before a verb lie between."""
    left = text[max(0, at - 70) : at]
    offset = at - len(left)
    if lexicon.code == "ar":
        if text[at] == "و":
            return at
        return at if left.rstrip()[-1:] in {"،", "؛", ""} else None
    words = [(word.start() + offset, word.end() + offset, fold(word[0])) for word in WORD.finditer(left)]
    place = at
    for count in range(min(len(words), 7)):
        _, end, folded = words[-1 - count]
        between = text[end:place] if not count else text[end : words[-count][0]]
        if any(sign in between for sign in ",;:،؛"):
            return words[-count][0] if count else at
        if between.strip():
            return None
        if folded in lexicon.conjunctions:
            return words[-count][0] if count else at
        if not (folded.endswith(lexicon.before_endings) and len(folded) > 4) and not _may_stand_before(
            lexicon, [w[2] for w in words[-1 - count :]]
        ):
            return None
    return None


def _may_stand_before(lexicon: Lexicon, folded: list[str]) -> bool:
    """Whether words are the end of a phrase that may stand before a verb ("in this regard")."""
    phrase = " ".join(folded)
    return any(phrase in known for known in _phrases(lexicon))


def _phrases(lexicon: Lexicon) -> tuple[str, ...]:
    found = _KNOWN.get(lexicon.code)
    if found is None:
        found = tuple(" ".join(fold(word) for word in WORD.findall(text)) for text in lexicon.data["before"])
        _KNOWN[lexicon.code] = found
    return found


_KNOWN: dict[str, tuple[str, ...]] = {}


def _after_and(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether what begins at `start` is joined by "and" alone, without a comma before it."""
    left = text[max(0, start - 8) : start].rstrip()
    word = left.rsplit(" ", 1)[-1]
    return word in lexicon.conjunctions and left[: -len(word)].rstrip()[-1:] not in ",;"


def _acts(text: str, found: Opening) -> bool:
    """Whether a verb within a paragraph is one of the body, not a noun of the same form or a verb of someone else."""
    after = text[found.end : found.end + 40].lstrip(" ,")
    if not after or after[0] in ".;)":
        return False
    return not (
        found.found[1] is Kind.NONE
        and after.split(" ", 1)[0] in {"and", "or", "of", "et", "y"}
        and found.end - found.start < 9
    )


def verb_of(text: str, found: Opening) -> Verb:
    """The opening as a value of the model."""
    return Verb(text[found.start : found.end], found.found[0], found.found[1], found.start, found.end)
