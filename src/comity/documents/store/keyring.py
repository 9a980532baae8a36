# SPDX-License-Identifier: EUPL-1.2
"""The instance key: age identities in one file, the current one first, older ones below it until nothing needs them.

It is an identity file as the `age` tool reads it. Whoever holds it and a wrapped key opens that file; so it stands
beside the other keys, and never in the database.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from threading import Lock

from pyrage import DecryptError, IdentityError, decrypt, encrypt
from pyrage.x25519 import Identity

_MARK = "AGE-SECRET-KEY-1"


class KeyringMissing(RuntimeError):
    """The instance key is not where it should be, or none of its identities opens what it should open."""


def name_of(identity: Identity) -> str:
    """Return a short name of an identity that tells nothing of it: what a row says by which key it is wrapped."""
    return hashlib.sha256(str(identity.to_public()).encode()).hexdigest()[:16]


class Keyring:
    """The identities of one key file, read anew when the file changed: a rotation needs no restart."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._seen: tuple[int, int, int] | None = None
        self._identities: list[Identity] = []

    @property
    def identities(self) -> list[Identity]:
        """The identities, the current one first; raises KeyringMissing."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            raise KeyringMissing(f"the key {self.path} is missing: restore it") from None
        mark = (found.st_mtime_ns, found.st_ino, found.st_size)
        with self._lock:
            if mark != self._seen:
                self._identities, self._seen = _read(self.path), mark
            return self._identities

    @property
    def current(self) -> str:
        """The name of the identity by which keys are wrapped now."""
        return name_of(self.identities[0])

    def wrap(self, secret: str) -> tuple[str, bytes]:
        """Return the name of the current identity, and the secret wrapped by it."""
        identity = self.identities[0]
        return name_of(identity), encrypt(secret.encode(), [identity.to_public()])

    def unwrap(self, wrapped: bytes) -> str:
        """Return a secret that any of the identities wrapped; raises KeyringMissing where none of them did."""
        try:
            return str(decrypt(wrapped, self.identities).decode())
        except DecryptError:
            raise KeyringMissing(f"no identity in {self.path} opens this key: restore the older ones") from None


def _read(path: Path) -> list[Identity]:
    lines = [line.strip() for line in path.read_text(encoding="ascii", errors="replace").splitlines()]
    try:
        found = [Identity.from_str(line) for line in lines if line.startswith(_MARK)]
    except IdentityError:
        found = []
    if not found:
        raise KeyringMissing(f"the key {path} is damaged: restore it")
    return found


def make(path: Path) -> None:
    """Make the key file where there is none: one new identity, mode 0600, never over an older one."""
    with suppress(FileExistsError):
        _write_new(path, [str(Identity.generate())])


def add_identity(path: Path) -> str:
    """Put a new identity first in the file, keep all others below it, and return the new one's name."""
    made = Identity.generate()
    _replace(path, [str(made), *(str(one) for one in _read(path))])
    return name_of(made)


def drop_older(path: Path) -> int:
    """Take all identities but the current one out of the file; return how many went."""
    first, *others = _read(path)
    if others:
        _replace(path, [str(first)])
    return len(others)


def _replace(path: Path, lines: list[str]) -> None:
    """Write the file anew beside the old one and put it in its place: no moment without a whole key file."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    _write_new(fresh, lines)
    fresh.replace(path)
    sync_directory(path.parent)


def _write_new(path: Path, lines: list[str]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("# The instance key of the documents. The first line encrypts; all of them decrypt.\n")
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Wait until the disk has the names in a directory: a rename is kept only then."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
