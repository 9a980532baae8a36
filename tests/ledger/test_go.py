# SPDX-License-Identifier: EUPL-1.2
"""What Comity writes, read by a verifier in Go that shares no line with it (golang.org/x/mod)."""

import hashlib
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from comity.ledger.format.ack import Ack, sign_ack
from comity.ledger.format.checkpoint import Checkpoint, cosign, read_checkpoint, sign_checkpoint
from comity.ledger.format.commitment import BLIND, commitment
from comity.ledger.format.note import Note, to_base64
from comity.ledger.format.public import public_entry
from comity.ledger.format.receipt import build_public_proof, build_receipt
from comity.ledger.format.tiles import HEIGHT, WIDTH, pack_entries, tile_path, tiles_at
from comity.ledger.format.tree import Node, consistency_proof, full_root, inclusion_proof, leaf_hash, tree_root
from comity.ledger.format.witness import Submission

from .golden import AUTHORITY, KEY_LEAF, LOG, RELEASE, WITNESS

SOURCE = Path(__file__).parent / "go" / "verify.go"
ROOT = Path(__file__).resolve().parents[2]
GO = shutil.which("go")
MODULES = Path("/usr/share/gocode")
needs_go = pytest.mark.skipif(
    not (GO and (MODULES / "src" / "golang.org" / "x" / "mod").is_dir()), reason="Go and golang.org/x/mod are missing"
)


def salt(number: int) -> bytes:
    return hashlib.sha256(b"salt %d" % number).digest()


def payload(number: int) -> dict[str, object]:
    return {"by": "BEL", "n": number, "ref": "Demande d’assistance"}


def told(number: int) -> dict[str, object]:
    return KEY_LEAF if number % 2 else {**RELEASE, "version": f"1.{number} <é> & more"}


