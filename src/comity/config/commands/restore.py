# SPDX-License-Identifier: EUPL-1.2
"""comity restore: a court from a backup, in an empty place."""

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from comity.config.boot import check_writable, data_directory
from comity.config.progress import Progress

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

ABOUT = """Fill an empty data directory (COMITY_DATA) and an empty database from FILE, whole or not at all. On
PostgreSQL the address of the owner is wanted: COMITY_DATABASE_OWNER_URL."""


def register(commands: "Commands") -> None:
    command = commands.add_parser("restore", help="make a court from a backup, in an empty place", description=ABOUT)
    command.add_argument("file", metavar="FILE", type=Path, help="what comity backup wrote")
    command.add_argument("--identity", metavar="FILE", type=Path, required=True, help="the age identity that opens it")
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Restore and say what to do next; raises Problem, with nothing left behind."""
    from comity.config.keeping import identities, restore  # noqa: PLC0415 - not wanted where another command runs

    opens = identities.identities(args.identity)
    data = data_directory()
    check_writable(data)
    url = os.environ.get("COMITY_DATABASE_OWNER_URL") or os.environ.get("COMITY_DATABASE_URL", "")
    with Progress("restore") as progress:
        about = restore.restore(args.file, data=data, url=url, identities=opens, told=progress.more)
    if args.json:
        print(json.dumps({**about, "directory": str(data)}))
    else:
        print(f"{data} holds the court as it was at {about['made_at']}.")
        print("What came later is not in it: compare with what others hold (docs/operations.md, Backup).")
        print("Then: comity run --migrate; comity doctor")
    return 0
