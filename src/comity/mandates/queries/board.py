# SPDX-License-Identifier: EUPL-1.2
"""The board: what is asked of whom, what is overdue first. Only reviewed instruments stand on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from comity.core.paging import Page, page_of
from comity.core.viewer import Viewer
from comity.parties.queries import parties_named
from comity.resolutions.addressees import normal

from ..models import Instrument, Mandate, Step
from .mandates import with_standing

SETTLED = (Step.Status.DONE.value, Step.Status.ENDED.value)
# Addressees that mean every State Party, as `normal` leaves them in the four languages that are read.
STATES_PARTIES = ("states parties", "états parties", "estados partes", "الدول الاطراف")
STATES = ("states", "member states", "états", "états membres", "estados", "estados miembros")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the board is narrowed by; empty fields narrow nothing. `on` is the day on which it is looked at."""

    on: date
    addressee: str = ""
    addressed: str = ""
    session: int = 0
    status: str = ""
    is_mine: bool = False
    words: tuple[str, ...] = ()
    """Words of a theme: one of them stands in what is asked."""


def mandates_page(viewer: Viewer, *, chosen: Chosen, size: int, after: str = "", before: str = "") -> Page[Mandate]:
    """Return a page of the board: overdue first, then by the day on which it is due, without a day last."""
    return page_of(on_board(viewer, chosen), order=("rank", "id"), size=size, after=after, before=before)


def exported(viewer: Viewer, *, chosen: Chosen) -> Iterator[Mandate]:
    """Return the rows of the board from its beginning, as many as the settings allow in one file."""
    limit = settings.COMITY_LIMITS["mandates_exported"]
    return iter(on_board(viewer, chosen).order_by("rank", "id")[:limit])


def addressees(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the addressees of the board with how many mandates each has, those with the most first."""
    rows: QuerySet[Any, Any] = _on_board().exclude(addressed="").values("addressed").annotate(mandates=Count("id"))
    return list(rows.order_by("-mandates", "addressed")[: settings.COMITY_LIMITS["page_rows"]])


def dated(viewer: Viewer, *, chosen: Chosen) -> list[Mandate]:
    """Return the rows of the board that have a day, as many as the settings allow in one file."""
    rows = on_board(viewer, chosen).filter(due_day__isnull=False).order_by("due_day", "id")
    return list(rows[: settings.COMITY_LIMITS["mandates_exported"]])


def _on_board() -> QuerySet[Mandate]:
    return Mandate.rows.filter(is_struck=False, paragraph__instrument__stage=Instrument.Stage.REVIEWED)


def on_board(viewer: Viewer, chosen: Chosen) -> QuerySet[Any]:
    """Return the mandates that are chosen, with where they stand."""
    rows: QuerySet[Any] = with_standing(_on_board()).select_related("paragraph__instrument")
    rows = rows.defer("paragraph__instrument__text", "paragraph__instrument__found")
    if chosen.addressed:
        rows = rows.filter(addressed=chosen.addressed)
    for word in chosen.addressee.lower().split()[: settings.COMITY_LIMITS["search_words"]]:
        rows = rows.filter(addressed__contains=word)
    if chosen.words:
        rows = rows.filter(reduce(or_, (Q(action__icontains=word) for word in chosen.words)))
    if chosen.session:
        rows = rows.filter(session=chosen.session)
    if chosen.is_mine:
        rows = rows.filter(_asks_of(viewer))
    late = Q(due_day__lt=chosen.on) & ~Q(status__in=SETTLED)
    if chosen.status == "overdue":
        rows = rows.filter(late)
    elif chosen.status == "none":
        rows = rows.filter(status="")
    elif chosen.status:
        rows = rows.filter(status=chosen.status)
    day = Coalesce(Cast("due_day", CharField()), Value("9999"))
    found: QuerySet[Any] = rows.annotate(
        is_late=Case(When(late, then=Value(True)), default=Value(False)),
        rank=Concat(Case(When(late, then=Value("0")), default=Value("1"), output_field=CharField()), day),
    )
    return found


def _asks_of(viewer: Viewer) -> Q:
    """What is asked of the viewer's own side: of its name, and for a State of all States Parties."""
    if viewer.party_id is None:
        return Q(pk__in=[])
    party = parties_named(viewer, party_ids=[viewer.party_id])[viewer.party_id]
    names = {normal(party.name_en), normal(party.name_fr, "fr")}
    found = Q(addressed__in=sorted(names))
    if viewer.party_kind == "state":
        found |= Q(addressed__in=STATES)
        for words in STATES_PARTIES:
            found |= Q(addressed__contains=words)
    return found


__all__ = ["Chosen", "addressees", "dated", "exported", "mandates_page", "on_board"]
