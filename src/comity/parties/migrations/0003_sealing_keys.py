# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_insert_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealingKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Person's key"),
                            ("authority", "Authority's key"),
                            ("recovery", "Recovery key"),
                        ],
                        max_length=9,
                    ),
                ),
                ("recipient", models.CharField(max_length=80, unique=True)),
                ("epoch", models.PositiveIntegerField()),
                ("threshold", models.PositiveSmallIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.authority"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "-epoch"],
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=300)),
                ("begun_at", models.DateTimeField()),
                ("announced_at", models.DateTimeField(null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.sealingkey"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "recoveries",
            },
        ),
        migrations.CreateModel(
            name="KeyShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.sealingkey"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="RecoveryApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recovery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.recovery"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [models.UniqueConstraint(fields=("recovery", "person"), name="recovery_approval_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="sealingkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("authority__isnull", True),
                        ("kind", "person"),
                        ("person__isnull", False),
                        ("threshold__isnull", True),
                    ),
                    models.Q(
                        ("authority__isnull", False),
                        ("kind", "authority"),
                        ("person__isnull", True),
                        ("threshold__isnull", True),
                    ),
                    models.Q(
                        ("authority__isnull", True),
                        ("kind", "recovery"),
                        ("person__isnull", True),
                        ("threshold__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="sealing_key_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealingkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__isnull", True), ("ended_at__gte", models.F("made_at")), _connector="OR"),
                name="sealing_key_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealingkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("kind", "person")),
                fields=("party", "person"),
                name="sealing_key_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealingkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("kind", "authority")),
                fields=("authority",),
                name="sealing_key_authority",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealingkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("kind", "recovery")),
                fields=("party",),
                name="sealing_key_recovery",
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.UniqueConstraint(fields=("key",), name="recovery_once"),
        ),
        migrations.AddConstraint(
            model_name="keyshare",
            constraint=models.UniqueConstraint(fields=("key", "number"), name="key_share_once"),
        ),
        migrations.AddConstraint(
            model_name="keyshare",
            constraint=models.UniqueConstraint(fields=("key", "holder"), name="key_share_one_each"),
        ),
    ]
