# SPDX-License-Identifier: EUPL-1.2
"""Public entries, as everybody may read and prove them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from comity.core.paging import Page, page_of

from ..format.checkpoint import read_checkpoint
from ..format.note import Malformed, read_note
from ..format.public import KeyEvent, PublicKind, Purpose, read_public
from ..format.receipt import build_public_proof
from ..format.tiles import nodes_of_tiles
from ..format.tree import MOST_LEAVES, consistency_proof, inclusion_proof
from ..format.witness import Submission
from ..models import Announcement, Sequenced
from .files import checkpoint_file, hashes_of_tile
from .rows import Place, raw, system_places_of, system_proof_of


def system_public_entries(*, size: int, after: str = "", before: str = "") -> Page[Announcement]:
    """Return one page of the public entries, the newest first."""
    return page_of(Announcement.objects.all(), order=("-id",), size=size, after=after, before=before)


def system_places_of_entries(rows: Iterable[Announcement]) -> dict[int, Place]:
    """Return where the leaves of these entries stand, by leaf; those that still wait are not among them."""
    return system_places_of([row.leaf_id for row in rows])


def system_public_proof(seq: int) -> bytes | None:
    """Return the file that proves the public entry at this place; None where there is none, or nothing signed yet."""
    if seq > MOST_LEAVES:
        return None
    row = Sequenced.objects.filter(seq=seq).select_related("leaf").first()
    try:
        told = read_public(raw(row.leaf.entry)) if row else None
    except Malformed:
        return None
    logged = system_proof_of(row.leaf_id) if row else None
    if told is None or logged is None:
        return None
    return build_public_proof(told, index=seq, siblings=logged.siblings, note=logged.note)


@dataclass(frozen=True, slots=True)
class Told:
    """A public entry with its place in a tree, and the proof of it."""

    told: dict[str, Any]
    seq: int
    siblings: Sequence[bytes]


def system_public_within(leaf_id: int, size: int) -> Told | None:
    """Return a public entry and its proof in the tree of this size, which was signed; None where it is not in it."""
    place = system_places_of([leaf_id]).get(leaf_id)
    if place is None or place.seq >= size:
        return None
    siblings = inclusion_proof(place.seq, size, nodes_of_tiles(size, hashes_of_tile))
    return Told(read_public(place.entry), place.seq, siblings)


def system_consistency_file(old: int) -> bytes | None:
    """Return the newest checkpoint with the proof that it continues the tree of `old` leaves; None before there is one.

    The form is that in which a witness is asked (C2SP tlog-witness). Where the log shows fewer leaves there is no
    proof, and whoever asked sees that from the size.
    """
    data = checkpoint_file()
    if data is None or not 0 < old <= MOST_LEAVES:
        return None
    note = read_note(data)
    shown = read_checkpoint(note.text)
    node = nodes_of_tiles(shown.size, hashes_of_tile)
    proof = consistency_proof(old, shown.size, node) if old <= shown.size else []
    return bytes(Submission(old, tuple(proof), note, shown))


def system_newest_release() -> dict[str, Any] | None:
    """Return what the newest release entry tells; None before the first."""
    row = Announcement.objects.filter(kind=PublicKind.RELEASE).order_by("-id").first()
    return None if row is None else dict(row.told)


def system_keys_of_log() -> set[tuple[str, str]]:
    """Return the log's and its witnesses' keys that were told and not retired since, each with its purpose."""
    rows = Announcement.objects.filter(kind=PublicKind.KEY).order_by("id").values_list("told", flat=True)
    standing: set[tuple[str, str]] = set()
    for told in rows.filter(told__purpose__in=[Purpose.LOG, Purpose.WITNESS]):
        one = (told["purpose"], told["key"])
        standing = standing | {one} if told["event"] == KeyEvent.REGISTERED else standing - {one}
    return standing
