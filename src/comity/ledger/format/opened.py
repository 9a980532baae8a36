# SPDX-License-Identifier: EUPL-1.2
"""What a receipt says of its entry: an act with its salt and perhaps an acknowledgement, or a public entry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .ack import Ack, read_ack
from .commitment import BLIND, canonical, commitment, read_canonical
from .public import public_entry

_SALT = re.compile(r"[0-9a-f]{64}").fullmatch


@dataclass(frozen=True, slots=True)
class Opened:
    """The entry as it must stand in the log, and what it means."""

    entry: bytes
    payload: Mapping[str, Any]
    is_public: bool = False
    ack: Ack | None = None


def act_extra(salt: bytes, payload: dict[str, Any], ack: Ack | None = None) -> bytes:
    """Return the `extra` of an act's receipt."""
    extra: dict[str, Any] = {"salt": salt.hex(), "payload": payload}
    return canonical(extra if ack is None else {**extra, "ack": ack.as_json()})


def public_extra(told: Mapping[str, Any]) -> bytes:
    """Return the `extra` of a public entry's proof."""
    return canonical({"public": dict(told)})


def open_extra(extra: bytes) -> Opened:
    """Return the entry that this `extra` tells of; raises ValueError or TypeError where it is not in its one form."""
    found = read_canonical(extra)
    if set(found) == {"public"}:
        if not isinstance(found["public"], dict):
            raise ValueError("expected: a public entry")
        return Opened(public_entry(found["public"]), found["public"], is_public=True)
    if set(found) - {"ack"} != {"salt", "payload"} or not isinstance(found["payload"], dict):
        raise ValueError("expected: salt and payload, or a public entry")
    if not isinstance(found["salt"], str) or not _SALT(found["salt"]):
        raise ValueError("a salt is written in 64 lower-case hexadecimal digits")
    ack = read_ack(found["ack"]) if "ack" in found else None
    return Opened(BLIND + commitment(bytes.fromhex(found["salt"]), found["payload"]), found["payload"], ack=ack)
