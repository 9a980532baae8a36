# SPDX-License-Identifier: EUPL-1.2
"""Leaves of the log, and which of them still wait for their place in it."""

from django.db import models


class Leaf(models.Model):
    """One blind entry, `0x01 || c`, 33 bytes; insert only (the database refuses UPDATE and DELETE)."""

    entry = models.BinaryField(max_length=33)

    class Meta:
        verbose_name_plural = "leaves"

    def __str__(self) -> str:
        return str(self.pk)


class Pending(models.Model):
    """A leaf that has no index yet: written by the act in its own transaction, deleted by the sequencer."""

    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, primary_key=True, related_name="+")

    class Meta:
        verbose_name_plural = "pending"

    def __str__(self) -> str:
        return str(self.pk)
