# SPDX-License-Identifier: EUPL-1.2
"""One bit of what is kept is changed, and uploads break off: what is wrong is named exactly, and nothing else is."""

import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from tests.config.running import needs_assets, until
from tests.faults.load import People
from tests.faults.parcels import PIECE, Desk, Parcel
from tests.faults.programs import Programs
from tests.faults.rounds import Look, court

pytestmark = [needs_assets, pytest.mark.xdist_group("comity run")]
# `make faults` changes and breaks off at so many places more, drawn from the seed.
MORE, DRAW = int(os.environ.get("COMITY_FAULT_PLACES", "0")), Random(int(os.environ.get("COMITY_FAULT_SEED", "1998")))


@dataclass
class Worked:
    """A court in which one request went the whole way, with documents both ways; its log was closed."""

    programs: Programs
    people: People
    place: str
    look: Look

    def told(self, *arguments: str) -> tuple[int, Any]:
        done = self.programs.comity(*arguments, "--json")
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    def wrong_by_doctor(self) -> dict[str, str]:
        """What the doctor finds wrong of documents and leaves, when it reads all of them."""
        _code, told = self.told("doctor", "--demo", "--whole")
        about = {"every document", "every leaf"}
        return {one["about"]: one["what"] for one in told["findings"] if not one["well"] and one["about"] in about}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def worked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worked]:
    home = tmp_path_factory.mktemp("worked")
    with court(home, request.param) as (programs, _kills):
        people = People(programs.port)
        people.sign_in()
        place = people.one_request("Fault of a bit")
        programs.close_log()
        yield Worked(programs, people, place, Look(programs, home / "history.json"))


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 0x10
    path.write_bytes(content)


def test_sound_court_is_well(worked: Worked) -> None:
    assert (worked.told("documents", "verify", "--demo")[0], worked.told("ledger", "verify")[0]) == (0, 0)
    assert worked.wrong_by_doctor() == {}


@pytest.mark.parametrize("part", [0.5, 0.999, *(round(DRAW.random(), 4) for _ in range(MORE))])
def test_changed_bit_of_a_document_is_named_and_its_bytes_go_nowhere(worked: Worked, part: float) -> None:
    path = max((worked.programs.data / "documents" / "kept").glob("*/*"), key=lambda one: one.stat().st_size)
    offset = int(path.stat().st_size * part)
    flip(path, offset)
    try:
        code, told = worked.told("documents", "verify", "--demo")
        by_doctor = worked.wrong_by_doctor()
        with pytest.raises(Exception, match="gave 500") as refused:
            desk(worked, "drafter").download_all()
    finally:
        flip(path, offset)

    assert (code, [one["file"] for one in told["faults"]]) == (1, [path.name])
    assert (list(by_doctor), path.name in by_doctor["every document"]) == (["every document"], True)
    assert path.name not in str(refused.value)
    assert worked.told("documents", "verify", "--demo")[0] == 0


@pytest.mark.parametrize("seq", [5, *DRAW.sample(range(6, 30), min(MORE, 24))])
def test_changed_bit_of_a_leaf_is_named_with_its_place(worked: Worked, seq: int) -> None:
    flip_leaf(worked.programs, seq)
    try:
        code, told = worked.told("ledger", "verify")
        by_doctor = worked.wrong_by_doctor()
    finally:
        flip_leaf(worked.programs, seq)

    first, *_others = told["damages"]
    assert (code, first["what"], first["where"]) == (1, "leaf", str(seq))
    assert {one["what"] for one in told["damages"]} <= {"leaf", "head", "entry"}
    assert (list(by_doctor), f"leaf {seq}" in by_doctor["every leaf"]) == (["every leaf"], True)
    assert worked.told("ledger", "verify")[0] == 0


def flip_leaf(programs: Programs, seq: int) -> None:
    """Change one bit of the row of the leaf at this place, as a disk would: no trigger is asked."""
    query = "SELECT l.id, l.entry FROM ledger_leaf l JOIN ledger_sequenced s ON s.leaf_id = l.id WHERE s.seq = "
    if programs.superuser_url:
        with psycopg.connect(programs.superuser_url) as connection:
            row = connection.execute(f"{query}%s", [seq]).fetchone()
            assert row is not None
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute("UPDATE ledger_leaf SET entry = %s WHERE id = %s", [flipped(row[1]), row[0]])
        return
    file = programs.data / "comity.sqlite3"
    programs.stop()
    with closing(sqlite3.connect(file)) as connection:
        [(_key, entry)] = connection.execute(f"{query}?", [seq]).fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = file.read_bytes()
    assert content.count(entry) == 1
    file.write_bytes(content.replace(entry, flipped(entry)))
    programs.start_all()


def flipped(entry: bytes) -> bytes:
    return entry[:20] + bytes([entry[20] ^ 1]) + entry[21:]


# --- Uploads that break off -------------------------------------------------------------------------------------------


def desk(worked: Worked, who: str, place: str = "") -> Desk:
    return Desk(worked.people.persons[who], place or worked.place)


def cut(worked: Worked, head: str, body: bytes) -> None:
    """Send a request of which the body ends too soon, and close the line."""
    cookies = worked.people.persons["officer"].cookies
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
    host = f"localhost:{worked.programs.port}"
    lines = (
        f"{head}\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {sent}\r\nX-CSRFToken: {cookies['csrf']}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", worked.programs.port)) as line:
        line.sendall(lines.encode() + body)
        line.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("part", [0.3, *(round(DRAW.uniform(0.01, 0.99), 4) for _ in range(MORE))])
def test_form_that_breaks_off_leaves_no_document(worked: Worked, part: float) -> None:
    at, parcel = desk(worked, "officer"), Parcel.of(f"Fault broken off {part}", 2_500_000)
    body = at.body(parcel, "edge")
    before = at.received()

    kind = "Content-Type: multipart/form-data; boundary=edge"
    head = f"POST {worked.place}documents/new/ HTTP/1.1\r\nContent-Length: {len(body)}\r\n{kind}"
    cut(worked, head, body[: int(len(body) * part)])

    assert at.received() == before
    # Whatever was written is awaited: a look at it is owed, and nothing is named by a row.
    assert worked.look.told(worked.people) == []


def test_piece_that_breaks_off_is_taken_up_where_it_got_to(worked: Worked) -> None:
    at, parcel = desk(worked, "officer"), Parcel.of("Fault taken up", 4 * PIECE)
    before = at.received()
    address = at.begun(parcel)

    head = f"PATCH {address} HTTP/1.1\r\nContent-Length: {len(parcel.content)}\r\nUpload-Offset: 0"
    cut(worked, f"{head}\r\nContent-Type: application/offset+octet-stream", parcel.content[: 2 * PIECE + 17])
    assert until(lambda: at.offset(address) > 0, 20)
    got = at.offset(address)
    at.sent(address, parcel)
    at.added(address, parcel)

    assert 0 < got <= 2 * PIECE + 17
    assert at.received() == sorted([*before, parcel.sha256])
    assert worked.look.told(worked.people) == []
