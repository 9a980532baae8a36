# SPDX-License-Identifier: EUPL-1.2
"""Instruments, their paragraphs, the mandates in them, and what is added to a mandate: steps, bonds, corrections.

All of it is public: a resolution is, and so is what was done about it. Nothing here hangs on a dossier.
"""

import datetime as dt
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.parties.models import Party
from comity.resolutions.model import Kind


class Instrument(models.Model):
    """A resolution, decision or declaration. Its text, and what was found in it, never change.

    Symbol and title may have been read wrongly: each correction of them is kept (`InstrumentCorrection`).

    `symbol_key` is the symbol in letters and digits only, so that the same one is not taken twice; `words` are what it
    is searched by. `found` is the structure as `resolutions.writers.shape` gives it, with its doubts.
    """

    class Stage(models.TextChoices):
        FOUND = "found", _("Not reviewed yet")
        REVIEWED = "reviewed", _("Reviewed")

    rows = models.Manager["Instrument"]()
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    symbol = models.CharField(max_length=80)
    symbol_key = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=500)
    form = models.CharField(max_length=20)
    body = models.CharField(max_length=200)
    is_of_assembly = models.BooleanField(default=False)
    language = models.CharField(max_length=2)
    adopted = models.DateField(null=True)
    source = models.CharField(max_length=300)
    text = models.TextField()
    found = models.JSONField()
    confidence = models.FloatField()
    words = models.TextField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.FOUND)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(symbol_key="") & ~Q(title=""), name="instrument_named"),
            models.CheckConstraint(
                condition=Q(stage="found", reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(stage="reviewed", reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="instrument_reviewed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["-added_at", "-id"], name="instrument_by_time")]

    def __str__(self) -> str:
        return self.symbol


class Paragraph(models.Model):
    """A paragraph as it was found, its list below its text; never changed. `key` is unique in the instrument."""

    class Part(models.TextChoices):
        PREAMBLE = "preamble", _("Preamble")
        OPERATIVE = "operative", _("Operative part")

    rows = models.Manager["Paragraph"]()
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveIntegerField()
    part = models.CharField(max_length=10, choices=Part)
    key = models.CharField(max_length=60)
    number = models.CharField(max_length=20, default="", blank=True)
    verbs = models.CharField(max_length=500, default="", blank=True)
    text = models.TextField()
    confidence = models.FloatField()

    class Meta:
        ordering = ["instrument", "place"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "key"], name="paragraph_key_once"),
            models.UniqueConstraint(fields=["instrument", "place"], name="paragraph_place_once"),
        ]

    def __str__(self) -> str:
        return self.number or self.key


class Mandate(models.Model):
    """One task laid on one addressee. What a person corrects is kept beside it as a Correction.

    `addressed` is the addressee as `resolutions.addressees.normal` compares it. `date` is the day, month or year
    stated; `due_on` its last day, where there is one. A session is the Assembly's
    where the instrument is. A struck mandate was none: the reading of the text was wrong.
    Queries add `status`, `owner_code`, `due_day` and, on the board, `is_late` to the rows that they fetch.
    """

    status: str
    owner_code: str
    due_day: dt.date | None
    is_late: bool

    rows = models.Manager["Mandate"]()
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    verb = models.CharField(max_length=200)
    kind = models.CharField(max_length=14)
    addressee = models.CharField(max_length=500)
    addressed = models.CharField(max_length=500, db_index=True)
    action = models.TextField()
    due = models.CharField(max_length=300, default="", blank=True)
    session = models.PositiveIntegerField(default=0)
    date = models.CharField(max_length=10, default="", blank=True)
    due_on = models.DateField(null=True)
    every = models.CharField(max_length=60, default="", blank=True)
    is_struck = models.BooleanField(default=False)

    class Meta:
        ordering = ["paragraph", "place"]
        constraints = [
            models.CheckConstraint(condition=~Q(action=""), name="mandate_asks_something"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind if kind is not Kind.NONE]), name="mandate_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.action


class Entered(models.Model):
    """What a person of a party added, for good: the database refuses to change or delete it.

    `function` and the party are what everybody is shown; the person stays with the row.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class InstrumentCorrection(Entered):
    """The symbol or the title of an instrument that a person corrected, and why."""

    rows = models.Manager["InstrumentCorrection"]()
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=10)
    before = models.CharField(max_length=500)
    after = models.CharField(max_length=500)
    reason = models.TextField()

    class Meta:
        ordering = ["instrument", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="instrumentcorrection_reason"),
            models.CheckConstraint(condition=Q(field__in=["symbol", "title"]), name="instrumentcorrection_field"),
        ]

    def __str__(self) -> str:
        return self.field


class Said(Entered):
    """What a person of a party added to a mandate, for good."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Owner(Said):
    """Who takes care of a mandate: a party, and the office within it. The latest row counts."""

    rows = models.Manager["Owner"]()
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["mandate", "id"]

    def __str__(self) -> str:
        return self.office or self.owner.name


class Step(Said):
    """Where a mandate stands, and what shows it: there is no status without evidence and an author."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        ENDED = "ended", _("Ended")

    rows = models.Manager["Step"]()
    status = models.CharField(max_length=10, choices=Status)
    evidence = models.TextField()
    document = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        ordering = ["mandate", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(evidence=""), name="step_has_evidence"),
            models.CheckConstraint(condition=Q(status__in=["open", "under_way", "done", "ended"]), name="step_status"),
        ]

    def __str__(self) -> str:
        return self.status

    @property
    def address(self) -> str:
        """The document's address, where it has one on the web; else it is a symbol."""
        return self.document if self.document.startswith(("https://", "http://")) else ""


class Bond(Said):
    """A later paragraph that repeats, changes or ends a mandate."""

    class How(models.TextChoices):
        REPEATS = "repeats", _("Repeats it")
        CHANGES = "changes", _("Changes it")
        ENDS = "ends", _("Ends it")

    rows = models.Manager["Bond"]()
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How)

    class Meta:
        ordering = ["mandate", "id"]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "paragraph", "how"], name="bond_once"),
            models.CheckConstraint(condition=Q(how__in=["repeats", "changes", "ends"]), name="bond_how"),
        ]

    def __str__(self) -> str:
        return self.how


class Answer(Said):
    """A paragraph of a published report that answers a mandate."""

    rows = models.Manager["Answer"]()
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["mandate", "id"]
        constraints = [models.UniqueConstraint(fields=["mandate", "paragraph"], name="mandate_answered_once")]

    def __str__(self) -> str:
        return str(self.paragraph)


class Correction(Said):
    """One column of a mandate that a person corrected, and why. `field` "added" or "struck" is all of it."""

    rows = models.Manager["Correction"]()
    field = models.CharField(max_length=20)
    before = models.TextField(default="", blank=True)
    after = models.TextField(default="", blank=True)
    reason = models.TextField()

    class Meta:
        ordering = ["mandate", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason")]

    def __str__(self) -> str:
        return self.field


class Session(models.Model):
    """A session of the Assembly and its first day, so that "at its eleventh session" has a day. Entered once."""

    rows = models.Manager["Session"]()
    number = models.PositiveIntegerField(unique=True)
    first_day = models.DateField()
    source = models.CharField(max_length=300)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="session_number"),
            models.CheckConstraint(condition=~Q(source=""), name="session_has_source"),
        ]

    def __str__(self) -> str:
        return str(self.number)
