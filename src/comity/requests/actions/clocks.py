# SPDX-License-Identifier: EUPL-1.2
"""Extending a time limit of a request: only by those who may, with a reason and with who agreed."""

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
    request = locked(viewer, request_id, Act.CLOCK_EXTEND)
    clock = next((one for one in dossier_queries.clocks(viewer, request.id) if one.id == clock_id), None)
    if clock is None:
        raise NotFound
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


def next_due(request: Request) -> date:
    """Return the day that comes first: of the running clocks of a request that was locked, or that it was asked by."""
    return _earliest(request, dossier_queries.system_clocks_of(request.id))


def _earliest(request: Request, clocks: Iterable[Clock]) -> date:
    running = [one for one in clocks if one.state == "running"]
    days = [one.due_at.astimezone(ZoneInfo(one.zone)).date() for one in running]
    return min([*days, request.requested_by or NO_DATE])
