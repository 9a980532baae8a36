# SPDX-License-Identifier: EUPL-1.2
"""Texts whose line breaks were lost: a header on one line, or a whole resolution, taken apart again."""

import re
from collections.abc import Sequence
from itertools import pairwise

from .blocks import ENACTING, Block
from .labels import head_of
from .lexicon import Lexicon
from .model import Span
from .verbs import opening

_PHRASE = re.compile(
    r"(?:(?<=^)|(?<=\s))(?:The|THE|L['’]|La|Le|Les|El|Los|إن)\s?(?:[^\s,،.;:()]+\s){0,14}?[^\s,،.;:()]+[,،]\s(?=[^\W\d_])"
)
_ANCHOR = re.compile(
    r"\s(?=Distr\.|(?:Agenda item|Point|Tema) \d|(?:Resolution|Decision) adopted by|Résolution adoptée|Resolución aprobada|قرار اتخذ|\[(?:on the|without|sur la|sans|sobre|sin)|\d{1,4}/\d{1,4}\.\s+[^\W\d_])"
)
_NUMBER = re.compile(
    r"(?<=[;:.,؛،])(\s(?:and|et|y)|(?:\s?\d{1,2})?)\s+(?=\d{1,3}\s?[.)]\s+[^\W\d_])|(?<=[;:,؛])\s+(?=\d{1,3}\s?-\s+[\u0600-\u06ff])"
)
_MAYBE = re.compile(r"\d{1,3}\s?[.)\-]\s+[^\W\d_]")
_LABEL = re.compile(
    r"(?<=[;:,؛])((?:\s(?:and|or|et|ou|y|o))?)\s+(?=\((?:[a-z]{1,2}|[ivx]{1,5})\)\s|[a-z]\)\s+[^\W\d_])"
)
_COMMA = re.compile(r"[,،](?:\[?\d{1,2}\]?)?\s+(?=[^\W\d_])")
_LONG = 260
_HEADER = 200


def unfolded(blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """The blocks, those taken apart that hold several paragraphs on one line."""
    result: list[Block] = []
    folded_up = enacted = False
    for place, block in enumerate(blocks):
        enacted = enacted or (len(block.text) < 160 and block.text[-1:] in ",،" and bool(ENACTING.match(block.text)))
        if block.row or len(block.text) < (90 if place < 12 else _LONG):
            result.append(block)
            continue
        cuts = set()
        if (place < 40 and not folded_up and not enacted) or len(blocks) < 8:
            cuts |= _header_cuts(block.text, lexicon)
            folded_up = folded_up or bool(cuts)
        cuts |= _paragraph_cuts(block.text, lexicon, preamble=folded_up)
        result += _pieces(block, cuts) if cuts else [block]
    return result


def _header_cuts(text: str, lexicon: Lexicon) -> set[int]:
    """Where a header on one line is to be cut: before what stands on lines of its own, and around the enacting phrase."""
    for found in _PHRASE.finditer(text[:6000]):
        after = opening(text, lexicon, found.end())
        if (after is not None and text[found.end()].isupper()) or (
            lexicon.code == "ar" and after is not None and after.preambular
        ):
            if found.start() == 0:
                return {found.end()}
            cuts = {found.start(), found.end()}
            cuts |= {anchor.end() for anchor in _ANCHOR.finditer(text, 0, found.start())}
            return cuts
        if found.end() > 3000:
            break
    if len(text) < 900:
        cuts = {anchor.end() for anchor in _ANCHOR.finditer(text)}
        if len(cuts) > 1:
            return cuts
    return set()


def _paragraph_cuts(text: str, lexicon: Lexicon, *, preamble: bool) -> set[int]:
    """Where paragraphs on one line begin."""
    cuts: set[int] = set()
    expected = 0
    first = head_of(text)
    if first is not None and first.number:
        expected = first.number
    for found in _NUMBER.finditer(text) if _MAYBE.search(text, 12) else ():
        head = head_of(text[found.end() : found.end() + 12])
        if head is None or not head.number:
            continue
        verb = opening(text, lexicon, found.end() + head.end)
        if (
            verb is not None
            and text[found.end() + head.end].isupper() | (lexicon.code == "ar")
            and head.number == expected + 1
        ):
            cuts.add(found.end())
            expected = head.number
    if preamble or cuts:
        limit = min(cuts, default=len(text))
        for found in _COMMA.finditer(text, 0, limit):
            if text[found.end()].isupper() or lexicon.code == "ar":
                verb = opening(text, lexicon, found.end())
                if verb is not None and verb.preambular:
                    cuts.add(found.end())
    if cuts:
        cuts |= {found.end() for found in lexicon.closing_inside.finditer(text, max(cuts))}
        cuts |= {found.end() for found in _LABEL.finditer(text, min(cuts))}
    return cuts


def _pieces(block: Block, cuts: set[int]) -> list[Block]:
    """The parts of a block."""
    result = []
    edges = [0, *sorted(cuts), len(block.text)]
    for start, end in pairwise(edges):
        raw = block.text[start:end]
        text = raw.strip()
        if not text:
            continue
        offset = start + len(raw) - len(raw.lstrip())
        spans = tuple(
            Span(max(0, s.start - offset), min(len(text), s.end - offset), s.style)
            for s in block.spans
            if s.end > offset and s.start < offset + len(text)
        )
        result.append(Block(text, block.line, spans, block.indent, head_of(text), gap=True))
    return result
