# SPDX-License-Identifier: EUPL-1.2
"""Several programs that belong together: started together, kept running, stopped together."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Self

from comity.config.lifeline import SUPERVISOR

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STEADY_SECONDS = 60.0


def say(text: str) -> None:
    """Speak to the operator, on the stream that is not for data."""
    print(text, file=sys.stderr, flush=True)


@dataclass
class Child:
    name: str
    argv: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the supervisor alone, which then stops all in order.
        self.process = subprocess.Popen(  # noqa: S603 - our own programs, named by our own code
            list(self.argv), start_new_session=True, env={**os.environ, SUPERVISOR: str(os.getpid())}
        )
        self.started = time.monotonic()

    def signal(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """End the program and whatever it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Keeps programs running until SIGINT, SIGTERM or SIGHUP; one that ends is started again, later each time."""

    def __init__(
        self, programs: Mapping[str, Sequence[str]], *, grace: float = 15.0, first: float = 0.5, longest: float = 30.0
    ) -> None:
        self.children = [Child(name, argv) for name, argv in programs.items()]
        self.grace, self.first, self.longest = grace, first, longest
        self.signals = 0
        self._ear, self._mouth = socket.socketpair()
        self._before: dict[signal.Signals, object] = {}
        self._fd_before = -1

    def __enter__(self) -> Self:
        for end in (self._ear, self._mouth):
            end.setblocking(False)
        self._fd_before = signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        for number in SIGNALS:
            self._before[number] = signal.signal(number, self._asked_to_stop)
        # A handler, though one that does nothing: only then does the death of a child wake us.
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        signal.set_wakeup_fd(self._fd_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal itself returned
        self._ear.close()
        self._mouth.close()

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.signals += 1

    def start(self) -> None:
        for child in self.children:
            child.start()

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float) -> bool:
        """Return whether it became ready; False as soon as a program ends, a signal comes or the time is up."""
        end = time.monotonic() + seconds
        while not is_ready():
            if self.signals or time.monotonic() > end or not all(child.is_running for child in self.children):
                return False
            self._sleep(0.05)
        return True

    def watch(self) -> int:
        """Keep all programs running until a signal asks for the end; return 0."""
        while not self.signals:
            now = time.monotonic()
            for child in self.children:
                self._look_after(child, now)
            waiting = [child.again_at - now for child in self.children if not child.is_running]
            self._sleep(max(0.05, min([*waiting, 60.0])))
        return 0

    def _look_after(self, child: Child, now: float) -> None:
        if child.process and child.process.poll() is not None:
            child.deaths = 1 if now - child.started > STEADY_SECONDS else child.deaths + 1
            pause = min(self.longest, self.first * 2 ** (child.deaths - 1))
            say(f"The {child.name} ended ({_ended(child.process.returncode)}); starting it again in {pause:g} s.")
            child.kill()  # what it may have left behind would hold its port
            child.process, child.again_at = None, now + pause
        if child.process is None and now >= child.again_at:
            child.start()

    def stop(self) -> None:
        """End all programs: asked first, made to after the grace time or at a second signal."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        heard, end = self.signals, time.monotonic() + self.grace
        while any(child.is_running for child in self.children) and time.monotonic() < end and self.signals <= heard:
            self._sleep(0.1)
        for child in self.children:
            if child.is_running:
                say(f"The {child.name} did not stop when asked: ended by force.")
            child.kill()

    def _sleep(self, seconds: float) -> None:
        ready, _, _ = select.select([self._ear], [], [], seconds)
        if ready:
            with contextlib.suppress(BlockingIOError):
                self._ear.recv(4096)


def _ended(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
