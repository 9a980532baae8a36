# SPDX-License-Identifier: EUPL-1.2
"""Lines -> resolution. Deterministic: the same text gives the same structure for ever."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import dues, languages, mandates, masthead, tabled, verbs
from .blocks import Block, sorted_lines
from .body import Body, Item, Walk, annex_of, sub_of
from .decoding import BLANKS, TO_BLANK
from .extraction import settled
from .flat import relined, unfolded
from .labels import head_of
from .lexicon import LANGUAGES, Lexicon, fold, lexicon
from .model import (
    Doubt,
    Line,
    Note,
    Operative,
    Preambular,
    Ref,
    Resolution,
    Source,
    Sub,
    Table,
    Text,
    Unusable,
    Verb,
)
from .notes import Bare, Entry, Marked, bracketed, slashed, without, without_superscripts
from .verbs import inner, inner_infinitives, opening, participle, repaired, verb_of

_ENACTING = re.compile(
    r"(?P<phrase>(?:L['’]\s?|(?:The|THE|La|Le|Les|LA|LE|LES|El|EL|Los|LOS|We,|إن|ان|جمعية)\s)[^.;:،,]{2,150}?)(?P<end>[,،]?)\s*$"
)
_STARS = re.compile(r"(?<=[\w).])(\*{1,3})(?=\s|$)")
_PRESIDENT = re.compile(r"Pr[eé]sident|رئيس")
_LEADING = re.compile(r"^(?:[Tt]he|THE|[Ll]['’]|[Ll][ae]s?|L[AE]S?|[Ee]l|EL|[Ll]os|إن|ان)\s?")


def parse(source: Source, *, language: str = "") -> Resolution:
    """The structure of a resolution; raises Unusable, which says what was missing, for what is none.

    `language` ("en", "fr", "es", "ar") is found out where it is not given.
    """
    if source.format == "table":
        return tabled.parse(source, language=language)
    source = _with_plain_blanks(source)
    sample = "\n".join(line.text for line in source.lines if line.text)
    code = language if language in LANGUAGES else languages.language_of(sample)
    known = lexicon(code)
    verbs.forget()
    sorted_ = sorted_lines(settled(relined(source, known), known), known)
    blocks = unfolded(sorted_.blocks, known)
    found = _parsed(blocks, sorted_.entries, sorted_.headers, known)
    return _with_doubts(found, source.doubts)


def _with_plain_blanks(source: Source) -> Source:
    """The source with one kind of blank: what stands for layout in a file is none of the text's business."""
    if all(line.text.isascii() or not (BLANKS & set(line.text)) for line in source.lines):
        return source
    return replace(source, lines=tuple(line._replace(text=line.text.translate(TO_BLANK)) for line in source.lines))


def _parsed(blocks: list[Block], entries: list[Entry], headers: list[str], known: Lexicon) -> Resolution:
    start, enacting, statement = _beginning(blocks, known)
    body = _body(enacting) if enacting else ""
    refs = _markers(blocks, entries, known, start)
    walk = Walk(blocks, refs, known, body, statement=statement)
    found = walk.run(start, len(blocks))
    _refuse_what_is_none(found, enacting, known, statement=statement)
    top = blocks[: start - 1] if enacting and not statement else blocks[:start]
    head = masthead.read(top, found.closing, headers, body, known)
    spoken = body or (mandates.speaker(found.operative[0].text, known) if statement else "")
    drafts = tuple(
        draft for begin, end in found.drafts if (draft := _draft(blocks[begin:end], known, refs[begin:end])) is not None
    )
    resolution = _assembled(found, known, enacting, spoken, statement=statement)
    notes, note_doubts = _tied(
        entries, resolution, drafts, [*(ref.marker for found_ in refs[:start] for ref in found_), *_stars(top)]
    )
    resolution = replace(
        resolution,
        symbol=head.symbol,
        title=head.title,
        form=head.form,
        adopted=head.adopted,
        adoption=head.adoption,
        notes=notes,
        drafts=drafts,
    )
    resolution = replace(resolution, mandates=tuple(mandates.mandates_of(resolution, known)))
    doubts = [
        *_walk_doubts(found),
        *note_doubts,
        *_other_doubts(resolution, head, enacting, statement=statement),
        *_date_doubts(resolution, known),
    ]
    return _with_doubts(resolution, tuple(doubts))


