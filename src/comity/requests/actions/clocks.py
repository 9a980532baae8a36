# SPDX-License-Identifier: EUPL-1.2
"""Extending and stopping a time limit of a request: only by those who may, with a reason and with who agreed."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from comity.core import outbox
from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers import queries as dossier_queries
from comity.dossiers.models import Clock
from comity.statute import Act

from ..models import NO_DATE, Request
from .effects import start_of
from .step import locked

LAST_SECOND = time(23, 59, 59)


@transaction.atomic
def extend_clock(
    viewer: Viewer, *, request_id: UUID, clock_id: UUID, until: date, reason: str, agreed_by: str, at: datetime
) -> Clock:
    """Extend a running clock of a request to the end of a later day in the clock's zone.

    Raises NotFound, Refused where the law lets nobody extend it or not this side, Invalid for an earlier day or no
    reason. The work owed at the old instant finds the clock running and leaves it; the new instant is owed anew.
    """
    request = _with_clock(viewer, request_id, clock_id, Act.CLOCK_EXTEND)
    clock = next(one for one in dossier_queries.clocks(viewer, request.id) if one.id == clock_id)
    extended = dossiers.extend_clock(
        viewer,
        clock_id=clock.id,
        due_at=datetime.combine(until, LAST_SECOND, ZoneInfo(clock.zone)),
        reason=reason,
        agreed_by=agreed_by,
        at=at,
    )
    outbox.owe("requests.expire_clocks", str(request.id), at=extended.due_at)
    request.due_on = _earliest(request, dossier_queries.clocks(viewer, request.id))
    request.changed_at = at
    if clock.code == "postponement_end":
        request.postponed_until = until
        outbox.owe("requests.end_postponement", str(request.id), at=start_of(until))
    request.save(update_fields=["due_on", "changed_at", "postponed_until"])
    return extended


@transaction.atomic
def stop_clock(viewer: Viewer, *, request_id: UUID, clock_id: UUID, reason: str, agreed_by: str, at: datetime) -> Clock:
    """Stop a running clock of a request; the work owed at its instant finds it stopped and leaves it.

    Raises NotFound, Refused as `extend_clock`, or Invalid where it does not run or there is no reason.
    """
    request = _with_clock(viewer, request_id, clock_id, Act.CLOCK_STOP)
    stopped = dossiers.stop_clock(viewer, clock_id=clock_id, reason=reason, agreed_by=agreed_by, at=at)
    _keep_due(viewer, request, at)
    return stopped


@transaction.atomic
def resume_clock(
    viewer: Viewer, *, request_id: UUID, clock_id: UUID, reason: str, agreed_by: str, at: datetime
) -> Clock:
    """Let a stopped clock of a request run on, later by as long as it stood still; raises as `stop_clock`."""
    request = _with_clock(viewer, request_id, clock_id, Act.CLOCK_RESUME)
    running = dossiers.resume_clock(viewer, clock_id=clock_id, reason=reason, agreed_by=agreed_by, at=at)
    outbox.owe("requests.expire_clocks", str(request.id), at=running.due_at)
    _keep_due(viewer, request, at)
    return running


def _with_clock(viewer: Viewer, request_id: UUID, clock_id: UUID, act: Act) -> Request:
    """Lock the request whose clock this is, as far as the viewer sees both; raises NotFound."""
    request = locked(viewer, request_id, act)
    if all(one.id != clock_id for one in dossier_queries.clocks(viewer, request.id)):
        raise NotFound
    return request


def _keep_due(viewer: Viewer, request: Request, at: datetime) -> None:
    request.due_on, request.changed_at = _earliest(request, dossier_queries.clocks(viewer, request.id)), at
    request.save(update_fields=["due_on", "changed_at"])


def next_due(request: Request) -> date:
    """Return the day that comes first: of the running clocks of a request that was locked, or that it was asked by."""
    return _earliest(request, dossier_queries.system_clocks_of(request.id))


def _earliest(request: Request, clocks: Iterable[Clock]) -> date:
    running = [one for one in clocks if one.state == "running"]
    days = [one.due_at.astimezone(ZoneInfo(one.zone)).date() for one in running]
    return min([*days, request.requested_by or NO_DATE])
