# SPDX-License-Identifier: EUPL-1.2
"""`comity backup` and `comity restore`: everything comes back, or nothing is left; only the named can open it."""

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pyrage
import pytest
from pyrage import x25519

from comity.config import keys
from comity.config.keeping import backup, restore
from comity.config.keeping.databases import Database
from comity.config.problem import Problem
from postgres import Cluster
from tests.config.running import comity


@pytest.fixture
def court(tmp_path: Path) -> Path:
    """Everything that a court keeps, small: a database that is written to, keys, ledger, documents, odd names."""
    data = tmp_path / "court"
    keys.make(data / "keys")
    for name in ("ledger/tile/0/000.p/3", "ledger/checkpoint", "documents/ab/x1", "documents/été et ‘x’"):
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 1000)
    (data / "documents/empty").touch()
    with closing(sqlite3.connect(data / "comity.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, text TEXT)")
        database.execute("CREATE TABLE other (id INTEGER PRIMARY KEY)")
        database.commit()
    return data


@pytest.fixture
def identity() -> x25519.Identity:
    return x25519.Identity.generate()


def told(_bytes: int) -> None:
    """Nobody listens."""


def made(court: Path, identity: x25519.Identity, name: str = "backup.age") -> Path:
    target = court.parent / name
    backup.make(target, data=court, url="", recipients=[identity.to_public()], told=told)
    return target


def restored(source: Path, identity: x25519.Identity, into: Path) -> Path:
    restore.restore(source, data=into, url="", identities=[identity], told=told)
    return into


def files(data: Path) -> dict[str, str]:
    kept = (path for path in data.rglob("*") if path.is_file() and not path.name.startswith("comity.sqlite3"))
    return {str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


def test_everything_comes_back_and_only_to_its_owner(court: Path, identity: x25519.Identity, tmp_path: Path) -> None:
    with closing(sqlite3.connect(court / "comity.sqlite3")) as database:
        database.execute("INSERT INTO one VALUES (1, 'Demande d’assistance')")
        database.commit()
        source = made(court, identity)  # the row is in the write-ahead log only
        place = restored(source, identity, tmp_path / "new")

    assert files(place) == files(court)
    with closing(sqlite3.connect(place / "comity.sqlite3")) as database:
        assert database.execute("SELECT * FROM one").fetchall() == [(1, "Demande d’assistance")]
    assert source.stat().st_mode & 0o077 == 0
    assert [path for path in place.rglob("*") if path.stat().st_mode & 0o077] == []


def test_copy_is_of_one_instant_while_it_is_written(court: Path, identity: x25519.Identity, tmp_path: Path) -> None:
    stop, written = threading.Event(), []

    def write() -> None:
        with closing(sqlite3.connect(court / "comity.sqlite3", timeout=10)) as database:
            number = 0
            while not stop.is_set():
                number += 1
                database.execute("INSERT INTO one VALUES (?, ?)", (number, "x" * 5000))
                database.execute("INSERT INTO other VALUES (?)", (number,))
                database.commit()
                written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 50:
            assert writer.is_alive()
        before = len(written)
        place = restored(made(court, identity), identity, tmp_path / "new")
    finally:
        stop.set()
        writer.join()

    with closing(sqlite3.connect(place / "comity.sqlite3")) as database:
        ones, others = (database.execute(f"SELECT id FROM {name}").fetchall() for name in ("one", "other"))
    assert before <= len(ones) <= len(written)
    assert ones == others == [(number,) for number in range(1, len(ones) + 1)]


def test_signer_of_the_copy_is_never_ahead_of_its_tree(court: Path, identity: x25519.Identity) -> None:
    source = made(court, identity)
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(source.read_bytes(), [identity]))) as tar:
        names = tar.getnames()

    def place(of: str) -> list[int]:
        return [number for number, name in enumerate(names) if name.startswith(of)]

    assert (
        max(place("data/ledger/") + place("data/keys/")) < place("database.sqlite3")[0] < min(place("data/documents/"))
    )