# Where the body begins


def _beginning(blocks: Sequence[Block], known: Lexicon) -> tuple[int, str, bool]:
    """The block with which the body begins, the enacting phrase, and whether the text is a statement."""
    statement = any(known.statement.search(block.text) for block in blocks[:14]) or any(
        known.intro.search(block.text) and _PRESIDENT.search(block.text) for block in blocks[:14]
    )
    for place, block in enumerate(blocks):
        if statement and known.intro.search(block.text):
            return place + 1, "", True
        phrase = enacting_phrase(block.text)
        if phrase and not statement and _begins(blocks, place, known):
            return place + 1, phrase, False
        if place > 60:
            break
    for place, block in enumerate(blocks):
        if (
            block.head is not None
            and block.head.number == 1
            and opening(block.text, known, block.head.end, infinitive=True)
        ):
            return place, "", False
        verb = opening(block.text, known)
        if verb is not None and (
            (verb.preambular and block.text.rstrip()[-1:] in ",،;")
            or (not verb.preambular and block.text.rstrip()[-1:] in ";؛")
        ):
            return place, "", False
        if statement and (said := mandates.speaker(block.text, known)) and len(block.text) > 60 and said:
            return place, "", True
    return len(blocks), "", statement


def enacting_phrase(text: str) -> str:
    """The phrase by which a body speaks, where the whole text is one; "" otherwise."""
    text = text.strip()
    if len(text) > 180:
        return ""
    found = _ENACTING.fullmatch(text.rstrip(":"))
    return found["phrase"].strip() if found and (found["end"] or len(text) < 110) else ""


def _begins(blocks: Sequence[Block], place: int, known: Lexicon) -> bool:
    """Whether what follows a phrase that may be enacting is a paragraph of a resolution."""
    comma = blocks[place].text.rstrip()[-1:] in ",،"
    for block in blocks[place + 1 : place + (4 if comma else 2)]:
        at = block.head.end if block.head is not None else 0
        if block.head is not None and (block.head.number == 1 or comma):
            return True
        if opening(block.text, known, at, infinitive=True) is not None or (
            comma and participle(block.text, known) is not None
        ):
            return True
        if comma and (repaired(block.text, known) is not None or block.text.rstrip()[-1:] in ",،:"):
            return True
    return False


def _body(enacting: str) -> str:
    """Who speaks, without the article."""
    return _LEADING.sub("", enacting).strip(" ,،")


# Markers


def _markers(blocks: list[Block], entries: list[Entry], known: Lexicon, start: int) -> list[tuple[Ref, ...]]:
    """Take the markers out of the blocks; return those of each block."""
    styles = {entry.style for entry in entries}
    marks = frozenset(entry.marker for entry in entries)
    bare = Bare([e.marker for e in entries if e.style == "bare"], known) if "bare" in styles else None
    refs: list[tuple[Ref, ...]] = []
    for place, block in enumerate(blocks):
        got: tuple[Ref, ...] = ()
        line = Line(block.text, block.spans)
        if any(span.style == "superscript" for span in block.spans):
            line, got = without_superscripts(line, marks)
        if "[" in line.text and "[" in styles:
            line, got = _also(bracketed(line, frozenset()), got)
        if "/" in styles:
            line, got = _also(slashed(line, marks), got)
        if bare is not None and place >= start - 2 and not block.row:
            begin = block.head.end if block.head is not None else 0
            parts: list[tuple[int, int, tuple[str]]] = []
            for first, last, mark in bare.find(line.text):
                cut_from = first - 1 if line.text[first - 1 : first] == " " else first
                if first >= begin and (not parts or cut_from >= parts[-1][1]):
                    parts.append((cut_from, last, (mark,)))
            line, got = _also(without(line, parts), got)
        if got:
            block.text, block.spans = line.text, line.spans
            block.head = head_of(block.text)
        refs.append(tuple(sorted(got, key=lambda ref: ref.at)))
    return refs


