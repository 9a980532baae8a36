# SPDX-License-Identifier: EUPL-1.2
"""What happens because time passed: a postponement that ends, a clock that runs out. Owed work, done by the worker."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.core import outbox
from comity.core.clock import THE_HAGUE
from comity.core.db import as_viewer
from comity.core.errors import NotFound, Refused
from comity.core.viewer import system_viewer
from comity.dossiers import actions as dossiers
from comity.dossiers import queries as dossier_queries
from comity.dossiers.models import Clock
from comity.notices.queries import system_told_already
from comity.statute import Act, clocks, rome

from ..models import Request
from ..queries.facts import history_of, zone_of
from .clocks import next_due
from .step import begin, finish, locked
from .telling import REMINDED_AFTER, REMINDED_BEFORE, reminder, tell_of_clock


@transaction.atomic
def system_end_postponement(request_id: UUID, *, at: datetime) -> bool:
    """Take a postponed request up again once its date has come (article 94(1)); return whether it was."""
    viewer = system_viewer("clock")
    try:
        step = begin(viewer, request_id=request_id, act=Act.POSTPONEMENT_RESUME, at=at)
    except (Refused, NotFound):
        return False
    until = step.request.postponed_until
    if until is None or at.astimezone(THE_HAGUE).date() < until:
        return False
    step.request.postponed_until, step.request.postponed_event = None, ""
    finish(step, changed={"postponed_until", "postponed_event"})
    return True


@transaction.atomic
def system_expire_clocks(request_id: UUID, *, at: datetime) -> int:
    """Mark the clocks of a request that have run out, and record each; return how many.

    The entry is evidence: what was not done by then was not done. Only where the Statute itself ties a state to the
    time that passed does the state change: after sixty days without papers the person may be released (92(4)).
    """
    viewer = system_viewer("clock")
    try:
        request = locked(viewer, request_id, Act.CLOCK_EXPIRE)
    except (NotFound, Refused):
        return 0
    missing = _missing(request)
    gone = dossiers.system_expire(viewer, about=request.id, state=request.state, missing=missing, at=at)
    for clock in gone:
        if clock.code in _ON_EXPIRY:
            _follow(request_id, _ON_EXPIRY[clock.code], at)
    return len(gone)


def system_remind(*, at: datetime) -> int:
    """Remind of every clock that ends within three days, today, or ended in the last two; return of how many.

    Each reminder is given once, however often this is called, and anew when the clock was moved to another day.
    """
    with as_viewer(system_viewer("clock"), writes=False):
        near = dossier_queries.system_clocks_between(at - REMINDED_AFTER, at + REMINDED_BEFORE)
        marks = {reminder(clock, at)[1]: clock for clock in near if clock.state != "met"}
        told = system_told_already(marks)
    due = [clock for mark, clock in marks.items() if mark not in told]
    for clock in due:
        with as_viewer(system_viewer("clock")):
            _remind(clock, at)
    return len(due)


def _remind(clock: Clock, at: datetime) -> None:
    viewer = system_viewer("clock")
    try:
        request = locked(viewer, clock.about, Act.CLOCK_EXPIRE)
    except (NotFound, Refused):  # a clock of something that is no request, or of what is archived
        return
    tell_of_clock(viewer, request, clock, at=at)


def _missing(request: Request) -> list[str]:
    """Return what the requested side had not done at this instant: fetched, registered, answered."""
    if not request.is_sent:
        return []
    found = [] if request.transport in {"fetched", "registered"} else ["fetch"]
    found += [] if request.transport == "registered" else ["register"]
    is_answered = any(act.startswith("requests:reply:") for act in history_of(request).counts)
    return found if is_answered else [*found, "answer"]


@transaction.atomic
def system_recompute_clocks(request_id: UUID, *, at: datetime) -> int:
    """Bring the running clocks of a request to what the statute and its calendars say now; return how many changed.

    Each change stands on the timeline with the old date and the new one, and the new instant is owed.
    """
    viewer = system_viewer("clock")
    try:
        request = locked(viewer, request_id, Act.CLOCK_RECOMPUTE)
    except (NotFound, Refused):
        return 0
    zone = zone_of(request)
    events = [event for event in history_of(request).events if event.act != Act.CLOCK_EXTEND]
    runs = clocks(rome(), request.kind, events, zone=zone, now=at)
    changed = dossiers.system_recompute(viewer, about=request.id, runs=runs, state=request.state, at=at)
    if changed:
        for clock in changed:
            outbox.owe("requests.expire_clocks", str(request.id), at=clock.due_at)
        request.due_on, request.changed_at = next_due(request), at
        request.save(update_fields=["due_on", "changed_at"])
    return len(changed)


def system_recompute_all(*, at: datetime, told: Callable[[int, int, int], None]) -> int:
    """Recompute the clocks of every request on which one runs, each in a unit of work of its own.

    `told` is called now and then, and at the end, with how many requests were looked at, of how many, and how many
    clocks changed.
    Done twice, the second time changes nothing.
    """
    with as_viewer(system_viewer("clock"), writes=False):
        total = dossier_queries.system_number_of_running_clocks()
    seen, changed, after = 0, 0, None
    while abouts := _next_abouts(after):
        for about in abouts:
            with as_viewer(system_viewer("clock")):
                changed += system_recompute_clocks(about, at=at)
        seen, after = seen + len(abouts), abouts[-1]
        told(seen, max(seen, total), changed)
    return changed


def _next_abouts(after: UUID | None) -> list[UUID]:
    with as_viewer(system_viewer("clock"), writes=False):
        return dossier_queries.system_abouts_with_running_clocks(after=after)


_ON_EXPIRY = {"prov_papers": Act.CUSTODY_MAY_RELEASE}


def _follow(request_id: UUID, act: Act, at: datetime) -> None:
    try:
        step = begin(system_viewer("clock"), request_id=request_id, act=act, at=at)
    except Refused:
        return
    finish(step, changed=set())
