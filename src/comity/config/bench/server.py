# SPDX-License-Identifier: EUPL-1.2
"""A court that really runs: web server and worker as `comity run` starts them, on a port of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from types import TracebackType
from typing import Self

from comity.config.lifeline import SUPERVISOR
from comity.config.measure import memory_mib
from comity.config.problem import Problem

HOST = "127.0.0.1"
WORKERS = 2
READY_SECONDS = 60


class Server:
    """The programs of one court; `memory` is what they hold for themselves, in MiB, by program."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        python = [sys.executable, "-m"]
        address = {"PORT": str(self.port), "COMITY_PUBLIC_URL": f"http://localhost:{self.port}"}
        programs = {
            "web": [*python, "comity.config.serve", HOST, str(self.port), str(WORKERS)],
            "worker": [*python, "comity.config.main", "work"],
        }
        for name, program in programs.items():
            self.processes[name] = subprocess.Popen(  # noqa: S603 - our own programs
                program,
                env={**os.environ, **address, SUPERVISOR: str(os.getpid())},
                stdout=sys.stderr.fileno(),  # the figures alone go out
            )
        try:
            self._wait()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def memory(self) -> dict[str, float]:
        """What each program and its children hold now."""
        return {name: memory_mib(process.pid) for name, process in self.processes.items()}

    def _wait(self) -> None:
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and self.processes["web"].poll() is None:
            try:
                with urllib.request.urlopen(f"http://{HOST}:{self.port}/account/login/", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise Problem("The web server did not start:", "what it said stands above")

    def _stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
