# SPDX-License-Identifier: EUPL-1.2
"""A court whose programs can be killed at any moment, and are started again at once by whoever killed them."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from tests.config.running import COMITY, free_port, settings

PATIENCE = 60.0
ROOT = Path(__file__).parents[2]


class Programs:
    """The web server and the workers of one court, as `comity run` starts them, without its supervisor."""

    def __init__(self, data: Path, more: Mapping[str, str], *, workers: int = 2) -> None:
        self.data, self.port, self.superuser_url = data, free_port(), ""
        address = f"http://localhost:{self.port}"
        self.settings = {
            **settings(data, COMITY_MODE="demo", PORT=str(self.port), COMITY_PUBLIC_URL=address, **more),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        python = [sys.executable, "-m"]
        self.commands = {"web": [*python, "comity.config.serve", "127.0.0.1", str(self.port), "2"]}
        self.commands |= {f"worker {number}": [*python, "comity.config.main", "work"] for number in range(workers)}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.log = data.parent / "faults.log"

    def make(self) -> None:
        """Make the demonstration court, or bring what is there to the shape that this version needs."""
        subprocess.run([COMITY, "demo"], env=self.settings, check=True, stdout=subprocess.DEVNULL)

    def start(self, name: str) -> None:
        with self.log.open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.commands[name], env=self.settings, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def start_all(self) -> None:
        for name in self.commands:
            self.start(name)
        self.wait()

    def kill(self, name: str) -> None:
        """End a program as a power cut would, with all its children, and start it again."""
        process = self.running[name]
        for number in [*_children(process.pid), process.pid]:
            _kill(number)
        process.wait()
        self.start(name)

    def kill_one_of(self, draw: Random) -> None:
        """End one process of the web server, which starts another by itself."""
        children = _children(self.running["web"].pid)
        if children:
            _kill(draw.choice(children))

    def revive(self) -> None:
        """Start a server again that gave up after many deaths of its processes, as the supervisor of `comity run` does.

        It may still answer once before it does so.
        """
        if self.running["web"].poll() is not None:
            self.start("web")

    def wait(self) -> None:
        """Wait until the pages answer."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.revive()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/account/login/", timeout=5):
                    return
            except (OSError, urllib.error.URLError):
                time.sleep(0.05)
        raise AssertionError(self.log.read_text(encoding="utf-8")[-3000:])

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def comity(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command on this court."""
        return subprocess.run(
            [COMITY, *arguments],
            env=self.settings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def close_log(self) -> None:
        """Close the log now, as its minute would."""
        code = (
            "from comity.config.boot import boot; boot(demo=True)\n"
            "from comity.ledger import actions, tasks; actions.system_sequence(); tasks.publish()"
        )
        subprocess.run([sys.executable, "-c", code], env=self.settings, check=True)

    def inside(self, *arguments: str) -> str:
        """Look at the court from within, in a process of its own; return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.inside", *arguments],
            env=self.settings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [number for one in text.split() for number in (int(one), *_children(int(one)))]


def _kill(number: int) -> None:
    try:
        os.kill(number, signal.SIGKILL)
    except ProcessLookupError:
        return


Kill = Callable[[], None]


def kills(programs: Programs, draw: Random, more: Mapping[str, Kill]) -> dict[str, Kill]:
    """Return everything that can be killed, by name."""
    found: dict[str, Kill] = {name: lambda name=name: programs.kill(name) for name in programs.commands}  # type: ignore[misc]  # bound now
    return {**found, "a process of the web": lambda: programs.kill_one_of(draw), **more}
