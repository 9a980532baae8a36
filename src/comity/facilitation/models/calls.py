# SPDX-License-Identifier: EUPL-1.2
"""Calls for input: what is asked in a facilitation, what each party is preparing, and what it submitted.

Who reads an answer is said by the dossier on which it hangs, and the answering party chooses it: the public layer, the
layer of the call, or a dossier of its own in which the Assembly alone takes part beside it.
"""

import datetime as dt
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.dossiers.models import Dossier, Guarded
from comity.parties.models import Party

from .facilitations import Facilitation
from .layers import InLayer


class Call(InLayer):
    """A questionnaire with a deadline, put to those who read its layer. `form` is as `questions.to_json` gives it.

    Until it is opened it is prepared, and shown to those who lead the facilitation; from then on its questions do not
    change. `extensions` are the deadlines before: until when, to when, why, and when that was said.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("Being prepared")
        OPEN = "open", _("Open")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title_en = models.CharField(max_length=200)
    title_fr = models.CharField(max_length=200)
    intro_en = models.TextField(default="", blank=True)
    intro_fr = models.TextField(default="", blank=True)
    form = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    due_at = models.DateTimeField()
    extensions = models.JSONField(default=list)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta(InLayer.Meta):
        constraints = [
            *InLayer.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="prepared", opened_at__isnull=True)
                | Q(state="open", opened_at__isnull=False)
                | Q(state="withdrawn") & ~Q(reason=""),
                name="call_state",
            ),
            models.CheckConstraint(condition=~Q(title_en="") & ~Q(title_fr=""), name="call_titled"),
        ]
        indexes = [models.Index(fields=["facilitation", "-added_at", "-id"], name="call_of_facilitation")]

    def __str__(self) -> str:
        return self.title_en


class Audience(models.TextChoices):
    """Who reads an answer; its party chooses."""

    PUBLIC = "public", _("Everybody")
    PARTICIPANTS = "participants", _("Those to whom the call was put")
    SECRETARIAT = "secretariat", _("The Secretariat of the Assembly only")


class Answer(Guarded):
    """What one party is preparing, on a dossier of its own that nobody else is in. One for each call and party.

    `values` maps the code of a question to what was answered. A change ends the clearance.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    values = models.JSONField(default=dict)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PARTICIPANTS)
    begun_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    cleared_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["call", "party"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(cleared_by__isnull=True, cleared_at__isnull=True)
                | Q(cleared_by__isnull=False, cleared_at__isnull=False) & ~Q(cleared_by=F("changed_by")),
                name="answer_cleared_by_another",
            ),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="answer_audience"),
        ]

    def __str__(self) -> str:
        return str(self.call_id)


class Typed(Guarded):
    """One text that somebody typed into one question, kept for ever: nothing typed is lost, whoever saved after it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    value = models.JSONField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(Guarded.Meta):
        verbose_name_plural = "typed"
        indexes = [models.Index(fields=["answer", "code", "id"], name="typed_of_answer")]

    def __str__(self) -> str:
        return self.code


class Submission(Guarded):
    """What one party submitted to one call, one version of it; its words never change.

    `desk` is the dossier in which the party and the Assembly alone are: a version that was replaced or withdrawn goes
    there, and others read it no more. `came_at` is when it came; for one on paper, the first instant of the day of its
    receipt, which the clerk enters.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    facilitation = models.ForeignKey(Facilitation, on_delete=models.PROTECT, related_name="+", db_index=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    desk = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    audience = models.CharField(max_length=12, choices=Audience)
    values = models.JSONField()
    sha256 = models.CharField(max_length=64)
    is_paper = models.BooleanField(default=False)
    came_at = models.DateTimeField()
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["call", "party", "number"], name="submission_number_once"),
            models.UniqueConstraint(
                fields=["call", "party"],
                condition=Q(replaced_at__isnull=True, withdrawn_at__isnull=True),
                name="submission_stands_once",
            ),
            models.CheckConstraint(condition=Q(is_paper=True) | Q(cleared_by__isnull=False), name="submission_cleared"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="submission_audience"),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True, withdrawn_at__isnull=True) | Q(dossier=F("desk")),
                name="submission_past_at_desk",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.number}"

    @property
    def stands(self) -> bool:
        """Whether this is the answer of its party now."""
        return self.replaced_at is None and self.withdrawn_at is None

    def is_late(self, due_at: dt.datetime) -> bool:
        """Whether it came after the deadline, as that stands now."""
        return self.came_at > due_at
