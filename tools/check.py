# SPDX-License-Identifier: EUPL-1.2
"""The rules of the house, all of them, even after the first that is broken; exit 1 when any is."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CODE = ("src", "tests", "tools")

CHECKS = {
    "ruff": (BIN / "ruff", "check", "--output-format", "concise", "."),
    "form": (BIN / "ruff", "format", "--check", "--output-format", "concise", "."),
    "types": (BIN / "mypy", *CODE),
    "imports": (BIN / "lint-imports", "--no-cache"),
}
HOUSE_RULES = (BIN / "python", "-m", "pytest", "-q", "-n0", "-m", "not django_db", "tests/architecture")


def run(name: str, command: tuple[str | Path, ...]) -> bool:
    """Return whether the check passed; what it has to say is shown only when it did not."""
    begun = time.monotonic()
    # The types of the models come from Django itself, which wants the settings of some court.
    environment = {**os.environ, "COMITY_MODE": "demo", "COMITY_DATA": str(ROOT / ".cache" / "check")}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=False, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    passed = done.returncode == 0
    print(f"{'well' if passed else 'NOT WELL':>8}  {name} ({time.monotonic() - begun:.1f} s)", flush=True)
    if not passed:
        print(done.stdout, flush=True)
    return passed


def check(*, house_rules: bool) -> bool:
    """Return whether all is well."""
    checks = {**CHECKS, "house rules": HOUSE_RULES} if house_rules else CHECKS
    results = [run(name, command) for name, command in checks.items()]
    return all(results)


if __name__ == "__main__":
    sys.exit(0 if check(house_rules=True) else 1)
