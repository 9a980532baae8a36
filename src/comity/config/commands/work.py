# SPDX-License-Identifier: EUPL-1.2
"""comity work: the worker alone, as `comity run` starts it; and what the worker could not do."""

import argparse
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from comity.config import lifeline
from comity.config.boot import boot
from comity.config.problem import Problem

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name


def register(commands: "Commands") -> None:
    command = commands.add_parser(
        "work",
        help="do the work that is owed (mail, reminders, clocks)",
        description="Do the work that is owed, until stopped. `comity run` starts one; more may run beside it. "
        "With one of the options: see to work that failed, and end.",
    )
    what = command.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", dest="lists", help="list the work that failed")
    what.add_argument("--retry", type=int, metavar="ID", help="let this work be tried again now")
    what.add_argument("--drop", type=int, metavar="ID", help="give this work up for good: it will never be done")
    command.add_argument("--json", action="store_true", help="with --list: for a program to read")
    command.add_argument("--demo", action="store_true", help="the court is a demonstration")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT; or see to work that failed. Returns 1 where some was given up and is listed."""
    if not (args.lists or args.retry or args.drop):
        lifeline.follow_supervisor()
        boot(demo=args.demo)
        return int(import_module("comity.core.worker").main() or 0)
    boot(demo=args.demo)
    if args.lists:
        return list_troubles(as_json=args.json)
    return see_to(args.retry or args.drop, drops=bool(args.drop))


def list_troubles(*, as_json: bool) -> int:
    """Print the work that failed; return 1 where some was given up."""
    found = import_module("comity.core.outbox").troubles()
    if as_json:
        print(json.dumps([_plain(one) for one in found], indent=2))
    else:
        for one in found:
            what = "given up" if one.is_dead else f"again at {one.due_at:%Y-%m-%d %H:%M:%S} UTC"
            print(f"{one.id:>8}  {one.name}  {one.attempts} attempts, {what}: {one.error}")
        print(f"{len(found)} pieces of work failed." if found else "No work failed.")
    return int(any(one.is_dead for one in found))


def _plain(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "attempts": one.attempts,
        "given_up": one.is_dead,
        "owed_at": one.owed_at.isoformat(),
        "due_at": one.due_at.isoformat(),
        "error": one.error,
    }


def see_to(number: int, *, drops: bool) -> int:
    """Let one piece of work be tried again, or give it up for good; raises Problem where there is none of that id."""
    outbox, errors = import_module("comity.core.outbox"), import_module("comity.core.errors")
    atomic = import_module("django.db.transaction").atomic
    try:
        with atomic():
            name = outbox.drop(number) if drops else outbox.try_again(number)
    except errors.NotFound:
        wanted = "was given up" if drops else "failed"
        raise Problem(f"No work of the id {number} {wanted}.", "See which there is: comity work --list") from None
    print(f"{name}: {'given up for good' if drops else 'will be tried again now'}.")
    return 0
