# SPDX-License-Identifier: EUPL-1.2
"""comity ledger: the whole log recomputed, and its newest checkpoint."""

import argparse
import json
from importlib import import_module
from typing import TYPE_CHECKING

from comity.config.boot import MARK, boot, data_directory
from comity.config.problem import Problem
from comity.config.supervisor import say

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

STEP = 100_000


def register(commands: "Commands") -> None:
    command = commands.add_parser("ledger", help="check the log, or show its newest checkpoint")
    topics = command.add_subparsers(metavar="TOPIC", required=True)
    verify = topics.add_parser(
        "verify",
        help="recompute the whole log",
        description="Recompute the whole log from its rows and from its files, and compare every entry with what was "
        "committed to. Exit code 1 when anything is damaged: the first row is named first.",
    )
    verify.add_argument("--json", action="store_true", help="for a program to read")
    verify.set_defaults(run=run_verify)
    checkpoint = topics.add_parser(
        "checkpoint", help="show the newest checkpoint", description="Show the newest checkpoint with its signatures."
    )
    checkpoint.add_argument("--json", action="store_true", help="for a program to read")
    checkpoint.set_defaults(run=run_checkpoint)


def _begin() -> None:
    boot(demo=(data_directory() / MARK).exists())
    checkup = import_module("comity.config.checkup")
    checkup.check_database()
    checkup.check_not_newer()
    checkup.check_not_older()


def run_verify(args: argparse.Namespace) -> int:
    """Check and say; return 1 when anything is damaged."""
    _begin()
    size, damages = import_module("comity.config.logcheck").check(told=_told)
    if args.json:
        found = [{"what": one.what, "where": one.where, "message": one.message} for one in damages]
        print(json.dumps({"well": not damages, "leaves": size, "damages": found}, indent=2))
    elif damages:
        for one in damages[:20]:
            print(f"DAMAGED  {one.what} {one.where}: {one.message}")
        if len(damages) > 20:
            print(f"         and {len(damages) - 20} more")
    else:
        print(f"{size} leaves, all as they were signed; every entry as it was committed to.")
    return 1 if damages else 0


def _told(done: int) -> None:
    if done % STEP == 0:
        say(f"{done:>10} checked")


def run_checkpoint(args: argparse.Namespace) -> int:
    """Show the newest checkpoint, or say that nothing was signed yet."""
    _begin()
    queries = import_module("comity.ledger.queries")
    data: bytes | None = queries.checkpoint_file()
    if data is None:
        raise Problem("Nothing was signed yet.", "The log closes once a minute while Comity runs")
    if not args.json:
        print(data.decode(), end="")
        return 0
    notes, checkpoints = import_module("comity.ledger.format.note"), import_module("comity.ledger.format.checkpoint")
    note = notes.read_note(data)
    checkpoint = checkpoints.read_checkpoint(note.text)
    told = {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "signatures": [line.name for line in note.signatures],
    }
    print(json.dumps(told, indent=2))
    return 0
