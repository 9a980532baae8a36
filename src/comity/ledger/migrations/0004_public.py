# SPDX-License-Identifier: EUPL-1.2
"""Public entries: rows in which they are read, insert only on both databases; a leaf may be longer than a blind one."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "ledger_announcement"
SAID = f"rows of {TABLE} are insert only"
SQLITE = [
    f"""CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN
        SELECT RAISE(ABORT, '{SAID}'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""CREATE FUNCTION {TABLE}_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER {TABLE}_insert_only BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_insert_only()""",
]
KINDS = ["key", "release", "admin"]


def forbid(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_sequenced")]

    operations = [
        # Neither database bounds the column, and SQLite would make the table anew, without the triggers that keep it.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(model_name="leaf", name="entry", field=models.BinaryField(max_length=4096))
            ]
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=10)),
                ("told", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "leaf",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.leaf"
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="public_kind")],
            },
        ),
        migrations.RunPython(forbid, elidable=False),
    ]
