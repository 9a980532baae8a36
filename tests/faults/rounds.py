# SPDX-License-Identifier: EUPL-1.2
"""Rounds of kills under load, and what they left: for the short test and for `make faults`.

A round: people work, programs are killed at random moments, people finish what they are at, the workers what is owed,
everything is stopped, and the court is looked at from within. Then the next round goes on with the same court.
"""

import contextlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from comity.config.measure import machine
from postgres import Cluster
from tests.config.courts import made
from tests.faults.load import People
from tests.faults.programs import Kill, Programs, kills

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
QUIET_SECONDS = 150.0
AT_ONCE = 25
A_DAY = 25


@dataclass
class Outcome:
    """What happened, and what was wrong afterwards."""

    database: str
    seed: int
    rounds: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    asked_again: int = 0
    requests: int = 0
    kill_seconds: float = 0.0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {**self.__dict__, "killed": dict(self.killed), "steps": dict(self.steps), "machine": machine()}


@contextlib.contextmanager
def court(place: Path, database: str, **settings: str) -> Iterator[tuple[Programs, dict[str, Kill]]]:
    """Make a demonstration court whose programs run; with it what else can be killed."""
    with contextlib.ExitStack() as stack:
        more: dict[str, Kill] = {}
        reached: dict[str, str] = {}
        if database == "postgresql":
            cluster = stack.enter_context(Cluster(DURABLE, begins_as=made(database).cluster))
            reached = {"COMITY_DATABASE_URL": cluster.app_url, "COMITY_DATABASE_OWNER_URL": cluster.url}

            def kill_database() -> None:
                cluster.kill()
                cluster.start()

            more = {"the database": kill_database}
        programs = Programs(place / "court", {**reached, **settings})
        programs.superuser_url = cluster.superuser_url if database == "postgresql" else ""
        made(database).copy_to(programs.data)
        stack.callback(programs.stop)
        programs.start_all()
        yield programs, more


def rounds(
    place: Path,
    *,
    database: str,
    number: int,
    seed: int,
    at_once: int = AT_ONCE,
    told: Callable[[str], object] = lambda _line: None,
) -> Outcome:
    """Kill so many times at random moments while people work, so many in a round; look after each."""
    outcome, draw = Outcome(database, seed), Random(seed)
    begun = time.monotonic()
    with court(place, database) as (programs, more):
        people, looked = People(programs.port), Look(programs, place / "history.json")
        people.sign_in()
        can_be_killed = kills(programs, draw, more)
        while sum(outcome.killed.values()) < number and not outcome.wrong:
            left = min(at_once, number - sum(outcome.killed.values()))
            people.start()
            since = time.monotonic()
            try:
                _kill(outcome, people, can_be_killed, left, draw, programs)
            finally:
                outcome.kill_seconds += time.monotonic() - since
                people.stop(programs.revive)
            outcome.rounds += 1
            is_last = sum(outcome.killed.values()) >= number
            outcome.wrong += [*people.faults, *looked.at(people, swept_after=A_DAY if is_last else 0)]
            told(f"{database}: {sum(outcome.killed.values())} kills, {people.answered} answered, {outcome.wrong}")
        outcome.answered, outcome.steps = people.answered, people.steps
        outcome.asked_again = sum(max(taken.asked - 1, 0) for taken in people.history)
        outcome.requests = outcome.steps["reply-full"]
    outcome.seconds = round(time.monotonic() - begun, 1)
    outcome.kill_seconds = round(outcome.kill_seconds, 1)
    return outcome


def _kill(
    outcome: Outcome, people: People, can_be_killed: dict[str, Any], number: int, draw: Random, programs: Programs
) -> None:
    names, back = sorted(can_be_killed), 1.0
    for _ in range(number):
        # On a busy machine programs are slow to come back: they are given as much longer to do something.
        time.sleep(draw.uniform(0.05, 1.2) * max(1.0, back))
        # Each once first, so that a short run leaves none out.
        done = sum(outcome.killed.values())
        name = names[done] if done < len(names) else draw.choice(names)
        can_be_killed[name]()
        outcome.killed[name.rstrip(" 0123456789").split()[-1]] += 1
        since = time.monotonic()
        programs.wait()
        back = time.monotonic() - since
        if people.faults:
            return


@dataclass
class Look:
    """Looks at one court again and again; keeps the checkpoints that it saw, as a witness would."""

    programs: Programs
    history: Path
    checkpoints: list[str] = field(default_factory=list)

    def at(self, people: People, *, swept_after: int = 0) -> list[str]:
        """Let the workers finish (a lease that was left must run out first), stop everything, and say what is wrong.

        After the last look the files are looked at once more as they will be so many hours later.
        """
        end = time.monotonic() + QUIET_SECONDS
        while True:
            wrong = self.told(people)
            if time.monotonic() > end or not any("still owed" in one for one in wrong):
                break
            time.sleep(1)
        self.programs.stop()
        checkpoint = self.programs.data / "ledger" / "checkpoint"
        wrong = self.told(people, is_still=checkpoint.exists(), swept_after=swept_after)
        if checkpoint.exists():
            self.checkpoints.append(checkpoint.read_text(encoding="utf-8"))
        if not swept_after:
            self.programs.start_all()
        return wrong

    def told(self, people: People, **more: int) -> list[str]:
        """Return what is wrong now."""
        told = {"history": people.as_json(), "checkpoints": self.checkpoints, **more}
        self.history.write_text(json.dumps(told), encoding="utf-8")
        found: list[str] = json.loads(self.programs.inside(str(self.history)))
        return found
