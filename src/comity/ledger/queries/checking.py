# SPDX-License-Identifier: EUPL-1.2
"""Recomputing the whole log, from its rows and from its files, and naming what is damaged."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..format.checkpoint import check_signature, read_checkpoint
from ..format.note import BadSignature, Malformed, read_note
from ..format.public import PUBLIC, read_public
from ..format.tiles import ENTRIES, WIDTH, pack_entries, tile_path, tiles_at
from ..format.tree import Frontier, full_root, leaf_hash
from ..models import Announcement, Checkpoint, Head, Leaf, Pending, Sequenced
from .files import checkpoint_file, hashes_of_tile, tile_file
from .identity import log_key, origin
from .peers import peers
from .rows import raw
from .signed import Diverged, system_last_signed

ROWS = 16 * WIDTH
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not as it was signed.

    `what` is leaf, sequence, head, checkpoint, tile, waiting or announcement.
    """

    what: str
    where: str
    message: str


@dataclass(slots=True)
class _Walk:
    """What one walk over the rows gathers."""

    frontier: Frontier = field(default_factory=Frontier)
    damages: list[Damage] = field(default_factory=list)
    differing: list[tuple[int, str]] = field(default_factory=list)  # place and file, where rows and files differ
    good_until: int = 0
    bad_from: int | None = None
    public: int = 0


def system_check(*, told: Told = lambda _done: None) -> tuple[int, list[Damage]]:
    """Return how many leaves the log has and everything that is damaged, the first first; empty where all is well.

    Where rows and files differ, the signature tells which of them was changed.
    """
    walk = _Walk()
    signed = list(_signed_roots(walk))
    sizes = [size for size, _root in signed]
    roots = dict(signed)
    for first, rows in _tiles_of_rows(walk):
        _one_tile(walk, first, rows, roots, sizes)
        told(walk.frontier.size)
    _attribute(walk, sizes)
    _head(walk)
    _waiting(walk)
    _memories(walk)
    _announced(walk)
    if not walk.damages:
        _upper_tiles(walk)
    return walk.frontier.size, walk.damages


def _signed_roots(walk: _Walk) -> Iterator[tuple[int, bytes]]:
    """Yield what was signed at each size, where the row says what its signature says."""
    keys = [log_key().verifier, *peers().retired]
    for row in Checkpoint.objects.order_by("size").iterator(chunk_size=2000):
        try:
            note = read_note(row.note.encode())
            checkpoint = read_checkpoint(note.text)
            lines = note.signatures_by(keys)
            for key, line in lines:
                check_signature(key, note.text, line)
        except (Malformed, BadSignature) as error:
            walk.damages.append(Damage("checkpoint", str(row.size), str(error)))
            continue
        if not lines or (checkpoint.size, checkpoint.origin) != (row.size, origin()):
            walk.damages.append(Damage("checkpoint", str(row.size), "not the checkpoint of this log at that size"))
            continue
        yield row.size, checkpoint.root


