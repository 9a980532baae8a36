# SPDX-License-Identifier: EUPL-1.2
"""`comity ledger` and `comity receipt` as a person meets them."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from comity.config.main import main
from comity.ledger.format.checkpoint import read_checkpoint
from comity.ledger.format.note import Kind, SigningKey
from comity.ledger.format.policy import Policy
from comity.ledger.format.receipt import build_receipt
from comity.ledger.format.tree import consistency_proof
from comity.ledger.format.witness import Submission
from tests.config.running import COMITY, comity
from tests.ledger import test_ack as acks
from tests.ledger.golden import KEY_LEAF, LOG, PAYLOAD, RELEASE, SALT, VKEYS
from tests.ledger.test_go import Log
from tests.ledger.test_public import proof_of
from tests.ledger.test_receipts import NOTE, RECEIPT, SIBLINGS, signed_by

ELSEWHERE = SigningKey("elsewhere.example/ledger", Kind.ED25519, b"\1" * 32)
POLICY = f"log {VKEYS[0]}\nwitness {VKEYS[1]}\nquorum 1\n"
CLOSE = """
import django; django.setup()
from comity.core.clock import now
from comity.ledger import actions
for number in range(20): actions.system_commit({"n": number})
actions.system_sequence(); print(actions.system_publish(at=now()))
"""


@pytest.fixture
def pinned(tmp_path: Path) -> Path:
    (tmp_path / "policy").write_text(POLICY, encoding="utf-8")
    return tmp_path


def verified(folder: Path, data: bytes, *more: str) -> tuple[int, dict[str, Any]]:
    (folder / "r.tlog-proof").write_bytes(data)
    done = subprocess.run(
        [COMITY, "receipt", "verify", folder / "r.tlog-proof", "--policy", folder / "policy", "--json", *more],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def test_sound_receipt_is_proven(pinned: Path) -> None:
    code, said = verified(pinned, RECEIPT)

    assert (code, said["proven"], said["fault"], said["index"], said["size"]) == (0, True, None, 2, 3)
    assert said["entry"] == PAYLOAD
    assert said["witnesses"] == [{"name": "witness.example/w1", "seen_at": "2026-11-24T06:00:00Z"}]


@pytest.mark.parametrize(
    ("data", "code", "fault"),
    [
        (RECEIPT.replace(b"index 2", b"index 1"), 1, "changed"),
        (signed_by(ELSEWHERE, origin=ELSEWHERE.name), 1, "another-log"),
        (signed_by(SigningKey(LOG.name, Kind.ED25519, b"\1" * 32)), 1, "another-key"),
        (build_receipt(SALT, PAYLOAD, index=2, siblings=SIBLINGS, note=type(NOTE)(NOTE.text, NOTE.signatures[:1])), 1,
         "pending-witness"),
        (b"not a receipt", 2, "unusable"),
        (b"", 2, "unusable"),
    ],
)  # fmt: skip
def test_answer_says_what_is_the_matter(pinned: Path, data: bytes, code: int, fault: str) -> None:
    found, said = verified(pinned, data)

    assert (found, said["proven"], said["fault"]) == (code, False, fault)


def test_older_key_is_told_where_it_is_known(pinned: Path) -> None:
    old = SigningKey(LOG.name, Kind.ED25519, b"\1" * 32)
    (pinned / "policy").write_text(f"{POLICY}retired {old.verifier}\n", encoding="utf-8")

    assert verified(pinned, signed_by(old))[1]["fault"] == "older-key"


def test_document_of_another_act_is_told(pinned: Path) -> None:
    code, said = verified(pinned, RECEIPT, "--document", str(pinned / "policy"))

    assert (code, said["fault"], "policy is not a document" in said["message"]) == (1, "document", True)


def test_people_read_lines(pinned: Path) -> None:
    (pinned / "r").write_bytes(RECEIPT)
    done = comity(pinned, "receipt", "verify", str(pinned / "r"), "--policy", str(pinned / "policy"))

    assert done.stdout.startswith("PROVEN: leaf 2 of 3 in the log comity.example/ledger.\n  act      send\n")


def test_people_read_lines_of_public_entries_and_signatures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(data: bytes, policy: Policy) -> list[str]:
        (tmp_path / "r").write_bytes(data)
        (tmp_path / "policy").write_text(str(policy), encoding="utf-8")
        assert main(["receipt", "verify", str(tmp_path / "r"), "--policy", str(tmp_path / "policy")]) == 0
        return capsys.readouterr().out.splitlines()

    release, key = said(*proof_of(RELEASE)), said(*proof_of(KEY_LEAF))
    assert release[0] == "PROVEN: public entry, leaf 0 of 1 in the log comity.example/ledger."
    assert f"  file     comity/dist/sealing.js {RELEASE['files'][0]['sha256']}" in release
    assert f"  key      {KEY_LEAF['key']}" in key
    signed = said(acks.receipt(acks.ack()), acks.PINNED)
    assert signed[-2] == f"  signed   by BEL, authority {KEY_LEAF['authority']}, key {KEY_LEAF['key']}"


def test_signature_that_does_not_hold_is_named(pinned: Path) -> None:
    code, said = verified(pinned, acks.receipt(acks.ack(seed=b"\1" * 32)))
    assert (code, said["fault"], said["step"]) == (1, "ack-changed", "ack")
    assert verified(pinned, acks.receipt(acks.ack()))[1]["acknowledged"] == KEY_LEAF


@pytest.mark.parametrize(
    ("which", "size", "fault"),
    [(0, 600, None), (0, 200, None), (0, 150, "put-back"), (1, 600, "fork"), (1, 200, "fork")],
)
def test_checkpoint_that_brings_its_proof_is_compared(pinned: Path, which: int, size: int, fault: str | None) -> None:
    log = Log(pinned / "a", 600)
    other = Log(pinned / "b", 600, public=frozenset({3})) if which else log
    proof, note = (consistency_proof(200, size, other.node) if size >= 200 else []), other.note(size)
    shown = bytes(Submission(200, tuple(proof), note, read_checkpoint(note.text)))
    (pinned / "shown").write_bytes(shown)
    assert verified(pinned, log.receipt(200, 7), "--against", str(pinned / "shown"))[1]["fault"] == fault
    if size == 600:  # a proof from another tree than that of the receipt is none
        (pinned / "shown").write_bytes(shown.replace(b"old 200", b"old 199"))
        said = verified(pinned, log.receipt(200, 7), "--against", str(pinned / "shown"))[1]
        assert said["fault"] == "log-not-read"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["/nowhere", "--policy", "policy"], "/nowhere cannot be read"),
        (["policy"], "Nobody knows here whose receipt"),
        (["policy", "--policy", "/nowhere"], "/nowhere cannot be read"),
        (["policy", "--policy", "bad"], "cannot be used: line 1"),
    ],
)
def test_unusable_input_exits_with_two(pinned: Path, arguments: list[str], said: str) -> None:
    (pinned / "bad").write_text("log x\n", encoding="utf-8")
    named = [str(pinned / name) if (pinned / name).exists() else name for name in arguments]

    done = comity(pinned, "receipt", "verify", *named)

    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def close(court: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLOSE],
        env={"COMITY_DATA": str(court), "DJANGO_SETTINGS_MODULE": "comity.config.settings", "PATH": "/usr/bin:/bin",
             "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip().isdigit()) == (0, True), done.stderr


def test_log_of_a_court_is_verified_and_its_damage_named(real_court: Path) -> None:
    assert comity(real_court, "ledger", "checkpoint").returncode == 1
    close(real_court)

    well = comity(real_court, "ledger", "verify", "--json")
    shown = comity(real_court, "ledger", "checkpoint", "--json")
    page = comity(real_court, "receipt", "page", "--output", str(real_court / "page.html"))

    said = json.loads(well.stdout)
    assert (well.returncode, said["well"], said["leaves"] % 16, said["damages"]) == (0, True, 0, [])
    assert json.loads(shown.stdout)["size"] == said["leaves"]
    assert (page.returncode, (real_court / "page.html").stat().st_size > 1000) == (0, True)

    with sqlite3.connect(real_court / "comity.sqlite3") as base:
        base.execute("DROP TRIGGER ledger_leaf_no_update")
        chosen = "SELECT leaf_id FROM ledger_sequenced WHERE seq = 5"
        base.execute(f"UPDATE ledger_leaf SET entry = X'01' || zeroblob(32) WHERE id = ({chosen})")
    damaged = comity(real_court, "ledger", "verify")
    assert damaged.stderr == ""
    assert (damaged.returncode, damaged.stdout.splitlines()[0].startswith("DAMAGED  leaf 5:")) == (1, True)


def test_database_put_back_is_found_by_the_doctor(real_court: Path) -> None:
    kept = (real_court / "comity.sqlite3").read_bytes()
    close(real_court)
    (real_court / "comity.sqlite3-wal").unlink(missing_ok=True)
    (real_court / "comity.sqlite3").write_bytes(kept)

    done = comity(real_court, "doctor", "--json", COMITY_PUBLIC_URL="http://localhost:8000")

    finding = next(one for one in json.loads(done.stdout)["findings"] if one["about"] == "log")
    assert (done.returncode, finding["well"], "is not the one signed" in finding["what"]) == (1, False, True)


def test_log_is_measured(tmp_path: Path) -> None:
    done = comity(tmp_path, "bench", "ledger", "--leaves", "3000", "--json")

    said = json.loads(done.stdout)
    assert (done.returncode, said["leaves"], said["well"], said["database"]) == (0, 3008, True, "sqlite")
    assert min(said[name] for name in ("integrated_per_second", "published_per_second")) > 0
    assert said["checked_seconds"] / said["plain_seconds"] == pytest.approx(said["ratio"], rel=0.02)
