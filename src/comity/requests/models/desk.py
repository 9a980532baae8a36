# SPDX-License-Identifier: EUPL-1.2
"""What one authority keeps for itself beside a request: its own file, assignments, notes, tasks, saved views."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from comity.dossiers.models import Dossier, Guarded
from comity.parties.models import Authority, Party

from .request import Request


class Counterfile(Guarded):
    """The requested side's own dossier on a request, opened at delivery; nothing on it crosses the wall."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["request", "party"], name="counterfile_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Assignment(Guarded):
    """Which authority executes the request (article 99(1)), within the requested side."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Guarded.Meta):
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.authority)


class Note(Guarded):
    """An internal note of one authority."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Guarded.Meta):
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.text[:60]


class Task(Guarded):
    """An internal task of one authority: what, who, until when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta(Guarded.Meta):
        ordering = ["finished_at", "due_on", "at"]
        indexes = [models.Index(fields=["assignee", "finished_at", "due_on"], name="task_of_person")]

    def __str__(self) -> str:
        return self.text


class SavedView(models.Model):
    """A list as one person likes to see it: its filters and order, under a name of their own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=600)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "party", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
