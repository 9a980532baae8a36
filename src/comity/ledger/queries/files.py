# SPDX-License-Identifier: EUPL-1.2
"""The files of the log, as they are served: the checkpoint and the tiles."""

import json
from pathlib import Path

from django.conf import settings

from ..format.tiles import read_path, tile_path, unpack_hashes


def ledger_directory() -> Path:
    """Return the directory of the log's files."""
    return Path(settings.COMITY_DATA) / "ledger"


def checkpoint_file() -> bytes | None:
    """Return the newest checkpoint as it is published; None before the first."""
    try:
        return (ledger_directory() / "checkpoint").read_bytes()
    except FileNotFoundError:
        return None


def doubts_file() -> Path:
    """Return the file in which it is kept what witnesses have against this log."""
    return ledger_directory() / "doubts"


def system_doubts() -> dict[str, str]:
    """Return, by their keys, what witnesses have seen of this log that it is not; empty where none has."""
    try:
        found: dict[str, str] = json.loads(doubts_file().read_bytes())
    except FileNotFoundError:
        return {}
    return found


def tile_file(path: str) -> bytes | None:
    """Return the tile of this path below `tile/`; None where there is none, Malformed where there never will be."""
    read_path(path)
    try:
        return (ledger_directory() / "tile" / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def hashes_of_tile(level: int, number: int, width: int) -> list[bytes]:
    """Return the hashes of a tile on the disk; raises FileNotFoundError, and Malformed where it is damaged."""
    data = (ledger_directory() / "tile" / tile_path(level, number, width)).read_bytes()
    return unpack_hashes(data)
