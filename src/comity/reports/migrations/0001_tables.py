# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.db.models.manager
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dossiers", "0004_keeping"),
        ("requests", "0003_emptying"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("agreed", "Being counted"),
                            ("frozen", "Frozen"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("frozen_at", models.DateTimeField(null=True)),
                ("file", models.TextField(blank=True, default="")),
                ("salt", models.BinaryField(default=b"", max_length=32)),
                ("leaf_id", models.BigIntegerField(null=True)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-last_day", "-proposed_at"],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("region", models.CharField(max_length=20)),
                ("duty", models.CharField(max_length=12)),
                ("outcome", models.CharField(max_length=14)),
                ("days", models.PositiveIntegerField(null=True)),
                ("age", models.CharField(blank=True, default="", max_length=10)),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.request",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.snapshot",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "counted",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))), name="snapshot_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "frozen"), _negated=True),
                    models.Q(("leaf_id__isnull", False), models.Q(("file", ""), _negated=True)),
                    _connector="OR",
                ),
                name="snapshot_frozen_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", "withdrawn"),
                    ("settled_by__isnull", True),
                    models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="snapshot_two_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "withdrawn"), _negated=True),
                fields=("first_day", "last_day"),
                name="snapshot_once",
            ),
        ),
        migrations.AddIndex(
            model_name="counted",
            index=models.Index(fields=["dossier"], name="counted_of_dossier"),
        ),
        migrations.AddConstraint(
            model_name="counted",
            constraint=models.UniqueConstraint(fields=("snapshot", "request"), name="counted_once"),
        ),
    ]
