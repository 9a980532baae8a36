# SPDX-License-Identifier: EUPL-1.2
"""A tar inside an age file, written and read as a stream: `age -d -i KEY FILE | tar x` opens it without Comity.

Its last member, `manifest.json`, holds the SHA-256 and size of every other one. age refuses a file of which one byte
was changed or the end is missing; the manifest says besides that everything is there.
"""

import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyrage
from pyrage import x25519

from comity.config.problem import Problem

MANIFEST = "manifest.json"
PIECE = 1024 * 1024
Told = Callable[[int], None]


class _Counted(io.RawIOBase):
    """Passes bytes on, counts and digests them."""

    def __init__(self, source: IO[bytes], told: Told) -> None:
        self.source, self.told = source, told
        self.digest, self.size = hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        self.size += len(piece)
        self.told(len(piece))
        return piece


class Writer:
    """Adds members to a sealed archive; files are read once, piece by piece."""

    def __init__(self, tar: tarfile.TarFile, told: Told) -> None:
        self._tar, self._told = tar, told
        self._manifest: dict[str, dict[str, Any]] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file as it is now; what grows meanwhile is cut off at the size it had."""
        with path.open("rb") as source:
            self._add(name, source, os.fstat(source.fileno()).st_size)

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a small member."""
        self._add(name, io.BytesIO(content), len(content))

    def _add(self, name: str, source: IO[bytes], size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        counted = _Counted(source, self._told)
        self._tar.addfile(member, counted)
        self._manifest[name] = {"sha256": counted.digest.hexdigest(), "size": size}

    def finish(self) -> None:
        """Add the manifest."""
        self.add_bytes(MANIFEST, json.dumps(self._manifest, indent=1, sort_keys=True).encode())


@contextmanager
def writing(target: Path, recipients: list[x25519.Recipient], told: Told) -> Iterator[Writer]:
    """Write a new sealed archive beside `target` and put it there once it is whole and on the disk.

    Raises OSError, or pyrage.EncryptError, where it cannot be written.
    """
    part = target.with_name(f"{target.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            with (
                _through(lambda source: pyrage.encrypt_io(source, out, recipients)) as sink,
                tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT, bufsize=PIECE) as tar,
            ):
                writer = Writer(tar, told)
                yield writer
                writer.finish()
            out.flush()
            os.fsync(out.fileno())
        part.rename(target)
        sync_directory(target.parent)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _through(consume: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """Give a file to write to; what is written goes to `consume`, in a thread of its own. Raises what that raises."""
    reading, writing_end = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with os.fdopen(reading, "rb") as source:
            try:
                consume(source)
            except BaseException as error:  # noqa: BLE001 - told in the thread that waits
                failed.append(error)

    thread = threading.Thread(target=run, name="seal")
    thread.start()
    try:
        with os.fdopen(writing_end, "wb", buffering=PIECE) as sink:
            yield sink
    except BrokenPipeError:
        pass  # the consumer ended early; it says why
    finally:
        thread.join()
    if failed:
        raise failed[0]


def unpack(source: Path, identities: list[x25519.Identity], into: Path, told: Told) -> None:
    """Unpack a sealed archive into an empty directory and check it against its manifest.

    Raises Problem where it cannot be opened with these identities, is damaged, or holds what no backup holds.
    """
    digests: dict[str, dict[str, Any]] = {}
    manifest: dict[str, dict[str, Any]] | None = None
    reading, writing_end = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with source.open("rb") as sealed, os.fdopen(writing_end, "wb") as out:
            try:
                pyrage.decrypt_io(sealed, out, identities)
            except BaseException as error:  # noqa: BLE001 - told in the thread that waits
                failed.append(error)

    thread = threading.Thread(target=run, name="unseal")
    thread.start()
    try:
        with os.fdopen(reading, "rb") as stream, tarfile.open(fileobj=stream, mode="r|", bufsize=PIECE) as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() and _is_plain(member.name) else None
                if content is None:
                    raise Problem(f"{source} holds {member.name!r}, which no backup of Comity holds.", "", code=2)
                counted = _Counted(content, told)
                if member.name == MANIFEST:
                    manifest = json.loads(counted.read())
                    continue
                _write(into / member.name, counted)
                digests[member.name] = {"sha256": counted.digest.hexdigest(), "size": counted.size}
    except (tarfile.TarError, json.JSONDecodeError):
        if not failed:
            raise Problem(
                f"{source} is no backup of Comity.", "Name the file that comity backup wrote", code=2
            ) from None
    finally:
        thread.join()
    if failed:
        raise _unsealing(source, failed[0])
    if manifest is None or manifest != digests:
        missing = sorted(set(manifest or {}) ^ set(digests)) or sorted(
            name for name in digests if manifest and manifest[name] != digests[name]
        )
        raise Problem(f"{source} is not whole ({', '.join(missing[:3]) or MANIFEST}).", "Use another backup")


def _unsealing(source: Path, error: BaseException) -> Problem:
    if not isinstance(error, pyrage.DecryptError):
        return Problem(f"{source} cannot be read: {error}.", "Use another backup", code=2)
    if "No matching" in str(error):
        return Problem(
            f"The identity given does not open {source}.", "Name the one it was made for: --identity", code=2
        )
    return Problem(f"{source} is damaged or cut off ({error}).", "Use another backup", code=2)


def _is_plain(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and not {"..", "."} & set(parts) and "\\" not in name


def _write(path: Path, content: _Counted) -> None:
    for parent in reversed(path.parents):
        parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while piece := content.read(PIECE):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def sync_directory(path: Path) -> None:
    """Wait until the names in this directory are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
