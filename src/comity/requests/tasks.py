# SPDX-License-Identifier: EUPL-1.2
"""Owed work of this room: an id comes in, one action is called. Each does no harm when done twice."""

from uuid import UUID

from comity.core import progress
from comity.core.clock import now
from comity.core.outbox import lasting

from . import actions


def deliver(key: str) -> None:
    """Hand a sent request to the addressee's desk."""
    actions.system_deliver(UUID(key), at=now())


def dispose(key: str) -> None:
    """Empty what this room keeps of a dossier that is disposed of."""
    actions.system_dispose(UUID(key), at=now())


def end_postponement(key: str) -> None:
    """Take a postponed request up again on its date."""
    actions.system_end_postponement(UUID(key), at=now())


def expire_clocks(key: str) -> None:
    """Record the clocks of a request that have run out."""
    actions.system_expire_clocks(UUID(key), at=now())


@lasting
def recompute_clocks(key: str) -> None:
    """Bring all running clocks to what the statute says now; the key is that of the progress to tell."""

    def told(seen: int, total: int, _changed: int) -> None:
        progress.tell(UUID(key), done=seen, total=total)

    try:
        actions.system_recompute_all(at=now(), told=told)
    except Exception:
        progress.fail(UUID(key))  # until the worker tries again
        raise
    progress.finish(UUID(key))


@lasting
def remind(_key: str) -> None:
    """Remind of the clocks that end soon, today, or have just ended."""
    actions.system_remind(at=now())
