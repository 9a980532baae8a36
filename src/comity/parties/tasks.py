# SPDX-License-Identifier: EUPL-1.2
"""Owed work of this room."""

from comity.core.clock import now

from . import actions


def sweep(_key: str) -> None:
    """Delete paper codes that were never used."""
    actions.system_sweep_codes(at=now())
