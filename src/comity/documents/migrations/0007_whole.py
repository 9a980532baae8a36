# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_sealed"),
        ("dossiers", "0004_keeping"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Whole",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about", models.UUIDField()),
                ("post_id", models.UUIDField()),
                ("language", models.CharField(max_length=5)),
                (
                    "state",
                    models.CharField(
                        choices=[("making", "Being made"), ("ready", "Ready"), ("failed", "Could not be made")],
                        default="making",
                        max_length=10,
                    ),
                ),
                ("progress_id", models.UUIDField()),
                ("problem", models.JSONField(default=dict)),
                ("files", models.JSONField(default=list)),
                ("dossiers", models.JSONField(default=list)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("content_id", models.UUIDField(null=True)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("wrapped_key", models.BinaryField(default=bytes)),
                ("key_name", models.CharField(blank=True, db_index=True, default="", max_length=16)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["making", "ready", "failed"])), name="whole_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True), ("content_id__isnull", False), _connector="OR"
                        ),
                        name="whole_ready",
                    ),
                ],
            },
        ),
    ]
