# SPDX-License-Identifier: EUPL-1.2
"""Under which name and with which key this court's log and its witness sign."""

from django.conf import settings

from ..format.note import Kind, SigningKey


def _site() -> str:
    return str(settings.COMITY_PUBLIC_URL).partition("://")[2].rstrip("/")


def origin() -> str:
    """Return the name of the log and of its key: the public address without scheme, and `/ledger`."""
    return f"{_site()}/ledger"


def log_key() -> SigningKey:
    """Return the key of the log."""
    return SigningKey(origin(), Kind.ED25519, settings.COMITY_SIGNING_KEYS["ledger"])


def witness_key() -> SigningKey:
    """Return the key with which this court is a witness of other logs; it signs nothing else."""
    return SigningKey(f"{_site()}/witness", Kind.COSIGNATURE, settings.COMITY_SIGNING_KEYS["witness"])
