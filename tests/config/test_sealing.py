# SPDX-License-Identifier: EUPL-1.2
"""The offline tools, as they are typed: what they seal opens with age and pyrage, and with nothing else."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from pyrage import x25519

from comity.config.main import main
from comity.config.problem import Problem
from comity.config.sealing import identities as keys
from comity.parties.sealing import fingerprint, read_header

TEXT = b"To be arrested at the port of Ostern.\n" * 5000


@pytest.fixture
def identity() -> x25519.Identity:
    return x25519.Identity.generate()


@pytest.fixture
def kept(tmp_path: Path, identity: x25519.Identity) -> Path:
    path = tmp_path / "key.txt"
    path.write_text(f"# created: today\n{identity}\n", encoding="utf-8")
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "warrant.pdf"
    path.write_bytes(TEXT)
    return path


def opened_by_age(path: Path, key: Path) -> bytes:
    return subprocess.run(["age", "-d", "-i", key, path], capture_output=True, check=True).stdout


def test_what_is_sealed_opens_with_age_and_pyrage_and_here(
    tmp_path: Path, plain: Path, identity: x25519.Identity, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [str(x25519.Identity.generate().to_public()) for _ in range(4)]
    recipient = str(identity.to_public())
    assert main(["seal", str(plain), "--to", recipient, *others, "--to", recipient, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    sealed = tmp_path / "warrant.pdf.age"
    assert told == {"file": str(sealed), "fingerprints": [fingerprint(one) for one in (recipient, *others)]}
    assert read_header(io.BytesIO(sealed.read_bytes())).recipients == 8
    assert opened_by_age(sealed, kept) == pyrage.decrypt(sealed.read_bytes(), [identity]) == TEXT
    assert b"port of Ostern" not in sealed.read_bytes()
    plain.unlink()
    assert main(["unseal", str(sealed), "--identity", str(kept)]) == 0
    assert plain.read_bytes() == TEXT
    assert stat.S_IMODE(plain.stat().st_mode) == 0o600


@pytest.mark.parametrize(("named", "shown"), [(1, 4), (4, 4), (5, 8), (16, 16)])
def test_how_many_recipients_there_are_is_hidden(plain: Path, named: int, shown: int) -> None:
    identities = [x25519.Identity.generate() for _ in range(named)]
    assert main(["seal", str(plain), "--to", *[str(one.to_public()) for one in identities]]) == 0
    sealed = plain.with_name("warrant.pdf.age").read_bytes()
    assert read_header(io.BytesIO(sealed)).recipients == shown
    assert all(pyrage.decrypt(sealed, [one]) == TEXT for one in identities)


@pytest.mark.parametrize("to", ["age1nobody", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA", ""])
def test_no_file_for_what_is_no_recipient(
    plain: Path, identity: x25519.Identity, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seal", str(plain), "--to", str(identity.to_public()), to]) == 2
    assert "is no age recipient" in capsys.readouterr().err
    assert sorted(path.name for path in plain.parent.iterdir()) == ["warrant.pdf"]


def test_seventeen_recipients_are_too_many(plain: Path) -> None:
    assert main(["seal", str(plain), "--to", *[str(x25519.Identity.generate().to_public()) for _ in range(17)]]) == 2


def test_nothing_is_written_over(plain: Path, identity: x25519.Identity, capsys: pytest.CaptureFixture[str]) -> None:
    there = plain.with_name("warrant.pdf.age")
    there.write_bytes(b"mine")
    assert main(["seal", str(plain), "--to", str(identity.to_public())]) == 2
    assert (there.read_bytes(), "exists already" in capsys.readouterr().err) == (b"mine", True)


def test_what_is_missing_is_said(tmp_path: Path, identity: x25519.Identity, kept: Path) -> None:
    assert main(["seal", str(tmp_path / "none"), "--to", str(identity.to_public())]) == 2
    assert main(["unseal", str(tmp_path / "none.age"), "--identity", str(kept)]) == 2
    assert main(["unseal", str(kept), "--identity", str(kept)]) == 2
    assert main(["unseal", str(kept), "--identity", str(kept), "--out", str(tmp_path / "x")]) == 2
    assert main(["shares", "join", str(tmp_path / "none"), "--out", str(tmp_path / "x")]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["key.txt"]


def test_another_identity_does_not_open_it(plain: Path, kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["seal", str(plain), "--to", str(x25519.Identity.generate().to_public())])
    plain.unlink()
    assert main(["unseal", f"{plain}.age", "--identity", str(kept)]) == 1
    assert ("not sealed to this identity" in capsys.readouterr().err, plain.exists()) == (True, False)


def test_of_a_damaged_file_nothing_is_left(
    plain: Path, identity: x25519.Identity, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["seal", str(plain), "--to", str(identity.to_public())])
    sealed = plain.with_name("warrant.pdf.age")
    content = bytearray(sealed.read_bytes())
    content[-70_000] ^= 1
    sealed.write_bytes(content)
    plain.unlink()
    assert main(["unseal", str(sealed), "--identity", str(kept)]) == 1
    assert ("is damaged" in capsys.readouterr().err, plain.exists()) == (True, False)
    sealed.write_bytes(pyrage.passphrase.encrypt(b"x", "word"))
    assert main(["unseal", str(sealed), "--identity", str(kept)]) == 2
    assert "sealed with a passphrase" in capsys.readouterr().err


@pytest.mark.parametrize("armored", [True, False])
def test_an_identity_under_a_passphrase_is_asked_for_it(
    monkeypatch: pytest.MonkeyPatch, plain: Path, identity: x25519.Identity, *, armored: bool
) -> None:
    locked = plain.with_name("key.age")
    locked.write_bytes(pyrage.passphrase.encrypt(f"{identity}\n".encode(), "four plain words", armored=armored))
    main(["seal", str(plain), "--to", str(identity.to_public())])
    plain.unlink()
    for passphrase, code in (("wrong", 1), ("four plain words", 0)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{passphrase}\n"))
        assert main(["unseal", f"{plain}.age", "--identity", str(locked)]) == code
    assert plain.read_bytes() == TEXT


def test_no_work_is_done_for_a_passphrase_that_asks_for_too_much(tmp_path: Path) -> None:
    content = pyrage.passphrase.encrypt(b"x", "word")
    first, second, rest = content.split(b"\n", 2)
    path = tmp_path / "key.age"
    for line in (second.rsplit(b" ", 1)[0] + b" 23", b"-> X25519 " + b"A" * 43):
        path.write_bytes(b"\n".join([first, line, rest]))
        with pytest.raises(Problem) as problem:
            keys.read_identities(path)
        assert (problem.value.code, "can be tried" in problem.value.what) == (2, True)
    for text in (b"", b"AGE-SECRET-KEY-1X\n", b"\xff\xfe", b"-----BEGIN AGE ENCRYPTED FILE-----\n!\n", b"age1x"):
        path.write_bytes(text)
        with pytest.raises(Problem) as problem:
            keys.read_identities(path)
        assert problem.value.code == 2


def test_a_key_made_for_it_comes_back_from_any_two_shares(
    tmp_path: Path, plain: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "shares"
    folder.mkdir()
    assert main(["shares", "split", "--epoch", "3", "--into", str(folder), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert set(made) == {"recipient", "fingerprint", "epoch"}
    main(["seal", str(plain), "--to", made["recipient"]])
    files = sorted(folder.iterdir())
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600] * 3
    out = tmp_path / "joined"
    assert main(["shares", "join", str(files[2]), str(files[0]), "--out", str(out)]) == 0
    assert opened_by_age(plain.with_name("warrant.pdf.age"), out) == TEXT

    typed = "\n".join(path.read_text().splitlines()[1].lower().replace("-", " ") for path in files[:2])
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert main(["shares", "join", "--out", str(tmp_path / "typed")]) == 0
    assert (tmp_path / "typed").read_bytes() == out.read_bytes()


def test_a_wrong_share_is_named_and_leaves_no_key(
    tmp_path: Path, kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def split(epoch: int) -> list[str]:
        main(["shares", "split", "--identity", str(kept), "--quorum", "3/5", "--epoch", str(epoch), "--json"])
        return list(json.loads(capsys.readouterr().out)["shares"])

    first, second = split(1), split(2)
    out = tmp_path / "joined"
    wrong = first[1][:-1] + ("Q" if first[1][-1] != "Q" else "P")
    for shares, said in (
        (first[:2], "2 shares: More shares are needed."),
        ([first[0], wrong, first[2]], "share 2: A letter is wrong."),
        ([first[0], second[1], first[2]], "share 2: The shares are of different splits"),
        ([first[0], first[0], first[2]], "share 2: The same share was given twice."),
    ):
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(shares)))
        assert main(["shares", "join", "--out", str(out)]) == 1
        assert said in capsys.readouterr().err
    assert not out.exists()


def test_what_cannot_be_split_is_said(tmp_path: Path, kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shares", "split", "--epoch", "0"]) == 2
    kept.write_text(f"{x25519.Identity.generate()}\n{x25519.Identity.generate()}\n", encoding="utf-8")
    assert main(["shares", "split", "--identity", str(kept)]) == 2
    assert "2 identities" in capsys.readouterr().err


def test_it_needs_neither_django_nor_a_database() -> None:
    """The tool runs on a machine that holds nothing but the package."""
    code = (
        "import sys; from comity.config.main import main; main(['shares', 'split', '--json']);"
        "sys.exit('django' in sys.modules)"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_"))}
    assert subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False).returncode == 0


def test_a_secret_of_sixteen_mebibytes_goes_through_as_a_stream(
    plain: Path, identity: x25519.Identity, kept: Path
) -> None:
    plain.write_bytes(os.urandom(16) * 2**20)
    before = plain.read_bytes()
    main(["seal", str(plain), "--to", str(identity.to_public())])
    plain.unlink()
    assert main(["unseal", f"{plain}.age", "--identity", str(kept)]) == 0
    assert plain.read_bytes() == before
