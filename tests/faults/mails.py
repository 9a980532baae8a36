# SPDX-License-Identifier: EUPL-1.2
"""Bad days of a mail server, while people work and workers are killed; and what came of the mails.

A bad day: people act, a new morning comes (the programs' clock is moved, so that the digest is owed), the mail server
is as bad as that day says, and workers are killed over it. Then it is well, and every mail has to come to its end.
"""

import contextlib
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import psycopg

from comity.config.settings import COMITY_LIMITS
from comity.core.clock import THE_HAGUE
from tests.config.running import until
from tests.faults.clocks import FakeClock
from tests.faults.load import PEOPLE, People
from tests.faults.programs import Programs
from tests.faults.rounds import Look, court
from tests.notices.smtp import Server, message_id, new_server, serving

MORNING = 8
MINUTE, HOUR = 60, 3600
STEPS, STEP_SECONDS = 24, 3
# What the server is on a bad day; "away" is not there at all.
DAYS: dict[str, dict[str, Any]] = {
    "away": {},
    "takes nothing (421)": {"banner": "421 Not now"},
    "hangs": {"hangs": "EHLO"},
    "hangs over a mail": {"hangs": "DATA"},
    "not now (450)": {"answers": {"": "450 4.2.1 Later"}},
    "ends the line in the middle of a mail": {"ends": "mid-data"},
    "takes it and ends the line": {"ends": "unanswered"},
    "takes it and never says so": {"hangs": "answer"},
    "relays nothing (554)": {"answers": {"": "554 5.7.1 Relay access denied"}},
    "no such person (550)": {"answers": {PEOPLE["approver"]: "550 5.1.1 Nobody here"}},
}
_QUERY = "SELECT m.id, p.email, m.stage, m.doubts FROM notices_mail m JOIN parties_person p ON p.id = m.person_id"


class Row(NamedTuple):
    """One mail as the court keeps it."""

    id: str
    to: str
    stage: str
    doubts: int


@dataclass
class Post:
    """One court whose mail goes to one server."""

    programs: Programs
    people: People
    look: Look
    clock: FakeClock
    server: Server
    draw: Random
    kills: Counter[str] = field(default_factory=Counter)

    def bad_day(self, day: str) -> list[str]:
        """Let a bad day pass and the next be good; return what is wrong then."""
        tried = self.server.connections + self.server.refused
        with self._as(day) as is_there:
            self.people.one_request(f"Fault {uuid4().hex[:8]} of mail")
            self._next_morning()
            if not self._passes(lambda: bool(self._waiting()), 30 * MINUTE):
                return [f"{day}: no digest was made"]
            if is_there and not self._passes(lambda: self.server.connections + self.server.refused > tried, 5 * MINUTE):
                return [f"{day}: the server was never asked"]
            for _time in range(3):
                time.sleep(self.draw.uniform(0.3, 1.5))
                self._kill()
                self.clock.set(self.clock.ahead + 20 * MINUTE)
        with serving(self.server):
            self._passes(lambda: not self._waiting(), 2 * HOUR)
        return [f"{day}: {one}" for one in self._wrong()]

    def rows(self) -> list[Row]:
        if self.programs.superuser_url:
            with psycopg.connect(self.programs.superuser_url) as connection:
                found = connection.execute(_QUERY).fetchall()
        else:
            place = f"file:{self.programs.data / 'comity.sqlite3'}?mode=ro"
            with contextlib.closing(sqlite3.connect(place, uri=True, timeout=20)) as plain:
                found = plain.execute(_QUERY).fetchall()
        return [Row(str(UUID(str(key))), *rest) for key, *rest in found]

    def copies(self) -> Counter[str]:
        """How often each mail came to the server and was taken, by its id."""
        return Counter(message_id(text).decode().partition("@")[0] for _to, text in self.server.got)

    def _passes(self, happens: Callable[[], bool], step: int) -> bool:
        """Let time pass in steps, as what the clock owes is owed step by step, until it happens."""
        for _step in range(STEPS):
            if until(happens, STEP_SECONDS):
                return True
            self.clock.set(self.clock.ahead + step)
        return False

    def _waiting(self) -> list[Row]:
        return [row for row in self.rows() if row.stage == "waiting"]

    def _kill(self) -> None:
        name = self.draw.choice([name for name in self.programs.commands if name != "web"])
        self.programs.kill(name)
        self.kills[name.split()[0]] += 1

    def _next_morning(self) -> None:
        here = datetime.now(THE_HAGUE)
        shown = here + timedelta(seconds=self.clock.ahead)
        morning = (shown + timedelta(days=1)).replace(hour=MORNING, minute=1)
        self.clock.set(int((morning - here).total_seconds()))

    @contextlib.contextmanager
    def _as(self, day: str) -> Iterator[bool]:
        """Let the server be what that day says; give whether it is there."""
        before = {name: getattr(self.server, name) for name in DAYS[day]}
        for name, value in DAYS[day].items():
            setattr(self.server, name, value)
        with serving(self.server) if DAYS[day] else contextlib.nullcontext():
            yield bool(DAYS[day])
        for name, value in before.items():
            setattr(self.server, name, value)

    def _wrong(self) -> Iterator[str]:
        """Every mail came to its end; it came once, and once more at most for each answer that nobody heard."""
        copies, lost = self.copies(), Counter(one.decode().partition("@")[0] for one in self.server.lost)
        rows = {row.id: row for row in self.rows()}
        said = {message_id(text).decode().partition("@")[0]: to for to, text in self.server.got}
        for key, row in rows.items():
            if row.stage not in {"sent", "refused"}:
                yield f"a mail is {row.stage}, after {copies[key]} copies and {row.doubts} doubts"
            if row.stage == "refused" and row.to != PEOPLE["approver"]:
                yield f"a mail is refused that nobody refused for good: {row.to}"
            if (row.stage == "sent") > copies[key]:
                yield "a mail is sent that never came"
            if copies[key] > COMITY_LIMITS["mail_doubts"]:
                yield f"a mail came {copies[key]} times"
            if key in said and said[key] != row.to:
                yield "a mail came to somebody else"
        if set(copies) - set(rows):
            yield f"{len(set(copies) - set(rows))} mails came that nobody wrote"
        # A worker that is killed between the server's answer and noting it is the other way not to hear of it.
        more = sum(max(number - 1 - lost[key], 0) for key, number in copies.items())
        if more > sum(self.kills.values()):
            yield f"{more} mails came once more than answers were lost and workers killed"


def bad_days(place: Path, *, database: str, days: list[str], seed: int) -> dict[str, Any]:
    """Let these bad days pass; return the figures, with what was wrong."""
    begun, clock, server = time.monotonic(), FakeClock(place), new_server()
    wrong: list[str] = []
    with court(place, database, COMITY_SMTP_URL=server.url, **clock.settings) as (programs, _more):
        people = People(programs.port)
        people.sign_in()
        post = Post(programs, people, Look(programs, place / "history.json"), clock, server, Random(seed))
        for day in days:
            wrong += post.bad_day(day)
        rows, copies = post.rows(), post.copies()
        wrong += [*people.faults, *post.look.at(people)]
    return {
        "days": len(days),
        "acts answered": people.answered,
        "workers killed": post.kills.total(),
        "mails": len(rows),
        **Counter(row.stage for row in rows),
        "answers lost": len(server.lost),
        "came more than once": sum(number > 1 for number in copies.values()),
        "most copies of one": max(copies.values(), default=0),
        "seconds": round(time.monotonic() - begun),
        "wrong": wrong,
    }