def test_age_tool_opens_it(court: Path, identity: x25519.Identity, tmp_path: Path) -> None:
    source, key = made(court, identity), tmp_path / "key"
    key.write_text(str(identity))
    plain = subprocess.run(["age", "-d", "-i", key, source], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        manifest = json.load(tar.extractfile("manifest.json") or io.BytesIO())

    assert {"about.json", "database.sqlite3", "data/keys/pages.key", "data/documents/été et ‘x’"} <= set(manifest)


@pytest.mark.parametrize("offset", [10, 150, 400, 20_000, -1])
def test_damaged_backup_is_refused_with_nothing_left(
    court: Path, identity: x25519.Identity, tmp_path: Path, offset: int
) -> None:
    source = made(court, identity)
    content = bytearray(source.read_bytes())
    content[offset] ^= 1
    source.write_bytes(content)

    with pytest.raises(Problem, match=r"damaged or cut off|does not open|cannot be read"):
        restored(source, identity, tmp_path / "new")

    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("kept", [0, 100, 1000, 0.5, 0.999])
def test_backup_cut_off_is_refused_with_nothing_left(
    court: Path, identity: x25519.Identity, tmp_path: Path, kept: float
) -> None:
    source = made(court, identity)
    content = source.read_bytes()
    source.write_bytes(content[: int(kept if kept >= 1 else kept * len(content))])

    with pytest.raises(Problem, match=r"damaged or cut off|no backup|cannot be read"):
        restored(source, identity, tmp_path / "new")

    assert list((tmp_path / "new").iterdir()) == []


def sealed_tar(target: Path, identity: x25519.Identity, members: dict[str, bytes | None]) -> Path:
    """Seal a tar of these members; None makes a link to a file of the system."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        for name, held in members.items():
            member = tarfile.TarInfo(name)
            if held is None:
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            member.size = len(held or b"")
            tar.addfile(member, io.BytesIO(held or b""))
    target.write_bytes(pyrage.encrypt(content.getvalue(), [identity.to_public()]))
    return target


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"../evil": b"x"}, "no backup of Comity holds"),
        ({"/etc/evil": b"x"}, "no backup of Comity holds"),
        ({"data/../../evil": b"x"}, "no backup of Comity holds"),
        ({"data/link": None}, "no backup of Comity holds"),
        ({"data/x": b"x"}, r"not whole \(data/x\)"),
        ({"data/x": b"x", "manifest.json": b'{"data/x": {"sha256": "0", "size": 1}}'}, r"not whole \(data/x\)"),
        ({"manifest.json": b"{}"}, "no backup of Comity"),
        ({"manifest.json": b"no"}, "no backup of Comity"),
    ],
)
def test_archive_of_another_kind_is_refused(
    identity: x25519.Identity, tmp_path: Path, members: dict[str, bytes | None], said: str
) -> None:
    source = sealed_tar(tmp_path / "backup.age", identity, members)

    with pytest.raises(Problem, match=said):
        restored(source, identity, tmp_path / "new")

    assert list((tmp_path / "new").iterdir()) == []
    assert not (tmp_path / "evil").exists()


def test_file_that_is_no_age_file_is_refused(identity: x25519.Identity, tmp_path: Path) -> None:
    source = tmp_path / "letter"
    source.write_text("Dear Registrar,")

    with pytest.raises(Problem, match="damaged or cut off"):
        restored(source, identity, tmp_path / "new")


def test_wrong_identity_is_refused(court: Path, identity: x25519.Identity, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="does not open"):
        restored(made(court, identity), x25519.Identity.generate(), tmp_path / "new")


def test_place_that_is_not_empty_is_left_as_it_is(court: Path, identity: x25519.Identity) -> None:
    source, before = made(court, identity), files(court)

    with pytest.raises(Problem, match="not empty"):
        restored(source, identity, court)

    assert files(court) == before


def test_backup_never_overwrites(court: Path, identity: x25519.Identity) -> None:
    source = made(court, identity)
    before = source.read_bytes()

    with pytest.raises(Problem, match="exists already"):
        made(court, identity)

    assert source.read_bytes() == before


def test_place_without_a_court_is_said(tmp_path: Path, identity: x25519.Identity) -> None:
    with pytest.raises(Problem, match="no court"):
        backup.make(tmp_path / "x", data=tmp_path, url="", recipients=[identity.to_public()], told=told)


def test_disk_that_fills_up_leaves_nothing(court: Path, identity: x25519.Identity, tmp_path: Path) -> None:
    (court / "documents/large").write_bytes(os.urandom(3_000_000))
    code = f"""
import resource, signal
from pathlib import Path
from pyrage import x25519
from comity.config.keeping import backup
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
to = x25519.Recipient.from_str({str(identity.to_public())!r})
backup.make(Path({str(tmp_path / "b.age")!r}), data=Path({str(court)!r}), url="", recipients=[to], told=print)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert "Problem" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["court"]
    assert not list(court.glob(".backup-*"))


def test_workplace_of_a_backup_that_was_killed_is_swept(court: Path, identity: x25519.Identity) -> None:
    left = court / ".backup-999999999-x"
    left.mkdir()
    (left / "database.sqlite3").write_bytes(b"x")

    made(court, identity)

    assert not list(court.glob(".backup-*"))


# --- As commands ------------------------------------------------------------------------------------------------------


def test_commands_make_a_key_a_backup_and_a_court_again(real_court: Path, tmp_path: Path) -> None:
    key, target = tmp_path / "key", tmp_path / "b.age"
    recipient = json.loads(comity(real_court, "backup", "--make-key", str(key), "--json").stdout)["recipient"]
    done = comity(real_court, "backup", str(target), "--to", recipient, "--json")
    again = comity(tmp_path / "new", "restore", str(target), "--identity", str(key), "--json")
    looked = comity(tmp_path / "new", "doctor", "--json", COMITY_PUBLIC_URL="https://court.example")

    assert (done.returncode, again.returncode) == (0, 0), done.stderr + again.stderr
    assert key.stat().st_mode & 0o777 == 0o600
    wrong = [one["about"] for one in json.loads(looked.stdout)["findings"] if not one["well"]]
    assert set(wrong) <= {"assets", "data directory"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["backup"], "Nothing was asked for"),
        (["backup", "x.age"], "Nobody is named"),
        (["backup", "x.age", "--to", "age1wrong"], "no age recipient"),
        (["restore", "x.age", "--identity", "missing"], "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_said(real_court: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    done = comity(real_court, *arguments)

    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr


# --- PostgreSQL -------------------------------------------------------------------------------------------------------


def count(url: str) -> Any:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT (SELECT count(*) FROM requests_request), (SELECT count(*) FROM ledger_leaf),"
            " (SELECT count(*) FROM pg_policies), (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal)"
        ).fetchone()


@pytest.mark.xdist_group("comity run")
def test_court_on_postgresql_comes_back_behind_its_wall(tmp_path: Path) -> None:
    key, target, old, new = tmp_path / "key", tmp_path / "b.age", tmp_path / "old", tmp_path / "new"
    with Cluster({"fsync": "on"}) as cluster:
        home = f"?host={cluster.home}"
        with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
            connection.execute("CREATE ROLE comity_backup LOGIN BYPASSRLS IN ROLE pg_read_all_data")
            connection.execute("CREATE DATABASE again OWNER comity")
        reached = {"COMITY_DATABASE_URL": cluster.app_url, "COMITY_DATABASE_OWNER_URL": cluster.url}
        made_court = comity(old, "demo", **reached)
        assert made_court.returncode == 0, made_court.stderr

        refused = comity(old, "backup", str(target), "--make-key", str(key), COMITY_DATABASE_URL=cluster.app_url)
        left = target.exists()
        recipient = key.read_text().split("public key: ")[1].split("\n")[0]
        done = comity(old, "backup", str(target), "--to", recipient,
                      COMITY_DATABASE_BACKUP_URL=f"postgresql://comity_backup@/comity{home}")  # fmt: skip
        full = comity(new, "restore", str(target), "--identity", str(key), COMITY_DATABASE_URL=cluster.url)
        elsewhere = {
            "COMITY_DATABASE_URL": f"postgresql://comity_app@/again{home}",
            "COMITY_DATABASE_OWNER_URL": f"postgresql://comity@/again{home}",
        }
        again = comity(new, "restore", str(target), "--identity", str(key), **elsewhere)
        laid = comity(new, "demo", **elsewhere)  # lays the wall, as comity run --migrate does
        looked = [
            comity(old, "doctor", "--demo", "--json", **reached),
            comity(new, "doctor", "--demo", "--json", **elsewhere),
        ]
        counts = [count(f"postgresql://postgres@/{name}{home}") for name in ("comity", "again")]

    assert (refused.returncode, left) == (1, False)
    assert "row-level security" in refused.stderr or "permission denied" in refused.stderr
    assert done.returncode == 0, done.stderr
    assert (full.returncode, "not empty" in full.stderr) == (1, True)
    assert (again.returncode, laid.returncode) == (0, 0), again.stderr + laid.stderr
    assert counts[0] == counts[1]
    assert counts[0][0] > 30
    before, after = (
        {one["about"] for one in json.loads(done.stdout)["findings"] if not one["well"]} for done in looked
    )
    assert after == before, looked[1].stdout
    assert {"database", "migrations", "second wall", "keys", "documents", "log"} & after == set()


def test_password_is_in_no_argument(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: dict[str, Any] = {}

    def run(arguments: list[str], **more: Any) -> subprocess.CompletedProcess[bytes]:
        seen.update(arguments=arguments, **more)
        return subprocess.CompletedProcess(arguments, 0, b"", b"")

    monkeypatch.setattr(subprocess, "run", run)
    Database("postgresql://me:secret-word@host/court", tmp_path).copy(tmp_path / "copy")

    assert "secret-word" not in " ".join(map(str, seen["arguments"]))
    assert seen["env"]["PGPASSWORD"] == "secret-word"
