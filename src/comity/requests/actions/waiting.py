# SPDX-License-Identifier: EUPL-1.2
"""What happens because time passed: a postponement that ends, a clock that runs out. Owed work, done by the worker."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.core.clock import THE_HAGUE
from comity.core.errors import NotFound, Refused
from comity.core.viewer import system_viewer
from comity.dossiers import actions as dossiers
from comity.statute import Act

from .step import begin, finish, locked


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
    gone = dossiers.system_expire(viewer, about=request.id, state=request.state, at=at)
    for clock in gone:
        if clock.code in _ON_EXPIRY:
            _follow(request_id, _ON_EXPIRY[clock.code], at)
    return len(gone)


_ON_EXPIRY = {"prov_papers": Act.CUSTODY_MAY_RELEASE}


def _follow(request_id: UUID, act: Act, at: datetime) -> None:
    try:
        step = begin(system_viewer("clock"), request_id=request_id, act=act, at=at)
    except Refused:
        return
    finish(step, changed=set())
