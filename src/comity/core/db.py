# SPDX-License-Identifier: EUPL-1.2
"""The unit of work: one transaction in which PostgreSQL itself knows who is looking.

On PostgreSQL the first statement of the transaction sets a context signed with a key that the application role cannot
read back, for the row-level security policies of the walled tables. On SQLite there is no such wall; a read needs no
transaction there (it would take the one write lock), a write opens an immediate one.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.conf import settings
from django.db import connection, transaction

from .viewer import Viewer


def sight_context(viewer: Viewer) -> str:
    """Return the signed text that the database's policies read: system duty, party, clearance, circles, signature."""
    circles = ",".join(sorted(str(circle) for circle in viewer.circles))
    plain = f"{viewer.system}|{viewer.party_id or ''}|{viewer.clearance}|{circles}"
    key: bytes = settings.COMITY_SIGHT_KEY
    return f"{plain}|{hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()}"


@contextmanager
def as_viewer(viewer: Viewer, *, writes: bool = True) -> Iterator[None]:
    """Run one unit of work as this viewer; it commits whole or not at all.

    Set the viewer at the outermost level only: within a unit of work, a second viewer would see with the first one's
    eyes, so asking for one raises RuntimeError.
    """
    context = sight_context(viewer)
    holder = getattr(connection, "comity_sight", None)
    if holder is not None:
        if holder != context:
            raise RuntimeError("a unit of work for another viewer is under way")
        with transaction.atomic():
            yield
        return
    is_walled = connection.vendor == "postgresql"
    with transaction.atomic() if is_walled or writes else nullcontext():
        if is_walled:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('comity.viewer', %s, true)", [context])
        connection.comity_sight = context  # type: ignore[attr-defined]  # a mark on this thread's connection
        try:
            yield
        finally:
            connection.comity_sight = None  # type: ignore[attr-defined]  # as above
