# SPDX-License-Identifier: EUPL-1.2
"""comity documents: whether every file is what was given; a new key for all of them, while the court runs."""

import argparse
import json
import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING

from comity.config.boot import boot
from comity.config.problem import Problem

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

TOLD_EVERY = 2.0


def register(commands: "Commands") -> None:
    command = commands.add_parser("documents", help="verify the files of a court, or give them a new key")
    topics = command.add_subparsers(metavar="TOPIC", required=True)
    verify = topics.add_parser(
        "verify",
        help="read every file back and compare its digest",
        description="Read every file back and compare its digest. Exit code 1 when any is not what was given.",
    )
    verify.add_argument("--json", action="store_true", help="for a program to read")
    verify.set_defaults(run=run_verify)
    rotate = topics.add_parser(
        "rotate",
        help="make a new instance key",
        description="Make a new instance key. The worker wraps the keys of all files anew while the court runs; the "
        "older key goes once nothing needs it. Keep a copy of the key file apart, before and after.",
    )
    rotate.set_defaults(run=run_rotate)
    for topic in (verify, rotate):
        topic.add_argument("--demo", action="store_true", help="the court is a demonstration")


def run_verify(args: argparse.Namespace) -> int:
    """Verify, tell how far it is, and return 1 when anything is wrong."""
    boot(demo=args.demo)
    _check()
    actions = import_module("comity.documents.actions")
    db, viewer = import_module("comity.core.db"), import_module("comity.core.viewer")
    number, faults, told = 0, [], time.monotonic()
    with db.as_viewer(viewer.system_viewer("verify"), writes=False):
        for content_id, fault in actions.system_verify():
            number += 1
            if fault is not None:
                faults.append({"file": content_id.hex, "what": fault.what})
            if time.monotonic() - told > TOLD_EVERY:
                print(f"{number} files ...", file=sys.stderr, flush=True)
                told = time.monotonic()
    if args.json:
        print(json.dumps({"files": number, "faults": faults}, indent=2))
    else:
        for one in faults:
            print(f"WRONG  {one['file']}: {one['what']}")
        print(f"{number} files read back, {len(faults)} wrong")
    return 1 if faults else 0


def run_rotate(args: argparse.Namespace) -> int:
    """Make the new key, and say what follows."""
    boot(demo=args.demo)
    _check()
    keyring = import_module("comity.documents.store")
    actions = import_module("comity.documents.actions")
    now = import_module("comity.core.clock").now
    try:
        name = actions.begin_rotation(at=now())
    except (keyring.KeyringMissing, FileNotFoundError) as error:
        raise Problem(f"There is no key to rotate: {error}.", "Restore it from where the keys are kept") from None
    print(f"The new key is {name}. The worker wraps all others anew; comity doctor says when the older key is gone.")
    return 0


def _check() -> None:
    checkup = import_module("comity.config.checkup")
    checkup.check_database()
    checkup.check_not_newer()
    checkup.check_not_older()
