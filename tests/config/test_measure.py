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
        self._answer(404 if self.path == "/none" else 200, self.headers["Cookie"])

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(302 if self.path == "/send" else 200, "")

    def _answer(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Location", "/next")
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
    made = [measure.Caller("127.0.0.1", port, {"session": "abc"}) for _ in range(3)]
    yield made
    for caller in made:
        caller.close()


def test_measured_times_are_those_of_the_server(callers: list[measure.Caller], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "WARM_UP", 1)

    found = measure.measure(lambda caller, _number: (caller.get("/page"), None)[1], callers, seconds=0.5)

    assert (found.clients, found.p50_ms >= PAUSE * 1000, found.p95_ms >= found.p50_ms) == (3, True, True)
    assert 3 * 5 <= found.calls <= 3 * 0.5 / PAUSE


def test_caller_carries_its_cookies_and_follows_forms(callers: list[measure.Caller]) -> None:
    assert callers[0].get("/page") == "session=abc"
    assert callers[0].post("/send", {"a": "b"}) == "/next"


def test_answer_that_was_not_meant_ends_the_measuring(callers: list[measure.Caller]) -> None:
    with pytest.raises(measure.Unexpected, match="gave 404"):
        measure.measure(lambda caller, _number: (caller.get("/none"), None)[1], callers, seconds=0.1)
    with pytest.raises(measure.Unexpected, match="gave 200"):
        callers[1].post("/form", {})


def test_figures_of_known_times() -> None:
    found = measure.figures([n / 1000 for n in range(1, 101)], clients=2, seconds=4.0)

    assert found == measure.Figures(clients=2, calls=100, p50_ms=51.0, p95_ms=96.0, per_second=25.0)


def test_memory_and_machine_are_told() -> None:
    assert measure.memory_mib(os.getpid()) > 5
    assert measure.machine()["cores"] == os.cpu_count()