def _also(found: Marked, before: tuple[Ref, ...]) -> tuple[Line, tuple[Ref, ...]]:
    """Markers of one kind more. Where a text mixes kinds, those of the first stand as near as the end of the text."""
    if not before or not found.refs:
        return found.line, before + found.refs
    return found.line, tuple(Ref(ref.marker, min(ref.at, len(found.line.text))) for ref in before) + found.refs


def _stars(top: Sequence[Block]) -> list[str]:
    """Stars that mark a note to the title or the symbol."""
    return list(dict.fromkeys(star for block in top for star in _STARS.findall(block.text)))


def _tied(
    entries: list[Entry], resolution: Resolution, drafts: Sequence[Resolution], top: Sequence[str]
) -> tuple[tuple[Note, ...], list[Doubt]]:
    """Notes with the paragraphs in which their markers stand, and what does not fit together."""
    used: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    for part in (resolution, *drafts):
        inside = "" if part is resolution else "draft "
        for key, line, refs in _refs(part):
            for ref in refs:
                used.setdefault(ref.marker, []).append(f"{inside}{key}")
                lines.setdefault(ref.marker, line)
    for marker in top:
        used.setdefault(marker, []).insert(0, "title")
        lines.setdefault(marker, 0)
    notes = []
    doubts: list[Doubt] = []
    seen: dict[str, int] = {}
    for entry in entries:
        seen[entry.marker] = seen.get(entry.marker, 0) + 1
        where = tuple(dict.fromkeys(used.get(entry.marker, ())))
        notes.append(Note(entry.marker, entry.text, entry.line, where, seen[entry.marker]))
        if not where:
            doubts.append(
                Doubt(
                    "note", f"note {entry.marker}", entry.line,
                    Text(f"Note {entry.marker} has no marker in the text.", f"La note {entry.marker} n'a pas d'appel dans le texte."),
                    Text("Find the place it belongs to.", "Trouvez l'endroit auquel elle se rapporte."), 0.0,
                )
            )  # fmt: skip
    for marker, keys in used.items():
        if marker not in seen:
            doubts.append(
                Doubt(
                    "marker", keys[0], lines.get(marker, 0),
                    Text(f"The marker {marker} has no note.", f"L'appel {marker} n'a pas de note."),
                    Text("Look for the note at the foot of the original.", "Cherchez la note au bas de l'original."), 0.1,
                )
            )  # fmt: skip
    return tuple(notes), doubts


def _refs(resolution: Resolution) -> Iterator[tuple[str, int, tuple[Ref, ...]]]:
    paragraphs: tuple[Preambular | Operative, ...] = (*resolution.preamble, *resolution.operative)
    for paragraph in paragraphs:
        yield paragraph.key, paragraph.line, paragraph.refs
        for sub in paragraph.sub:
            for item in sub.walk():
                yield item.key, item.line, item.refs
    for place, annex in enumerate(resolution.annexes, 1):
        for sub in annex.items:
            for item in sub.walk():
                yield f"annex {place}", item.line, item.refs


# From the walk to values


def _assembled(found: Body, known: Lexicon, enacting: str, body: str, *, statement: bool) -> Resolution:
    again = _restarts(found)
    keys: dict[str, int] = {}
    operative = []
    for place, item in enumerate(found.operative, 1):
        key = item.number or f"({place})"
        if again and item.section:
            key = f"{_label(found, item.section)}.{key}"
        keys[key] = keys.get(key, 0) + 1
        item.key = key if keys[key] == 1 else f"{key}#{keys[key]}"
        sub = sub_of(item, item.key)
        acts = _verbs(item, known, body, statement=statement)
        operative.append(
            Operative(
                item.key, item.number, acts, item.text, item.line, item.section, tuple(item.refs), tuple(item.spans),
                tuple(_with_verbs(one, known) for one in sub.sub), item.tail, (Table(tuple(item.rows)),) if item.rows else (),
            )
        )  # fmt: skip
    preamble = []
    for place, item in enumerate(found.preamble, 1):
        item.key = f"pp{place}"
        sub = sub_of(item, item.key)
        preamble.append(
            Preambular(
                item.key,
                _preambular_verb(item),
                item.text,
                item.line,
                item.section,
                tuple(item.refs),
                tuple(item.spans),
                sub.sub,
                item.tail,
            )
        )
    return Resolution(
        symbol="",
        title="",
        language=known.code,
        form="resolution",
        adopted="",
        adoption="",
        body=body,
        enacting=enacting,
        preamble=tuple(preamble),
        operative=tuple(operative),
        sections=tuple(found.sections),
        annexes=tuple(annex_of(annex, place) for place, annex in enumerate(found.annexes, 1)),
        tables=(Table(tuple(found.rows)),) if found.rows else (),
        left=tuple(found.left),
    )


