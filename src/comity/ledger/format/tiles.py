# SPDX-License-Identifier: EUPL-1.2
"""Tiles (C2SP tlog-tiles): the tree and its entries in files of 256 that never change."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from .note import Malformed
from .tree import HASH_BYTES, MOST_LEAVES, Node, full_root

WIDTH = 256
HEIGHT = 8
ENTRIES = "entries"
# The hashes of tile `number` at `level`, of which `width` are wanted.
Reader = Callable[[int, int, int], Sequence[bytes]]
_PATH = re.compile(r"(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?").fullmatch


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """Return the path of a tile below `tile/`; `level` is 0..63 or "entries"."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    return f"{level}/{'/'.join(groups)}" + (f".p/{width}" if width < WIDTH else "")


def read_path(path: str) -> tuple[int | str, int, int]:
    """Return level (or "entries"), number and width; raises Malformed for a path that `tile_path` would not give."""
    form = _PATH(path)
    if form is None or len(path) > 64:
        raise Malformed("not the path of a tile")
    level = ENTRIES if form[1] == ENTRIES else int(form[1])
    number, width = int(re.sub(r"[x/]", "", form[2])), int(form[3] or WIDTH)
    if tile_path(level, number, width) != path or (isinstance(level, int) and level > 63) or number > MOST_LEAVES:
        raise Malformed("not the path of a tile")
    return level, number, width


def partial_width(level: int, size: int) -> int:
    """Return how many hashes the last tile of a level holds, 0 where it is full."""
    return (size >> HEIGHT * level) % WIDTH


def tiles_at(size: int) -> Iterator[tuple[int, int, int]]:
    """Yield level, number and width of every tile of a tree, lowest level first."""
    level = 0
    while count := size >> HEIGHT * level:
        yield from ((level, number, WIDTH) for number in range(count // WIDTH))
        if rest := count % WIDTH:
            yield level, count // WIDTH, rest
        level += 1


def pack_entries(entries: Iterable[bytes]) -> bytes:
    """Return the bundle of these entries, each after its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack_entries(data: bytes) -> list[bytes]:
    """Return the entries of a bundle; raises Malformed."""
    found, place = [], 0
    while place < len(data):
        end = place + 2 + int.from_bytes(data[place : place + 2], "big")
        if end > len(data) or place + 2 > len(data):
            raise Malformed("a bundle that ends within an entry")
        found.append(data[place + 2 : end])
        place = end
    if len(found) > WIDTH:
        raise Malformed(f"more than {WIDTH} entries in a bundle")
    return found


def unpack_hashes(data: bytes) -> list[bytes]:
    """Return the hashes of a tile; raises Malformed."""
    if len(data) % HASH_BYTES or not 0 < len(data) <= WIDTH * HASH_BYTES:
        raise Malformed("not the hashes of a tile")
    return [data[place : place + HASH_BYTES] for place in range(0, len(data), HASH_BYTES)]


def nodes_of_tiles(size: int, read: Reader) -> Node:
    """Return the reader of complete subtrees of a tree of this size, out of its tiles."""

    def node(height: int, index: int) -> bytes:
        level, rest = divmod(height, HEIGHT)
        first = index << rest
        number, place = divmod(first, WIDTH)
        count = size >> HEIGHT * level
        width = WIDTH if (number + 1) * WIDTH <= count else count % WIDTH
        return full_root(read(level, number, width)[place : place + (1 << rest)])

    return node
