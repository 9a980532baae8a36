# SPDX-License-Identifier: EUPL-1.2
"""Documents, their versions, uploads, redactions, whole files made. All hang on a dossier, and are seen with it."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.dossiers.models import Dossier, Guarded
from comity.parties.models import Party


class Document(Guarded):
    """One document with one thing (`about`: a request, say), given by `party`; its files are its versions.

    While `prepared` it hangs where its own side alone sees it, and is handed on by an act. `conditions` and
    `protections` hold codes of the statute; they stay with it wherever it goes. `provider` names who gave it to the
    party, and is empty for the party's own. A redacted copy names its original, which only its own side sees, and why
    each area was blackened (`redactions`), which goes with it; the original is `kept` and not handed on.
    """

    class TextKind(models.TextChoices):
        ORIGINAL = "original", _("Original")
        OFFICIAL = "official", _("Official translation")
        COURTESY = "courtesy", _("Courtesy translation")

    class State(models.TextChoices):
        PREPARED = "prepared", _("Not yet handed on")
        KEPT = "kept", _("Stays with our own side")
        GIVEN = "given", _("Handed on")
        WITHDRAWN = "withdrawn", _("Taken out")

    is_in_envelope = False
    narrowed_by = "id"
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.UUIDField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    text_kind = models.CharField(max_length=10, choices=TextKind, default=TextKind.ORIGINAL)
    translation_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )
    provider = models.CharField(max_length=200, default="", blank=True)
    conditions = models.JSONField(default=list)
    protections = models.JSONField(default=list)
    redacted_from = models.UUIDField(null=True, blank=True)
    redactions = models.JSONField(default=list)
    handling = models.CharField(max_length=500, default="", blank=True)
    consent = models.CharField(max_length=500, default="", blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    added_at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, default="", blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "kept", "given", "withdrawn"]), name="document_state"
            ),
            models.CheckConstraint(
                condition=Q(translation_of__isnull=True) | ~Q(text_kind="original"), name="document_translation"
            ),
            models.CheckConstraint(condition=~Q(state="given") | Q(given_at__isnull=False), name="document_given_at"),
        ]
        indexes = [models.Index(fields=["about", "added_at"], name="document_about")]

    def __str__(self) -> str:
        return self.title


class Version(Guarded):
    """One file of a document. The database itself refuses to change what it holds; only its key is wrapped anew.

    `sha256` and `size` are those of the file as it was given, which both sides see and can compute again. Copies of a
    document share the file on the disk.

    `seal` stands with a file that came sealed to its readers' keys, and holds how many recipients it shows
    (`recipients`) and which keys stood in the list when it came (`keys`, ids of sealing keys). To whom it is really
    sealed cannot be read from it.
    """

    is_in_envelope = False
    narrowed_by = "document_id"
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    content_id = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    warnings = models.JSONField(default=list)
    name_given = models.CharField(max_length=400)
    name = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    function = models.CharField(max_length=120, default="", blank=True)
    at = models.DateTimeField()
    scanned_by = models.CharField(max_length=120, default="", blank=True)
    seal = models.JSONField(null=True)
    wrapped_key = models.BinaryField()
    key_name = models.CharField(max_length=16, db_index=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Upload(Guarded):
    """A file on its way in pieces: one person's own, `incomplete` until all of it is there. It can be handed to nobody.

    `kept` is how many bytes of the disk belong to the `offset` bytes taken so far; whatever stands behind them was left
    by an attempt that broke off.
    """

    class State(models.TextChoices):
        INCOMPLETE = "incomplete", _("Incomplete")
        COMPLETE = "complete", _("Complete")

    is_in_envelope = False
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=400)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    kept = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.INCOMPLETE)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    wrapped_key = models.BinaryField()
    key_name = models.CharField(max_length=16, db_index=True)
    begun_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(offset__lte=models.F("size")), name="upload_within"),
            models.CheckConstraint(
                condition=Q(state="incomplete") | Q(offset=models.F("size")), name="upload_complete"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Redaction(Guarded):
    """What one person marks in one file in order to make a redacted copy, kept from one page to the next.

    `marks` are areas in hundredths of a per cent of the page as it is seen, each with its reason. `copy_id` is the
    upload that the copy has become, which nobody but this person has before it is made a document.
    """

    class State(models.TextChoices):
        MARKING = "marking", _("Being marked")
        ORDERED = "ordered", _("The copy is being made")
        MADE = "made", _("The copy is made")

    is_in_envelope = False
    narrowed_by = "document_id"
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.UUIDField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Nobody deletes a version: the database itself refuses, and need not be asked first who names it.
    version = models.ForeignKey(Version, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    pages = models.PositiveSmallIntegerField()
    marks = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.MARKING)
    copy_id = models.UUIDField(null=True, blank=True)
    problem = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["document", "person"], name="redaction_of_person_once"),
            models.CheckConstraint(
                condition=Q(copy_id__isnull=False) | ~Q(state="made"), name="redaction_made_has_copy"
            ),
        ]

    def __str__(self) -> str:
        return str(self.state)


class Whole(Guarded):
    """The whole file of one thing as one PDF, made for one person at one post, who alone may take it, until `until`.

    `files` are the documents named in it (document, version, digest, whether its pages are there), `dossiers` all those
    of which anything stands in it: it is open as long as every one of both is seen. `problem` says why it could not be
    made: a code, and the title of the document at which it failed. `content_id` names the file of the attempt under
    way, or of the one that was kept.
    """

    class State(models.TextChoices):
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")

    is_in_envelope = False
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post_id = models.UUIDField()
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=State, default=State.MAKING)
    progress_id = models.UUIDField()
    problem = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    dossiers = models.JSONField(default=list)
    pages = models.PositiveIntegerField(default=0)
    content_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    size = models.PositiveBigIntegerField(default=0)
    wrapped_key = models.BinaryField(default=bytes)
    key_name = models.CharField(max_length=16, default="", blank=True, db_index=True)
    asked_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["making", "ready", "failed"]), name="whole_state"),
            models.CheckConstraint(condition=~Q(state="ready") | Q(content_id__isnull=False), name="whole_ready"),
        ]

    def __str__(self) -> str:
        return str(self.about)
