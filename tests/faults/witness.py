# SPDX-License-Identifier: EUPL-1.2
"""A witness of one log, of its own kind: it keeps what it saw last, and cosigns what grows out of that alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

from comity.ledger.format.checkpoint import cosign
from comity.ledger.format.note import Kind, SigningKey
from comity.ledger.format.tree import EMPTY_ROOT, NotProven
from comity.ledger.format.witness import check_growth, read_submission

KEY = SigningKey("library.example/witness", Kind.COSIGNATURE, b"\5" * 32)


class Witness(BaseHTTPRequestHandler):
    """`size` and `root` are what it saw last, `said` every status that it gave."""

    size: ClassVar[int] = 0
    root: ClassVar[bytes] = EMPTY_ROOT
    said: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        given, kind = read_submission(self.rfile.read(int(self.headers["Content-Length"]))), "text/plain"
        try:
            if given.old != Witness.size:
                status, body, kind = 409, f"{Witness.size}\n", "text/x.tlog.size"
            else:
                check_growth(given, size=Witness.size, root=Witness.root)
                Witness.size, Witness.root = given.checkpoint.size, given.checkpoint.root
                status, body = 200, str(cosign(KEY, given.note.text, time=1_800_000_000))
        except NotProven as error:
            status, body = 422, f"{error}\n"
        Witness.said.append(status)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def watching() -> Iterator[str]:
    """Let a witness that has seen nothing yet listen; give its line for the file `peers`."""
    Witness.size, Witness.root, Witness.said = 0, EMPTY_ROOT, []
    server = HTTPServer(("127.0.0.1", 0), Witness)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"witness {KEY.verifier} http://127.0.0.1:{server.server_address[1]}\nquorum 1\n"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
