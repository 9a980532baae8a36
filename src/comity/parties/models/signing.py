# SPDX-License-Identifier: EUPL-1.2
"""Keys with which authorities sign that an act was theirs: the public part alone, as the log tells it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from comity.parties.models.party import Authority
from comity.parties.sealing import in_groups


class SigningKey(models.Model):
    """An Ed25519 key of an authority; `epoch` counts them from 1, the running one has no `ended_at`.

    `leaf_id` is the public entry of the log that told of it: what it signs is good for acts that come later there.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    public = models.CharField(max_length=64, unique=True)
    epoch = models.PositiveIntegerField()
    leaf_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-epoch"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("made_at")), name="signing_key_forward"
            ),
            models.UniqueConstraint(
                fields=["authority"], condition=Q(ended_at__isnull=True), name="signing_key_authority"
            ),
        ]

    def __str__(self) -> str:
        return self.public

    @property
    def in_groups(self) -> str:
        """What two persons compare: the whole key, in sixteen groups of four."""
        return in_groups(self.public)
