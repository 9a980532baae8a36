# SPDX-License-Identifier: EUPL-1.2
"""A report that was printed elsewhere enters the library with its numbered paragraphs, to be reviewed like any text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.ids import normal_number
from comity.core.viewer import Viewer
from comity.dossiers.queries import person_of
from comity.resolutions.model import Text, Unusable
from comity.resolutions.numbered import Numbered, numbered
from comity.statute import Act

from .. import queries
from ..models import Instrument, Paragraph
from .adding import Given, demand_named, searched, sentence, source_of, taken
from .entering import record
from .rules import Rule

_REMEDY: Final = Text("Compare it with the report.", "Comparez avec le rapport.")


@transaction.atomic
def add_report(viewer: Viewer, *, given: Given, at: datetime) -> Instrument:
    """Keep a report with its numbered paragraphs, to be reviewed. Raises Refused, or Invalid naming the field."""
    if not queries.may_keep(viewer):
        raise Rule.ASSEMBLY_KEEPS.broken_by(Act.INSTRUMENT_ADD)
    text, found = _read(given)
    demand_named(viewer, given.symbol, given.title)
    row = Instrument(
        symbol=given.symbol, symbol_key=normal_number(given.symbol), title=given.title, form=queries.REPORT, body="",
        language=given.language or "en", source=given.source, text=text, found=_shape(found), confidence=1.0,
        words=searched(given.symbol, given.title),
        added_by_id=person_of(viewer), added_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody else added it since we looked
        raise Invalid({"symbol": taken(given.symbol)}) from None
    Paragraph.rows.bulk_create(
        [
            Paragraph(
                instrument=row, place=place, part=Paragraph.Part.OPERATIVE, key=str(one.number), number=str(one.number),
                text=one.text, confidence=1.0,
            )
            for place, one in enumerate(found.paragraphs, 1)
        ],
        batch_size=500,
    )  # fmt: skip
    record(viewer, Act.INSTRUMENT_ADD, row.id, at, symbol=given.symbol)
    return row


def _read(given: Given) -> tuple[str, Numbered]:
    where = "file" if given.data or given.lines else "text"
    limit = settings.COMITY_LIMITS["instrument_characters"]
    try:
        text, _source = source_of(given)
    except Unusable as error:
        raise Invalid({where: sentence(error)}) from None
    if len(text) > limit:
        long = _("The text has %(length)d characters; at most %(limit)d are read. Leave out its annexes.")
        raise Invalid({where: long % {"length": len(text), "limit": limit}})
    found = numbered(text)
    if not found.paragraphs:
        raise Invalid({where: _("No numbered paragraph was found. Each begins a line with its number, such as “12.”.")})
    return text, found


def _shape(found: Numbered) -> Mapping[str, Any]:
    """Say what is doubtful as `resolutions.writers.shape` does."""
    doubts = [
        {"code": "gap", "place": str(one.after), "message": one.message._asdict(), "remedy": _REMEDY._asdict()}
        for one in found.missing
    ]
    return {"doubts": doubts, "left": [], "headings": list(found.headings)}
