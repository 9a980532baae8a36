# SPDX-License-Identifier: EUPL-1.2
"""The timeline, which is the record, and the clocks."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from comity.parties.models import Party

from .dossier import Dossier
from .sight import Guarded


class Entry(Guarded):
    """One act that was done: insert only (the database refuses UPDATE and DELETE), committed to in the ledger.

    `about` is the public id of what the act was done to; `data` holds what the act needed (reasons, period, text ...).
    Across a wall the reader is shown `function` and the party, never the person's name.
    """

    narrowed_by = "about"
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.UUIDField()
    act = models.CharField(max_length=60)
    article = models.CharField(max_length=60, default="", blank=True)
    before = models.CharField(max_length=30, default="", blank=True)
    after = models.CharField(max_length=30, default="", blank=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False, null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
    function = models.CharField(max_length=120, default="", blank=True)
    data = models.JSONField(default=dict)
    thread = models.UUIDField(null=True)
    at = models.DateTimeField()
    correlation = models.UUIDField(default=uuid4)
    salt = models.BinaryField(max_length=32)
    leaf_id = models.BigIntegerField()

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["about", "at"], name="entry_about"),
            models.Index(fields=["dossier", "at"], name="entry_of_dossier"),
        ]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return self.act


class Clock(Guarded):
    """A time that runs, computed by the statute, shown with its computation; extended only with a reason and a name."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.UUIDField()
    code = models.CharField(max_length=40)
    article = models.CharField(max_length=60)
    trigger = models.CharField(max_length=60)
    triggered_at = models.DateTimeField()
    computed_due_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    zone = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="running")
    changes = models.JSONField(default=list)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["about", "code", "triggered_at"], name="clock_once")]

    def __str__(self) -> str:
        return self.code
