# SPDX-License-Identifier: EUPL-1.2
"""Texts under negotiation: their versions, what is proposed to each paragraph, and the silence procedure."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.parties.models import Party

from .layers import InLayer


class Text(InLayer):
    """A text that a facilitation drafts. What follows hangs on it: versions, proposals, silence."""

    class State(models.TextChoices):
        DRAFTING = "drafting", _("Under discussion")
        SILENCE = "silence", _("Under silence")
        ADOPTED = "adopted", _("Adopted by silence")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTING)
    at = models.DateTimeField()

    class Meta(InLayer.Meta):
        constraints = [
            *InLayer.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=["drafting", "silence", "adopted"]), name="text_state"),
        ]

    def __str__(self) -> str:
        return self.title


class TextVersion(InLayer):
    """One version: its paragraphs in order, each `{"key", "text"}`. A key stays with its paragraph in every version.

    The database refuses to change it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    of = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    paragraphs = models.JSONField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    function = models.CharField(max_length=120, default="", blank=True)
    at = models.DateTimeField()

    class Meta(InLayer.Meta):
        ordering = ["of", "number"]
        constraints = [
            *InLayer.Meta.constraints,
            models.UniqueConstraint(fields=["of", "number"], name="text_version_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Proposal(InLayer):
    """What one party proposes to one paragraph. Only that party edits it, and withdraws it.

    `key` is the paragraph's; empty for what is to stand before the first one. `merged_in` is the number of the version
    into which it was taken, or in which its paragraph was no longer there.
    """

    class Kind(models.TextChoices):
        ADD = "add", _("Add after it")
        DELETE = "delete", _("Delete it")
        REPLACE = "replace", _("Replace it")

    class State(models.TextChoices):
        OPEN = "open", _("Proposed")
        ACCEPTED = "accepted", _("Taken up")
        LAPSED = "lapsed", _("Overtaken")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    of = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=12, default="", blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField(default="", blank=True)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    revision = models.PositiveIntegerField(default=0)
    merged_in = models.PositiveIntegerField(null=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=120, default="", blank=True)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta(InLayer.Meta):
        constraints = [
            *InLayer.Meta.constraints,
            models.UniqueConstraint(fields=["of", "number"], name="proposal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_reason"),
            models.CheckConstraint(
                condition=Q(kind="delete", words="") | (Q(kind__in=["add", "replace"]) & ~Q(words="")),
                name="proposal_has_words",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "lapsed", "withdrawn"]), name="proposal_state"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Silence(InLayer):
    """A version that is adopted unless a delegation objects before `until`. Who was silent is in the timeline."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        BROKEN = "broken", _("Broken")
        KEPT = "kept", _("Kept: adopted")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    of = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(TextVersion, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    ended_at = models.DateTimeField(null=True)
    broken_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", null=True)
    function = models.CharField(max_length=120, default="", blank=True)
    reason = models.TextField(default="", blank=True)

    class Meta(InLayer.Meta):
        constraints = [
            *InLayer.Meta.constraints,
            models.CheckConstraint(condition=Q(until__gt=F("begun_at")), name="silence_forward"),
            models.UniqueConstraint(fields=["of"], condition=Q(state="running"), name="silence_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="running", ended_at__isnull=True)
                | Q(state="kept", ended_at__isnull=False, broken_by__isnull=True)
                | (Q(state="broken", ended_at__isnull=False, broken_by__isnull=False) & ~Q(reason="")),
                name="silence_state",
            ),
        ]

    def __str__(self) -> str:
        return self.state
