# SPDX-License-Identifier: EUPL-1.2
"""The places of leaves, the tree, what was signed of it; what is written once is never changed, on both databases."""

import django.db.models.deletion
from django.db import migrations, models


INSERT_ONLY = ("ledger_sequenced", "ledger_checkpoint", "ledger_cosignature")


def forbid(apps, schema_editor):
    for table in INSERT_ONLY:
        said = f"rows of {table} are insert only"
        if schema_editor.connection.vendor != "postgresql":
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN
                        SELECT RAISE(ABORT, '{said}'); END"""
                )
            continue
        schema_editor.execute(
            f"""CREATE FUNCTION {table}_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
        )
        schema_editor.execute(
            f"""CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION {table}_insert_only()"""
        )


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_insert_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Witnessed",
            fields=[
                ("origin", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "witnessed",
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField(default=0)),
                ("root", models.BinaryField(max_length=32)),
                ("frontier", models.BinaryField(default=b"")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="head_once")],
            },
        ),
        migrations.CreateModel(
            name="Sequenced",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "leaf",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.leaf"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "sequenced",
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("vkey", models.CharField(max_length=300)),
                ("line", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "checkpoint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.checkpoint",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("checkpoint", "vkey"), name="cosignature_once")],
            },
        ),
        migrations.RunPython(forbid, elidable=False),
    ]
