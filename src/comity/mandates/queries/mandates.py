# SPDX-License-Identifier: EUPL-1.2
"""Mandates with where they stand, what was added to them, and the Assembly's sessions."""

from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, DateField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from comity.core.errors import NotFound
from comity.core.viewer import Viewer

from ..models import Bond, Correction, InstrumentCorrection, Mandate, Owner, Session, Step


def with_standing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows with `status` and `owner_code` ("" for none), and `due_day`: that stated, or the session's.

    Only what the Assembly adopted speaks of the Assembly's sessions.
    """
    last = Step.rows.filter(mandate=OuterRef("pk")).order_by("-id").values("status")[:1]
    day = Session.rows.filter(number=OuterRef("session")).values("first_day")[:1]
    of_session = Case(When(paragraph__instrument__is_of_assembly=True, then=Subquery(day)), output_field=DateField())
    owner = Owner.rows.filter(mandate=OuterRef("pk")).order_by("-id").values("owner__code")[:1]
    found: QuerySet[Any] = rows.annotate(
        owner_code=Coalesce(Subquery(owner), Value(""), output_field=CharField()),
        status=Coalesce(Subquery(last), Value(""), output_field=CharField()),
        due_day=Coalesce("due_on", of_session),
    )
    return found


def mandates_of(viewer: Viewer, instrument_id: UUID) -> QuerySet[Mandate]:
    """Return all mandates of an instrument, those that were struck too, in the order of the text."""
    rows = with_standing(Mandate.rows.filter(paragraph__instrument_id=instrument_id))
    return rows.select_related("paragraph").order_by("paragraph__place", "place")


def mandate(viewer: Viewer, mandate_id: UUID) -> Mandate:
    """Return one mandate with its paragraph and instrument; raises NotFound."""
    rows = with_standing(Mandate.rows.filter(id=mandate_id))
    found: Mandate | None = rows.select_related("paragraph__instrument").defer(
        "paragraph__instrument__text", "paragraph__instrument__found"
    ).first()  # fmt: skip
    if found is None:
        raise NotFound
    return found


def steps_of(viewer: Viewer, mandate_id: UUID) -> QuerySet[Step]:
    """Return the steps of a mandate, the latest first."""
    return Step.rows.filter(mandate_id=mandate_id).select_related("party").order_by("-id")


def bonds_of(viewer: Viewer, mandate_id: UUID) -> QuerySet[Bond]:
    """Return the later paragraphs that repeat, change or end a mandate."""
    rows = Bond.rows.filter(mandate_id=mandate_id).select_related("paragraph__instrument", "party")
    return rows.defer("paragraph__instrument__text", "paragraph__instrument__found").order_by("id")


def corrections_of(viewer: Viewer, mandate_id: UUID) -> QuerySet[Correction]:
    """Return what was corrected in a mandate, the latest first."""
    return Correction.rows.filter(mandate_id=mandate_id).select_related("party").order_by("-id")


def owners_of(viewer: Viewer, mandate_id: UUID) -> QuerySet[Owner]:
    """Return who took care of a mandate, the latest first; the latest one does now."""
    return Owner.rows.filter(mandate_id=mandate_id).select_related("party", "owner").order_by("-id")


def instrument_corrections(viewer: Viewer, instrument_id: UUID) -> QuerySet[InstrumentCorrection]:
    """Return what was corrected in the symbol and title of an instrument, the latest first."""
    return InstrumentCorrection.rows.filter(instrument_id=instrument_id).select_related("party").order_by("-id")


def sessions(viewer: Viewer) -> QuerySet[Session]:
    """Return the sessions that were entered, the latest first."""
    return Session.rows.order_by("-number")
