# SPDX-License-Identifier: EUPL-1.2
"""Owed work of this room: a key comes in, one action is called. Each does no harm when done twice."""

from uuid import UUID

from comity.core.clock import now
from comity.core.outbox import lasting

from . import actions


def sweep(key: str) -> None:
    """Delete a file that no row names by now."""
    actions.system_sweep(UUID(key), at=now())


def rewrap(key: str) -> None:
    """Wrap some keys anew after a rotation, and owe the rest."""
    actions.system_rewrap(key, at=now())


@lasting
def redact(key: str) -> None:
    """Make an ordered redacted copy."""
    actions.system_redact(UUID(key), at=now())


def dispose(key: str) -> None:
    """Destroy the keys and empty the names of the documents of a dossier that is disposed of."""
    actions.system_dispose(UUID(key), at=now())


def forget_whole(key: str) -> None:
    """Delete a whole file whose time has ended."""
    actions.system_forget_whole(UUID(key), at=now())
