# SPDX-License-Identifier: EUPL-1.2
"""Who is to administer a new court: read from a file or asked for, checked before anything is made."""

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from comity.config.problem import Problem

ORGANS = {"OTP": "Office of the Prosecutor", "REG": "Registry", "CHM": "Chambers", "PRE": "Presidency"}
EACH = 2
_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Administrator(NamedTuple):
    """One person to be invited."""

    name: str
    email: str


Invited = Mapping[str, list[Administrator]]


def read(path: Path) -> Invited:
    """Return the administrators that a TOML file names, two for each organ; raises Problem with all that is wrong."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Problem(f"{path} cannot be read ({error.strerror}).", "", code=2) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem(f"{path} is no TOML ({error}).", "See comity init --help", code=2) from None
    found = {organ: [_administrator(row) for row in _tables(document.get(organ))] for organ in ORGANS}
    unknown = [f"“{name}” is no organ" for name in document if name not in ORGANS]
    _demand(path, [*unknown, *_faults(found)])
    return found


def ask() -> Invited:
    """Ask at the terminal for two administrators of each organ; raises Problem where nobody can answer."""
    if not sys.stdin.isatty():
        raise Problem("Nobody is there to name the administrators.", "Give them in a file: --people FILE", code=2)
    found: dict[str, list[Administrator]] = {}
    taken: set[str] = set()
    try:
        for organ, name in ORGANS.items():
            print(f"\n{name}: {EACH} administrators")
            found[organ] = [_asked(number, taken) for number in range(1, EACH + 1)]
    except EOFError:
        raise Problem("The list of administrators is not complete; nothing was made.", "", code=2) from None
    return found


def _asked(number: int, taken: set[str]) -> Administrator:
    name = ""
    while not name:
        name = input(f"  {number}. Name: ").strip()
    while True:
        email = input("     E-mail: ").strip().lower()
        if _ADDRESS.fullmatch(email) and email not in taken:
            taken.add(email)
            return Administrator(name, email)
        print("     Not an address, or named already; each person has their own.")


def _tables(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _administrator(row: Any) -> Administrator:
    given = row if isinstance(row, dict) else {}
    name, email = given.get("name"), given.get("email")
    return Administrator(
        name.strip() if isinstance(name, str) else "", email.strip().lower() if isinstance(email, str) else ""
    )


def _faults(found: Invited) -> Iterable[str]:
    seen: set[str] = set()
    for organ, people in found.items():
        if len(people) != EACH:
            yield f"{organ} has {len(people)} administrators instead of {EACH}"
        for person in people:
            if not person.name:
                yield f"{organ}: somebody has no name"
            if not _ADDRESS.fullmatch(person.email):
                yield f"{organ}: “{person.email}” is no e-mail address"
            elif person.email in seen:
                yield f"{organ}: {person.email} is named twice"
            seen.add(person.email)


def _demand(path: Path, faults: list[str]) -> None:
    if faults:
        raise Problem(f"{path}: {'; '.join(faults)}.", "See comity init --help", code=2)
