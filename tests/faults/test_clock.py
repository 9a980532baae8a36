# SPDX-License-Identifier: EUPL-1.2
"""A clock that jumps forward and back while people work: nothing is lost, doubled or stuck, and the log goes on."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.config.running import needs_assets, until
from tests.faults.clocks import FakeClock
from tests.faults.load import People
from tests.faults.rounds import A_DAY, Look, court

MINUTE, HOUR = 60, 3600
# Ahead by more than an idle session, back, behind, ahead by a day, and right again.
JUMPS = [2 * HOUR, 0, -HOUR, 25 * HOUR]
NUMBER = int(os.environ.get("COMITY_FAULT_JUMPS", "4"))
SEED = int(os.environ.get("COMITY_FAULT_SEED", "1998"))

pytestmark = [needs_assets, pytest.mark.xdist_group("comity run")]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_clock_that_jumps_loses_doubles_and_holds_up_nothing(
    tmp_path: Path, database: str, figures: Callable[..., None]
) -> None:
    clock, draw = FakeClock(tmp_path), Random(SEED)
    jumps = [*JUMPS, *(draw.randint(-30 * 24, 30 * 24) * HOUR for _ in range(NUMBER - len(JUMPS))), 0]
    with court(tmp_path, database, **clock.settings) as (programs, _more):
        people, looked = People(programs.port, drops=True), Look(programs, tmp_path / "history.json")
        people.sign_in()
        people.start()
        for jump in jumps:
            time.sleep(draw.uniform(3, 6))
            clock.set(jump)
        # Right again: whoever begins now goes the whole way, and the log is closed within its minute.
        whole, checkpoint = people.steps["download-drafter"], programs.data / "ledger" / "checkpoint"
        before = checkpoint.stat().st_mtime if checkpoint.exists() else 0
        clock.set(MINUTE)
        has_closed = until(lambda: checkpoint.exists() and checkpoint.stat().st_mtime > before, 100)
        until(lambda: people.steps["download-drafter"] > whole, 60)
        people.stop()
        went_on = people.steps["download-drafter"] > whole
        # What was done ahead of time is seen once that time has come.
        clock.set(max(jumps) + HOUR)
        unlike = people.seen_whole("drafter") + people.seen_whole("officer")
        clock.set(0)
        wrong = looked.at(people, swept_after=max(jumps) // HOUR + A_DAY)

    figures(jumps=len(jumps), answered=people.answered, requests=people.steps["reply-full"], left=len(people.dropped))
    assert (people.faults, unlike, wrong) == ([], [], [])
    assert (went_on, has_closed) == (True, True)
