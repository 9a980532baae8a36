# SPDX-License-Identifier: EUPL-1.2
"""What an authority signed under an act of its own."""

from django.conf import settings
from django.db import models

from comity.parties.models import SigningKey

from .dossier import Dossier
from .sight import Guarded
from .timeline import Entry


class Acknowledgement(Guarded):
    """An authority's signature over the leaf of one of its party's acts. Insert only, one for an act."""

    is_in_envelope = False
    narrowed_by = "about"
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.UUIDField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    signature = models.CharField(max_length=128)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.signature
