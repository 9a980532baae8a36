# SPDX-License-Identifier: EUPL-1.2
"""What PostgreSQL's own catalogue says of the wall, asked by the application before anything is served."""

from collections.abc import Iterator

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.config.problem import Problem
from comity.core.db import as_viewer
from comity.core.viewer import system_viewer

from .laying import EMPTIED, FUNCTIONS, INSERT_ONLY, KEPT, KEY, READ_ONLY, note_of, standing
from .policies import NOT_FORCED, walled_tables

MEND = "As the owner: comity run --migrate (docs/operations.md, PostgreSQL)"
ROLES = "Give Comity a role of its own: docs/operations.md, PostgreSQL, has the statements"

_ROLE = """
SELECT current_user, bool_or(rolsuper), bool_or(rolbypassrls) FROM pg_roles
WHERE pg_has_role(current_user, oid, 'MEMBER')
"""
_NO_RIGHTS = """
SELECT current_user FROM pg_class
WHERE oid = to_regclass('public.django_migrations') AND NOT has_table_privilege(oid, 'SELECT')
"""
_TABLES = """
SELECT relname, relrowsecurity, relforcerowsecurity,
  pg_get_userbyid(relowner) = current_user, pg_has_role(relowner, 'MEMBER')
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""
_FUNCTIONS = """
SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY (%s)
  AND 'search_path=pg_catalog, public, pg_temp' = ANY (proconfig) AND (prosecdef OR proname = 'comity_seen')
"""
_PRIVILEGES = """
SELECT relname, verb FROM pg_class, unnest(ARRAY['SELECT', 'UPDATE', 'DELETE', 'TRUNCATE']) verb
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND has_table_privilege(oid, verb)
ORDER BY relname, verb
"""
# A right to a column, beside those that the whole table gives.
_COLUMNS = """
SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND relname = ANY (%s) AND attnum > 0 AND NOT attisdropped
  AND has_column_privilege(pg_class.oid, attnum, 'UPDATE') AND NOT has_table_privilege(pg_class.oid, 'UPDATE')
ORDER BY relname, attname
"""
_TRIGGERS = """
SELECT relname FROM pg_class JOIN pg_trigger ON tgrelid = pg_class.oid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE relnamespace = 'public'::regnamespace AND tgname = relname || '_insert_only' AND proname = tgname
  AND tgenabled = 'O' AND tgqual IS NULL AND tgtype & 11 = 11
"""


def check() -> str:
    """Return in words how the wall stands; raises Problem for its first fault. On SQLite there is none."""
    if connection.vendor != "postgresql":
        return "none on SQLite: one trust domain"
    check_role()
    with connection.cursor() as cursor:
        for fault in faults(cursor):
            raise Problem(fault, MEND)
        tables = len(walled_tables())
        if _is_alone(cursor):
            return f"{tables} tables, but the application owns them and could pull it down: give the owner another role"
    return f"{tables} tables"


def check_role() -> None:
    """Raise Problem where the application signs in as somebody for whom no wall stands."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        role, is_super, bypasses = cursor.fetchone()
    if is_super or bypasses:
        what = "is a superuser" if is_super else "may bypass row-level security"
        raise Problem(f"The role {role} of COMITY_DATABASE_URL {what}: no wall stands for it.", ROLES)


def check_rights() -> None:
    """Raise Problem where the application was never given its rights on the tables that are there."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_NO_RIGHTS)
        for (role,) in cursor.fetchall():
            raise Problem(f"The role {role} of COMITY_DATABASE_URL has no rights on the tables.", MEND)


def faults(cursor: CursorWrapper) -> Iterator[str]:
    """Yield what is wrong with the wall, most grave first, one sentence each."""
    yield from _faults_of_tables(cursor)
    yield from _faults_of_policies(cursor)
    yield from _faults_of_functions(cursor)
    yield from _faults_of_triggers(cursor)
    if not _is_alone(cursor):
        yield from _faults_of_rights(cursor)


def _is_alone(cursor: CursorWrapper) -> bool:
    """Whether one role owns the tables and uses them."""
    cursor.execute(_TABLES)
    walled = walled_tables()
    return all(is_own for table, _on, _forced, is_own, _may_be in cursor.fetchall() if table in walled)


def _faults_of_tables(cursor: CursorWrapper) -> Iterator[str]:
    is_alone = _is_alone(cursor)
    cursor.execute(_TABLES)
    found = {row[0]: row[1:] for row in cursor.fetchall()}
    for table in walled_tables():
        if table not in found:
            yield f"The table {table} is missing."
            continue
        is_on, is_forced, _is_own, _may_be = found[table]
        if not is_on:
            yield f"Row-level security of {table} is off."
        elif not is_forced and (is_alone or table not in NOT_FORCED):
            yield f"Row-level security of {table} does not hold for its owner."
    for table, (_on, _forced, is_own, may_be_owner) in found.items():
        if (is_own or may_be_owner) and not is_alone:
            what = "owns" if is_own else "can become the owner of"
            yield f"The application {what} {table}, so it could pull the wall down."


def _faults_of_policies(cursor: CursorWrapper) -> Iterator[str]:
    walled = walled_tables()
    stands = standing(cursor, walled)
    for table, policies in walled.items():
        for policy in policies:
            if (table, policy.name) not in stands:
                yield f"The policy {policy.name} of {table} is missing."
                continue
            note, mark = stands[table, policy.name]
            if note != note_of(policy, mark):
                yield f"The policy {policy.name} of {table} is not the one that this program lays."


def _faults_of_functions(cursor: CursorWrapper) -> Iterator[str]:
    cursor.execute(_FUNCTIONS, [list(FUNCTIONS)])
    sound = {name for (name,) in cursor.fetchall()}
    missing = [name for name in FUNCTIONS if name not in sound]
    if missing:
        yield f"The function {missing[0]} is missing, or is not as it was made."
        return
    with as_viewer(system_viewer("check"), writes=False):
        cursor.execute("SELECT duty IS NOT NULL FROM comity_sight()")
        if not cursor.fetchone()[0]:
            yield "PostgreSQL has another key than COMITY_DATA: it believes nobody, and shows nothing."


def _faults_of_triggers(cursor: CursorWrapper) -> Iterator[str]:
    cursor.execute(_TRIGGERS)
    guarded = {table for (table,) in cursor.fetchall()}
    for table in sorted((INSERT_ONLY | KEPT) - guarded):
        yield f"No trigger refuses to delete rows of {table}."


def _faults_of_rights(cursor: CursorWrapper) -> Iterator[str]:
    cursor.execute(_PRIVILEGES)
    for table, verb in cursor.fetchall():
        is_changed = verb in {"UPDATE", "DELETE"} and table in INSERT_ONLY | READ_ONLY
        is_deleted = verb == "DELETE" and table in KEPT
        if verb == "TRUNCATE" or is_changed or is_deleted or table == KEY:
            yield f"The application has the right to {verb} {table}."
    cursor.execute(_COLUMNS, [sorted(INSERT_ONLY)])
    for table, column in cursor.fetchall():
        if column not in EMPTIED.get(table, ()):
            yield f"The application has the right to UPDATE {column} of {table}."
