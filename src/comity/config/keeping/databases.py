# SPDX-License-Identifier: EUPL-1.2
"""A copy of the database while people work in it, and a database made from a copy."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from comity.config.database import database
from comity.config.problem import Problem

SQLITE, POSTGRESQL = "database.sqlite3", "database.pgdump"
PROGRAMS = Path("/usr/lib/postgresql")


class Database:
    """The database that an address names; empty: the embedded one of the data directory."""

    def __init__(self, url: str, data: Path) -> None:
        try:
            self.settings = database(url, data)
        except ValueError as error:
            raise Problem(f"The setting of the database cannot be used: {error}.", "", code=2) from None

    @property
    def is_sqlite(self) -> bool:
        return bool(self.settings["ENGINE"] == "comity.core.sqlite")

    @property
    def file(self) -> Path:
        return Path(self.settings["NAME"])

    @property
    def member(self) -> str:
        """How a copy of it is called within a backup."""
        return SQLITE if self.is_sqlite else POSTGRESQL

    def copy(self, target: Path) -> None:
        """Copy the database as it stands at one instant, while it is written to; raises Problem."""
        if not self.is_sqlite:
            self._run("pg_dump", "--format=custom", "--compress=1", f"--file={target}")
            return
        if not self.file.exists():
            raise Problem(
                f"There is no database in {self.file.parent}.", "Name the court: COMITY_DATA=/path/to/directory"
            )
        try:
            with (
                closing(sqlite3.connect(f"{self.file.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as source,
                closing(sqlite3.connect(target)) as copy,
            ):
                source.backup(copy)  # in one step: a reader that sees one instant, and keeps no writer waiting
                copy.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            raise Problem(f"The database cannot be copied: {error}.", "Look at comity doctor") from None

    def refuse_full(self) -> None:
        """Raise Problem where there is something in the database already."""
        if self.is_sqlite:
            if self.file.exists():
                raise Problem(
                    f"{self.file} exists already.", "Restore into an empty place: COMITY_DATA=/path/to/directory"
                )
            return
        with self._connection() as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            ).fetchone()
        if row != (0,):
            raise Problem("The PostgreSQL database is not empty.", "Name an empty one: createdb, COMITY_DATABASE_URL")

    def fill(self, copy: Path) -> None:
        """Make the database from a copy of it, whole or not at all; raises Problem."""
        if not self.is_sqlite:
            self._run("pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction", str(copy))
            return
        with closing(sqlite3.connect(copy)) as made:
            if made.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise Problem("The copy of the database is damaged.", "Use another backup")
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(copy, self.file)

    def size(self) -> int:
        """How many bytes it takes on this machine's disk: none where it lies elsewhere."""
        return self.file.stat().st_size if self.is_sqlite and self.file.exists() else 0

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Any]]:
        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        given = {name: self.settings[key] for key, name in names.items() if self.settings[key]}
        try:
            with psycopg.connect(connect_timeout=5, **given) as connection:
                yield connection
        except psycopg.OperationalError as error:
            said = str(error).strip().splitlines()[-1]
            raise Problem(
                f"PostgreSQL does not answer: {said}.", "Start it, or mend the address of the database"
            ) from None

    def _run(self, program: str, *arguments: str) -> None:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PG")},
            "PGHOST": self.settings["HOST"],
            "PGPORT": self.settings["PORT"],
            "PGUSER": self.settings["USER"],
            "PGPASSWORD": self.settings["PASSWORD"],  # never in the arguments, which everybody on the machine can read
            "PGDATABASE": self.settings["NAME"],
            "PGCONNECT_TIMEOUT": "5",
        }
        environment = {name: value for name, value in environment.items() if value}
        named = (f"--dbname={self.settings['NAME']}",) if program == "pg_restore" else ()
        try:
            done = subprocess.run(  # noqa: S603 - one of two programs, on arguments of ours
                [_program(program), *named, *arguments],
                env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False,
            )  # fmt: skip
        except OSError as error:
            raise Problem(f"{program} cannot be started ({error}).", "Install PostgreSQL's client programs") from None
        if done.returncode != 0:
            said = (done.stderr.decode(errors="replace").strip().splitlines() or ["it says nothing"])[0]
            mend = "Give it a role that sees every row: COMITY_DATABASE_BACKUP_URL (docs/operations.md)"
            raise Problem(f"{program}: {said}.", mend if "row-level security" in said else "")


def _program(name: str) -> str:
    """Return the newest of the installed ones: an older pg_dump refuses a newer server."""
    versions = sorted(PROGRAMS.glob("*/bin"), key=lambda place: float(place.parent.name), reverse=True)
    places = [str(place / name) for place in versions if (place / name).exists()]
    return next(iter(places), shutil.which(name) or name)
