# SPDX-License-Identifier: EUPL-1.2
"""Everything that must hold: the rules of the house, and all tests on SQLite, on PostgreSQL and in a browser.

Programs that the machine lacks are installed through apt. Where that cannot be done they are named and nothing is
said to be well, unless PARTIAL=1 was given; a CI machine (CI is set) never gets away with a part.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import check
import machine
import postgres

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # what pytest returns when nothing was collected


@dataclass
class Results:
    counts: Counter[str] = field(default_factory=Counter)
    parts: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def run_pytest(results: Results, name: str, *arguments: str, **environment: str) -> None:
    """Run pytest once and add what it found."""
    print(f"\n=== {name}", flush=True)
    with tempfile.TemporaryDirectory() as home:
        report = Path(home) / "report.json"
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-n",
                "auto",
                "--maxprocesses",
                "4",
                "--dist",
                "loadgroup",
                *arguments,
            ],
            cwd=ROOT,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **environment, "COMITY_TEST_REPORT": str(report)},
        )
        counts = json.loads(report.read_text()) if report.exists() else {}
    results.counts.update(counts)
    results.parts.append(f"{name} {counts.get('passed', 0)}")
    if done.returncode not in {0, NO_TESTS} or not counts:
        results.broken.append(name)


def run_all(results: Results, lacking: set[str]) -> None:
    """Run all parts for which the machine has the programs."""
    print("=== Rules of the house", flush=True)
    if not check.check(house_rules=False):
        results.broken.append("rules of the house")
    run_pytest(results, "SQLite", "-m", "not browser", COMITY_TEST_DATABASE="sqlite")
    if "PostgreSQL 15" not in lacking:
        with postgres.Cluster() as cluster:
            run_pytest(
                results, "PostgreSQL", "-m", "not browser",
                COMITY_TEST_DATABASE="postgresql", COMITY_TEST_POSTGRESQL_URL=cluster.url,
            )  # fmt: skip
    if not lacking & {"Chromium", "fonts"}:
        run_pytest(results, "browser", "-m", "browser", COMITY_TEST_DATABASE="sqlite")


def close(results: Results, lacking: set[str], seconds: float) -> int:
    """Say in the last line how it went; return the exit code."""
    if lacking:
        print(f"\nLeft out, because the machine lacks it: {', '.join(sorted(lacking))}")
    if results.broken:
        print(f"\nNot well: {', '.join(results.broken)}")
    names = ("failed", "error", "passed", "skipped")
    shown = [f"{results.counts[name]} {name}" for name in names if results.counts[name]]
    print(f"\n=== {', '.join(shown) or 'no tests'} in {seconds:.0f} s ({', '.join(results.parts)}) ===", flush=True)
    return 1 if results.broken else 0


def main() -> int:
    begun = time.monotonic()
    lacking = machine.missing()
    for need in lacking:
        print(f"Missing: {need.name}. Install it: apt-get install {' '.join(need.packages)}", file=sys.stderr)
    if lacking and (os.environ.get("PARTIAL") != "1" or os.environ.get("CI")):
        print("Nothing was tested. PARTIAL=1 make test leaves out what needs it.", file=sys.stderr)
        return 1
    names = {need.name for need in lacking}
    results = Results()
    with contextlib.suppress(KeyboardInterrupt):
        run_all(results, names)
        return close(results, names, time.monotonic() - begun)
    return 130


if __name__ == "__main__":
    sys.exit(main())
