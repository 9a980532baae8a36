# SPDX-License-Identifier: EUPL-1.2
"""What must be right before Comity can run. Each check raises Problem, in words for the operator."""

import errno
import socket
from pathlib import Path

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import DatabaseError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from comity import __version__
from comity.config.owner import as_owner
from comity.config.problem import Problem


def check_port(host: str, port: int) -> None:
    """The address can be listened on by us alone."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As the server will do; without SO_REUSEPORT, so that a second Comity is noticed and not joined.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Problem(f"Port {port} may only be used by root.", "Choose one above 1023: PORT=8000") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Problem(
                    f"Port {port} is taken by another program.", f"Stop that one, or choose another: PORT={port + 1}"
                ) from None
            raise Problem(f"{host}:{port} cannot be listened on ({error.strerror}).", "Name another --host") from None


def check_assets() -> None:
    """Style sheets and scripts are built and collected."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.is_file():
        raise Problem("The style sheets and scripts of the pages are not built.", "Build them: make assets")


def check_database() -> None:
    """The database answers and is one."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.introspection.table_names()
    except DatabaseError as error:
        why = " ".join(str(error).split())
        place = connection.settings_dict
        if connection.vendor == "postgresql":
            name = f"{place['HOST'] or 'local socket'}{':' + place['PORT'] if place['PORT'] else ''}/{place['NAME']}"
            raise Problem(
                f"PostgreSQL does not answer at {name} ({why}).", "Start it, or mend COMITY_DATABASE_URL"
            ) from None
        raise Problem(
            f"The database {place['NAME']} cannot be opened ({why}).", "Mend its rights, or restore it from a backup"
        ) from None


def check_settings() -> None:
    """Django's own checks and those of the rooms find no error."""
    errors = [message for message in run_checks(databases=["default"]) if message.level >= ERROR]
    if errors:
        first = errors[0]
        more = f" (and {len(errors) - 1} more: comity doctor)" if len(errors) > 1 else ""
        raise Problem(f"{first.msg}{more}", first.hint or "")


def owed_migrations() -> tuple[str, ...]:
    """Changes that this program makes to a database and that have not been made to this one."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def unknown_migrations() -> tuple[str, ...]:
    """Changes that were made to this database and that this program does not know."""
    loader = MigrationExecutor(connection).loader
    ours = loader.migrated_apps
    known = {*loader.disk_migrations, *(key for m in loader.disk_migrations.values() for key in m.replaces)}
    return tuple(
        f"{app}.{name}" for app, name in sorted(loader.applied_migrations) if app in ours and (app, name) not in known
    )


def check_not_newer() -> None:
    """No later program has changed the database already. Its owner looks: a role that is new has no rights yet."""
    try:
        with as_owner():
            unknown = unknown_migrations()
    except ProgrammingError as error:  # PostgreSQL names the table that this role has no rights on
        raise Problem(
            f"The database cannot be looked at by the role of COMITY_DATABASE_URL: {str(error).splitlines()[0]}.",
            "Name its owner in COMITY_DATABASE_OWNER_URL and let it give the rights: comity run --migrate",
        ) from None
    if unknown:
        raise Problem(
            f"The database is newer than this program ({_some(unknown)} unknown to it).",
            f"Run the version that made it, or a later one; this is {__version__}",
        )


def check_not_older() -> None:
    """Nothing remains to be changed in the database."""
    if "django_migrations" not in connection.introspection.table_names():
        raise Problem("The database is empty.", "Set a court up: comity init; or look round: comity run --demo")
    if owed := owed_migrations():
        raise Problem(
            f"The database is older than this program ({_some(owed)} not applied).",
            "Make a backup, then: comity run --migrate",
        )


def _some(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
