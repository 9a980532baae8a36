# SPDX-License-Identifier: EUPL-1.2
"""A receiver of webhooks as somebody else would write one: it knows the published scheme and nothing of our code."""

import base64
import hashlib
import hmac
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE = 5 * 60


@dataclass
class Receiver:
    """What was posted to it (path, headers, body), and what it answers: a status, and where to go next."""

    status: int = 200
    location: str = ""
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"


@contextmanager
def receiving(receiver: Receiver) -> Iterator[Receiver]:
    """Let it listen for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(receiver.status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", receiver.port), Handler)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Unverified(Exception):
    """A message that is not what it says it is."""


def verify(secret: str, headers: dict[str, str], body: bytes, *, at: float | None = None) -> str:
    """Return the id of a message; raises Unverified for a wrong signature or a time outside the window."""
    kind, _, encoded = secret.partition("_")
    if kind != "whsec":
        raise Unverified("no secret of this scheme")
    key = base64.b64decode(encoded, validate=True)
    stamp = int(headers["webhook-timestamp"])
    if abs((time.time() if at is None else at) - stamp) > TOLERANCE:
        raise Unverified("too old or too new")
    content = headers["webhook-id"] + "." + headers["webhook-timestamp"] + "." + body.decode()
    wanted = base64.b64encode(hmac.digest(key, content.encode(), hashlib.sha256)).decode()
    for one in headers["webhook-signature"].split(" "):
        version, _, given = one.partition(",")
        if version == "v1" and hmac.compare_digest(given, wanted):
            return headers["webhook-id"]
    raise Unverified("no signature fits")
