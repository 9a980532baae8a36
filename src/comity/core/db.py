# SPDX-License-Identifier: EUPL-1.2
"""The unit of work: one transaction in which PostgreSQL itself knows who is looking.

On PostgreSQL each unit of work tells the row-level security policies of the walled tables who is looking, in a text
signed with a key that the application's role cannot read back; it is forgotten with the transaction. On SQLite there is
no such wall; a read needs no transaction there (it would take the one write lock), a write opens an immediate one.

Who may look within whose unit of work: a person within a duty of the system, for the eyes only narrow; a duty within a
person's by `as_system` alone; the same viewer again; never one person within another's. Each looks for its own block.
Afterwards the one before looks again, also where the block failed.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from .viewer import Viewer, system_viewer


class Sight(NamedTuple):
    """Whose eyes a connection has, and what PostgreSQL was told of them."""

    viewer: Viewer
    context: str


def sight_context(viewer: Viewer) -> str:
    """Return the signed text that the policies read: system duty, party, clearance, circles, instant, signature.

    The instant is this machine's and not the database's, as in `visible_to`, so that both walls agree on what has begun
    and what has ended.
    """
    if "|" in viewer.system:
        raise ValueError(f"{viewer.system!r} cannot be the name of a duty: it holds a '|'")
    circles = ",".join(sorted(str(circle) for circle in viewer.circles))
    plain = f"{viewer.system}|{viewer.party_id or ''}|{viewer.clearance}|{circles}|{timezone.now().isoformat()}"
    return f"{plain}|{hmac.new(settings.COMITY_SIGHT_KEY, plain.encode(), hashlib.sha256).hexdigest()}"


@contextmanager
def as_viewer(viewer: Viewer, *, writes: bool = True) -> Iterator[None]:
    """Run one unit of work as this viewer; it commits whole or not at all.

    Raises RuntimeError within the unit of work of another person.
    """
    outer = _sight()
    if outer is not None and not outer.viewer.system and _eyes(outer.viewer) != _eyes(viewer):
        raise RuntimeError("a unit of work for another viewer is under way")
    is_within = connection.in_atomic_block
    # Within a transaction a savepoint costs nothing, and what goes wrong here does not spoil what was there before.
    with transaction.atomic() if writes or is_within or _is_walled() else nullcontext(), _looking(viewer, is_within):
        yield


@contextmanager
def as_system(duty: str) -> Iterator[None]:
    """Do one step of whatever unit of work is under way as a named duty of the system, which sees every row.

    For what an act needs and its viewer does not see. Which files may call this is a closed list in the house rules.
    """
    is_within = connection.in_atomic_block
    opens = _is_walled() and not is_within
    with transaction.atomic() if opens else nullcontext(), _looking(system_viewer(duty), is_within):
        yield


@contextmanager
def _looking(viewer: Viewer, is_within: bool) -> Iterator[None]:  # noqa: FBT001 - of this file only
    outer = _sight()
    if outer is not None and outer.viewer.system and viewer.system:
        yield  # every row is in sight already
        return
    sight = Sight(viewer, sight_context(viewer))
    _tell(sight.context)
    connection.comity_sight = sight  # type: ignore[attr-defined]  # a mark on this thread's connection
    try:
        yield
    finally:
        connection.comity_sight = outer  # type: ignore[attr-defined]  # as above
        if is_within:
            _tell(outer.context if outer else "")


def _sight() -> Sight | None:
    return getattr(connection, "comity_sight", None)


def _eyes(viewer: Viewer) -> tuple[object, ...]:
    return viewer.system, viewer.party_id, viewer.clearance, viewer.circles


def _is_walled() -> bool:
    return connection.vendor == "postgresql"


def _tell(context: str) -> None:
    """Tell PostgreSQL who is looking, until the transaction ends.

    Beneath Django's cursors: a test that counts queries counts the same on both databases. Where the transaction has
    failed there is nothing to tell: rolling back brings the older context back.
    """
    if not _is_walled() or connection.connection is None or connection.connection.closed:
        return
    with connection.wrap_database_errors:
        if connection.connection.info.transaction_status.name != "INERROR":
            connection.connection.execute("SELECT set_config('comity.viewer', %s, true)", [context])
