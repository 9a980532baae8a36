# SPDX-License-Identifier: EUPL-1.2
"""Owed work of this room, by the clock or by an act. Each does no harm when done twice."""

from uuid import UUID

from comity.core.clock import now
from comity.core.outbox import lasting

from . import actions


@lasting
def make_digests(_key: str) -> None:
    """Make the digests of the day."""
    actions.system_make_digests(at=now())


@lasting
def send_mails(_key: str) -> None:
    """Send the mails that wait."""
    actions.system_send_mails()


@lasting
def deliver(key: str) -> None:
    """Post one event to one webhook."""
    actions.system_deliver_event(UUID(key))


@lasting
def catch_up(key: str) -> None:
    """Post to one webhook what it missed."""
    actions.system_catch_up(UUID(key))


def tell_recovery(key: str) -> None:
    """Tell a party's administrators that its recovery key is being used."""
    actions.system_tell_recovery(UUID(key), at=now())


def sweep(_key: str) -> None:
    """Forget what people were told of, and which mails and events went out, long ago."""
    actions.system_sweep(at=now())


def dispose(key: str) -> None:
    """Delete what was told and posted of a dossier that is disposed of."""
    actions.system_dispose(UUID(key), at=now())
