# SPDX-License-Identifier: EUPL-1.2
"""A large file through the real server: up in pieces, into a document, down again; what the server holds meanwhile."""

import base64
import hashlib
import http.client
import os
import re
import threading
import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from comity.config.bench.server import Server
from comity.config.bench.subjects import ISSUER
from comity.config.demonstration import PASSWORD
from comity.config.demonstration.cast import Cast
from comity.config.measure import Caller, Unexpected, machine, memory_mib
from comity.config.problem import Problem
from comity.config.supervisor import say
from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.viewer import system_viewer

MIB = 1024**2
PIECE = 8 * MIB
FORM_MIB = 64
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
TEXT = b"On 3 May 2021 one crate was moved out of warehouse 4 of the port of Ostern.\n"


class Peak:
    """The most memory that processes held while this was looking, in MiB."""

    def __init__(self, pid: int) -> None:
        self.pid, self.mib, self._ended = pid, 0.0, threading.Event()
        self._looker = threading.Thread(target=self._look)

    def _look(self) -> None:
        while not self._ended.wait(0.1):
            self.mib = max(self.mib, memory_mib(self.pid))

    def __enter__(self) -> Self:
        self._looker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._looker.join()


class Client(Caller):
    """A caller that also sends bytes and takes them as they come."""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> http.client.HTTPResponse:
        """Send and return the answer, not yet read."""
        self.connection.request(
            method, path, body,
            {
                "Host": self.host, "Origin": f"http://{self.host}", "X-CSRFToken": self.cookies.get("csrf", ""),
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                "Accept-Language": "en", **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )  # fmt: skip
        return self.connection.getresponse()

    def done(self, method: str, path: str, status: int, body: Any = None, **headers: str) -> http.client.HTTPMessage:
        """Send and return the headers; any other status is Unexpected."""
        answer = self.ask(method, path, body, **headers)
        said = answer.read()
        if answer.status != status:
            raise Unexpected(f"{method} {path} gave {answer.status}: {said[:300]!r}")
        return answer.headers


def pieces(mib: int) -> Iterator[bytes]:
    """Yield a file of this size: a film by its beginning, since nothing else may be as large; no piece like another."""
    yield (FILM + TEXT * (PIECE // len(TEXT) + 1))[:PIECE]
    for number in range(1, mib * MIB // PIECE):
        yield (b"%08d %s" % (number, TEXT) * (PIECE // (len(TEXT) + 9) + 1))[:PIECE]


def run(mib: int) -> dict[str, Any]:
    """Measure with a file of so many MiB and return the figures; raises Problem where there is no court to measure."""
    mib = max(mib, 8) // 8 * 8
    with as_viewer(system_viewer("load")):
        cast = Cast.called(at=now())
        if cast.is_new:
            raise Problem("There is no demonstration court here.", "Make one: comity demo --requests 1")
    with Server() as server:
        client = Client(server.port)
        client.get("/account/login/")
        client.post("/account/login/", {"login": cast.people[ISSUER].email, "password": PASSWORD})
        request = _a_draft(client)
        idle = memory_mib(server.processes["web"].pid)
        say(f"{mib} MiB up in pieces, and down again ...")
        with Peak(server.processes["web"].pid) as up:
            address, digest, sending, ending = _sent(client, request, mib)
        page = _added(client, request, address)
        with Peak(server.processes["web"].pid) as down:
            receiving = _received(client, page, mib, digest)
        with Peak(server.processes["web"].pid) as form:
            posting = _posted(client, request)
        client.close()
    return {
        "machine": machine(),
        "mib": mib,
        "up_mib_per_second": round(mib / sending, 1),
        "last_piece_seconds": round(ending, 1),
        "down_mib_per_second": round(mib / receiving, 1),
        "form_mib": FORM_MIB,
        "form_mib_per_second": round(FORM_MIB / posting, 1),
        "memory_mib": {"idle": idle, "up": up.mib, "down": down.mib, "form": form.mib},
    }


def _a_draft(client: Client) -> str:
    page = client.get("/requests/new/")
    found = re.search(r'name="file"[^>]*value="([0-9a-f-]{36})"|<option value="([0-9a-f-]{36})"', page)
    if found is None:
        raise Unexpected("no case file is offered for a draft")
    led = client.post("/requests/new/", {"file": found[1] or found[2], "kind": "EVID"})
    return led.removesuffix("edit/")


def _sent(client: Client, request: str, mib: int) -> tuple[str, str, float, float]:
    name = base64.b64encode(b"large.mp4").decode()
    address = client.done(
        "POST", f"{request}documents/uploads/", 201, Upload_Length=str(mib * MIB), Upload_Metadata=f"filename {name}"
    )["Location"]
    digest, offset, begun, last = hashlib.sha256(), 0, time.monotonic(), 0.0
    for piece in pieces(mib):
        digest.update(piece)
        since = time.monotonic()
        answer = client.done(
            "PATCH", address, 204, piece, Content_Type="application/offset+octet-stream", Upload_Offset=str(offset)
        )
        last = time.monotonic() - since
        offset = int(answer["Upload-Offset"])
    return address, digest.hexdigest(), time.monotonic() - begun, last


def _added(client: Client, request: str, address: str) -> str:
    fields = {"upload": address.split("/")[-2], "title": "Bench", "language": "en", "text_kind": "original"}
    return client.post(f"{request}documents/new/", fields)


def _received(client: Client, page: str, mib: int, digest: str) -> float:
    found = re.search(r'action="([^"]*/documents/files/[^"]*)"', client.get(page))
    if found is None:
        raise Unexpected(f"{page} offers no download")
    body = urlencode({"csrfmiddlewaretoken": client.cookies["csrf"]})
    begun = time.monotonic()
    answer = client.ask("POST", found[1], body, Content_Type="application/x-www-form-urlencoded")
    come, size = hashlib.sha256(), 0
    while chunk := answer.read(MIB):
        come.update(chunk)
        size += len(chunk)
    if (answer.status, size, come.hexdigest()) != (200, mib * MIB, digest):
        raise Unexpected(f"the download gave {answer.status} and {size} bytes, not what was sent")
    return time.monotonic() - begun


def _posted(client: Client, request: str) -> float:
    """Post a form with a file, its body made as it goes."""
    edge = os.urandom(12).hex()
    fields = {"csrfmiddlewaretoken": client.cookies["csrf"], "title": "Form", "language": "en", "text_kind": "original"}
    head = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="form.mp4"\r\n\r\n'
    tail = f"\r\n--{edge}--\r\n"
    size = len(head) + FORM_MIB * MIB + len(tail)

    def body() -> Iterator[bytes]:
        yield head.encode()
        yield from pieces(FORM_MIB)
        yield tail.encode()

    begun = time.monotonic()
    client.done(
        "POST", f"{request}documents/new/", 302, body(), Content_Type=f"multipart/form-data; boundary={edge}",
        Content_Length=str(size),
    )  # fmt: skip
    return time.monotonic() - begun


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the figures for people."""
    memory = found["memory_mib"]
    for name, mib, speed, held in (
        ("up in pieces", found["mib"], found["up_mib_per_second"], memory["up"]),
        ("down", found["mib"], found["down_mib_per_second"], memory["down"]),
        ("up in a form", found["form_mib"], found["form_mib_per_second"], memory["form"]),
    ):
        yield f"{name:<14}{mib:>6} MiB {speed:>8} MiB/s   web processes {held} MiB"
    yield f"the last piece, after which all is read back: {found['last_piece_seconds']} s; idle: {memory['idle']} MiB"
