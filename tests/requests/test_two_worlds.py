# SPDX-License-Identifier: EUPL-1.2
"""Non-interference for documents: two worlds that differ only in documents foreign to a viewer are alike to them.

As `tests/dossiers/test_two_worlds.py` does for dossiers: every page that can be reached, before and after something
hidden was added, byte for byte, with headers, cookies and the number of queries; zips and files too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.viewer import Viewer
from comity.documents.models import Document
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Request
from comity.statute import Act
from tests.dossiers.test_two_worlds import without_what_is_drawn
from tests.factories.documents import a_whole, an_upload, document_version, with_document
from tests.factories.requests import a_draft, act
from tests.requests.test_documents import bring_on

HIDDEN = "Zanzibar ledger"
SignIn = Callable[[Viewer], Client]


@dataclass(frozen=True)
class World:
    """A request to Belgium with a document that it has opened, and a draft to Norway; everything of one instant."""

    asking: Viewer
    colleague: Viewer
    asked: Viewer
    request: Request
    document: Document
    other: Request


@pytest.fixture
def world(asking: Viewer, asking_approver: Viewer, asked: Viewer, belgium: Party, norway: Party) -> Iterator[World]:
    with time_machine.travel(now(), tick=False):
        request = a_draft(asking)
        document = with_document(asking, request, title="The warrant", protections=("witnesses",))
        request = bring_on(request, asking)
        act(asked, request, Act.REQUEST_FETCH)
        act(asked, request, Act.REQUEST_REGISTER)
        yield World(asking, asking_approver, asked, request, document, a_draft(asking, addressee="NOR"))


# What is hidden, and from whom. Ids are drawn from `numbered`, so that they can be asked for before they are there.


def prepared_by_the_asked(world: World) -> None:
    with_document(world.asked, world.request, title=HIDDEN, handling=HIDDEN, provider=HIDDEN)


def prepared_by_the_asking(world: World) -> None:
    document = with_document(
        world.asking, world.request, title=HIDDEN, provider=HIDDEN, conditions=("lead_only",), name=f"{HIDDEN}.txt"
    )
    with as_viewer(world.asking):
        actions.record_document_consent(
            world.asking, request_id=world.request.id, document_id=document.id, consent=HIDDEN, at=now()
        )


def given_to_another(world: World) -> None:
    with_document(world.asking, world.other, title=HIDDEN, name=f"{HIDDEN}.txt")
    bring_on(world.other, world.asking)


def read_by_the_other_side(world: World) -> None:
    """Who had it when is told on one's own side only; so is that the whole file was taken out."""
    version = document_version(world.document)
    for viewer in (world.asking, world.colleague):
        with as_viewer(viewer):
            actions.read_request_document(viewer, request_id=world.request.id, version_id=version.id, at=now())
            actions.take_out(viewer, request_id=world.request.id, at=now())


def whole_file_of_another(world: World) -> None:
    whole = a_whole(world.asking, world.request)
    with as_viewer(world.asking):
        actions.take_whole(world.asking, request_id=world.request.id, whole_id=whole.id, at=now())


def whole_file_that_waits(world: World) -> None:
    with as_viewer(world.asking):
        actions.ask_for_whole(world.asking, request_id=world.request.id, language="en", at=now())


def upload_under_way(world: World) -> None:
    an_upload(world.asking, world.request, name=f"{HIDDEN}.txt")


CHANGES: list[tuple[Callable[[World], None], tuple[str, ...]]] = [
    (prepared_by_the_asked, ("asking", "approver", "stranger")),
    (prepared_by_the_asking, ("asked", "registrar")),
    (given_to_another, ("asked", "uncleared")),
    (read_by_the_other_side, ("asked", "registrar")),
    (whole_file_of_another, ("asked", "stranger")),
    (whole_file_that_waits, ("asked", "approver")),
    (upload_under_way, ("asked", "approver", "uncleared")),
]
CASES = [(change, persona) for change, personas in CHANGES for persona in personas]
FIRST = UUID(int=1)


