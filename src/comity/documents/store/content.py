# SPDX-License-Identifier: EUPL-1.2
"""One file at rest: a row of segments, each an age file of its own to the identity of this file alone.

A segment holds at most 1 MiB, so no more than that is ever in memory; a flipped byte fails the segment it is in; and an
upload that breaks off goes on at the end of the last segment. Whether segments are missing or were exchanged, the
digest of the whole tells: `verified` gives out the last of them only once it agrees.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from pyrage import DecryptError, decrypt, encrypt
from pyrage.x25519 import Identity, Recipient

from .keyring import sync_directory

SEGMENT = 1024 * 1024
MAGIC = b"comity/document/1\n"
LENGTH = 4
# What age adds to a segment: its header, and a tag for every 64 KiB.
OVERHEAD = 4096


class Damaged(Exception):
    """What is kept is not what was given: a byte was changed, a part is missing, or the digest differs."""


class Missing(Damaged):
    """There is no file of that name."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that was written whole and is not yet kept: its name, its own secret, and what it holds."""

    content_id: UUID
    secret: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Appended:
    """How far an upload has come: bytes of plaintext taken, bytes kept on the disk."""

    offset: int
    kept: int


def _incoming(root: Path, content_id: UUID) -> Path:
    return root / "incoming" / content_id.hex


def _kept(root: Path, content_id: UUID) -> Path:
    return root / "kept" / content_id.hex[:2] / content_id.hex


def found(root: Path) -> Iterator[tuple[UUID, bool]]:
    """Yield every file that is there, with whether it is kept (or still incoming)."""
    for path in sorted((root / "incoming").glob("*")):
        yield UUID(path.name), False
    for path in sorted((root / "kept").glob("*/*")):
        yield UUID(path.name), True


def _frame(chunk: bytes, recipient: Recipient) -> bytes:
    sealed: bytes = encrypt(chunk, [recipient])
    return len(sealed).to_bytes(LENGTH, "big") + sealed


def _create(path: Path) -> BinaryIO:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(handle, "wb", buffering=0)


def _write(file: BinaryIO, data: bytes) -> None:
    """Write all of it: a raw file may take less at a time."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


@dataclass(slots=True)
class Writer:
    """A new file, encrypted as it is given: `write` as often as need be, then `finish` or `abort`."""

    root: Path
    content_id: UUID = field(default_factory=uuid4)
    size: int = 0
    _identity: Identity = field(default_factory=Identity.generate)
    _buffer: bytearray = field(default_factory=bytearray)
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    _file: BinaryIO | None = None

    def write(self, data: bytes) -> None:
        """Take some bytes; what fills a segment is encrypted and written at once."""
        if self._file is None:
            self._file = _create(_incoming(self.root, self.content_id))
            _write(self._file, MAGIC)
        self.size += len(data)
        self._digest.update(data)
        self._buffer += data
        while len(self._buffer) >= SEGMENT:
            self._emit(bytes(self._buffer[:SEGMENT]))
            del self._buffer[:SEGMENT]

    def _emit(self, chunk: bytes) -> None:
        assert self._file is not None
        _write(self._file, _frame(chunk, self._identity.to_public()))

    def finish(self) -> Sealed:
        """Write the rest, wait for the disk, and return what was written; it is incoming until `keep`."""
        self.write(b"")
        assert self._file is not None
        if self._buffer:
            self._emit(bytes(self._buffer))
            self._buffer.clear()
        os.fsync(self._file.fileno())
        self._file.close()
        sync_directory(self.root / "incoming")
        return Sealed(self.content_id, str(self._identity), self.size, self._digest.hexdigest())

    def abort(self) -> None:
        """Forget it: nothing of it stays on the disk."""
        if self._file is not None:
            self._file.close()
        discard(self.root, self.content_id)


class Busy(Exception):
    """Somebody else is writing to this file."""


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield file


def append(root: Path, content_id: UUID, secret: str, start: Appended, chunks: Iterable[bytes]) -> Iterator[Appended]:
    """Add bytes to an incoming file after what is known to be kept, and yield how far it came; for good once it ended.

    What a broken attempt left behind that point is cut off first. Raises Busy while somebody else writes.
    """
    recipient = Identity.from_str(secret).to_public()
    with _locked(_incoming(root, content_id)) as file:
        file.truncate(start.kept)
        file.seek(start.kept)
        if start.kept == 0:
            _write(file, MAGIC)
        offset = start.offset
        try:
            for chunk in _segments_of(chunks):
                _write(file, _frame(chunk, recipient))
                offset += len(chunk)
                yield Appended(offset, file.tell())
        finally:
            os.fsync(file.fileno())


def _segments_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while len(buffer) >= SEGMENT:
            yield bytes(buffer[:SEGMENT])
            del buffer[:SEGMENT]
    if buffer:
        yield bytes(buffer)


def keep(root: Path, content_id: UUID) -> None:
    """Move an incoming file to its place, for good: afterwards a row may name it. Done twice, it does no harm."""
    source, target = _incoming(root, content_id), _kept(root, content_id)
    if target.exists() and not source.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.rename(target)
    sync_directory(target.parent)
    sync_directory(target.parent.parent)
    sync_directory(source.parent)


def discard(root: Path, content_id: UUID) -> bool:
    """Delete a file, incoming or kept; return whether there was one."""
    is_gone = False
    for path in (_incoming(root, content_id), _kept(root, content_id)):
        if path.exists():
            path.unlink()
            is_gone = True
    return is_gone


def plain(root: Path, content_id: UUID, secret: str) -> Iterator[bytes]:
    """Yield the plaintext segment by segment; raises Missing or Damaged at the first that does not open."""
    path = _kept(root, content_id)
    if not path.exists():
        path = _incoming(root, content_id)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise Missing(content_id.hex) from None
    identity = Identity.from_str(secret)
    with file:
        if file.read(len(MAGIC)) != MAGIC:
            raise Damaged(f"{content_id.hex}: no document of ours")
        while head := file.read(LENGTH):
            length = int.from_bytes(head, "big")
            if len(head) < LENGTH or length > SEGMENT + OVERHEAD:
                raise Damaged(f"{content_id.hex}: a segment of {length} bytes")
            sealed = file.read(length)
            if len(sealed) < length:
                raise Damaged(f"{content_id.hex}: the last segment is cut off")
            try:
                yield decrypt(sealed, [identity])
            except DecryptError:
                raise Damaged(f"{content_id.hex}: a segment does not open") from None


def verified(segments: Iterable[bytes], *, size: int, sha256: str) -> Iterator[bytes]:
    """Yield the segments and withhold the last one until size and digest agree; raises Damaged where they do not."""
    digest, seen, last = hashlib.sha256(), 0, b""
    for segment in segments:
        digest.update(segment)
        seen += len(segment)
        if seen > size:
            break
        if last:
            yield last
        last = segment
    if seen != size or digest.hexdigest() != sha256:
        raise Damaged(f"{seen} bytes of {digest.hexdigest()} instead of {size} of {sha256}")
    if last:
        yield last
