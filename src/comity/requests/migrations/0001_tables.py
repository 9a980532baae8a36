# SPDX-License-Identifier: EUPL-1.2

import datetime
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dossiers", "0001_tables"),
        ("parties", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("kind", models.CharField(max_length=12)),
                ("subject", models.CharField(max_length=200)),
                ("contents", models.JSONField(default=dict)),
                ("language", models.CharField(default="en", max_length=12)),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("standard", "Standard"),
                            ("urgent", "Urgent (articles 91(1), 96(1), 99(2))"),
                            ("arrest", "Arrest opportunity"),
                        ],
                        default="standard",
                        max_length=10,
                    ),
                ),
                ("requested_by", models.DateField(blank=True, null=True)),
                ("due_on", models.DateField(default=datetime.date(9999, 12, 31))),
                ("is_invitation", models.BooleanField(default=False)),
                ("state", models.CharField(default="draft", max_length=24)),
                ("is_open", models.BooleanField(default=True)),
                ("transport", models.CharField(default="unsent", max_length=12)),
                ("is_unconfirmed", models.BooleanField(default=False)),
                ("postponed_until", models.DateField(blank=True, null=True)),
                ("postponed_event", models.CharField(blank=True, default="", max_length=300)),
                ("channel", models.CharField(blank=True, default="", max_length=500)),
                ("languages", models.JSONField(default=list)),
                ("basis", models.JSONField(default=dict)),
                ("approved_terms", models.JSONField(default=dict)),
                ("override_reason", models.TextField(blank=True, default="")),
                ("batch", models.UUIDField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("fetched_at", models.DateTimeField(blank=True, null=True)),
                ("registered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "addressee",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="requests.request",
                    ),
                ),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "drafter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.request",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.personconcerned",
                    ),
                ),
                (
                    "sender",
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
            name="Reference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=80)),
                ("normal", models.CharField(db_index=True, max_length=80)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.request",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests.request"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DraftText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
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
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="requests.request",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Counterfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
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
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.request",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Cost",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("item", models.CharField(max_length=200)),
                ("rule", models.CharField(max_length=30)),
                (
                    "borne_by",
                    models.CharField(choices=[("state", "Requested State"), ("court", "Court")], max_length=10),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("currency", models.CharField(max_length=3)),
                ("on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("agreed", "Agreed"), ("settled", "Settled")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests.request"
                    ),
                ),
            ],
            options={
                "ordering": ["on", "id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("offered", "Offered"), ("accepted", "Accepted"), ("declined", "Not accepted")],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests.request"
                    ),
                ),
            ],
            options={
                "ordering": ["offered_at"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.authority"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests.request"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("query", models.CharField(max_length=600)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=300)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "assignee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests.request"
                    ),
                ),
            ],
            options={
                "ordering": ["finished_at", "due_on", "at"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("original", "Original"),
                            ("corrigendum", "Corrigendum"),
                            ("supplement", "Supplement"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("contents", models.JSONField()),
                ("reason", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
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
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["addressee", "is_open", "due_on", "id"], name="request_in_due"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["issuer", "is_open", "due_on", "id"], name="request_out_due"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["sender", "is_open", "due_on", "id"], name="request_pass_due"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["addressee", "state", "due_on", "id"], name="request_in_state"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["issuer", "state", "due_on", "id"], name="request_out_state"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["sender", "state", "due_on", "id"], name="request_pass_state"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["addressee", "-changed_at", "-id"], name="request_in_changed"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["issuer", "-changed_at", "-id"], name="request_out_changed"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["addressee", "kind", "due_on", "id"], name="request_in_kind"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["issuer", "kind", "due_on", "id"], name="request_out_kind"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["file", "-changed_at"], name="request_of_file"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(condition=models.Q(("batch__isnull", False)), fields=["batch"], name="request_batch"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "approved",
                            "arrested",
                            "available",
                            "before_judge",
                            "blocked_98",
                            "closed",
                            "consultation",
                            "declined",
                            "discarded",
                            "draft",
                            "executed",
                            "exhausted",
                            "finding_heard",
                            "finding_pending",
                            "found_deferred",
                            "found_not_referred",
                            "in_execution",
                            "in_review",
                            "legality_review",
                            "may_be_released",
                            "partly_executed",
                            "postponed",
                            "ready",
                            "recalled",
                            "received",
                            "referral_appealed",
                            "referred",
                            "refused",
                            "surrender_ordered",
                            "surrendered",
                            "transmitted",
                            "transmitted_unconfirmed",
                            "withdrawn",
                        ],
                    )
                ),
                name="request_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("transport__in", ["unsent", "sent", "delivered", "fetched", "registered"])),
                name="request_transport",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("transport", "unsent"), ("sent_at__isnull", False), _connector="OR"),
                name="request_sent_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approver__isnull", True),
                    models.Q(("approver", models.F("drafter")), _negated=True),
                    _connector="OR",
                ),
                name="request_two_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.UniqueConstraint(fields=("request", "party", "normal"), name="reference_once"),
        ),
        migrations.AddIndex(
            model_name="drafttext",
            index=models.Index(fields=["request", "field", "-at"], name="draft_text_of_field"),
        ),
        migrations.AddConstraint(
            model_name="counterfile",
            constraint=models.UniqueConstraint(fields=("request", "party"), name="counterfile_once"),
        ),
        migrations.AddConstraint(
            model_name="cost",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="cost_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("person", "party", "name"), name="saved_view_once"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["assignee", "finished_at", "due_on"], name="task_of_person"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("request", "number"), name="version_once"),
        ),
    ]
