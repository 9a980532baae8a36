# SPDX-License-Identifier: EUPL-1.2
"""What `comity run` says when it cannot start: one line, what is wrong and what to do about it."""

import socket
import sqlite3
from pathlib import Path

import pytest

from comity.config import keys
from comity.config.boot import MARK
from tests.config.running import comity, free_port, needs_assets, said


def change(data: Path, statement: str) -> None:
    connection = sqlite3.connect(data / "comity.sqlite3")
    with connection:
        connection.execute(statement)
    connection.close()


def test_port_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        line = said(comity(tmp_path, "run", "--demo", PORT=str(port)))

    assert line == (
        f"comity: Port {port} is taken by another program. Stop that one, or choose another: PORT={port + 1}"
    )


@pytest.mark.parametrize("port", ["many", "0", "70000"])
def test_port_that_is_none_is_said(tmp_path: Path, port: str) -> None:
    done = comity(tmp_path, "run", "--demo", PORT=port)

    assert (done.returncode, done.stderr) == (
        2,
        f"comity: PORT='{port}' is not a port: give a number from 1 to 65535\n",
    )


def test_data_directory_not_writable_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands in the way", encoding="utf-8")

    line = said(comity(tmp_path / "data", "run", "--demo"))

    assert line == (
        f"comity: The data directory {tmp_path / 'data'} is not writable (File exists). "
        "Mend its owner and rights, or name another one: COMITY_DATA=/path/to/directory"
    )


def test_real_court_without_keys_is_said(tmp_path: Path) -> None:
    line = said(comity(tmp_path / "data", "run"))

    assert line.startswith("comity: No court is set up here:")


def test_real_court_is_never_made_a_demonstration(tmp_path: Path) -> None:
    keys.make(tmp_path / "keys")

    line = said(comity(tmp_path, "run", "--demo"))

    assert "holds a real court; a demonstration would add made-up people to it." in line


def test_demonstration_is_never_run_as_a_real_court(tmp_path: Path) -> None:
    keys.make(tmp_path / "keys")
    (tmp_path / MARK).touch()

    line = said(comity(tmp_path, "run"))

    assert "holds a demonstration court, whose passwords everybody knows." in line


def test_missing_assets_are_said(tmp_path: Path) -> None:
    line = said(comity(tmp_path / "data", "run", "--demo", COMITY_STATIC=str(tmp_path / "nothing")))

    assert line == "comity: The style sheets and scripts of the pages are not built. Build them: make assets"


def test_database_url_of_no_known_form_is_said(tmp_path: Path) -> None:
    done = comity(tmp_path, "run", "--demo", COMITY_DATABASE_URL="mysql://here")

    assert (done.returncode, done.stderr.count("\n"), "COMITY_DATABASE_URL" in done.stderr) == (2, 1, True)


@needs_assets
def test_postgresql_out_of_reach_is_said_without_its_password(tmp_path: Path) -> None:
    port = free_port()

    line = said(
        comity(tmp_path, "run", "--demo", COMITY_DATABASE_URL=f"postgresql://me:secret-word@127.0.0.1:{port}/court")
    )

    assert line.startswith(f"comity: PostgreSQL does not answer at 127.0.0.1:{port}/court (")
    assert line.endswith("Start it, or mend COMITY_DATABASE_URL")
    assert "secret-word" not in line


@needs_assets
def test_damaged_database_is_said(real_court: Path) -> None:
    for name in ("comity.sqlite3-wal", "comity.sqlite3-shm"):
        (real_court / name).unlink(missing_ok=True)
    (real_court / "comity.sqlite3").write_bytes(b"no database" * 1000)

    line = said(comity(real_court, "run"))

    assert line.endswith("Mend its rights, or restore it from a backup")


@needs_assets
def test_older_database_is_said(real_court: Path) -> None:
    change(real_court, "DELETE FROM django_migrations WHERE app = 'requests'")

    line = said(comity(real_court, "run"))

    assert line.startswith("comity: The database is older than this program (requests.0001_")
    assert line.endswith("Make a backup, then: comity run --migrate")


@needs_assets
@pytest.mark.parametrize("arguments", [[], ["--migrate"]])
def test_newer_database_is_said_and_left_alone(real_court: Path, arguments: list[str]) -> None:
    change(
        real_court, "INSERT INTO django_migrations VALUES (999999, 'requests', '9999_from_the_future', '2030-01-01')"
    )

    line = said(comity(real_court, "run", *arguments))

    assert line.startswith("comity: The database is newer than this program (requests.9999_from_the_future")