class Log:
    """A log of many leaves, written at chosen sizes into one directory."""

    def __init__(self, folder: Path, most: int, *, public: frozenset[int] = frozenset()) -> None:
        self.folder, self.public = folder, public
        self.entries = [
            public_entry(told(number)) if number in self.public else BLIND + commitment(salt(number), payload(number))
            for number in range(most)
        ]
        self.levels = [[leaf_hash(entry) for entry in self.entries]]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            self.levels.append([full_root(below[at : at + 2]) for at in range(0, len(below) - 1, 2)])
        self.node: Node = lambda height, index: self.levels[height][index]

    def put(self, path: str, data: bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def note(self, size: int) -> Note:
        note = sign_checkpoint(LOG, Checkpoint(LOG.name, size, tree_root(size, self.node)))
        return Note(note.text, (*note.signatures, cosign(WITNESS, note.text, time=1_800_000_000)))

    def write(self, size: int, *, after: int, receipts: set[int]) -> None:
        for level, number, width in tiles_at(size):
            first = number * WIDTH
            hashes = self.levels[HEIGHT * level][first : first + width]
            self.put(f"tile/{tile_path(level, number, width)}", b"".join(hashes))
            if level == 0:
                bundle = pack_entries(self.entries[first : first + width])
                self.put(f"tile/{tile_path('entries', number, width)}", bundle)
        note = self.note(size)
        self.put(f"checkpoint/{size}", bytes(note))
        if after:
            proof = consistency_proof(after, size, self.node)
            self.put(f"consistency/{size}-{after}", "\n".join([str(after), *map(to_base64, proof), ""]).encode())
        for index in receipts:
            self.put(f"receipt/{size}-{index}", self.receipt(size, index))

    def receipt(self, size: int, index: int, ack: Ack | None = None) -> bytes:
        siblings, note = inclusion_proof(index, size, self.node), self.note(size)
        if index in self.public:
            return build_public_proof(told(index), index=index, siblings=siblings, note=note)
        return build_receipt(salt(index), payload(index), index=index, siblings=siblings, note=note, ack=ack)

    def ack(self, size: int, index: int, key: int, seed: bytes = AUTHORITY) -> Ack:
        signature = sign_ack(seed, origin=LOG.name, leaf=leaf_hash(self.entries[index]))
        return Ack(told(key), key, inclusion_proof(key, size, self.node), signature)


@cache
def verifier() -> Path:
    """The program, built once a run."""
    built = ROOT / ".cache" / f"verify-{os.getpid()}"
    built.parent.mkdir(exist_ok=True)
    environment = {
        **os.environ, "GO111MODULE": "off", "GOPROXY": "off", "GOPATH": str(MODULES), "GOFLAGS": "",
        "GOCACHE": str(ROOT / ".cache" / "go"), "CGO_ENABLED": "0",
    }  # fmt: skip
    subprocess.run([str(GO), "build", "-o", built, SOURCE], env=environment, check=True, timeout=180)
    return built


def verified(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [verifier(), folder, str(LOG.verifier), str(WITNESS.verifier)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module", autouse=True)
def built() -> object:
    yield
    if verifier.cache_info().currsize:
        verifier().unlink()


@needs_go
def test_logs_of_every_size_up_to_three_hundred_and_around_the_edges(tmp_path: Path) -> None:
    sizes = [*range(1, 301), 511, 512, 513, 65_535, 65_536, 65_537]
    log, after = Log(tmp_path, sizes[-1], public=frozenset({0, 7, 100, 255, 65_534})), 0
    for size in sizes:
        log.write(size, after=after, receipts={0, size // 2, size - 1})
        after = size

    code, said = verified(tmp_path)

    receipts = sum(len({0, size // 2, size - 1}) for size in sizes)
    assert (code, said) == (
        0,
        f"{len(sizes)} trees, {sum(sizes)} leaves, {len(sizes) - 1 + receipts} proofs, 0 acknowledged\n",
    )


@needs_go
@pytest.mark.parametrize(
    "path", ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44", "checkpoint/300",
             "consistency/300-200", "receipt/300-7"],
)  # fmt: skip
def test_verifier_refuses_what_was_changed(tmp_path: Path, path: str) -> None:
    """It can fail: otherwise its consent would say nothing."""
    log = Log(tmp_path, 300)
    log.write(200, after=0, receipts=set())
    log.write(300, after=200, receipts={7})
    assert verified(tmp_path)[0] == 0
    data = bytearray((tmp_path / path).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / path).write_bytes(data)

    assert verified(tmp_path)[0] != 0


def checked(tmp_path: Path, ack: Ack, log: Log) -> tuple[int, str]:
    log.write(40, after=0, receipts=set())
    log.put("receipt/40-20", log.receipt(40, 20, ack))
    return verified(tmp_path)


@needs_go
def test_acknowledgement_is_read(tmp_path: Path) -> None:
    log = Log(tmp_path, 40, public=frozenset({7, 8, 21}))

    assert checked(tmp_path, log.ack(40, 20, 7), log) == (0, "1 trees, 40 leaves, 1 proofs, 1 acknowledged\n")


@needs_go
@pytest.mark.parametrize(
    ("fault", "key", "seed"),
    [("ack-changed", 7, b"\1" * 32), ("ack-key-unknown", 8, AUTHORITY), ("ack-key-later", 21, AUTHORITY),
     ("ack-key-missing", 5, AUTHORITY)],
)  # fmt: skip
def test_acknowledgement_that_does_not_hold_is_named(tmp_path: Path, fault: str, key: int, seed: bytes) -> None:
    log = Log(tmp_path, 40, public=frozenset({7, 8, 21}))

    code, said = checked(tmp_path, log.ack(40, 20, key, seed), log)

    assert code == 1
    assert said.startswith(fault)


@needs_go
@pytest.mark.parametrize(
    "entry",
    [b"\x03" + bytes(32), b"\x01" + bytes(31), b"\x02{}", b'\x02{"kind":"other","v":1}',
     public_entry(KEY_LEAF) + b" ", public_entry(KEY_LEAF).replace(b'"v":1', b'"v":2')],
)  # fmt: skip
def test_entry_of_no_known_form_is_refused(tmp_path: Path, entry: bytes) -> None:
    log = Log(tmp_path, 3)
    log.entries[1] = entry
    log.levels[0][1] = leaf_hash(entry)
    log.levels[1][0] = full_root(log.levels[0][:2])
    log.write(3, after=0, receipts=set())

    assert verified(tmp_path)[0] == 1


@needs_go
@pytest.mark.parametrize("form", ["copy", "proof"])
def test_log_shown_later_is_well_put_back_or_a_fork(tmp_path: Path, form: str) -> None:
    kept, log = tmp_path / "kept", Log(tmp_path / "a", 300)
    other = Log(tmp_path / "b", 300, public=frozenset({3}))
    kept.write_bytes(log.receipt(200, 7))

    def said(shown: Log, size: int) -> str:
        shown.write(size, after=0, receipts=set())
        place = shown.folder / ("checkpoint/proof" if form == "proof" else "")
        if form == "proof":
            proof = consistency_proof(200, size, shown.node) if size >= 200 else []
            note = shown.note(size)
            place.write_bytes(bytes(Submission(200, tuple(proof), note, read_checkpoint(note.text))))
        else:
            note_file = bytes(shown.note(size))
            shutil.rmtree(shown.folder / "checkpoint")
            (shown.folder / "checkpoint").write_bytes(note_file)
        done = subprocess.run(
            [verifier(), "against", kept, place, str(LOG.verifier), str(WITNESS.verifier)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        shutil.rmtree(shown.folder)
        return done.stdout.strip()

    assert [said(log, size) for size in (200, 300, 150)] == ["well", "well", "put-back"]
    assert [said(other, size) for size in (200, 300, 150)] == ["fork", "fork", "put-back"]
