# SPDX-License-Identifier: EUPL-1.2
"""Entries and versions are insert only, but for one change: a disposal, and nothing else, empties them.

The database itself asks whether a disposal allows it: proposed and not withdrawn, of an archived dossier, consented to
by two different persons of its owner and of every party that takes part in it in full, its waiting time over, not yet
recorded as executed, and without an open hold on the dossier or on the file in which it was begun. Consents are insert
only; neither holds nor disposals are ever deleted, and a waiting time is never shortened.
"""

from django.db import migrations

# The emptied columns of each table, and what they become.
ENTRY = {"salt": {"sqlite": "x''", "postgresql": "''"}, "data": {"sqlite": "'{}'", "postgresql": "'{}'"}}
VERSION = {name: {"sqlite": empty, "postgresql": empty} for name, empty in
           {"subject": "''", "contents": "'{}'", "reason": "''"}.items()}  # fmt: skip
EMPTIED = {"dossiers_entry": ENTRY, "requests_version": VERSION}
KEPT = {
    "dossiers_entry": (
        "id", "dossier_id", "about", "act", "article", "before", "after", "party_id", "actor_id", "acting_for_id",
        "function", "thread", "at", "correlation", "leaf_id",
    ),
    "requests_version": ("id", "dossier_id", "request_id", "number", "kind", "at"),
}  # fmt: skip
INSERT_ONLY = "dossiers_consent"
NEVER_DELETED = ("dossiers_disposal", "dossiers_hold")

# `{which}` is the dossier, `{now}` the database's own clock.
ALLOWED = """EXISTS (
  SELECT 1 FROM dossiers_disposal d JOIN dossiers_dossier o ON o.id = d.dossier_id
  WHERE d.dossier_id = {which} AND d.ended_at IS NULL AND d.executed_at IS NULL AND d.not_before <= {now}
    AND o.archived_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM dossiers_hold h WHERE h.ended_at IS NULL
      AND (h.dossier_id = o.id OR (o.is_exchange AND h.dossier_id = o.parent_id)))
    AND (SELECT count(DISTINCT c.person_id) FROM dossiers_consent c
      WHERE c.disposal_id = d.id AND c.party_id = o.owner_id) >= 2
    AND NOT EXISTS (SELECT 1 FROM dossiers_participation p
      WHERE p.dossier_id = o.id AND p.scope = 'full' AND (p.until IS NULL OR p.until > {now})
        AND (SELECT count(DISTINCT c.person_id) FROM dossiers_consent c
          WHERE c.disposal_id = d.id AND c.party_id = p.party_id) < 2))"""
SQLITE_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"


def sqlite():
    for table, emptied in EMPTIED.items():
        as_emptied = [f"NEW.{name} = {empty['sqlite']}" for name, empty in emptied.items()]
        as_before = [f"NEW.{name} IS OLD.{name}" for name in KEPT[table]]
        allowed = ALLOWED.format(which="OLD.dossier_id", now=SQLITE_NOW)
        yield f"DROP TRIGGER IF EXISTS {table}_no_update"
        yield f"DROP TRIGGER IF EXISTS {table}_no_delete"
        yield f"""CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
            WHEN NOT ({" AND ".join([*as_emptied, *as_before])} AND {allowed}) BEGIN
            SELECT RAISE(ABORT, 'rows of {table} are insert only'); END"""
        yield _sqlite_refusal(table, "DELETE")
    yield _sqlite_refusal(INSERT_ONLY, "UPDATE")
    yield _sqlite_refusal(INSERT_ONLY, "DELETE")
    for table in NEVER_DELETED:
        yield _sqlite_refusal(table, "DELETE")
    yield """CREATE TRIGGER dossiers_disposal_waits BEFORE UPDATE ON dossiers_disposal
        WHEN NEW.dossier_id IS NOT OLD.dossier_id OR NEW.not_before < OLD.not_before
          OR (OLD.not_before IS NOT NULL AND NEW.not_before IS NULL) BEGIN
        SELECT RAISE(ABORT, 'the waiting time of a disposal is not shortened'); END"""
    yield """CREATE TRIGGER dossiers_hold_stays BEFORE UPDATE ON dossiers_hold
        WHEN NEW.dossier_id IS NOT OLD.dossier_id OR NEW.party_id IS NOT OLD.party_id BEGIN
        SELECT RAISE(ABORT, 'a hold stays where it was placed'); END"""


