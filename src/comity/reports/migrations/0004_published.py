# SPDX-License-Identifier: EUPL-1.2
"""What was published is only added to, never changed and never deleted: the database itself refuses."""

from django.db import migrations

TABLES = ("reports_published", "reports_edition", "reports_editionfile")
SQLITE = [
    f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN
        SELECT RAISE(ABORT, 'what was published does not change'); END"""
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    statement
    for table in TABLES
    for statement in (
        f"""CREATE FUNCTION {table}_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'what was published does not change'
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_insert_only()""",
    )
]


def forbid(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_reports")]
    operations = [migrations.RunPython(forbid, elidable=False)]
