# SPDX-License-Identifier: EUPL-1.2
"""What stands before the enacting phrase: symbol, title, day of adoption, form."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .blocks import Block
from .days import day_text
from .furniture import SYMBOL
from .lexicon import WORD, Lexicon, fold
from .lexicon import lexicon as lexicon_of

_OF_A_TEXT = re.compile(
    r"(?:AG/(?:RES|DEC)\.\s?\d+\s?\([^)]{3,24}\)|[A-Z][A-Za-z.\-]{0,12}(?:/[A-Za-z0-9.\-]+(?:\([A-Z0-9\-/]+\))?)*/(?:(?:RES|Res|DEC|Dec|DECISION|Decl|RC|PRST|L|CONF|Rec)\b[./]?[A-Za-z0-9.\-]*(?:\([A-Z0-9\-/]+\))?(?:/[A-Za-z0-9.\-]+){0,4}|Res\.\d+|Dec\.\d+)"
    r"|RC/(?:Res|Dec|Decl)\.\d+|[A-Z]{2,8}\d{1,3}\.\d{1,3}\b|EX\.CL/Dec\.\d+\([A-Z0-9]+\))(?:\s?\(\d{4}\))?"
)
_NUMBERED = re.compile(
    r"\s*(?P<number>(?:[A-Z]{1,4}\d{0,3}\.|)\d{1,4}(?:/\d{1,4}|\s?\(\d{4}\))?(?:\s?[A-Z]\b)?|\d{1,4}\s?\([IVXLCES\-]+\))\s*[.:]?\s+(?P<title>[^\W\d_“\"«(].*)"
)
_TITLE_NUMBER = re.compile(
    r"\s*(?P<number>(?:\d{1,4}/(?:\d{1,4}|[A-Z]\.\d+)(?:\s[A-Z])?|\d{1,4}\s?\((?:\d{4}|[IVXLCES\-]+)\)))\.?\s*(?P<title>.*)",
    re.DOTALL,
)
_COUNCIL = re.compile(r"(?:Resolution|Résolution|Resolución|RESOLUTION|القرار|قرار)\s+(\d{1,4}\s?\(\d{4}\))")
_DAY = re.compile(
    r"(\d{1,2})(?:er|º|°|st|nd|rd|th)?[\s\u00a0]+(?:de\s+|d['’]\s?)?([^\W\d_]{3,}(?:\s[^\W\d_]{3,})?)(?:/([^\W\d_]+))?,?[\s\u00a0]+(?:de\s+|del\s+)?(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2,8}) (\d{1,2}),? (\d{4})\b")

_UN = {
    "General Assembly": "A/RES/{}", "Assemblée générale": "A/RES/{}", "Asamblea General": "A/RES/{}", "الجمعية العامة": "A/RES/{}",
    "Economic and Social Council": "E/RES/{}", "Conseil économique et social": "E/RES/{}", "Consejo Económico y Social": "E/RES/{}",
    "Human Rights Council": "A/HRC/RES/{}", "Conseil des droits de l’homme": "A/HRC/RES/{}", "Consejo de Derechos Humanos": "A/HRC/RES/{}",
    "Security Council": "S/RES/{}", "Conseil de sécurité": "S/RES/{}", "Consejo de Seguridad": "S/RES/{}", "مجلس الأمن": "S/RES/{}",
}  # fmt: skip
"""How a body of the United Nations forms the symbol of a resolution from its number, which is all that some texts give."""


class Masthead(NamedTuple):
    symbol: str
    title: str
    title_line: int
    adopted: str
    adoption: str
    form: str
    formed: bool
    """The symbol is not in the text but formed from a number and the body."""


def day_of(text: str, lexicon: Lexicon) -> str:
    """The last whole date in a text (2011-12-20); "" where there is none."""
    found = ""
    for day, first, second, year in _DAY.findall(text):
        month = _month(first, second, lexicon)
        found = day_text(year, month, day) or found
    if not found:
        for name, day, year in _MONTH_FIRST.findall(text):
            month = _month(name, "", lexicon)
            found = day_text(year, month, day) or found
    return found


def _month(first: str, second: str, lexicon: Lexicon) -> int:
    for name in (second, first, first.split(maxsplit=1)[0]):
        key = " ".join(fold(word) for word in WORD.findall(name))
        found = lexicon.months.get(key)
        if found is None and lexicon.code != "en":
            found = lexicon_of("en").months.get(key)
        if found:
            return found
    return 0


def read(
    blocks: Sequence[Block], closing: Sequence[str], headers: Sequence[str], body: str, lexicon: Lexicon
) -> Masthead:
    """What a masthead says; `closing` are the lines after the body, `headers` those at the top of pages."""
    symbol, formed = _symbol(blocks, headers, body)
    title, title_line = _title(blocks, symbol, lexicon)
    adopted, adoption = _adopted(blocks, closing, lexicon)
    kind = "resolution"
    texts = [block.text for block in blocks if len(block.text) < 300]
    if any(lexicon.statement.search(text) for text in texts):
        kind = "statement"
    else:
        for text in (
            symbol.replace("Res.", "Resolution ").replace("RES", "Resolution").replace("Dec", "Decision"),
            *texts,
        ):
            named = next((name for name, pattern in lexicon.forms if pattern.search(text)), "")
            if named:
                kind = named
                break
    return Masthead(symbol, title, title_line, adopted, adoption, kind, formed)


def _symbol(blocks: Sequence[Block], headers: Sequence[str], body: str) -> tuple[str, bool]:
    """The symbol, and whether it had to be formed."""
    for text in (*headers, *(block.text for block in blocks)):
        if text[:1] != "[" and (found := _OF_A_TEXT.search(text)):
            before = text[: found.start()]
            if before.count("(") <= before.count(")") or "document" not in before:
                return found[0].rstrip(".*"), False
    for text in (*headers, *(block.text for block in blocks)):
        if SYMBOL.fullmatch(text.strip()) and any(sign.isdigit() for sign in text):
            return text.strip().rstrip("*"), False
    pattern = next((form for name, form in _UN.items() if fold(name) == fold(body.replace("'", "’"))), "{}")
    for block in blocks:
        if (found := _COUNCIL.search(block.text)) or (found := _TITLE_NUMBER.match(block.text)):
            return pattern.format(found[1]), True
    return "", False


def _title(blocks: Sequence[Block], symbol: str, lexicon: Lexicon) -> tuple[str, int]:
    """The title, and the line on which it stands."""
    for place, block in enumerate(blocks):
        found = _TITLE_NUMBER.match(block.text)
        if found and not _MARK.fullmatch(found["title"].strip() or "1") and (found["title"] or place + 1 < len(blocks)):
            title = found["title"].strip()
            if title and (_adoption_like(title, lexicon) or lexicon.noise.search(title)):
                continue
            after = place + 1
            if not title and after < len(blocks):
                title = blocks[after].text
                after += 1
            while after < len(blocks) and _unfinished(title, blocks[after].text):
                title = f"{title} {blocks[after].text}"
                after += 1
            return " ".join(title.split()), block.line
    stem = symbol.rstrip("*")
    for block in blocks:
        text = block.text.strip()
        if stem and text.startswith(stem) and len(text) > len(stem) + 3 and not day_of(text[:80], lexicon):
            return " ".join(text[len(stem) :].lstrip("*.:–- \t").split()), block.line
    left = [block for block in blocks if not _passed_over(block.text.strip(), lexicon)]
    loud = [block for block in left if block.text.isupper() and len(block.text) > 12]
    if loud:
        longest = max(loud, key=lambda block: len(block.text))
        return " ".join(longest.text.split()), longest.line
    if left:
        return " ".join(left[-1].text.split()), left[-1].line
    for block in blocks:
        if _COUNCIL.match(block.text) or lexicon.statement.search(block.text):
            return " ".join(block.text.split()), block.line
    return "", 0


_OPEN_ENDS = frozenset(
    "of the on in for and to with by de la le les des du et en pour sur del y los las a al para por".split()
)


def _unfinished(title: str, after: str) -> bool:
    """Whether a title goes on in the next block."""
    return title.rsplit(" ", 1)[-1] in _OPEN_ENDS or (after[:1].islower() and len(after) < 200)


_MARK = re.compile(r"\d{1,2}")


def _adoption_like(text: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.adoption.search(text)) and len(text) < 200


def _passed_over(text: str, lexicon: Lexicon) -> bool:
    """Whether a line of the masthead cannot be the title."""
    return (
        bool(lexicon.noise.search(text))
        or bool(lexicon_of("en").noise.search(text))
        or _adoption_like(text, lexicon)
        or bool(lexicon.sponsors.search(text))
        or bool(SYMBOL.fullmatch(text))
        or bool(_COUNCIL.fullmatch(text))
        or text[0] in "[("
        or (bool(_OF_A_TEXT.search(text)) and len(text) < 60)
        or len(text) < 4
        or (len(text) < 24 and bool(day_of(text, lexicon)))
    )


def _adopted(blocks: Sequence[Block], closing: Sequence[str], lexicon: Lexicon) -> tuple[str, str]:
    """The day of adoption, and the words that say so."""
    for block in blocks:
        if found := lexicon.adoption.search(block.text):
            day = day_of(block.text[found.start() : found.start() + 220], lexicon)
            if day:
                return day, " ".join(block.text.split())[:300]
    for place, block in enumerate(blocks):
        if _COUNCIL.search(block.text) and (day := day_of(block.text, lexicon)):
            return day, " ".join(block.text.split())[:300]
        if _COUNCIL.search(block.text) and place + 1 < len(blocks) and (day := day_of(blocks[place + 1].text, lexicon)):
            return day, blocks[place + 1].text
    for text in closing:
        if day := day_of(text, lexicon):
            return day, text
    said = next((block.text for block in blocks if _adoption_like(block.text, lexicon)), "")
    return "", " ".join(said.split())
