# SPDX-License-Identifier: EUPL-1.2
"""The desk, the search and the language of the pages."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from comity.core.viewer import Viewer
from comity.statute import Act
from tests.factories.requests import a_draft, a_sent, act

pytestmark = pytest.mark.django_db


def test_desk_sends_strangers_to_sign_in(client: Client) -> None:
    response = client.get("/")

    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/")


def test_desk_shows_a_drafter_their_drafts(sign_in: Callable[[Viewer], Client], asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)

    text = sign_in(asking).get("/").content.decode()

    assert "My drafts" in text
    assert request.reference in text


def test_desk_shows_an_approver_what_waits_for_a_second_person(
    sign_in: Callable[[Viewer], Client], asking: Viewer, asking_approver: Viewer, asked: Viewer
) -> None:
    request = a_draft(asking)
    act(asking, request, Act.REQUEST_SUBMIT)

    text = sign_in(asking_approver).get("/").content.decode()

    assert "To approve" in text
    assert request.reference in text


def test_desk_shows_a_capital_an_envelope_until_it_opens_it(
    sign_in: Callable[[Viewer], Client], asking: Viewer, asked: Viewer
) -> None:
    request = a_sent(asking, subject="A subject that nobody has read")

    text = sign_in(asked).get("/").content.decode()

    assert request.reference in text
    assert "A subject that nobody has read" not in text


@pytest.mark.parametrize("item_count", [1, 3])
def test_desk_takes_the_same_queries_however_much_lies_on_it(
    sign_in: Callable[[Viewer], Client],
    asking: Viewer,
    asked: Viewer,
    item_count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _item in range(item_count):
        a_sent(asking)
    client = sign_in(asked)

    with django_assert_max_num_queries(17):
        client.get("/")


@pytest.mark.parametrize("typed", ["{0}", "{1}", "{2}"])
def test_search_finds_a_reference_however_it_is_typed(
    sign_in: Callable[[Viewer], Client], asking: Viewer, asked: Viewer, typed: str
) -> None:
    reference = a_sent(asking).reference
    forms = (reference, reference.lower().replace("-", " "), reference.replace("-", ""))
    prefix, rest = reference.split("-", 1)
    forms = (reference, reference.lower(), f"{prefix}-{rest.replace('-', '')}")

    text = sign_in(asking).get("/search/", {"q": typed.format(*forms)}).content.decode()

    assert reference in text


def test_search_finds_nothing_of_others(
    sign_in: Callable[[Viewer], Client], asking: Viewer, asked: Viewer, stranger: Viewer
) -> None:
    reference = a_sent(asking, subject="Harbour register of Ostern").reference
    client = sign_in(stranger)

    assert "Nothing found" in client.get("/search/", {"q": reference}).content.decode()
    assert "Nothing found" in client.get("/search/", {"q": "harbour"}).content.decode()


def test_language_is_kept_and_leads_back(client: Client) -> None:
    response = client.post("/language/", {"language": "fr", "next": "/about/"}, follow=True)

    assert response.headers["Content-Language"] == "fr"
    assert "À propos" in response.content.decode()


def test_language_never_leads_to_another_host(client: Client) -> None:
    response = client.post("/language/", {"language": "fr", "next": "https://evil.example/"})

    assert response["Location"] == "/"
