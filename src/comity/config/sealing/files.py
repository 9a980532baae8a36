# SPDX-License-Identifier: EUPL-1.2
"""A file sealed to age recipients, and opened with an identity: as a stream, whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage import x25519

from comity.config.problem import Problem
from comity.parties.sealing import MOST_RECIPIENTS, Header, NotSealed, fingerprint, padded, read_header, recipient_key


def seal(source: Path, target: Path, recipients: list[str]) -> list[str]:
    """Seal a file to these recipients, and to thrown-away keys up to 4, 8 or 16; return the fingerprints.

    Raises Problem; then there is no target.
    """
    named = list(dict.fromkeys(text.strip() for text in recipients))
    for text in named:
        try:
            recipient_key(text)
        except ValueError:
            raise Problem(f"{text!r} is no age recipient.", "A recipient begins with age1", code=2) from None
    if not 0 < len(named) <= MOST_RECIPIENTS:
        raise Problem(f"{len(named)} recipients are named.", f"Name 1 to {MOST_RECIPIENTS}: --to age1...", code=2)
    keys = [x25519.Recipient.from_str(text) for text in named]
    keys += [x25519.Identity.generate().to_public() for _ in range(padded(len(named)) - len(named))]
    # In the order of their letters, which is that of chance: the thrown-away ones do not stand at the end.
    keys.sort(key=str)
    with _reading(source) as plain, writing(target) as out:
        try:
            pyrage.encrypt_io(plain, out, keys)
        except (pyrage.EncryptError, OSError) as error:
            raise Problem(f"{source} cannot be sealed ({error}).", "") from None
    return [fingerprint(text) for text in named]


def unseal(source: Path, target: Path, identities: list[x25519.Identity]) -> Header:
    """Open a sealed file with one of these identities; return what its header shows.

    Raises Problem where it is not sealed, not to them, or damaged; then there is no target.
    """
    with _reading(source) as sealed, writing(target) as out:
        try:
            header = read_header(sealed)
        except NotSealed as error:
            raise Problem(f"{source}: {error.fault.value.en}", "", code=2) from None
        sealed.seek(0)
        try:
            pyrage.decrypt_io(sealed, out, identities)
        except (pyrage.DecryptError, OSError) as error:
            raise _unsealing(source, error) from None
    return header


def _unsealing(source: Path, error: Exception) -> Problem:
    if "No matching" in str(error):
        return Problem(f"{source} is not sealed to this identity.", "Try the one it was sealed to")
    if isinstance(error, OSError) and error.errno:
        return Problem(f"{source} cannot be opened ({error.strerror}).", "")
    return Problem(f"{source} is damaged ({error}).", "Fetch it again")


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise Problem(f"{path} cannot be read ({error.strerror}).", "", code=2) from None
    with file:
        yield file


@contextmanager
def writing(target: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, for its owner alone; it stands at `target` once all is written, or not at all."""
    part = target.with_name(f"{target.name}.part")
    if target.exists():
        raise Problem(f"{target} exists already.", "Name another file: --out", code=2)
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Problem(f"{part} exists already.", "Remove it, or name another file: --out", code=2) from None
    except OSError as error:
        raise Problem(f"{target} cannot be written ({error.strerror}).", "Name another file: --out", code=2) from None
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        _put(part, target)
    finally:
        part.unlink(missing_ok=True)


def _put(part: Path, target: Path) -> None:
    """Name the finished file, unless somebody else has taken the name meanwhile."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise Problem(f"{target} exists already.", "Name another file: --out", code=2) from None
    except OSError:
        part.rename(target)  # a file system without links


def write_secret(target: Path, text: str) -> None:
    """Write a small text for its owner alone to a file that does not exist yet; raises Problem."""
    with writing(target) as out:
        out.write(text.encode())
