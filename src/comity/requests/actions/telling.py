# SPDX-License-Identifier: EUPL-1.2
"""Whom an act on a request is told to: who awaits it, or has to act on it; nobody because they happen to be there."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from comity.core.clock import THE_HAGUE
from comity.core.viewer import Viewer
from comity.dossiers.models import Clock, Entry
from comity.notices import actions as notices
from comity.notices.models import Notice
from comity.parties.queries import system_people_at
from comity.statute import Act, Role, rome

from ..models import Request, Task

# Told to those who wrote and approved the request, on their own side.
_TO_OWN_SIDE = frozenset({Act.REQUEST_RETURN, Act.REQUEST_APPROVE, Act.REQUEST_RECALL, Act.REQUEST_OVERRIDE})
# Receipts of the passage, and what one side does for itself.
_UNTOLD = frozenset({act for act, info in rome().acts.items() if info.internal}) | {
    Act.REQUEST_CREATE,
    Act.REQUEST_EDIT,
    Act.REQUEST_DISCARD,
    Act.REQUEST_PREPARE,
    Act.REQUEST_SEND,
    Act.REQUEST_SEND_URGENTLY,
    Act.REQUEST_FETCH,
}
REMINDED_BEFORE = timedelta(days=3)
REMINDED_AFTER = timedelta(days=2)


def tell(viewer: Viewer, request: Request, entry: Entry) -> None:
    """Tell an act that was just recorded to the people whom it concerns, in the act's transaction."""
    act = Act(entry.act)
    if not rome().acts[act].internal:
        sides = {request.issuer_id, *((request.sender_id, request.addressee_id) if request.is_sent else ())}
        notices.emit(
            viewer, party_ids=[side for side in sides if side], dossier_id=request.dossier_id, about=request.id,
            act=act, at=entry.at,
        )  # fmt: skip
    people = _audience(viewer, request, act, entry.at)
    if people:
        notices.tell(
            viewer, people=people, dossier_id=request.dossier_id, about=request.id, act=act, mark=str(entry.id),
            at=entry.at,
        )  # fmt: skip


def tell_of_task(viewer: Viewer, task: Task, *, at: datetime) -> None:
    """Tell the person to whom a task was given."""
    notices.tell(
        viewer, people=[task.assignee_id], dossier_id=task.dossier_id,
        about=task.request_id, act=Act.TASK_OPEN, mark=f"task {task.id}", at=at,
    )  # fmt: skip


def tell_of_clock(viewer: Viewer, request: Request, clock: Clock, *, at: datetime) -> None:
    """Remind both sides of a clock: once before its last day, once on it, once after it."""
    why, mark = reminder(clock, at)
    people = _writers(request) | _desk([request.addressee_id], at)
    notices.tell(
        viewer, people=people, dossier_id=request.dossier_id, about=request.id, act=Act.CLOCK_EXPIRE, mark=mark,
        at=at, why=why,
    )  # fmt: skip


def reminder(clock: Clock, at: datetime) -> tuple[Notice.Why, str]:
    """Return which reminder of a clock is due, and the mark under which it is given once."""
    zone = ZoneInfo(clock.zone)
    last = clock.due_at.astimezone(zone).date()
    if clock.due_at <= at:
        why = Notice.Why.PASSED
    else:
        why = Notice.Why.TODAY if last == at.astimezone(zone).date() else Notice.Why.SOON
    return why, f"clock {clock.id} {why} {last.isoformat()}"


def _audience(viewer: Viewer, request: Request, act: Act, at: datetime) -> set[UUID]:
    if act in _UNTOLD:
        return set()
    if act == Act.REQUEST_SUBMIT:
        return system_people_at([request.issuer_id], roles={Role.APPROVER}, on=at.astimezone(THE_HAGUE).date())
    passing = [request.sender_id] if request.sender_id != request.issuer_id else []
    if act in _TO_OWN_SIDE:
        return _writers(request) | (_desk(passing, at) if act == Act.REQUEST_APPROVE else set())
    if not request.is_sent:
        return set()
    asked = set() if viewer.party_id == request.addressee_id else _desk([request.addressee_id], at)
    if act == Act.REQUEST_DELIVER or viewer.party_id in {request.issuer_id, request.sender_id}:
        return asked
    return asked | _writers(request) | _desk(passing, at)


def _writers(request: Request) -> set[UUID]:
    return {person for person in (request.drafter_id, request.approver_id) if person is not None}


def _desk(party_ids: Iterable[UUID | None], at: datetime) -> set[UUID]:
    known = [party_id for party_id in party_ids if party_id is not None]
    return system_people_at(known, roles={Role.OFFICER}, on=at.astimezone(THE_HAGUE).date()) if known else set()
