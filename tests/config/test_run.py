# SPDX-License-Identifier: EUPL-1.2
"""`comity run` with real processes on this machine: it starts, it stops, and it says plainly what is wrong."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comity.config import keys
from comity.config.boot import MARK
from postgres import Cluster
from tests.plugins import environment

COMITY = Path(sys.executable).parent / "comity"
PATIENCE = 90.0
PREPARE = "from comity.config.boot import boot; boot(); from comity.config import prepare; prepare.migrate()"

needs_assets = pytest.mark.skipif(not environment.assets_are_built(), reason="the assets are not built: make assets")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(data: Path, **more: str) -> dict[str, str]:
    """Return an environment with nothing of this test run's own court in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_", "PYTEST_"))}
    return {**kept, "COMITY_DATA": str(data), "PORT": str(free_port()), **more}


def run(data: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [COMITY, "run", *arguments],
        env=settings(data, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def said(done: "subprocess.CompletedProcess[str]") -> str:
    """Return the one line it said; it said nothing else and exited with 1."""
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    return done.stderr.strip()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a real court whose database is up to date and empty."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    keys.make(data / "keys")
    subprocess.run([sys.executable, "-c", PREPARE], env=settings(data, COMITY_MODE="real"), check=True)
    return data


@pytest.fixture
def real_court(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "data"))


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

        line = said(run(tmp_path, "--demo", PORT=str(port)))

    assert line == (
        f"comity: Port {port} is taken by another program. Stop that one, or choose another: PORT={port + 1}"
    )


@pytest.mark.parametrize("port", ["many", "0", "70000"])
def test_port_that_is_none_is_said(tmp_path: Path, port: str) -> None:
    done = run(tmp_path, "--demo", PORT=port)

    assert (done.returncode, done.stderr) == (
        2,
        f"comity: PORT='{port}' is not a port: give a number from 1 to 65535\n",
    )


def test_data_directory_not_writable_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands in the way", encoding="utf-8")

    line = said(run(tmp_path / "data", "--demo"))

    assert line == (
        f"comity: The data directory {tmp_path / 'data'} is not writable (File exists). "
        "Mend its owner and rights, or name another one: COMITY_DATA=/path/to/directory"
    )


def test_real_court_without_keys_is_said(tmp_path: Path) -> None:
    line = said(run(tmp_path / "data"))

    assert line.startswith("comity: No court is set up here:")


def test_real_court_is_never_made_a_demonstration(tmp_path: Path) -> None:
    keys.make(tmp_path / "keys")

    line = said(run(tmp_path, "--demo"))

    assert "holds a real court; a demonstration would add made-up people to it." in line


def test_demonstration_is_never_run_as_a_real_court(tmp_path: Path) -> None:
    keys.make(tmp_path / "keys")
    (tmp_path / MARK).touch()

    line = said(run(tmp_path))

    assert "holds a demonstration court, whose passwords everybody knows." in line


def test_missing_assets_are_said(tmp_path: Path) -> None:
    line = said(run(tmp_path / "data", "--demo", COMITY_STATIC=str(tmp_path / "nothing")))

    assert line == "comity: The style sheets and scripts of the pages are not built. Build them: make assets"


def test_database_url_of_no_known_form_is_said(tmp_path: Path) -> None:
    done = run(tmp_path, "--demo", COMITY_DATABASE_URL="mysql://here")

    assert (done.returncode, done.stderr.count("\n"), "COMITY_DATABASE_URL" in done.stderr) == (2, 1, True)


@needs_assets
def test_postgresql_out_of_reach_is_said_without_its_password(tmp_path: Path) -> None:
    port = free_port()

    line = said(run(tmp_path, "--demo", COMITY_DATABASE_URL=f"postgresql://me:secret-word@127.0.0.1:{port}/court"))

    assert line.startswith(f"comity: PostgreSQL does not answer at 127.0.0.1:{port}/court (")
    assert line.endswith("Start it, or mend COMITY_DATABASE_URL")
    assert "secret-word" not in line


@needs_assets
def test_damaged_database_is_said(real_court: Path) -> None:
    for name in ("comity.sqlite3-wal", "comity.sqlite3-shm"):
        (real_court / name).unlink(missing_ok=True)
    (real_court / "comity.sqlite3").write_bytes(b"no database" * 1000)

    line = said(run(real_court))

    assert line.endswith("Mend its rights, or restore it from a backup")


@needs_assets
def test_older_database_is_said(real_court: Path) -> None:
    change(real_court, "DELETE FROM django_migrations WHERE app = 'requests'")

    line = said(run(real_court))

    assert line.startswith("comity: The database is older than this program (requests.0001_")
    assert line.endswith("Make a backup, then: comity run --migrate")


@needs_assets
@pytest.mark.parametrize("arguments", [[], ["--migrate"]])
def test_newer_database_is_said_and_left_alone(real_court: Path, arguments: list[str]) -> None:
    change(
        real_court, "INSERT INTO django_migrations VALUES (999999, 'requests', '9999_from_the_future', '2030-01-01')"
    )

    line = said(run(real_court, *arguments))

    assert line.startswith("comity: The database is newer than this program (requests.9999_from_the_future")


class Court:
    """A demonstration court that really runs."""

    def __init__(self, data: Path, **more: str) -> None:
        self.settings = settings(data, **more)
        self.port = int(self.settings["PORT"])
        self.log = data.parent / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [COMITY, "run", "--demo"], env=self.settings, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def is_up(self) -> bool:
        assert self.process.poll() is None, self.output
        return "Ctrl-C stops it." in self.output

    def get(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()

    def is_listening(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def processes(self) -> dict[str, int]:
        """Return the children by what they do."""
        found = {}
        for path in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((path / "stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[1])
                words = (path / "cmdline").read_bytes().decode().split("\0")
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == self.process.pid:
                found["web" if "comity.config.serve" in words else "worker"] = int(path.name)
        return found

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def until(happens: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def court(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    data = tmp_path_factory.mktemp("court") / "data"
    if request.param == "sqlite":
        running = Court(data)
        yield from _kept(running)
        return
    with Cluster() as cluster:
        yield from _kept(Court(data, COMITY_DATABASE_URL=cluster.url))


def _kept(running: Court) -> Iterator[Court]:
    try:
        assert until(running.is_up), running.output
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()


@needs_assets
def test_demonstration_starts_and_prints_who_may_sign_in(court: Court) -> None:
    status, page = court.get("/account/login/")

    assert (status, 'lang="en"' in page) == (200, True)
    assert f"Comity is running: http://localhost:{court.port}\n" in court.output
    assert len(re.findall(r"^  \S+@\S+ +\S+  \S.*$", court.output, flags=re.MULTILINE)) >= 6


@needs_assets
@pytest.mark.parametrize("which", ["worker", "web"])
def test_part_that_is_killed_comes_back(court: Court, which: str) -> None:
    before = court.processes()

    os.kill(before[which], signal.SIGKILL)

    assert until(lambda: court.processes().get(which) not in {None, before[which]}, 20)
    assert until(court.is_listening, 20)


@needs_assets
def test_second_comity_on_the_same_port_is_refused(court: Court, tmp_path: Path) -> None:
    line = said(run(tmp_path, "--demo", PORT=str(court.port)))

    assert line.startswith(f"comity: Port {court.port} is taken by another program.")


@needs_assets
def test_court_stops_cleanly_and_starts_again_quickly(court: Court) -> None:
    code = court.stop()
    assert (code, court.is_listening(), court.processes()) == (0, False, {})

    begun = time.monotonic()
    again = Court(Path(court.settings["COMITY_DATA"]), **{
        name: court.settings[name] for name in ("COMITY_DATABASE_URL",) if name in court.settings
    })  # fmt: skip
    try:
        assert until(again.is_up, 15), again.output
        assert time.monotonic() - begun < 15
        again.process.kill()
        assert until(lambda: not again.is_listening(), 20)
    finally:
        again.process.kill()
        again.process.wait()