@pytest.fixture
def numbered(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function after which new documents, uploads and whole files have the ids 1, 2, 3 ..."""

    def begin() -> None:
        for module in ("adding", "uploads", "wholes"):
            numbers = count(1)
            monkeypatch.setattr(
                f"comity.documents.actions.{module}.uuid4", lambda numbers=numbers: UUID(int=next(numbers))
            )

    return begin


def script(world: World) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every address about requests and their documents, with ids that are there, and that are hidden or nowhere."""
    for address in ("/", "/inbox/", "/requests/", "/requests/?box=sent", "/requests/?box=received"):
        yield "GET", address, {}
    for typed in (HIDDEN, "zanzibar", "warrant", world.request.reference, world.other.reference):
        yield "GET", f"{reverse('web:search')}?q={typed}", {}
    for code in ("OTP", "BEL", "NOR"):
        yield "GET", reverse("requests:register", args=[code]), {}
        yield "GET", reverse("requests:register_file", args=[code]), {}
    for request in (world.request, world.other):
        for name in ("page", "print", "versions", "edit", "send", "wholes", "document_new", "uploads"):
            yield "GET", reverse(f"requests:{name}", args=[request.id]), {}
        for slug in ("reply-full", "request-close"):
            yield "GET", reverse("requests:act", args=[request.id, slug]), {}
        yield "GET", reverse("requests:supplement", args=[request.id]), {}
        yield "GET", f"/api/requests/{request.id}", {}
        yield "POST", reverse("requests:bundle", args=[request.id]), {}
        for number in (1, 2):
            key = UUID(int=number)
            for name in ("document", "document_replace", "document_consent", "document_withdraw", "whole", "upload"):
                yield "GET", reverse(f"requests:{name}", args=[request.id, key]), {}
            for name in ("document_file", "document_withdraw", "document_consent", "whole_file", "whole_end"):
                yield "POST", reverse(f"requests:{name}", args=[request.id, key]), {"reason": "x", "consent": "x"}
    yield "GET", reverse("requests:document", args=[world.request.id, world.document.id]), {}
    yield "GET", reverse("requests:document", args=[world.other.id, world.document.id]), {}


def body_of(response: HttpResponseBase) -> bytes:
    if response.streaming:
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a stream
    return response.content  # type: ignore[attr-defined,no-any-return]  # no stream


def answers(client: Client, world: World) -> list[tuple[Any, ...]]:
    """Ask for everything; what asking does, such as entering that a zip was taken, is undone."""
    found = []
    with transaction.atomic():
        for method, address, data in script(world):
            with CaptureQueriesContext(connection) as asked:
                response = client.get(address) if method == "GET" else client.post(address, data)
            body = without_what_is_drawn(body_of(response))
            names = response.cookies.items()
            cookies = sorted((name, "" if name.endswith("csrf") else kept.value) for name, kept in names)
            found.append((method, address, response.status_code, dict(response.headers), cookies, body, len(asked)))
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "persona"), CASES, ids=lambda part: part if isinstance(part, str) else part.__name__
)
def test_hidden_documents_change_nothing_that_is_seen(
    change: Callable[[World], None],
    persona: str,
    world: World,
    sign_in: SignIn,
    numbered: Callable[[], None],
    request: pytest.FixtureRequest,
) -> None:
    name = {"approver": "asking_approver"}.get(persona, persona)
    client = sign_in(request.getfixturevalue(name))
    numbered()
    before = answers(client, world)
    change(world)
    after = answers(client, world)

    assert [row[:3] for row in before if row[2] == 200] != []
    assert not [row[1] for row in after if HIDDEN.encode() in row[5] and "q=" not in row[1]]
    assert [one[1] for one, other in zip(before, after, strict=True) if one != other] == []
    assert before == after


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "persona"),
    [
        (prepared_by_the_asked, "asked"),
        (prepared_by_the_asking, "asking"),
        (read_by_the_other_side, "asking"),
        (whole_file_that_waits, "asking"),
    ],
)
def test_difference_that_is_seen_is_found(
    change: Callable[[World], None],
    persona: str,
    world: World,
    sign_in: SignIn,
    numbered: Callable[[], None],
    request: pytest.FixtureRequest,
) -> None:
    client = sign_in(request.getfixturevalue(persona))
    numbered()
    before = answers(client, world)
    change(world)

    assert answers(client, world) != before