def _tiles_of_rows(walk: _Walk) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the entries of each tile by the rows; the walk ends where a place is missing."""
    after = -1
    while True:
        rows = Sequenced.objects.filter(seq__gt=after).order_by("seq").values_list("seq", "leaf__entry")
        batch = list(rows[:ROWS])
        if not batch:
            return
        first = after + 1
        if batch[-1][0] != after + len(batch):
            gap = next(place for place, (seq, _entry) in enumerate(batch, first) if seq != place)
            walk.damages.append(Damage("sequence", str(gap), "the row of this place is missing"))
            batch = batch[: gap - first]
        entries = [raw(entry) for _seq, entry in batch]
        walk.public += sum(entry[:1] == PUBLIC for entry in entries)
        for place in range(0, len(entries), WIDTH):
            yield first + place, entries[place : place + WIDTH]
        if len(batch) < ROWS:
            return
        after += ROWS


def _one_tile(walk: _Walk, first: int, entries: list[bytes], roots: dict[int, bytes], sizes: list[int]) -> None:
    hashes = [leaf_hash(entry) for entry in entries]
    number, width = first // WIDTH, len(entries)
    published = min(width, (sizes[-1] if sizes else 0) - first)
    if published > 0:
        _compare(walk, first, tile_path(0, number, published), hashes[:published])
        _compare(
            walk, first, tile_path(ENTRIES, number, published), [pack_entries([one]) for one in entries[:published]]
        )
    here = sizes[bisect_right(sizes, first) : bisect_right(sizes, first + width)]
    if not here and width == WIDTH:
        walk.frontier.push_full(8, full_root(hashes))
        return
    for hash_ in hashes:
        walk.frontier.push(hash_)
        size = walk.frontier.size
        if size in roots and walk.bad_from is None:
            if walk.frontier.root() == roots[size]:
                walk.good_until = size
            else:
                walk.bad_from = size


def _compare(walk: _Walk, first: int, path: str, wanted: list[bytes]) -> None:
    """Compare a file with the parts that the rows give, and keep the first place where they differ."""
    data = tile_file(path)
    if data == b"".join(wanted):
        return
    place, start = 0, 0
    while data is not None and place < len(wanted) and data[start : start + len(wanted[place])] == wanted[place]:
        start += len(wanted[place])
        place += 1
    walk.differing.append((first + place, path))


def _attribute(walk: _Walk, sizes: list[int]) -> None:
    """Say of each difference between rows and files which of the two was changed."""
    newest, size = sizes[-1] if sizes else 0, walk.frontier.size
    if newest > size and walk.bad_from is None:
        if not any(one.what == "sequence" for one in walk.damages):
            walk.damages.append(Damage("sequence", str(size), "the row of this place is missing"))
        # The last tile of the rows has a width that was never published.
        walk.differing = [one for one in walk.differing if one[0] < size - size % WIDTH]
    for place, path in walk.differing:
        if walk.bad_from is not None and place >= walk.good_until:
            walk.damages.append(Damage("leaf", str(place), f"not what was signed and stands in tile/{path}"))
        else:
            walk.damages.append(Damage("tile", f"tile/{path}", f"missing or changed, from leaf {place} on"))
    if walk.bad_from is not None and not any(one.what in {"leaf", "sequence"} for one in walk.damages):
        said = f"the rows from {walk.good_until} on are not those that were signed at {walk.bad_from} leaves"
        walk.damages.append(Damage("sequence", str(walk.good_until), said))


def _head(walk: _Walk) -> None:
    head = Head.objects.first()
    size = head.size if head else 0
    if size != walk.frontier.size:
        walk.damages.append(Damage("head", str(size), f"the rows give {walk.frontier.size} leaves"))
    elif head and raw(head.root) != walk.frontier.root():
        walk.damages.append(Damage("head", str(size), "not the root that the rows give"))
    elif head and raw(head.frontier) != bytes(walk.frontier):
        walk.damages.append(Damage("head", str(size), "not the right edge that the rows give"))


def _waiting(walk: _Walk) -> None:
    placed = Sequenced.objects.values("leaf_id")
    for key in Pending.objects.filter(leaf_id__in=placed).values_list("leaf_id", flat=True)[:1]:
        walk.damages.append(Damage("waiting", str(key), "this leaf has its place and waits for one"))
    if Leaf.objects.count() != Sequenced.objects.count() + Pending.objects.count():
        lost = Leaf.objects.exclude(id__in=placed).exclude(id__in=Pending.objects.values("leaf_id"))
        for key in lost.order_by("id").values_list("id", flat=True)[:1]:
            walk.damages.append(Damage("waiting", str(key), "this leaf has no place and waits for none"))


def _announced(walk: _Walk) -> None:
    """What is read of public entries must be what their leaves tell, and each of them must be read."""
    rows = Announcement.objects.order_by("leaf_id").values_list("leaf_id", "kind", "told", "leaf__entry")
    for leaf, kind, told, entry in rows.iterator(chunk_size=2000):
        try:
            if (kind, told) == (told["kind"], read_public(raw(entry))):
                continue
        except (Malformed, TypeError, KeyError):
            pass
        walk.damages.append(Damage("announcement", str(leaf), "what is shown is not what its leaf tells"))
    if (
        not walk.damages
        and walk.public != Announcement.objects.filter(leaf__in=Sequenced.objects.values("leaf_id")).count()
    ):
        walk.damages.append(
            Damage("announcement", "count", f"not the {walk.public} public entries of the log are shown")
        )


def _memories(walk: _Walk) -> None:
    """What the signer, the rows and the published file remember must be one of the sizes that were signed."""
    try:
        memories = system_last_signed()
    except Diverged as error:
        walk.damages.append(Damage("checkpoint", "last", str(error)))
        return
    for one in memories:
        if one.size > walk.frontier.size:
            walk.damages.append(Damage("checkpoint", str(one.size), f"the rows give {walk.frontier.size} leaves"))
            return
        row = Checkpoint.objects.filter(size=one.size).first()
        if row is None or read_checkpoint(read_note(row.note.encode()).text).root != one.root:
            walk.damages.append(Damage("checkpoint", str(one.size), "remembered otherwise than it was signed"))
            return
    data = checkpoint_file()
    if data and not read_note(data).signatures_by([log_key().verifier, *peers().retired]):
        walk.damages.append(Damage("checkpoint", "file", "published without the log's signature"))


def _upper_tiles(walk: _Walk) -> None:
    newest = Checkpoint.objects.order_by("-size").first()
    for level, number, width in tiles_at(newest.size if newest else 0):
        if level == 0:
            continue
        path = tile_path(level, number, width)
        try:
            below = [full_root(hashes_of_tile(level - 1, number * WIDTH + one, WIDTH)) for one in range(width)]
            if hashes_of_tile(level, number, width) == below:
                continue
        except (OSError, Malformed):
            pass
        walk.damages.append(Damage("tile", f"tile/{path}", "missing or changed"))
