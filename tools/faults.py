# SPDX-License-Identifier: EUPL-1.2
"""Hundreds of kills at random moments while people work, then every other fault, and what they left: `make faults`.

KILLS=200 JUMPS=12 MAIL_DAYS=10 PLACES=8 SEED=1998 DATABASE=sqlite|postgresql narrow or widen it; KILLS=0 leaves the
kills out. The same seed kills the same programs after the same pauses; what people did by then differs from run to run.
The figures are printed at the end. Exit 1 when anything was wrong.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("sqlite", "postgresql")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="comity-faults-") as own:
        os.environ["COMITY_DATA"] = own  # what the clients import of Comity wants settings
        return _run()


def _run() -> int:
    sys.path.insert(0, str(ROOT))
    from comity.config.boot import boot  # noqa: PLC0415 - after its settings

    boot(demo=True)
    from tests.faults.rounds import rounds  # noqa: PLC0415 - found by the lines above

    number, seed = int(os.environ.get("KILLS", "200")), int(os.environ.get("SEED", "1998"))
    chosen = os.environ.get("DATABASE")
    wrong = 0
    for database in ((chosen,) if chosen else DATABASES) if number else ():
        with tempfile.TemporaryDirectory(prefix="comity-faults-") as place:
            outcome = rounds(Path(place), database=database, number=number, seed=seed, told=_told)
        print(json.dumps(outcome.as_json(), indent=1), flush=True)
        wrong += len(outcome.wrong)
    return 1 if _others(chosen) or wrong else 0


# The other faults are tests, run here with larger numbers, so that there is one way to say what must hold. The first
# run programs of their own, whose database their name says; the others do on that of the run.
LIVE = ("tests/faults", "--deselect", "tests/faults/test_kills.py")
ROWS = (
    "tests/core/test_late.py",
    "tests/core/test_kill.py",
    "tests/notices/test_mail.py",
    "tests/notices/test_hooks.py",
)
NUMBERS = {"JUMPS": "12", "MAIL_DAYS": "10", "PLACES": "8", "SEED": "1998"}


def _others(chosen: str | None) -> bool:
    """Do every other fault, print what each test counted; return whether anything was wrong."""
    numbers = {f"COMITY_FAULT_{name}": os.environ.get(name, usual) for name, usual in NUMBERS.items()}
    print(json.dumps(numbers), flush=True)
    is_wrong = False
    with tempfile.TemporaryDirectory(prefix="comity-faults-") as place:
        figures = Path(place) / "figures"
        numbers["COMITY_FAULT_FIGURES"] = str(figures)
        for database in (chosen,) if chosen else DATABASES:
            [other] = set(DATABASES) - {database}
            is_wrong |= not _pytest("sqlite", numbers, *LIVE, "-k", f"not {other}")
            is_wrong |= not _pytest(database, numbers, *ROWS)
        print(figures.read_text(encoding="utf-8") if figures.exists() else "", flush=True)
    return is_wrong


def _pytest(database: str, numbers: dict[str, str], *chosen: str) -> bool:
    """Return whether these tests hold."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-q", "--show-capture=no", *chosen],
        cwd=ROOT,
        check=False,
        env={**own, **numbers, "COMITY_TEST_DATABASE": database},
    )
    return done.returncode == 0


def _told(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
