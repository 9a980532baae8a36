# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dossiers", "0003_find"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "digest",
                    models.CharField(
                        choices=[("daily", "One mail a day at most, when there is something new"), ("off", "No mail")],
                        default="daily",
                        max_length=8,
                    ),
                ),
                ("calendar_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("calendar_post", models.UUIDField(null=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sent", "sent"),
                            ("refused", "refused"),
                            ("given_up", "given up"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("code", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["stage", "next_at"], name="mail_next")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "day"), name="mail_once_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("stage", "waiting")), fields=("person",), name="mail_waits_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about", models.UUIDField()),
                ("act", models.CharField(max_length=60)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("act", "Something was done"),
                            ("soon", "A time limit ends soon"),
                            ("today", "A time limit ends today"),
                            ("passed", "A time limit has passed"),
                        ],
                        default="act",
                        max_length=8,
                    ),
                ),
                ("mark", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["person", "-at", "-id"], name="notice_of_person"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["person"], name="notice_unread"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("person", "mark"), name="notice_once")],
            },
        ),
    ]
