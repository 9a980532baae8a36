# SPDX-License-Identifier: EUPL-1.2
"""The log as it is shown today, to somebody who is not its court: by its address, or from a copy of its files."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from comity.config.problem import Problem
from comity.ledger.format.receipt import Against
from comity.ledger.format.tiles import tile_path, unpack_hashes

SECONDS = 20
MOST_BYTES = 64 * 1024
NEAR = frozenset({"localhost", "127.0.0.1", "::1"})
Get = Callable[[str], bytes]


def shown_log(place: str) -> Against:
    """Return the checkpoint that this address, directory or file shows, and the reader of its tiles.

    Raises Problem where there is none.
    """
    get = _of_address(place) if "://" in place else _of_files(Path(place))
    try:
        checkpoint = get("checkpoint")
    except OSError as error:
        raise Problem(f"No checkpoint can be read at {place} ({error}).", "Name the log: --against", code=2) from None
    return checkpoint, lambda level, number, width: unpack_hashes(get(f"tile/{tile_path(level, number, width)}"))


def _of_files(path: Path) -> Get:
    def get(name: str) -> bytes:
        if path.is_dir():
            return (path / name).read_bytes()
        if name != "checkpoint":
            raise FileNotFoundError("a checkpoint alone does not show that it continues another: name the log's files")
        return path.read_bytes()

    return get


def _of_address(address: str) -> Get:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in NEAR):
        raise Problem(f"{address} is neither https nor on this machine.", "", code=2)

    def get(name: str) -> bytes:
        try:
            with urllib.request.urlopen(f"{address.rstrip('/')}/{name}", timeout=SECONDS) as answer:  # noqa: S310 - see above
                return bytes(answer.read(MOST_BYTES))
        except (urllib.error.URLError, http.client.HTTPException) as error:
            raise OSError(f"{name}: {error}") from None

    return get
