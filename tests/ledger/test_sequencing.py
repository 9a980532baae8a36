# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from comity.core.clock import now
from comity.ledger import actions, tasks
from comity.ledger.actions import sequencing
from comity.ledger.format.checkpoint import check_signature, read_checkpoint
from comity.ledger.format.note import read_note
from comity.ledger.format.tiles import nodes_of_tiles, tile_path, tiles_at, unpack_entries
from comity.ledger.format.tree import Frontier, leaf_hash, root_of, tree_root
from comity.ledger.models import Checkpoint, Head, Leaf, Pending, Sequenced
from comity.ledger.queries import (
    Diverged,
    checkpoint_file,
    hashes_of_tile,
    ledger_directory,
    log_key,
    system_last_signed,
    tile_file,
)

from .conftest import lift_triggers

Close = Callable[[int], int]
REFUSED = "insert only|permission denied"


def entries() -> list[bytes]:
    return [bytes(row) for row in Sequenced.objects.order_by("seq").values_list("leaf__entry", flat=True)]


def check_files(size: int) -> None:
    """The files say what the rows say, and the signature holds."""
    leaves = [leaf_hash(entry) for entry in entries()]
    note = read_note(checkpoint_file() or b"")
    checkpoint = read_checkpoint(note.text)
    assert (checkpoint.origin, checkpoint.size) == ("localhost:8000/ledger", size)
    assert checkpoint.root == root_of(leaves) == tree_root(size, nodes_of_tiles(size, hashes_of_tile))
    assert [check_signature(log_key().verifier, note.text, line) for line in note.signatures] == [0]
    bundles = [tile_file(tile_path("entries", n, w)) for level, n, w in tiles_at(size) if level == 0]
    assert [entry for bundle in bundles for entry in unpack_entries(bundle or b"")] == entries()


@pytest.mark.parametrize(("waiting", "size"), [(1, 16), (16, 16), (17, 32), (300, 304)])
def test_a_closing_is_filled_to_a_multiple_of_sixteen(close: Close, waiting: int, size: int) -> None:
    assert close(waiting) == size
    assert list(Sequenced.objects.order_by("seq").values_list("seq", flat=True)) == list(range(size))
    assert not Pending.objects.exists()
    assert len(set(entries())) == size
    check_files(size)


def test_many_closings_keep_one_tree(close: Close) -> None:
    sizes = [close(count) for count in (3, 0, 20, 250, 16, 1)]

    assert sizes == [16, 16, 48, 304, 320, 336]
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [16, 48, 304, 320, 336]
    check_files(336)
    for size in (16, 48, 304, 320):
        assert (
            tree_root(size, nodes_of_tiles(size, hashes_of_tile))
            == read_checkpoint(read_note(Checkpoint.objects.get(size=size).note.encode()).text).root
        )


def test_quiet_minute_adds_nothing(close: Close) -> None:
    assert (close(0), checkpoint_file(), Leaf.objects.count()) == (0, None, 0)


def test_batches_follow_each_other_without_filling_between(close: Close, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencing, "BATCH", 32)

    assert close(70) == 80
    assert Leaf.objects.count() == 80
    check_files(80)


def test_head_keeps_the_right_edge(close: Close) -> None:
    close(40)
    head = Head.objects.get()

    frontier = Frontier.read(head.size, bytes(head.frontier))

    assert (frontier.size, frontier.root()) == (48, bytes(head.root))


def test_what_waits_is_taken_by_presence_not_by_number(close: Close) -> None:
    """A leaf whose transaction committed late has a lower number than the last one taken."""
    late = Leaf.objects.create(entry=b"\x01" + bytes(32))
    close(3)
    Pending.objects.create(leaf=late)

    assert close(0) == 32
    assert Sequenced.objects.filter(leaf=late, seq__gte=16).exists()


def test_task_publishes_once_the_closing_is_committed(db: None, django_capture_on_commit_callbacks: Any) -> None:
    actions.system_commit({"n": 1})
    with django_capture_on_commit_callbacks() as callbacks:
        tasks.sequence("")
        assert (Sequenced.objects.count(), checkpoint_file()) == (16, None)

    for callback in callbacks:
        callback()

    check_files(16)


def test_crash_between_commit_and_tiles_is_made_good(close: Close) -> None:
    close(5)
    actions.system_commit({"n": 1})
    actions.system_sequence()

    assert actions.system_publish(at=now()) == 32
    check_files(32)


def test_crash_after_the_tiles_is_made_good(close: Close) -> None:
    close(5)
    actions.system_commit({"n": 1})
    actions.system_sequence()
    actions.system_write_tiles(16, 32)

    assert close(0) == 32
    check_files(32)


def test_crash_between_memory_and_checkpoint_is_made_good(close: Close) -> None:
    """The signer remembers before it signs; the same tree is then signed as if nothing had been."""
    close(5)
    signed = checkpoint_file()
    (ledger_directory() / "checkpoint").unlink()

    assert close(0) == 16
    assert checkpoint_file() == signed


