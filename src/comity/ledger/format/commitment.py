# SPDX-License-Identifier: EUPL-1.2
"""Committing to an entry: what goes into the log is a salted hash, so that the log alone tells nothing."""

import hashlib
import json
import re
from typing import Any

DOMAIN = b"comity/leaf/v1\n"
BLIND = b"\x01"
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


def read_canonical(data: bytes) -> dict[str, Any]:
    """Return the object of these bytes; raises ValueError where they are not its one canonical form."""
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_without_doubles)
        is_its_form = isinstance(found, dict) and canonical(found) == data
    except (ValueError, TypeError, RecursionError) as error:
        raise ValueError(f"no canonical JSON ({error})") from None
    if not is_its_form:
        raise ValueError("not the canonical form of this JSON")
    return dict(found)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def commitment(salt: bytes, payload: dict[str, Any]) -> bytes:
    """Return `c = SHA-256("comity/leaf/v1" LF salt JCS(payload))`, 32 bytes; the salt must be 32 bytes."""
    if len(salt) != 32:
        raise ValueError("a salt has 32 bytes")
    return hashlib.sha256(DOMAIN + salt + canonical(payload)).digest()
