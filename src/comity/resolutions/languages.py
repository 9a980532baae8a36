# SPDX-License-Identifier: EUPL-1.2
"""In which language a text is, and which paragraphs are in another."""

import re
from collections.abc import Iterable

from .lexicon import LANGUAGES, lexicon

_ARABIC = re.compile("[\u0600-\u06ff]+")


def language_of(text: str) -> str:
    """The language of a text, by its most common words and letters; English where nothing tells."""
    sample = text[:8000]
    if not sample.isascii() and sum(map(len, _ARABIC.findall(sample))) > len(sample) * 0.3:
        return "ar"
    count = dict.fromkeys(LANGUAGES, 0)
    split = sample.split()
    for code in ("en", "fr", "es"):
        common = lexicon(code).common
        count[code] = sum(map(common.__contains__, split))
    return max(count, key=lambda code: count[code])


def strangers(paragraphs: Iterable[str], language: str) -> list[tuple[int, str]]:
    """Places of the paragraphs that are in another language, with that language."""
    found = []
    common = lexicon(language).common
    for place, text in enumerate(paragraphs):
        split = text.split()
        own = sum(map(common.__contains__, split))
        if len(split) < 9 or own * 6 > len(split):
            continue
        there = language_of(text)
        if there == language:
            continue
        other = sum(map(lexicon(there).common.__contains__, split))
        if there == "ar" or language == "ar" or other > 2 * own + 1:
            found.append((place, there))
    return found
