# SPDX-License-Identifier: EUPL-1.2
"""Owed work of this room: an id comes in, one action is called. Each does no harm when done twice."""

from uuid import UUID

from comity.core.clock import now

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
