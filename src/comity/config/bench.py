# SPDX-License-Identifier: EUPL-1.2
"""What `comity bench` measures: people of the demonstration court, at their pages, over HTTP."""

import html
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from comity.config.measure import Caller, Exhausted, Figures, measure
from comity.statute import Act, rome

STATE_OFFICER, DRAFTER, SENDER = "belgium@comity.example", "otp.drafter@comity.example", "otp.approver@comity.example"
LIST_PAGES = 20
WARM_UP = 20
WORD = re.compile(r"[A-Za-z]{5,12}")


@dataclass
class Bench:
    """A server to measure, and the people signed in to it."""

    port: int
    password: str
    clients: int
    seconds: float
    _callers: dict[str, list[Caller]] = field(default_factory=dict)

    def callers(self, email: str) -> list[Caller]:
        """Return as many clients as there are to be, all signed in as this person (one sign-in, as one browser)."""
        if email not in self._callers:
            first = Caller(self.port)
            first.get("/account/login/")
            first.post("/account/login/", {"login": email, "password": self.password})
            first.get("/")
            others = [Caller(self.port) for _ in range(self.clients - 1)]
            for other in others:
                other.cookies = dict(first.cookies)
            self._callers[email] = [first, *others]
        return self._callers[email]

    def measure(self, email: str, call: Callable[[Caller, int], object], *, clients: int) -> Figures:
        """Warm up with one client, then measure with as many as asked."""
        callers = self.callers(email)
        for number in range(WARM_UP):
            call(callers[0], number)
        return measure(call, callers[:clients], seconds=self.seconds)

    def close(self) -> None:
        for caller in itertools.chain.from_iterable(self._callers.values()):
            caller.close()


def lists(bench: Bench, clients: int) -> Figures:
    """One State's open requests, by due date, 50 rows: the first pages of the list."""
    pages = list_pages(bench.callers(STATE_OFFICER)[0])
    return bench.measure(STATE_OFFICER, lambda caller, number: caller.get(pages[number % len(pages)]), clients=clients)


def page(bench: Bench, clients: int) -> Figures:
    """One request, with its contents and timeline, as its State sees it."""
    caller = bench.callers(STATE_OFFICER)[0]
    links = [link for path in list_pages(caller) for link in request_links(caller.get(path))]
    return bench.measure(STATE_OFFICER, lambda caller, number: caller.get(links[number % len(links)]), clients=clients)


def search(bench: Bench, clients: int) -> Figures:
    """A search by a word that stands in the subject of some request."""
    pages = [f"/search/?q={quote(word)}" for word in words_of(bench.callers(STATE_OFFICER)[0])]
    return bench.measure(STATE_OFFICER, lambda caller, number: caller.get(pages[number % len(pages)]), clients=clients)


def create(bench: Bench, clients: int) -> Figures:
    """A new draft, of one kind, in the newest case file."""
    form = bench.callers(DRAFTER)[0].get("/requests/new/")
    fields = {"file": first_choice(form, "file"), "kind": first_choice(form, "kind")}
    return bench.measure(DRAFTER, lambda caller, _number: caller.post("/requests/new/", fields), clients=clients)


def send(bench: Bench, clients: int) -> Figures:
    """Sending a request that was approved: binding, receipt, timeline, clocks and owed work in one transaction."""
    waiting = iter(list(sendable(bench.callers(SENDER)[0], limit=int(2000 * bench.seconds))))

    def call(caller: Caller, _number: int) -> str:
        try:
            return caller.post(f"{next(waiting)}send/", {})
        except StopIteration:
            raise Exhausted from None

    return measure(call, bench.callers(SENDER)[:clients], seconds=bench.seconds)


BENCHES: dict[str, Callable[[Bench, int], Figures]] = {
    "page": page,
    "list": lists,
    "search": search,
    "create": create,
    "send": send,
}


def request_links(text: str) -> list[str]:
    """Return the addresses of requests on a page, each once."""
    return list(dict.fromkeys(re.findall(r'href="(/requests/[0-9a-f-]{36}/)"', text)))


def list_pages(caller: Caller, start: str = "/requests/", limit: int = LIST_PAGES) -> list[str]:
    """Return the addresses of the first pages of a list, by its own links to the next one."""
    found = [start]
    while len(found) < limit:
        links = re.findall(r'href="([^"]*[?&;]after=[^"]*)"', caller.get(found[-1]))
        if not links:
            break
        found.append(html.unescape(links[-1]))
    return found


def words_of(caller: Caller) -> Sequence[str]:
    """Return words of the subjects on the first page of the list."""
    rows = re.findall(r'href="/requests/[0-9a-f-]{36}/"[^>]*>([^<]+)<', caller.get("/requests/"))
    return list(dict.fromkeys(word for row in rows for word in WORD.findall(html.unescape(row)))) or ["request"]


def first_choice(form: str, name: str) -> str:
    """Return the first value that a form offers for a field, as a list or as buttons."""
    chosen = re.search(rf'<select[^>]*name="{name}".*?</select>', form, re.DOTALL)
    values = re.findall(r'<option[^>]*value="([^"]+)"', chosen.group()) if chosen else []
    values += [
        value
        for tag in re.findall(rf'<input[^>]*name="{name}"[^>]*>', form)
        for value in re.findall(r'value="([^"]+)"', tag)
    ]
    if not values:
        raise LookupError(f"the form offers nothing for {name}")
    return html.unescape(values[0])


def sendable(caller: Caller, limit: int) -> Iterator[str]:
    """Yield the addresses of requests that wait to be sent."""
    states = dict.fromkeys(move.before for move in rome().moves if move.act == Act.REQUEST_SEND)
    found = (
        link
        for state in states
        for path in list_pages(caller, f"/requests/?box=sent&state={state}", limit=1 + limit // 50)
        for link in request_links(caller.get(path))
    )
    yield from itertools.islice(found, limit)
