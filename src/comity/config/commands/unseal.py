# SPDX-License-Identifier: EUPL-1.2
"""comity unseal: a sealed file opened with the identity that its reader keeps."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from comity.config.problem import Problem

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

ABOUT = """Open a sealed FILE on this machine, without a network. The identity is a file of age-keygen, or one sealed
with a passphrase, as the page of keys hands it out; the passphrase is asked for, or read from the input where that is
no terminal. Exit code 1 when the identity does not open the file or the passphrase is wrong, 2 when something cannot be
used."""


def register(commands: "Commands") -> None:
    command = commands.add_parser("unseal", help="open a sealed file", description=ABOUT)
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("--identity", metavar="FILE", type=Path, required=True, help="who opens it")
    command.add_argument("--out", metavar="FILE", type=Path, help="where to; FILE without .age if not given")
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open; raises Problem, with no file left behind."""
    from comity.config.sealing import files, identities  # noqa: PLC0415 - not wanted where another command runs

    target = args.out or (args.file.with_suffix("") if args.file.suffix == ".age" else None)
    if target is None:
        raise Problem(f"{args.file} does not end in .age.", "Say where to: --out FILE", code=2)
    header = files.unseal(args.file, target, identities.read_identities(args.identity))
    print(
        json.dumps({"file": str(target), "recipients": header.recipients})
        if args.json
        else f"{target}: opened; sealed to {header.recipients}, of whom some may be nobody"
    )
    return 0
