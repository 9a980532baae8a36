# SPDX-License-Identifier: EUPL-1.2
"""Lines -> blocks: what belongs to the page and to notes set apart, wrapped lines joined to whole paragraphs."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .furniture import SYMBOL, kept
from .labels import Head, head_of
from .lexicon import Lexicon
from .model import Line, Role, Source, Span, Style
from .notes import RULE, Entry, bare_start, entries_under_a_rule, start_of
from .verbs import opening, participle

_END = re.compile(
    r"[;:,.!?؛،؟…]['’”\"»)\]]*(?:\s?\[?\(?[\d*]{1,3}\)?\]?)?(?:\s(?:and|or|et|ou|y|e|o|u|و|أو)(?:,? .{0,24},)?)?[,\s]*$"
)
ENDS = frozenset(";:,.؛،")
_WIDE = 200
ENACTING = re.compile(r"(?:L['’]\s?|(?:[Tt]he|THE|L[ae]s?|LAS?|LES?|E[lL]|LOS|Los|إن|ان)\s)[^.;:]{2,150}[,،]$")
_FULL_STOP = re.compile(r"\.['’”\"»)\]]*\s?\d{0,3}$")
_BODY = re.compile(
    r"(?:The|THE|L['’]|La|Le|Les|LA|LE|LES|El|EL|Los|LOS)\s?(?:(?:[^\W\d_a-z][\w'’-]*|of|the|on|for|and|des?|du|la|l['’]|les?|et|los|y|del)[ ,]{0,2}){1,14}:?"
)
_QUOTED = re.compile(r"[“\"«]\s?(?:The|Le|La|El|L['’]|In|Recalling|Rappelant|Recordando)\s?[^\W\d]")
_MARKED = re.compile(r"[a-z]{1,2}\s|[A-Z]\.\s|[IVX]{1,5}\.?\s")


def is_ended(text: str) -> bool:
    """Whether a text ends as paragraphs do, be it followed by a marker or by "and"."""
    return text[-1:] in ENDS or bool(_END.search(text[-40:]))


@dataclass(slots=True)
class Block:
    """A whole paragraph, heading or item as it stands in the text."""

    text: str
    line: int
    spans: tuple[Span, ...] = ()
    indent: float = 0.0
    head: Head | None = None
    gap: bool = True
    """An empty line, or the beginning of the text, stands before it."""
    row: bool = False
    torn: bool = False
    """The end of a page, or notes, stand before it."""
    bold: bool = False


@dataclass(slots=True)
class Sorted:
    """Blocks of the body, notes, and what the headers of pages said."""

    blocks: list[Block] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)


def sorted_lines(source: Source, lexicon: Lexicon) -> Sorted:
    """Each line to its place."""
    found = Sorted()
    body: list[tuple[int, Line] | None] = []  # None: a gap
    lines = kept(source.lines)
    paged = bool(source.lines) and source.lines[-1].page > 1
    small = _small(source.lines)
    rule: list[tuple[int, Line]] | None = None
    rule_page = 0
    note_gap = True
    in_note = False
    closed = False
    enacted = False
    tail = _notes_at_the_end(source.lines, lexicon)
    for place, (raw, line) in enumerate(zip(source.lines, lines, strict=True)):
        number = place + 1
        if line is None or line.role in {Role.HEADER, Role.FOOTER}:
            if raw.role is Role.HEADER or SYMBOL.fullmatch(raw.text.strip()):
                found.headers.append(raw.text.strip())
            in_note = in_note and note_gap is False and paged is False
            if rule is not None and line is None and not paged:
                found.entries += entries_under_a_rule(rule)
                rule = None
            body.append((-number, raw))
            continue
        if line.role is Role.NOTE:
            found.entries.append(_given(line, number))
            continue
        text = line.text.strip()
        if place == tail:
            closed = note_gap = True
        if not text:
            note_gap = True
            if rule is not None:
                rule.append((number, line))
            else:
                body.append(None)
            continue
        if rule is not None:
            if line.page == rule_page and (
                paged or not (_ends_rule(rule, line, gap=note_gap) or (rule and _starts(line, text, lexicon)))
            ):
                rule.append((number, line))
                note_gap = False
                continue
            found.entries += entries_under_a_rule(rule)
            rule = None
            body.append((-number, raw))
        if RULE.fullmatch(line.text):
            rule, rule_page, in_note = [], line.page, False
            continue
        begun = start_of(line)
        if begun and (begun[2] != "[" or note_gap or in_note):
            found.entries.append(Entry(begun[0], line.text[begun[1] :].strip(), number, begun[2]))
            in_note, note_gap = True, False
            if not body or body[-1] is None or body[-1][0] > 0:
                body.append((-number, raw))
            continue
        if (note_gap or in_note or small(line)) and (enacted or closed or found.entries) and text[0] in "0123456789*":
            last = next((int(e.marker) for e in reversed(found.entries) if e.marker.isdigit()), 0)
            bare = bare_start(line.text, last + 1 if last or not closed else 0)
            told = closed or last or small(line) or (enacted and text[0] == "*")
            if bare and len(text) > bare[1] and told and not _styled(found.entries):
                found.entries.append(Entry(bare[0], line.text[bare[1] :].strip(), number, "bare"))
                in_note, note_gap = True, False
                continue
        if in_note and (not note_gap or small(line)) and found.entries and not _starts(line, text, lexicon):
            last_entry = found.entries[-1]
            found.entries[-1] = last_entry._replace(text=f"{last_entry.text} {text}")
            note_gap = False
            continue
        in_note = note_gap = False
        if not enacted and text[-1] in ",،":
            enacted = bool(ENACTING.match(text))
        if not closed and (enacted or place > 14) and lexicon.closing.match(text):
            closed = True
        body.append((number, line))
    if rule is not None:
        found.entries += entries_under_a_rule(rule)
    found.blocks = _joined(body, lexicon, flowing=source.flowing)
    return found


def _notes_at_the_end(lines: Sequence[Line], lexicon: Lexicon) -> int:
    """Where notes 1 to n begin that stand below the text, before its end or an annex; -1 where none do."""
    before = ""
    for place, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            continue
        if (
            text.startswith(("1 ", "1\t"))
            and _FULL_STOP.search(before[-12:])
            and bare_start(line.text, 1)
            and _runs_on(lines[place + 1 :], lexicon)
        ):
            return place
        before = text
    return -1


def _runs_on(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    """Whether only further notes, in their order, and their lines follow, up to the end or an annex."""
    expected = 2
    for line in lines:
        text = line.text.strip()
        if lexicon.annex.fullmatch(text):
            return True
        if not text:
            continue
        if bare_start(line.text, expected):
            expected += 1
        elif head_of(line.text) is not None:
            return False
    return True


def _given(line: Line, number: int) -> Entry:
    begun = start_of(line)
    if begun:
        return Entry(begun[0], line.text[begun[1] :].strip(), number, begun[2])
    marker, _, text = line.text.strip().partition(" ")
    return Entry(marker, text.strip(), number, "bare")


def _styled(entries: list[Entry]) -> bool:
    """Whether the notes of this text have markers that are no ordinary numbers."""
    return bool(entries) and entries[-1].style in {"sup", "["} and entries[0].style in {"sup", "["}


def _ends_rule(rule: list[tuple[int, Line]], line: Line, *, gap: bool) -> bool:
    """Whether the notes below a rule end before this line, where there are no pages to tell."""
    return bool(gap and rule and not start_of(line) and not bare_start(line.text, 0))


def _small(lines: Sequence[Line]) -> Callable[[Line], bool]:
    """A test whether a line is set smaller than the text, as notes are."""
    sizes: dict[float, int] = {}
    for line in lines:
        if line.size:
            sizes[line.size] = sizes.get(line.size, 0) + len(line.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    return lambda line: 0 < line.size < usual * 0.92


def _starts(line: Line, text: str, lexicon: Lexicon) -> bool:
    """Whether a line certainly begins a paragraph of the body."""
    head = head_of(line.text)
    if head and head.number:
        return opening(line.text, lexicon, head.end, infinitive=True) is not None
    return bool(head and head.style == "(") or (text[0].isupper() and opening(text, lexicon) is not None)


def _joined(body: list[tuple[int, Line] | None], lexicon: Lexicon, *, flowing: bool) -> list[Block]:
    """Blocks of the lines of the body."""
    lengths = sorted(len(entry[1].text) for entry in body if entry and entry[0] > 0)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    flowing = flowing or width > _WIDE
    blocks: list[Block] = []
    pending: list[tuple[int, Line]] = []
    ended = True
    gap = torn = True
    for entry in body:
        if entry is None:
            gap = True
            continue
        number, line = entry
        if number < 0:
            torn = True
            continue
        text = line.text.strip()
        if line.role is Role.ROW or ("\t" in text and line.role is Role.BODY and _is_row(text)):
            if pending:
                blocks.append(_block(pending))
                pending = []
            blocks.append(Block(line.text.strip("\n"), number, line.spans, line.indent, None, gap, row=True))
            ended, gap, torn = True, False, False
            continue
        if pending:
            head = head_of(line.text)
            if _continues(
                pending, line, text, head, lexicon, ended=ended, gap=gap, torn=torn, width=width, flowing=flowing
            ):
                pending.append((number, line))
                ended = is_ended(text)
                gap = torn = False
                continue
            blocks.append(_block(pending))
        pending = [(number, line)]
        starts_gap, starts_torn = gap, torn
        blocks.append(Block("", number, gap=starts_gap, torn=starts_torn))
        ended = is_ended(text)
        gap = torn = False
    if pending:
        blocks.append(_block(pending))
    return _merged(blocks)


def _merged(blocks: list[Block]) -> list[Block]:
    """Blocks with what was known when they began."""
    result: list[Block] = []
    begun: Block | None = None
    for block in blocks:
        if not block.text and not block.row:
            begun = block
            continue
        if begun is not None and not block.row:
            block.gap, block.torn = begun.gap, begun.torn
            begun = None
        result.append(block)
    return result


def _is_row(text: str) -> bool:
    """Whether a line with tabs is a row of a table: several short cells, or cells of figures."""
    cells = [cell.strip() for cell in text.split("\t") if cell.strip()]
    if len(cells) < 2:
        return text.count("\t") >= 2
    if head_of(text) and len(cells) == 2:
        return False
    if len(cells) == 2 and len(text) < 120 and len(cells[0]) > 2 and cells[0][-1] not in ".):" and not is_ended(text):
        return not cells[0][0].isdigit()
    if len(cells) == 2:
        return cells[1].replace(" ", "").replace(",", "").replace(".", "").strip("()–-%€$").isdigit() or cells[0] == ""
    return all(len(cell) < 120 for cell in cells)


def _continues(pending: list[tuple[int, Line]], line: Line, text: str, head: Head | None, lexicon: Lexicon, *,
               ended: bool, gap: bool, torn: bool, width: int, flowing: bool) -> bool:  # fmt: skip
    """Whether a line goes on with the paragraph begun."""
    before = pending[-1][1]
    first = text[0]
    goes_on = (
        not ended or before.text.rstrip()[-1:].isalpha()
    )  # "...; and" ends a paragraph only where it is followed by one
    if torn and goes_on and first.islower() and not (head and head.style in "()"):
        return True
    if flowing:
        return False
    short = len(before.text.strip()) < width * 0.72
    if torn and not ended and not short and head is None and not _stands_apart(text, lexicon):
        return True
    if gap:
        return not ended and first.islower() and head is None and len(before.text.strip()) > width * 0.6
    if (
        before.indent
        and line.indent
        and before.page == line.page
        and line.indent - before.indent > 9
        and (ended or head)
    ):
        return False
    bare = pending[0][1] is before and (known := head_of(before.text)) is not None and known.end >= len(before.text)
    if bare:
        return True
    if pending[0][1] is before and lexicon.annex.fullmatch(before.text.strip()):
        return False
    if head is not None:
        if head.number:
            if ended or short:
                return False
            return opening(line.text, lexicon, head.end) is None
        return not (ended or short)
    if ended:
        if first.islower() and before.text.rstrip()[-1:].isalpha():
            return True
        if ENACTING.match(text) or lexicon.closing.match(text) or lexicon.annex.match(text):
            return False
        if before.text.rstrip()[-1] == ":" and not short:
            return not _styled_start(line, text)
        if before.text.rstrip()[-1] in ":;؛":
            return not first.isupper() and first not in '“"' and not ("\u0600" <= first <= "\u06ff")
        if _QUOTED.match(text):
            return False
        deeper = _indent(line) - _indent(before) > 2
        if deeper or (_MARKED.match(text) and short):
            return False
        if (first.isupper() or not first.isascii()) and (opening(text, lexicon) is not None):
            return False
        if ENACTING.match(before.text.strip()) and pending[0][1] is before:
            return False
        if first.isupper() and before.text.rstrip()[-1] in ".,،":
            if len(text) < width * 0.6 and not is_ended(text):
                return False  # too short for a line within a paragraph, and no last line of one
            return not (short or (_ends_early(before, width) and participle(text, lexicon) is not None))
        return True
    if ENACTING.match(text) and (short or _BODY.fullmatch(text.rstrip(",،"))):
        return False
    if lexicon.statement.match(text) or (pending[0][1] is before and lexicon.statement.match(before.text.strip())):
        return False
    if len(text) < width * 0.72 and _BODY.fullmatch(text):
        return False
    if short and first.isupper() and opening(text, lexicon) is not None:
        return False
    if lexicon.closing.match(text) or lexicon.annex.fullmatch(text):
        return False
    if _all_bold(before) and _all_bold(line):
        return True
    if short and first.isupper() and _indent(line) - _indent(before) > 2:
        return False
    if (
        short
        and first.isupper()
        and (_BODY.fullmatch(text) or (_BODY.fullmatch(before.text.strip()) and opening(text, lexicon)))
    ):
        return False
    if (
        text.isupper() != before.text.isupper()
        and len(text) > 11
        and len(before.text.strip()) > 11
        and lexicon.code != "ar"
    ):
        return False
    return not (_all_bold(before) != _all_bold(line) and first.isupper())


def _stands_apart(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is of those that begin a block wherever they stand."""
    return bool(
        ENACTING.match(text)
        or lexicon.closing.match(text)
        or lexicon.annex.match(text)
        or opening(text, lexicon) is not None
    )


