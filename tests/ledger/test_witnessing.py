# SPDX-License-Identifier: EUPL-1.2
"""This court as a witness of another log, and another log's witness as ours: over HTTP where HTTP is what is told."""

import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from django.test import Client

from comity.core.clock import now
from comity.ledger import actions, tasks
from comity.ledger.format.checkpoint import Checkpoint, check_signature, cosign, read_checkpoint, sign_checkpoint
from comity.ledger.format.note import Kind, Malformed, Note, Signature, SigningKey, read_note
from comity.ledger.format.tree import EMPTY_ROOT, consistency_proof, leaf_hash, nodes_over, root_of
from comity.ledger.format.witness import Submission, read_submission
from comity.ledger.models import Cosignature
from comity.ledger.queries import checkpoint_file, ledger_directory, witness_key
from comity.ledger.queries.peers import read_peers

Close = Callable[[int], int]
OTHER = SigningKey("other.example/ledger", Kind.ED25519, b"\1" * 32)
LEAVES = [leaf_hash(b"%d" % number) for number in range(300)]
NODE = nodes_over(LEAVES)
AT = now()


def name_peers(*lines: str) -> None:
    ledger_directory().mkdir(exist_ok=True)
    (ledger_directory() / "peers").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@pytest.fixture
def watched(db: None) -> None:
    name_peers("# the log of the other court", f"log {OTHER.verifier}")


def submission(old: int, size: int, **changed: Any) -> bytes:
    proof = consistency_proof(old, size, NODE) if old else []
    checkpoint = Checkpoint(OTHER.name, size, changed.get("root", root_of(LEAVES[:size])))
    note = sign_checkpoint(changed.get("key", OTHER), checkpoint)
    return bytes(Submission(changed.get("said", old), changed.get("proof", proof), note, read_checkpoint(note.text)))


def ask(data: bytes) -> tuple[int, str]:
    answer = Client().post("/ledger/add-checkpoint", data, content_type="text/plain")
    return answer.status_code, answer.content.decode()


def test_growing_log_is_cosigned_again_and_again(watched: None) -> None:
    for old, size in [(0, 5), (5, 5), (5, 256), (256, 300)]:
        status, said = ask(submission(old, size))
        line = Signature.read(said.rstrip("\n"))
        text = str(Checkpoint(OTHER.name, size, root_of(LEAVES[:size])))
        assert (status, line.is_by(witness_key().verifier)) == (200, True)
        assert abs(check_signature(witness_key().verifier, text, line) - AT.timestamp()) < 600

    digest = sha256(OTHER.name.encode()).hexdigest()
    kept = read_note(Client().get(f"/ledger/witnessed/{digest}/checkpoint").content)
    assert (read_checkpoint(kept.text).size, len(kept.signatures)) == (300, 2)


def test_witness_says_which_size_it_has_seen(watched: None) -> None:
    ask(submission(0, 5))

    answer = Client().post("/ledger/add-checkpoint", submission(4, 9), content_type="text/plain")

    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (409, b"5\n", "text/x.tlog.size")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"old 5\n\nx", 400),
        (submission(5, 9, said=10), 400),
        (submission(5, 9, key=SigningKey("third.example/ledger", Kind.ED25519, b"\1" * 32)), 403),
        (submission(5, 9, key=SigningKey(OTHER.name, Kind.ED25519, b"\2" * 32)), 403),
        (submission(5, 9).replace(b"\n9\n", b"\n8\n"), 403),
        (submission(5, 9).replace(b"other.example", b"third.example"), 404),
        (submission(0, 9), 409),
        (submission(5, 9, proof=[]), 422),
        (submission(5, 9, proof=[bytes(32)] * 4), 422),
        (submission(5, 9, root=bytes(32)), 422),
        (submission(5, 5, root=bytes(32)), 422),
        (submission(5, 5, proof=[bytes(32)]), 422),
    ],
)
def test_what_does_not_grow_out_of_what_was_seen_is_refused(watched: None, data: bytes, status: int) -> None:
    ask(submission(0, 5))

    assert ask(data)[0] == status
    # Nothing was stored: the log goes on from where it was.
    assert ask(submission(5, 9))[0] == 200


def test_first_submission_proves_nothing(watched: None) -> None:
    assert ask(submission(0, 5, proof=[bytes(32)]))[0] == 422
    assert ask(submission(0, 0, root=bytes(32)))[0] == 422
    assert ask(submission(0, 0, root=EMPTY_ROOT))[0] == 200
    assert ask(submission(0, 5))[0] == 200


@pytest.mark.parametrize(
    "data",
    [b"old 5", b"old 05\n\n", b"size 5\n\n", b"old 0\nAAAA\n\n", b"old 0\n" + b"A" * 80_000, "old é\n\n".encode()],
)
def test_submission_out_of_form_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_submission(data)


