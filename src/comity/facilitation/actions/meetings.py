# SPDX-License-Identifier: EUPL-1.2
"""Meetings: called, changed, cancelled; their agenda, who came, and their record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.mandates.queries import mandate
from comity.parties.actions.given import needed_text
from comity.parties.queries import parties_named
from comity.statute import Act

from .. import queries
from ..models import AgendaItem, Attendance, InLayer, Meeting, Record
from .entering import Held, by, led, record
from .rules import Rule
from .telling import tell


@dataclass(frozen=True, slots=True)
class Called:
    """When and where a meeting is: instants, and the zone of the place."""

    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str


@transaction.atomic
def call_meeting(viewer: Viewer, *, facilitation_id: UUID, layer: str, called: Called, at: datetime) -> Meeting:
    """Call a meeting in a layer, and tell who takes part in it. Raises Refused, or Invalid naming the field."""
    found = led(viewer, facilitation_id, Act.MEETING_CALL, at=at)
    said = _checked(called)
    row = Meeting(**found.placed(layer), **said, id=uuid4(), at=at)
    row.save(force_insert=True)
    record(viewer, Act.MEETING_CALL, row, about=row.id, at=at, after=row.state, **_plain(said))
    tell(viewer, Act.MEETING_CALL, row, mark=f"meeting {row.id} 0", at=at)
    return row


@transaction.atomic
def move_meeting(viewer: Viewer, *, facilitation_id: UUID, meeting_id: UUID, called: Called, at: datetime) -> Meeting:
    """Change when or where a meeting is, and tell who takes part in it; raises as `call_meeting`, or NotFound."""
    _found, row = _to_change(viewer, facilitation_id, meeting_id, Act.MEETING_MOVE, at)
    said = _checked(called)
    was = _plain({name: getattr(row, name) for name in said})
    for name, value in said.items():
        setattr(row, name, value)
    row.revision += 1
    row.save(update_fields=[*said, "revision"])
    record(viewer, Act.MEETING_MOVE, row, about=row.id, at=at, was=was, **_plain(said))
    tell(viewer, Act.MEETING_MOVE, row, mark=f"meeting {row.id} {row.revision}", at=at)
    return row


@transaction.atomic
def cancel_meeting(viewer: Viewer, *, facilitation_id: UUID, meeting_id: UUID, reason: str, at: datetime) -> Meeting:
    """Cancel a meeting, with a reason, and tell who takes part in it. Raises NotFound, Refused, Invalid."""
    _found, row = _to_change(viewer, facilitation_id, meeting_id, Act.MEETING_CANCEL, at)
    reason = needed_text("reason", reason, longest=settings.COMITY_LIMITS["field_characters"])
    row.state, row.revision = Meeting.State.CANCELLED, row.revision + 1
    row.save(update_fields=["state", "revision"])
    record(viewer, Act.MEETING_CANCEL, row, about=row.id, at=at, before="called", after=row.state, reason=reason)
    tell(viewer, Act.MEETING_CANCEL, row, mark=f"meeting {row.id} {row.revision}", at=at)
    return row


@transaction.atomic
def add_item(
    viewer: Viewer, *, facilitation_id: UUID, meeting_id: UUID, title: str, mandate_id: UUID | None,
    paper_id: UUID | None, at: datetime,
) -> AgendaItem:  # fmt: skip
    """Put an item at the end of a meeting's agenda. Raises NotFound, Refused, or Invalid naming the field."""
    found, row = _to_change(viewer, facilitation_id, meeting_id, Act.ITEM_ADD, at)
    title = needed_text("title", title, longest=settings.COMITY_LIMITS["title_characters"])
    items = queries.items_of(viewer, found.row, row.id, standing=found.standing)
    limit = settings.COMITY_LIMITS["agenda_items"]
    if len(items) >= limit:
        raise Invalid({"": _("This agenda has %(limit)d items, which is as many as it takes.") % {"limit": limit}})
    if mandate_id is not None:
        mandate(viewer, mandate_id)
    if paper_id is not None:
        queries.paper(viewer, found.row, paper_id, standing=found.standing)
    place = 1 + max((one.place for one in items), default=0)
    item = AgendaItem(**_beside(row), meeting=row, place=place, title=title, mandate_id=mandate_id, paper_id=paper_id)
    item.save(force_insert=True)
    record(viewer, Act.ITEM_ADD, row, about=row.id, at=at, place=place, title=title)
    return item


