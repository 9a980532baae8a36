# SPDX-License-Identifier: EUPL-1.2
"""The file in which a person keeps their key: as `age-keygen` writes it, or sealed with a passphrase."""

import base64
import binascii
import getpass
import sys
from pathlib import Path

import pyrage
from pyrage import IdentityError, x25519

from comity.config.problem import Problem
from comity.parties.sealing import scrypt_work_factor

# 2^20 takes a gigabyte and a few seconds. A file that asks for more was not written by any tool we know.
MOST_WORK = 20
_MOST_BYTES = 64 * 1024
_ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"


def read_identities(path: Path) -> list[x25519.Identity]:
    """Return the identities of a file, asking for its passphrase where it has one; raises Problem."""
    content = read_key_file(path)
    found = []
    for line in content.decode(errors="replace").splitlines():
        if line.strip() and not line.startswith("#"):
            try:
                found.append(x25519.Identity.from_str(line.strip()))
            except IdentityError:
                found.clear()
                break
    if not found:
        raise Problem(f"{path} holds no age identity.", "It has a line that begins with AGE-SECRET-KEY-1", code=2)
    return found


def read_key_file(path: Path) -> bytes:
    """Return what a key file says, asking for its passphrase where it has one; raises Problem."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError as error:
        raise Problem(f"The identity {path} cannot be read ({error.strerror}).", "", code=2) from None
    if content.lstrip().startswith((_ARMOR, b"age-encryption.org/")):
        content = _unlocked(path, content)
    return content


def _unlocked(path: Path, content: bytes) -> bytes:
    plain = _without_armor(path, content)
    work = scrypt_work_factor(plain)
    if work is None or work > MOST_WORK:
        raise Problem(f"{path} is not sealed with a passphrase that can be tried.", "Name another file", code=2)
    try:
        return bytes(pyrage.passphrase.decrypt(plain, _passphrase(path)))
    except pyrage.DecryptError:
        raise Problem("The passphrase is wrong, or the file is damaged.", "Try again") from None


def _without_armor(path: Path, content: bytes) -> bytes:
    if not content.lstrip().startswith(_ARMOR):
        return content
    lines = content.split(b"-----")[2].split()
    try:
        return base64.b64decode(b"".join(lines), validate=True)
    except (binascii.Error, IndexError):
        raise Problem(f"{path} is damaged.", "Take another copy of it", code=2) from None


def _passphrase(path: Path) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"Passphrase of {path}: ")
    return sys.stdin.readline().rstrip("\n")
