# SPDX-License-Identifier: EUPL-1.2
"""Files at rest, encrypted with age: knows bytes, keys and directories, and nothing of rows or people.

docs/documents.md describes the format; docs/decisions/0018-store.md says why it is this one.
"""

from .content import (
    SEGMENT,
    Appended,
    Busy,
    Damaged,
    Missing,
    Sealed,
    Writer,
    append,
    discard,
    found,
    keep,
    plain,
    verified,
)
from .keyring import Keyring, KeyringMissing, add_identity, drop_older, make

__all__ = [
    "SEGMENT",
    "Appended",
    "Busy",
    "Damaged",
    "Keyring",
    "KeyringMissing",
    "Missing",
    "Sealed",
    "Writer",
    "add_identity",
    "append",
    "discard",
    "drop_older",
    "found",
    "keep",
    "make",
    "plain",
    "verified",
]
