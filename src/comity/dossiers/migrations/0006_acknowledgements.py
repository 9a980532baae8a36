# SPDX-License-Identifier: EUPL-1.2
"""What authorities signed under their acts: insert only, on both databases."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "dossiers_acknowledgement"
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


def forbid(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def to(model, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0005_limits"),
        ("parties", "0004_signing_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.UUIDField()),
                ("signature", models.CharField(max_length=128)),
                ("at", models.DateTimeField()),
                ("dossier", to("dossiers.dossier", db_index=False)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.entry"
                    ),
                ),
                ("key", to("parties.signingkey", db_index=False)),
                ("person", to(settings.AUTH_USER_MODEL, db_index=False)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RunPython(forbid, elidable=False),
    ]
