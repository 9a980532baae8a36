# SPDX-License-Identifier: EUPL-1.2
"""A facilitation, what it rests on and who leads it: public facts, as the Assembly's decisions are."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.dossiers.models import Dossier
from comity.mandates.models import Mandate, Paragraph
from comity.parties.models import Party, Post


class Facilitation(models.Model):
    """A consultation that the Assembly entrusts to facilitators. That it is held is public; what is said in it is not.

    `public`, `invited` and `delegations` are the dossiers of its layers, which the `keeper`, the Assembly, keeps. An
    ended one is read and no more written to.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ENDED = "ended", _("Ended")

    rows = models.Manager["Facilitation"]()
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    subject = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    keeper = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    public = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    invited = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    delegations = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="facilitation_forward"),
            models.CheckConstraint(condition=~Q(subject=""), name="facilitation_has_subject"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | Q(state="ended", ended_at__isnull=False),
                name="facilitation_state",
            ),
        ]
        indexes = [models.Index(fields=["-opened_at", "-id"], name="facilitation_by_time")]

    def __str__(self) -> str:
        return self.subject


class Basis(models.Model):
    """What a facilitation rests on: a mandate, or a paragraph in which no mandate was found."""

    rows = models.Manager["Basis"]()
    facilitation = models.ForeignKey(Facilitation, on_delete=models.PROTECT, related_name="+")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["facilitation", "id"]
        verbose_name_plural = "bases"
        constraints = [
            models.UniqueConstraint(
                fields=["facilitation", "paragraph"], condition=Q(mandate__isnull=True), name="basis_paragraph_once"
            ),
            models.UniqueConstraint(fields=["facilitation", "mandate"], name="basis_mandate_once"),
        ]

    def __str__(self) -> str:
        return str(self.paragraph)


class Facilitator(models.Model):
    """A post that leads a facilitation, shown to everybody by its party and function."""

    rows = models.Manager["Facilitator"]()
    facilitation = models.ForeignKey(Facilitation, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=120)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["facilitation", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["facilitation", "post"], condition=Q(until__isnull=True), name="facilitator_once"
            )
        ]

    def __str__(self) -> str:
        return self.function
