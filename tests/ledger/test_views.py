# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.test import Client

from comity.ledger.format.note import read_note
from comity.ledger.format.policy import read_policy
from comity.ledger.format.tiles import tile_path, tiles_at
from comity.ledger.queries import log_key

Close = Callable[[int], int]


def test_checkpoint_is_given_and_kept_shortly(client: Client, close: Close) -> None:
    close(3)

    answer = client.get("/ledger/checkpoint")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.headers["Cache-Control"] == "public, max-age=5"
    assert read_note(answer.content).text.startswith("localhost:8000/ledger\n16\n")


def test_every_tile_is_given_for_ever(client: Client, close: Close) -> None:
    close(300)

    for level, number, width in tiles_at(304):
        answer = client.get(f"/ledger/tile/{tile_path(level, number, width)}")
        assert (answer.status_code, len(answer.content)) == (200, 32 * width)
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(client.get("/ledger/tile/entries/001.p/48").content) == 35 * 48


@pytest.mark.parametrize(
    "path", ["0/001", "0/000.p/17", "1/000", "0/000/", "x/000", "../checkpoint", "0/..%2f..%2fcheckpoint", "peers"]
)
def test_what_is_no_tile_is_not_there(client: Client, close: Close, path: str) -> None:
    close(3)

    assert client.get(f"/ledger/tile/{path}").status_code == 404


def test_checkpoint_before_the_first_closing_is_not_there(client: Client, db: None) -> None:
    assert client.get("/ledger/checkpoint").status_code == 404


def test_keys_are_given_as_they_are_pinned(client: Client, db: None) -> None:
    policy = read_policy(client.get("/ledger/policy").content.decode())

    assert (policy.log, policy.quorum) == (log_key().verifier, 0)


@pytest.mark.parametrize(("language", "heading"), [("en", "The log"), ("fr", "Le journal")])
def test_page_speaks_both_languages(client: Client, close: Close, language: str, heading: str) -> None:
    close(3)

    text = client.get("/ledger/", headers={"accept-language": language}).content.decode()

    assert f"<h1>{heading}</h1>" in text
    assert str(log_key().verifier).replace("+", "&#x2B;") in text.replace("+", "&#x2B;")


def test_page_to_keep_holds_the_keys(client: Client, db: None) -> None:
    answer = client.get("/ledger/receipt.html")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="comity-receipt.html"'
    assert str(log_key().verifier).encode() in answer.content


def test_nothing_is_witnessed_before_it_was_seen(client: Client, db: None) -> None:
    digest = sha256(b"elsewhere.example/ledger").hexdigest()

    assert client.get(f"/ledger/witnessed/{digest}/checkpoint").status_code == 404
