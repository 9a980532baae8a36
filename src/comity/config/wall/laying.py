# SPDX-License-Identifier: EUPL-1.2
"""Laying the wall: key, policies, flags, grants. Done after every migration, as the owner, whole or not at all."""

from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comity.core.db import sight_context
from comity.core.viewer import system_viewer

from .policies import NOT_FORCED, Policy, walled_tables

KEY = "comity_key"
FUNCTIONS = ("comity_sight", "comity_sees", "comity_founds", "comity_seen", "comity_find", "comity_may_empty")
# Beside the triggers that refuse it: what the application can only add to, or only read.
INSERT_ONLY = frozenset(
    {
        "dossiers_acknowledgement",
        "dossiers_consent",
        "dossiers_entry",
        "ledger_announcement",
        "ledger_checkpoint",
        "ledger_cosignature",
        "ledger_leaf",
        "ledger_sequenced",
        "mandates_answer",
        "mandates_bond",
        "mandates_correction",
        "mandates_instrumentcorrection",
        "mandates_owner",
        "mandates_paragraph",
        "mandates_session",
        "mandates_step",
        "parties_partyentry",
        "reports_counted",
        "reports_edition",
        "reports_editionfile",
        "reports_published",
        "requests_version",
    }
)
# The columns that a disposal empties: a trigger asks whether there is one that allows it.
EMPTIED: Mapping[str, tuple[str, ...]] = {
    "dossiers_entry": ("data", "salt"),
    "requests_version": ("contents", "reason", "subject"),
}
# What is changed and never deleted.
KEPT = frozenset({"dossiers_disposal", "dossiers_hold", "mandates_instrument", "mandates_mandate", "reports_snapshot"})
READ_ONLY = frozenset({"django_migrations"})
BLOCK = 64  # bytes; HMAC pads its key to a block of the hash

_INSTALL = """
INSERT INTO comity_key (inside, outside, wall) VALUES (%(inside)s, %(outside)s, %(wall)s)
ON CONFLICT (is_only) DO UPDATE SET inside = %(inside)s, outside = %(outside)s, wall = %(wall)s
"""
_STANDING = """
SELECT c.relname, p.polname, obj_description(p.oid, 'pg_policy'),
  md5(concat_ws(' ', p.polpermissive, p.polcmd, p.polroles,
      pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)))
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (%s)
"""


def lay(app: str) -> None:
    """Lay the wall as the owner of the tables; `app` is the role with which the application signs in.

    It may be done again at any time. Where the application is the owner itself, there is nothing to grant, and it
    could pull the wall down.
    """
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s", [app])
        is_alone: bool = cursor.fetchone()[0]
        _install_key(cursor)
        walled = walled_tables()
        for table, policies in walled.items():
            for statement in _on(table, policies, forces=is_alone or table not in NOT_FORCED):
                cursor.execute(statement)
        _sign(cursor, walled)
        if not is_alone:
            for statement in _grants(connection.ops.quote_name(app), connection.introspection.table_names(cursor)):
                cursor.execute(statement)


def _install_key(cursor: CursorWrapper) -> None:
    """Give PostgreSQL its copy of the key that signs contexts, prepared for HMAC, and the wall's own context."""
    key = settings.COMITY_SIGHT_KEY.ljust(BLOCK, b"\0")
    inside, outside = bytes(byte ^ 0x36 for byte in key), bytes(byte ^ 0x5C for byte in key)
    wall = sight_context(system_viewer("wall"))
    cursor.execute(_INSTALL, {"inside": inside, "outside": outside, "wall": wall})


def _on(table: str, policies: tuple[Policy, ...], *, forces: bool) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} {'FORCE' if forces else 'NO FORCE'} ROW LEVEL SECURITY"
    for policy in policies:
        yield f"DROP POLICY IF EXISTS {policy.name} ON {table}"
        yield policy.sql


def standing(cursor: CursorWrapper, tables: Iterable[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the policies that stand, by table and name: what is noted beside each, and a mark of how it stands now."""
    cursor.execute(_STANDING, [list(tables)])
    return {(table, name): (note or "", mark) for table, name, note, mark in cursor.fetchall()}


def note_of(policy: Policy, mark: str) -> str:
    """Return what is noted beside a policy: of what text it was made, and as what PostgreSQL took it."""
    return f"{policy.mark} {mark}"


def _sign(cursor: CursorWrapper, walled: Mapping[str, tuple[Policy, ...]]) -> None:
    stands = standing(cursor, walled)
    for table, policies in walled.items():
        for policy in policies:
            _note, mark = stands[table, policy.name]
            cursor.execute(f"COMMENT ON POLICY {policy.name} ON {table} IS '{note_of(policy, mark)}'")


def _grants(app: str, tables: list[str]) -> Iterator[str]:
    """Rows and nothing but rows: no table can be made, changed, emptied at once or referred to."""
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {app}"
    for table in tables:
        if table != KEY:
            yield f"GRANT {_verbs(table)} ON {connection.ops.quote_name(table)} TO {app}"
    for table, columns in EMPTIED.items():
        yield f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO {app}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {app}"
    for function in FUNCTIONS:
        yield f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {app}"


def _verbs(table: str) -> str:
    if table in READ_ONLY:
        return "SELECT"
    if table in INSERT_ONLY:
        return "SELECT, INSERT"
    return "SELECT, INSERT, UPDATE" if table in KEPT else "SELECT, INSERT, UPDATE, DELETE"