def _label(found: Body, section: int) -> str:
    """The label by which a section is cited: its own, or that of the last one that has any."""
    label = next((known.label for known in reversed(found.sections[:section]) if known.label), "")
    return label or f"§{section}"


def _restarts(found: Body) -> bool:
    """Whether a number stands twice, so that keys need the name of the section."""
    numbers = [item.number for item in found.operative if item.number]
    return len(numbers) != len(set(numbers))


def _verbs(item: Item, known: Lexicon, body: str, *, statement: bool) -> tuple[Verb, ...]:
    """The verbs of an operative paragraph, in their order."""
    text = item.text
    first = opening(text, known, infinitive=True)
    if statement or first is None or (first.preambular and item.number):
        first = mandates.spoken_verb(text, known, body) or (
            first if first is not None and not first.preambular else None
        )
    if first is None:
        first = item.opening or repaired(text, known) or opening(text, known)
    found: dict[int, Verb] = {}
    begin = 0
    if first is not None:
        end = first.end
        italic = next((s for s in item.spans if s.start <= first.start < s.end), None)
        if italic is not None and italic.end > end and italic.end - first.start < 60:
            end = italic.end
        found[first.start] = Verb(
            text[first.start : end].rstrip(" ,"),
            first.found[0],
            first.found[1],
            first.start,
            first.start + len(text[first.start : end].rstrip(" ,")),
        )
        begin = end
    if first is not None and text[: first.start].strip().lower() == "to":
        for more in inner_infinitives(text, known, begin):
            found.setdefault(more.start, verb_of(text, more))
    for more in inner(text, known, item.spans, begin):
        found.setdefault(more.start, verb_of(text, more))
    return tuple(found[start] for start in sorted(found))


def _with_verbs(sub: Sub, known: Lexicon) -> Sub:
    """An item with its own verbs, where it opens with one as paragraphs do, and with those of its sentences."""
    first = opening(sub.text, known)
    found: dict[int, Verb] = {}
    if first is not None and not first.preambular and first.found[0]:
        found[first.start] = verb_of(sub.text, first)
    for more in inner(sub.text, known, sub.italics, first.end if found and first else 0):
        found.setdefault(more.start, verb_of(sub.text, more))
    return replace(
        sub, verbs=tuple(found[start] for start in sorted(found)), sub=tuple(_with_verbs(one, known) for one in sub.sub)
    )


def _preambular_verb(item: Item) -> str:
    italic = next((s for s in item.spans if s.start == 0), None)
    text = item.text
    if item.opening is not None:
        end = max(item.opening.end, italic.end if italic and italic.end < 60 else 0)
        return text[item.opening.start : end].strip(" ,")
    return text[: italic.end].strip(" ,") if italic and italic.end < 60 else ""


def _draft(blocks: list[Block], known: Lexicon, refs: Sequence[tuple[Ref, ...]]) -> Resolution | None:
    """A draft as a resolution of its own; None where it has no paragraphs."""
    start, enacting, statement = _beginning(blocks, known)
    body = _body(enacting)
    walk = Walk(blocks, refs, known, body, statement=statement)
    found = walk.run(start, len(blocks))
    if not found.operative and not found.preamble:
        return None
    head = masthead.read(blocks[: max(0, start - 1)], [], [], body, known)
    resolution = replace(_assembled(found, known, enacting, body, statement=statement), title=head.title)
    resolution = _with_doubts(resolution, tuple(_walk_doubts(found)))
    return replace(resolution, mandates=tuple(mandates.mandates_of(resolution, known)))


