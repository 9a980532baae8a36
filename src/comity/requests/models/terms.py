# SPDX-License-Identifier: EUPL-1.2
"""Terms agreed on the way: conditions (article 93(5)) and costs (article 100)."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.dossiers.models import Dossier, Guarded
from comity.parties.models import Party

from .request import Request

# The currencies people settle costs in; an amount always carries one, and two are never added up.
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "XAF", "XOF", "KES", "UGX", "COP", "JPY", "CAD", "AUD", "SEK", "NOK", "DKK")


class Condition(Guarded):
    """A condition offered with the assistance; once accepted, the Court and the Prosecutor are bound by it (93(5))."""

    is_in_envelope = False

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Not accepted")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    offered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta(Guarded.Meta):
        ordering = ["offered_at"]

    def __str__(self) -> str:
        return self.text[:60]


class Cost(Guarded):
    """A cost of execution and who bears it (article 100). Extraordinary ones are proposed, agreed, settled.

    `amount` is exact, in `currency` (ISO 4217) on `on`; amounts of two currencies are never added up.
    """

    is_in_envelope = False

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        SETTLED = "settled", _("Settled")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=200)
    rule = models.CharField(max_length=30)
    borne_by = models.CharField(max_length=10, choices=[("state", _("Requested State")), ("court", _("Court"))])
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")

    class Meta(Guarded.Meta):
        ordering = ["on", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="cost_not_negative")]

    def __str__(self) -> str:
        return self.item
