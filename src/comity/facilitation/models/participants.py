# SPDX-License-Identifier: EUPL-1.2
"""Who takes part in a facilitation, and as what."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.parties.models import Party

from .layers import InLayer, Layer


class Participant(InLayer):
    """One party's part in a facilitation. All participants see who takes part; the public does not."""

    class Role(models.TextChoices):
        DELEGATION = "delegation", _("Delegation of a State Party")
        ORGAN = "organ", _("Organ of the Court")
        NGO = "ngo", _("Non-governmental organisation")
        OBSERVER = "observer", _("Observer State")
        ORGANISATION = "organisation", _("International organisation")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta(InLayer.Meta):
        constraints = [
            *InLayer.Meta.constraints,
            models.CheckConstraint(condition=Q(layer=Layer.INVITED), name="participant_seen_by_participants"),
            models.UniqueConstraint(
                fields=["facilitation", "party"], condition=Q(until__isnull=True), name="participant_once"
            ),
        ]

    def __str__(self) -> str:
        return self.role


# Which layers each role reads beyond the public one, the narrowest last.
LAYERS: dict[str, tuple[Layer, ...]] = {
    Participant.Role.DELEGATION: (Layer.PUBLIC, Layer.INVITED, Layer.DELEGATIONS),
    Participant.Role.ORGAN: (Layer.PUBLIC, Layer.INVITED, Layer.DELEGATIONS),
    Participant.Role.NGO: (Layer.PUBLIC, Layer.INVITED),
    Participant.Role.OBSERVER: (Layer.PUBLIC, Layer.INVITED),
    Participant.Role.ORGANISATION: (Layer.PUBLIC, Layer.INVITED),
}
