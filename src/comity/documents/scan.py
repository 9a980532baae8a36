# SPDX-License-Identifier: EUPL-1.2
"""clamd, asked over INSTREAM: the file goes to it piece by piece and is written nowhere.

docs/decisions/0019-scanner.md says why a file is refused while the scanner does not answer.
"""

import socket
from collections.abc import Iterable

PIECE = 256 * 1024
MOST_SAID = 4096


class ScannerAway(Exception):
    """clamd does not answer, or cannot look at a file of this size."""


def _connect(where: str, seconds: float) -> socket.socket:
    if where.startswith("/"):
        found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        found.settimeout(seconds)
        try:
            found.connect(where)
        except OSError:
            found.close()
            raise
        return found
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def version(where: str, *, seconds: float) -> str:
    """Return what clamd says it is; raises ScannerAway."""
    try:
        with _connect(where, seconds) as line:
            line.sendall(b"zVERSION\0")
            return _answer(line)
    except (OSError, ValueError) as error:
        raise ScannerAway(str(error)) from None


def found_in(where: str, chunks: Iterable[bytes], *, seconds: float) -> str:
    """Return the name of what clamd found, or "" where it found nothing; raises ScannerAway."""
    try:
        with _connect(where, seconds) as line:
            line.sendall(b"zINSTREAM\0")
            _send(line, chunks)
            said = _answer(line)
    except (OSError, ValueError) as error:
        raise ScannerAway(str(error)) from None
    if said == "stream: OK":
        return ""
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(said or "it said nothing")


def _send(line: socket.socket, chunks: Iterable[bytes]) -> None:
    for chunk in chunks:
        for start in range(0, len(chunk), PIECE):
            piece = chunk[start : start + PIECE]
            line.sendall(len(piece).to_bytes(4, "big") + piece)
    line.sendall(b"\0\0\0\0")


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < MOST_SAID:
        piece = line.recv(MOST_SAID)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
