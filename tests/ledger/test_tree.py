# SPDX-License-Identifier: EUPL-1.2
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.ledger.format.tree import (
    EMPTY_ROOT,
    Frontier,
    NotProven,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    nodes_over,
    root_of,
    tree_root,
)

# The entries of the well-known example of RFC 6962, and the roots over the first n of them.
ENTRIES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def plain_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


def plain_path(m: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*plain_path(m, leaves[:k]), plain_root(leaves[k:])]
    return [*plain_path(m - k, leaves[k:]), plain_root(leaves[:k])]


def plain_proof(m: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [plain_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*plain_proof(m, leaves[:k], whole=whole), plain_root(leaves[k:])]
    return [*plain_proof(m - k, leaves[k:], whole=False), plain_root(leaves[:k])]


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(size)]


def test_empty_tree_is_the_hash_of_nothing() -> None:
    assert (root_of([]), Frontier().root()) == (EMPTY_ROOT, EMPTY_ROOT)
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_of_the_known_example(size: int) -> None:
    assert root_of(LEAVES[:size]).hex() == ROOTS[size - 1]
    assert tree_root(size, nodes_over(LEAVES)).hex() == ROOTS[size - 1]


def test_proofs_follow_the_definition_at_every_size_up_to_forty() -> None:
    for size in range(1, 41):
        leaves, node = leaves_of(size), nodes_over(leaves_of(size))
        root = plain_root(leaves)
        for index in range(size):
            proof = inclusion_proof(index, size, node)
            assert proof == plain_path(index, leaves)
            check_inclusion(leaves[index], index, size, proof, root)
        for old in range(1, size + 1):
            proof = consistency_proof(old, size, node)
            assert proof == plain_proof(old, leaves)
            check_consistency(old, plain_root(leaves[:old]), size, root, proof)


@settings(deadline=None)
@given(st.integers(1, 700), st.data())
def test_proofs_hold_and_hold_for_nothing_else(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    root, node = root_of(leaves), nodes_over(leaves)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    path, proof = inclusion_proof(index, size, node), consistency_proof(old, size, node)
    old_root = root_of(leaves[:old])
    check_inclusion(leaves[index], index, size, path, root)
    check_consistency(old, old_root, size, root, proof)
    other = bytes([leaves[index][0] ^ 1]) + leaves[index][1:]

    with pytest.raises(NotProven):
        check_inclusion(other, index, size, path, root)
    with pytest.raises(NotProven):
        check_inclusion(leaves[index], index, size, [*path, root], root)
    with pytest.raises(NotProven):
        check_consistency(old, other, size, root, proof)
    with pytest.raises(NotProven):
        check_consistency(old, old_root, size, other, proof)
    for place in range(len(path)):
        with pytest.raises(NotProven):
            check_inclusion(leaves[index], index, size, [*path[:place], other, *path[place + 1 :]], root)
        with pytest.raises(NotProven):
            check_inclusion(leaves[index], index, size, [*path[:place], *path[place + 1 :]], root)
    for place in range(len(proof)):
        with pytest.raises(NotProven):
            check_consistency(old, old_root, size, root, [*proof[:place], other, *proof[place + 1 :]])
        with pytest.raises(NotProven):
            check_consistency(old, old_root, size, root, [*proof[:place], *proof[place + 1 :]])


@pytest.mark.parametrize(("index", "size"), [(1, 1), (0, 0), (-1, 3), (7, 7), (0, 2**63)])
def test_no_proof_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(NotProven):
        check_inclusion(LEAVES[0], index, size, [], LEAVES[0])


@pytest.mark.parametrize("index", [-1, 8])
def test_no_path_is_made_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(index, 8, nodes_over(LEAVES))


@pytest.mark.parametrize(("old", "size"), [(0, 0), (0, 5), (6, 5), (-1, 5)])
def test_nothing_is_proven_from_an_empty_or_a_larger_tree(old: int, size: int) -> None:
    with pytest.raises(NotProven):
        check_consistency(old, EMPTY_ROOT, size, EMPTY_ROOT, [])
    with pytest.raises(ValueError, match="no proof"):
        consistency_proof(old, size, nodes_over(LEAVES))


def test_one_size_has_one_root_and_needs_no_proof() -> None:
    root = bytes.fromhex(ROOTS[4])
    check_consistency(5, root, 5, root, [])

    with pytest.raises(NotProven):
        check_consistency(5, root, 5, root, [root])
    with pytest.raises(NotProven):
        check_consistency(5, root, 5, EMPTY_ROOT, [])


def test_long_false_proof_is_refused_without_being_followed() -> None:
    with pytest.raises(NotProven, match="has 3 hashes"):
        check_inclusion(LEAVES[0], 0, 8, [LEAVES[0]] * 100_000, LEAVES[0])


@settings(deadline=None)
@given(st.integers(0, 2000))
def test_frontier_is_kept_as_bytes_and_goes_on(size: int) -> None:
    frontier = Frontier()
    for leaf in leaves_of(size):
        frontier.push(leaf)

    again = Frontier.read(size, bytes(frontier))
    again.push(LEAVES[0])
    frontier.push(LEAVES[0])

    assert (again, again.root()) == (frontier, frontier.root())


def test_frontier_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 hashes"):
        Frontier.read(3, bytes(32))


def test_complete_subtrees_are_pushed_whole() -> None:
    leaves = leaves_of(12)
    node, frontier = nodes_over(leaves), Frontier()
    frontier.push_full(3, node(3, 0))
    frontier.push_full(2, node(2, 2))

    assert frontier.root() == root_of(leaves)
    with pytest.raises(ValueError, match="does not begin"):
        frontier.push_full(3, node(3, 0))
