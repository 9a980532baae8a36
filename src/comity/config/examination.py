# SPDX-License-Identifier: EUPL-1.2
"""Everything `comity doctor` looks at once Django is set up."""

import shutil
import stat
import sys
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone

from comity import __version__
from comity.config import checkup, wall
from comity.config.keys import NAMES
from comity.config.problem import Problem
from comity.core import outbox
from comity.notices.queries import system_mails_in_trouble

LATE = timedelta(minutes=10)
FREE_BYTES = 2 * 1024**3
POSTGRESQL_VERSION = 150_000

Finding = dict[str, str | bool]


def examine() -> list[Finding]:
    """Return one finding for each subject, the wrong ones with their mend; what cannot be looked at is wrong too."""
    return [_finding(about, look) for about, look in SUBJECTS.items()]


def _finding(about: str, look: Callable[[], str]) -> Finding:
    try:
        return {"about": about, "well": True, "what": look(), "mend": ""}
    except Problem as problem:
        return {"about": about, "well": False, "what": problem.what, "mend": problem.mend}


def version() -> str:
    """The program."""
    return f"Comity {__version__} on Python {sys.version.split()[0]}, mode {settings.COMITY_MODE}"


def address() -> str:
    """A real court is reached through TLS."""
    if settings.COMITY_MODE == "real" and urlsplit(settings.COMITY_PUBLIC_URL).scheme != "https":
        raise Problem(
            f"{settings.COMITY_PUBLIC_URL} is not protected by TLS.",
            "Put a TLS proxy before Comity and set COMITY_PUBLIC_URL=https://...",
        )
    return settings.COMITY_PUBLIC_URL


def space() -> str:
    """There is room for what comes."""
    free = shutil.disk_usage(settings.COMITY_DATA).free
    if free < FREE_BYTES:
        raise Problem(f"Only {free // 1024**2} MiB are free in {settings.COMITY_DATA}.", "Make room, or move it")
    return f"{settings.COMITY_DATA}, {free // 1024**3} GiB free"


def keys() -> str:
    """The keys can be read by their owner only."""
    folder = settings.COMITY_DATA / "keys"
    open_ones = [name for name in NAMES if stat.S_IMODE((folder / f"{name}.key").stat().st_mode) & 0o077]
    if open_ones:
        raise Problem(f"Others can read the keys {', '.join(open_ones)} in {folder}.", f"chmod 600 {folder}/*.key")
    return f"{len(NAMES)} keys, readable by their owner only"


def assets() -> str:
    """The pages have their style sheets."""
    checkup.check_assets()
    return str(settings.STATIC_ROOT)


def database() -> str:
    """The database answers, and keeps what it acknowledges."""
    checkup.check_database()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone() != (2,):
                raise Problem(
                    "SQLite does not wait for the disk: a power cut would lose acknowledged acts.",
                    "Leave the options of the database as they are in comity.config.database",
                )
            return f"SQLite, {settings.DATABASES['default']['NAME']}"
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('fsync')")
        number, waits = cursor.fetchone()
    if number < POSTGRESQL_VERSION:
        raise Problem(f"PostgreSQL {number // 10_000} is too old.", "Use PostgreSQL 15 or newer")
    if waits != "on":
        raise Problem("PostgreSQL does not wait for the disk (fsync is off).", "Set fsync = on")
    return f"PostgreSQL {number // 10_000}"


def migrations() -> str:
    """The database fits this program."""
    checkup.check_database()
    wall.check_rights()
    checkup.check_not_newer()
    checkup.check_not_older()
    return "fit this program"


def second_wall() -> str:
    """PostgreSQL itself shows nobody a foreign row."""
    checkup.check_database()
    wall.check_rights()
    return wall.check()


def work() -> str:
    """Owed work is done, and nothing was given up."""
    checkup.check_database()
    checkup.check_not_older()
    owed = outbox.backlog()
    if owed.dead:
        raise Problem(
            f"{owed.dead} pieces of owed work were given up after their last attempt.",
            "See which: comity work --list; then: comity work --retry ID",
        )
    if owed.since is not None and timezone.now() - owed.since > LATE:
        raise Problem(
            f"{owed.waiting} pieces of owed work wait, the first since {owed.since:%Y-%m-%d %H:%M} UTC.",
            "See that the worker runs: comity run starts one; more may run beside it: comity work",
        )
    return f"{owed.waiting} wait, none given up"


def mail() -> str:
    """Mail goes out, or it is said that it does not."""
    if not settings.COMITY_SMTP_URL:
        return "no mail is sent: COMITY_SMTP_URL names no server"
    checkup.check_database()
    checkup.check_not_older()
    troubled = len(system_mails_in_trouble())
    if troubled:
        raise Problem(
            f"{troubled} mails were refused or wait after a failure.",
            "Administrators of the Registry see which, and mend or retry them: /upkeep/",
        )
    return f"by {urlsplit(settings.COMITY_SMTP_URL).hostname}, none refused"


def rooms() -> str:
    """Django's own checks and those of the rooms."""
    checkup.check_settings()
    return "no error"


SUBJECTS: dict[str, Callable[[], str]] = {
    "version": version,
    "address": address,
    "data directory": space,
    "keys": keys,
    "assets": assets,
    "database": database,
    "migrations": migrations,
    "second wall": second_wall,
    "work owed": work,
    "mail": mail,
    "checks": rooms,
}