# What cannot be used, and what is doubtful


def _refuse_what_is_none(found: Body, enacting: str, known: Lexicon, *, statement: bool) -> None:
    """Refuse what has no paragraphs by which a body acts."""
    led = sum(
        1
        for item in found.operative
        if opening(item.text, known, infinitive=True) or item.opening or mandates.spoken_verb(item.text, known, "")
    )
    few = not enacting and not statement and (led < 1 or led * 2 < len(found.operative))
    if not found.operative or few:
        missing_en = [] if enacting else ["an enacting phrase (“The Assembly ...,”)"]
        missing_fr = [] if enacting else ["une formule d'adoption (« L'Assemblée ..., »)"]
        missing_en.append("numbered or verb-led paragraphs" if not led else "enough paragraphs led by a verb")
        missing_fr.append("des paragraphes numérotés ou commençant par un verbe")
        raise Unusable(
            "structure",
            Text(
                f"No {' and no '.join(missing_en)} found; is this a resolution?",
                f"Il manque {' et '.join(missing_fr)} ; est-ce une résolution ?",
            ),
            Text(
                "Give the whole text, from its title to its last paragraph, in English, French, Spanish or Arabic.",
                "Donnez le texte entier, du titre au dernier paragraphe, en anglais, français, espagnol ou arabe.",
            ),
        )


def _walk_doubts(found: Body) -> Iterator[Doubt]:
    for item, code, line, message, remedy, weight in found.doubts:
        yield Doubt(code, item.key if item is not None else "", line, message, remedy, weight)


_REPORT = re.compile(
    r"\b([Rr]eports?|[Rr]apport|[Ii]nforme) (?:of|de|du|del) (?:the |la |le |l['’])?([A-Z][\w’'-]*(?: (?:of|de|des|du|and|y|et|[A-Z][\w’'-]*)){0,6})[^()]{0,120}\(([A-Z][\w.-]*/[\w./()-]*\w)"
)
_SERIES = re.compile(r"\b([A-Z]{2,8})([-/])([A-Z]{2,8}/\d+(?:/\d+)?)")


def _other_doubts(
    resolution: Resolution, head: masthead.Masthead, enacting: str, *, statement: bool
) -> Iterator[Doubt]:
    if not enacting and not statement:
        yield Doubt(
            "enacting", "", 0,
            Text("No enacting phrase was found (“The Assembly ...,”).", "Aucune formule d'adoption n'a été trouvée (« L'Assemblée ..., »)."),
            Text("Look whether the beginning is missing, and who speaks.", "Vérifiez si le début manque, et qui parle."), 0.2,
        )  # fmt: skip
    if head.formed:
        yield Doubt(
            "symbol", "", 0,
            Text(f"The text gives only a number; the symbol {head.symbol} was formed from it.", f"Le texte ne donne qu'un numéro ; la cote {head.symbol} en a été formée."),
            Text("Compare it with the original.", "Comparez avec l'original."), 0.0,
        )  # fmt: skip
    for paragraph in resolution.operative:
        if not paragraph.verbs and paragraph.text:
            yield Doubt(
                "verb", paragraph.key, paragraph.line,
                Text("No known verb opens this paragraph.", "Aucun verbe connu n'ouvre ce paragraphe."),
                Text("Look whether it is a paragraph of its own; its verb gives no mandate.", "Vérifiez s'il s'agit d'un paragraphe ; son verbe ne donne pas de mandat."), 0.4,
            )  # fmt: skip
    for part in resolution.preamble:
        if not part.verb:
            yield Doubt(
                "verb", part.key, part.line,
                Text("No known word opens this preambular paragraph.", "Aucun mot connu n'ouvre cet alinéa."),
                Text("Look whether it is part of the one before.", "Vérifiez s'il fait partie du précédent."), 0.3,
            )  # fmt: skip
    paragraphs: tuple[Preambular | Operative, ...] = (*resolution.preamble, *resolution.operative)
    for place, other in languages.strangers((p.text for p in paragraphs), resolution.language):
        yield Doubt(
            "language", paragraphs[place].key, paragraphs[place].line,
            Text(f"This paragraph is in another language ({other}) than the text.", f"Ce paragraphe est dans une autre langue ({other}) que le texte."),
            Text("Read one language at a time.", "Lisez une seule langue à la fois."), 0.4,
        )  # fmt: skip
    yield from _contradictions(resolution)


