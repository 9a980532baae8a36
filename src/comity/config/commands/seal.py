# SPDX-License-Identifier: EUPL-1.2
"""comity seal: a file so that only the recipients can open it; no server has part in it."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

ABOUT = """Seal FILE to age recipients, on this machine, without a network. The result is an ordinary age file; keys
made for the purpose and thrown away bring the recipients it shows to 4, 8 or 16. Compare the fingerprints that are
printed with those in the note verbale. Exit code 2 when something cannot be used."""


def register(commands: "Commands") -> None:
    command = commands.add_parser("seal", help="seal a file to age recipients", description=ABOUT)
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("--to", metavar="RECIPIENT", nargs="+", action="extend", required=True, help="age1...")
    command.add_argument("--out", metavar="FILE", type=Path, help="where to; FILE.age if not given")
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Seal and say to whom; raises Problem, with no file left behind."""
    from comity.config.sealing.files import seal  # noqa: PLC0415 - not wanted where another command runs
    from comity.parties.sealing import in_groups  # noqa: PLC0415 - as above

    target = args.out or args.file.with_name(f"{args.file.name}.age")
    fingerprints = seal(args.file, target, args.to)
    if args.json:
        print(json.dumps({"file": str(target), "fingerprints": fingerprints}))
    else:
        print(f"{target}: sealed to")
        for one in fingerprints:
            print(f"  {in_groups(one)}")
    return 0
