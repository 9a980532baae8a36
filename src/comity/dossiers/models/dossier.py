# SPDX-License-Identifier: EUPL-1.2
"""Dossiers and who takes part in them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from comity.parties.models import Party

from .sight import Guarded, GuardedManager


class Classification(models.IntegerChoices):
    PUBLIC = 0, _("Public")
    CONFIDENTIAL = 1, _("Confidential")
    UNDER_SEAL = 2, _("Under seal")


class Situation(models.Model):
    """A situation before the Court, a public fact; `resolution` is the Security Council's, where it referred it."""

    code = models.CharField(max_length=20, unique=True)
    name_en = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    opened_on = models.DateField()
    resolution = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_fr if (translation.get_language() or "").startswith("fr") else self.name_en


class Dossier(Guarded):
    """A container of confidential rows. Who sees it is said by its participations and nowhere else.

    A judicial dossier is either one party's file on a case (`exchange` false) or the exchange of one request between
    two parties, whose `parent` is the asking side's file. A dossier of kind `party` is one party's own counterpart
    file: what is written there never crosses the wall.

    From `archived_at` on nothing is written to it; from `disposed_at` on its keys, salts and contents are gone.
    """

    class Kind(models.TextChoices):
        JUDICIAL = "judicial", _("Judicial")
        AGREEMENT = "agreement", _("Agreement")
        PLACEMENT = "placement", _("Placement")
        FUND = "fund", _("Fund")
        CONSULTATION = "consultation", _("Consultation")
        PARTY = "party", _("Internal to one party")

    dossier_path = "id"
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    is_exchange = models.BooleanField(default=False)
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    situation = models.ForeignKey(
        Situation, on_delete=models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )
    case_number = models.CharField(max_length=80, default="", blank=True)
    title = models.CharField(max_length=200)
    classification = models.PositiveSmallIntegerField(choices=Classification, default=Classification.CONFIDENTIAL)
    opened_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(disposed_at__isnull=True) | Q(archived_at__isnull=False), name="dossier_archived_first"
            )
        ]
        indexes = [models.Index(fields=["owner", "is_exchange", "-opened_at"], name="dossier_of_owner")]

    def __str__(self) -> str:
        return self.title


class Circle(models.Model):
    """A need-to-know list of one party's people. It can only narrow what the party as a whole may see."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "name"], name="circle_once")]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """One person's place in a circle, with its reason and its end. It ceases to count the instant it ends."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "until"], name="grant_of_person")]

    def __str__(self) -> str:
        return self.reason


class Participation(models.Model):
    """One party's part in one dossier: its side, how much it sees, for how long and why.

    `scope` "envelope" shows that a request passes (references, parties, dates, state) and none of its contents: the
    Registry's view of a defence request. `classification` repeats the dossier's, so that sight is one index look-up;
    both change in one action only.
    """

    class Side(models.TextChoices):
        ISSUER = "issuer", _("Requesting side")
        SENDER = "sender", _("Transmitting organ")
        ADDRESSEE = "addressee", _("Requested side")
        CHAMBER = "chamber", _("Chamber")
        OBSERVER = "observer", _("Observer")

    class Scope(models.TextChoices):
        FULL = "full", _("Everything")
        ENVELOPE = "envelope", _("Envelope only")

    rows = models.Manager["Participation"]()
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    side = models.CharField(max_length=10, choices=Side)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.FULL)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    classification = models.PositiveSmallIntegerField(choices=Classification)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "party", "side"], name="participation_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="participation_forward"
            ),
        ]
        indexes = [models.Index(fields=["party", "dossier"], name="participation_of_party")]

    def __str__(self) -> str:
        return self.side


__all__ = ["Circle", "Classification", "Dossier", "Grant", "GuardedManager", "Participation", "Situation"]
