# SPDX-License-Identifier: EUPL-1.2
"""The provisional agenda of a session: built from what stands and what is due, then put in order by hand."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.dossiers.queries import party_of
from comity.mandates.models import Session
from comity.mandates.queries import Chosen, exported, sessions
from comity.parties.actions.given import needed_text
from comity.parties.actions.record import enter
from comity.statute import Act

from .. import queries
from ..models import SessionAgenda, SessionItem, StandingItem
from .rules import Rule

_MOVES = {"up": -1, "down": 1}


@transaction.atomic
def build_agenda(viewer: Viewer, *, number: int, at: datetime) -> SessionAgenda:
    """Build the agenda of a session, or add to it what has come since: standing items, and mandates due then.

    What was ordered, added or left out by hand stays so. Raises Refused, or NotFound for a session not entered.
    """
    session = _session(viewer, number, Act.AGENDA_BUILD)
    agenda, _is_new = SessionAgenda.rows.get_or_create(session=session, defaults={"id": uuid4(), "built_at": at})
    agenda = SessionAgenda.rows.select_for_update(no_key=True, of=("self",)).get(id=agenda.id)
    there = list(SessionItem.rows.filter(agenda=agenda))
    have = {(one.standing_id, one.mandate_id) for one in there}
    due = exported(viewer, chosen=Chosen(on=at.astimezone(THE_HAGUE).date(), session=number))
    wanted: list[tuple[int | None, UUID | None]] = [(row.pk, None) for row in StandingItem.rows.order_by("place")]
    wanted += [(None, row.id) for row in due if row.paragraph.instrument.is_of_assembly]
    new = [key for key in wanted if key not in have]
    limit = settings.COMITY_LIMITS["session_items"]
    if len(there) + len(new) > limit:
        raise Invalid({"": _("The agenda would have more than %(limit)d items.") % {"limit": limit}})
    place = max((one.place for one in there), default=0)
    SessionItem.rows.bulk_create(
        SessionItem(agenda=agenda, place=place + n, standing_id=standing, mandate_id=mandate)
        for n, (standing, mandate) in enumerate(new, 1)
    )
    agenda.built_at = at
    agenda.save(update_fields=["built_at"])
    _enter(viewer, Act.AGENDA_BUILD, agenda, at, session=number, added=len(new))
    return agenda


@transaction.atomic
def add_session_item(viewer: Viewer, *, number: int, title: str, at: datetime) -> SessionItem:
    """Put an item of its own words at the end of an agenda. Raises Refused, NotFound, or Invalid."""
    agenda, items = _to_order(viewer, number)
    title = needed_text("title", title, longest=settings.COMITY_LIMITS["title_characters"])
    limit = settings.COMITY_LIMITS["session_items"]
    if len(items) >= limit:
        raise Invalid({"": _("The agenda would have more than %(limit)d items.") % {"limit": limit}})
    row = SessionItem(agenda=agenda, place=1 + max((one.place for one in items), default=0), title=title)
    row.save(force_insert=True)
    _enter(viewer, Act.AGENDA_ORDER, agenda, at, session=number, added=title)
    return row


@transaction.atomic
def move_session_item(viewer: Viewer, *, number: int, item_id: int, move: str, at: datetime) -> None:
    """Move an item "up" or "down", leave it "out", or take it back "in". Raises Refused, NotFound, or Invalid."""
    agenda, items = _to_order(viewer, number)
    row = next((one for one in items if one.pk == item_id), None)
    if row is None:
        raise NotFound
    if move in {"out", "in"}:
        row.is_left_out = move == "out"
        row.save(update_fields=["is_left_out"])
    elif move in _MOVES:
        _swap(row, [one for one in items if not one.is_left_out], _MOVES[move])
    else:
        raise Invalid({"": _("Choose among those that are offered.")})
    _enter(viewer, Act.AGENDA_ORDER, agenda, at, session=number, item=item_id, move=move)


def _swap(row: SessionItem, shown: list[SessionItem], by: int) -> None:
    here = next((n for n, one in enumerate(shown) if one.pk == row.pk), None)
    if here is None or not 0 <= here + by < len(shown):
        return
    other = shown[here + by]
    mine = next(one for one in shown if one.pk == row.pk)
    mine.place, other.place = other.place, mine.place
    for one in (mine, other):
        one.save(update_fields=["place"])


def _session(viewer: Viewer, number: int, act: Act) -> Session:
    if not queries.may_open(viewer):
        raise Rule.ASSEMBLY_KEEPS_AGENDA.broken_by(act)
    found = sessions(viewer).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def _to_order(viewer: Viewer, number: int) -> tuple[SessionAgenda, list[SessionItem]]:
    session = _session(viewer, number, Act.AGENDA_ORDER)
    agenda = SessionAgenda.rows.select_for_update(no_key=True, of=("self",)).filter(session=session).first()
    if agenda is None:
        raise NotFound
    return agenda, list(SessionItem.rows.filter(agenda=agenda).order_by("place", "id"))


def _enter(viewer: Viewer, act: Act, agenda: SessionAgenda, at: datetime, **data: Any) -> None:
    enter(viewer, act, party_id=party_of(viewer), about=agenda.id, at=at, **data)
