# SPDX-License-Identifier: EUPL-1.2
"""A receipt against the log as it is shown later: it went on, it was put back, it was forked."""

from collections.abc import Sequence

import pytest

from comity.ledger.format.checkpoint import Checkpoint, sign_checkpoint
from comity.ledger.format.comparing import Relation, compare
from comity.ledger.format.note import Kind, SigningKey
from comity.ledger.format.policy import Policy
from comity.ledger.format.receipt import Fault, Step, build_receipt, verify_receipt
from comity.ledger.format.tiles import WIDTH, tile_path
from comity.ledger.format.tree import full_root, inclusion_proof, leaf_hash, nodes_over, root_of

from .golden import ENTRY, LOG, PAYLOAD, SALT

OTHERS = [leaf_hash(b"%d" % number) for number in range(700)]
LEAVES = [*OTHERS[:20], leaf_hash(ENTRY), *OTHERS[20:]]
# Put back to 30 leaves, and gone on from there.
FORKED = [*LEAVES[:30], *(leaf_hash(b"other %d" % number) for number in range(600))]
PINNED = Policy(LOG.verifier)


def signed(leaves: Sequence[bytes], key: SigningKey = LOG) -> bytes:
    return bytes(sign_checkpoint(key, Checkpoint(LOG.name, len(leaves), root_of(leaves))))


def receipt(leaves: Sequence[bytes]) -> bytes:
    note = sign_checkpoint(LOG, Checkpoint(LOG.name, len(leaves), root_of(leaves)))
    siblings = inclusion_proof(20, len(leaves), nodes_over(leaves))
    return build_receipt(SALT, PAYLOAD, index=20, siblings=siblings, note=note)


class Reader:
    """The tiles of a tree; what is asked for in vain is missing."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.levels = [list(leaves)]
        while len(self.levels[-1]) >= WIDTH:
            below = self.levels[-1]
            self.levels.append([full_root(below[at : at + WIDTH]) for at in range(0, len(below) - WIDTH + 1, WIDTH)])

    def __call__(self, level: int, number: int, width: int) -> list[bytes]:
        found = self.levels[level][number * WIDTH : number * WIDTH + width]
        if len(found) != width:
            raise FileNotFoundError(tile_path(level, number, width))
        return found


def outcome(kept: int, shown: Sequence[bytes], data: bytes | None = None) -> tuple[Fault | None, Step | None, int]:
    found = verify_receipt(receipt(LEAVES[:kept]), PINNED, against=(data or signed(shown), Reader(shown)))
    return found.fault, found.step, found.code


@pytest.mark.parametrize("size", [40, 41, 255, 256, 257, 511, 512, 513, 701])
def test_log_that_went_on_still_holds_the_receipt(size: int) -> None:
    assert outcome(40, LEAVES[:size]) == (None, None, 0)


@pytest.mark.parametrize("size", [0, 1, 20, 30, 39])
def test_older_state_that_was_restored_is_told_from_a_fork(size: int) -> None:
    assert outcome(40, LEAVES[:size]) == (Fault.PUT_BACK, Step.LOG, 1)


@pytest.mark.parametrize("size", [40, 41, 256, 300, 512, 600])
def test_log_that_was_put_back_and_went_on_is_a_fork(size: int) -> None:
    assert outcome(40, FORKED[:size]) == (Fault.FORK, Step.LOG, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no checkpoint",
        signed(LEAVES[:50], SigningKey(LOG.name, Kind.ED25519, b"\1" * 32)),
        signed(LEAVES[:50]).replace(b"\n50\n", b"\n51\n"),
        signed(LEAVES[:50]).replace(b"comity.example", b"comity.ejample"),
    ],
)
def test_what_the_log_did_not_sign_is_no_log_to_compare(data: bytes) -> None:
    assert outcome(40, LEAVES[:50], data or b"x") == (Fault.UNREAD, Step.LOG, 1)


def test_log_of_which_a_tile_is_missing_is_not_compared() -> None:
    found = verify_receipt(receipt(LEAVES[:40]), PINNED, against=(signed(LEAVES[:300]), Reader(LEAVES[:10])))

    assert (found.fault, found.step) == (Fault.UNREAD, Step.LOG)


def test_no_single_bit_of_the_checkpoint_shown_changes_the_answer_to_well() -> None:
    """A receipt of 40 leaves against a log put back to 30: no bit of what it shows makes that a log that went on."""
    shown, answers = signed(LEAVES[:30]), set()
    for bit in range(8 * len(shown)):
        data = bytearray(shown)
        data[bit // 8] ^= 1 << bit % 8
        answers.add(outcome(40, LEAVES[:30], bytes(data))[0])

    assert answers == {Fault.UNREAD}


def test_every_relation() -> None:
    def of(kept: Sequence[bytes], shown: Sequence[bytes]) -> Relation:
        one, other = (Checkpoint(LOG.name, len(leaves), root_of(leaves)) for leaves in (kept, shown))
        return compare(one, other, nodes_over(shown))

    assert of(LEAVES[:9], LEAVES[:9]) == Relation.SAME
    assert of(LEAVES[:9], LEAVES[:10]) == of([], LEAVES[:10]) == Relation.CONTINUES
    assert of(LEAVES[:9], LEAVES[:8]) == Relation.PUT_BACK
    assert of(LEAVES[:31], FORKED[:31]) == of(LEAVES[:31], FORKED[:40]) == Relation.FORK
