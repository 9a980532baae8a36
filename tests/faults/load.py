# SPDX-License-Identifier: EUPL-1.2
"""People at work while programs die under them: each takes one request after another the whole way.

Every call is written down before it is made and after it was answered. What was not answered is asked again with the
same token of the form, as a browser does when its user tries again.
"""

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any
from uuid import uuid4

from comity.config.demonstration.texts import filled
from comity.config.measure import Unexpected
from comity.requests.queries.texts import mark_of
from comity.statute import rome
from tests.faults.asking import PATIENCE, Person, is_of_server, until_answered
from tests.faults.parcels import Desk, Parcel

KIND = "EVID"
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
    sha256: str = ""


@dataclass
class People:
    """Clients at work until they are told to stop; `history` is what they saw.

    Whatever they meet that should not be is a fault. Where the clock jumps (`drops`), they may be refused, for what was
    done in a time that is not yet is not seen yet: then they leave that request and begin another.
    """

    port: int
    clients: int = 3
    drops: bool = False
    history: list[Taken] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop, self._numbers, self._threads = threading.Event(), count(1), [threading.Thread()]
        self.persons = {name: Person(self.port, email) for name, email in PEOPLE.items()}
        self.file = ""

    def sign_in(self) -> None:
        for person in self.persons.values():
            person.sign_in()
        self.file = _FILE.findall(self.persons["drafter"].get("/requests/new/"))[0]

    def start(self) -> None:
        self._stop.clear()
        self._threads = [threading.Thread(target=self._work) for _ in range(self.clients)]
        for thread in self._threads:
            thread.start()

    def stop(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Let everybody finish the request at hand; `meanwhile` is called again and again until they have."""
        self._stop.set()
        for thread in self._threads:
            while thread.is_alive():
                meanwhile()
                thread.join(0.2)

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(taken) for taken in self.history]

    @property
    def answered(self) -> int:
        return sum(taken.is_answered for taken in self.history)

    @property
    def steps(self) -> Counter[str]:
        """How often each step was answered."""
        return Counter(taken.step for taken in self.history if taken.is_answered)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self.one_request(f"Fault {next(self._numbers)} {uuid4().hex[:8]}")
            except Exception as error:  # noqa: BLE001 - whatever goes wrong is a finding
                said = f"{type(error).__name__}: {error}"
                if not self.drops:
                    self.faults.append(said)
                    return
                self.dropped.append(said)

    def one_request(self, subject: str) -> str:
        """Take one request the whole way, with documents both ways, and return where it is."""
        place = self.begin(subject)
        typed = {"subject": subject, "addressee": "BEL", "language": "fr", **filled(rome().kinds[KIND], "fr")}
        before = {"language": mark_of("en")}
        marks = {f"mark:{name}": before.get(name, mark_of("")) for name in typed}
        self._step("drafter", place, subject, "save", f"{place}save/", typed | marks)
        given = [self._give("drafter", place, subject, way) for way in ("form", "pieces")]
        self._act("drafter", place, subject, "request-submit")
        self._act("approver", place, subject, "request-approve")
        self._step("drafter", place, subject, "request-send", f"{place}send/", {"how": "proper"})
        self._await("officer", place)
        self._step("officer", place, subject, "request-fetch", f"{place}open/", {})
        self._take("officer", place, subject, given)
        self._act("officer", place, subject, "request-register", own_reference=f"N {subject}", contact="Duty officer")
        given.append(self._give("officer", place, subject, "pieces" if place[-2] < "8" else "form"))
        self._act("officer", place, subject, "reply-full", text=f"Reply to {subject}", documents=given[-1].id)
        self._take("drafter", place, subject, given)
        return place

    def begin(self, subject: str) -> str:
        """Begin a draft, and return where it is."""
        led_to = self._step("drafter", "", subject, "begin", "/requests/new/", {"file": self.file, "kind": KIND})
        return led_to.removesuffix("edit/")

    def _act(self, who: str, place: str, subject: str, slug: str, **given: str) -> None:
        path = f"{place}act/{slug}/"
        page = until_answered(lambda: self.persons[who].get(path), path)
        self._step(who, place, subject, slug, path, {"seen": dict(_HIDDEN.findall(page))["seen"], **given})

    def _step(self, who: str, place: str, subject: str, step: str, path: str, fields: Mapping[str, str]) -> str:
        """Take one step; ask again with the same token until it is answered."""
        taken = self._noted(place, step, subject)
        form = {"form_token": str(uuid4()), **fields}

        def ask() -> str:
            taken.asked += 1
            person = self.persons[who]
            return person.led(person.ask(lambda client: client.post(path, form)))

        led_to = until_answered(ask, step)
        taken.is_answered = True
        taken.request = taken.request or led_to.removesuffix("edit/")
        return led_to

    def _give(self, who: str, place: str, subject: str, way: str) -> "Given":
        """Add a document of one's own to the request, in one of the two ways."""
        taken = self._noted(place, f"document-{way}", f"{subject} {who} {way}")
        size = 40_000 if way == "form" else 1_300_000  # in pieces: across the end of a segment
        parcel = Parcel.of(taken.subject, size)
        taken.sha256 = parcel.sha256
        desk = Desk(self.persons[who], place)
        send: Callable[[Parcel, Callable[[], None]], str] = desk.form if way == "form" else desk.pieces

        def asked() -> None:
            taken.asked += 1

        led_to = send(parcel, asked)
        taken.is_answered = True
        return Given(led_to.rstrip("/").split("/")[-1], parcel.sha256)

    def _take(self, who: str, place: str, subject: str, given: "list[Given]") -> None:
        """Download every document there is: what was given, each once, whole, and nothing else."""
        taken = self._noted(place, f"download-{who}", subject)
        taken.asked = 1
        come = Desk(self.persons[who], place).received()
        if come != sorted(one.sha256 for one in given):
            raise AssertionError(f"{place}: {len(given)} documents were given, and {len(come)} came, or others")
        taken.is_answered = True

    def seen_whole(self, who: str) -> list[str]:
        """Download every document of every request that was answered, and return what did not come as it was given."""
        given: dict[str, list[str]] = defaultdict(list)
        for taken in self.history:
            if taken.sha256 and taken.is_answered:
                given[taken.request].append(taken.sha256)
        answered = [taken.request for taken in self.history if taken.step == "reply-full" and taken.is_answered]
        return [place for place in answered if Desk(self.persons[who], place).received() != sorted(given[place])]

    def _noted(self, place: str, step: str, subject: str) -> Taken:
        taken = Taken(place, step, subject)
        self.history.append(taken)
        return taken

    def _await(self, who: str, place: str) -> None:
        """Wait until a worker has delivered the request."""
        until_answered(
            lambda: self.persons[who].get(place),
            f"the delivery of {place}",
            also=_is_not_there_yet,
            seconds=15 if self.drops else PATIENCE,
        )


@dataclass(frozen=True, slots=True)
class Given:
    """A document that was added: its id and the digest of its bytes."""

    id: str
    sha256: str


def _is_not_there_yet(answer: Unexpected) -> bool:
    return is_of_server(answer) or " gave 404" in str(answer)
