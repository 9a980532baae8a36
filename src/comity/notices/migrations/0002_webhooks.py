# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0003_find"),
        ("notices", "0001_tables"),
        ("parties", "0002_insert_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hook",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=500)),
                ("secret", models.BinaryField(max_length=120)),
                ("secret_before", models.BinaryField(max_length=120, null=True)),
                ("before_until", models.DateTimeField(null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("not_before", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about", models.UUIDField()),
                ("act", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "stage",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("delivered", "delivered"), ("given_up", "given up")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("said", models.CharField(blank=True, default="", max_length=40)),
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
                    "hook",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="notices.hook"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["hook", "-at"], name="delivery_of_hook")],
            },
        ),
    ]
