# SPDX-License-Identifier: EUPL-1.2
"""A published report enters the library with its paragraphs, and each mandate that it answers leads to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from comity.core.errors import Invalid
from comity.core.ids import normal_number
from comity.core.viewer import Viewer
from comity.dossiers.queries import person_of
from comity.statute import Act

from ..models import Answer, Instrument, Paragraph
from ..queries import REPORT
from .adding import searched, taken
from .entering import by, record


@dataclass(frozen=True, slots=True)
class Told:
    """A numbered paragraph of a report, and the mandates that it answers."""

    number: str
    text: str
    answers: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class GivenReport:
    """A report as it is published: what stands in its masthead, and its paragraphs as everybody reads them."""

    symbol: str
    title: str
    body: str
    language: str
    adopted: date
    source: str
    paragraphs: Sequence[Told]


def enter_report(viewer: Viewer, *, given: GivenReport, at: datetime) -> Instrument:
    """Enter a report in the library and bind the mandates that it answers. Part of an act decided already: publishing.

    Nobody reads it over: it was written here, paragraph by paragraph. Raises Invalid for a symbol that is taken.
    """
    row = Instrument(
        symbol=given.symbol, symbol_key=normal_number(given.symbol), title=given.title, form=REPORT, body=given.body,
        is_of_assembly=True, language=given.language, adopted=given.adopted, source=given.source,
        text="\n\n".join(f"{one.number}. {one.text}" for one in given.paragraphs),
        found={"doubts": [], "left": []}, confidence=1.0,
        words=searched(given.symbol, given.title),
        stage=Instrument.Stage.REVIEWED, added_by_id=person_of(viewer), added_at=at, reviewed_by_id=person_of(viewer),
        reviewed_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Invalid({"symbol": taken(given.symbol)}) from None
    Paragraph.rows.bulk_create(
        Paragraph(
            instrument=row, place=place, part=Paragraph.Part.OPERATIVE, key=one.number, number=one.number,
            text=one.text, confidence=1.0,
        )
        for place, one in enumerate(given.paragraphs, 1)
    )  # fmt: skip
    places = {one.key: one for one in Paragraph.rows.filter(instrument=row)}
    Answer.rows.bulk_create(
        Answer(mandate_id=mandate_id, paragraph=places[one.number], **by(viewer, at))
        for one in given.paragraphs
        for mandate_id in dict.fromkeys(one.answers)
    )
    record(viewer, Act.INSTRUMENT_ADD, row.id, at, symbol=given.symbol)
    return row
