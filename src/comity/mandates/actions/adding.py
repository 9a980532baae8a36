# SPDX-License-Identifier: EUPL-1.2
"""From a text to an instrument with its paragraphs and mandates, and to the end of its review."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.ids import normal_number
from comity.core.search import folded_words
from comity.core.viewer import Viewer
from comity.dossiers.queries import person_of
from comity.resolutions import parse
from comity.resolutions import text as texts
from comity.resolutions.decoding import clean, decode
from comity.resolutions.model import Resolution, Source, Sub, Unusable
from comity.resolutions.writers.shape import shape
from comity.statute import Act

from .. import queries
from ..models import Instrument, Mandate, Paragraph
from .days import last_day_of
from .entering import record
from .rules import Rule

# How the Assembly of States Parties is called in the languages that are read.
_ASSEMBLIES: Final = ("assembly of states parties", "assemblee des etats parties", "asamblea de los estados partes",
                      "جمعية الدول الاطراف")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives: a text that was pasted, or the bytes of a file of text or Markdown; and what it says itself.

    `lines` are those of a Word file or a PDF, read apart before (`documents.files.lines_of_file`). `symbol` and
    `title` are taken where the text names none, or another.
    """

    source: str
    text: str = ""
    data: bytes = b""
    lines: Source | None = None
    is_markdown: bool = False
    symbol: str = ""
    title: str = ""
    language: str = ""


