# SPDX-License-Identifier: EUPL-1.2
"""The page that checks receipts without a network, opened from the disk in Chromium."""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from comity.ledger.format.checkpoint import Checkpoint, read_checkpoint, sign_checkpoint
from comity.ledger.format.commitment import canonical
from comity.ledger.format.note import Kind, Note, SigningKey
from comity.ledger.format.proof import read_proof
from comity.ledger.format.receipt import build_receipt, verify_receipt
from comity.ledger.format.tree import consistency_proof
from comity.ledger.format.witness import Submission
from comity.ledger.offline import offline_page
from tests.access.test_pages import AXE, RULES

from . import test_ack as acks
from .golden import ADMIN, KEY_LEAF, LOG, PAYLOAD, RELEASE, SALT, VKEYS
from .test_go import Log
from .test_public import proof_of
from .test_receipts import NOTE, PINNED, RECEIPT, SIBLINGS, signed_by

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page as a file, with the network off and any request a failure."""
    (tmp_path / "page.html").write_text(offline_page(str(PINNED)), encoding="utf-8")
    context = browser.new_context(offline=True, locale="en-GB", bypass_csp=True)
    shown = context.new_page()
    faults: list[str] = []
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.goto((tmp_path / "page.html").as_uri())
    yield shown
    context.close()
    assert faults == []


def checked(page: Page, data: bytes, *documents: FilePayload) -> str:
    page.set_input_files("#receipt", {"name": "r.tlog-proof", "mimeType": "application/octet-stream", "buffer": data})
    page.set_input_files("#documents", list(documents))
    page.click("#check")
    page.wait_for_selector("#result:not(:empty)")
    return page.inner_text("#result")


def test_sound_receipt_is_proven(page: Page) -> None:
    said = checked(page, RECEIPT)

    assert said.split("\n")[0] == "Proven"
    assert "witness.example/w1, 2026-11-24T06:00:00.000Z" in said
    assert page.evaluate("document.querySelector('#policy').value").splitlines()[0] == f"log {VKEYS[0]}"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (RECEIPT.replace(b"index 2", b"index 1"), "changed"),
        (RECEIPT.replace(b"\n3\n", b"\n4\n"), "changed"),
        (RECEIPT.replace(b"comity.example/ledger\n", b"other.example/ledger\n", 1), "another-log"),
        (signed_by(SigningKey(LOG.name, Kind.ED25519, b"\1" * 32)), "another-key"),
        (build_receipt(SALT, PAYLOAD, index=2, siblings=SIBLINGS, note=Note(NOTE.text, NOTE.signatures[:1])),
         "pending-witness"),
        (build_receipt(SALT, {**PAYLOAD, "n": 3}, index=2, siblings=SIBLINGS, note=NOTE), "changed"),
        (b"", "unusable"),
        (b"\xff\n\n", "unusable"),
    ],
)  # fmt: skip
def test_answer_says_what_is_the_matter(page: Page, data: bytes, fault: str) -> None:
    said = [line for line in checked(page, data).split("\n") if line]

    assert said[:2] == ["Not proven", fault]


def test_page_and_command_agree_on_single_bits(page: Page) -> None:
    """Both refuse what was changed by a bit, and for the same reason."""
    bits = list(range(3, 8 * len(RECEIPT), 61))
    flipped = [bytearray(RECEIPT) for _ in bits]
    for data, bit in zip(flipped, bits, strict=True):
        data[bit // 8] ^= 1 << bit % 8
    wanted = [str(verify_receipt(bytes(data), PINNED).fault) for data in flipped]

    found = page.evaluate(
        """([receipts, policy]) => receipts.map(bytes => {
            try { verify(Uint8Array.from(bytes), readPolicy(policy), []); return "proven"; }
            catch (error) { return error.fault; }
        })""",
        [[list(data) for data in flipped], str(PINNED)],
    )

    assert found == wanted


def test_document_of_another_act_is_told(page: Page) -> None:
    said = checked(page, RECEIPT, {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"x"})

    assert "document" in said
    assert "a.pdf" in said


def test_hashes_are_those_of_the_standards(page: Page) -> None:
    abc = page.evaluate("[hex(sha256(utf8('abc'))), hex(sha(utf8('abc'), 512)), hex(sha256(utf8('a'.repeat(200))))]")

    assert abc == [
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        hashlib.sha512(b"abc").hexdigest(),
        "c2a908d98f5df987ade41b5fce213067efbcc21ef2240212a41e54b5e7c28ae5",
    ]


def test_page_speaks_french(page: Page) -> None:
    page.click("#fr")

    assert page.inner_text("h1") == "Vérifier un récépissé"
    assert checked(page, RECEIPT).split("\n")[0] == "Prouvé"


def test_page_is_open_to_everybody(page: Page) -> None:
    checked(page, RECEIPT)
    page.set_viewport_size({"width": 390, "height": 800})
    page.add_script_tag(path=AXE)

    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", RULES)

    assert [one["id"] for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


FAULTS = """([receipts, policy]) => receipts.map(bytes => {
    try { verify(Uint8Array.from(bytes), readPolicy(policy), []); return "None"; }
    catch (error) { return error instanceof Bad ? error.fault : String(error); }
})"""


def faults_of(page: Page, data: list[bytes], policy: Any) -> list[str]:
    found: list[str] = page.evaluate(FAULTS, [[list(one) for one in data], str(policy)])
    return found


def test_acknowledged_receipt_names_the_authority(page: Page) -> None:
    said = checked(page, acks.receipt(acks.ack()))

    assert said.split("\n")[0] == "Proven"
    assert f"BEL, {KEY_LEAF['authority']}" in said
    assert KEY_LEAF["key"] in said


def test_page_and_command_agree_on_acknowledgements(page: Page) -> None:
    given = [
        acks.ack(seed=b"\1" * 32), acks.ack(acks.RETIRED, 1), acks.ack(acks.SEALING, 2), acks.ack(acks.FOREIGN, 3),
        acks.ack({**KEY_LEAF, "at": "2026-11-25T06:00:00Z"}, 5), replace(acks.ack(), index=1), acks.ack({}, 0),
        replace(acks.ack(), siblings=()), acks.ack(), None,
    ]  # fmt: skip
    data = [acks.receipt(one) for one in given]
    wanted = [str(verify_receipt(one, acks.PINNED).fault) for one in data]

    assert len(set(wanted)) == 5
    assert faults_of(page, data, acks.PINNED) == wanted


def test_page_and_command_agree_on_single_bits_of_an_acknowledgement(page: Page) -> None:
    proof = read_proof(acks.receipt(acks.ack()))
    flipped = []
    for bit in range(1, 8 * len(proof.extra), 23):
        extra = bytearray(proof.extra)
        extra[bit // 8] ^= 1 << bit % 8
        flipped.append(bytes(replace(proof, extra=bytes(extra))))
    wanted = [str(verify_receipt(one, acks.PINNED).fault) for one in flipped]

    assert "None" not in wanted
    assert faults_of(page, flipped, acks.PINNED) == wanted


def test_page_and_command_agree_on_public_entries(page: Page) -> None:
    data, policy = proof_of(KEY_LEAF)
    other = [proof_of(told)[0] for told in (RELEASE, ADMIN)]
    proof = read_proof(data)
    odd = [
        bytes(replace(proof, extra=canonical({"public": {**KEY_LEAF, **change}})))
        for change in ({"kind": "x"}, {"kind": "toString"}, {"v": 2}, {"at": "x"}, {"event": "x"}, {"more": "x"})
    ]
    wanted = [str(verify_receipt(one, policy).fault) for one in (data, *other, *odd)]

    assert wanted == ["None"] * 3 + ["unusable"] * 6
    assert faults_of(page, [data, *other, *odd], policy) == wanted
    page.fill("#policy", str(policy))
    assert "Proven: a public entry of the log" in checked(page, data)


@pytest.mark.parametrize("key", ["01" + "0" * 62, "ec" + "ff" * 30 + "7f", "0" * 64, "ed" + "ff" * 30 + "7f",
                                 "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"])  # fmt: skip
def test_page_takes_no_key_of_small_order(page: Page, key: str) -> None:
    assert page.evaluate("([key, good]) => [isStrong(key), isStrong(good)]", [key, KEY_LEAF["key"]]) == [False, True]


@pytest.fixture
def logs(tmp_path: Path) -> tuple[Log, Log]:
    """Two logs that begin alike and then contradict each other."""
    return Log(tmp_path / "a", 600), Log(tmp_path / "b", 600, public=frozenset({3}))


def shown(log: Log, size: int, form: str) -> bytes | str:
    """Return a file with the checkpoint of this size, alone or with its proof from 200, or the folder of a copy."""
    note = log.note(size)
    if form == "checkpoint":
        return bytes(note)
    if form == "proof":
        proof = consistency_proof(200, size, log.node) if size >= 200 else []
        return bytes(Submission(200, tuple(proof), note, read_checkpoint(note.text)))
    log.write(size, after=0, receipts=set())
    shutil.rmtree(log.folder / "checkpoint")
    (log.folder / "checkpoint").write_bytes(bytes(note))
    return str(log.folder)


def told(page: Page, given: bytes | str) -> str:
    if isinstance(given, str):
        page.set_input_files("#copy", given)
    else:
        page.set_input_files("#against", {"name": "shown", "mimeType": "text/plain", "buffer": given})
    page.click("#check")
    page.wait_for_selector("#result:not(:empty)")
    lines = [line for line in page.inner_text("#result").split("\n") if line]
    return "well" if lines[0] == "Proven" and "The log still holds it" in lines else lines[1]


@pytest.mark.parametrize("form", ["checkpoint", "proof", "copy"])
@pytest.mark.parametrize(
    ("which", "size", "wanted"),
    [
        (0, 200, "well"),
        (0, 600, "well"),
        (0, 150, "put-back"),
        (1, 200, "fork"),
        (1, 600, "fork"),
        (1, 150, "put-back"),
    ],
)
def test_log_shown_today_is_compared_without_a_network(
    page: Page, logs: tuple[Log, Log], form: str, which: int, size: int, wanted: str
) -> None:
    checked(page, logs[0].receipt(200, 7))
    if form == "checkpoint" and size == 600:
        wanted = "log-not-read"

    assert told(page, shown(logs[which], size, form)) == wanted


def test_what_is_shown_and_cannot_be_read_is_told(page: Page, logs: tuple[Log, Log]) -> None:
    checked(page, logs[0].receipt(200, 7))
    foreign = sign_checkpoint(SigningKey(LOG.name, Kind.ED25519, b"\1" * 32), Checkpoint(LOG.name, 900, bytes(32)))
    other = bytes(logs[0].note(600)).replace(b"comity.example/ledger\n6", b"other.example/ledger\n6", 1)
    for data in (b"", b"old 200", b"x" * 100, bytes(foreign), other, b"old 200\nAAAA\n\n" + bytes(logs[0].note(600))):
        assert told(page, data) == "log-not-read"
    proof = shown(logs[0], 600, "proof")
    assert isinstance(proof, bytes)
    assert told(page, proof.replace(b"old 200", b"old 199")) == "log-not-read"
    changed = proof[:10] + (b"B" if proof[10:11] == b"A" else b"A") + proof[11:]
    assert told(page, changed) == "fork"
