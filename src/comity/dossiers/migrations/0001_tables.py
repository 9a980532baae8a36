# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RestrictedPage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_concerned_id", models.UUIDField(unique=True)),
                ("party_id", models.UUIDField()),
                ("wrapped_key", models.BinaryField()),
                ("sealed", models.BinaryField()),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Situation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name_en", models.CharField(max_length=120)),
                ("name_fr", models.CharField(max_length=120)),
                ("opened_on", models.DateField()),
                ("resolution", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Circle",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("judicial", "Judicial"),
                            ("agreement", "Agreement"),
                            ("placement", "Placement"),
                            ("fund", "Fund"),
                            ("consultation", "Consultation"),
                            ("party", "Internal to one party"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_exchange", models.BooleanField(default=False)),
                ("case_number", models.CharField(blank=True, default="", max_length=80)),
                ("title", models.CharField(max_length=200)),
                (
                    "classification",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Public"), (1, "Confidential"), (2, "Under seal")], default=1
                    ),
                ),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "owner",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "situation",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.situation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about", models.UUIDField()),
                ("code", models.CharField(max_length=40)),
                ("article", models.CharField(max_length=60)),
                ("trigger", models.CharField(max_length=60)),
                ("triggered_at", models.DateTimeField()),
                ("computed_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(db_index=True)),
                ("zone", models.CharField(max_length=40)),
                ("state", models.CharField(default="running", max_length=10)),
                ("changes", models.JSONField(default=list)),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about", models.UUIDField()),
                ("act", models.CharField(max_length=60)),
                ("article", models.CharField(blank=True, default="", max_length=60)),
                ("before", models.CharField(blank=True, default="", max_length=30)),
                ("after", models.CharField(blank=True, default="", max_length=30)),
                ("function", models.CharField(blank=True, default="", max_length=120)),
                ("data", models.JSONField(default=dict)),
                ("thread", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("correlation", models.UUIDField(default=uuid.uuid4)),
                ("salt", models.BinaryField(max_length=32)),
                ("leaf_id", models.BigIntegerField()),
                (
                    "acting_for",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.circle"
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("issuer", "Requesting side"),
                            ("sender", "Transmitting organ"),
                            ("addressee", "Requested side"),
                            ("chamber", "Chamber"),
                            ("observer", "Observer"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("full", "Everything"), ("envelope", "Envelope only")], default="full", max_length=10
                    ),
                ),
                (
                    "classification",
                    models.PositiveSmallIntegerField(choices=[(0, "Public"), (1, "Confidential"), (2, "Under seal")]),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "circle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.circle",
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
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PersonConcerned",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("pseudonym", models.CharField(max_length=60)),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("suspect", "Suspect or accused"),
                            ("convicted", "Convicted person"),
                            ("witness", "Witness"),
                            ("victim", "Victim"),
                            ("expert", "Expert"),
                            ("other", "Other person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("public_name", models.CharField(blank=True, default="", max_length=200)),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "persons concerned",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PageReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.restrictedpage"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="circle",
            constraint=models.UniqueConstraint(fields=("party", "name"), name="circle_once"),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(fields=("about", "code", "triggered_at"), name="clock_once"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["about", "at"], name="entry_about"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["dossier", "at"], name="entry_of_dossier"),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["person", "until"], name="grant_of_person"),
        ),
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(fields=["party", "dossier"], name="participation_of_party"),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(fields=("dossier", "party", "side"), name="participation_once"),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="participation_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="personconcerned",
            constraint=models.UniqueConstraint(fields=("dossier", "pseudonym"), name="pseudonym_once"),
        ),
        migrations.AddConstraint(
            model_name="pagereader",
            constraint=models.UniqueConstraint(fields=("page", "person"), name="page_reader_once"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["owner", "is_exchange", "-opened_at"], name="dossier_of_owner"),
        ),
    ]
