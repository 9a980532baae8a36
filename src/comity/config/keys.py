# SPDX-License-Identifier: EUPL-1.2
"""The keys of one installation: files of the data directory, readable by their owner only, made once."""

import os
import secrets
from pathlib import Path

from comity.documents.store import keyring

NAMES = ("sessions", "sight", "pages")
DOCUMENTS = "documents.age"  # not 32 bytes but age identities: they are rotated while the court runs


class KeysMissing(Exception):
    """A real court's keys are not where they should be; making new ones would lock its restricted pages for ever."""


def make(directory: Path) -> None:
    """Make each key that is not there yet: 32 random bytes or an age identity, of mode 0600, never overwritten."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in NAMES:
        try:
            handle = os.open(directory / f"{name}.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
    keyring.make(directory / DOCUMENTS)


def read(directory: Path) -> dict[str, bytes]:
    """Return the keys by name; raises KeysMissing, naming the file and the mend."""
    found = {}
    for name in NAMES:
        path = directory / f"{name}.key"
        try:
            found[name] = path.read_bytes()
        except FileNotFoundError:
            raise KeysMissing(
                f"the key {path} is missing: run `comity init` for a new court, or restore the keys of this one"
            ) from None
        if len(found[name]) != 32:
            raise KeysMissing(f"the key {path} is damaged ({len(found[name])} bytes instead of 32): restore it")
    return found
