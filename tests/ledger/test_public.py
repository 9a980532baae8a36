# SPDX-License-Identifier: EUPL-1.2
"""Public entries: their one form, their place in the log among the blind ones, and what is proven of them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from comity.ledger import actions, queries
from comity.ledger.format.checkpoint import Checkpoint, sign_checkpoint
from comity.ledger.format.commitment import canonical
from comity.ledger.format.note import Kind, Malformed, SigningKey
from comity.ledger.format.policy import Policy
from comity.ledger.format.proof import Proof
from comity.ledger.format.public import MOST_BYTES, PUBLIC, public_entry, read_entry, read_public
from comity.ledger.format.receipt import Document, Fault, build_public_proof, verify_receipt
from comity.ledger.format.tiles import unpack_entries
from comity.ledger.format.tree import leaf_hash
from comity.ledger.models import Announcement, Leaf, Sequenced

from .conftest import lift_triggers
from .golden import ADMIN, ENTRY, KEY_LEAF, LOG, RELEASE

Close = Callable[[int], int]
AT = datetime(2026, 11, 24, 6, tzinfo=UTC)
TOLD = {name: value for name, value in RELEASE.items() if name not in {"v", "at"}}
GOLDEN = (
    '{"at":"2026-11-24T06:00:00Z","authority":"00000000-0000-4000-8000-000000000001","event":"registered",'
    '"key":"f3460ced4e9ac1f6b2eb9bb3653ac84b001d63504292d1e9af3b589ee26a9e38","kind":"key","party":"BEL",'
    '"purpose":"signing","v":1}'
)
ENTRIES = [public_entry(told) for told in (KEY_LEAF, RELEASE, ADMIN)]


@pytest.mark.parametrize("told", [KEY_LEAF, RELEASE, ADMIN, {**KEY_LEAF, "purpose": "sealing", "event": "retired"}])
def test_public_entry_is_two_and_its_canonical_form(told: dict[str, Any]) -> None:
    entry = public_entry(told)

    assert entry == PUBLIC + canonical(told) == b"\x02" + canonical(told)
    assert read_public(entry) == read_entry(entry) == told


def test_key_entry_of_the_example() -> None:
    assert public_entry(KEY_LEAF).decode()[1:] == GOLDEN
    assert leaf_hash(public_entry(KEY_LEAF)).hex() == "dd3b11964b6fbada728384490d4976f75a7dafc733d5f9b6d99f3f1858804c2e"


def test_blind_entry_tells_nothing() -> None:
    assert read_entry(ENTRY) is None
    with pytest.raises(Malformed):
        read_public(ENTRY)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "act"}, {"kind": ""}, {"v": 2}, {"v": True}, {"v": None}, {"at": "2026-11-24"}, {"at": 1},
        {"event": "lost"}, {"purpose": "reading"}, {"purpose": "log"}, {"party": ""}, {"more": "x"}, {"key": 1},
        {"kind": []}, {"kind": {}}, {"kind": None}, {"purpose": []}, {"purpose": {}}, {"event": []},
    ],
)  # fmt: skip
def test_key_entry_of_another_form_is_refused(change: dict[str, Any]) -> None:
    told = {**KEY_LEAF, **change}

    for refused in (lambda: public_entry(told), lambda: read_public(PUBLIC + canonical(told))):
        with pytest.raises(Malformed):
            refused()


@pytest.mark.parametrize("name", sorted(KEY_LEAF))
def test_key_entry_that_lacks_something_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        public_entry({key: value for key, value in KEY_LEAF.items() if key != name})


@pytest.mark.parametrize(
    "files",
    [None, {}, [1], [{"name": "a"}], [{"name": "a", "sha256": "0"}], [{"name": "", "sha256": "0" * 64}],
     [{"name": "a", "sha256": "A" * 64}], [{"name": name, "sha256": "0" * 64} for name in "ba"],
     [{"name": name, "sha256": "0" * 64} for name in "aa"]],
)  # fmt: skip
def test_release_that_lists_its_files_otherwise_is_refused(files: Any) -> None:
    with pytest.raises(Malformed):
        public_entry({**RELEASE, "files": files})


@pytest.mark.parametrize(
    "entry",
    [b"", PUBLIC, b"\x03" + bytes(32), b"\x01" + bytes(31), b"\x01" + bytes(33), PUBLIC + b"[]", PUBLIC + b"{}",
     ENTRIES[0] + b" ", ENTRIES[0][:1] + b" " + ENTRIES[0][1:], ENTRIES[0].replace(b'"v":1', b'"v": 1'),
     ENTRIES[0].replace(b'"v":1', b'"v":1,"v":1'), ENTRIES[0].replace(b"BEL", b"\\u0042EL"),
     ENTRIES[0].replace(b"BEL", b"\xff")],
)  # fmt: skip
def test_entry_out_of_form_is_refused(entry: bytes) -> None:
    with pytest.raises(Malformed):
        read_entry(entry)


def test_entry_is_as_long_as_four_kibibytes_and_no_longer() -> None:
    fits = MOST_BYTES - len(public_entry({**ADMIN, "what": "x"})) + 1
    assert len(public_entry({**ADMIN, "what": "x" * fits})) == MOST_BYTES
    with pytest.raises(Malformed, match="at most 4096"):
        public_entry({**ADMIN, "what": "x" * (fits + 1)})
    with pytest.raises(Malformed, match="at most 4096"):
        read_public(PUBLIC + canonical({**ADMIN, "what": "x" * (fits + 1)}))


def test_float_is_told_nowhere() -> None:
    with pytest.raises(Malformed):
        public_entry({**ADMIN, "what": 1.5})


def proof_of(told: dict[str, Any]) -> tuple[bytes, Policy]:
    root = leaf_hash(public_entry(told))
    note = sign_checkpoint(LOG, Checkpoint(LOG.name, 1, root))
    return build_public_proof(told, index=0, siblings=[], note=note), Policy(LOG.verifier)


@pytest.mark.parametrize("told", [KEY_LEAF, RELEASE, ADMIN])
def test_proof_of_a_public_entry_holds_and_says_so(told: dict[str, Any]) -> None:
    found = verify_receipt(*proof_of(told))

    assert (found.code, found.is_public, found.payload) == (0, True, told)


@pytest.mark.parametrize("told", [KEY_LEAF, RELEASE])
def test_every_single_bit_of_such_a_proof_counts(told: dict[str, Any]) -> None:
    data, policy = proof_of(told)
    accepted = []
    for bit in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        if verify_receipt(bytes(flipped), policy).fault is None:
            accepted.append(bit)

    assert accepted == []


def test_script_in_hand_is_one_of_the_release_or_is_refused() -> None:
    data, policy = proof_of(RELEASE)

    assert verify_receipt(data, policy, [Document.of("sealing.js", b"sealing.js")]).documents == ["sealing.js"]
    assert verify_receipt(data, policy, [Document.of("sealing.js", b"another")]).fault == Fault.DOCUMENT


def test_public_entry_cannot_pass_for_an_act_nor_the_other_way_round() -> None:
    note = sign_checkpoint(LOG, Checkpoint(LOG.name, 1, leaf_hash(public_entry(ADMIN))))
    both = Proof(0, (), note, canonical({"public": ADMIN, "salt": "0" * 64, "payload": {}}))
    unknown = Proof(0, (), note, canonical({"public": {**ADMIN, "kind": "act"}}))

    assert [verify_receipt(bytes(one), Policy(LOG.verifier)).code for one in (both, unknown)] == [2, 2]


def announced(close: Close) -> Announcement:
    actions.system_commit({"n": 1})
    row = actions.system_announce(TOLD, at=AT)
    close(3)
    return row


def test_announced_entry_stands_in_the_same_batch_as_blind_ones(close: Close) -> None:
    row = announced(close)

    tile = queries.tile_file("entries/000.p/16")
    assert tile is not None
    entries = unpack_entries(tile)
    assert entries[1] == public_entry(RELEASE)
    assert [len(entry) for place, entry in enumerate(entries) if place != 1] == [33] * 15
    assert (row.told, queries.system_places_of_entries([row])[row.leaf_id].seq) == (RELEASE, 1)
    assert queries.system_check() == (16, [])


def test_proof_is_given_and_verified(close: Close, client: Client) -> None:
    announced(close)

    answer = client.get("/ledger/public/1.tlog-proof")

    found = verify_receipt(answer.content, queries.peers().policy)
    assert (answer.status_code, found.code, found.is_public, found.payload) == (200, 0, True, RELEASE)
    assert [client.get(f"/ledger/public/{place}.tlog-proof").status_code for place in (0, 16, 2**63)] == [404] * 3


def test_page_lists_entries_the_newest_first_and_by_pages(close: Close, client: Client, settings: Any) -> None:
    settings.COMITY_LIMITS = {**settings.COMITY_LIMITS, "page_rows": 2}
    announced(close)
    actions.system_announce({**TOLD, "version": "2.0"}, at=AT)
    actions.system_announce({**TOLD, "version": "3.0"}, at=AT)

    first = client.get("/ledger/").content.decode()
    second = client.get(client.get("/ledger/").context["page"]["next_url"]).content.decode()

    assert [name in first for name in ("Comity 3.0", "Comity 2.0", "Comity 1.0")] == [True, True, False]
    assert "waits for the next closing" in first
    assert "/ledger/public/1.tlog-proof" in second
    assert RELEASE["files"][0]["sha256"] in second
    assert client.get("/ledger/?after=x").status_code == 400


def test_refused_entry_leaves_no_leaf(db: None) -> None:
    for told in ({**TOLD, "kind": "act"}, {**TOLD, "secret": "x"}):
        with pytest.raises(Malformed):
            actions.system_announce(told, at=AT)
    assert not Leaf.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_announcement_is_insert_only(verb: str) -> None:
    actions.system_announce(TOLD, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Announcement.objects.update(kind="admin") if verb == "update" else Announcement.objects.all().delete()


@pytest.mark.sqlite
@pytest.mark.parametrize("damage", ["told", "kind", "deleted"])
def test_announcement_that_is_not_its_leaf_is_named(close: Close, damage: str) -> None:
    row = announced(close)
    lift_triggers("ledger_announcement")
    if damage == "deleted":
        Announcement.objects.all().delete()
    else:
        Announcement.objects.update(**{damage: {**row.told, "version": "9"} if damage == "told" else "admin"})

    assert [one.what for one in queries.system_check()[1]] == ["announcement"]


@pytest.mark.sqlite
def test_damaged_public_leaf_and_the_leaf_behind_it_are_told_apart(close: Close) -> None:
    row = announced(close)
    lift_triggers("ledger_leaf")
    for seq in (1, 2):
        leaf_id = Sequenced.objects.get(seq=seq).leaf_id
        entry = bytes(Leaf.objects.get(id=leaf_id).entry)
        Leaf.objects.filter(id=leaf_id).update(entry=entry[:-1] + b"!")
        found = queries.system_check()[1]
        assert (found[0].what, found[0].where) == ("leaf", str(seq))
        Leaf.objects.filter(id=leaf_id).update(entry=entry)
    assert row.leaf_id == Sequenced.objects.get(seq=1).leaf_id


def test_release_is_told_once_and_again_when_it_changes(db: None) -> None:
    told = [
        actions.system_announce_release(version, [("b.js", digest * 64), ("a.js", "0" * 64)], at=AT)
        for version, digest in [("1", "1"), ("1", "1"), ("2", "1"), ("2", "2"), ("1", "1")]
    ]

    assert told == [True, False, True, True, True]
    newest = queries.system_newest_release()
    assert newest is not None
    assert [one["name"] for one in newest["files"]] == ["a.js", "b.js"]


def test_keys_of_the_log_are_told_when_they_change(db: None, settings: Any, own_files: Any) -> None:
    assert [actions.system_announce_log_keys(at=AT) for _ in range(2)] == [1, 0]
    old = str(queries.log_key().verifier)
    settings.COMITY_SIGNING_KEYS = {**settings.COMITY_SIGNING_KEYS, "ledger": b"\1" * 32}
    witness = SigningKey("w.example/w", Kind.COSIGNATURE, b"\2" * 32).verifier
    peers = own_files / "ledger" / "peers"
    peers.parent.mkdir()
    peers.write_text(f"witness {witness} https://w.example/\n")
    assert [actions.system_announce_log_keys(at=AT) for _ in range(2)] == [3, 0]
    peers.unlink()
    assert actions.system_announce_log_keys(at=AT) == 1

    told = [(row.told["purpose"], row.told["event"], row.told["key"]) for row in Announcement.objects.order_by("id")]
    assert told == [
        ("log", "registered", old),
        ("log", "retired", old),
        ("log", "registered", str(queries.log_key().verifier)),
        ("witness", "registered", str(witness)),
        ("witness", "retired", str(witness)),
    ]


def test_consistency_is_given_for_a_tree_that_was(close: Close, client: Client) -> None:
    close(3)
    close(20)

    answer = client.get("/ledger/consistency/16")

    assert answer.content.startswith(b"old 16\n")
    assert [client.get(f"/ledger/consistency/{size}").status_code for size in (0, 48, 100, 2**63)] == [
        404,
        200,
        200,
        404,
    ]
