# SPDX-License-Identifier: EUPL-1.2
"""Frozen figures, and what was counted in them, are never changed and never deleted: the database itself refuses."""

from django.db import migrations

SNAPSHOT, COUNTED = "reports_snapshot", "reports_counted"
SETTLED = "OLD.stage IN ('frozen', 'withdrawn')"
SQLITE = [
    f"""CREATE TRIGGER {SNAPSHOT}_fixed BEFORE UPDATE ON {SNAPSHOT} WHEN {SETTLED} BEGIN
        SELECT RAISE(ABORT, 'frozen figures do not change'); END""",
    f"""CREATE TRIGGER {SNAPSHOT}_no_delete BEFORE DELETE ON {SNAPSHOT} BEGIN
        SELECT RAISE(ABORT, 'figures are not deleted'); END""",
    f"""CREATE TRIGGER {COUNTED}_no_update BEFORE UPDATE ON {COUNTED} BEGIN
        SELECT RAISE(ABORT, 'what was counted does not change'); END""",
    f"""CREATE TRIGGER {COUNTED}_no_delete BEFORE DELETE ON {COUNTED} BEGIN
        SELECT RAISE(ABORT, 'what was counted is not deleted'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION {SNAPSHOT}_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'frozen figures do not change' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER {SNAPSHOT}_fixed BEFORE UPDATE ON {SNAPSHOT}
        FOR EACH ROW WHEN ({SETTLED}) EXECUTE FUNCTION {SNAPSHOT}_fixed()""",
    *(
        f"""CREATE FUNCTION {table}_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'figures are not deleted' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
        for table in (SNAPSHOT, COUNTED)
    ),
    f"""CREATE TRIGGER {SNAPSHOT}_insert_only BEFORE DELETE ON {SNAPSHOT}
        FOR EACH ROW EXECUTE FUNCTION {SNAPSHOT}_insert_only()""",
    f"""CREATE TRIGGER {COUNTED}_insert_only BEFORE UPDATE OR DELETE ON {COUNTED}
        FOR EACH ROW EXECUTE FUNCTION {COUNTED}_insert_only()""",
]


def forbid(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_tables")]
    operations = [migrations.RunPython(forbid, elidable=False)]
