# SPDX-License-Identifier: EUPL-1.2
"""Texts do not change, and what was added to a mandate is never changed and never deleted: the database refuses."""

from django.db import migrations

INSTRUMENT, MANDATE = "mandates_instrument", "mandates_mandate"
ADDED = ("mandates_paragraph", "mandates_step", "mandates_bond", "mandates_correction", "mandates_session")
FIXED = ("text", "found", "symbol", "symbol_key", "language", "added_by_id", "added_at")
CHANGED = {
    "sqlite": " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FIXED),
    "postgresql": " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FIXED),
}
SQLITE = [
    f"""CREATE TRIGGER {INSTRUMENT}_fixed BEFORE UPDATE ON {INSTRUMENT} WHEN {CHANGED["sqlite"]} BEGIN
        SELECT RAISE(ABORT, 'the text of an instrument does not change'); END""",
    *(
        f"""CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN
        SELECT RAISE(ABORT, 'what was added does not change'); END"""
        for table in ADDED
    ),
    *(
        f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN
        SELECT RAISE(ABORT, 'what was added is not deleted'); END"""
        for table in (INSTRUMENT, MANDATE, *ADDED)
    ),
]
POSTGRESQL = [
    f"""CREATE FUNCTION {INSTRUMENT}_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the text of an instrument does not change'
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER {INSTRUMENT}_fixed BEFORE UPDATE ON {INSTRUMENT}
        FOR EACH ROW WHEN ({CHANGED["postgresql"]}) EXECUTE FUNCTION {INSTRUMENT}_fixed()""",
    *(
        f"""CREATE FUNCTION {table}_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'what was added does not change' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
        for table in (INSTRUMENT, MANDATE, *ADDED)
    ),
    *(
        f"""CREATE TRIGGER {table}_insert_only BEFORE DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_insert_only()"""
        for table in (INSTRUMENT, MANDATE)
    ),
    *(
        f"""CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_insert_only()"""
        for table in ADDED
    ),
]


def forbid(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("mandates", "0001_tables")]
    operations = [migrations.RunPython(forbid, elidable=False)]
