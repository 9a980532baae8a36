# SPDX-License-Identifier: EUPL-1.2
"""The provisional agenda of a session: built from what stands and what is due, then put in order by hand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.dossiers.queries import party_of
from comity.mandates.models import Session
from comity.mandates.queries import Chosen, exported
from comity.parties.actions.given import needed_text
from comity.parties.actions.record import enter
from comity.statute import Act

from .. import queries
from ..models import SessionAgenda, SessionItem, StandingItem
from .rules import Rule

T = TypeVar("T", SessionItem, StandingItem)
_MOVES: Final = {"up": -1, "down": 1}


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
    wanted: list[tuple[int | None, UUID | None]] = [(row.pk, None) for row in queries.standing_items(viewer)]
    wanted += [(None, row.id) for row in due if row.paragraph.instrument.is_of_assembly]
    new = [key for key in wanted if key not in have]
    _demand_room(len(there) + len(new), "session_items")
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
    _demand_room(len(items) + 1, "session_items")
    row = SessionItem(agenda=agenda, place=1 + max((one.place for one in items), default=0), title=title)
    row.save(force_insert=True)
    _enter(viewer, Act.AGENDA_ORDER, agenda, at, session=number, added=title)
    return row


@transaction.atomic
def move_session_item(viewer: Viewer, *, number: int, item_id: int, move: str, at: datetime) -> None:
    """Move an item "up" or "down", leave it "out", or take it back "in". Raises Refused, NotFound, or Invalid."""
    agenda, items = _to_order(viewer, number)
    row = _among(items, item_id)
    if move in {"out", "in"}:
        row.is_left_out = move == "out"
        row.save(update_fields=["is_left_out"])
    elif not _moved(row, move, items, shown=[one for one in items if not one.is_left_out]):
        return
    _enter(viewer, Act.AGENDA_ORDER, agenda, at, session=number, item=item_id, move=move)


@transaction.atomic
def add_standing_item(viewer: Viewer, *, title_en: str, title_fr: str, at: datetime) -> StandingItem:
    """Let an item stand on the agendas that are built from now on, as their last. Raises Refused, or Invalid."""
    items = _standing(viewer, Act.STANDING_ADD)
    longest = settings.COMITY_LIMITS["title_characters"]
    titles = {name: needed_text(name, said, longest=longest) for name, said in
              (("title_en", title_en), ("title_fr", title_fr))}  # fmt: skip
    _demand_room(len(items) + 1, "standing_items")
    row = StandingItem(**titles, place=1 + max((one.place for one in items), default=0))
    row.save(force_insert=True)
    enter(viewer, Act.STANDING_ADD, party_id=party_of(viewer), about=None, at=at, item=row.pk, **titles)
    return row


@transaction.atomic
def move_standing_item(viewer: Viewer, *, item_id: int, move: str, at: datetime) -> None:
    """Move a standing item "up" or "down", or "end" it. Agendas that were built stay as they are.

    Raises Refused, NotFound, or Invalid.
    """
    act = Act.STANDING_END if move == "end" else Act.STANDING_ORDER
    items = _standing(viewer, act)
    row = _among(items, item_id)
    if move == "end":
        row.ended_at = at
        row.save(update_fields=["ended_at"])
    elif not _moved(row, move, items, shown=items):
        return
    enter(viewer, act, party_id=party_of(viewer), about=None, at=at, item=item_id, title=row.title_en, move=move)


def _standing(viewer: Viewer, act: Act) -> list[StandingItem]:
    """Return the standing items, locked, to one who keeps them."""
    if not queries.may_open(viewer):
        raise Rule.ASSEMBLY_KEEPS_AGENDA.broken_by(act)
    return list(queries.standing_items(viewer).select_for_update(no_key=True))


def _among(items: Sequence[T], item_id: int) -> T:
    row = next((one for one in items if one.pk == item_id), None)
    if row is None:
        raise NotFound
    return row


def _moved(row: T, move: str, items: Sequence[T], *, shown: Sequence[T]) -> bool:
    """Move an item past its neighbour among those that are shown, and number all anew; False where there is none."""
    if move not in _MOVES:
        raise Invalid({"": _("Choose among those that are offered.")})
    there = shown.index(row) + _MOVES[move] if row in shown else -1
    if not 0 <= there < len(shown):
        return False
    order = [one for one in items if one != row]
    order.insert(items.index(shown[there]), row)
    for place, one in enumerate(order, 1):
        if one.place != place:
            one.place = place
            one.save(update_fields=["place"])
    return True


def _demand_room(number: int, limit: str) -> None:
    most = settings.COMITY_LIMITS[limit]
    if number > most:
        raise Invalid({"": _("The agenda would have more than %(limit)d items.") % {"limit": most}})


def _session(viewer: Viewer, number: int, act: Act) -> Session:
    if not queries.may_open(viewer):
        raise Rule.ASSEMBLY_KEEPS_AGENDA.broken_by(act)
    return queries.session(viewer, number)


def _to_order(viewer: Viewer, number: int) -> tuple[SessionAgenda, list[SessionItem]]:
    session = _session(viewer, number, Act.AGENDA_ORDER)
    agenda = SessionAgenda.rows.select_for_update(no_key=True, of=("self",)).filter(session=session).first()
    if agenda is None:
        raise NotFound
    return agenda, list(SessionItem.rows.filter(agenda=agenda).order_by("place", "id"))


def _enter(viewer: Viewer, act: Act, agenda: SessionAgenda, at: datetime, **data: Any) -> None:
    enter(viewer, act, party_id=party_of(viewer), about=agenda.id, at=at, **data)
