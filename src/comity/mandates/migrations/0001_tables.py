# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.db.models.manager
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0003_sealing_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("place", models.PositiveIntegerField()),
                ("verb", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=14)),
                ("addressee", models.CharField(max_length=500)),
                ("addressed", models.CharField(db_index=True, max_length=500)),
                ("action", models.TextField()),
                ("due", models.CharField(blank=True, default="", max_length=300)),
                ("session", models.PositiveIntegerField(default=0)),
                ("date", models.CharField(blank=True, default="", max_length=10)),
                ("due_on", models.DateField(null=True)),
                ("every", models.CharField(blank=True, default="", max_length=60)),
                ("is_struck", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["paragraph", "place"],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("symbol", models.CharField(max_length=80)),
                ("symbol_key", models.CharField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=500)),
                ("form", models.CharField(max_length=20)),
                ("body", models.CharField(max_length=200)),
                ("is_of_assembly", models.BooleanField(default=False)),
                ("language", models.CharField(max_length=2)),
                ("adopted", models.DateField(null=True)),
                ("source", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("found", models.JSONField()),
                ("confidence", models.FloatField()),
                ("words", models.TextField()),
                (
                    "stage",
                    models.CharField(
                        choices=[("found", "Not reviewed yet"), ("reviewed", "Reviewed")],
                        default="found",
                        max_length=10,
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-added_at"],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("function", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("field", models.CharField(max_length=20)),
                ("before", models.TextField(blank=True, default="")),
                ("after", models.TextField(blank=True, default="")),
                ("reason", models.TextField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.mandate"
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
            name="Paragraph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                (
                    "part",
                    models.CharField(
                        choices=[("preamble", "Preamble"), ("operative", "Operative part")], max_length=10
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("number", models.CharField(blank=True, default="", max_length=20)),
                ("verbs", models.CharField(blank=True, default="", max_length=500)),
                ("text", models.TextField()),
                ("confidence", models.FloatField()),
                (
                    "instrument",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mandates.instrument",
                    ),
                ),
            ],
            options={
                "ordering": ["instrument", "place"],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="mandate",
            name="paragraph",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.paragraph"
            ),
        ),
        migrations.CreateModel(
            name="Bond",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("function", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "how",
                    models.CharField(
                        choices=[("repeats", "Repeats it"), ("changes", "Changes it"), ("ends", "Ends it")],
                        max_length=10,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.mandate"
                    ),
                ),
                (
                    "paragraph",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.paragraph"
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
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("first_day", models.DateField()),
                ("source", models.CharField(max_length=300)),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("function", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("under_way", "Under way"), ("done", "Done"), ("ended", "Ended")],
                        max_length=10,
                    ),
                ),
                ("evidence", models.TextField()),
                ("document", models.CharField(blank=True, default="", max_length=300)),
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
        migrations.AddIndex(
            model_name="instrument",
            index=models.Index(fields=["-added_at", "-id"], name="instrument_by_time"),
        ),
        migrations.AddConstraint(
            model_name="instrument",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("symbol_key", ""), _negated=True), models.Q(("title", ""), _negated=True)),
                name="instrument_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="instrument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True), ("stage", "found")),
                    models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False), ("stage", "reviewed")),
                    _connector="OR",
                ),
                name="instrument_reviewed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="correction_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="paragraph",
            constraint=models.UniqueConstraint(fields=("instrument", "key"), name="paragraph_key_once"),
        ),
        migrations.AddConstraint(
            model_name="paragraph",
            constraint=models.UniqueConstraint(fields=("instrument", "place"), name="paragraph_place_once"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("action", ""), _negated=True), name="mandate_asks_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["request", "exhortation", "invitation", "decision", "authorisation"])),
                name="mandate_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="bond",
            constraint=models.UniqueConstraint(fields=("mandate", "paragraph", "how"), name="bond_once"),
        ),
        migrations.AddConstraint(
            model_name="bond",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["repeats", "changes", "ends"])), name="bond_how"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="session_number"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="session_has_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence", ""), _negated=True), name="step_has_evidence"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "under_way", "done", "ended"])), name="step_status"
            ),
        ),
    ]
