# SPDX-License-Identifier: EUPL-1.2
"""What people are told, and how they want to be told it."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.dossiers.models import Dossier, Guarded
from comity.parties.models import Party


class Notice(Guarded):
    """One person is told of one thing. It holds no words: those are composed from the act when it is read.

    It hangs on the dossier of what it tells of, so that whoever loses sight of that loses the notice with it. The same
    `mark` is told to one person once.
    """

    class Why(models.TextChoices):
        ACT = "act", _("Something was done")
        SOON = "soon", _("A time limit ends soon")
        TODAY = "today", _("A time limit ends today")
        PASSED = "passed", _("A time limit has passed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    about = models.UUIDField()
    act = models.CharField(max_length=60)
    why = models.CharField(max_length=8, choices=Why, default=Why.ACT)
    mark = models.CharField(max_length=120)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "mark"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], name="notice_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.act


class Preference(models.Model):
    """How one person wants to be told. No row: a digest a day. The calendar's secret link is kept as its hash.

    `refused_at` is when the receiving server refused the person's address for good; it stands until somebody looked.
    """

    class Digest(models.TextChoices):
        DAILY = "daily", _("One mail a day at most, when there is something new")
        OFF = "off", _("No mail")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=8, choices=Digest, default=Digest.DAILY)
    calendar_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique where there is one
    calendar_post = models.UUIDField(null=True)
    refused_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.digest


class Mail(models.Model):
    """One digest to one person on one day. What it says is the same for everybody, so nothing of it is kept.

    A mail server's answer is kept as its code alone: 4xx is tried again, 5xx stands for the operator to see. `doubts`
    is how often it was sent and nobody knows whether it was taken: the answer was lost, or the worker was killed.
    """

    class Stage(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused")
        GIVEN_UP = "given_up", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    code = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="mail_once_a_day"),
            models.UniqueConstraint(fields=["person"], condition=models.Q(stage="waiting"), name="mail_waits_once"),
        ]
        indexes = [models.Index(fields=["stage", "next_at"], name="mail_next")]

    def __str__(self) -> str:
        return self.stage


class Hook(models.Model):
    """An address to which a party lets its own events be posted. The secrets are sealed and shown once.

    After a rotation the secret before signs beside the new one until `before_until`. `not_before` is when a receiver
    that failed is tried next; after too many failures in a row the hook is stopped. While it `is_catching_up`, what
    comes waits behind what it missed; `busy_until` is how long a worker has it for that.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    secret = models.BinaryField(max_length=120)
    secret_before = models.BinaryField(max_length=120, null=True)
    before_until = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    stopped_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    is_catching_up = models.BooleanField(default=False)
    busy_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.url


class Delivery(Guarded):
    """One event for one hook: ids and the event's name. Its id is the webhook-id, the same at every attempt."""

    class Stage(models.TextChoices):
        WAITING = "waiting", _("waiting")
        MISSED = "missed", _("missed")
        DELIVERED = "delivered", _("delivered")
        GIVEN_UP = "given_up", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="+", db_index=False)
    about = models.UUIDField()
    act = models.CharField(max_length=60)
    at = models.DateTimeField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=40, default="", blank=True)
    kept_at = models.DateTimeField(default=timezone.now)  # acts are stamped to the second: this is their order in it

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["hook", "-at"], name="delivery_of_hook")]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return self.act