def _sqlite_refusal(table, verb):
    return f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN
        SELECT RAISE(ABORT, 'rows of {table} are insert only'); END"""


# It looks with the wall's own context, as comity_sees does: a hold that the viewer does not see stops them all the same.
MAY_EMPTY = f"""
CREATE FUNCTION comity_may_empty(which uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told text := current_setting('comity.viewer', true);
  answer boolean;
BEGIN
  PERFORM set_config('comity.viewer', (SELECT wall FROM comity_key), true);
  answer := {ALLOWED.format(which="which", now="clock_timestamp()")};
  PERFORM set_config('comity.viewer', coalesce(told, ''), true);
  RETURN answer;
END $$
"""


def postgresql():
    yield MAY_EMPTY
    for table, emptied in EMPTIED.items():
        set_empty = " ".join(f"emptied.{name} := {empty['postgresql']};" for name, empty in emptied.items())
        yield f"""CREATE OR REPLACE FUNCTION {table}_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
              emptied {table}%ROWTYPE;
            BEGIN
              IF TG_OP = 'UPDATE' THEN
                emptied := OLD;
                {set_empty}
                IF NEW IS NOT DISTINCT FROM emptied AND comity_may_empty(OLD.dossier_id) THEN
                  RETURN NEW;
                END IF;
              END IF;
              RAISE EXCEPTION 'rows of {table} are insert only' USING ERRCODE = 'integrity_constraint_violation';
            END $$"""
    yield _postgresql_refusal("requests_version", "requests_version_insert_only", "UPDATE OR DELETE")
    for table, verbs in ((INSERT_ONLY, "UPDATE OR DELETE"), *((table, "DELETE") for table in NEVER_DELETED)):
        yield f"""CREATE FUNCTION {table}_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              RAISE EXCEPTION 'rows of {table} are insert only' USING ERRCODE = 'integrity_constraint_violation';
            END $$"""
        yield _postgresql_refusal(table, f"{table}_insert_only", verbs)
    yield """CREATE FUNCTION dossiers_disposal_waits() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.dossier_id <> OLD.dossier_id OR NEW.not_before < OLD.not_before
            OR (OLD.not_before IS NOT NULL AND NEW.not_before IS NULL) THEN
            RAISE EXCEPTION 'the waiting time of a disposal is not shortened'
              USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $$"""
    # After the policies have looked, so that a row behind the wall is refused as any other.
    yield """CREATE TRIGGER dossiers_disposal_waits AFTER UPDATE ON dossiers_disposal
        FOR EACH ROW EXECUTE FUNCTION dossiers_disposal_waits()"""
    yield """CREATE FUNCTION dossiers_hold_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.dossier_id <> OLD.dossier_id OR NEW.party_id <> OLD.party_id THEN
            RAISE EXCEPTION 'a hold stays where it was placed' USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $$"""
    yield """CREATE TRIGGER dossiers_hold_stays AFTER UPDATE ON dossiers_hold
        FOR EACH ROW EXECUTE FUNCTION dossiers_hold_stays()"""


def _postgresql_refusal(table, function, verbs):
    return f"CREATE TRIGGER {table}_insert_only BEFORE {verbs} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"


def build(apps, schema_editor):
    for statement in postgresql() if schema_editor.connection.vendor == "postgresql" else sqlite():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("requests", "0002_wall"), ("dossiers", "0004_keeping")]
    operations = [migrations.RunPython(build, elidable=False)]
