# SPDX-License-Identifier: EUPL-1.2
"""comity doctor: what is right and what is wrong with this installation."""

import argparse
import json
from importlib import import_module
from typing import TYPE_CHECKING

from comity.config.boot import boot
from comity.config.problem import Problem

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name


def register(commands: "Commands") -> None:
    command = commands.add_parser(
        "doctor",
        help="what is right and wrong with this installation",
        description="Look at everything that must be right. Exit code 1 when anything is wrong.",
    )
    command.add_argument("--demo", action="store_true", help="the court is a demonstration")
    command.add_argument(
        "--whole", action="store_true", help="read every document and every leaf of the log back, which takes its time"
    )
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Examine, print, and return 1 when anything is wrong."""
    findings = examine(demo=args.demo, whole=args.whole)
    wrong = [finding for finding in findings if not finding["well"]]
    if args.json:
        print(json.dumps({"well": not wrong, "findings": findings}, indent=2))
    else:
        for finding in findings:
            print(f"{'well' if finding['well'] else 'WRONG':>5}  {finding['about']}: {finding['what']}")
            if finding["mend"]:
                print(f"       {finding['mend']}")
    return 1 if wrong else 0


def examine(*, demo: bool, whole: bool = False) -> list[dict[str, str | bool]]:
    """Return every finding; where the settings themselves cannot be read, that alone."""
    try:
        boot(demo=demo)
    except Problem as problem:
        return [{"about": "settings", "well": False, "what": problem.what, "mend": problem.mend}]
    findings: list[dict[str, str | bool]] = import_module("comity.config.examination").examine(whole=whole)
    return findings
