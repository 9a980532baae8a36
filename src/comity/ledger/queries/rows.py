# SPDX-License-Identifier: EUPL-1.2
"""The rows of the log. They are commitments and signatures: nobody's confidence, so nobody's sight."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..format.note import Note, Signature, read_note
from ..format.tiles import nodes_of_tiles
from ..format.tree import inclusion_proof
from ..models import Checkpoint, Cosignature, Head, Leaf, Pending, Sequenced, Witnessed
from .files import hashes_of_tile
from .peers import peers


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leaf stands in the log, and its entry."""

    seq: int
    entry: bytes


def system_head() -> Head | None:
    """Return the tree as the sequencer left it; None before the first closing."""
    return Head.objects.first()


def system_waiting() -> int:
    """Return how many leaves wait for their place."""
    return Pending.objects.count()


def system_place_of(leaf_id: int) -> Place | None:
    """Return where a leaf stands; None while it waits for the closing."""
    return system_places_of([leaf_id]).get(leaf_id)


def system_places_of(leaf_ids: Iterable[int]) -> dict[int, Place]:
    """Return where these leaves stand, by leaf; those that still wait are not among them."""
    rows = Sequenced.objects.filter(leaf__in=list(leaf_ids)).values_list("leaf_id", "seq", "leaf__entry")
    return {leaf: Place(seq, bytes(entry)) for leaf, seq, entry in rows}


def system_entries_of(leaf_ids: Iterable[int]) -> dict[int, bytes]:
    """Return the log's entries of these leaves, by leaf, whether they have their place or wait for it."""
    rows = Leaf.objects.filter(id__in=list(leaf_ids)).values_list("id", "entry")
    return {key: raw(entry) for key, entry in rows}


def raw(value: object) -> bytes:
    """Return the bytes of a column; a damaged row of SQLite may hold text, or nothing, where bytes belong."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def system_entries() -> Iterator[bytes]:
    """Yield every entry in the order of the log."""
    rows = Sequenced.objects.order_by("seq").values_list("leaf__entry", flat=True)
    return (raw(entry) for entry in rows.iterator(chunk_size=4096))


@dataclass(frozen=True, slots=True)
class Logged:
    """What proves a leaf: its place, its siblings, and the signed checkpoint over it, with how many witnesses."""

    seq: int
    siblings: Sequence[bytes]
    note: Note
    size: int
    witnesses: int
    quorum: int


def system_proof_of(leaf_id: int) -> Logged | None:
    """Return what proves a leaf; None while it waits for the closing or for the signature."""
    place = system_place_of(leaf_id)
    if place is None:
        return None
    policy = peers().policy
    row = system_checkpoint_over(place.seq, quorum=policy.quorum, vkeys=[str(key) for key in policy.witnesses])
    if row is None:
        return None
    siblings = inclusion_proof(place.seq, row.size, nodes_of_tiles(row.size, hashes_of_tile))
    note = system_note_of(row)
    seen = {str(key) for key, _line in note.signatures_by(policy.witnesses)}
    return Logged(place.seq, siblings, note, row.size, len(seen), policy.quorum)


def system_newest_checkpoint() -> Checkpoint | None:
    """Return what was signed last."""
    return Checkpoint.objects.order_by("-size").first()


def system_checkpoint_over(seq: int, *, quorum: int = 0, vkeys: Iterable[str] = ()) -> Checkpoint | None:
    """Return the newest checkpoint over a place that as many of these witnesses have seen; else the newest over it."""
    newest = Checkpoint.objects.filter(size__gt=seq).order_by("-size")
    known = list(vkeys)
    if quorum and known:
        recent = list(newest[:60])
        counted: dict[int, int] = {}
        lines = Cosignature.objects.filter(checkpoint__in=[row.size for row in recent], vkey__in=known)
        for size in lines.values_list("checkpoint_id", flat=True):
            counted[size] = counted.get(size, 0) + 1
        reached = [row for row in recent if counted.get(row.size, 0) >= quorum]
        if reached:
            return reached[0]
    return newest.first()


def system_note_of(checkpoint: Checkpoint) -> Note:
    """Return the note of a checkpoint with every line its witnesses have signed."""
    note = read_note(checkpoint.note.encode())
    lines = Cosignature.objects.filter(checkpoint=checkpoint).order_by("id").values_list("line", flat=True)
    return Note(note.text, (*note.signatures, *(Signature.read(line) for line in lines)))


def system_witnessed(origin: str) -> Witnessed | None:
    """Return what this court saw last of another log."""
    return Witnessed.objects.filter(origin=origin).first()
