# SPDX-License-Identifier: EUPL-1.2
"""Who takes care of a mandate; and symbol and title of an instrument, which may be corrected: each time a row tells."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


INSTRUMENT = "mandates_instrument"
ADDED = ("mandates_owner", "mandates_instrumentcorrection")
FIXED = ("text", "found", "language", "added_by_id", "added_at")
CHANGED = {
    "sqlite": " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FIXED),
    "postgresql": " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FIXED),
}
SQLITE = [
    f"DROP TRIGGER {INSTRUMENT}_fixed",
    f"""CREATE TRIGGER {INSTRUMENT}_fixed BEFORE UPDATE ON {INSTRUMENT} WHEN {CHANGED["sqlite"]} BEGIN
        SELECT RAISE(ABORT, 'the text of an instrument does not change'); END""",
    *(
        f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN
        SELECT RAISE(ABORT, 'what was added does not change'); END"""
        for table in ADDED
        for verb in ("UPDATE", "DELETE")
    ),
]
POSTGRESQL = [
    f"DROP TRIGGER {INSTRUMENT}_fixed ON {INSTRUMENT}",
    f"""CREATE TRIGGER {INSTRUMENT}_fixed BEFORE UPDATE ON {INSTRUMENT}
        FOR EACH ROW WHEN ({CHANGED["postgresql"]}) EXECUTE FUNCTION {INSTRUMENT}_fixed()""",
    *(
        f"""CREATE FUNCTION {table}_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'what was added does not change' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
        for table in ADDED
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
    dependencies = [
        ("mandates", "0002_fixed"),
        ("parties", "0003_sealing_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Owner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("function", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("office", models.CharField(blank=True, default="", max_length=200)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.mandate"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["mandate", "id"],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="InstrumentCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("function", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("field", models.CharField(max_length=10)),
                ("before", models.CharField(max_length=500)),
                ("after", models.CharField(max_length=500)),
                ("reason", models.TextField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.instrument"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["instrument", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="instrumentcorrection_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("field__in", ["symbol", "title"])), name="instrumentcorrection_field"
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunPython(forbid, elidable=False),
    ]
