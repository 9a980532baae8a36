# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
import django.db.models.manager
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0005_limits"),
        ("facilitation", "0003_fixed"),
        ("mandates", "0002_fixed"),
        ("parties", "0003_sealing_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "layer",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("invited", "All participants"),
                            ("delegations", "Delegations and Court organs"),
                        ],
                        max_length=12,
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title_en", models.CharField(max_length=200)),
                ("title_fr", models.CharField(max_length=200)),
                ("intro_en", models.TextField(blank=True, default="")),
                ("intro_fr", models.TextField(blank=True, default="")),
                ("form", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("prepared", "Being prepared"), ("open", "Open"), ("withdrawn", "Withdrawn")],
                        default="prepared",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("extensions", models.JSONField(default=list)),
                ("added_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "facilitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilitation.facilitation"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("values", models.JSONField(default=dict)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "Everybody"),
                            ("participants", "Those to whom the call was put"),
                            ("secretariat", "The Secretariat of the Assembly only"),
                        ],
                        default="participants",
                        max_length=12,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("cleared_at", models.DateTimeField(null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cleared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facilitation.call",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "layer",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("invited", "All participants"),
                            ("delegations", "Delegations and Court organs"),
                        ],
                        max_length=12,
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("function", models.CharField(blank=True, default="", max_length=200)),
                ("language", models.CharField(max_length=2)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("closed", "Closed by its side"),
                            ("withdrawn", "Withdrawn by its side"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "facilitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilitation.facilitation"
                    ),
                ),
                (
                    "paragraph",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.paragraph"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("theme", models.CharField(max_length=30)),
                ("language", models.CharField(max_length=2)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("cleared_at", models.DateTimeField(null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cleared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Published",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("practice", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("theme", models.CharField(max_length=30)),
                ("language", models.CharField(max_length=2)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                ("words", models.TextField()),
                ("function", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "cleared_by",
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
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "published",
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "layer",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("invited", "All participants"),
                            ("delegations", "Delegations and Court organs"),
                        ],
                        max_length=12,
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("function", models.CharField(blank=True, default="", max_length=200)),
                ("is_courts", models.BooleanField()),
                ("language", models.CharField(max_length=2)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilitation.comment"
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
                    "facilitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilitation.facilitation"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "replies",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "Everybody"),
                            ("participants", "Those to whom the call was put"),
                            ("secretariat", "The Secretariat of the Assembly only"),
                        ],
                        max_length=12,
                    ),
                ),
                ("values", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("is_paper", models.BooleanField(default=False)),
                ("came_at", models.DateTimeField()),
                ("function", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "call",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facilitation.call",
                    ),
                ),
                (
                    "cleared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
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
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "facilitation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facilitation.facilitation",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_at", models.DateTimeField()),
                (
                    "earlier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.instrument"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.instrument"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Typed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("value", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "answer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facilitation.answer",
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
            ],
            options={
                "verbose_name_plural": "typed",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["facilitation", "-added_at", "-id"], name="call_of_facilitation"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("layer__in", ["public", "invited", "delegations"])), name="call_layer"
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at__isnull", True), ("state", "prepared")),
                    models.Q(("opened_at__isnull", False), ("state", "open")),
                    models.Q(("state", "withdrawn"), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="call_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title_en", ""), _negated=True), models.Q(("title_fr", ""), _negated=True)
                ),
                name="call_titled",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("call", "party"), name="answer_once"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cleared_at__isnull", True), ("cleared_by__isnull", True)),
                    models.Q(
                        ("cleared_at__isnull", False),
                        ("cleared_by__isnull", False),
                        models.Q(("cleared_by", models.F("changed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="answer_cleared_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["public", "participants", "secretariat"])), name="answer_audience"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["facilitation", "at", "id"], name="comment_of_facilitation"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("layer__in", ["public", "invited", "delegations"])), name="comment_layer"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state", "open")),
                    models.Q(("ended_at__isnull", False), ("state__in", ["closed", "withdrawn"])),
                    _connector="OR",
                ),
                name="comment_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="comment_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cleared_at__isnull", True), ("cleared_by__isnull", True)),
                    models.Q(
                        ("cleared_at__isnull", False),
                        ("cleared_by__isnull", False),
                        models.Q(("cleared_by", models.F("changed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="practice_cleared_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="published",
            index=models.Index(fields=["-at", "-id"], name="published_by_time"),
        ),
        migrations.AddConstraint(
            model_name="published",
            constraint=models.UniqueConstraint(fields=("practice", "number"), name="published_number_once"),
        ),
        migrations.AddConstraint(
            model_name="published",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("practice",),
                name="published_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="published",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="published_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("layer__in", ["public", "invited", "delegations"])), name="reply_layer"
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="reply_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(fields=("call", "party", "number"), name="submission_number_once"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("call", "party"),
                name="submission_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_paper", True), ("cleared_by__isnull", False), _connector="OR"),
                name="submission_cleared",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["public", "participants", "secretariat"])),
                name="submission_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replaced_at__isnull", True), ("withdrawn_at__isnull", True)),
                    ("dossier", models.F("desk")),
                    _connector="OR",
                ),
                name="submission_past_at_desk",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("earlier", models.F("later")), _negated=True), name="succession_goes_on"
            ),
        ),
        migrations.AddIndex(
            model_name="typed",
            index=models.Index(fields=["answer", "code", "id"], name="typed_of_answer"),
        ),
    ]