@transaction.atomic
def add_instrument(viewer: Viewer, *, given: Given, at: datetime) -> Instrument:
    """Read a text and keep what was found in it, to be reviewed. Raises Refused, or Invalid naming the field."""
    if not queries.may_keep(viewer):
        raise Rule.ASSEMBLY_KEEPS.broken_by(Act.INSTRUMENT_ADD)
    text, found = _read(given)
    symbol, title = given.symbol or found.symbol, given.title or found.title
    demand_named(viewer, symbol, title)
    row = Instrument(
        symbol=symbol, symbol_key=normal_number(symbol), title=title, form=found.form, body=found.body[:200],
        is_of_assembly=_is_of_assembly(found), language=found.language, adopted=_day(found.adopted),
        source=given.source, text=text, found=shape(found), confidence=found.confidence,
        words=searched(symbol, title),
        added_by_id=person_of(viewer), added_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody else added it since we looked
        raise Invalid({"symbol": taken(symbol)}) from None
    Paragraph.rows.bulk_create(_paragraphs(row, found), batch_size=500)
    places = {one.key: one for one in Paragraph.rows.filter(instrument=row)}
    Mandate.rows.bulk_create(_mandates(found, places), batch_size=500)
    record(viewer, Act.INSTRUMENT_ADD, row.id, at, symbol=symbol)
    return row


def _read(given: Given) -> tuple[str, Resolution]:
    """The text as it is kept, and what was found in it; what cannot be used says why in the reader's language."""
    where = "file" if given.data or given.lines else "text"
    limit = settings.COMITY_LIMITS["instrument_characters"]
    if where == "text" and not given.text.strip():
        raise Invalid({"text": _("Paste the text, or choose a file.")})
    try:
        text, source = source_of(given)
        if len(text) > limit:
            long = _("The text has %(length)d characters; at most %(limit)d are read. Leave out its annexes.")
            raise Invalid({where: long % {"length": len(text), "limit": limit}})
        return text, parse(source, language=given.language)
    except Unusable as error:
        raise Invalid({where: sentence(error)}) from None


def source_of(given: Given) -> tuple[str, Source]:
    """The text as it is kept, and its lines; of a Word file each line is a paragraph."""
    if given.lines:
        between = "\n\n" if given.lines.flowing else "\n"
        return between.join(line.text for line in given.lines.lines), given.lines
    text, doubts = decode(given.data) if given.data else (clean(given.text), ())
    return text, texts.source_of(text, markdown=given.is_markdown, doubts=doubts)


def sentence(error: Unusable) -> str:
    """Say in the reader's language why something cannot be read, and what to do."""
    language = get_language() or "en"
    return f"{error.message.in_(language)} {error.remedy.in_(language)}"


def demand_named(viewer: Viewer, symbol: str, title: str) -> None:
    """Raise Invalid where a text has no symbol or title of a length that can be kept, or its symbol is taken."""
    problems = {}
    if not normal_number(symbol):
        problems["symbol"] = _("No symbol was found in the text. Type it, such as ICC-ASP/10/Res.2.")
    elif len(symbol) > Instrument._meta.get_field("symbol").max_length:  # type: ignore[operator]  # it has one
        problems["symbol"] = _("What was found as the symbol is too long to be one. Type the symbol.")
    elif queries.is_taken(viewer, symbol):
        problems["symbol"] = taken(symbol)
    if not title:
        problems["title"] = _("No title was found in the text. Type it.")
    elif len(title) > settings.COMITY_LIMITS["instrument_title_characters"]:
        problems["title"] = _("What was found as the title is too long to be one. Type the title.")
    if problems:
        raise Invalid(problems)


def searched(symbol: str, title: str) -> str:
    """Return the words by which an instrument is found."""
    return " ".join(folded_words(f"{symbol} {normal_number(symbol)} {title}"))


def taken(symbol: str) -> str:
    """Say that an instrument of this symbol is here."""
    return _("%(symbol)s is here already. Look in the library.") % {"symbol": symbol}


def _is_of_assembly(found: Resolution) -> bool:
    plain = unicodedata.normalize("NFKD", f"{found.body} {found.enacting}".casefold())
    said = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return any(name in said for name in _ASSEMBLIES)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if len(text) == 10 else None


def _paragraphs(row: Instrument, found: Resolution) -> Iterator[Paragraph]:
    place = 0
    for one in found.preamble:
        place += 1
        yield Paragraph(
            instrument=row, place=place, part=Paragraph.Part.PREAMBLE, key=one.key[:60], verbs=one.verb[:500],
            text=_whole(one.text, one.sub, one.tail), confidence=one.confidence,
        )  # fmt: skip
    for two in found.operative:
        place += 1
        yield Paragraph(
            instrument=row, place=place, part=Paragraph.Part.OPERATIVE, key=two.key[:60], number=two.number[:20],
            verbs="; ".join(verb.text for verb in two.verbs)[:500], text=_whole(two.text, two.sub, two.tail),
            confidence=two.confidence,
        )  # fmt: skip


def _whole(text: str, items: tuple[Sub, ...], tail: str) -> str:
    """A paragraph with its lists, an item a line."""
    lines = [text]
    for top in items:
        lines += [f"{item.label} {item.text}".strip() for item in top.walk()]
        lines += [item.tail for item in top.walk() if item.tail]
    return "\n".join(line for line in [*lines, tail] if line)


def _mandates(found: Resolution, paragraphs: Mapping[str, Paragraph]) -> Iterator[Mandate]:
    for place, one in enumerate(found.mandates, 1):
        yield Mandate(
            paragraph=paragraphs[paragraph_key(one.key, paragraphs)], place=place, verb=one.verb[:200],
            kind=one.kind.value, addressee=one.addressee[:500], addressed=one.addressed[:500],
            action=one.action or one.verb, due=one.due.stated[:300], session=one.due.session, date=one.due.date[:10],
            due_on=last_day_of(one.due.date), every=one.due.every[:60],
        )  # fmt: skip


def paragraph_key(key: str, paragraphs: Mapping[str, Any]) -> str:
    """The paragraph in which an item stands: of "5(a)(ii)" it is "5", or "5(a)" if that is one; of "(1)[2]" "(1)"."""
    while key not in paragraphs and (place := max(key.rfind("("), key.rfind("["))) > 0:
        key = key[:place]
    return key


@transaction.atomic
def finish_review(viewer: Viewer, *, instrument_id: UUID, at: datetime) -> Instrument:
    """End the review of an instrument: its mandates come onto the board. Raises NotFound or Refused."""
    row = Instrument.rows.select_for_update().filter(id=instrument_id).first()
    if row is None:
        raise NotFound
    if not queries.may_keep(viewer):
        raise Rule.ASSEMBLY_KEEPS.broken_by(Act.INSTRUMENT_REVIEW)
    if row.stage == Instrument.Stage.REVIEWED:
        raise Rule.REVIEWED_ONCE.broken_by(Act.INSTRUMENT_REVIEW)
    row.stage, row.reviewed_by_id, row.reviewed_at = Instrument.Stage.REVIEWED, person_of(viewer), at
    row.save(update_fields=["stage", "reviewed_by", "reviewed_at"])
    record(viewer, Act.INSTRUMENT_REVIEW, row.id, at, symbol=row.symbol)
    return row
