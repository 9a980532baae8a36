# SPDX-License-Identifier: EUPL-1.2
"""Files at rest: encrypted, whole or refused, taken up again where an upload broke off, and opened by the age tool."""

import hashlib
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from comity.documents.store import (
    SEGMENT,
    Appended,
    Busy,
    Damaged,
    Keyring,
    KeyringMissing,
    Missing,
    Sealed,
    Writer,
    add_identity,
    append,
    discard,
    drop_older,
    found,
    keep,
    make,
    plain,
    verified,
)
from comity.documents.store.content import LENGTH, MAGIC

WORDS = b"On 3 May 2021 one crate was moved out of warehouse 4. "


def written(root: Path, data: bytes, step: int = 70_000) -> Sealed:
    writer = Writer(root)
    for start in range(0, len(data), step):
        writer.write(data[start : start + step])
    return writer.finish()


def read(root: Path, sealed: Sealed) -> bytes:
    segments = plain(root, sealed.content_id, sealed.secret)
    return b"".join(verified(segments, size=sealed.size, sha256=sealed.sha256))


def kept_path(root: Path, sealed: Sealed) -> Path:
    return root / "kept" / sealed.content_id.hex[:2] / sealed.content_id.hex


@pytest.mark.parametrize("size", [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT + 17])
def test_file_comes_back_as_it_was_given(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    sealed = written(tmp_path, data)
    keep(tmp_path, sealed.content_id)

    assert read(tmp_path, sealed) == data
    assert (sealed.size, sealed.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert list(found(tmp_path)) == [(sealed.content_id, True)]


def test_nothing_of_the_text_is_on_the_disk(tmp_path: Path) -> None:
    sealed = written(tmp_path, WORDS * 50_000)
    keep(tmp_path, sealed.content_id)
    path = kept_path(tmp_path, sealed)

    assert WORDS[:12] not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().startswith(MAGIC)


def test_every_flipped_byte_is_refused(tmp_path: Path) -> None:
    sealed = written(tmp_path, WORDS)
    keep(tmp_path, sealed.content_id)
    path = kept_path(tmp_path, sealed)
    whole = path.read_bytes()

    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(Damaged):
            read(tmp_path, sealed)


def test_missing_doubled_and_exchanged_segments_are_refused_before_the_last_is_given_out(tmp_path: Path) -> None:
    data = os.urandom(3 * SEGMENT)
    sealed = written(tmp_path, data)
    keep(tmp_path, sealed.content_id)
    path = kept_path(tmp_path, sealed)
    whole = path.read_bytes()
    length = LENGTH + int.from_bytes(whole[len(MAGIC) : len(MAGIC) + LENGTH], "big")
    first, second, third = (whole[len(MAGIC) + n * length : len(MAGIC) + (n + 1) * length] for n in range(3))

    for parts in ([first, second], [first, third, second], [first, second, third, third], [first, second, third[:-1]]):
        path.write_bytes(MAGIC + b"".join(parts))
        given: list[bytes] = []
        with pytest.raises(Damaged):
            given.extend(
                verified(plain(tmp_path, sealed.content_id, sealed.secret), size=sealed.size, sha256=sealed.sha256)
            )
        assert len(b"".join(given)) < len(data)


def test_another_files_key_does_not_open_it(tmp_path: Path) -> None:
    one, other = written(tmp_path, WORDS), written(tmp_path, WORDS)

    with pytest.raises(Damaged):
        list(plain(tmp_path, one.content_id, other.secret))


def test_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    sealed = written(tmp_path, WORDS)

    assert discard(tmp_path, sealed.content_id)
    assert not discard(tmp_path, sealed.content_id)
    with pytest.raises(Missing):
        list(plain(tmp_path, sealed.content_id, sealed.secret))


def test_aborted_file_leaves_nothing(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.write(WORDS * 100_000)
    writer.abort()

    assert list(found(tmp_path)) == []


def test_keeping_twice_does_no_harm(tmp_path: Path) -> None:
    sealed = written(tmp_path, WORDS)
    keep(tmp_path, sealed.content_id)
    keep(tmp_path, sealed.content_id)

    assert read(tmp_path, sealed) == WORDS


def test_broken_upload_goes_on_where_it_stood(tmp_path: Path) -> None:
    """What an attempt wrote after the last acknowledged byte is cut off and written again."""
    data = os.urandom(2 * SEGMENT + 300)
    writer = Writer(tmp_path)
    secret, content_id = str(writer._identity), writer.content_id
    taken = list(append(tmp_path, content_id, secret, Appended(0, 0), [data[:SEGMENT]]))[-1]
    lost = list(append(tmp_path, content_id, secret, taken, [data[SEGMENT : SEGMENT + 99]]))[-1]
    assert (taken.offset, lost.offset) == (SEGMENT, SEGMENT + 99)

    whole = list(append(tmp_path, content_id, secret, taken, [data[SEGMENT:]]))[-1]

    assert whole.offset == len(data)
    assert b"".join(plain(tmp_path, content_id, secret)) == data


def test_two_cannot_write_one_file(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    first = append(tmp_path, writer.content_id, str(writer._identity), Appended(0, 0), [b"a" * SEGMENT, b"b"])
    next(first)

    with pytest.raises(Busy):
        next(append(tmp_path, writer.content_id, str(writer._identity), Appended(0, 0), [b"c"]))
    first.close()  # type: ignore[attr-defined]  # an iterator that is a generator


def test_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "documents.age"
    make(path)
    before = path.read_bytes()
    make(path)

    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (before, 0o600)


def test_rotation_needs_no_restart_and_keeps_the_older_key_until_it_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "documents.age"
    make(path)
    ring = Keyring(path)
    name, wrapped = ring.wrap("a secret")

    fresh = add_identity(path)

    assert (ring.current, ring.current == name) == (fresh, False)
    assert ring.unwrap(wrapped) == "a secret"
    assert drop_older(path) == 1
    assert drop_older(path) == 0
    with pytest.raises(KeyringMissing, match="no identity"):
        ring.unwrap(wrapped)


@pytest.mark.parametrize("text", ["", "# nothing\n", "AGE-SECRET-KEY-1QQQ\n"])
def test_damaged_key_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "documents.age"
    path.write_text(text)

    with pytest.raises(KeyringMissing, match="is damaged"):
        _ = Keyring(path).current


def test_missing_key_is_said(tmp_path: Path) -> None:
    with pytest.raises(KeyringMissing, match="is missing"):
        _ = Keyring(tmp_path / "documents.age").current


@pytest.mark.skipif(shutil.which("age") is None, reason="the age tool is not installed")
def test_age_itself_opens_the_key_and_every_segment(tmp_path: Path) -> None:
    """Nobody needs Comity to read what Comity kept."""
    key = tmp_path / "documents.age"
    make(key)
    sealed = written(tmp_path, WORDS * 30_000)
    _name, wrapped = Keyring(key).wrap(sealed.secret)

    def opened(data: bytes, identity: Path) -> bytes:
        return subprocess.run(["age", "-d", "-i", identity], input=data, capture_output=True, check=True).stdout

    own = tmp_path / "own"
    own.write_bytes(opened(wrapped, key))
    rest, text = (tmp_path / "incoming" / sealed.content_id.hex).read_bytes()[len(MAGIC) :], b""
    while rest:
        length = int.from_bytes(rest[:LENGTH], "big")
        text += opened(rest[LENGTH : LENGTH + length], own)
        rest = rest[LENGTH + length :]
    assert text == WORDS * 30_000