@pytest.mark.parametrize("path", ["0/000", "1/000.p/1", "entries/000.p/3"])
def test_lost_or_damaged_tile_is_written_anew(close: Close, path: str) -> None:
    close(300)
    file = ledger_directory() / "tile" / path
    if file.exists():
        file.write_bytes(b"\0" * 32)
    (ledger_directory() / "tile" / "0" / "001.p" / "48").unlink()

    assert close(1) == 320
    check_files(320)


def signed_state() -> list[tuple[int, bytes]]:
    return [(one.size, one.root) for one in system_last_signed()]


def test_signer_remembers_in_three_places(close: Close) -> None:
    close(5)
    head = Head.objects.get()

    assert signed_state() == [(16, bytes(head.root))] * 3


def set_back(close: Close) -> None:
    """Put the database back to before the second closing: files and the signer's memory know better."""
    close(5)
    point = transaction.savepoint()
    close(5)
    transaction.savepoint_rollback(point)


def test_smaller_tree_is_never_signed(close: Close, caplog: pytest.LogCaptureFixture) -> None:
    set_back(close)
    before = checkpoint_file()

    with pytest.raises(Diverged, match="has 16 leaves, and had 32"):
        actions.system_publish(at=now())

    assert checkpoint_file() == before
    assert [record.levelname for record in caplog.records if record.name.startswith("comity.ledger")] == ["CRITICAL"]


def test_other_tree_of_the_same_size_is_never_signed(close: Close) -> None:
    set_back(close)
    before = checkpoint_file()

    with pytest.raises(Diverged, match="another than the one signed at 32"):
        close(5)

    assert checkpoint_file() == before


def test_other_larger_tree_is_never_signed(close: Close) -> None:
    set_back(close)
    actions.system_commit({"n": 1})
    actions.system_sequence()

    with pytest.raises(Diverged, match="another than the one signed at 32"):
        close(40)


def test_emptied_database_is_never_signed(db: None, close: Close) -> None:
    point = transaction.savepoint()
    close(5)
    transaction.savepoint_rollback(point)

    with pytest.raises(Diverged, match="empty, and had 16"):
        actions.system_publish(at=now())


def test_lost_memory_is_replaced_by_the_other_two(close: Close, own_files: Path) -> None:
    set_back(close)
    (own_files / "keys" / "ledger.state").unlink()

    with pytest.raises(Diverged, match="had 32"):
        actions.system_publish(at=now())


def test_damaged_memory_stops_the_signer(close: Close, own_files: Path) -> None:
    close(5)
    (own_files / "keys" / "ledger.state").write_text("{}", encoding="utf-8")

    with pytest.raises(Diverged, match="is damaged"):
        close(5)


@pytest.mark.sqlite
def test_changed_leaf_stops_the_signer(close: Close) -> None:
    close(5)
    lift_triggers("ledger_leaf")
    Leaf.objects.filter(id=Leaf.objects.order_by("id")[0].pk).update(entry=b"\x01" + b"\7" * 32)
    (ledger_directory() / "tile" / "0" / "000.p" / "16").unlink()

    with pytest.raises(Diverged, match="do not give the root"):
        close(5)


@pytest.mark.parametrize("table", ["ledger_sequenced", "ledger_checkpoint", "ledger_cosignature"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_what_is_written_once_is_neither_changed_nor_deleted(close: Close, table: str, statement: str) -> None:
    close(1)
    if table == "ledger_cosignature":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_cosignature (checkpoint_id, vkey, line, at) VALUES (16, 'k', 'l', %s)", [now()]
            )
    column = {"ledger_sequenced": "seq", "ledger_checkpoint": "note", "ledger_cosignature": "line"}[table]

    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_second_sequencer_turns_away_at_once() -> None:
    from threading import Thread  # noqa: PLC0415 - used here alone

    actions.system_commit({"n": 1})
    actions.system_sequence()
    actions.system_commit({"n": 2})
    done: list[int] = []

    def other() -> None:
        done.append(actions.system_sequence())
        connection.close()

    with transaction.atomic():
        Head.objects.select_for_update().get()
        thread = Thread(target=other)
        thread.start()
        thread.join(10)

    assert done == [0]
    assert actions.system_sequence() == 1


def test_log_keeps_its_name_when_its_address_changes(close: Close, settings: Any) -> None:
    close(3)
    settings.COMITY_PUBLIC_URL = "https://elsewhere.example/"

    assert close(3) == 32
    check_files(32)


def test_log_without_its_memory_is_not_signed_under_another_name(close: Close, settings: Any, own_files: Path) -> None:
    close(3)
    (own_files / "keys" / "ledger.state").unlink()
    settings.COMITY_PUBLIC_URL = "https://elsewhere.example/"

    with pytest.raises(Diverged, match="under the name localhost:8000/ledger"):
        close(3)


def test_log_is_named_after_its_address(settings: Any) -> None:
    settings.COMITY_PUBLIC_URL = "https://cooperation.example/"

    assert str(log_key().verifier).startswith("cooperation.example/ledger+")
