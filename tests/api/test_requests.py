# SPDX-License-Identifier: EUPL-1.2
"""The main way over the API, and how it says no."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from comity.core.viewer import Viewer
from comity.statute import Act
from tests.factories.requests import a_draft, a_file, a_sent, act, complete_texts

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_main_way_over_the_api(
    sign_in: Callable[[Viewer], Client], asking: Viewer, asking_approver: Viewer, asked: Viewer
) -> None:
    drafter, approver, capital = sign_in(asking), sign_in(asking_approver), sign_in(asked)
    fields = {"subject": "Notice of hearing", "addressee": "BEL", **complete_texts("SERV")}

    begun = drafter.post(
        "/api/requests", {"file": str(a_file(asking).id), "kind": "SERV", "fields": fields}, content_type=JSON
    )
    address = f"/api/requests/{begun.json()['id']}"
    states = [
        client.post(f"{address}/acts/{name}", {"given": given}, content_type=JSON).json()["state"]
        for client, name, given in [
            (drafter, Act.REQUEST_SUBMIT, {}),
            (approver, Act.REQUEST_APPROVE, {}),
            (drafter, Act.REQUEST_SEND, {}),
            (capital, Act.REQUEST_FETCH, {}),
            (capital, Act.REQUEST_REGISTER, {"own_reference": "JUD/1", "contact": "Duty officer"}),
            (capital, Act.REPLY_FULL, {"text": "Served on 3 May."}),
            (drafter, Act.REQUEST_CLOSE, {}),
        ]
    ]

    assert begun.status_code == 201
    assert states == ["in_review", "approved", "transmitted", "transmitted", "received", "executed", "closed"]
    assert [entry["act"] for entry in capital.get(address).json()["timeline"]][-2:] == [
        Act.REPLY_FULL,
        Act.REQUEST_CLOSE,
    ]


def test_refused_act_names_article_and_remedy(
    sign_in: Callable[[Viewer], Client], asking: Viewer, asked: Viewer
) -> None:
    request = a_draft(asking)
    act(asking, request, Act.REQUEST_SUBMIT)

    response = sign_in(asking).post(
        f"/api/requests/{request.id}/acts/{Act.REQUEST_APPROVE}", {"given": {}}, content_type=JSON
    )

    assert response.status_code == 403
    assert response.headers["Content-Type"] == "application/problem+json"
    assert set(response.json()) == {"title", "status", "act", "article", "code", "remedy"}


def test_unknown_act_names_the_nearest(sign_in: Callable[[Viewer], Client], asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)

    response = sign_in(asking).post(
        f"/api/requests/{request.id}/acts/requests:request:sumbit", {"given": {}}, content_type=JSON
    )

    assert response.status_code == 422
    assert "requests:request:submit" in response.json()["fields"]["act"]


def test_foreign_request_is_not_there(
    sign_in: Callable[[Viewer], Client], asking: Viewer, asked: Viewer, stranger: Viewer
) -> None:
    request = a_sent(asking)

    response = sign_in(stranger).get(f"/api/requests/{request.id}")

    assert (response.status_code, response.json()["title"]) == (404, "There is nothing here that you may see.")


def test_nobody_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/api/requests").status_code == 401


def test_writing_needs_the_token_of_the_session(asking: Viewer, sign_in: Callable[[Viewer], Client]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in(asking).cookies

    response = strict.post("/api/requests", {"file": str(a_file(asking).id), "kind": "SERV"}, content_type=JSON)

    assert response.status_code == 403


def test_malformed_body_says_which_field(sign_in: Callable[[Viewer], Client], asking: Viewer) -> None:
    response = sign_in(asking).post("/api/requests", {"file": "no id", "kind": "SERV"}, content_type=JSON)

    assert response.status_code == 422
    assert list(response.json()["fields"]) == ["given.file"]


@pytest.mark.parametrize("item_count", [1, 3])
def test_list_takes_the_same_queries_however_long(
    sign_in: Callable[[Viewer], Client],
    asking: Viewer,
    asked: Viewer,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _item in range(item_count):
        a_sent(asking)
    client = sign_in(asking)

    # The session, the person, their post and circles, a savepoint of the test, the rows and their parties.
    with django_assert_num_queries(8):
        rows = client.get("/api/requests").json()["rows"]

    assert len(rows) == item_count
