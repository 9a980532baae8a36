# SPDX-License-Identifier: EUPL-1.2
"""What a log says to its witness (C2SP tlog-witness): the size it saw last, the proof from there, the checkpoint."""

from collections.abc import Sequence
from dataclasses import dataclass

from .checkpoint import Checkpoint, read_checkpoint, read_number
from .note import Malformed, Note, from_base64, read_note, to_base64
from .tree import EMPTY_ROOT, HASH_BYTES, NotProven, check_consistency

MOST_BYTES = 70_000
MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Submission:
    """A checkpoint laid before a witness."""

    old: int
    proof: Sequence[bytes]
    note: Note
    checkpoint: Checkpoint

    def __bytes__(self) -> bytes:
        lines = [f"old {self.old}", *map(to_base64, self.proof), "", ""]
        return "\n".join(lines).encode() + bytes(self.note)


def read_submission(data: bytes) -> Submission:
    """Return the submission of a body; raises Malformed."""
    if len(data) > MOST_BYTES:
        raise Malformed(f"a submission has at most {MOST_BYTES} bytes")
    head, blank, rest = data.partition(b"\n\n")
    try:
        first, *hashes = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise Malformed("the proof is not written in ASCII") from None
    if not blank or not first.startswith("old ") or len(hashes) > MOST_HASHES:
        raise Malformed("a submission is 'old' and a size, a proof, a blank line and a checkpoint")
    proof = [from_base64(line) for line in hashes]
    if any(len(one) != HASH_BYTES for one in proof):
        raise Malformed("not the hashes of a proof")
    note = read_note(rest)
    return Submission(read_number(first.removeprefix("old ")), tuple(proof), note, read_checkpoint(note.text))


def check_growth(given: Submission, *, size: int, root: bytes) -> None:
    """Raise NotProven unless the checkpoint continues the tree that the witness saw last (0 leaves: none)."""
    new = given.checkpoint
    if new.size == 0:
        if new.root != EMPTY_ROOT or given.proof:
            raise NotProven("the root of an empty log is the hash of nothing")
        return
    if size == 0:
        if given.proof:
            raise NotProven("from an empty log there is nothing to prove")
        return
    check_consistency(size, root, new.size, new.root, given.proof)
