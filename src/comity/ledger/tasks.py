# SPDX-License-Identifier: EUPL-1.2
"""What the worker does for the log, on its fixed clock."""

from django.db import transaction

from comity.core.clock import now

from . import actions


def sequence(_key: str = "") -> None:
    """Close a batch of the log; tiles and signature follow once it is committed, and what fails there is logged."""
    actions.system_sequence()
    transaction.on_commit(publish, robust=True)


def publish() -> None:
    """Write and sign what is committed, then ask the witnesses."""
    at = now()
    actions.system_publish(at=at)
    if actions.system_ask_witnesses(at=at):
        actions.system_publish(at=at)
