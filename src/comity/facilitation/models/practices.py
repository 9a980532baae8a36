# SPDX-License-Identifier: EUPL-1.2
"""Good practices: each party's own text, prepared behind its own wall, and public from its publication on."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comity.dossiers.models import Dossier, Guarded
from comity.parties.models import Party


class Practice(Guarded):
    """What a party is writing, on a dossier of its own that nobody else is in. A change ends the clearance."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    theme = models.CharField(max_length=30)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    text = models.TextField()
    address = models.CharField(max_length=300, default="", blank=True)
    begun_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    cleared_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(cleared_by__isnull=True, cleared_at__isnull=True)
                | Q(cleared_by__isnull=False, cleared_at__isnull=False) & ~Q(cleared_by=F("changed_by")),
                name="practice_cleared_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Published(models.Model):
    """One version of a good practice as it was published: read by everybody, and never changed.

    A later version replaces it, its party alone withdraws it; both stay, and say so. `words` are what it is found by.
    """

    rows = models.Manager["Published"]()
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    practice = models.UUIDField()
    number = models.PositiveIntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    theme = models.CharField(max_length=30)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    text = models.TextField()
    address = models.CharField(max_length=300, default="", blank=True)
    words = models.TextField()
    function = models.CharField(max_length=200, default="", blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta:
        verbose_name_plural = "published"
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="published_number_once"),
            models.UniqueConstraint(
                fields=["practice"], condition=Q(replaced_at__isnull=True, withdrawn_at__isnull=True),
                name="published_stands_once",
            ),
            models.CheckConstraint(condition=Q(withdrawn_at__isnull=True) | ~Q(reason=""), name="published_reason"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-at", "-id"], name="published_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> bool:
        """Whether it is neither replaced nor withdrawn."""
        return self.replaced_at is None and self.withdrawn_at is None
