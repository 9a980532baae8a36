# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.ledger.format.note import Malformed
from comity.ledger.format.tiles import (
    nodes_of_tiles,
    pack_entries,
    partial_width,
    read_path,
    tile_path,
    tiles_at,
    unpack_entries,
    unpack_hashes,
)
from comity.ledger.format.tree import inclusion_proof, leaf_hash, nodes_over, root_of, tree_root


@pytest.mark.parametrize(
    ("level", "number", "width", "path"),
    [
        (0, 0, 256, "0/000"),
        (0, 0, 3, "0/000.p/3"),
        (3, 1234067, 256, "3/x001/x234/067"),
        (63, 1000, 255, "63/x001/000.p/255"),
        ("entries", 999, 256, "entries/999"),
        ("entries", 1234067, 1, "entries/x001/x234/067.p/1"),
    ],
)
def test_paths_are_written_and_read(level: int | str, number: int, width: int, path: str) -> None:
    assert tile_path(level, number, width) == path
    assert read_path(path) == (level, number, width)


@pytest.mark.parametrize(
    "path",
    ["", "0", "0/0", "0/0000", "00/000", "64/000", "0/x000/001", "0/001/000", "0/x001", "0/000.p/0", "0/000.p/256",
     "0/000.p/01", "0/000.p/", "0/000/", "/0/000", "-1/000", "entries", "Entries/000", "0/000.p/3/4", "0/../000",
     "0/x999/" * 12 + "000", "0/٠٠٠"],
)  # fmt: skip
def test_path_out_of_form_is_refused(path: str) -> None:
    with pytest.raises(Malformed):
        read_path(path)


def test_tiles_of_seventy_thousand_leaves() -> None:
    found = list(tiles_at(70_000))

    assert len(found) == 273 + 1 + 1 + 1 + 1
    assert [tile for tile in found if tile[2] < 256] == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert [partial_width(level, 70_000) for level in range(4)] == [112, 17, 1, 0]


@pytest.mark.parametrize("size", [0, 1, 256, 65_536])
def test_no_partial_tile_of_no_width(size: int) -> None:
    assert all(width for _level, _number, width in tiles_at(size))


def test_bundle_of_the_example_has_105_bytes() -> None:
    bundle = pack_entries([b"\x01" + bytes(32)] * 3)

    assert (len(bundle), bundle[:3]) == (105, b"\x00\x21\x01")
    assert unpack_entries(bundle) == [b"\x01" + bytes(32)] * 3


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x00" * 257])
def test_bundle_out_of_form_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        unpack_entries(data)


@pytest.mark.parametrize("length", [0, 31, 257 * 32])
def test_tile_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(Malformed):
        unpack_hashes(bytes(length))


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 3000) | st.sampled_from([65_535, 65_536, 65_537]), st.data())
def test_proofs_out_of_tiles_are_those_out_of_leaves(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    plain = nodes_over(leaves)
    asked = set()

    def read(level: int, number: int, width: int) -> list[bytes]:
        asked.add((level, number, width))
        return [plain(8 * level, number * 256 + place) for place in range(width)]

    node, index = nodes_of_tiles(size, read), data.draw(st.integers(0, size - 1))

    assert tree_root(size, node) == root_of(leaves)
    assert inclusion_proof(index, size, node) == inclusion_proof(index, size, plain)
    assert asked <= set(tiles_at(size))
