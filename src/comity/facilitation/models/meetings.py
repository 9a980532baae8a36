# SPDX-License-Identifier: EUPL-1.2
"""Meetings: when and where, what is taken up, who came, and the record of it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.mandates.models import Mandate
from comity.parties.models import Party

from .layers import InLayer


class Meeting(InLayer):
    """A meeting in one layer; `zone` is that of its place, in which its time is shown beside the reader's."""

    class State(models.TextChoices):
        CALLED = "called", _("Called")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=40)
    place = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.CALLED)
    revision = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta(InLayer.Meta):
        constraints = [
            *InLayer.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_forward"),
            models.CheckConstraint(condition=Q(state__in=["called", "cancelled"]), name="meeting_state"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(InLayer):
    """One item of a meeting's agenda. A paper that its reader does not see is not named to them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    paper = models.ForeignKey("facilitation.Paper", on_delete=models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta(InLayer.Meta):
        ordering = ["meeting", "place"]
        constraints = [
            *InLayer.Meta.constraints,
            models.UniqueConstraint(fields=["meeting", "place"], name="agenda_place_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(InLayer):
    """Somebody who came, and for which party."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta(InLayer.Meta):
        ordering = ["meeting", "id"]
        verbose_name_plural = "attendance"

    def __str__(self) -> str:
        return self.name


class Record(InLayer):
    """The record of a meeting, in the layer to which it was published; the database refuses to change it.

    What is wrong in it is corrected by an addendum, a record of its own. The layer may be wider than the meeting's, so
    it says itself which meeting it is of, and `about` is the meeting's id for those who see the meeting.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    about = models.UUIDField(db_index=True)
    title = models.CharField(max_length=200)
    held_at = models.DateTimeField()
    zone = models.CharField(max_length=40)
    is_addendum = models.BooleanField(default=False)
    text = models.TextField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    function = models.CharField(max_length=120, default="", blank=True)
    at = models.DateTimeField()

    class Meta(InLayer.Meta):
        constraints = [
            *InLayer.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="record_says_something"),
            models.UniqueConstraint(fields=["about", "layer"], condition=Q(is_addendum=False), name="record_once"),
        ]

    def __str__(self) -> str:
        return self.title
