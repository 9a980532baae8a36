# SPDX-License-Identifier: EUPL-1.2
"""Committing: an act inserts the salted hash of its entry, and does not wait for its place in the log."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from comity.core.bulk import Sheet, next_keys

from ..format.commitment import BLIND, commitment
from ..format.public import VERSION, moment, public_entry
from ..models import Announcement, Leaf, Pending


def system_commit(payload: dict[str, Any]) -> tuple[int, bytes]:
    """Insert the leaf of this payload, waiting for its index; return its id and the fresh salt, kept by the caller."""
    salt = secrets.token_bytes(32)
    leaf = Leaf.objects.create(entry=BLIND + commitment(salt, payload))
    Pending.objects.create(leaf=leaf)
    return leaf.pk, salt


def system_announce(told: Mapping[str, Any], *, at: datetime) -> Announcement:
    """Insert the leaf that tells this object to everybody, `at` among what it tells, and the row in which it is read.

    Raises Malformed for what may not be told in clear.
    """
    said = {"v": VERSION, "at": moment(at), **told}
    leaf = Leaf.objects.create(entry=public_entry(said))
    Pending.objects.create(leaf=leaf)
    return Announcement.objects.create(leaf=leaf, kind=said["kind"], told=said, at=at)


def system_commit_all(commitments: Sequence[bytes]) -> Sequence[int]:
    """Insert the leaves of these commitments, in this order, each waiting for its index; return their ids."""
    keys = next_keys(Leaf, len(commitments))
    leaves, pending = Sheet(Leaf, keys=True, is_open=True), Sheet(Pending, is_open=True)
    for key, one in zip(keys, commitments, strict=True):
        leaves.add(id=key, entry=BLIND + one)
        pending.add(leaf_id=key)
    leaves.insert()
    pending.insert()
    return keys
