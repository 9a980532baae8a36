# SPDX-License-Identifier: EUPL-1.2
"""A document that some of one's own side read: everybody else sees it nowhere, and cannot tell that it is there."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.documents import queries as documents
from comity.documents.actions import Said
from comity.documents.models import Document
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Limit
from comity.dossiers.queries import grants, with_circles
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Request
from comity.statute import Act, Role
from tests.documents import makers
from tests.dossiers.test_two_worlds import without_what_is_drawn
from tests.factories.documents import accepted, document_version, with_document
from tests.factories.dossiers import a_circle, in_circle
from tests.factories.parties import person_at
from tests.factories.requests import a_draft, act, an_approved, bring_to, entries
from tests.requests.test_documents import bring_on, sent_with, someone_at_otp, url
from tests.requests.test_redaction import made, mark

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("belgium")]
SignIn = Callable[[Viewer], Client]


def limited(viewer: Viewer, request: Request, document: Document) -> Viewer:
    """Limit a document to a circle of the viewer alone; return them with it."""
    viewer = in_circle(viewer, a_circle(Party.objects.get(code=viewer.party_code)))
    (circle_id,) = viewer.circles
    limit(viewer, request, document, circle_id=circle_id)
    return viewer


def limit(viewer: Viewer, request: Request, document: Document, **to: Any) -> None:
    given = {"circle_id": None, "readers": (), "reason": "A protected source", **to}
    with as_viewer(viewer):
        actions.limit_request_document(viewer, request_id=request.id, document_id=document.id, at=now(), **given)


def titles(viewer: Viewer, request: Request) -> list[str]:
    with as_viewer(viewer):
        return [row.document.title for row in documents.documents(viewer, request.id)]


def test_those_who_are_not_named_find_it_nowhere(sign_in: SignIn, asking: Viewer, asking_approver: Viewer) -> None:
    request = a_draft(asking)
    secret = with_document(asking, request, data=makers.pdf(), name="plover.pdf", title="Statement of Plover")
    version = document_version(secret)
    asking = limited(asking, request, secret)

    assert (titles(asking, request), titles(asking_approver, request)) == (["Statement of Plover"], [])
    client = sign_in(asking_approver)
    pages = [url("page", request), url("edit", request), url("print", request), url("versions", request)]
    for page in pages:
        assert "Plover" not in client.get(page).content.decode(), page
    gone = [url("document", request, secret.id), url("document_limit", request, secret.id),
            url("document_replace", request, secret.id), url("document_withdraw", request, secret.id),
            reverse("requests:document_page", args=[request.id, version.id, 1])]  # fmt: skip
    nowhere = client.get(url("document", request, request.id))
    for page in gone:
        answer = client.get(page)
        assert answer.status_code == 404, page
        assert without_what_is_drawn(answer.content) == without_what_is_drawn(nowhere.content)
    for name, key in (("document_file", version.id), ("document_look", version.id), ("document_redact", secret.id)):
        assert client.post(url(name, request, key)).status_code == 404, name
    zipped = client.post(url("bundle", request))
    made = zipfile.ZipFile(io.BytesIO(b"".join(zipped.streaming_content)))  # type: ignore[attr-defined]  # a stream
    assert [name for name in made.namelist() if name.startswith("documents/")] == []
    assert "plover" not in json.dumps([made.read(name).decode().lower() for name in made.namelist()])
    found = json.loads(client.get(f"/api/requests/{request.id}").content)
    assert str(secret.id) not in json.dumps(found)


def test_its_entries_are_not_there_either(asking: Viewer, asking_approver: Viewer) -> None:
    """Also those from before: the second wall and every query leave them out."""
    request = a_draft(asking)
    secret = with_document(asking, request)
    assert [entry.act for entry in documents.custody(asking_approver, secret.id)] == [Act.DOCUMENT_ADD]

    asking = limited(asking, request, secret)

    assert documents.custody(asking_approver, secret.id) == []
    assert [entry.act for entry in documents.custody(asking, secret.id)] == [Act.DOCUMENT_ADD, Act.DOCUMENT_LIMIT]


def script(request: Request, other: Document, hidden: str) -> list[tuple[str, str, dict[str, str]]]:
    """What a colleague can ask for: every page of the request and its documents, also under a key that is hidden."""
    names = ["page", "edit", "print", "versions", "references", "notes", "tasks", "document_new"]
    asked: list[tuple[str, str, dict[str, str]]] = [("GET", url(name, request), {}) for name in names]
    asked += [("GET", reverse("requests:list"), {}), ("GET", "/", {}), ("GET", f"/api/requests/{request.id}", {})]
    asked += [("GET", reverse("dossiers:page", args=[request.file_id]), {})]
    for key in (str(other.id), hidden):
        asked += [
            ("GET", url(name, request, key), {})
            for name in ("document", "document_limit", "document_replace", "document_withdraw", "document_release")
        ]
        asked += [("POST", url("document_limit", request, key), {"circle": "desk"})]
    return asked


def answers(client: Client, asked: list[tuple[str, str, dict[str, str]]]) -> list[tuple[Any, ...]]:
    found = []
    for method, address, data in asked:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address) if method == "GET" else client.post(address, data)
        body = without_what_is_drawn(answer.content)
        found.append((address, answer.status_code, dict(answer.headers), body, len(queries)))
    return found


@pytest.mark.parametrize("is_sent", [False, True])
def test_two_worlds_with_and_without_it_are_alike_to_a_colleague(
    sign_in: SignIn, asking: Viewer, asking_approver: Viewer, is_sent: bool
) -> None:
    with time_machine.travel(now(), tick=False):
        request = bring_to("in_execution", asking) if is_sent else a_draft(asking)
        other = with_document(asking, request, title="For everybody")
        asked = script(request, other, "00000000-0000-4000-8000-000000000009")
        before = answers(sign_in(asking_approver), asked)
        inside = in_circle(asking, a_circle(request.issuer))
        (circle_id,) = inside.circles
        with as_viewer(inside):
            secret = actions.add_request_document(
                inside,
                request_id=request.id,
                file=accepted(),
                said=Said(title="Hidden", language="en"),
                at=now(),
                circle_id=circle_id,
            )
        asked = script(request, other, str(secret.id))

        after = answers(sign_in(asking_approver), asked)

    assert titles(inside, request) == ["For everybody", "Hidden"]
    for one, two in zip(before, after, strict=True):
        assert one[1:] == two[1:], one[0]
    assert sum(row[1] == 200 for row in before) > 10
    mine = answers(sign_in(inside), asked)
    assert [row[3] for row in mine] != [row[3] for row in after]


def test_it_is_handed_on_by_a_reader_only(asking: Viewer, asked: Viewer) -> None:
    """The other side reads it with its whole desk; on one's own side it stays limited, and so does its entry."""
    request = a_draft(asking)
    with_document(asking, request, title="For everybody")
    secret = with_document(asking, request, title="Hidden")
    inside = limited(asking, request, secret)
    request = bring_on(request, inside)

    with as_viewer(asked):
        actions.fetch_request(asked, request_id=request.id, at=now())
    assert titles(asked, request) == ["For everybody", "Hidden"]
    assert titles(inside, request) == ["For everybody", "Hidden"]
    colleague = someone_at_otp(request, Role.APPROVER)
    assert titles(colleague, request) == ["For everybody"]
    (entry,) = entries(request, Act.REQUEST_SEND)
    assert str(secret.id) not in json.dumps(entry.data)
    (given,) = [entry for entry in documents.custody(asked, secret.id) if entry.act == Act.DOCUMENT_GIVE]
    assert given.data["sha256"] == document_version(secret).sha256
    assert [entry.act for entry in documents.custody(colleague, secret.id)] == []


