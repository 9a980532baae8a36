# SPDX-License-Identifier: EUPL-1.2
"""Instruments and their paragraphs."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from comity.core.errors import NotFound
from comity.core.ids import normal_number
from comity.core.paging import Page, page_of
from comity.core.search import folded_words
from comity.core.viewer import Viewer

from ..models import Instrument, Paragraph


def instruments_page(viewer: Viewer, *, text: str, size: int, after: str = "", before: str = "") -> Page[Instrument]:
    """Return a page of the instruments whose symbol or title holds every word typed, the newest here first."""
    rows = Instrument.rows.defer("text", "found")
    for word in folded_words(text)[: settings.COMITY_LIMITS["search_words"]]:
        rows = rows.filter(words__contains=word)
    return page_of(rows, order=("-added_at", "-id"), size=size, after=after, before=before)


def instrument(viewer: Viewer, instrument_id: UUID) -> Instrument:
    """Return one instrument; raises NotFound."""
    found = Instrument.rows.filter(id=instrument_id).first()
    if found is None:
        raise NotFound
    return found


REPORT = "report"
"""The form of an instrument whose paragraphs are commented on."""


def reports(viewer: Viewer) -> QuerySet[Instrument]:
    """Return the reviewed reports, the newest first."""
    rows = Instrument.rows.filter(form=REPORT, stage=Instrument.Stage.REVIEWED)
    return rows.defer("text", "found").order_by("-added_at", "-id")


def report(viewer: Viewer, report_id: UUID) -> Instrument:
    """Return one reviewed report; raises NotFound."""
    found = reports(viewer).filter(id=report_id).first()
    if found is None:
        raise NotFound
    return found


def report_named(viewer: Viewer, symbol: str) -> Instrument | None:
    """Return the reviewed report of this symbol, however it is written; else None."""
    return reports(viewer).filter(symbol_key=normal_number(symbol)).first()


def is_taken(viewer: Viewer, symbol: str) -> bool:
    """Whether an instrument with this symbol is here, however it is written."""
    return Instrument.rows.filter(symbol_key=normal_number(symbol)).exists()


def paragraphs_of(viewer: Viewer, instrument_id: UUID) -> QuerySet[Paragraph]:
    """Return the paragraphs of an instrument in the order of the text."""
    return Paragraph.rows.filter(instrument_id=instrument_id).order_by("place")


def paragraph_named(viewer: Viewer, *, symbol: str, number: str) -> Paragraph | None:
    """Return the operative paragraph of this number or key, of the instrument of this symbol; else None."""
    rows = Paragraph.rows.filter(
        instrument__symbol_key=normal_number(symbol), part=Paragraph.Part.OPERATIVE
    ).select_related("instrument")
    wanted = number.strip().rstrip(".")
    return rows.filter(key=wanted).first() or rows.filter(number=wanted).first()
