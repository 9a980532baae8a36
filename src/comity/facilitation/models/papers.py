# SPDX-License-Identifier: EUPL-1.2
"""Papers that participants hand in: a text, a file kept by `documents` with the paper's id, or both."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.parties.models import Party

from .layers import InLayer
from .meetings import Meeting


class Paper(InLayer):
    """One paper of one party, in one layer. The database refuses to change its text; its party may withdraw it."""

    class State(models.TextChoices):
        HANDED_IN = "handed_in", _("Handed in")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    text = models.TextField(default="", blank=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    function = models.CharField(max_length=120, default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.HANDED_IN)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(InLayer.Meta):
        constraints = [
            *InLayer.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="handed_in", withdrawn_at__isnull=True)
                | Q(state="withdrawn", withdrawn_at__isnull=False),
                name="paper_state",
            ),
        ]

    def __str__(self) -> str:
        return self.title
