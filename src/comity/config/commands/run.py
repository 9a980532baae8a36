# SPDX-License-Identifier: EUPL-1.2
"""comity run: the pages and the worker, together."""

import argparse
import os
from importlib import import_module
from typing import TYPE_CHECKING

from comity.config.boot import boot
from comity.config.problem import Problem

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name


def register(commands: "Commands") -> None:
    command = commands.add_parser(
        "run", help="start the pages and the worker", description="Start the pages and the worker; Ctrl-C stops both."
    )
    command.add_argument("--demo", action="store_true", help="a made-up court with accounts to try")
    command.add_argument("--migrate", action="store_true", help="bring the database of a real court up to date first")
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    command.add_argument("--port", type=port_number, help="default: $PORT, else 8000")
    command.add_argument("--processes", type=int, default=2, metavar="N", help="web processes (default 2)")
    command.set_defaults(run=run)


def port_number(text: str) -> int:
    """Return the port, or refuse what is none."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535")


def run(args: argparse.Namespace) -> int:
    """Check that all is well, start, and keep running until a signal asks for the end."""
    port = args.port or _port_of_environment()
    os.environ["PORT"] = str(port)
    boot(demo=args.demo)
    start = import_module("comity.config.start")
    accounts = start.prepare_court(args.host, port, demo=args.demo, migrates=args.migrate)
    return int(start.run_until_stopped(args.host, port, processes=max(1, args.processes), accounts=accounts))


def _port_of_environment() -> int:
    try:
        return port_number(os.environ.get("PORT") or "8000")
    except argparse.ArgumentTypeError as error:
        raise Problem(f"PORT={error}", "", code=2) from None