def _date_doubts(resolution: Resolution, known: Lexicon) -> Iterator[Doubt]:
    """Dues that name a day which does not exist: they are kept as stated, and resolved to no date."""
    for mandate in resolution.mandates:
        if mandate.due.stated and dues.names_no_day(mandate.due.stated, known):
            yield Doubt(
                "date", mandate.key, 0,
                Text(f"The calendar has no such day: “{mandate.due.stated}”.", f"Le calendrier n'a pas ce jour : « {mandate.due.stated} »."),
                Text("Compare it with the original, and give the date by hand.", "Comparez avec l'original et indiquez la date à la main."), 0.3,
            )  # fmt: skip


def _contradictions(resolution: Resolution) -> Iterator[Doubt]:
    """Notes that give one symbol to two documents, or spell one series of symbols in two ways: kept as given."""
    named: dict[str, tuple[str, Note]] = {}
    for note in resolution.notes:
        for _, whose, symbol in _REPORT.findall(note.text):
            before = named.setdefault(symbol, (whose, note))
            if fold(before[0]) != fold(whose):
                yield Doubt(
                    "contradiction", f"note {note.marker}", note.line,
                    Text(
                        f"Notes {before[1].marker} and {note.marker} give the symbol {symbol} to two documents: “{before[0]}”, “{whose}”. Both are kept as given.",
                        f"Les notes {before[1].marker} et {note.marker} donnent la cote {symbol} à deux documents : « {before[0]} », « {whose} ». Les deux sont conservées.",
                    ),
                    Text("Find out which document is meant.", "Établissez quel document est visé."), 0.0,
                )  # fmt: skip
    spelt: dict[str, tuple[str, str]] = {}
    for note in resolution.notes:
        for first, sign, rest in _SERIES.findall(note.text):
            series = f"{first}-{rest.split('/')[0]}"
            before_sign, marker = spelt.setdefault(series, (sign, note.marker))
            if before_sign != sign and marker != note.marker:
                spelt[series] = (before_sign, note.marker)
                yield Doubt(
                    "contradiction", f"note {note.marker}", note.line,
                    Text(
                        f"The symbol {first}{sign}{rest} is spelt otherwise than those of its series elsewhere ({first}{before_sign}{rest.split('/')[0]}). It is kept as given.",
                        f"La cote {first}{sign}{rest} est écrite autrement que celles de sa série ailleurs ({first}{before_sign}{rest.split('/')[0]}). Elle est conservée.",
                    ),
                    Text("Compare it with the original.", "Comparez avec l'original."), 0.0,
                )  # fmt: skip
                break


def _with_doubts(resolution: Resolution, more: tuple[Doubt, ...]) -> Resolution:
    """The resolution with further doubts, and each paragraph's confidence less what they weigh."""
    if not more:
        return resolution
    doubts = (*resolution.doubts, *more)
    weights: dict[str, float] = {}
    for doubt in doubts:
        weights[doubt.place] = weights.get(doubt.place, 0.0) + doubt.weight
    preamble = tuple(
        replace(p, confidence=_left(weights.get(p.key, 0.0))) if p.key in weights else p for p in resolution.preamble
    )
    operative = tuple(
        replace(p, confidence=_left(weights.get(p.key, 0.0))) if p.key in weights else p for p in resolution.operative
    )
    least = min([*(p.confidence for p in preamble), *(p.confidence for p in operative)], default=1.0)
    return replace(
        resolution,
        doubts=doubts,
        preamble=preamble,
        operative=operative,
        confidence=round(max(0.05, least - weights.get("", 0.0)), 2),
    )


def _left(weight: float) -> float:
    return round(max(0.05, 1.0 - weight), 2)
