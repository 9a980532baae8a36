# SPDX-License-Identifier: EUPL-1.2
"""The provisional agenda of a session of the Assembly: public, built from standing items and from mandates due then."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import translation

from comity.mandates.models import Mandate, Session


class StandingItem(models.Model):
    """An item that stands on the agenda of every session, until it is ended; agendas that were built keep it."""

    rows = models.Manager["StandingItem"]()
    place = models.PositiveIntegerField()
    title_en = models.CharField(max_length=200)
    title_fr = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return self.title_fr if (translation.get_language() or "").startswith("fr") else self.title_en


class SessionAgenda(models.Model):
    """The agenda of one session."""

    rows = models.Manager["SessionAgenda"]()
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="+")
    built_at = models.DateTimeField()

    class Meta:
        ordering = ["-session__number"]

    def __str__(self) -> str:
        return str(self.session_id)


class SessionItem(models.Model):
    """One item: standing, of a mandate, or added by hand (`title`). What was left out is not built in again."""

    rows = models.Manager["SessionItem"]()
    agenda = models.ForeignKey(SessionAgenda, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    standing = models.ForeignKey(StandingItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    title = models.CharField(max_length=200, default="", blank=True)
    is_left_out = models.BooleanField(default=False)

    class Meta:
        ordering = ["agenda", "place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "standing"], name="session_item_standing_once"),
            models.UniqueConstraint(fields=["agenda", "mandate"], name="session_item_mandate_once"),
            models.CheckConstraint(
                condition=Q(standing__isnull=False) | Q(mandate__isnull=False) | ~Q(title=""),
                name="session_item_is_something",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.standing or self.mandate)
