# SPDX-License-Identifier: EUPL-1.2
"""Owed work of this room: an id comes in, one action is called. Each does no harm when done twice."""

from uuid import UUID

from comity.core.clock import now
from comity.core.viewer import system_viewer

from . import actions


def dispose(key: str) -> None:
    """Delete what this room keeps on a dossier that is disposed of."""
    actions.system_dispose(UUID(key), at=now())


def end_silence(key: str) -> None:
    """Note that a silence was kept, where nobody broke it."""
    actions.system_end_silence(UUID(key), at=now())


def remind(_key: str) -> None:
    """Remind those who have not answered a call that ends soon."""
    actions.system_remind(system_viewer("reminders"), at=now())


def remind_silence(key: str) -> None:
    """Remind the delegations that a silence ends soon."""
    actions.system_remind_silence(UUID(key), at=now())
