# SPDX-License-Identifier: EUPL-1.2
"""A real clamd with one signature of our own: what it finds is refused, and while it is away no file is taken."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from comity.core.errors import Invalid
from comity.documents import intake, scan, store
from tests.factories.documents import TEXT, a_file

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
needs_clamd = pytest.mark.skipif(CLAMD is None, reason="clamd is not installed")
# The test file of the antivirus makers, put together here so that no scanner takes this file for one.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
CONFIGURATION = """
Foreground yes
LocalSocket {home}/clamd.sock
DatabaseDirectory {home}/signatures
TemporaryDirectory {home}
StreamMaxLength 4M
MaxThreads 2
"""


@pytest.fixture(scope="module")
def clamd() -> Iterator[str]:
    """A scanner on a socket of its own; `tmp_path` would be too long for the name of a socket."""
    home = Path(tempfile.mkdtemp(prefix="clamd-"))
    (home / "signatures").mkdir()
    (home / "signatures" / "local.ndb").write_text(f"Local.Test:0:*:{EICAR[:40].hex()}\n")
    (home / "clamd.conf").write_text(CONFIGURATION.format(home=home))
    with (home / "log").open("wb") as log:
        process = subprocess.Popen([str(CLAMD), "-c", str(home / "clamd.conf")], stdout=log, stderr=log)
    where = str(home / "clamd.sock")
    try:
        end = time.monotonic() + 60
        while not answers(where):
            assert process.poll() is None, (home / "log").read_text()
            assert time.monotonic() < end, (home / "log").read_text()
            time.sleep(0.1)
        yield where
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def answers(where: str) -> bool:
    try:
        return "ClamAV" in scan.version(where, seconds=5)
    except scan.ScannerAway:
        return False


@pytest.fixture
def scanned(clamd: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(settings, "COMITY_CLAMD", clamd)
    return clamd


@needs_clamd
def test_clean_file_is_taken_and_says_by_what_it_was_scanned(scanned: str) -> None:
    assert intake.accept(a_file(), name="note.txt").scanned_by.startswith("ClamAV ")


@needs_clamd
@pytest.mark.parametrize("before", [0, 3 * store.SEGMENT - 20], ids=["at the start", "across two segments"])
def test_infected_file_is_refused_with_what_was_found(scanned: str, before: int) -> None:
    data = (TEXT * (before // len(TEXT) + 1))[:before] + EICAR

    with pytest.raises(Invalid, match=r"found Local\.Test"):
        intake.accept(a_file(data), name="note.txt")


@needs_clamd
def test_what_the_scanner_will_not_look_at_is_not_taken(scanned: str) -> None:
    """Its own limit is lower than ours: it says so and hangs up."""
    with pytest.raises(Invalid, match="does not answer"):
        intake.accept(a_file(TEXT * 80_000), name="note.txt")


def test_no_file_is_taken_while_the_scanner_is_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for where in (str(tmp_path / "nothing.sock"), "127.0.0.1:1", "nonsense"):
        monkeypatch.setattr(settings, "COMITY_CLAMD", where)
        with pytest.raises(Invalid, match="does not answer"):
            intake.accept(a_file(), name="note.txt")


def test_scanner_that_says_nothing_is_not_waited_for_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"127.0.0.1:{silent.getsockname()[1]}"
        begun = time.monotonic()
        with pytest.raises(scan.ScannerAway):
            scan.found_in(where, [TEXT], seconds=0.3)

    assert time.monotonic() - begun < 5


def test_without_a_scanner_it_is_said_that_nothing_scanned_it() -> None:
    assert intake.accept(a_file(), name="note.txt").scanned_by == ""
