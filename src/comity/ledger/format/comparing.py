# SPDX-License-Identifier: EUPL-1.2
"""Whether the log that is shown today is the one that was signed before, as a client who kept a checkpoint can tell."""

from collections.abc import Sequence
from enum import StrEnum

from .checkpoint import Checkpoint
from .tree import Node, NotProven, check_consistency, consistency_proof


class Relation(StrEnum):
    """How a log that is shown stands to the one that was kept; both are signed by its key."""

    SAME = "same"
    CONTINUES = "continues"
    PUT_BACK = "put-back"
    FORK = "fork"


def compare(kept: Checkpoint, shown: Checkpoint, node: Node, *, given: Sequence[bytes] | None = None) -> Relation:
    """Return how the log shown stands to the one kept; `node` reads the tree shown, and is asked where that is larger.

    Not where the proof that it continues the tree kept is `given`.

    Fewer leaves than were signed before: it was put back to an older state, whatever it says besides. Whether it is a
    true beginning of what was kept cannot be told until it has grown beyond that. Another tree of that size, or one
    that does not continue it: a fork, which the two signatures prove to everybody. A log that was put back and went on
    is one. Raises OSError and Malformed where the tree shown cannot be read.
    """
    if shown.size < kept.size:
        return Relation.PUT_BACK
    if shown.size == kept.size:
        return Relation.SAME if shown.root == kept.root else Relation.FORK
    if kept.size == 0:
        return Relation.CONTINUES
    try:
        proof = consistency_proof(kept.size, shown.size, node) if given is None else given
        check_consistency(kept.size, kept.root, shown.size, shown.root, proof)
    except NotProven:
        return Relation.FORK
    return Relation.CONTINUES
