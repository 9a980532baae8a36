# SPDX-License-Identifier: EUPL-1.2
"""Redacted copies: the working sheet of who marks, and what a copy says of its original, which is kept back."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_emptying"),
        ("dossiers", "0004_keeping"),
        ("parties", "0003_sealing_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Redaction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about", models.UUIDField()),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
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
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.version",
                    ),
                ),
                ("pages", models.PositiveSmallIntegerField()),
                ("marks", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("marking", "Being marked"),
                            ("ordered", "The copy is being made"),
                            ("made", "The copy is made"),
                        ],
                        default="marking",
                        max_length=10,
                    ),
                ),
                ("copy_id", models.UUIDField(blank=True, null=True)),
                ("problem", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="document",
            name="document_state",
        ),
        migrations.AddField(
            model_name="document",
            name="redacted_from",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="document",
            name="redactions",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="document",
            name="state",
            field=models.CharField(
                choices=[
                    ("prepared", "Not yet handed on"),
                    ("kept", "Stays with our own side"),
                    ("given", "Handed on"),
                    ("withdrawn", "Taken out"),
                ],
                default="prepared",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["prepared", "kept", "given", "withdrawn"])), name="document_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="redaction",
            constraint=models.UniqueConstraint(fields=("document", "person"), name="redaction_of_person_once"),
        ),
        migrations.AddConstraint(
            model_name="redaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("copy_id__isnull", False), models.Q(("state", "made"), _negated=True), _connector="OR"
                ),
                name="redaction_made_has_copy",
            ),
        ),
    ]
