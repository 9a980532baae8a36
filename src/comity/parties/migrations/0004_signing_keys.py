# SPDX-License-Identifier: EUPL-1.2
"""Signing keys of authorities."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_sealing_keys")]

    operations = [
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("public", models.CharField(max_length=64, unique=True)),
                ("epoch", models.PositiveIntegerField()),
                ("leaf_id", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.authority"
                    ),
                ),
            ],
            options={
                "ordering": ["-epoch"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("made_at")), _connector="OR"
                        ),
                        name="signing_key_forward",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("authority",),
                        name="signing_key_authority",
                    ),
                ],
            },
        ),
    ]
