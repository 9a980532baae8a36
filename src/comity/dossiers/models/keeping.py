# SPDX-License-Identifier: EUPL-1.2
"""What keeps a dossier and what ends it: legal holds, and disposals with the consents they rest on."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comity.parties.models import Party

from .dossier import Dossier
from .sight import Guarded


class Hold(Guarded):
    """A legal hold: while it is open, nothing of its dossier is disposed of. Never deleted; the reason is its party's.

    A hold on a case file also holds the exchanges begun in it.
    """

    is_in_envelope = False
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=300, blank=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
    placed_at = models.DateTimeField()
    end_reason = models.CharField(max_length=300, default="", blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Guarded.Meta):
        ordering = ["placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "party"], condition=Q(ended_at__isnull=True), name="hold_once_a_party"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Disposal(Guarded):
    """A disposal proposed, consented to, and in the end carried out; the record of it stays for ever.

    `not_before` is set by the last consent that was needed; `done` names the steps of the work that are done.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    decision = models.CharField(max_length=300)
    proposed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    executed_at = models.DateTimeField(null=True, blank=True)
    done = models.JSONField(default=list)

    class Meta(Guarded.Meta):
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(ended_at__isnull=True), name="disposal_once_a_dossier"
            ),
            models.CheckConstraint(
                condition=Q(not_before__isnull=True) | Q(not_before__gte=F("approved_at")), name="disposal_waits"
            ),
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True) | Q(ended_at__isnull=True), name="disposal_begun_or_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Consent(Guarded):
    """One person's consent to a disposal, for one party. Insert only; two of each party are needed."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
    function = models.CharField(max_length=120, default="", blank=True)
    at = models.DateTimeField()

    class Meta(Guarded.Meta):
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["disposal", "person"], name="consent_once_a_person")]

    def __str__(self) -> str:
        return self.function
