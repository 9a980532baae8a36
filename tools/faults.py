# SPDX-License-Identifier: EUPL-1.2
"""Hundreds of kills at random moments while people work, on each database, and what they left: `make faults`.

KILLS=200 SEED=1998 DATABASE=sqlite|postgresql narrow or widen it. The same seed kills the same programs after the same
pauses; what people did by then differs from run to run. Exit 1 when anything was wrong.
"""

import json
import os
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
    for database in (chosen,) if chosen else DATABASES:
        with tempfile.TemporaryDirectory(prefix="comity-faults-") as place:
            outcome = rounds(Path(place), database=database, number=number, seed=seed, told=_told)
        print(json.dumps(outcome.as_json(), indent=1), flush=True)
        wrong += len(outcome.wrong)
    return 1 if wrong else 0


def _told(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
