# SPDX-License-Identifier: EUPL-1.2
"""From a database URL to Django's settings, with the options on which durability rests."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# Each is asserted again at start (checks.py): with synchronous=NORMAL a power cut loses acknowledged writes.
SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "trusted_schema": "OFF",
    "secure_delete": "ON",
}
# Nobody waits for ever for a row that another holds (as on SQLite: ten seconds, then the page says to try again), and a
# program that hangs in the middle of its work does not keep what it locked.
POSTGRESQL_WAITS = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=5min"
SQLITE_SPEED = "PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"


def database(url: str, data: Path) -> dict[str, Any]:
    """Return the entry of DATABASES for `sqlite:///FILE`, `postgresql://...` or "" (a file of the data directory).

    Raises ValueError for a URL of any other form, saying which forms are known.
    """
    parts = urlsplit(url or f"sqlite:///{data / 'comity.sqlite3'}")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "comity.core.sqlite",
            "NAME": unquote(parts.path[1:]) or str(data / "comity.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "".join(f"PRAGMA {name}={value};" for name, value in SQLITE_PRAGMAS.items())
                + SQLITE_SPEED,
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", unquote(parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "DISABLE_SERVER_SIDE_CURSORS": True,
            # Planning a statement behind the wall costs several times what answering it does: plans are kept.
            "OPTIONS": {
                "connect_timeout": 5,
                "server_side_binding": True,
                "prepare_threshold": 2,
                "options": POSTGRESQL_WAITS,
                **query,
            },
        }
    raise ValueError(f"COMITY_DATABASE_URL begins with {parts.scheme!r}: use sqlite:///FILE or postgresql://...")
