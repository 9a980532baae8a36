# SPDX-License-Identifier: EUPL-1.2
"""The supervisor, with real processes and real signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comity.config.supervisor import Supervisor

SUPERVISE = """
import sys
from comity.config.supervisor import Supervisor
program = [sys.executable, "-c", sys.argv[1], sys.argv[2]]
with Supervisor({"first program": program, "second program": program}, grace=1.5, first=0.1) as supervisor:
    supervisor.start()
    code = supervisor.watch()
print("stopped", flush=True)
sys.exit(code)
"""
NOTE = "import os, pathlib, signal, sys, time; (pathlib.Path(sys.argv[1]) / str(os.getpid())).touch(); "
STAYS = NOTE + "time.sleep(60)"
STUBBORN = NOTE.replace("; (", "; signal.signal(signal.SIGTERM, signal.SIG_IGN); (") + "time.sleep(60)"
FOLLOWS = "from comity.config.lifeline import follow_supervisor; follow_supervisor(); " + STAYS
DIES = NOTE + "sys.exit(3)"
PATIENCE = 15.0

Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a supervisor of two such programs; each notes its process number as a file of tmp_path."""
    started = []

    def starting(program: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, program, str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield starting
    for process in started:
        process.kill()
        process.communicate()
    for number in noted(tmp_path):
        if is_alive(number):
            os.kill(number, signal.SIGKILL)


def noted(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir()]


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(happens: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not happens() and time.monotonic() < end:
        time.sleep(0.02)
    return happens()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_supervisor_asked_to_stop_ends_all_programs(start: Start, tmp_path: Path, number: signal.Signals) -> None:
    supervisor = start(STAYS)
    assert until(lambda: len(noted(tmp_path)) == 2)

    supervisor.send_signal(number)
    said, complaints = supervisor.communicate(timeout=PATIENCE)

    assert (supervisor.returncode, said, complaints) == (0, "stopped\n", "")
    assert [n for n in noted(tmp_path) if is_alive(n)] == []


def test_program_that_ends_is_started_again(start: Start, tmp_path: Path) -> None:
    supervisor = start(STAYS)
    assert until(lambda: len(noted(tmp_path)) == 2)

    os.kill(noted(tmp_path)[0], signal.SIGKILL)

    assert until(lambda: len(noted(tmp_path)) == 3)
    supervisor.terminate()
    _, complaints = supervisor.communicate(timeout=PATIENCE)
    assert complaints.count("program ended (signal SIGKILL); starting it again in 0.1 s.\n") == 1


def test_program_that_keeps_ending_is_started_later_each_time(start: Start, tmp_path: Path) -> None:
    supervisor = start(DIES)
    # Of the two programs one may be ahead: by then each of them has begun four times.
    assert until(lambda: len(noted(tmp_path)) >= 10)

    supervisor.terminate()
    _, complaints = supervisor.communicate(timeout=PATIENCE)

    pauses = [line.rsplit(" in ", 1)[1] for line in complaints.splitlines() if line.startswith("The first")]
    assert pauses[:3] == ["0.1 s.", "0.2 s.", "0.4 s."]


def test_program_that_does_not_stop_is_made_to(start: Start, tmp_path: Path) -> None:
    supervisor = start(STUBBORN)
    assert until(lambda: len(noted(tmp_path)) == 2)

    supervisor.terminate()
    _, complaints = supervisor.communicate(timeout=PATIENCE)

    assert (supervisor.returncode, complaints.count("did not stop when asked: ended by force.")) == (0, 2)
    assert [n for n in noted(tmp_path) if is_alive(n)] == []


def test_second_signal_does_not_wait(start: Start, tmp_path: Path) -> None:
    supervisor = start(STUBBORN)
    assert until(lambda: len(noted(tmp_path)) == 2)

    begun = time.monotonic()
    supervisor.send_signal(signal.SIGINT)
    time.sleep(0.2)
    supervisor.send_signal(signal.SIGINT)
    supervisor.communicate(timeout=PATIENCE)

    assert time.monotonic() - begun < 1.4


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's end")
def test_supervisor_killed_takes_its_programs_along(start: Start, tmp_path: Path) -> None:
    supervisor = start(FOLLOWS)
    assert until(lambda: len(noted(tmp_path)) == 2)

    supervisor.kill()

    assert until(lambda: not any(is_alive(n) for n in noted(tmp_path)))


def test_waiting_ends_when_a_program_cannot_start() -> None:
    with Supervisor({"broken program": [sys.executable, "-c", "raise SystemExit(1)"]}) as supervisor:
        supervisor.start()

        assert supervisor.wait_until(lambda: False, seconds=PATIENCE) is False
