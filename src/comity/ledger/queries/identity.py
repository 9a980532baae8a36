# SPDX-License-Identifier: EUPL-1.2
"""Under which name and with which key this court's log and its witness sign."""

import json
from pathlib import Path

from django.conf import settings

from ..format.note import Kind, SigningKey

_SUFFIX = "/ledger"


def state_file() -> Path:
    """Return the signer's own memory, beside its key and outside the database: name, size and root signed last."""
    return Path(settings.COMITY_DATA) / "keys" / "ledger.state"


def origin() -> str:
    """Return the name of the log and of its key: the one it has signed with, whatever its address is today.

    Before the first signature: the public address without scheme and last slash, and `/ledger`.
    """
    try:
        return str(json.loads(state_file().read_bytes())["origin"])
    except (OSError, ValueError, KeyError, TypeError):
        return str(settings.COMITY_PUBLIC_URL).partition("://")[2].rstrip("/") + _SUFFIX


def log_key() -> SigningKey:
    """Return the key of the log."""
    return SigningKey(origin(), Kind.ED25519, settings.COMITY_SIGNING_KEYS["ledger"])


def witness_key() -> SigningKey:
    """Return the key with which this court is a witness of other logs; it signs nothing else."""
    name = origin().removesuffix(_SUFFIX) + "/witness"
    return SigningKey(name, Kind.COSIGNATURE, settings.COMITY_SIGNING_KEYS["witness"])
