# SPDX-License-Identifier: EUPL-1.2
"""The three layers of a facilitation. Each is one dossier of kind consultation, so sight has nothing to learn of them.

Who is in a layer takes part in its dossier, and in those of the wider layers. What is in the public layer is read by
everybody, see `queries.seeing`.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.dossiers.models import Dossier, Guarded

from .facilitations import Facilitation


class Layer(models.TextChoices):
    """Who reads it, the widest first."""

    PUBLIC = "public", _("Public")
    INVITED = "invited", _("All participants")
    DELEGATIONS = "delegations", _("Delegations and Court organs")


class InLayer(Guarded):
    """A row of one facilitation in one layer; `dossier` is the layer's."""

    facilitation = models.ForeignKey(Facilitation, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    layer = models.CharField(max_length=12, choices=Layer)

    class Meta(Guarded.Meta):
        abstract = True
        constraints = [models.CheckConstraint(condition=Q(layer__in=Layer.values), name="%(class)s_layer")]
