# SPDX-License-Identifier: EUPL-1.2
"""The clients, in a process of their own: python -m comity.config.bench.clients reads a job, calls, prints figures.

A job is one JSON object on standard input: `port`, `seconds`, `what`, `sessions` (the cookies of each client) and
`calls`, each client taking the next one. Nothing of the court is imported here.
"""

import json
import sys
import time
from typing import Any
from uuid import uuid4

from comity.config.measure import Caller, Exhausted, Unexpected, figures, measure

WARM_UP = 40


class Clients:
    """Makes the calls of one job; `parts` are the times of the steps of a call that has several."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.calls: list[dict[str, Any]] = job["calls"]
        self.callers = [Caller(job["port"]) for _ in job["sessions"]]
        for caller, cookies in zip(self.callers, job["sessions"], strict=True):
            caller.cookies = dict(cookies)
        self.parts: dict[str, list[float]] = {}
        self.done = 0

    def read(self, caller: Caller, number: int) -> None:
        """Get one page and look whether it is the one that was meant."""
        call = self.calls[number % len(self.calls)]
        page = caller.get(call["path"])
        for text in call["holds"]:
            if text not in page:
                raise Unexpected(f"GET {call['path']}: the page does not hold {text!r}")
        # The worker is at work meanwhile, so there may be more than when the calls were chosen, and never fewer.
        if page.count('class="row-title"') < call["rows"]:
            raise Unexpected(f"GET {call['path']}: {page.count('row-title')} rows instead of {call['rows']}")

    def create(self, caller: Caller, number: int) -> None:
        """Begin a draft and save what was typed into its form, as the two pages do."""
        call = self.calls[number % len(self.calls)]
        begun = time.perf_counter()
        led_to = caller.post("/requests/new/", _form({"file": call["file"], "kind": call["kind"]}))
        saved = time.perf_counter()
        place = led_to.removesuffix("edit/")
        if not led_to.startswith("/requests/") or place == led_to:
            raise Unexpected(f"beginning led to {led_to}")
        if caller.post(f"{place}save/", _form(call["fields"])) != led_to:
            raise Unexpected("saving did not lead back to the draft")
        self._keep("create: begin", saved - begun)
        self._keep("create: save", time.perf_counter() - saved)
        self.done += 1

    def send(self, caller: Caller, number: int) -> None:
        """Send one approved request; each can be sent once."""
        if number >= len(self.calls):
            raise Exhausted
        path = self.calls[number]["path"]
        led_to = caller.post(f"{path}send/", _form({"how": "proper"}))
        if led_to != path:
            raise Unexpected(f"sending led to {led_to}")
        self.done += 1

    def _keep(self, name: str, seconds: float) -> None:
        self.parts.setdefault(name, []).append(seconds)


def _form(fields: dict[str, str]) -> dict[str, str]:
    return {"form_token": str(uuid4()), **fields}


def main() -> None:
    job = json.load(sys.stdin)
    clients = Clients(job)
    call = {"create": clients.create, "send": clients.send}.get(job["what"], clients.read)
    for number in range(WARM_UP):
        call(clients.callers[number % len(clients.callers)], number)
    clients.parts.clear()
    begun = time.perf_counter()
    whole = measure(lambda caller, number: call(caller, WARM_UP + number), clients.callers, seconds=job["seconds"])
    lasted = time.perf_counter() - begun
    parts = {
        name: figures(times, clients=whole.clients, seconds=lasted).as_json() for name, times in clients.parts.items()
    }
    print(json.dumps({"whole": whole.as_json(), "parts": parts, "done": clients.done}))


if __name__ == "__main__":
    main()
