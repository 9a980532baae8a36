# SPDX-License-Identifier: EUPL-1.2
"""Owed work of this room: an id comes in, one action is called. Each does no harm when done twice."""

from uuid import UUID

from comity.core.clock import now

from . import actions


def freeze(key: str) -> None:
    """Count and freeze the figures of an agreed period."""
    actions.system_freeze(UUID(key), at=now())


def dispose(key: str) -> None:
    """Delete what was written of the reports of a dossier that is disposed of."""
    actions.system_dispose(UUID(key), at=now())
