# SPDX-License-Identifier: EUPL-1.2
"""Checkpoints (C2SP tlog-checkpoint) and what witnesses say of them (C2SP tlog-cosignature, version 1)."""

import re
from dataclasses import dataclass

from .note import BadSignature, Kind, Malformed, Note, Signature, SigningKey, VerifierKey, from_base64, to_base64
from .tree import HASH_BYTES, MOST_LEAVES

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}").fullmatch


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's name, the number of its leaves and the root over them; other logs may add lines of their own."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [self.origin, str(self.size), to_base64(self.root), *self.extensions]
        return "".join(f"{line}\n" for line in lines)


def read_number(text: str) -> int:
    """Return a decimal number without leading zeros; raises Malformed."""
    if not _DECIMAL(text) or int(text) > MOST_LEAVES:
        raise Malformed("not a decimal number in its shortest form")
    return int(text)


def read_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint of a note's text; raises Malformed."""
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(lines) < 3 or not all(lines):
        raise Malformed("a checkpoint is an origin, a size and a root, one a line")
    origin, size, root = lines[0], read_number(lines[1]), from_base64(lines[2])
    if len(root) != HASH_BYTES:
        raise Malformed(f"a root has {HASH_BYTES} bytes")
    return Checkpoint(origin, size, root, tuple(lines[3:]))


def sign_checkpoint(key: SigningKey, checkpoint: Checkpoint) -> Note:
    """Return the note of a checkpoint, signed by the log's own key."""
    text = str(checkpoint)
    line = Signature(key.name, key.verifier.id, key.sign(text.encode()))
    return Note(text, (line,))


def _seen_at(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(key: SigningKey, text: str, *, time: int) -> Signature:
    """Return the line by which a witness says when it saw the checkpoint of this text."""
    data = key.sign(_seen_at(text, time))
    return Signature(key.name, key.verifier.id, time.to_bytes(8, "big") + data)


def check_signature(key: VerifierKey, text: str, line: Signature) -> int:
    """Return the time a witness saw the text, 0 for a log's own key; raises BadSignature."""
    if key.kind == Kind.ED25519:
        key.check(text.encode(), line.data)
        return 0
    if len(line.data) != 72:
        raise BadSignature(f"the cosignature of {key.name} has not its 72 bytes")
    time = int.from_bytes(line.data[:8], "big")
    key.check(_seen_at(text, time), line.data[8:])
    return time
