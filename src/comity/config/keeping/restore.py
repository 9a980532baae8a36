# SPDX-License-Identifier: EUPL-1.2
"""Making a court from a backup, in an empty place, whole or not at all."""

import json
import shutil
from pathlib import Path
from typing import Any

from pyrage import x25519

from comity.config.problem import Problem

from .backup import ABOUT
from .databases import Database
from .sealed import Told, sync_directory, unpack

PLACE = ".restoring"


def restore(source: Path, *, data: Path, url: str, identities: list[x25519.Identity], told: Told) -> dict[str, Any]:
    """Fill an empty data directory and an empty database from a backup; return what the backup says of itself.

    Everything is unpacked and checked beside its place first. Raises Problem, with nothing left behind.
    """
    if not source.is_file():
        raise Problem(f"There is no file {source}.", "", code=2)
    left = [path.name for path in data.iterdir() if path.name != PLACE] if data.exists() else []
    if left:
        raise Problem(
            f"The data directory {data} is not empty (it holds {left[0]}).",
            "Restore into an empty place: COMITY_DATA=/path/to/directory",
            code=2,
        )
    database = Database(url, data)
    database.refuse_full()
    place = data / PLACE
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700, parents=True)
    try:
        unpack(source, identities, place, told)
        about = _about(source, place, database)
        for path in sorted((place / "data").iterdir()):
            path.rename(data / path.name)
        database.fill(place / database.member)
        sync_directory(data)
    except BaseException as error:
        _take_back(data, database)
        if isinstance(error, OSError):
            raise Problem(f"Nothing was restored: {error.strerror or error}.", "Make room, and try again") from None
        raise
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return about


def _about(source: Path, place: Path, database: Database) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((place / ABOUT).read_text(encoding="utf-8"))
        member = about["database"]
    except (OSError, ValueError, KeyError):
        raise Problem(f"{source} is no backup of Comity.", "Name the file that comity backup wrote", code=2) from None
    if member != database.member:
        made_of, wanted = (
            ("SQLite", "PostgreSQL") if database.member != "database.sqlite3" else ("PostgreSQL", "SQLite")
        )
        raise Problem(
            f"The backup is of a court on {made_of}, and {wanted} was named.", "Mend COMITY_DATABASE_URL", code=2
        )
    if not (place / "data" / "keys").is_dir() or not (place / member).is_file():
        raise Problem(f"{source} holds no court.", "Use another backup", code=2)
    return about


def _take_back(data: Path, database: Database) -> None:
    """Leave the place as empty as it was."""
    if database.is_sqlite:
        database.file.unlink(missing_ok=True)
    for path in data.iterdir():
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
