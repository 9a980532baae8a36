# SPDX-License-Identifier: EUPL-1.2
"""The page that checks receipts without a network, opened from the disk in Chromium."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from comity.ledger.format.note import Kind, Note, SigningKey
from comity.ledger.format.receipt import build_receipt, verify_receipt
from comity.ledger.offline import offline_page
from tests.access.test_pages import AXE, RULES

from .golden import LOG, PAYLOAD, SALT, VKEYS
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
