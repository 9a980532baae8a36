# SPDX-License-Identifier: EUPL-1.2
"""Asking a server that may die at any moment: again and again until it answers, as a person at a browser does."""

import http.client
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from comity.config.bench.documents import Client
from comity.config.measure import Unexpected

Found = TypeVar("Found")
PATIENCE = 150.0
PASSWORD = "harbour-lamp-1998"
LOGIN = "/account/login/"


class SignedOut(OSError):
    """The session has ended; the person has signed in anew and asks again."""


@dataclass
class Person:
    """Somebody with an account on one server, who signs in anew whenever the session has ended."""

    port: int
    email: str
    cookies: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sign_in(self) -> None:
        client = Client(self.port)
        try:
            client.get(LOGIN)
            client.post(LOGIN, {"login": self.email, "password": PASSWORD})
            client.get("/")
        finally:
            client.close()
        self.cookies = client.cookies

    def ask(self, do: Callable[[Client], Found]) -> Found:
        """Do it over a connection of its own; raises SignedOut where it was led to the door."""
        client, cookies = Client(self.port), self.cookies
        client.cookies = dict(cookies)
        try:
            return do(client)
        except Unexpected as answer:
            if " gave 302" not in str(answer):
                raise
            raise self._again(cookies) from answer
        finally:
            client.close()

    def get(self, path: str) -> str:
        return self.ask(lambda client: client.get(path))

    def led(self, location: str) -> str:
        """Return where an answer leads; raises SignedOut where that is the door."""
        if location.startswith(LOGIN):
            raise self._again(self.cookies)
        return location

    def _again(self, cookies: dict[str, str]) -> SignedOut:
        with self._lock:
            if self.cookies is cookies:
                self.sign_in()
        return SignedOut("the session has ended")


def is_of_server(answer: Unexpected) -> bool:
    """Whether the answer was about the server's state, and not about what was asked."""
    return bool(re.search(r" gave 5\d\d", str(answer)))


def until_answered(
    ask: Callable[[], Found],
    what: str,
    *,
    also: Callable[[Unexpected], bool] = is_of_server,
    seconds: float = PATIENCE,
) -> Found:
    """Return what `ask` returns once it is answered; raises what was refused, and TimeoutError after long."""
    end, last = time.monotonic() + seconds, ""
    while time.monotonic() < end:
        try:
            return ask()
        except (OSError, http.client.HTTPException) as error:
            last = f"{type(error).__name__}: {error}"
            time.sleep(0.2)
        except Unexpected as answer:
            if not also(answer):
                raise
            last = str(answer)
            time.sleep(0.2)
    raise TimeoutError(f"{what} was not answered in {seconds:.0f} seconds, and in the end: {last[:300]}")
