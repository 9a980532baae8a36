# SPDX-License-Identifier: EUPL-1.2
"""The keys of one installation: files of the data directory, readable by their owner only, made once."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from comity.documents.store import keyring

NAMES = ("sessions", "sight", "pages")
SIGNING = ("ledger", "witness")
STATE = "ledger.state"  # what the log signed last; see comity.ledger.actions
DOCUMENTS = "documents.age"  # not 32 bytes but age identities: they are rotated while the court runs


class KeysMissing(Exception):
    """A real court's keys are not where they should be; making new ones would lock its restricted pages for ever."""


def make(directory: Path) -> None:
    """Make each key that is not there yet: 32 random bytes or an age identity, of mode 0600, never overwritten."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (*NAMES, *SIGNING):
        _make_one(directory / f"{name}.key")
    keyring.make(directory / DOCUMENTS)


def _make_one(path: Path) -> None:
    """A key is there whole or not at all: several programs begin at once, and each may be the first."""
    if path.exists():
        return
    handle, name = tempfile.mkstemp(dir=path.parent)  # of mode 0600
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        Path(path).hardlink_to(name)
    Path(name).unlink()


def signing(directory: Path) -> dict[str, bytes]:
    """Return the keys that sign for the log and for the witness, made where a court has none and has signed nothing.

    Raises KeysMissing where the log has signed before: with another key it would seem to be another log.
    """
    if not (directory / STATE).exists():
        for name in SIGNING:
            _make_one(directory / f"{name}.key")
    return {name: _one(directory / f"{name}.key") for name in SIGNING}


def read(directory: Path) -> dict[str, bytes]:
    """Return the keys by name; raises KeysMissing, naming the file and the mend."""
    return {name: _one(directory / f"{name}.key") for name in NAMES}


def _one(path: Path) -> bytes:
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        raise KeysMissing(
            f"the key {path} is missing: run `comity init` for a new court, or restore the keys of this one"
        ) from None
    if len(found) != 32:
        raise KeysMissing(f"the key {path} is damaged ({len(found)} bytes instead of 32): restore it")
    return found
