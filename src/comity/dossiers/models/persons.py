# SPDX-License-Identifier: EUPL-1.2
"""Persons concerned, under a pseudonym everywhere; their protected identity on a page of its own."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .dossier import Dossier
from .sight import Guarded


class PersonConcerned(Guarded):
    """A person a dossier is about. `public_name` is set only where the Court itself has made the name public."""

    class Capacity(models.TextChoices):
        SUSPECT = "suspect", _("Suspect or accused")
        CONVICTED = "convicted", _("Convicted person")
        WITNESS = "witness", _("Witness")
        VICTIM = "victim", _("Victim")
        EXPERT = "expert", _("Expert")
        OTHER = "other", _("Other person")

    is_in_envelope = False
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=60)
    capacity = models.CharField(max_length=12, choices=Capacity)
    public_name = models.CharField(max_length=200, default="", blank=True)
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["dossier", "pseudonym"], name="pseudonym_once")]
        verbose_name_plural = "persons concerned"

    def __str__(self) -> str:
        return self.pseudonym


class RestrictedPage(models.Model):
    """A protected identity: name, address, contact, sealed under a key of its own (articles 68, 87(4)).

    Never joined, never indexed, never exported: read through `actions.read_page` alone, by its own readers, and every
    reading is an entry. `wrapped_key` opens only with the installation's key; destroying it destroys the identity.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person_concerned_id = models.UUIDField(unique=True)
    party_id = models.UUIDField()
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    written_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)


class PageReader(models.Model):
    """One person who may read one restricted page, until a date and for a reason."""

    page = models.ForeignKey(RestrictedPage, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "person"], name="page_reader_once")]

    def __str__(self) -> str:
        return self.reason
