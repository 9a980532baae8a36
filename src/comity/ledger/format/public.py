# SPDX-License-Identifier: EUPL-1.2
"""Public entries: what the log tells everybody in clear, `0x02 || JCS(object)`; every other entry is blind."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from .commitment import BLIND, canonical, read_canonical
from .note import Malformed

PUBLIC = b"\x02"
MOST_BYTES = 4096
BLIND_BYTES = 33
VERSION = 1
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z").fullmatch
_DIGEST = re.compile(r"[0-9a-f]{64}").fullmatch


class PublicKind(StrEnum):
    """What may be told in clear, and nothing else."""

    KEY = "key"
    RELEASE = "release"
    ADMIN = "admin"


class KeyEvent(StrEnum):
    """What was done with a key."""

    REGISTERED = "registered"
    RETIRED = "retired"


class Purpose(StrEnum):
    """What a key is for; those of the first two are an authority's, those of the others are keys of this log."""

    SEALING = "sealing"
    SIGNING = "signing"
    LOG = "log"
    WITNESS = "witness"


_ALWAYS = frozenset({"v", "kind", "at"})
_NEEDED = {
    PublicKind.KEY: frozenset({"event", "purpose", "key"}),
    PublicKind.RELEASE: frozenset({"version", "files"}),
    PublicKind.ADMIN: frozenset({"what"}),
}
_OWNER = frozenset({"party", "authority"})
_OWNED = frozenset({Purpose.SEALING, Purpose.SIGNING})


def public_entry(told: Mapping[str, Any]) -> bytes:
    """Return the entry that tells this object; raises Malformed for what may not be told, or not in this form."""
    try:
        entry = PUBLIC + canonical(dict(told))
    except (TypeError, ValueError) as error:
        raise Malformed(f"a public entry is canonical JSON ({error})") from None
    if len(entry) > MOST_BYTES:
        raise Malformed(f"a public entry has at most {MOST_BYTES} bytes, not {len(entry)}")
    _check_form(told)
    return entry


def moment(at: datetime) -> str:
    """Return a time as a public entry tells it, in UTC to the second."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def read_public(entry: bytes) -> dict[str, Any]:
    """Return the object of a public entry; raises Malformed for every other one and every other form."""
    if entry[:1] != PUBLIC:
        raise Malformed("not a public entry")
    if len(entry) > MOST_BYTES:
        raise Malformed(f"a public entry has at most {MOST_BYTES} bytes, not {len(entry)}")
    try:
        told = read_canonical(entry[1:])
    except ValueError as error:
        raise Malformed(f"a public entry: {error}") from None
    _check_form(told)
    return told


def read_entry(entry: bytes) -> dict[str, Any] | None:
    """Return the object of a public entry, None for a blind one; raises Malformed for what is neither."""
    if entry[:1] == BLIND and len(entry) == BLIND_BYTES:
        return None
    return read_public(entry)


def _check_form(told: Mapping[str, Any]) -> None:
    texts = (value for name, value in told.items() if name not in {"v", "files"})
    if not all(isinstance(value, str) and value for value in texts):
        raise Malformed("a public entry holds texts")
    kind = told.get("kind")
    if kind not in set(PublicKind):
        raise Malformed(f"no kind of public entry: {kind!r}")
    if type(told.get("v")) is not int or told["v"] != VERSION:
        raise Malformed("a public entry of another version")
    wanted = _ALWAYS | _NEEDED[PublicKind(kind)]
    if kind == PublicKind.KEY and told.get("purpose") in _OWNED:
        wanted |= _OWNER
    if set(told) != wanted:
        raise Malformed(f"a public entry of the kind {kind} holds {', '.join(sorted(wanted))}")
    if not _TIME(told["at"]):
        raise Malformed("a public entry tells its time as YYYY-MM-DDThh:mm:ssZ")
    if kind == PublicKind.KEY and (told["event"] not in set(KeyEvent) or told["purpose"] not in set(Purpose)):
        raise Malformed("a key is registered or retired, for sealing, signing, the log or a witness")
    if kind == PublicKind.RELEASE and not _are_files(told["files"]):
        raise Malformed("a release lists its files, each once by name with its SHA-256, in the order of their names")


def _are_files(files: object) -> bool:
    if not isinstance(files, list):
        return False
    if not all(isinstance(one, dict) and set(one) == {"name", "sha256"} for one in files):
        return False
    if not all(isinstance(value, str) and value for one in files for value in one.values()):
        return False
    names = [one["name"] for one in files]
    return names == sorted(set(names)) and all(_DIGEST(one["sha256"]) for one in files)
