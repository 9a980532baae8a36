# SPDX-License-Identifier: EUPL-1.2
"""Giving leaves their place, on a fixed clock: the only writer of the tree."""

import secrets
from collections.abc import Sequence

from django.conf import settings
from django.db import OperationalError, connection, transaction

from comity.core.bulk import Sheet, next_keys

from ..format.commitment import BLIND
from ..format.tree import EMPTY_ROOT, Frontier, leaf_hash
from ..models import Head, Leaf, Pending, Sequenced

# A power of two above any fill, so that only the last batch of a closing is filled up.
BATCH = 4096


def system_sequence() -> int:
    """Give every waiting leaf its place and return how many did wait; 0 where another sequencer is at work.

    Each batch is one transaction; the last one is filled with leaves of nobody's to a multiple of the limit
    `ledger_fill`. Nothing is signed or written to a file here: that is `system_publish`, after the commit.
    """
    done = 0
    while True:
        try:
            taken = _batch()
        except OperationalError as error:
            if "lock" not in str(error).lower():
                raise
            return done
        done += taken
        if taken < BATCH:
            return done


@transaction.atomic
def _batch() -> int:
    head = _locked_head()
    waiting = Pending.objects.order_by("leaf_id").values_list("leaf_id", "leaf__entry")
    leaves = [(key, bytes(entry)) for key, entry in waiting[:BATCH]]
    if not leaves:
        return 0
    taken = len(leaves)
    leaves += _filling(-(head.size + taken) % settings.COMITY_LIMITS["ledger_fill"])
    frontier = Frontier.read(head.size, bytes(head.frontier))
    places = Sheet(Sequenced, is_open=True)
    for seq, (key, entry) in enumerate(leaves, head.size):
        places.add(seq=seq, leaf_id=key)
        frontier.push(leaf_hash(entry))
    places.insert()
    Pending.objects.filter(leaf_id__in=Sequenced.objects.filter(seq__gte=head.size).values("leaf_id")).delete()
    head.size, head.root, head.frontier = frontier.size, frontier.root(), bytes(frontier)
    head.save(update_fields=["size", "root", "frontier"])
    return taken


def _locked_head() -> Head:
    """Return the one row, locked; raises OperationalError at once where another sequencer holds it."""
    is_kind = connection.features.has_select_for_update_nowait
    head = Head.objects.select_for_update(nowait=is_kind).first()
    return head or Head.objects.create(root=EMPTY_ROOT)


def _filling(count: int) -> Sequence[tuple[int, bytes]]:
    """Return so many leaves of nobody's: random bytes, which no eye tells from a commitment."""
    entries = [BLIND + secrets.token_bytes(32) for _ in range(count)]
    keys = next_keys(Leaf, count)
    leaves = Sheet(Leaf, keys=True, is_open=True)
    for key, entry in zip(keys, entries, strict=True):
        leaves.add(id=key, entry=entry)
    leaves.insert()
    return list(zip(keys, entries, strict=True))
