# SPDX-License-Identifier: EUPL-1.2
"""Owed work of this room: the id of a disposal comes in, one action is called. Each does no harm when done twice."""

from uuid import UUID

from comity.core.clock import now

from . import actions


def dispose_keys(key: str) -> None:
    """Destroy keys and salts, the first step of a disposal."""
    actions.system_dispose_keys(UUID(key), at=now())


def dispose_words(key: str) -> None:
    """Take a dossier's words out of the index."""
    actions.system_dispose_words(UUID(key), at=now())


def dispose_contents(key: str) -> None:
    """Delete what is left, the last step of a disposal."""
    actions.system_dispose_contents(UUID(key), at=now())
