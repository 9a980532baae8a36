# SPDX-License-Identifier: EUPL-1.2
"""comity backup: everything that is kept, in one sealed file, while Comity runs."""

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from comity.config.boot import data_directory
from comity.config.problem import Problem
from comity.config.progress import Progress

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

ABOUT = """Write keys, database, documents and ledger to FILE while Comity runs, sealed to age recipients: only who
holds the identity of one of them can open it, with Comity or with the age tool. Keep that identity elsewhere."""


def register(commands: "Commands") -> None:
    command = commands.add_parser("backup", help="write everything that is kept to one sealed file", description=ABOUT)
    command.add_argument("file", metavar="FILE", type=Path, nargs="?", help="where to; it must not exist")
    command.add_argument(
        "--to", metavar="RECIPIENT", action="append", default=[], help="age1...; may be repeated (COMITY_BACKUP_TO)"
    )
    command.add_argument("--make-key", metavar="FILE", type=Path, help="make an identity, and print its recipient")
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make a key, a backup, or both; raises Problem, with no file left behind."""
    from comity.config.keeping import backup, identities  # noqa: PLC0415 - not wanted where another command runs

    if args.file is None and args.make_key is None:
        raise Problem("Nothing was asked for.", "Name a FILE, or make a key: comity backup --make-key FILE", code=2)
    to = [*args.to, *os.environ.get("COMITY_BACKUP_TO", "").split()]
    if args.make_key is not None:
        made = identities.make_key(args.make_key)
        to.append(made)
        if args.file is None:
            print(json.dumps({"recipient": made}) if args.json else f"Recipient: {made}")
            return 0
    recipients = identities.recipients(to)
    if not recipients:
        raise Problem(
            "Nobody is named who could open the backup.",
            "Name a recipient: --to age1..., or COMITY_BACKUP_TO; make one: comity backup --make-key FILE",
            code=2,
        )
    url = os.environ.get("COMITY_DATABASE_BACKUP_URL") or os.environ.get("COMITY_DATABASE_URL", "")
    with Progress("backup") as progress:
        found = backup.make(args.file, data=data_directory(), url=url, recipients=recipients, told=progress.more)
    if args.json:
        print(json.dumps(found))
    else:
        print(f"{found['file']}: {found['size'] // 1024**2} MiB, made at {found['made_at']}")
    return 0
