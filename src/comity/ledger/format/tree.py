# SPDX-License-Identifier: EUPL-1.2
"""The Merkle tree of RFC 6962 over SHA-256: its right edge, its proofs, and the loops that check them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
MOST_LEAVES = 2**62

# The hash of the complete subtree over the leaves [index * 2^height, (index + 1) * 2^height).
Node = Callable[[int, int], bytes]


class NotProven(Exception):
    """A proof does not show what it should; the message says where it fails."""


def leaf_hash(entry: bytes) -> bytes:
    """Return SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: the hashes of its complete subtrees, the largest first."""

    size: int = 0
    nodes: list[bytes] = field(default_factory=list)

    @classmethod
    def read(cls, size: int, data: bytes) -> "Frontier":
        """Return the frontier kept as bytes; raises ValueError where their number does not fit the size."""
        if len(data) != HASH_BYTES * size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} hashes on its right edge")
        return cls(size, [data[place : place + HASH_BYTES] for place in range(0, len(data), HASH_BYTES)])

    def __bytes__(self) -> bytes:
        return b"".join(self.nodes)

    def push(self, leaf: bytes) -> None:
        """Add the hash of one leaf."""
        count, nodes = self.size, self.nodes
        while count & 1:
            leaf = sha256(b"\x01" + nodes.pop() + leaf).digest()
            count >>= 1
        nodes.append(leaf)
        self.size += 1

    def push_full(self, height: int, hash_: bytes) -> None:
        """Add a complete subtree of 2^height leaves; the size must be a multiple of that."""
        count = self.size >> height
        if count << height != self.size:
            raise ValueError(f"a subtree of 2^{height} leaves does not begin at {self.size}")
        while count & 1:
            hash_ = node_hash(self.nodes.pop(), hash_)
            count >>= 1
        self.nodes.append(hash_)
        self.size += 1 << height

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        return folded(self.nodes)


def folded(nodes: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees, the largest first."""
    if not nodes:
        return EMPTY_ROOT
    found = nodes[-1]
    for node in reversed(nodes[:-1]):
        found = node_hash(node, found)
    return found


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over these leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.push(leaf)
    return frontier.root()


def full_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over hashes whose number is a power of two, level by level."""
    level = list(hashes)
    while len(level) > 1:
        level = [sha256(b"\x01" + level[at] + level[at + 1]).digest() for at in range(0, len(level), 2)]
    return level[0]


def nodes_over(hashes: Sequence[bytes]) -> Node:
    """Return the reader of subtrees over leaf hashes held in memory."""
    return lambda height, index: full_root(hashes[index << height : (index + 1) << height])


def _range(first: int, end: int, node: Node) -> bytes:
    """Return the root over [first, end), which begins where a complete subtree at least as large could begin."""
    parts = []
    while first < end:
        height = (end - first).bit_length() - 1
        parts.append(node(height, first >> height))
        first += 1 << height
    return folded(parts)


def _split(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def tree_root(size: int, node: Node) -> bytes:
    """Return the root of the tree of this size."""
    return _range(0, size, node)


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """Return the siblings from the leaf up to the root; raises ValueError where there is no such leaf."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    path, first, end = [], 0, size
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            path.append(_range(middle, end, node))
            end = middle
        else:
            path.append(_range(first, middle, node))
            first = middle
    return path[::-1]


def consistency_proof(old: int, size: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of `old` leaves is the beginning of the tree of `size`; 0 < old <= size."""
    if not 0 < old <= size:
        raise ValueError(f"there is no proof from {old} to {size} leaves")
    path, first, end, is_whole = [], 0, size, True
    while old < end:
        middle = first + _split(end - first)
        if old <= middle:
            path.append(_range(middle, end, node))
            end = middle
        else:
            path.append(_range(first, middle, node))
            first, is_whole = middle, False
    if not is_whole:
        path.append(_range(first, end, node))
    return path[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root to which this proof leads; raises NotProven where it cannot be one of that leaf."""
    if not 0 <= index < size <= MOST_LEAVES:
        raise NotProven(f"a tree of {size} leaves has no leaf {index}")
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    if len(proof) != inner + border:
        raise NotProven(f"a proof of leaf {index} of {size} has {inner + border} hashes, not {len(proof)}")
    found = leaf
    for place, other in enumerate(proof):
        is_left = place < inner and not index >> place & 1
        found = node_hash(found, other) if is_left else node_hash(other, found)
    return found


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raise NotProven unless the proof leads from the leaf to the root."""
    if root_from_inclusion(leaf, index, size, proof) != root:
        raise NotProven(f"the proof of leaf {index} leads to another root")


def check_consistency(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Raise NotProven unless the tree of `size` leaves begins with the one of `old`; nothing is proven from 0."""
    if not 0 < old <= size <= MOST_LEAVES:
        raise NotProven(f"there is no proof from {old} to {size} leaves")
    if old == size:
        if proof or old_root != root:
            raise NotProven("two roots of one size, or a proof where none is needed")
        return
    inner = ((old - 1) ^ (size - 1)).bit_length()
    border = ((old - 1) >> inner).bit_count()
    zeros = (old & -old).bit_length() - 1
    inner -= zeros
    seed, rest = (old_root, proof) if old == 1 << zeros else (bytes(proof[0]) if proof else b"", proof[1:])
    if not seed or len(rest) != inner + border:
        raise NotProven(f"a proof from {old} to {size} leaves has another length than {len(proof)}")
    mask = (old - 1) >> zeros
    before = after = seed
    for place, other in enumerate(rest):
        is_right = place >= inner or mask >> place & 1
        if is_right:
            before = node_hash(other, before)
        after = node_hash(other, after) if is_right else node_hash(after, other)
    if before != old_root:
        raise NotProven("the proof leads to another root of the older tree")
    if after != root:
        raise NotProven("the proof leads to another root of the newer tree")
