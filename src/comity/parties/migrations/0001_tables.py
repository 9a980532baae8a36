# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("language", models.CharField(default="en", max_length=5)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "people",
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("organ", "Organ of the Court"),
                            ("state", "State"),
                            ("organisation", "Organisation"),
                            ("defence", "Defence team"),
                            ("assembly", "Assembly of States Parties"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                ("iso2", models.CharField(blank=True, default="", max_length=2)),
                ("zone", models.CharField(default="Europe/Amsterdam", max_length=40)),
                ("name_en", models.CharField(max_length=200)),
                ("name_fr", models.CharField(max_length=200)),
                (
                    "region",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("Africa", "African States"),
                            ("Asia-Pacific", "Asia-Pacific States"),
                            ("Eastern Europe", "Eastern European States"),
                            ("GRULAC", "Latin American and Caribbean States"),
                            ("WEOG", "Western European and other States"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("remark_en", models.CharField(blank=True, default="", max_length=500)),
                ("remark_fr", models.CharField(blank=True, default="", max_length=500)),
                ("source", models.CharField(max_length=300)),
                ("as_of", models.DateField()),
                ("is_verified", models.BooleanField(default=True)),
                ("key_en", models.CharField(max_length=200)),
                ("key_fr", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name_plural": "parties",
                "ordering": ["key_en"],
                "indexes": [
                    models.Index(fields=["key_en", "id"], name="party_by_name_en"),
                    models.Index(fields=["key_fr", "id"], name="party_by_name_fr"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["organ", "state", "organisation", "defence", "assembly"])),
                        name="party_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_hash", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField()),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("function", models.CharField(blank=True, default="", max_length=200)),
                ("address", models.TextField(blank=True, default="")),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("telephone", models.CharField(blank=True, default="", max_length=60)),
                ("is_central", models.BooleanField(default=False)),
                ("may_execute", models.BooleanField(default=True)),
                ("last_confirmed_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, default="", max_length=300)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "authorities",
                "ordering": ["-is_central", "name"],
            },
        ),
        migrations.CreateModel(
            name="PartyEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("act", models.CharField(max_length=60)),
                ("about", models.UUIDField(null=True)),
                ("function", models.CharField(blank=True, default="", max_length=120)),
                ("data", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "acting_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name_plural": "party entries",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("function", models.CharField(max_length=120)),
                ("roles", models.JSONField(default=list)),
                ("is_administrator", models.BooleanField(default=False)),
                ("clearance", models.PositiveSmallIntegerField(default=1)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.authority",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Substitution",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "post",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.post"),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("state_party", "State Party"),
                            ("declaration_12_3", "Declaration under article 12(3)"),
                            ("security_council", "Security Council resolution"),
                            ("arrangement", "Arrangement or agreement (article 87(5))"),
                        ],
                        max_length=20,
                    ),
                ),
                ("situation_code", models.CharField(blank=True, default="", max_length=20)),
                ("instrument", models.CharField(blank=True, default="", max_length=40)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=300)),
                ("note_en", models.CharField(blank=True, default="", max_length=500)),
                ("note_fr", models.CharField(blank=True, default="", max_length=500)),
                ("is_verified", models.BooleanField(default=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("party", "basis", "situation_code", "since"), name="membership_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="membership_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(choices=[("channel", "Channel"), ("language", "Language")], max_length=8)),
                ("text", models.CharField(max_length=500)),
                ("languages", models.JSONField(blank=True, default=list)),
                ("received_on", models.DateField(blank=True, null=True)),
                ("effective_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=300)),
                ("is_verified", models.BooleanField(default=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "indexes": [models.Index(fields=["party", "subject", "-effective_on"], name="declaration_in_force")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_on__isnull", True),
                            ("received_on__isnull", True),
                            ("effective_on__gte", models.F("received_on")),
                            _connector="OR",
                        ),
                        name="declaration_forward",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)), fields=("party", "name"), name="authority_once"
            ),
        ),
        migrations.AddIndex(
            model_name="partyentry",
            index=models.Index(fields=["party", "-at", "id"], name="party_entry_of_party"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["person", "since"], name="post_of_person"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(condition=models.Q(("clearance__lte", 2)), name="post_clearance"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="post_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="substitution",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))), name="substitution_forward"
            ),
        ),
    ]
