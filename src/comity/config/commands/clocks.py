# SPDX-License-Identifier: EUPL-1.2
"""comity clocks: bring the time limits that run to what the statute and its calendars say now."""

import argparse
import json
from importlib import import_module
from typing import TYPE_CHECKING

from comity.config.boot import boot
from comity.config.supervisor import say

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name


def register(commands: "Commands") -> None:
    command = commands.add_parser(
        "clocks",
        help="compute the running time limits anew",
        description="After a rule, a time zone or a calendar has changed: compute every running time limit anew. What "
        "changes is recorded on the timeline with the old date and the new one; a second run changes nothing.",
    )
    what = command.add_subparsers(metavar="WHAT", required=True)
    recompute = what.add_parser("recompute", help="compute the running time limits anew")
    recompute.add_argument("--json", action="store_true", help="for a program to read")
    recompute.add_argument("--demo", action="store_true", help="the court is a demonstration")
    recompute.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Recompute, telling the progress, and say how many requests were looked at and how many time limits changed."""
    boot(demo=args.demo)
    checkup = import_module("comity.config.checkup")
    checkup.check_database()
    checkup.check_not_older()
    made = {"requests": 0, "changed": 0}

    def told(seen: int, total: int, changed: int) -> None:
        made.update(requests=seen, changed=changed)
        say(f"{seen:>9} of {total} requests, {changed} time limits changed")

    now = import_module("comity.core.clock").now
    import_module("comity.requests.actions").system_recompute_all(at=now(), told=told)
    if args.json:
        print(json.dumps(made))
    else:
        print(f"{made['changed']} time limits changed on {made['requests']} requests on which one runs.")
    return 0
