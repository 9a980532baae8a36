# SPDX-License-Identifier: EUPL-1.2
"""comity demo: a made-up court of any size, the same for the same seed."""

import argparse
import json
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

from comity.config.boot import boot
from comity.config.supervisor import say

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

STEP = 10_000


def register(commands: "Commands") -> None:
    command = commands.add_parser(
        "demo",
        help="make a made-up court of any size",
        description="Make the demonstration court in the data directory, and as many requests more as asked for. "
        "The same seed and number make the same court on the same day; what is there is not made again.",
    )
    command.add_argument("--requests", type=whole_number, default=0, metavar="N", help="further requests (default 0)")
    command.add_argument("--seed", default="1", help="another seed, another court (default 1)")
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=run)


def whole_number(text: str) -> int:
    """Return the number, or refuse what is none."""
    if text.isascii() and text.isdigit() and int(text) <= 10_000_000:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of requests: give one from 0 to 10000000")


def run(args: argparse.Namespace) -> int:
    """Make the court and say what was made."""
    boot(demo=True)
    made = make(requests=args.requests, seed=args.seed)
    if args.json:
        print(json.dumps(made))
    else:
        print(
            f"{made['added']} requests were added in {made['seconds']} s; "
            f"{made['requests']} of seed {args.seed} are there."
        )
    return 0


def make(*, requests: int, seed: str) -> dict[str, Any]:
    """Make the demonstration court and a large one beside it, telling the progress; Django is set up already."""
    prepare, checkup = import_module("comity.config.prepare"), import_module("comity.config.checkup")
    checkup.check_database()
    checkup.check_not_newer()
    begun = time.monotonic()
    say("The demonstration court ...")
    prepare.migrate()
    prepare.load_reference()
    accounts = prepare.demonstration()

    def told(done: int) -> None:
        if done % STEP == 0 or done == requests:
            say(f"{done:>9} of {requests} requests, {time.monotonic() - begun:.0f} s")

    added = prepare.large_court(requests=requests, seed=seed, told=told) if requests else 0
    return {
        "requests": requests,
        "added": added,
        "seed": seed,
        "seconds": round(time.monotonic() - begun, 1),
        "accounts": [account.email for account in accounts],
    }
