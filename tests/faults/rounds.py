# SPDX-License-Identifier: EUPL-1.2
"""Rounds of kills under load, and what they left: for the short test and for `make faults`."""

import contextlib
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from postgres import Cluster
from tests.faults.load import People
from tests.faults.programs import Kill, Programs, kills

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
QUIET_SECONDS = 150.0


@dataclass
class Outcome:
    """What happened, and what was wrong afterwards."""

    database: str
    seed: int
    killed: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    asked_again: int = 0
    requests: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {**self.__dict__, "killed": dict(self.killed)}


def rounds(place: Path, *, database: str, number: int, seed: int) -> Outcome:
    """Kill so many times at random moments while people work; then let all work be done, and look."""
    outcome, draw = Outcome(database, seed), Random(seed)
    begun = time.monotonic()
    with contextlib.ExitStack() as stack:
        more: dict[str, Kill] = {}
        reached: dict[str, str] = {}
        if database == "postgresql":
            cluster = stack.enter_context(Cluster(DURABLE))
            reached = {"COMITY_DATABASE_URL": cluster.app_url, "COMITY_DATABASE_OWNER_URL": cluster.url}

            def kill_database() -> None:
                cluster.kill()
                cluster.start()

            more = {"the database": kill_database}
        programs = Programs(place / "court", reached)
        programs.make()
        stack.callback(programs.stop)
        programs.start_all()
        people = People(programs.port)
        people.sign_in()
        people.start()
        try:
            _kill(outcome, people, kills(programs, draw, more), number, draw, programs)
        finally:
            people.stop()
        outcome.answered, outcome.wrong = people.answered, list(people.faults)
        outcome.asked_again = sum(taken.asked - 1 for taken in people.history)
        outcome.requests = sum(taken.step == "request-register" and taken.is_answered for taken in people.history)
        history = place / "history.json"
        history.write_text(json.dumps(people.as_json()), encoding="utf-8")
        outcome.wrong += _looked_at(programs, history)
    outcome.seconds = round(time.monotonic() - begun, 1)
    return outcome


def _kill(
    outcome: Outcome, people: People, can_be_killed: dict[str, Any], number: int, draw: Random, programs: Programs
) -> None:
    names = sorted(can_be_killed)
    for round_number in range(number):
        time.sleep(draw.uniform(0.05, 1.2))
        # Each once first, so that a short run leaves none out.
        name = names[round_number] if round_number < len(names) else draw.choice(names)
        can_be_killed[name]()
        outcome.killed[name.split()[-1]] += 1
        programs.wait()
        if people.faults:
            return


def _looked_at(programs: Programs, history: Path) -> list[str]:
    """Let the workers finish (a lease that was left must run out first), then return what is wrong."""
    end = time.monotonic() + QUIET_SECONDS
    while True:
        wrong: list[str] = json.loads(programs.inside(str(history)))
        if time.monotonic() > end or not any("still owed" in one for one in wrong):
            return wrong
        time.sleep(1)
