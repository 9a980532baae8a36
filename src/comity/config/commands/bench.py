# SPDX-License-Identifier: EUPL-1.2
"""comity bench: how fast the pages of a large court are, over HTTP with a real server."""

import argparse
import json
import os
import tempfile
from importlib import import_module
from typing import TYPE_CHECKING, Any

from comity.config.boot import MARK, boot, data_directory
from comity.config.commands.demo import make, whole_number
from comity.config.measure import Unexpected
from comity.config.problem import Problem

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

NAMES = ("page", "list", "search", "create", "send")
DOCUMENTS = "documents"
ALONE = (DOCUMENTS, "ledger", "report", "resolutions")


def register(commands: "Commands") -> None:
    command = commands.add_parser(
        "bench",
        help="measure how fast the pages of a large court are",
        description="Measure over HTTP with a real server: p50, p95, the slowest, calls a second at 1 and 8 clients, "
        "memory. Measures the demonstration court of the data directory (it gains drafts and sent requests), or one "
        "made for it in a temporary directory with --requests.",
    )
    command.add_argument("name", nargs="?", default="all", choices=(*NAMES, *ALONE, "all"), metavar="NAME",
                         help=f"{', '.join(NAMES)}, or all of these; or {', '.join(ALONE)} alone")  # fmt: skip
    command.add_argument(
        "--requests", type=whole_number, default=0, metavar="N", help="measure a new court of N requests"
    )
    command.add_argument(
        "--leaves", type=whole_number, default=200_000, metavar="N", help="leaves of the log measured (default 200000)"
    )
    command.add_argument("--seed", default="1", help="the seed of the new court (default 1)")
    command.add_argument(
        "--seconds", type=float, default=5.0, metavar="S", help="how long each is measured (default 5)"
    )
    command.add_argument(
        "--mib", type=whole_number, default=2048, metavar="M", help="the size of the file of `bench documents` (2048)"
    )
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure and print the figures."""
    if args.name == "ledger":
        return run_ledger(args)
    if args.name in {"report", "resolutions"}:
        bench = import_module(f"comity.config.bench.{args.name}")
        figures = bench.measure(args.seconds)
        print("\n".join([json.dumps(figures, indent=2)] if args.json else bench.lines(figures)))
        return 0
    if args.requests:
        with tempfile.TemporaryDirectory(prefix="comity-bench-") as directory:
            os.environ["COMITY_DATA"] = directory
            found = measured(args)
    else:
        found = measured(args)
    if args.json:
        print(json.dumps(found, indent=2))
    else:
        table = "documents" if args.name == DOCUMENTS else "table"
        for line in import_module(f"comity.config.bench.{table}").lines(found):
            print(line)
    return 0


def run_ledger(args: argparse.Namespace) -> int:
    """Measure the log of a directory made for it, or of an empty database where a PostgreSQL is named."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as directory:
        os.environ["COMITY_DATA"] = directory
        boot(demo=True)
        bench = import_module("comity.config.bench.ledger")
        found = bench.measure(args.leaves)
    for line in [json.dumps(found, indent=2)] if args.json else bench.lines(found):
        print(line)
    return 0 if found["well"] else 1


def measured(args: argparse.Namespace) -> dict[str, Any]:
    """Make the court that is asked for, measure it, and return the figures."""
    if not args.requests and not (data_directory() / MARK).exists():
        raise Problem(
            f"There is no demonstration court in {data_directory()}.",
            "Make one: comity demo --requests 100000; or let one be made for it: comity bench --requests 100000",
        )
    boot(demo=True)
    if args.requests:
        make(requests=args.requests, seed=args.seed)
    else:
        import_module("comity.config.examination").migrations()
    names = NAMES if args.name == "all" else (args.name,)
    found: dict[str, Any]
    try:
        if args.name == DOCUMENTS:
            found = import_module("comity.config.bench.documents").run(args.mib)
            return found
        bench = import_module("comity.config.bench.run")
        found = bench.Bench(names, args.seconds).run()
    except Unexpected as unexpected:
        raise Problem(f"What was measured went wrong: {unexpected}.", "") from None
    return found