@transaction.atomic
def remove_item(viewer: Viewer, *, facilitation_id: UUID, meeting_id: UUID, item_id: int, at: datetime) -> None:
    """Take an item off the agenda of a meeting; those after it move up. Raises NotFound, or Refused."""
    found, row = _to_change(viewer, facilitation_id, meeting_id, Act.ITEM_REMOVE, at)
    items = queries.items_of(viewer, found.row, row.id, standing=found.standing)
    gone = next((one for one in items if one.pk == item_id), None)
    if gone is None:
        raise NotFound
    title = gone.title
    gone.delete()
    for one in items:
        if one.place > gone.place:
            one.place -= 1
            one.save(update_fields=["place"])
    record(viewer, Act.ITEM_REMOVE, row, about=row.id, at=at, title=title)


@transaction.atomic
def enter_attendance(
    viewer: Viewer, *, facilitation_id: UUID, meeting_id: UUID, who: Sequence[tuple[UUID, str]], at: datetime
) -> list[Attendance]:
    """Enter who came and for which party, in place of what was entered before. Raises NotFound, Refused, Invalid."""
    found, row = _to_change(viewer, facilitation_id, meeting_id, Act.ATTENDANCE_ENTER, at)
    limit = settings.COMITY_LIMITS["attendance"]
    if len(who) > limit:
        raise Invalid({"": _("At most %(limit)d people are entered for one meeting.") % {"limit": limit}})
    taking_part = queries.participants_of(viewer, found.row, standing=found.standing, at=at)
    known = {one.party_id for one in taking_part} | {found.row.keeper_id}
    if {party_id for party_id, _name in who} - known:
        raise Invalid({"": _("Somebody is entered for a party that does not take part. Invite it first.")})
    names = [(party_id, needed_text("", name, longest=200)) for party_id, name in who]
    for one in queries.attendance_of(viewer, found.row, row.id, standing=found.standing):
        one.delete()
    made = [Attendance(**_beside(row), meeting=row, party_id=party_id, name=name) for party_id, name in names]
    for one in made:
        one.save(force_insert=True)
    codes = {key: party.code for key, party in parties_named(viewer, party_ids=list(known)).items()}
    said = [f"{codes[party_id]}: {name}" for party_id, name in names]
    record(viewer, Act.ATTENDANCE_ENTER, row, about=row.id, at=at, who=said)
    return made


@transaction.atomic
def publish_record(
    viewer: Viewer, *, facilitation_id: UUID, meeting_id: UUID, layer: str, text: str, is_addendum: bool, at: datetime
) -> Record:
    """Publish the record of a meeting to a layer, or an addendum to it. Neither is ever changed.

    Raises NotFound, Refused for a second record to the same layer, Invalid for an addendum to a record that is not
    there.
    """
    act = Act.MINUTES_CORRECT if is_addendum else Act.MINUTES_PUBLISH
    found, row = _to_change(viewer, facilitation_id, meeting_id, act, at)
    text = needed_text("text", text, longest=settings.COMITY_LIMITS["record_characters"])
    placed = found.placed(layer)
    there = any(one.layer == layer for one in queries.records_of(viewer, found.row, row.id, standing=found.standing))
    if is_addendum and not there:
        raise Invalid({"layer": _("No record of this meeting was published to these readers yet.")})
    if there and not is_addendum:
        raise Rule.RECORD_STANDS.broken_by(act)
    made = Record(
        **placed, **by(viewer, at), id=uuid4(), about=row.id, title=row.title, held_at=row.starts_at, zone=row.zone,
        is_addendum=is_addendum, text=text,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Rule.RECORD_STANDS.broken_by(act) from None
    record(viewer, act, made, about=made.id, at=at, text=text)
    return made


def _to_change(viewer: Viewer, facilitation_id: UUID, meeting_id: UUID, act: Act, at: datetime) -> tuple[Held, Meeting]:
    found = led(viewer, facilitation_id, act, at=at)
    row = queries.meeting(viewer, found.row, meeting_id, standing=found.standing)
    if row.state == Meeting.State.CANCELLED:
        raise Rule.CANCELLED.broken_by(act)
    return found, row


def _checked(called: Called) -> dict[str, Any]:
    if called.ends_at <= called.starts_at:
        raise Invalid({"ends": _("The meeting ends before it begins. Give a later time.")})
    title = needed_text("title", called.title, longest=settings.COMITY_LIMITS["title_characters"])
    place = needed_text("place", called.place, longest=200)
    return {"title": title, "starts_at": called.starts_at, "ends_at": called.ends_at, "zone": called.zone,
            "place": place}  # fmt: skip


def _plain(said: dict[str, Any]) -> dict[str, str]:
    return {name: value.isoformat() if isinstance(value, datetime) else str(value) for name, value in said.items()}


def _beside(row: InLayer) -> dict[str, Any]:
    return {"facilitation_id": row.facilitation_id, "dossier_id": row.dossier_id, "layer": row.layer}
