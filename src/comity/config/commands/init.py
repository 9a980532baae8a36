# SPDX-License-Identifier: EUPL-1.2
"""comity init: a real court, from nothing to its first administrators."""

import argparse
import json
import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from comity.config import invitations, keys
from comity.config.boot import boot, check_writable, claim, data_directory
from comity.config.problem import Problem

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

ABOUT = """Set a real court up: its keys, its database, States, organs and organisations with their sources, and two
administrators of each organ, who come in by one-time codes to be handed over on paper. No demonstration data. Names and
e-mail addresses are asked for, or read from a TOML file with two [[OTP]], [[REG]], [[CHM]] and [[PRE]] tables, each
with name = "..." and email = "..."."""


def register(commands: "Commands") -> None:
    command = commands.add_parser("init", help="set a real court up, once", description=ABOUT)
    command.add_argument("--people", metavar="FILE", type=Path, help="TOML file with the administrators")
    command.add_argument("--codes", metavar="FILE", type=Path, help="write the codes there (mode 0600), not on screen")
    command.add_argument("--language", choices=["en", "fr"], default="en", help="of the administrators (default en)")
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Found the court; raises Problem, with nothing left behind, where there is one already."""
    if os.environ.get("COMITY_MODE") == "demo":
        raise Problem("COMITY_MODE is demo, and init sets real courts up.", "Unset COMITY_MODE", code=2)
    directory = data_directory()
    claim(directory, demo=False)
    invited = invitations.read(args.people) if args.people else invitations.ask()
    check_writable(directory)
    made_keys = _make_keys(directory)
    try:
        boot()
        founding = import_module("comity.config.founding")
        founding.refuse_second_court()
    except Problem:
        _take_back(directory, made_keys)
        raise
    codes = founding.found(invited, language=args.language, codes_file=args.codes, prints=not args.json)
    if args.json:
        print(json.dumps(_result(directory, codes, args.codes), ensure_ascii=False, indent=2))
    else:
        print("\nThe court is set up. Start it: comity run")
    return 0


def _make_keys(directory: Path) -> list[Path]:
    """Make the keys that are missing; a database that waits for lost ones is never given new ones."""
    missing = [path for name in keys.NAMES if not (path := directory / "keys" / f"{name}.key").exists()]
    if missing and (directory / "comity.sqlite3").exists():
        raise Problem(
            f"The data directory {directory} holds a court whose keys are missing.",
            "Restore its keys; new ones would lock its restricted pages for ever",
        )
    keys.make(directory / "keys")
    return missing


def _take_back(directory: Path, made: list[Path]) -> None:
    for path in made:
        path.unlink()
    if made and not any((directory / "keys").iterdir()):
        (directory / "keys").rmdir()


def _result(directory: Path, codes: list[dict[str, str]], codes_file: Path | None) -> dict[str, object]:
    """Return what JSON tells; the codes themselves only where they were not written to a file."""
    people = [{key: value for key, value in row.items() if key != "code" or codes_file is None} for row in codes]
    return {
        "directory": str(directory),
        "codes_file": str(codes_file.resolve()) if codes_file else None,
        "administrators": people,
    }
