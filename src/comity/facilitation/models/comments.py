# SPDX-License-Identifier: EUPL-1.2
"""Comments on numbered paragraphs of reports, and replies; a report that follows another inherits its concerns.

Nobody changes what was written: a comment is closed or withdrawn by its own side, and a reply stays.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.mandates.models import Instrument, Paragraph
from comity.parties.models import Party

from .layers import InLayer


class Comment(InLayer):
    """What one party says of one paragraph of a report. `answered_at` is when an organ of the Court last replied.

    It is an open concern while its side has neither closed nor withdrawn it, and awaits a reply while it is not
    answered. What its side adds after a reply lets it await one again.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed by its side")
        WITHDRAWN = "withdrawn", _("Withdrawn by its side")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=200, default="", blank=True)
    language = models.CharField(max_length=2)
    text = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta(InLayer.Meta):
        constraints = [
            *InLayer.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | Q(state__in=["closed", "withdrawn"], ended_at__isnull=False),
                name="comment_state",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
        ]
        indexes = [models.Index(fields=["facilitation", "at", "id"], name="comment_of_facilitation")]

    def __str__(self) -> str:
        return self.text

    @property
    def awaits_reply(self) -> bool:
        """Whether it is open and the last word is not the Court's."""
        return self.state == self.State.OPEN and self.answered_at is None


class Reply(InLayer):
    """What was written below a comment: by an organ of the Court, or by the comment's own side. It never changes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=200, default="", blank=True)
    is_courts = models.BooleanField()
    language = models.CharField(max_length=2)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta(InLayer.Meta):
        verbose_name_plural = "replies"
        constraints = [
            *InLayer.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="reply_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class Succession(models.Model):
    """One report follows another: what was asked of the earlier and not answered is open at the later. Entered once."""

    rows = models.Manager["Succession"]()
    earlier = models.OneToOneField(Instrument, on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(earlier=F("later")), name="succession_goes_on")]

    def __str__(self) -> str:
        return f"{self.earlier_id} {self.later_id}"