W = SigningKey("witness.test/w", Kind.COSIGNATURE, b"\3" * 32)


class Witness(BaseHTTPRequestHandler):
    """A witness of our log, as small as one can be; `mood` says how it answers."""

    mood: ClassVar[str] = "well"
    seen: ClassVar[int] = 0
    asked: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        given = read_submission(self.rfile.read(int(self.headers["Content-Length"])))
        Witness.asked.append(given.old)
        status, body, kind = 200, "", "text/plain"
        if Witness.mood == "busy":
            status = 503
        elif given.old != Witness.seen:
            status, body, kind = 409, f"{Witness.seen}\n", "text/x.tlog.size"
        else:
            Witness.seen = given.checkpoint.size
            key = SigningKey(W.name, Kind.COSIGNATURE, b"\4" * 32) if Witness.mood == "other key" else W
            text = given.note.text.replace("ledger", "lodger") if Witness.mood == "other text" else given.note.text
            body = str(cosign(key, text, time=1_800_000_000))
        if Witness.mood == "elsewhere":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/")
        else:
            self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def witness() -> Iterator[type[Witness]]:
    Witness.mood, Witness.seen, Witness.asked = "well", 0, []
    server = HTTPServer(("127.0.0.1", 0), Witness)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    name_peers(f"witness {W.verifier} http://127.0.0.1:{server.server_address[1]}", "quorum 1")
    yield Witness
    server.shutdown()
    server.server_close()
    thread.join()


def lines() -> list[str]:
    return [line.name for line in read_note(checkpoint_file() or b"").signatures]


def test_our_checkpoints_are_cosigned_and_published(close: Close, witness: type[Witness]) -> None:
    for waiting in (3, 1):
        close(waiting)
        tasks.publish()

    assert (witness.asked, lines()) == ([0, 16], ["localhost:8000/ledger", W.name])
    assert Cosignature.objects.count() == 2


def test_witness_that_saw_more_than_we_remember_is_followed(close: Close, witness: type[Witness]) -> None:
    """Its answer was lost, or we were put back: it tells the size, and is given the proof from there."""
    close(3)
    witness.seen = 16
    close(1)

    assert actions.system_ask_witnesses(at=AT) == 1
    assert witness.asked == [0, 16]


@pytest.mark.parametrize("mood", ["busy", "other key", "other text", "elsewhere"])
def test_witness_that_does_not_sign_holds_nothing_up(
    close: Close, witness: type[Witness], mood: str, caplog: pytest.LogCaptureFixture
) -> None:
    witness.mood = mood
    close(3)

    assert actions.system_ask_witnesses(at=AT) == 0
    assert "did not sign" in caplog.text
    witness.mood, witness.seen = "well", 0
    assert actions.system_ask_witnesses(at=AT) == 1


def test_witness_that_is_away_holds_nothing_up(close: Close) -> None:
    name_peers(f"witness {W.verifier} http://127.0.0.1:9")

    close(3)

    assert (actions.system_ask_witnesses(at=AT), lines()) == (0, ["localhost:8000/ledger"])


def test_witness_that_saw_more_than_there_is_is_not_asked_twice(close: Close, witness: type[Witness]) -> None:
    close(3)
    witness.seen = 999

    assert (actions.system_ask_witnesses(at=AT), witness.asked) == (0, [0])


@pytest.mark.parametrize(
    "line",
    [
        "witness",
        f"witness {W.verifier}",
        f"witness {W.verifier} http://witness.example",
        f"witness {W.verifier} ftp://127.0.0.1",
        f"witness {W.verifier} https:///x",
        f"witness {W.verifier} https://witness.example/?q",
        f"witness {W.verifier} http://[::1",
        f"witness {OTHER.verifier} https://witness.example",
        f"log {W.verifier}",
        "log x",
        "quorum 1",
        "quorum x",
        "anything else",
    ],
)
def test_peers_out_of_form_are_refused_with_their_line(line: str) -> None:
    with pytest.raises(Malformed):
        read_peers(f"# a comment\n\n{line}\n")


def test_peers_of_every_kind() -> None:
    found = read_peers(
        f"witness {W.verifier} https://witness.example/w/\nretired {OTHER.verifier}\nlog {OTHER.verifier}\nquorum 1\n"
    )

    assert [(one.key, one.url) for one in found.witnesses] == [(W.verifier, "https://witness.example/w")]
    assert (found.logs, found.retired, found.quorum) == ((OTHER.verifier,), (OTHER.verifier,), 1)


def test_note_with_unknown_lines_is_kept_as_it_is(close: Close) -> None:
    close(3)
    note = read_note(checkpoint_file() or b"")

    assert bytes(Note(note.text, note.signatures)) == checkpoint_file()
