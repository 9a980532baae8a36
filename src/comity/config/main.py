# SPDX-License-Identifier: EUPL-1.2
"""The `comity` command. Exit code 0: well; 1: something was found or is wrong; 2: the input cannot be used."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from comity import __version__
from comity.config.problem import Problem

# A module of comity.config.commands each, in the order of `comity --help`. None is imported before it is asked for:
# `comity check` starts without Django.
COMMANDS = (
    "run",
    "init",
    "doctor",
    "backup",
    "restore",
    "check",
    "statute",
    "resolution",
    "clocks",
    "ledger",
    "receipt",
    "documents",
    "seal",
    "unseal",
    "shares",
    "sign",
    "demo",
    "bench",
    "work",
)


def parser(names: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser that knows these commands."""
    top = argparse.ArgumentParser(
        prog="comity",
        description="Cooperation between the International Criminal Court, States and others.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"comity {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for name in names:
        import_module(f"comity.config.commands.{name}").register(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    known = [name for name in COMMANDS if find_spec(f"comity.config.commands.{name}")]
    args = parser([given[0]] if given and given[0] in known else known).parse_args(given)
    try:
        return int(args.run(args) or 0)
    except Problem as problem:
        print(f"comity: {problem}", file=sys.stderr)
        return problem.code
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # Whoever read our output (head, less) has had enough; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE


if __name__ == "__main__":
    sys.exit(main())
