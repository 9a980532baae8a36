# SPDX-License-Identifier: EUPL-1.2
"""What a party shows to some of its own people only, within a dossier that its desk sees."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from comity.parties.models import Party

from .dossier import Circle


class Limit(models.Model):
    """One thing (`about`: a document, say) that of one party only a circle sees. It narrows, and never widens.

    It holds for that party alone, whoever gave the thing: another party has limits of its own and learns of none.
    Which rows it hides is said by `narrowed_by` of their models.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    about = models.UUIDField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "party"], name="limit_once")]

    def __str__(self) -> str:
        return str(self.about)
