# SPDX-License-Identifier: EUPL-1.2
"""A full disk: what is there can be read, what cannot be written is said and goes through once there is room."""

import http.client
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from comity.config.measure import Caller, Unexpected
from tests.config.courts import made
from tests.config.running import needs_assets
from tests.faults.load import KIND, People
from tests.faults.programs import Programs

pytestmark = [needs_assets, pytest.mark.xdist_group("comity run")]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 48 MiB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("only root may mount a small file system here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def fill(place: Path) -> Path:
    """Take all the room that is left, to the last byte."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as out:
        for size in (1_000_000, 4096, 1):
            try:
                while True:
                    out.write(b"x" * size)
            except OSError:
                continue
    return filler


def test_full_disk_is_said_and_nothing_is_half_done(small_disk: Path) -> None:
    programs = Programs(small_disk / "court", {})
    programs.log = small_disk.parent / "faults.log"
    made("sqlite").copy_to(programs.data)
    programs.start_all()
    try:
        people = People(programs.port)
        people.sign_in()
        caller = Caller(programs.port)
        caller.cookies = dict(people.persons["drafter"].cookies)
        form = {"file": people.file, "kind": KIND, "form_token": str(uuid4())}
        filler = fill(small_disk)

        answers = [answer_to(caller, form) for _ in range(40)]  # the write-ahead log has some room of its own
        page = caller.get("/requests/?box=sent")
        filler.unlink()
        again = caller.post("/requests/new/", form | {"form_token": str(uuid4())})
        caller.close()
        left = programs.inside(str(empty_history(small_disk.parent)))
    finally:
        programs.stop()

    assert any("gave 503" in one and "cannot answer just now" in one for one in answers), answers
    assert all("gave 503" in one or one.startswith("/requests/") for one in answers), answers
    assert "row-title" in page
    assert again.startswith("/requests/")
    assert left.strip() == "[]"


def answer_to(caller: Caller, form: dict[str, str]) -> str:
    try:
        return caller.post("/requests/new/", form | {"form_token": str(uuid4())})
    except (Unexpected, http.client.HTTPException, OSError) as error:
        caller.close()
        return str(error)


def empty_history(place: Path) -> Path:
    history = place / f"history-{os.getpid()}.json"
    history.write_text('{"history": []}')
    return history
