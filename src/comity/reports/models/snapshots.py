# SPDX-License-Identifier: EUPL-1.2
"""Figures of a period, frozen, and the requests that were counted in them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.dossiers.models import Dossier, Guarded
from comity.requests.models import Request


class Snapshot(models.Model):
    """The figures of one period. It holds nothing confidential: `file` is what may be printed, and nothing else.

    One person of the Registry proposes the period, another agrees; only then is anything counted. `file` is canonical
    JSON in ASCII; the log holds the commitment to its digest, made with `salt`, which is public as the figures are.
    """

    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Being counted")
        FROZEN = "frozen", _("Frozen")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    rows = models.Manager["Snapshot"]()
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first_day = models.DateField()
    last_day = models.DateField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    settled_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)
    file = models.TextField(default="", blank=True)
    salt = models.BinaryField(max_length=32, default=b"")
    leaf_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-last_day", "-proposed_at"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="snapshot_forward"),
            models.CheckConstraint(
                condition=~Q(stage="frozen") | (Q(leaf_id__isnull=False) & ~Q(file="")), name="snapshot_frozen_whole"
            ),
            models.CheckConstraint(
                condition=Q(stage="withdrawn") | Q(settled_by__isnull=True) | ~Q(settled_by=models.F("proposed_by")),
                name="snapshot_two_persons",
            ),
            # A period is counted once: see `actions.agree`, which looks at the days between as well.
            models.UniqueConstraint(
                fields=["first_day", "last_day"], condition=~Q(stage="withdrawn"), name="snapshot_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} - {self.last_day}"


class Counted(Guarded):
    """One request as it was counted in one snapshot; seen by whoever sees the request, and by nobody else."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    region = models.CharField(max_length=20)
    duty = models.CharField(max_length=12)
    outcome = models.CharField(max_length=14)
    days = models.PositiveIntegerField(null=True)
    age = models.CharField(max_length=10, default="", blank=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["snapshot", "request"], name="counted_once")]
        indexes = [models.Index(fields=["dossier"], name="counted_of_dossier")]
        verbose_name_plural = "counted"

    def __str__(self) -> str:
        return self.outcome
