# SPDX-License-Identifier: EUPL-1.2
"""comity bench: how fast a court is, over HTTP, with a real server."""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.config.boot import boot
from comity.config.problem import Problem

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

NAMES = ("page", "list", "search", "create", "send")
START_SECONDS = 300
ABOUT = """Start the demonstration court of the data directory (a large one: comity demo --requests 100000), sign its
people in, and measure: milliseconds at the median and at the 95th of 100 calls, calls per second, memory. The court
grows by what is created and sent."""


def register(commands: "Commands") -> None:
    command = commands.add_parser("bench", help="how fast it is", description=ABOUT)
    command.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure (default all): {', '.join(NAMES)}")
    command.add_argument("--clients", type=int, nargs="+", default=[1, 8], metavar="N", help="at once (default 1 8)")
    command.add_argument("--seconds", type=float, default=5.0, help="for each figure (default 5)")
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure and print; raises Problem when the court does not start."""
    if unknown := set(args.names) - set(NAMES):
        raise Problem(f"No such measurement: {', '.join(sorted(unknown))}.", f"There are {', '.join(NAMES)}", code=2)
    boot(demo=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        log = Path(home) / "log"
        server = _started(port, log)
        try:
            _wait(server, log)
            told = _measured(args, port, server.pid)
        finally:
            server.terminate()
            server.wait()
    if args.json:
        print(json.dumps(told, indent=2))
    return 0


def _started(port: int, log: Path) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "COMITY_PUBLIC_URL": f"http://localhost:{port}", "PORT": str(port)}
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "comity.config.main", "run", "--demo"], env=environment, stdout=output, stderr=output
        )


def _wait(server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while "Ctrl-C stops it." not in log.read_text(encoding="utf-8"):
        if server.poll() is not None or time.monotonic() > end:
            last = (log.read_text(encoding="utf-8").strip().splitlines() or ["it said nothing"])[-1]
            raise Problem("The court to be measured did not start:", last)
        time.sleep(0.1)


def _measured(args: argparse.Namespace, port: int, pid: int) -> dict[str, Any]:
    bench, measure = import_module("comity.config.bench"), import_module("comity.config.measure")
    court = import_module("comity.config.court")
    told: dict[str, Any] = {"machine": measure.machine(), **court.size(), "results": []}
    say = (lambda _line: None) if args.json else print
    say(f"{told['requests']} requests on {told['database']}")
    say(f"{told['machine']['cores']} x {told['machine']['processor']}")
    say(f"{'':8} {'clients':>7} {'calls':>7} {'p50 ms':>8} {'p95 ms':>8} {'per second':>10}")
    used = bench.Bench(port, court.password(), max(args.clients), args.seconds)
    for name in args.names or NAMES:
        for clients in args.clients:
            figures = asdict(bench.BENCHES[name](used, clients))
            told["results"].append({"name": name, **figures})
            say(
                f"{name:8} {clients:7} {figures['calls']:7} {figures['p50_ms']:8.2f} {figures['p95_ms']:8.2f} "
                f"{figures['per_second']:10.1f}"
            )
    used.close()
    told["memory_mib"] = measure.memory_mib(pid)
    say(f"memory   {told['memory_mib']} MiB (web server, worker and supervisor together)")
    return told
