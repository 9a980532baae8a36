# SPDX-License-Identifier: EUPL-1.2
"""comity work: the worker alone, as `comity run` starts it."""

import argparse
from importlib import import_module
from typing import TYPE_CHECKING

from comity.config import lifeline
from comity.config.boot import boot

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name


def register(commands: "Commands") -> None:
    command = commands.add_parser(
        "work",
        help="do the work that is owed (mail, reminders, clocks)",
        description="Do the work that is owed, until stopped. `comity run` starts one; more may run beside it.",
    )
    command.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT."""
    lifeline.follow_supervisor()
    boot()
    return int(import_module("comity.core.worker").main() or 0)
