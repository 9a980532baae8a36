# SPDX-License-Identifier: EUPL-1.2
"""Publishing: tiles on the disk, then the signature, never over a tree that does not begin with the one signed before.

What was signed last is kept in a file of its own beside the keys, outside the database: a database that was put back
to an older state is noticed here, and nothing is signed any more until a person has looked.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from ..format.checkpoint import Checkpoint as Signed
from ..format.checkpoint import sign_checkpoint
from ..format.note import Malformed, Note
from ..format.tiles import ENTRIES, HEIGHT, WIDTH, nodes_of_tiles, pack_entries, tile_path
from ..format.tree import NotProven, check_consistency, consistency_proof, full_root, leaf_hash, tree_root
from ..models import Checkpoint, Head, Sequenced
from ..queries import (
    Diverged,
    hashes_of_tile,
    ledger_directory,
    log_key,
    origin,
    state_file,
    system_last_signed,
    system_note_of,
)

log = logging.getLogger(__name__)
ROWS = 8192


def system_publish(*, at: datetime) -> int:
    """Write the tiles of the tree, sign it and publish the checkpoint; return its size.

    Whatever a crash left undone is made good. Raises Diverged, and signs nothing, where the tree is smaller than or
    another than one signed before.
    """
    with _alone():
        head = Head.objects.first()
        before = system_last_signed()
        if head is None or head.size == 0:
            _demand_nothing_signed(before)
            return 0
        try:
            _write_tiles(head, before)
            _check_continues(head, before)
        except Diverged:
            log.critical("the log does not continue what was signed; nothing is signed until a person has looked")
            raise
        signed = Signed(origin(), head.size, bytes(head.root))
        kept = {"origin": signed.origin, "size": signed.size, "root": signed.root.hex()}
        write_durably(state_file(), json.dumps(kept).encode(), mode=0o600)
        write_durably(ledger_directory() / "checkpoint", bytes(_note(signed, at)))
        return head.size


def _demand_nothing_signed(before: list[Signed]) -> None:
    if before:
        raise Diverged(f"the log is empty, and had {max(one.size for one in before)} leaves when it was signed last")


def _check_continues(head: Head, before: list[Signed]) -> None:
    node = nodes_of_tiles(head.size, hashes_of_tile)
    for one in before:
        if one.size > head.size:
            raise Diverged(f"the log has {head.size} leaves, and had {one.size} when it was signed last")
        try:
            proof = consistency_proof(one.size, head.size, node)
            check_consistency(one.size, one.root, head.size, bytes(head.root), proof)
        except NotProven as error:
            raise Diverged(f"the log is another than the one signed at {one.size} leaves: {error}") from error


def _note(signed: Signed, at: datetime) -> Note:
    """Return the note as it was or is signed, with what witnesses have added since; kept as a row for ever."""
    note = sign_checkpoint(log_key(), signed)
    try:
        with transaction.atomic():
            row, _is_new = Checkpoint.objects.get_or_create(
                size=signed.size, defaults={"note": bytes(note).decode(), "at": at}
            )
    except IntegrityError:
        row = Checkpoint.objects.get(size=signed.size)
    return system_note_of(row)


def _write_tiles(head: Head, before: list[Signed]) -> None:
    """Write what is new since the last signature; where the disk does not give the tree's root, everything."""
    first = max((one.size for one in before if one.size <= head.size), default=0)
    node = nodes_of_tiles(head.size, hashes_of_tile)
    for start in dict.fromkeys((first, 0)):
        try:
            system_write_tiles(start, head.size)
            if tree_root(head.size, node) == bytes(head.root):
                return
        except (OSError, Malformed) as error:
            if start == 0:
                raise
            log.warning("tiles are missing or damaged (%s): they are written anew from the rows", error)
    raise Diverged(f"the rows of the log do not give the root of the tree of {head.size} leaves")


def system_write_tiles(first: int, size: int) -> None:
    """Write the tiles that a tree of `size` leaves has and one of `first` had not, each whole or not at all."""
    folder = ledger_directory() / "tile"
    folders: set[Path] = set()

    def put(level: int | str, number: int, width: int, data: bytes) -> None:
        path = folder / tile_path(level, number, width)
        write_durably(path, data, syncs_folder=False)
        folders.add(path.parent)

    for number, entries in _bundles(first // WIDTH, size):
        put(ENTRIES, number, len(entries), pack_entries(entries))
        put(0, number, len(entries), b"".join(map(leaf_hash, entries)))
    level = 1
    while count := size >> HEIGHT * level:
        had = first >> HEIGHT * level
        for number in range(had // WIDTH, -(-count // WIDTH)):
            width = min(WIDTH, count - number * WIDTH)
            kept = hashes_of_tile(level, number, had % WIDTH) if had // WIDTH == number and had % WIDTH else []
            below = range(number * WIDTH + len(kept), number * WIDTH + width)
            new = [full_root(hashes_of_tile(level - 1, one, WIDTH)) for one in below]
            put(level, number, width, b"".join([*kept, *new]))
        level += 1
    for path in folders:
        _sync(path)


def _bundles(number: int, size: int) -> Iterator[tuple[int, list[bytes]]]:
    for start in range(number * WIDTH, size, ROWS):
        rows = Sequenced.objects.filter(seq__gte=start, seq__lt=min(start + ROWS, size)).order_by("seq")
        entries = [bytes(entry) for entry in rows.values_list("leaf__entry", flat=True)]
        for place in range(0, len(entries), WIDTH):
            yield (start + place) // WIDTH, entries[place : place + WIDTH]


@contextmanager
def _alone() -> Iterator[None]:
    """One publisher at a time on this disk; the others wait."""
    directory = ledger_directory()
    directory.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (directory / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_durably(path: Path, data: bytes, *, mode: int = 0o644, syncs_folder: bool = True) -> None:
    """Put a file where it belongs, whole and durable, or leave what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    if syncs_folder:
        _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
