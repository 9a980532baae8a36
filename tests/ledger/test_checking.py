# SPDX-License-Identifier: EUPL-1.2
"""The whole log recomputed: well where it is well, and the first damaged thing named where something was damaged."""

from collections.abc import Callable
from typing import Any

import pytest

from comity.ledger import actions
from comity.ledger.models import Checkpoint, Head, Leaf, Pending, Sequenced
from comity.ledger.queries import Damage, ledger_directory, state_file, system_check

from .conftest import lift_triggers

Close = Callable[[int], int]


@pytest.fixture
def log(close: Close) -> int:
    """A log of several closings, of which the first ends within a tile and the last has an upper tile."""
    for count in (3, 250, 16, 300):
        size = close(count)
    return size


def first_damage() -> tuple[str, str]:
    _size, damages = system_check()
    return (damages[0].what, damages[0].where) if damages else ("", "")


def leaf_at(seq: int) -> Any:
    return Leaf.objects.filter(id=Sequenced.objects.get(seq=seq).leaf_id)


def test_sound_log_is_well(log: int) -> None:
    actions.system_commit({"n": 1})
    told: list[int] = []

    assert system_check(told=told.append) == (log, [])
    assert told[-1] == log == 592


def test_empty_log_is_well(db: None) -> None:
    assert system_check() == (0, [])


def test_what_is_not_yet_published_is_no_damage(log: int) -> None:
    actions.system_commit({"n": 1})
    actions.system_sequence()

    assert system_check() == (608, [])


@pytest.mark.sqlite
@pytest.mark.parametrize("seq", [0, 15, 16, 255, 256, 300, 591])
def test_changed_leaf_is_named(log: int, seq: int) -> None:
    lift_triggers("ledger_leaf")
    leaf_at(seq).update(entry=b"\x01" + b"\7" * 32)

    assert first_damage() == ("leaf", str(seq))


@pytest.mark.sqlite
def test_first_of_several_changed_leaves_is_named(log: int) -> None:
    lift_triggers("ledger_leaf")
    for seq in (500, 40, 41):
        leaf_at(seq).update(entry=b"\x01" + b"\7" * 32)

    assert first_damage() == ("leaf", "40")


@pytest.mark.sqlite
@pytest.mark.parametrize("seq", [0, 100, 591])
def test_missing_place_is_named(log: int, seq: int) -> None:
    lift_triggers("ledger_sequenced")
    Sequenced.objects.filter(seq=seq).delete()

    assert first_damage() == ("sequence", str(seq))


@pytest.mark.sqlite
def test_exchanged_places_are_named(log: int) -> None:
    lift_triggers("ledger_sequenced")
    first, second = (Sequenced.objects.get(seq=seq).leaf_id for seq in (20, 90))
    Sequenced.objects.filter(seq=20).delete()
    Sequenced.objects.filter(seq=90).update(leaf_id=first)
    Sequenced.objects.create(seq=20, leaf_id=second)

    assert first_damage() == ("leaf", "20")


@pytest.mark.parametrize(
    "changed", [{"root": bytes(32)}, {"size": 576}, {"frontier": bytes(32 * 3)}, {"size": 0, "root": bytes(32)}]
)
def test_changed_head_is_named(log: int, changed: dict[str, Any]) -> None:
    Head.objects.update(**changed)

    assert first_damage()[0] == "head"


@pytest.mark.sqlite
def test_changed_checkpoint_is_named(log: int) -> None:
    lift_triggers("ledger_checkpoint")
    row = Checkpoint.objects.get(size=272)
    Checkpoint.objects.filter(size=272).update(note=row.note.replace("\n272\n", "\n273\n"))

    assert first_damage() == ("checkpoint", "272")


@pytest.mark.sqlite
def test_checkpoint_at_another_size_is_named(log: int) -> None:
    lift_triggers("ledger_checkpoint")
    Checkpoint.objects.filter(size=272).update(note=Checkpoint.objects.get(size=288).note)

    assert first_damage() == ("checkpoint", "272")


@pytest.mark.parametrize("path", ["0/000", "0/001", "0/002.p/80", "entries/000", "entries/002.p/80", "1/000.p/2"])
@pytest.mark.parametrize("is_missing", [True, False])
def test_damaged_tile_is_named(log: int, path: str, is_missing: bool) -> None:
    file = ledger_directory() / "tile" / path
    data = file.read_bytes()
    if is_missing:
        file.unlink()
    else:
        file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    assert first_damage() == ("tile", f"tile/{path}")


def test_tile_that_is_too_long_is_named(log: int) -> None:
    file = ledger_directory() / "tile" / "0" / "002.p" / "80"
    file.write_bytes(file.read_bytes() + bytes(32))

    assert first_damage() == ("tile", "tile/0/002.p/80")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"origin": "localhost:8000/ledger", "size": 592, "root": "00"}', "592"),
        ('{"origin": "localhost:8000/ledger", "size": 999, "root": "00"}', "999"),
        ('{"origin": "other/ledger", "size": 592, "root": "00"}', "last"),
        ("[]", "last"),
    ],
)
def test_memory_of_another_tree_is_named(log: int, text: str, where: str) -> None:
    state_file().write_text(text, encoding="utf-8")

    found = [(one.what, one.where) for one in system_check()[1]]

    assert ("checkpoint", where) in found


def test_damaged_published_checkpoint_is_named(log: int) -> None:
    (ledger_directory() / "checkpoint").write_bytes(b"x")

    assert first_damage() == ("checkpoint", "last")


def test_leaf_that_has_its_place_and_waits_is_named(log: int) -> None:
    leaf = Sequenced.objects.get(seq=7).leaf_id
    Pending.objects.create(leaf_id=leaf)

    assert first_damage() == ("waiting", str(leaf))


def test_leaf_that_is_lost_is_named(log: int) -> None:
    leaf = Leaf.objects.create(entry=b"\x01" + bytes(32))

    assert first_damage() == ("waiting", str(leaf.pk))


def test_damage_is_a_value() -> None:
    assert Damage("leaf", "1", "x") == Damage("leaf", "1", "x")
