# SPDX-License-Identifier: EUPL-1.2
"""Owed work of this room. Each does no harm when done twice."""

from comity.core.clock import now
from comity.core.viewer import system_viewer

from . import actions


def remind(_key: str) -> None:
    """Remind those who have not answered a call that ends soon."""
    actions.system_remind(system_viewer("reminders"), at=now())
