# SPDX-License-Identifier: EUPL-1.2
"""People at work while programs die under them: each takes one request after another the whole way.

Every call is written down before it is made and after it was answered. What was not answered is asked again with the
same token of the form, as a browser does when its user tries again.
"""

import http.client
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any
from uuid import uuid4

from comity.config.demonstration.texts import filled
from comity.config.measure import Caller, Unexpected
from comity.requests.queries.texts import mark_of
from comity.statute import rome

KIND = "EVID"
PASSWORD = "harbour-lamp-1998"
PEOPLE = {"drafter": "otp.drafter@comity.example", "approver": "otp.approver@comity.example",
          "officer": "belgium@comity.example"}  # fmt: skip
_FILE = re.compile(r'<option value="([0-9a-f-]{36})"')
_HIDDEN = re.compile(r'<input type="hidden" name="(seen|form_token)" value="([^"]*)"')


@dataclass
class Taken:
    """One step of one request: how often it was asked for, and whether it was ever answered."""

    request: str
    step: str
    subject: str
    asked: int = 0
    is_answered: bool = False
    refused: str = ""


@dataclass
class People:
    """Clients at work until they are told to stop; `history` is what they saw."""

    port: int
    clients: int = 3
    history: list[Taken] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop, self._numbers, self._threads = threading.Event(), count(1), [threading.Thread()]
        self._cookies: dict[str, dict[str, str]] = {}
        self.file = ""

    def sign_in(self) -> None:
        for name, email in PEOPLE.items():
            caller = Caller(self.port)
            caller.get("/account/login/")
            caller.post("/account/login/", {"login": email, "password": PASSWORD})
            caller.get("/")
            self._cookies[name] = caller.cookies
            caller.close()
        caller = self._caller("drafter")
        self.file = _FILE.findall(caller.get("/requests/new/"))[0]
        caller.close()

    def start(self) -> None:
        self._threads = [threading.Thread(target=self._work) for _ in range(self.clients)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let everybody finish the request at hand."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(taken) for taken in self.history]

    @property
    def answered(self) -> int:
        return sum(taken.is_answered for taken in self.history)

    def cookies_of(self, name: str) -> dict[str, str]:
        return dict(self._cookies[name])

    def _caller(self, name: str) -> Caller:
        caller = Caller(self.port)
        caller.cookies = self.cookies_of(name)
        return caller

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self._one_request(f"Fault {next(self._numbers)} {uuid4().hex[:8]}")
            except Exception as error:  # noqa: BLE001 - whatever goes wrong is a finding
                self.faults.append(f"{type(error).__name__}: {error}")
                return

    def _one_request(self, subject: str) -> None:
        led_to = self._step("drafter", "", subject, "begin", "/requests/new/", {"file": self.file, "kind": KIND})
        place = led_to.removesuffix("edit/")
        typed = {"subject": subject, "addressee": "BEL", "language": "fr", **filled(rome().kinds[KIND], "fr")}
        before = {"language": mark_of("en")}
        marks = {f"mark:{name}": before.get(name, mark_of("")) for name in typed}
        self._step("drafter", place, subject, "save", f"{place}save/", typed | marks)
        self._act("drafter", place, subject, "request-submit")
        self._act("approver", place, subject, "request-approve")
        self._step("drafter", place, subject, "request-send", f"{place}send/", {"how": "proper"})
        self._await("officer", place)
        self._step("officer", place, subject, "request-fetch", f"{place}open/", {})
        self._act("officer", place, subject, "request-register", own_reference=f"N {subject}", contact="Duty officer")

    def _act(self, who: str, place: str, subject: str, slug: str, **given: str) -> None:
        path = f"{place}act/{slug}/"
        self._step(
            who, place, subject, slug, path, {"seen": dict(_HIDDEN.findall(self._get(who, path)))["seen"], **given}
        )

    def _step(self, who: str, place: str, subject: str, step: str, path: str, fields: Mapping[str, str]) -> str:
        """Take one step; ask again with the same token until it is answered."""
        taken = Taken(place, step, subject)
        self.history.append(taken)
        form = {"form_token": str(uuid4()), **fields}
        end = time.monotonic() + 120
        while time.monotonic() < end:
            taken.asked += 1
            caller = self._caller(who)
            try:
                led_to = caller.post(path, form)
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
            except Unexpected as answer:
                if not _is_of_server(answer):
                    taken.refused = str(answer)
                    raise
                time.sleep(0.2)
            else:
                taken.is_answered = True
                taken.request = taken.request or led_to.removesuffix("edit/")
                return led_to
            finally:
                caller.close()
        raise TimeoutError(f"{step} was not answered in two minutes")

    def _get(self, who: str, path: str) -> str:
        end = time.monotonic() + 120
        while True:
            caller = self._caller(who)
            try:
                return caller.get(path)
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
            except Unexpected as answer:
                if not _is_of_server(answer) or time.monotonic() > end:
                    raise
                time.sleep(0.2)
            finally:
                caller.close()

    def _await(self, who: str, place: str) -> None:
        """Wait until a worker has delivered the request."""
        end = time.monotonic() + 150
        while time.monotonic() < end:
            caller = self._caller(who)
            try:
                caller.get(place)
            except (OSError, http.client.HTTPException, Unexpected):
                time.sleep(0.3)
            else:
                return
            finally:
                caller.close()
        raise TimeoutError(f"{place} was not delivered in two and a half minutes")


def _is_of_server(answer: Unexpected) -> bool:
    """Whether the answer was about the server's state, and not about what was asked."""
    return bool(re.search(r" gave 5\d\d", str(answer)))
