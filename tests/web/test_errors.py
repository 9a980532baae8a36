# SPDX-License-Identifier: EUPL-1.2
"""What went wrong is told in plain words, and a thing not to be seen looks like one that never was."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from comity.core.viewer import Viewer
from tests.factories.parties import post_of
from tests.factories.requests import a_sent

pytestmark = pytest.mark.django_db


def test_foreign_request_is_the_page_of_nothing_at_all(
    sign_in: Callable[[Viewer], Client], asking: Viewer, asked: Viewer, stranger: Viewer
) -> None:
    request = a_sent(asking)
    client = sign_in(stranger)

    foreign = client.get(f"/requests/{request.id}/")
    nothing = client.get(f"/requests/{uuid4()}/")
    no_address = client.get("/no/such/address/")

    assert [foreign.status_code, nothing.status_code, no_address.status_code] == [404, 404, 404]
    assert foreign.content == nothing.content == no_address.content
    assert dict(foreign.headers) == dict(nothing.headers)


def test_foreign_host_is_refused(client: Client) -> None:
    assert client.get("/about/", headers={"host": "evil.example"}).status_code == 400


def test_form_without_token_is_explained_and_nothing_is_done(asking: Viewer) -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "fr"})

    assert response.status_code == 403
    assert "This form is no longer valid" in response.content.decode()


def test_too_large_a_form_is_refused_in_words(sign_in: Callable[[Viewer], Client], asking: Viewer) -> None:
    response = sign_in(asking).post("/language/", {"language": "x" * 2_000_000})

    assert response.status_code in {400, 413}
    assert "Traceback" not in response.content.decode()


def test_person_without_a_post_is_told_so(sign_in: Callable[[Viewer], Client], asking: Viewer) -> None:
    post_of(asking).delete()

    response = sign_in(asking).get("/")

    assert response.status_code == 403
