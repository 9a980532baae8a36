# SPDX-License-Identifier: EUPL-1.2
"""What was published: everybody's, and never changed or deleted. Nothing here ever held what was blacked out."""

from django.conf import settings
from django.db import models

from comity.mandates.models import Instrument

from .snapshots import Snapshot


class Published(models.Model):
    """A published report under the id it was written by, and the instrument it became in the library."""

    rows = models.Manager["Published"]()
    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=12)
    session = models.PositiveIntegerField()
    symbol = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=2)
    on = models.DateField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+", null=True)
    instrument = models.OneToOneField(Instrument, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-at"]
        verbose_name_plural = "published"

    def __str__(self) -> str:
        return self.symbol


class Edition(models.Model):
    """One language of a published report; the log holds a commitment to the digests of its files, made with `salt`."""

    rows = models.Manager["Edition"]()
    id = models.UUIDField(primary_key=True, editable=False)
    published = models.ForeignKey(Published, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    paper = models.TextField()
    at = models.DateTimeField()
    salt = models.BinaryField(max_length=32)
    leaf_id = models.BigIntegerField()

    class Meta:
        ordering = ["published", "at"]
        constraints = [models.UniqueConstraint(fields=["published", "language"], name="edition_once")]

    def __str__(self) -> str:
        return self.language


class EditionFile(models.Model):
    """One file of an edition, byte for byte as it was looked at before it was published."""

    rows = models.Manager["EditionFile"]()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["edition", "form"]
        constraints = [models.UniqueConstraint(fields=["edition", "form"], name="edition_file_once")]

    def __str__(self) -> str:
        return self.form
