# SPDX-License-Identifier: EUPL-1.2
"""Emptying the database after a test of real transactions, although some of its rows are insert only."""

from typing import Any

import django.db.backends.sqlite3.base  # noqa: F401 - the module of the next line can only be imported after it
from django.db.backends.sqlite3.operations import DatabaseOperations

_flush = DatabaseOperations.sql_flush


def _sql_flush(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
    """Return Django's statements between those that lift the triggers and put them back; the word index goes too."""
    statements = _flush(self, style, tables, **options)
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [
        *(f"DROP TRIGGER {name}" for name, _sql in triggers),
        *statements,
        "INSERT INTO core_words(core_words) VALUES ('rebuild')",
        *(sql for _name, sql in triggers),
    ]


DatabaseOperations.sql_flush = _sql_flush  # type: ignore[method-assign, assignment]  # in tests only