def test_it_does_not_go_through_other_hands(asking: Viewer) -> None:
    request = an_approved(asking)
    secret = _prepared_before(asking, request)
    inside = limited(asking, request, secret)
    sender = person_at(request.issuer, Role.DRAFTER, Role.OFFICER, clearance=UNDER_SEAL)

    with as_viewer(sender):
        actions.perform(sender, request_id=request.id, act=Act.REQUEST_PREPARE, given={}, at=now())
        actions.send_request(sender, request_id=request.id, at=now())

    (shown,) = documents.documents(inside, request.id)
    assert (shown.document.state, shown.limited_to != "") == ("prepared", True)


def test_transmitting_organ_carries_nothing_that_is_limited(
    asking: Viewer, asked: Viewer, defence: Viewer, registrar: Viewer
) -> None:
    """The Registry sees no file of the defence: what is open there goes with the request, what is limited stays."""
    request = an_approved(defence, kind="DEFI")
    secret = _prepared_before(defence, request)
    openly = _prepared_before(defence, request, title="For everybody")
    inside = limited(defence, request, secret)

    act(registrar, request, Act.REQUEST_SEND)

    with as_viewer(asked):
        actions.fetch_request(asked, request_id=request.id, at=now())
    assert titles(asked, request) == ["For everybody"]
    states = {row.document.id: row.document.state for row in documents.documents(inside, request.id)}
    assert states == {secret.id: "prepared", openly.id: "given"}


