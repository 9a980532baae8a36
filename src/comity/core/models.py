# SPDX-License-Identifier: EUPL-1.2
"""Work owed, its schedules and its progress, forms already taken, and the words by which things are found."""

from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone


class Owed(models.Model):
    """One piece of work owed: written in the transaction that owes it, done at least once, then deleted.

    `key` is the public id of what the work is about. The worker leases a row until `leased_until`; a worker that
    dies lets the lease run out and another takes it up, with a `claim` of its own: whoever holds an older one has lost
    the work. After the last attempt the row is dead and stays, to be seen.
    """

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    is_dead = models.BooleanField(default=False)
    last_error = models.TextField(default="", blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["is_dead", "due_at"], name="owed_next")]
        verbose_name_plural = "owed"

    def __str__(self) -> str:
        return f"{self.name} {self.key}"


class Tick(models.Model):
    """The last tick of a schedule for which its work was owed: one row for each name."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Progress(models.Model):
    """How far a long piece of work is, for the one person who asked for it. Its words name no case and no person."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    phase = models.CharField(max_length=12, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, default="", blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "progress"

    def __str__(self) -> str:
        return self.title


class FormTaken(models.Model):
    """A form that was taken once: posted again, it answers with the place the first one led to."""

    token = models.UUIDField(primary_key=True, default=uuid4)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    led_to = models.CharField(max_length=300)
    taken_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.led_to


class Findable(models.Model):
    """The words by which one thing is found. Never read but through `search.find`, which joins the visible set."""

    about = models.UUIDField(unique=True)
    dossier_id: UUID = models.UUIDField(db_index=True)  # type: ignore[assignment]  # a plain id: dossiers lie above
    words = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.about)
