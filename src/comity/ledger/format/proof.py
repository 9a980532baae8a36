# SPDX-License-Identifier: EUPL-1.2
"""A proof that one leaf is in a log, as a file that stands by itself (C2SP tlog-proof)."""

from collections.abc import Sequence
from dataclasses import dataclass

from .checkpoint import Checkpoint, read_checkpoint, read_number
from .note import Malformed, Note, from_base64, read_note, to_base64
from .tree import HASH_BYTES

HEADER = "c2sp.org/tlog-proof@v1"
MOST_BYTES = 256 * 1024
MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Proof:
    """The leaf's place, its siblings, the signed checkpoint; `extra` is vouched for by nobody."""

    index: int
    siblings: Sequence[bytes]
    note: Note
    extra: bytes = b""

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint that is signed; raises Malformed."""
        return read_checkpoint(self.note.text)

    def __bytes__(self) -> bytes:
        lines = [HEADER]
        if self.extra:
            lines.append(f"extra {to_base64(self.extra)}")
        lines += [f"index {self.index}", *map(to_base64, self.siblings), "", ""]
        return "\n".join(lines).encode() + bytes(self.note)


def read_proof(data: bytes) -> Proof:
    """Return the proof of these bytes; raises Malformed, and takes nothing that it would write otherwise."""
    if len(data) > MOST_BYTES:
        raise Malformed(f"a receipt has at most {MOST_BYTES} bytes")
    head, blank, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise Malformed("the proof is not written in ASCII") from None
    if not blank or lines[0] != HEADER:
        raise Malformed(f"a receipt begins with the line {HEADER}")
    extra = b""
    if len(lines) > 1 and lines[1].startswith("extra "):
        extra = from_base64(lines.pop(1).removeprefix("extra "))
    if len(lines) < 2 or not lines[1].startswith("index "):
        raise Malformed("the line 'index' is missing")
    siblings = [from_base64(line) for line in lines[2:]]
    if len(siblings) > MOST_HASHES or any(len(one) != HASH_BYTES for one in siblings):
        raise Malformed("not the hashes of a proof")
    found = Proof(read_number(lines[1].removeprefix("index ")), tuple(siblings), read_note(note), extra)
    if bytes(found) != data or not found.checkpoint.origin:
        raise Malformed("not written as a proof is written")
    return found
