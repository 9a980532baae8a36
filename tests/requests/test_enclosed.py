# SPDX-License-Identifier: EUPL-1.2
"""Documents that go with a supplement or a corrigendum, as with any other act."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from comity.core.db import as_viewer
from comity.core.viewer import Viewer
from comity.documents import queries as documents
from comity.requests.models import Request, Version
from comity.statute import Act
from tests.factories.documents import document_version, with_document
from tests.factories.dossiers import a_circle, in_circle
from tests.factories.requests import bring_to, entries
from tests.requests.test_documents import url
from tests.requests.test_limits import limit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("belgium")]
SignIn = Callable[[Viewer], Client]
FORMS = [("supplement", Act.REQUEST_SUPPLEMENT), ("correct", Act.REQUEST_CORRECT)]


def titles(viewer: Viewer, request: Request) -> list[str]:
    with as_viewer(viewer):
        return [row.document.title for row in documents.documents(viewer, request.id)]


@pytest.mark.parametrize(("name", "act"), FORMS)
def test_ticked_documents_go_with_it(sign_in: SignIn, asking: Viewer, asked: Viewer, name: str, act: Act) -> None:
    request = bring_to("in_execution", asking)
    with_document(asking, request, title="Not yet")
    map_of = with_document(asking, request, title="The map")
    client = sign_in(asking)
    page = client.get(url(name, request)).content.decode()
    assert ("The map (note.txt)" in page, "Not yet (note.txt)" in page) == (True, True)

    answer = client.post(url(name, request), {"reason": "The map was missing", "documents": [str(map_of.id)]})

    assert answer.status_code == 302, answer.content.decode()
    assert titles(asked, request) == ["The map"]
    (entry,) = entries(request, act)
    text, file = entry.data["documents"]
    assert ("sha256" in text, file["sha256"]) == (True, document_version(map_of).sha256)
    with as_viewer(asked):
        kinds = list(Version.objects.visible_to(asked).filter(request=request).values_list("kind", flat=True))
    assert len(kinds) == 2


@pytest.mark.parametrize(("name", "act"), FORMS)
def test_nothing_enclosed_and_nothing_changed_is_told(sign_in: SignIn, asking: Viewer, name: str, act: Act) -> None:
    request = bring_to("in_execution", asking)
    with_document(asking, request, title="The map")

    answer = sign_in(asking).post(url(name, request), {"reason": "My own words"})

    text = answer.content.decode()
    assert (answer.status_code, "or enclose a document" in text, "My own words" in text) == (422, True, True)
    assert entries(request, act) == []


def test_document_taken_out_meanwhile_is_told_and_nothing_is_issued(sign_in: SignIn, asking: Viewer) -> None:
    request = bring_to("in_execution", asking)
    gone = with_document(asking, request, title="The map")
    client = sign_in(asking)
    client.post(url("document_withdraw", request, gone.id), {"reason": "It is wrong"})
    with_document(asking, request, title="Another")

    answer = client.post(url("supplement", request), {"reason": "My own words", "documents": [str(gone.id)]})

    assert (answer.status_code, "My own words" in answer.content.decode()) == (422, True)
    assert entries(request, Act.REQUEST_SUPPLEMENT) == []


def test_condition_stops_it(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request = bring_to("in_execution", asking)
    lead = with_document(asking, request, provider="Ostern", conditions=("lead_only",))

    answer = sign_in(asking).post(url("supplement", request), {"reason": "My own words", "documents": [str(lead.id)]})

    text = answer.content.decode()
    assert (answer.status_code, "54(3)(e)" in text, "My own words" in text) == (403, True, True)
    assert titles(asked, request) == []


@pytest.mark.parametrize("opens", [False, True])
def test_limited_document_stays_limited_or_is_opened(
    sign_in: SignIn, asking: Viewer, asked: Viewer, asking_approver: Viewer, opens: bool
) -> None:
    request = bring_to("in_execution", asking)
    secret = with_document(asking, request, title="Hidden")
    inside = in_circle(asking, a_circle(request.issuer))
    (circle_id,) = inside.circles
    limit(inside, request, secret, circle_id=circle_id)
    given: dict[str, Any] = {
        "reason": "It was missing",
        "documents": [str(secret.id)],
        **({"opens": "on"} if opens else {}),
    }

    assert sign_in(inside).post(url("supplement", request), given).status_code == 302

    assert (titles(asked, request), titles(asking_approver, request)) == (["Hidden"], ["Hidden"] if opens else [])


@pytest.mark.parametrize("count", [1, 3])
def test_form_costs_the_same_however_many_are_prepared(
    sign_in: SignIn, asking: Viewer, count: int, django_assert_num_queries: Any
) -> None:
    request = bring_to("in_execution", asking)
    for number in range(count):
        with_document(asking, request, title=f"Note {number}")
    client = sign_in(asking)

    with django_assert_num_queries(15):
        client.get(url("supplement", request))
