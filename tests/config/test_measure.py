# SPDX-License-Identifier: EUPL-1.2
"""The measuring itself, on a server whose time is known."""

import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from comity.config import measure

PAUSE = 0.02


class Slow(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        time.sleep(PAUSE)
        self._answer(404 if self.path == "/none" else 200, f"seen {self.headers['Cookie']}")

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(302 if form == "csrfmiddlewaretoken=abc&a=b" else 200, form)

    def _answer(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Location", "/next")
        self.send_header("Set-Cookie", "csrf=abc; Path=/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def callers(port: int) -> Iterator[list[measure.Caller]]:
    made = [measure.Caller(port) for _ in range(3)]
    yield made
    for caller in made:
        caller.close()


def test_measured_times_are_those_of_the_server(callers: list[measure.Caller]) -> None:
    found = measure.measure(lambda caller, _number: caller.get("/page"), callers, seconds=0.5)

    assert (found.clients, found.p50_ms >= PAUSE * 1000, found.p95_ms >= found.p50_ms) == (3, True, True)
    assert 3 * 5 <= found.calls <= 3 * (1 + 0.5 / PAUSE)


def test_caller_keeps_its_cookies_and_sends_its_token(callers: list[measure.Caller]) -> None:
    caller = callers[0]

    assert caller.get("/page") == "seen "
    assert caller.get("/page") == "seen csrf=abc"
    assert caller.post("/form", {"a": "b"}) == "/next"


def test_answer_that_was_not_meant_ends_the_measuring(callers: list[measure.Caller]) -> None:
    with pytest.raises(measure.Unexpected, match="gave 404"):
        measure.measure(lambda caller, _number: caller.get("/none"), callers, seconds=0.1)
    with pytest.raises(measure.Unexpected, match="gave 200: csrfmiddlewaretoken=abc&x=y"):
        callers[1].post("/form", {"x": "y"})


def test_measuring_ends_when_nothing_is_left(callers: list[measure.Caller]) -> None:
    def call(caller: measure.Caller, number: int) -> None:
        if number >= 4:
            raise measure.Exhausted
        caller.get("/page")

    assert measure.measure(call, callers, seconds=10).calls == 4


def test_figures_of_known_times() -> None:
    found = measure.figures([n / 1000 for n in range(1, 101)], clients=2, seconds=4.0)

    assert found == measure.Figures(clients=2, calls=100, p50_ms=51.0, p95_ms=96.0, max_ms=100.0, per_second=25.0)


def test_memory_and_machine_are_told() -> None:
    assert measure.memory_mib(os.getpid()) > 5
    assert measure.machine()["cores"] == os.cpu_count()
