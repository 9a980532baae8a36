# SPDX-License-Identifier: EUPL-1.2
"""Texts whose line breaks were lost: a header on one line, or a whole resolution, taken apart again."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .blocks import ENACTING, Block
from .labels import head_of
from .lexicon import Lexicon
from .model import Line, Role, Source, Span
from .verbs import opening, participle

_PHRASE = re.compile(
    r"(?:(?<=^)|(?<=\s))(?:L['’]\s?|(?:The|THE|La|Le|Les|LA|LE|El|EL|Los|إن)\s)(?:[^\s,،.;:()]+\s){0,14}?[^\s,،.;:()]+[,،]\s(?=[^\W\d_])"
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


# Texts without lines: everything on one, or all wrapped as one paragraph


_TOP = re.compile(
    r"\s(?=Distr\.|(?:Agenda item|Point|Tema) \d|(?:Resolution|Decision) adopted by|Adopted (?:at|by|in|on)\b|Adoptée (?:à|par|lors)\b|Aprobada (?:en|por)\b|Résolution adoptée|Resolución aprobada"
    r"|قرار اتخذ|اعتُ?مد|\[(?:on the|without|sur la|sans|sobre|sin)|\d{1,4}/\d{1,4}\.?\s+[^\W\d_]|Statement by the President|Déclaration (?:du Président|de la Présidente)|Declaración de la Presidencia|Resolution \d+ \(|Résolution \d+ \(|Resolución \d+ \()"
)
_ARTICLE = re.compile(r"(?<=\s)(?:The|THE|L['’]|La|Le|Les|El|Los)\s?(?=[^\W\d_a-z])")
_PAGE_INSIDE = re.compile(
    r"\s(?:(?:[A-Z]{1,2}\.)?\d{2}-\d{5}(?:\s\([A-Z]\))?(?:\s\d{6})?(?:\s\*?\d{7}\*?)?(?:\s\d{1,3}/\d{1,3})?|\d{1,3}/\d{1,3}\s(?:[A-Z]{1,2}\.)?\d{2}-\d{5})"
    r"(?:\s[A-Z]{1,3}/(?:[A-Z]+/)*\d+/\d+(?=\s)|\s[A-Z]/[A-Z]+/\d+\s\(\d{4}\)(?=\s))?"
)
_CODE_INSIDE = re.compile(
    r"(?:(?<=\s)|^)(?:[A-Z][A-Z-]{1,9}/\d+/\d+\s)?(?:\d{1,3}\s)?\d{0,3}-?[EFSARC]-?\d{6}(?:\s\d{1,3}(?=\s[^\W\d_]))?(?:\s[A-Z][A-Z-]{1,9}/\d+/\d+(?=\s))?\s"
)
_PART = re.compile(r"(?<=[;.,:])\s+(?=(?:[A-Z]|[IVX]{1,5})\.\s[^\W\d_a-z])")
_BY = re.compile(
    r"\b[Aa]dopted by the ([A-Z][^,.;:()\[\]]{3,70}?) (?:on|at)\b|\b[Aa]doptée par (?:la |le |l['’])([^\W\d_a-z][^,.;:()\[\]]{3,70}?) le\b|\b[Aa]probada por (?:la |el )([^\W\d_a-z][^,.;:()\[\]]{3,70}?) el\b"
)
_SYMBOL = re.compile(
    r"(?<!Resolution)(?<!Résolution)(?<!Resolución)(?<!القرار)\s(?=[A-Z][A-Z-]{0,9}/[A-Za-z0-9/.-]*(?:Res|RES|Dec|DEC|PRST)\b[./]?\d*\s[^\W\d_])"
)
_NUMBERED = re.compile(r"(?:^|(?<=\s))(\d{1,3})\s?(?:[.)]|\s-)\s+(?=[^\W\d_])")
_OPENS = re.compile(r"[,،;؛.:”](?:\s?\[?\d{1,2}\]?)?\s+(?=[^\W\d_a-z])")
_NOTE = re.compile(r"(?<=[;.,:”)؛،\]_\d])\s+(?:\[\^?(\d{1,2})\]:?|(\d{1,2}))\s+(?=[^\W\d_a-z]|[“\"(«])")
_DASH = re.compile(r"(?<=[;:,])\s+(?=[–•]\s)")
_FLAT = 700
"""Letters a line has on average where line breaks were lost."""


def relined(source: Source, lexicon: Lexicon) -> Source:
    """The source with a line for each paragraph, where its line breaks were lost; otherwise as it was."""
    if source.flowing or not _is_flat(source.lines):
        return source
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    for line in source.lines:
        text = line.text.strip()
        if not text:
            continue
        lead = len(line.text) - len(line.text.lstrip())
        spans += [Span(s.start - lead + length, s.end - lead + length, s.style) for s in line.spans if s.start >= lead]
        pieces.append(text)
        length += len(text) + 1
    text = " ".join(pieces)
    if _PAGE_INSIDE.search(text) or _CODE_INSIDE.search(text) or "_____" in text:
        text = re.sub(r"_{5,}", "_", _CODE_INSIDE.sub("", _PAGE_INSIDE.sub("", text)))
        spans = []
    cuts, notes = _cuts(text, lexicon)
    lines: list[Line] = []
    edges = sorted({0, len(text), *cuts, *notes})
    told = set(notes)
    for start, end in pairwise(edges):
        raw = text[start:end]
        said = raw.strip().rstrip("_ ")
        if not said:
            continue
        offset = start + len(raw) - len(raw.lstrip())
        own = tuple(
            Span(max(0, s.start - offset), min(len(said), s.end - offset), s.style)
            for s in spans
            if s.start < offset + len(said) and s.end > offset
        )
        lines += [Line(said, own, role=Role.NOTE if start in told else Role.BODY), Line("")]
    return replace(source, lines=tuple(lines)) if lines else source


def _is_flat(lines: Sequence[Line]) -> bool:
    """Whether line breaks were lost: lines of very many letters, or all of one width and none empty."""
    lengths = [len(line.text.strip()) for line in lines if line.text.strip()]
    total = sum(lengths)
    if total < 300:
        return False
    if len(lengths) == 1:
        return True
    if total > _FLAT * len(lengths) and len(lengths) < 12:
        return True
    width = max(lengths)
    inner = sum(1 for line in lines[:-1] if not line.text.strip())
    full = sum(1 for length in lengths[:-1] if length > width * 0.8)
    return len(lengths) > 8 and inner == 0 and 50 < width < 200 and full >= (len(lengths) - 1) * 0.97


def _cuts(text: str, lexicon: Lexicon) -> tuple[set[int], list[int]]:
    """Where paragraphs begin, and where notes do."""
    cuts: set[int] = set()
    begin = 0
    for found in _PHRASE.finditer(text):
        start, stop = found.span()
        for article in _ARTICLE.finditer(text, start + 1, stop):
            start = article.start()
        after = opening(text, lexicon, stop) or participle(text[stop : stop + 90], lexicon)
        if after is None or not (lexicon.code == "ar" or text[stop].isupper()):
            continue
        if begin and _before(text, start) not in ":.;":
            continue
        cuts |= {start, stop}
        if not begin:
            begin = stop
            cuts |= {anchor.end() for anchor in _TOP.finditer(text, 0, start)}
            cuts |= {anchor.end() for anchor in _SYMBOL.finditer(text, 0, start)}
    if by := _BY.search(text, 0, begin or len(text)):
        for plain in re.finditer(
            rf"(?<=\s)(?:The|La|Le|El|L['’])\s?{re.escape(next(filter(None, by.groups())))}\s(?=[^\W\d_a-z])",
            text[: begin or len(text)],
        ):
            after = opening(text, lexicon, plain.end())
            if after is not None and not after.preambular:
                begin = plain.end()
                cuts |= {plain.start(), begin}
                cuts |= {anchor.end() for anchor in _TOP.finditer(text, 0, plain.start())}
                break
    if (intro := lexicon.intro.search(text)) and not begin:
        cuts |= {anchor.end() for anchor in _TOP.finditer(text, 0, intro.start())}
        stop = text.find(":", intro.start())
        if 0 < stop < intro.end() + 80:
            begin = stop + 1
            cuts |= {begin} | {quote.end() for quote in re.finditer(r"(?<=[.”])\s+(?=“)", text)}
    operative = _numbers(text, lexicon, begin)
    first = operative[0] if operative else len(text)
    cuts |= set(operative)
    for found in _OPENS.finditer(text, max(0, begin - 2)):
        at = found.end()
        verb = opening(text, lexicon, at)
        if verb is None and found[0][0] == "," and (made := participle(text[at : at + 90], lexicon)) is not None:
            verb = made if text[at + made.end : at + made.end + 2].lstrip()[:1].islower() else None
        if verb is None or not (text[at].isupper() or lexicon.code == "ar"):
            continue
        if at < first and (verb.preambular or not operative):
            cuts.add(at)
    for part in _PART.finditer(text, begin):
        following = bisect_left(operative, part.end())
        if following < len(operative) and operative[following] - part.end() < 200:
            cuts.add(part.end())
    last = max(operative, default=begin)
    if closing := lexicon.closing_inside.search(text, last):
        cuts.add(closing.end())
    for annex in re.finditer(r"(?<=[.\d)”])\s+(?=[^\W\d_])", text[last:]):
        at = last + annex.end()
        if (label := lexicon.annex.match(text[at : at + 40])) and text[at + label.end() : at + label.end() + 2].strip()[
            :1
        ].isupper():
            cuts |= {at, at + label.end()}
    cuts |= {found.end() for found in _LABEL.finditer(text, first if operative else begin)}
    cuts |= {found.end() for found in _DASH.finditer(text, first if operative else begin)}
    return cuts, _notes(text, lexicon, sorted(cuts), begin)


def _before(text: str, at: int) -> str:
    """The last sign before a place that is no blank; "" where there is none near."""
    return text[max(0, at - 4) : at].rstrip()[-1:]


def _numbers(text: str, lexicon: Lexicon, begin: int) -> list[int]:
    """Where operative paragraphs with numbers begin."""
    found: list[int] = []
    last = 0
    for candidate in _NUMBERED.finditer(text, begin):
        number = int(candidate[1])
        if not (number == last + 1 or (found and number == 1) or 0 < number - last < 3):
            continue
        verb = opening(text, lexicon, candidate.end(), infinitive=True)
        if not (text[candidate.end()].isupper() or lexicon.code == "ar") or (verb is not None and verb.preambular):
            continue
        if verb is None and not (found and number == last + 1 and _before(text, candidate.start()) in {".", ";", ":"}):
            continue
        found.append(candidate.start())
        last = number
    return found


def _notes(text: str, lexicon: Lexicon, cuts: list[int], begin: int) -> list[int]:
    """Where notes begin that stand between paragraphs or behind them: their numbers go on from one to the next."""
    found: list[int] = []
    expected = 1
    edges = [*(cut for cut in cuts if cut > begin), len(text)]
    for candidate in _NOTE.finditer(text, begin):
        number = int(candidate[1] or candidate[2])
        verb = opening(text, lexicon, candidate.end())
        if number != expected or (verb is not None and not verb.preambular):
            continue
        stop = edges[bisect_left(edges, candidate.end())]
        ending = text[max(candidate.end(), stop - 4) : stop].rstrip(" _")
        if not ending.endswith((".", ")", "”", "]")) or (
            _before(text, candidate.start()) in ",:" and stop == len(text)
        ):
            continue
        first = text[candidate.end() : candidate.end() + 24].split(" ", 1)[0].lower()
        if first in lexicon.months or first in lexicon.units:
            continue
        found.append(candidate.start())
        expected += 1
    return found
