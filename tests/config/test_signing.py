# SPDX-License-Identifier: EUPL-1.2
"""`comity sign`: a signing key made and used on a machine off the network."""

import io
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from comity.config.main import main
from comity.config.problem import Problem
from comity.config.sealing import signers
from comity.ledger.format.ack import is_claimed, is_signed
from tests.ledger import test_ack as acks
from tests.ledger.golden import KEY_LEAF, LOG
from tests.ledger.test_public import proof_of

PASSPHRASE = "four plain words here"
OF = (LOG.name, "BEL", "00000000-0000-4000-8000-000000000001")


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{text}\n"))


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[Path, str]:
    path = tmp_path / "key.age"
    typed(monkeypatch, PASSPHRASE)
    assert main(["sign", "key", "--out", str(path), "--of", *OF, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert is_claimed(said["public"], said["claim"], origin=OF[0], party=OF[1], authority=OF[2])
    return path, said["public"]


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "act.tlog-proof"
    path.write_bytes(acks.receipt(None))
    return path


def test_key_is_kept_for_its_owner_alone_and_under_its_passphrase(key: tuple[Path, str]) -> None:
    path, public = key
    content = path.read_bytes()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert content.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    assert public.encode() not in content


def test_it_signs_the_act_of_a_receipt(
    key: tuple[Path, str], receipt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, PASSPHRASE)
    assert main(["sign", "receipt", str(receipt), "--key", str(key[0]), "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["public"], said["act"]) == (key[1], "send")
    assert is_signed(key[1], said["signature"], origin=LOG.name, leaf=acks.HASHES[acks.INDEX])

    typed(monkeypatch, PASSPHRASE)
    assert main(["sign", "receipt", str(receipt), "--key", str(key[0])]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Signed: send")
    assert lines[1:] == [f"Public signing key: {key[1]}", f"Signature: {said['signature']}"]


@pytest.mark.parametrize("passphrase", ["short", ""])
def test_short_passphrase_makes_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str) -> None:
    typed(monkeypatch, passphrase)
    with pytest.raises(Problem, match="too short"):
        signers.make(tmp_path / "key.age")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(key: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    before = key[0].read_bytes()
    typed(monkeypatch, PASSPHRASE)
    assert main(["sign", "key", "--out", str(key[0]), "--of", *OF]) == 2
    assert key[0].read_bytes() == before


def test_wrong_passphrase_signs_nothing(
    key: tuple[Path, str], receipt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "another passphrase")
    assert main(["sign", "receipt", str(receipt), "--key", str(key[0])]) == 1
    said = capsys.readouterr()
    assert (said.out, "passphrase is wrong" in said.err) == ("", True)


def test_what_cannot_be_signed_is_said(
    key: tuple[Path, str], receipt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public, other = tmp_path / "public.tlog-proof", tmp_path / "other.txt"
    public.write_bytes(proof_of(KEY_LEAF)[0])
    other.write_text("x")
    for arguments, said in (
        ([str(public), "--key", str(key[0])], "is the proof of a public entry"),
        ([str(other), "--key", str(key[0])], "is no receipt"),
        (["/nowhere", "--key", str(key[0])], "cannot be read"),
        ([str(receipt), "--key", str(other)], "holds no signing key"),
        ([str(receipt), "--key", "/nowhere"], "cannot be read"),
    ):
        assert main(["sign", "receipt", *arguments]) == 2
        assert said in capsys.readouterr().err


def test_it_needs_neither_django_nor_a_database() -> None:
    program = "import sys; from comity.config.commands import sign; assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