def _ends_early(line: Line, width: int) -> bool:
    return len(line.text.strip()) < width * 0.92


def _styled_start(line: Line, text: str) -> bool:
    """Whether a line begins in italics, as opening verbs are set, or with a quotation."""
    lead = len(line.text) - len(line.text.lstrip())
    return text[0] in '“"–•' or any(span.start == lead and span.style is Style.ITALIC for span in line.spans)


def _all_bold(line: Line) -> bool:
    return any(
        span.style is Style.BOLD and span.start == 0 and span.end >= len(line.text.rstrip()) for span in line.spans
    )


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip()) if not line.indent else int(line.indent / 5)


def _block(pending: list[tuple[int, Line]]) -> Block:
    """One block of the lines that belong together."""
    number, first = pending[0]
    if len(pending) == 1:
        text = first.text
        lead = len(text) - len(text.lstrip())
        text = text.strip()
        spans = first.spans
        if lead and spans:
            spans = tuple(Span(s.start - lead, s.end - lead, s.style) for s in spans if s.end > lead)
        block = Block(text, number, spans, first.indent)
    else:
        pieces: list[str] = []
        spans_: list[Span] = []
        length = 0
        for _, line in pending:
            raw = line.text
            lead = len(raw) - len(raw.lstrip())
            part = raw.strip()
            if pieces and not (pieces[-1][-1:] in "-\u2010" and part[0].islower() and pieces[-1][-2:-1].isalpha()):
                pieces.append(" ")
                length += 1
            spans_ += [
                Span(s.start - lead + length, s.end - lead + length, s.style) for s in line.spans if s.end > lead
            ]
            pieces.append(part)
            length += len(part)
        block = Block("".join(pieces), number, _fused(spans_), first.indent)
    block.head = head_of(block.text)
    block.bold = _all_bold(Line(block.text, block.spans))
    return block


def _fused(spans: list[Span]) -> tuple[Span, ...]:
    """Spans of one style that meet at the end of a line as one."""
    result: list[Span] = []
    for span in spans:
        if (
            result
            and result[-1].style is span.style
            and span.style is not Style.SUPERSCRIPT
            and span.start - result[-1].end <= 1
        ):
            result[-1] = Span(result[-1].start, span.end, span.style)
        else:
            result.append(span)
    return tuple(result)
