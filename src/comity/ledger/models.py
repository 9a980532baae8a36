# SPDX-License-Identifier: EUPL-1.2
"""Leaves of the log, which of them still wait for their place in it, the tree, and what was signed of it."""

from django.db import models

from .format.public import MOST_BYTES, PublicKind


class Leaf(models.Model):
    """One entry, blind (`0x01 || c`, 33 bytes) or public; insert only (the database refuses UPDATE and DELETE)."""

    entry = models.BinaryField(max_length=MOST_BYTES)

    class Meta:
        verbose_name_plural = "leaves"

    def __str__(self) -> str:
        return str(self.pk)


class Announcement(models.Model):
    """What a public entry tells everybody, to be read and listed; insert only, and the leaf itself is what counts."""

    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(str(kind), str(kind)) for kind in PublicKind])
    told = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=[str(kind) for kind in PublicKind]), name="public_kind")
        ]

    def __str__(self) -> str:
        return self.kind


class Pending(models.Model):
    """A leaf that has no index yet: written by the act in its own transaction, deleted by the sequencer."""

    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, primary_key=True, related_name="+")

    class Meta:
        verbose_name_plural = "pending"

    def __str__(self) -> str:
        return str(self.pk)


class Sequenced(models.Model):
    """The place of a leaf in the log, for ever: insert only, counted from 0 without a gap."""

    seq = models.BigIntegerField(primary_key=True)
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "sequenced"

    def __str__(self) -> str:
        return str(self.seq)


class Head(models.Model):
    """The tree as the sequencer left it: one row, locked while leaves are given their place. Acts never touch it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="head_once")]

    def __str__(self) -> str:
        return str(self.size)


class Checkpoint(models.Model):
    """What the log signed at one size: insert only, so that no two trees of one size are ever signed."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.size)


class Cosignature(models.Model):
    """What a witness said of one of our checkpoints: its signature line, insert only."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="+", db_index=False)
    vkey = models.CharField(max_length=300)
    line = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint", "vkey"], name="cosignature_once")]

    def __str__(self) -> str:
        return self.line


class Witnessed(models.Model):
    """The last checkpoint of another log that this court, as its witness, has seen grow out of the one before."""

    origin = models.CharField(max_length=200, primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "witnessed"

    def __str__(self) -> str:
        return self.origin
