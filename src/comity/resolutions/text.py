# SPDX-License-Identifier: EUPL-1.2
"""Plain text and Markdown -> lines with their italics and superscripts."""

import re
from collections.abc import Iterator

from . import tabled
from .decoding import LARGEST, clean, decode
from .model import Doubt, Line, Source, Span, Style, Text, Unusable

_SPECIAL = re.compile(r"[*_<\\^⁰¹²³⁴-⁹]|\[\^")
_MARK = re.compile(r"[*_<\\^\[⁰¹²³⁴-⁹]")
_TOKEN = re.compile(
    r"(?P<escaped>\\[\\`*_{}\[\]()#+\-.!>~|])"
    r"|(?P<sup>[⁰¹²³⁴-⁹](?:[⁰¹²³⁴-⁹]|[,⁾](?=[⁰¹²³⁴-⁹]))*)"
    r"|\[\^(?P<caret>[A-Za-z0-9*]{1,8})\]"
    r"|\^(?P<hat>\d{1,3}|[a-z*])\^"
    r"|<sup>\s{0,2}(?P<html>[^<>\s]{1,8})\s{0,2}</sup>"
    r"|</?(?P<tag>em|i|b|strong|u)>"
    r"|<br\s{0,2}/?>"
    r"|(?P<stars>\*{1,3}|_{1,3})"
)
_RAISED = frozenset({"sup", "caret", "hat", "html"})
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁾", "0123456789,")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t]*#*$")
_QUOTE = re.compile(r"(?:> ?)+")
_CELLS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:\-]+$")


def read(data: bytes, *, markdown: bool = False) -> Source:
    """The lines of a plain text or Markdown file; raises Unusable for what cannot be read as text."""
    text, doubts = decode(data)
    return source_of(text, markdown=markdown, doubts=doubts)


def pasted(text: str, *, markdown: bool = False) -> Source:
    """The lines of a text that is a string already, as from a form; refuses what `read` refuses for its size."""
    if len(text) > LARGEST:
        return read(text.encode("utf-8", "replace"))
    if not text.strip():
        raise Unusable(
            "empty",
            Text("There is no text.", "Il n'y a pas de texte."),
            Text("Paste the text of the resolution.", "Collez le texte de la résolution."),
        )
    return source_of(clean(text), markdown=markdown)


def source_of(text: str, *, markdown: bool = False, doubts: tuple[Doubt, ...] = ()) -> Source:
    """The lines of a clean text. Emphasis and superscripts are understood in both formats, the rest of Markdown in one."""
    if tabled.is_table(text):
        return tabled.source_of(text, doubts)
    lines = []
    page = 1
    for raw in text.split("\n"):
        feed = raw.count("\f")
        if feed:
            page += feed
            raw = raw.replace("\f", "")  # noqa: PLW2901 - the same line without its page break
        lines.append(_marked(raw, page) if markdown else _line(raw, page))
    return Source(lines=tuple(lines), format="markdown" if markdown else "text", doubts=doubts)


def _line(raw: str, page: int) -> Line:
    if _SPECIAL.search(raw) and raw.strip("_* "):
        text, spans = styled(raw)
        return Line(text, spans, page)
    return Line(raw, (), page)


def _marked(raw: str, page: int) -> Line:
    stripped = raw.lstrip()
    if stripped.startswith("#") and (heading := _HEADING.match(stripped)):
        text, spans = styled(heading[1])
        return Line(text, (*spans, Span(0, len(text), Style.BOLD)), page)
    if stripped.startswith(">"):
        return _line(_QUOTE.sub("", stripped, count=1), page)
    if stripped.startswith("|"):
        if _RULE.match(stripped):
            return Line("", (), page)
        cells = [styled(cell.strip())[0] for cell in _CELLS.split(stripped.strip().strip("|"))]
        return Line("\t".join(cells), (), page)
    if stripped.startswith(("- ", "* ", "+ ")):
        return _line(f"{raw[: len(raw) - len(stripped)]}– {stripped[2:]}", page)
    return _line(raw, page)


def styled(raw: str) -> tuple[str, tuple[Span, ...]]:
    """The text without the signs that set its style, and the spans they meant. A sign without its partner stays."""
    pieces: list[str] = []
    length = 0
    at = 0
    spans: list[Span] = []
    open_: list[tuple[str, int, int]] = []  # sign, index of its piece, offset in the text
    for token in _tokens(raw):
        start, end = token.span()
        if start > at:
            pieces.append(raw[at:start])
            length += start - at
        at = end
        kind = token.lastgroup
        said = token[kind] if kind else ""
        if kind in _RAISED:
            sup = said.translate(_DIGITS) if kind == "sup" else said
            spans.append(Span(length, length + len(sup), Style.SUPERSCRIPT))
            pieces.append(sup)
            length += len(sup)
        elif kind == "escaped":
            pieces.append(said[1])
            length += 1
        elif kind == "stars":
            sign = said
            before, after = raw[start - 1 : start], raw[end : end + 1]
            opens = bool(after) and not after.isspace() and not before.isalnum() and before != sign[0]
            closes = bool(before) and not before.isspace() and not after.isalnum()
            if closes and any(known == sign for known, _, _ in open_):
                while (last := open_.pop())[0] != sign:
                    pass
                pieces[last[1]] = ""
                spans = _moved(spans, last[2], len(sign))
                open_ = [known for known in open_ if known[1] < last[1]]
                length -= len(sign)
                spans.append(Span(last[2], length, Style.BOLD if len(sign) == 2 else Style.ITALIC))
            else:
                if opens:
                    open_.append((sign, len(pieces), length))
                    if len(open_) > 8:
                        open_.pop(0)
                pieces.append(sign)
                length += len(sign)
        elif kind == "tag" and token[0][1] != "/":
            open_.append((said, len(pieces), length))
            pieces.append("")
        elif kind == "tag":
            if open_ and open_[-1][0] == said:
                _, _, offset = open_.pop()
                spans.append(Span(offset, length, Style.ITALIC if said in {"em", "i"} else Style.BOLD))
        else:
            pieces.append(" ")
            length += 1
    if at < len(raw):
        pieces.append(raw[at:])
    spans.sort()
    return "".join(pieces), tuple(span for span in spans if span.end > span.start)


def _tokens(raw: str) -> Iterator[re.Match[str]]:
    """The signs, looked for only where a character stands with which one may begin: that is found fast."""
    at = 0
    while mark := _MARK.search(raw, at):
        token = _TOKEN.match(raw, mark.start())
        if token:
            yield token
        at = token.end() if token else mark.end()


def _moved(spans: list[Span], after: int, by: int) -> list[Span]:
    """Spans once `by` characters were taken out at `after`."""
    return [Span(s.start - by, s.end - by, s.style) if s.start >= after + by else s for s in spans]
