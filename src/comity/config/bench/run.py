# SPDX-License-Identifier: EUPL-1.2
"""One measuring from end to end: subjects, server, sessions, clients, and what the database says afterwards."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import connection

from comity.config.bench.clients import WARM_UP
from comity.config.bench.counting import Counter
from comity.config.bench.server import WORKERS, Server
from comity.config.bench.subjects import ADDRESSEE, ISSUER, Subjects
from comity.config.demonstration import PASSWORD
from comity.config.demonstration.cast import Cast
from comity.config.measure import Caller, Unexpected, machine
from comity.config.problem import Problem
from comity.config.serve import THREADS
from comity.config.supervisor import say
from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.viewer import system_viewer

CLIENTS = (1, 8)
# Who looks: the office that asks, and the State that is asked most often.
WHO = {
    "page": (ISSUER, ADDRESSEE),
    "list": (ADDRESSEE,),
    "search": (ISSUER, ADDRESSEE),
    "create": (ISSUER,),
    "send": (ISSUER,),
}
# More requests wait to be sent than even a fast machine sends in the time.
SENDS_A_SECOND = 250


@dataclass(slots=True)
class Job:
    """One thing measured with one number of clients: what, who looks, and the calls."""

    what: str
    who: str
    clients: int
    calls: list[dict[str, Any]]


@dataclass(slots=True)
class Bench:
    """What is measured, for how long, on the court of this data directory."""

    names: Sequence[str]
    seconds: float
    stamp: str = field(default_factory=lambda: f"Bench {uuid4().hex[:8]}")

    def run(self) -> dict[str, Any]:
        """Measure and return everything as JSON; raises Problem where there is no court to measure."""
        with as_viewer(system_viewer("load")):
            cast = Cast.called(at=now())
            if cast.is_new:  # and undone again
                raise Problem("There is no demonstration court here.", "Make one: comity demo --requests 100000")
        court = Subjects(cast)
        say("Choosing what is measured ...")
        # What waits to be sent is loaded first: afterwards no list and no search would be what it was.
        made = {name: list(self._jobs(court, name)) for name in reversed(self.names)}
        jobs = [job for name in self.names for job in made[name]]
        statements = _statements(cast, jobs)
        requests = court.size()
        connection.close()
        with Server() as server:
            idle = server.memory
            sessions = {who: _sessions(server.port, cast, who) for who in {job.who for job in jobs}}
            figures = [one for job in jobs for one in self._measured(court, server.port, sessions[job.who], job)]
            memory = server.memory
        return {
            "machine": machine(),
            "database": _database(),
            "requests": requests,
            "server": {"processes": WORKERS, "threads": THREADS, "memory_mib_idle": idle, "memory_mib": memory},
            "statements": statements,
            "figures": figures,
        }

    def _jobs(self, court: Subjects, name: str) -> Iterator[Job]:
        """Yield one job for each who looks and each number of clients."""
        for who in WHO[name]:
            match name:
                case "create":
                    calls = [court.drafts(f"{self.stamp} {clients}") for clients in CLIENTS]
                case "send":
                    number = len(CLIENTS) * (WARM_UP + int(self.seconds * SENDS_A_SECOND))
                    waiting = court.approved(number, stamp=self.stamp)
                    calls = [waiting[place :: len(CLIENTS)] for place in range(len(CLIENTS))]
                case _:
                    look = {"page": court.pages, "list": court.lists, "search": court.searches}[name]
                    calls = [look(who)] * len(CLIENTS)
            yield from (Job(name, who, clients, some) for clients, some in zip(CLIENTS, calls, strict=True))

    def _measured(
        self, court: Subjects, port: int, sessions: list[dict[str, str]], job: Job
    ) -> Iterator[dict[str, Any]]:
        """Let the clients call in a process of their own, look whether all of it happened, and yield the figures."""
        say(f"{job.what} as {job.who}, {job.clients} at once, {self.seconds:g} s ...")
        order = {
            "what": job.what,
            "port": port,
            "seconds": self.seconds,
            "calls": job.calls,
            "sessions": sessions[: job.clients],
        }
        done = subprocess.run(
            [sys.executable, "-m", "comity.config.bench.clients"],
            input=json.dumps(order),
            text=True,
            check=False,
            stdout=subprocess.PIPE,
        )
        if done.returncode:
            raise Unexpected(f"the clients of {job.what} gave up: what they said stands above")
        found = json.loads(done.stdout)
        yield {"name": job.what, "who": job.who, **found["whole"]}
        yield from ({"name": name, "who": job.who, **part} for name, part in found["parts"].items())
        self._check(court, job, found["done"])

    def _check(self, court: Subjects, job: Job, done: int) -> None:
        """Look into the database whether everything that was answered for is there."""
        there = done
        if job.what == "create":
            there = court.drafts_made(f"{self.stamp} {job.clients}")
        elif job.what == "send":
            there = court.sent(job.calls)
        connection.close()
        if there != done:
            raise Unexpected(f"{job.what}: {done} were answered for, {there} are in the database")


def _sessions(port: int, cast: Cast, who: str) -> list[dict[str, str]]:
    """Return the cookies of as many sessions of one person as there are clients at most."""
    return [_signed_in(port, cast.people[who].email) for _ in range(max(CLIENTS))]


def _signed_in(port: int, email: str) -> dict[str, str]:
    """Return the cookies of somebody who has signed in by the form, as a person does."""
    caller = Caller(port)
    caller.get("/account/login/")
    caller.post("/account/login/", {"login": email, "password": PASSWORD})
    caller.get("/")
    caller.close()
    return caller.cookies


def _statements(cast: Cast, jobs: Sequence[Job]) -> dict[str, int]:
    """Return how many statements one call of each sort costs the database, counted within this process."""
    found: dict[str, int] = {}
    for job in jobs:
        if job.what in {name.split()[0] for name in found} and job.clients > 1:
            continue
        counter = Counter(cast.people[job.who])
        call = job.calls[-1]
        match job.what:
            case "create":
                found["create: begin"], led_to = counter.post(
                    "/requests/new/", {key: call[key] for key in ("file", "kind")}
                )
                typed = call["fields"] | {"subject": "Counted once"}
                found["create: save"], _led_to = counter.post(f"{led_to.removesuffix('edit/')}save/", typed)
            case "send":
                found["send"], _led_to = counter.post(f"{call['path']}send/", {"how": "proper"})
                job.calls.pop()
            case name:
                found[f"{name} as {job.who}"] = counter.get(call["path"])
        counter.close()
    return found


def _database() -> dict[str, str]:
    version = connection.cursor().execute(
        "SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version"
    )
    return {"name": connection.vendor, "version": str(version.fetchone()[0])}
