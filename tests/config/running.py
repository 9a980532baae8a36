# SPDX-License-Identifier: EUPL-1.2
"""Starting `comity` as a process of its own, with settings of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.plugins import environment

COMITY = Path(sys.executable).parent / "comity"
PATIENCE = 120.0

needs_assets = pytest.mark.skipif(not environment.assets_are_built(), reason="the assets are not built: make assets")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(data: Path, **more: str) -> dict[str, str]:
    """Return an environment with nothing of this test run's own court in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_", "PYTEST_"))}
    return {**kept, "COMITY_DATA": str(data), "PORT": str(free_port()), **more}


def comity(data: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [COMITY, *arguments],
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


def until(happens: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


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
