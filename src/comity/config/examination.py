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
from comity.config import announcing, checkup, logcheck, wall
from comity.config.keys import NAMES, SIGNING
from comity.config.problem import Problem
from comity.core import outbox, typeset
from comity.core.db import as_viewer
from comity.core.viewer import system_viewer
from comity.documents import queries, scan, store
from comity.documents.actions import system_verify
from comity.documents.files import apart
from comity.ledger.format.note import Malformed
from comity.ledger.queries import Diverged, peers, system_doubts, system_head, system_last_signed, system_waiting
from comity.notices.queries import system_mails_held_up, system_mails_in_trouble

LATE, LATE_MAIL = timedelta(minutes=10), timedelta(hours=1)
FREE_BYTES = 2 * 1024**3
POSTGRESQL_VERSION = 150_000
NAMED = 3

Finding = dict[str, str | bool]


def examine(*, whole: bool = False) -> list[Finding]:
    """Return one finding for each subject, the wrong ones with their mend; what cannot be looked at is wrong too.

    With `whole`, every document and every leaf of the log is read back besides.
    """
    subjects = SUBJECTS | WHOLE if whole else SUBJECTS
    return [_finding(about, look) for about, look in subjects.items()]


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
    names = (*NAMES, *SIGNING)
    open_ones = [name for name in names if stat.S_IMODE((folder / f"{name}.key").stat().st_mode) & 0o077]
    if open_ones:
        raise Problem(f"Others can read the keys {', '.join(open_ones)} in {folder}.", f"chmod 600 {folder}/*.key")
    return f"{len(names)} keys, readable by their owner only"


def documents() -> str:
    """The key of the documents is there and its owner's alone, and a scanner that is set answers."""
    path = settings.COMITY_DOCUMENTS_KEY
    try:
        identities = queries.keyring().identities
    except store.KeyringMissing as error:
        raise Problem(f"Documents cannot be opened: {error}.", "Restore it from where the keys are kept") from None
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise Problem(f"Others can read the key {path}.", f"chmod 600 {path}")
    rotating = f", a rotation under way ({len(identities) - 1} older)" if len(identities) > 1 else ""
    return f"{sum(1 for _ in store.found(settings.COMITY_DOCUMENTS))} files, key {queries.keyring().current}{rotating}"


def scanner() -> str:
    """Files are scanned, or it is known that they are not."""
    where = settings.COMITY_CLAMD
    if not where:
        return "none set (COMITY_CLAMD): files are taken unscanned"
    try:
        return scan.version(where, seconds=5)
    except scan.ScannerAway as error:
        raise Problem(
            f"clamd does not answer at {where} ({error}): no file is taken.", "Start it, or mend COMITY_CLAMD"
        ) from None


def files_apart() -> str:
    """Foreign files are parsed by a process that is limited, and cut off from what it does not need."""
    try:
        walls = apart.standing()
    except apart.Ended as ended:
        raise Problem(
            f"The process in which files are read does not come to an answer ({ended}): no file is taken.",
            "See that this user may start processes, and has a gibibyte of memory for one",
        ) from None
    told = {"network": "its network is its own, with nobody else on it", "files": "it opens no file but Python's own"}
    held = [words for name, words in told.items() if walls[name]]
    missing = {
        "network": "this kernel gives this user no network of its own (user namespaces are off)",
        "files": "this kernel has no Landlock, so it could open what this user may",
    }
    lacking = [words for name, words in missing.items() if not walls[name]]
    if not held:
        raise Problem(
            f"Files are read apart, with bounds of memory and time, and no more: {'; '.join(lacking)}.",
            "Use a kernel with Landlock (5.13 or newer), or let users make namespaces",
        )
    return f"read in a process of its own, with bounds of memory and time: {'; '.join([*held, *lacking])}"


def fonts() -> str:
    """PDFs can be set, in every script that the font of the house has."""
    place = ", ".join(str(path) for path in settings.COMITY_FONTS)
    families = typeset.families(settings.COMITY_FONTS)
    if typeset.FONT not in families:
        raise Problem(
            f"{typeset.FONT} is not in {place}: no PDF can be made.",
            "Install it (Debian: fonts-dejavu-core), or name its directory in COMITY_FONTS",
        )
    return f"{len(families)} families, from {place}"


def assets() -> str:
    """The pages have their style sheets."""
    checkup.check_assets()
    return str(settings.STATIC_ROOT)


def scripts() -> str:
    """What browsers are given is what the log tells of this version."""
    migrations()
    return announcing.check()


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


def the_log() -> str:
    """The log continues what was signed last; the whole of it is checked by `comity ledger verify`."""
    migrations()
    try:
        signed, head = system_last_signed(), system_head()
        peers()
    except (Diverged, Malformed) as error:
        raise Problem(f"{error}.", "Look at docs/ledger.md, “When nothing is signed any more”") from None
    size = head.size if head else 0
    beyond = [one for one in signed if one.size > size or (head and one.size == size and one.root != bytes(head.root))]
    if beyond:
        raise Problem(
            f"The log has {size} leaves and is not the one signed at {beyond[0].size}.",
            "Nothing is signed any more; docs/ledger.md, “When nothing is signed any more”",
        )
    if doubts := list(system_doubts().values()):
        raise Problem(
            f"The witness {doubts[0]}.",
            "Others hold receipts of what is not here: docs/ledger.md, “When a witness refuses”",
        )
    return f"{size} leaves, {system_waiting()} waiting"


def every_document() -> str:
    """Every file is what was given."""
    migrations()
    number, wrong = 0, []
    with as_viewer(system_viewer("verify"), writes=False):
        for content_id, fault in system_verify():
            number += 1
            if fault is not None and not fault.is_spare:
                wrong.append(f"{content_id.hex}, {fault.what}")
    if wrong:
        raise Problem(
            f"{len(wrong)} of {number} files are not what was given: {'; '.join(wrong[:NAMED])}.",
            "Restore them from a backup; see all: comity documents verify",
        )
    return f"{number} files read back"


def every_leaf() -> str:
    """The log and its entries are as they were signed and committed to."""
    migrations()
    size, damages = logcheck.check()
    if damages:
        named = "; ".join(f"{one.what} {one.where}, {one.message}" for one in damages[:NAMED])
        raise Problem(f"The log is damaged: {named}.", "docs/ledger.md; see all: comity ledger verify")
    return f"{size} leaves, all as they were signed"


def mail() -> str:
    """Mail goes out, or it is said that it does not."""
    if not settings.COMITY_SMTP_URL:
        return "no mail is sent: COMITY_SMTP_URL names no server"
    checkup.check_database()
    checkup.check_not_older()
    held_up, since, code = system_mails_held_up(before=timezone.now() - LATE_MAIL)
    if since is not None:
        raise Problem(
            f"{held_up} mails have waited since {since:%Y-%m-%d %H:%M} UTC: the mail server "
            + (f"answers {code}." if code else "does not answer."),
            "Look at the mail server and COMITY_SMTP_URL; what waits is sent once it takes mail again",
        )
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
    "documents": documents,
    "virus scanner": scanner,
    "files apart": files_apart,
    "fonts": fonts,
    "assets": assets,
    "database": database,
    "scripts": scripts,
    "migrations": migrations,
    "second wall": second_wall,
    "work owed": work,
    "log": the_log,
    "mail": mail,
    "checks": rooms,
}
WHOLE: dict[str, Callable[[], str]] = {"every document": every_document, "every leaf": every_leaf}