def _prepared_before(asking: Viewer, request: Request, title: str = "Hidden") -> Document:
    """A document that was added while the request was a draft."""
    Request.objects.unguarded("a test").filter(id=request.id).update(state="draft")
    document = with_document(asking, request, title=title)
    Request.objects.unguarded("a test").filter(id=request.id).update(state=request.state)
    return document


@pytest.mark.parametrize("opens", [False, True])
def test_answer_says_whether_it_stays_limited(sign_in: SignIn, asking: Viewer, asked: Viewer, opens: bool) -> None:
    request = bring_to("in_execution", asking)
    secret = with_document(asked, request, title="Hidden")
    inside = limited(asked, request, secret)
    client = sign_in(inside)
    assert "Open those that are limited on our side" in client.get(url("act", request, "reply-inform")).content.decode()

    answer = client.post(
        url("act", request, "reply-inform"),
        {"text": "See it.", "documents": [str(secret.id)], **({"opens": "on"} if opens else {})},
    )

    assert answer.status_code == 302
    assert titles(asking, request) == ["Hidden"]
    assert titles(asked, request) == (["Hidden"] if opens else [])
    (entry,) = entries(request, Act.REPLY_INFORM)
    assert (str(secret.id) in json.dumps(entry.data)) is opens


def test_other_side_decides_its_own_circles(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request, document = sent_with(asking, title="The warrant")
    sign_in(asked).post(url("open", request))
    before = sign_in(asking).get(url("document", request, document.id)).content

    inside = limited(asked, request, document)

    colleague = person_at(Party.objects.get(code=asked.party_code), Role.OFFICER, clearance=UNDER_SEAL)
    assert (titles(inside, request), titles(colleague, request)) == (["The warrant"], [])
    assert titles(asking, request) == ["The warrant"]
    after = sign_in(asking).get(url("document", request, document.id)).content
    assert without_what_is_drawn(before) == without_what_is_drawn(after)
    assert Act.DOCUMENT_LIMIT not in [entry.act for entry in documents.custody(asking, document.id)]


def test_colleagues_are_named_on_the_page(sign_in: SignIn, asking: Viewer, asking_approver: Viewer) -> None:
    request = a_draft(asking)
    secret = with_document(asking, request, title="Hidden")
    third = person_at(request.issuer, Role.OFFICER, clearance=UNDER_SEAL)
    client = sign_in(asking)

    answer = client.post(
        url("document_limit", request, secret.id),
        {"circle": "named", "readers": [str(asking_approver.person_id)], "reason": "A protected source"},
    )

    assert (answer.status_code, answer["Location"]) == (302, url("document", request, secret.id))
    for viewer, seen in ((asking, ["Hidden"]), (asking_approver, ["Hidden"]), (third, [])):
        assert titles(with_circles(viewer, now()), request) == seen
    text = sign_in(asking).get(url("document", request, secret.id)).content.decode()
    assert ("the rest of our side learns nothing of it" in text, "A protected source" in text) == (True, True)
    assert "Read on our side by" in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"circle": "named", "reason": "My own words"}, "Name at least one colleague"),
        ({"circle": "desk", "reason": ""}, "Say why"),
        ({"circle": "00000000-0000-4000-8000-000000000001", "reason": "My own words"}, "Select a valid choice"),
        ({"circle": "", "reason": "My own words"}, "This field is required"),
    ],
)
def test_what_cannot_be_limited_so_is_told_and_nothing_typed_is_lost(
    sign_in: SignIn, asking: Viewer, given: dict[str, str], said: str
) -> None:
    request = a_draft(asking)
    secret = with_document(asking, request)

    answer = sign_in(asking).post(url("document_limit", request, secret.id), given)

    text = answer.content.decode()
    assert (answer.status_code, said in text, given["reason"] in text) == (422, True, True)
    assert Limit.objects.count() == 0


