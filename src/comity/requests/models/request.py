# SPDX-License-Identifier: EUPL-1.2
"""A request for cooperation, its sent versions, the numbers it goes by, and the texts typed on the way."""

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.dossiers.models import Dossier, Guarded
from comity.parties.models import Party
from comity.statute import rome

# A real date instead of NULL, so that lists by due date walk one index on both databases.
NO_DATE = date(9999, 12, 31)


def _states() -> list[str]:
    return sorted(rome().states)


class Request(Guarded):
    """What one party asks of another under one article.

    `dossier` is the exchange that both sides see from sending on; `file` is the asking side's own dossier, on which
    everything before sending is recorded. `state` is the case (reasoned acts), `transport` the passage (automatic):
    neither is ever derived from the other. `channel`, `languages` and `basis` are empty until sending binds them, and
    never change afterwards (rule 180(2)). `contents` maps an element's code to `{text, not_applicable, reason}`.
    """

    class Urgency(models.TextChoices):
        STANDARD = "standard", _("Standard")
        URGENT = "urgent", _("Urgent (articles 91(1), 96(1), 99(2))")
        ARREST = "arrest", _("Arrest opportunity")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=20, unique=True)
    issuer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    sender = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    addressee = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=200)
    contents = models.JSONField(default=dict)
    person = models.ForeignKey(
        "dossiers.PersonConcerned", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    language = models.CharField(max_length=12, default="en")
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.STANDARD)
    requested_by = models.DateField(null=True, blank=True)
    due_on = models.DateField(default=NO_DATE)
    is_invitation = models.BooleanField(default=False)

    state = models.CharField(max_length=24, default="draft")
    is_open = models.BooleanField(default=True)
    transport = models.CharField(max_length=12, default="unsent")
    is_unconfirmed = models.BooleanField(default=False)
    postponed_until = models.DateField(null=True, blank=True)
    postponed_event = models.CharField(max_length=300, default="", blank=True)

    channel = models.CharField(max_length=500, default="", blank=True)
    languages = models.JSONField(default=list)
    basis = models.JSONField(default=dict)
    approved_terms = models.JSONField(default=dict)

    drafter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
    override_reason = models.TextField(default="", blank=True)
    batch = models.UUIDField(null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="+", db_index=False, null=True, blank=True
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_states()), name="request_state"),
            models.CheckConstraint(
                condition=Q(transport__in=["unsent", "sent", "delivered", "fetched", "registered"]),
                name="request_transport",
            ),
            models.CheckConstraint(condition=Q(transport="unsent") | Q(sent_at__isnull=False), name="request_sent_at"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=models.F("drafter")), name="request_two_persons"
            ),
        ]
        indexes = [
            models.Index(fields=["addressee", "is_open", "due_on", "id"], name="request_in_due"),
            models.Index(fields=["issuer", "is_open", "due_on", "id"], name="request_out_due"),
            models.Index(fields=["sender", "is_open", "due_on", "id"], name="request_pass_due"),
            models.Index(fields=["addressee", "state", "due_on", "id"], name="request_in_state"),
            models.Index(fields=["issuer", "state", "due_on", "id"], name="request_out_state"),
            models.Index(fields=["sender", "state", "due_on", "id"], name="request_pass_state"),
            models.Index(fields=["addressee", "-changed_at", "-id"], name="request_in_changed"),
            models.Index(fields=["issuer", "-changed_at", "-id"], name="request_out_changed"),
            models.Index(fields=["addressee", "kind", "due_on", "id"], name="request_in_kind"),
            models.Index(fields=["issuer", "kind", "due_on", "id"], name="request_out_kind"),
            models.Index(fields=["file", "-changed_at"], name="request_of_file"),
            models.Index(fields=["batch"], name="request_batch", condition=Q(batch__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_sent(self) -> bool:
        """Whether it has left the asking side and was not recalled."""
        return self.transport != "unsent"


class Version(Guarded):
    """One text that was sent: the request itself, a corrigendum, or a supplement. Never changed, never deleted."""

    is_in_envelope = False

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("Original")
        CORRIGENDUM = "corrigendum", _("Corrigendum")
        SUPPLEMENT = "supplement", _("Supplement")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.CharField(max_length=200)
    contents = models.JSONField()
    reason = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    class Meta(Guarded.Meta):
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Reference(Guarded):
    """A number the request goes by elsewhere: the other side's, an old paper one, a note verbale's."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=80)
    normal = models.CharField(max_length=80, db_index=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["request", "party", "normal"], name="reference_once")]

    def __str__(self) -> str:
        return self.number


class DraftText(Guarded):
    """A text as somebody typed it into one field of a draft; kept, so that no save ever erases another's words."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+", db_index=False)
    field = models.CharField(max_length=60)
    text = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["request", "field", "-at"], name="draft_text_of_field")]

    def __str__(self) -> str:
        return self.field
