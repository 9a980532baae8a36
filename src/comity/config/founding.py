# SPDX-License-Identifier: EUPL-1.2
"""Founding a court in a database that holds none: shape, reference data, first administrators with their codes."""

import os
from pathlib import Path

from django.conf import settings
from django.db import connection

from comity.config import checkup, prepare
from comity.config.invitations import Invited
from comity.config.problem import Problem
from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.errors import Invalid
from comity.core.viewer import system_viewer
from comity.parties.actions import system_first_administrators
from comity.parties.queries import system_has_people


def refuse_second_court() -> None:
    """Raise Problem where the database cannot be used or somebody works in it already."""
    checkup.check_database()
    checkup.check_not_newer()
    if "parties_person" in connection.introspection.table_names() and system_has_people():
        raise Problem(
            "A court is set up here already.",
            "Start it: comity run; for another one, name another COMITY_DATA and COMITY_DATABASE_URL",
        )


def found(invited: Invited, *, language: str, codes_file: Path | None, prints: bool) -> list[dict[str, str]]:
    """Found the court and return its administrators with their codes, which are written or printed before it stands.

    Where a code cannot be written, nobody is invited: the next try begins anew.
    """
    if codes_file is not None and codes_file.exists():
        raise Problem(f"{codes_file} exists already.", "Name another file for the codes", code=2)
    prepare.migrate()
    prepare.load_reference()
    try:
        with as_viewer(system_viewer("init")):
            made = system_first_administrators(invited, language=language, at=now())
            codes = [
                {"party": party.code, "name": person.name, "email": person.email, "code": code}
                for party, person, code in made
            ]
            if codes_file is not None:
                _write(codes_file, codes)
            elif prints:
                print(_sheet(codes))
    except Invalid as error:
        raise Problem(f"The administrators cannot be taken: {error}.", "", code=2) from None
    return codes


def _sheet(codes: list[dict[str, str]]) -> str:
    """Return the codes for reading: one block for each person, to be cut apart."""
    lines = [f"One-time codes, good for 14 days at {settings.COMITY_PUBLIC_URL}/welcome/. Hand each over in person."]
    for row in codes:
        lines += ["", f"{row['party']}  {row['name']}  {row['email']}", f"     {row['code']}"]
    return "\n".join(lines)


def _write(path: Path, codes: list[dict[str, str]]) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Problem(
            f"The codes cannot be written to {path} ({error.strerror}).", "Nobody was invited", code=2
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(_sheet(codes) + "\n")
        file.flush()
        os.fsync(file.fileno())
