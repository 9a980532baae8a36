# SPDX-License-Identifier: EUPL-1.2
"""Keys to which files are sealed: their public part alone. The private part never comes here, in no form."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.parties.models.party import Authority, Party
from comity.parties.models.people import Person
from comity.parties.sealing import fingerprint, in_groups


class SealingKey(models.Model):
    """An age recipient of a person, of an authority, or of a party's recovery by quorum.

    `epoch` counts the keys of one owner from 1; the running one has no `ended_at`. A recovery key is split into as many
    shares as it has rows of KeyShare, any `threshold` of which give it back.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person's key")
        AUTHORITY = "authority", _("Authority's key")
        RECOVERY = "recovery", _("Recovery key")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+", null=True)
    recipient = models.CharField(max_length=80, unique=True)
    epoch = models.PositiveIntegerField()
    threshold = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "-epoch"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="person", person__isnull=False, authority__isnull=True, threshold__isnull=True)
                | Q(kind="authority", person__isnull=True, authority__isnull=False, threshold__isnull=True)
                | Q(kind="recovery", person__isnull=True, authority__isnull=True, threshold__isnull=False),
                name="sealing_key_owner",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("made_at")), name="sealing_key_forward"
            ),
            models.UniqueConstraint(
                fields=["party", "person"], condition=Q(kind="person", ended_at__isnull=True), name="sealing_key_person"
            ),
            models.UniqueConstraint(
                fields=["authority"], condition=Q(kind="authority", ended_at__isnull=True), name="sealing_key_authority"
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(kind="recovery", ended_at__isnull=True), name="sealing_key_recovery"
            ),
        ]

    def __str__(self) -> str:
        return self.recipient

    @property
    def fingerprint(self) -> str:
        """What two persons compare, in ten groups of four."""
        return in_groups(fingerprint(self.recipient))


class KeyShare(models.Model):
    """Who holds which share of a recovery key; never the share itself."""

    key = models.ForeignKey(SealingKey, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="key_share_once"),
            models.UniqueConstraint(fields=["key", "holder"], name="key_share_one_each"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Recovery(models.Model):
    """A use of a party's recovery key: begun with a reason, announced once as many holders approve as it needs."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.ForeignKey(SealingKey, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "recoveries"
        constraints = [models.UniqueConstraint(fields=["key"], name="recovery_once")]

    def __str__(self) -> str:
        return self.reason


class RecoveryApproval(models.Model):
    """One holder's approval of a recovery."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["recovery", "person"], name="recovery_approval_once")]

    def __str__(self) -> str:
        return str(self.at)
