# SPDX-License-Identifier: EUPL-1.2
"""Committing to an entry: what goes into the log is a salted hash, so that the log alone tells nothing."""

import hashlib
import json
import re
import secrets
from collections.abc import Sequence
from typing import Any

from comity.core.bulk import Sheet, next_keys

from .models import Leaf, Pending

DOMAIN = b"comity/leaf/v1\n"
_KEY = re.compile(r"[a-z_0-9]+").fullmatch
_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def canonical(payload: dict[str, Any]) -> bytes:
    """Return the payload's bytes by RFC 8785, narrowed: ASCII keys, no floats, times and money as strings.

    Raises TypeError for a float anywhere, ValueError for an integer beyond 2^53-1 or a key outside [a-z_0-9].
    """
    _narrow(payload)
    return _encoded(payload).encode()


def _narrow(value: Any) -> None:
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > 2**53 - 1:
                raise ValueError(f"{value} is too large for an exact JSON number")
        case list():
            for item in value:
                _narrow(item)
        case dict():
            for key, item in value.items():
                if not (isinstance(key, str) and _KEY(key)):
                    raise ValueError(f"{key!r} is no key of a canonical payload")
                _narrow(item)
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form")


def commitment(salt: bytes, payload: dict[str, Any]) -> bytes:
    """Return `c = SHA-256("comity/leaf/v1" LF salt JCS(payload))`, 32 bytes; the salt must be 32 bytes."""
    if len(salt) != 32:
        raise ValueError("a salt has 32 bytes")
    return hashlib.sha256(DOMAIN + salt + canonical(payload)).digest()


def system_commit(payload: dict[str, Any]) -> tuple[int, bytes]:
    """Insert the leaf of this payload, waiting for its index; return its id and the fresh salt, kept by the caller."""
    salt = secrets.token_bytes(32)
    leaf = Leaf.objects.create(entry=b"\x01" + commitment(salt, payload))
    Pending.objects.create(leaf=leaf)
    return leaf.pk, salt


def system_commit_all(commitments: Sequence[bytes]) -> Sequence[int]:
    """Insert the leaves of these commitments, in this order, each waiting for its index; return their ids."""
    keys = next_keys(Leaf, len(commitments))
    leaves, pending = Sheet(Leaf, keys=True), Sheet(Pending)
    for key, one in zip(keys, commitments, strict=True):
        leaves.add(id=key, entry=b"\x01" + one)
        pending.add(leaf_id=key)
    leaves.insert()
    pending.insert()
    return keys
