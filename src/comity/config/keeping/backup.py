# SPDX-License-Identifier: EUPL-1.2
"""Making a backup while Comity runs.

The order carries the promise. First keys and ledger: the signer's own memory in the copy is never ahead of the copied
tree. Then the database, at one instant. Then all other files: a document is on the disk before its row is committed, so
every row of the copy finds its file.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage
from pyrage import x25519

from comity import __version__
from comity.config.problem import Problem

from .databases import Database
from .sealed import Told, writing

ABOUT = "about.json"
FIRST = ("keys", "ledger")
WORKPLACE = ".backup-"
# Never copied: the database itself, which is copied by its own means, and what is under way.
_NOT_COPIED = ("comity.sqlite3", "comity.sqlite3-wal", "comity.sqlite3-shm", "comity.sqlite3-journal")


def make(target: Path, *, data: Path, url: str, recipients: list[x25519.Recipient], told: Told) -> dict[str, Any]:
    """Write everything that is kept to one file that only these recipients open; return what was written.

    Raises Problem where there is no court, no room, no right to read everything, or the file exists already.
    """
    if not (data / "keys").is_dir():
        raise Problem(f"There is no court in {data}.", "Name it: COMITY_DATA=/path/to/directory", code=2)
    if target.exists() or target.with_name(f"{target.name}.part").exists():
        raise Problem(f"{target} or its .part exists already.", "Name another file", code=2)
    database = Database(url, data)
    about = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "comity": __version__,
        "database": database.member,
    }
    try:
        with _workplace(data) as place, writing(target, recipients, told) as writer:
            writer.add_bytes(ABOUT, json.dumps(about).encode())
            for path in _files(data, of=FIRST):
                writer.add(_name(data, path), path)
            _demand_room(data, database.size())
            copy = place / database.member
            database.copy(copy)
            writer.add(database.member, copy)
            copy.unlink()
            count = 0
            for path in _files(data, but=FIRST):
                # What was disposed of meanwhile is gone on purpose.
                if path.exists():
                    writer.add(_name(data, path), path)
                    count += 1
    except (OSError, pyrage.EncryptError) as error:
        raise Problem(f"{target} cannot be written: {error}.", "Make room, or name another file") from None
    return {**about, "file": str(target), "size": target.stat().st_size, "files": count}


def _demand_room(data: Path, size: int) -> None:
    free = shutil.disk_usage(data).free
    if free < size + size // 10:
        raise Problem(
            f"A copy of the database needs {size // 1024**2} MiB in {data}, where {free // 1024**2} are free.",
            "Make room",
        )


@contextmanager
def _workplace(data: Path) -> Iterator[Path]:
    """Give a directory beside the database, as well guarded as it; sweep those of backups that were killed."""
    for left in data.glob(f"{WORKPLACE}*"):
        if not _is_alive(left):
            shutil.rmtree(left, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix=f"{WORKPLACE}{os.getpid()}-", dir=data))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _is_alive(place: Path) -> bool:
    number = place.name.removeprefix(WORKPLACE).split("-")[0]
    return number.isdigit() and Path(f"/proc/{number}").exists()


def _files(data: Path, *, of: tuple[str, ...] = (), but: tuple[str, ...] = ()) -> Iterator[Path]:
    for top in sorted(data.iterdir()):
        if top.name.startswith(".") or top.name in (*_NOT_COPIED, *but) or (of and top.name not in of):
            continue
        yield from (
            (path for path in sorted(top.rglob("*")) if path.is_file() and not path.is_symlink())
            if top.is_dir()
            else [top]
        )


def _name(data: Path, path: Path) -> str:
    return f"data/{path.relative_to(data).as_posix()}"