def test_nobody_shuts_themselves_out(asking: Viewer, asking_approver: Viewer) -> None:
    request = a_draft(asking)
    secret = with_document(asking, request)
    others = in_circle(asking_approver, a_circle(request.issuer))
    (circle_id,) = others.circles

    with pytest.raises(Invalid):
        limit(asking, request, secret, circle_id=circle_id)
    stranger = person_at(Party.objects.get(code="BEL"), Role.OFFICER, clearance=UNDER_SEAL)
    with pytest.raises(NotFound):
        limit(asking, request, secret, readers=[stranger.person_id])


def test_last_reader_stays(asking: Viewer) -> None:
    request = a_draft(asking)
    secret = with_document(asking, request)
    limit(asking, request, secret, readers=[asking.person_id])
    inside = with_circles(asking, now())
    (circle_id,) = inside.circles
    (grant,) = grants(inside, circle_id, now())
    with pytest.raises(Invalid, match="last person"):
        dossiers.end_grant(inside, grant_id=grant.id, at=now())


def test_translation_does_not_tell_of_what_it_translates(
    sign_in: SignIn, asking: Viewer, asking_approver: Viewer
) -> None:
    request = a_draft(asking)
    secret = with_document(asking, request, title="Hidden")
    translation = with_document(
        asking, request, title="In French", language="fr", text_kind="courtesy", translation_of=secret.id
    )
    limited(asking, request, secret)

    for page in (url("page", request), url("document", request, translation.id)):
        assert "Hidden" not in sign_in(asking_approver).get(page).content.decode(), page


def test_redacted_copy_of_it_is_limited_as_it_is(sign_in: SignIn, asking: Viewer, asking_approver: Viewer) -> None:
    request = a_draft(asking)
    secret = with_document(asking, request, data=makers.pdf(), name="note.pdf", title="Hidden")
    inside = limited(asking, request, secret)
    client = sign_in(inside)
    client.post(url("document_redact", request, secret.id))
    mark(client, request, secret)

    made(client, request, secret)

    assert (titles(inside, request), titles(asking_approver, request)) == (["Hidden", "Statement, redacted"], [])


def test_desk_reads_it_again_once_it_is_opened(asking: Viewer, asking_approver: Viewer) -> None:
    request = a_draft(asking)
    secret = with_document(asking, request, title="Hidden")
    inside = limited(asking, request, secret)

    limit(inside, request, secret)

    assert titles(asking_approver, request) == ["Hidden"]
    acts = [entry.act for entry in documents.custody(asking_approver, secret.id)]
    assert acts == [Act.DOCUMENT_ADD, Act.DOCUMENT_LIMIT, Act.DOCUMENT_LIMIT]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_many_are_limited(
    sign_in: SignIn, asking: Viewer, count: int, django_assert_num_queries: Any
) -> None:
    request = a_draft(asking)
    shown = [with_document(asking, request, title=f"Note {number}") for number in range(count)]
    inside = in_circle(asking, a_circle(request.issuer))
    (circle_id,) = inside.circles
    for document in shown:
        limit(inside, request, document, circle_id=circle_id)
    client = sign_in(inside)

    with django_assert_num_queries(15):
        client.get(url("document", request, shown[0].id))
    with django_assert_num_queries(13):
        client.get(url("document_limit", request, shown[0].id))
