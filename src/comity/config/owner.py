# SPDX-License-Identifier: EUPL-1.2
"""The owner of the database, who shapes it; the application only writes and reads rows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.utils import load_backend

from comity.config import wall
from comity.core.db import sight_context
from comity.core.viewer import system_viewer


@contextmanager
def as_owner() -> Iterator[None]:
    """Work on the same database as the role that owns it, by a connection of its own that has every row in sight.

    Row-level security holds for the owner too, so a migration that moves data would otherwise find none to move.
    Without COMITY_DATABASE_OWNER_URL the application's role is the owner. On SQLite there is nobody else to be.
    """
    if connection.vendor != "postgresql":
        yield
        return
    app, owner = connections[DEFAULT_DB_ALIAS], settings.COMITY_OWNER_DATABASE
    told = f"-c comity.viewer={sight_context(system_viewer('migration'))}"
    options = {**owner["OPTIONS"], "options": f"{owner['OPTIONS'].get('options', '')} {told}".strip()}
    place = {**app.settings_dict, **owner, "NAME": app.settings_dict["NAME"], "OPTIONS": options}
    connections[DEFAULT_DB_ALIAS] = load_backend(place["ENGINE"]).DatabaseWrapper(place, DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections[DEFAULT_DB_ALIAS] = app


def shape_database() -> None:
    """Bring the database to the shape that this version needs, as its owner, and lay the second wall.

    Programs started from here later are not told how to be the owner.
    """
    app = _role()
    with as_owner():
        call_command("migrate", interactive=False, verbosity=0)
        wall.lay(app)
    os.environ.pop("COMITY_DATABASE_OWNER_URL", None)


def _role() -> str:
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])
