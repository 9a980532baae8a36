# SPDX-License-Identifier: EUPL-1.2
"""How long calls over HTTP take: several clients at once, each with a connection of its own, for a fixed time."""

import http.client
import itertools
import os
import platform
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


class Exhausted(Exception):
    """Everything has been done that there was to do."""


class Unexpected(Exception):
    """The server answered with something else than what was measured."""


@dataclass(frozen=True)
class Figures:
    """Milliseconds at the median, the 95th of 100 calls and the slowest; calls per second of all clients together."""

    clients: int
    calls: int
    p50_ms: float
    p95_ms: float
    max_ms: float
    per_second: float

    def as_json(self) -> dict[str, float | int]:
        return asdict(self)


class Caller:
    """One client of a server on this machine: a connection that stays open, and the cookies it was given."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.host = f"localhost:{port}"
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        """Return the page; anything but a page is Unexpected."""
        status, _, body = self._call("GET", path, None, {})
        if status != http.client.OK:
            raise Unexpected(f"GET {path} gave {status}")
        return body

    def post(self, path: str, fields: Mapping[str, str]) -> str:
        """Send a form, with the token against forgery, and return where it led; anything but a way on is Unexpected."""
        body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrf", ""), **fields})
        status, location, answer = self._call(
            "POST", path, body, {"Content-Type": FORM, "Origin": f"http://{self.host}"}
        )
        if status not in {http.client.FOUND, http.client.SEE_OTHER} or location is None:
            raise Unexpected(f"POST {path} gave {status}: {' '.join(answer.split())[:300]}")
        return location

    def _call(self, method: str, path: str, body: str | None, more: Mapping[str, str]) -> tuple[int, str | None, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(
            method, path, body, {"Host": self.host, "Cookie": cookies, "Accept-Language": "en", **more}
        )
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return answer.status, answer.getheader("Location"), answer.read().decode()

    def close(self) -> None:
        self.connection.close()


def measure(call: Callable[[Caller, int], object], callers: Sequence[Caller], *, seconds: float) -> Figures:
    """Call again and again with every caller at once; `call` gets its caller and a number that no other call has.

    Ends early where `call` raises Exhausted: there is nothing left to do it to.
    """
    numbers = itertools.count()  # `next` on it is atomic
    times: list[list[float]] = [[] for _ in callers]
    errors: list[Exception] = []
    begun = time.perf_counter()
    end = begun + seconds

    def client(caller: Caller, kept: list[float]) -> None:
        try:
            while (since := time.perf_counter()) < end:
                call(caller, next(numbers))
                kept.append(time.perf_counter() - since)
        except Exhausted:
            return
        except (OSError, http.client.HTTPException, Unexpected) as error:
            errors.append(error)

    threads = [threading.Thread(target=client, args=pair) for pair in zip(callers, times, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - begun
    if errors:
        raise errors[0]
    return figures([one for kept in times for one in kept], clients=len(callers), seconds=lasted)


def figures(times: list[float], *, clients: int, seconds: float) -> Figures:
    """Return the figures of these times in seconds."""
    ordered = sorted(times)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2) if ordered else 0.0

    return Figures(clients, len(ordered), at(0.50), at(0.95), at(1.0), round(len(ordered) / seconds, 1))


def memory_mib(pid: int) -> float:
    """Return the memory that a process and its children hold for themselves (shared pages counted by share)."""
    total = 0.0
    for number in [pid, *_descendants(pid)]:
        try:
            rollup = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
    return round(total, 1)


def _descendants(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [number for child in children for number in (int(child), *_descendants(int(child)))]


def machine() -> dict[str, str | int]:
    """Return on what the figures were taken."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    names = [line for line in lines if line.startswith("model name")]
    return {
        "processor": names[0].split(":")[1].strip() if names else platform.processor(),
        "cores": os.cpu_count() or 1,
        "system": platform.platform(),
        "python": platform.python_version(),
    }
