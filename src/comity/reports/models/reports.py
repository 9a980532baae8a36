# SPDX-License-Identifier: EUPL-1.2
"""A report as it is written: its blocks, their text by language, who cleared what, and the files made of it.

All of it hangs on one dossier of kind consultation, and is seen by those who take part in it in full.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.dossiers.models import Dossier, Guarded
from comity.mandates.models import Mandate

from .snapshots import Snapshot


class Written(Guarded):
    """A row of a report; of an envelope, none is seen."""

    is_in_envelope = False
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")

    class Meta(Guarded.Meta):
        abstract = True


class Report(Written):
    """A report: its kind, its masthead, and the frozen figures it draws from. `language` is that of the original.

    `titles` are those of other languages that differ from the kind's own.
    """

    class Stage(models.TextChoices):
        DRAFTED = "drafted", _("Being written")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=12)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFTED)
    session = models.PositiveIntegerField()
    symbol = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    titles = models.JSONField(default=dict)
    language = models.CharField(max_length=2)
    on = models.DateField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+", null=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta(Written.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(symbol="") & ~Q(title=""), name="report_named"),
            models.CheckConstraint(condition=Q(language__in=["en", "fr"]), name="report_original_language"),
        ]

    def __str__(self) -> str:
        return self.symbol


class Block(Written):
    """A paragraph, a table or a chart at its place in a section.

    `mandate` is what a drafted paragraph answers, `basis` the newest step, bond and correction it rests on. `figure` is
    the table of the frozen figures that a table or a chart shows.
    """

    class Form(models.TextChoices):
        PARAGRAPH = "paragraph", _("Paragraph")
        TABLE = "table", _("Table of figures")
        CHART = "chart", _("Chart of figures")

    class Figure(models.TextChoices):
        KIND = "kind", _("Due in the period, by kind")
        REGION = "region", _("Due in the period, by region of the requested State")
        DUTY = "duty", _("Due in the period, by the duty to cooperate")
        AGE = "age", _("Without a requested-by date and still open, by the time since they were sent")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", db_index=False)
    section = models.CharField(max_length=20)
    place = models.PositiveIntegerField()
    form = models.CharField(max_length=10, choices=Form)
    figure = models.CharField(max_length=10, choices=Figure, default="", blank=True)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", null=True)
    basis = models.JSONField(default=dict)
    is_removed = models.BooleanField(default=False)

    class Meta(Written.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(form="paragraph", figure="") | ~Q(figure=""), name="block_has_figure")
        ]
        indexes = [models.Index(fields=["report", "place"], name="block_of_report")]

    def __str__(self) -> str:
        return f"{self.section} {self.place}"


class Rendering(Written):
    """The text of a block in one language, as it stands. `of_digest` is the original that a translation renders."""

    class Progress(models.TextChoices):
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        REVIEWED = "reviewed", _("Reviewed")

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    text = models.TextField(default="", blank=True)
    notes = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    of_digest = models.CharField(max_length=64, default="", blank=True)
    progress = models.CharField(max_length=10, choices=Progress, default=Progress.UNDER_WAY)
    number = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=200, default="", blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta(Written.Meta):
        constraints = [
            models.UniqueConstraint(fields=["block", "language"], name="rendering_once"),
            models.CheckConstraint(
                condition=~Q(progress="reviewed") | (Q(reviewer__isnull=False) & ~Q(reviewer=models.F("by"))),
                name="rendering_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.language


class Wording(Written):
    """Every text that was ever saved. One that came too late, since somebody else had changed it, is kept aside."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    text = models.TextField(default="", blank=True)
    notes = models.JSONField(default=list)
    is_aside = models.BooleanField(default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()

    class Meta(Written.Meta):
        indexes = [models.Index(fields=["block", "language", "-number"], name="wording_of_block")]

    def __str__(self) -> str:
        return str(self.number)


class Clearance(Written):
    """What a seat said of one block exactly as it stood (`digest`), or, without a block, of masthead and order."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    digest = models.CharField(max_length=64)
    seat = models.CharField(max_length=20)
    is_given = models.BooleanField()
    reason = models.TextField(default="", blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()

    class Meta(Written.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(is_given=True) | ~Q(reason=""), name="clearance_refused_with_reason")
        ]

    def __str__(self) -> str:
        return self.seat


class Pass(Written):
    """That a person went through what is to be blacked out in one language, of the report exactly as it stood."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)
    marks = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()

    class Meta(Written.Meta):
        verbose_name_plural = "passes"

    def __str__(self) -> str:
        return self.language


class Build(Written):
    """The making of all files of one language, of the report exactly as it stood; the public one bears no marks.

    A later making replaces its files; `paper` stays, so that the report can be compared with what it was.
    """

    class State(models.TextChoices):
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")
        REPLACED = "replaced", _("Made anew since")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    is_public = models.BooleanField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.MAKING)
    problem = models.JSONField(default=dict)
    paper = models.TextField(default="", blank=True)
    progress_id = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta(Written.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["report", "language", "is_public"], condition=~Q(state="replaced"), name="build_once"
            ),
        ]

    def __str__(self) -> str:
        return self.state


class BuiltFile(Written):
    """One file of a build, with its digest."""

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="+", db_index=False)
    form = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta(Written.Meta):
        constraints = [models.UniqueConstraint(fields=["build", "form"], name="built_file_once")]

    def __str__(self) -> str:
        return self.form
