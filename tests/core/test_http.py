# SPDX-License-Identifier: EUPL-1.2
"""Forms that are taken once."""

import threading
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from comity.core.http import TOKEN_FIELD, ViewerRequest, new_form_token, public, taken_once
from comity.core.models import FormTaken
from comity.core.viewer import ANONYMOUS, Viewer


class Counting:
    """A view that counts how often it really did something."""

    def __init__(self, answer: Callable[[], HttpResponse]) -> None:
        self.times = 0
        self.answer = answer
        self.view = taken_once(self._view)

    def _view(self, _request: ViewerRequest) -> HttpResponse:
        self.times += 1
        return self.answer()


@pytest.fixture
def page() -> Counting:
    return Counting(lambda: HttpResponseRedirect("/there/"))


def asked(viewer: Viewer, token: str | None, method: str = "POST") -> ViewerRequest:
    data = {} if token is None else {TOKEN_FIELD: token}
    made: HttpRequest = (
        RequestFactory().generic(method, "/", "") if method != "POST" else RequestFactory().post("/", data)
    )
    made.viewer = viewer  # type: ignore[attr-defined]  # as the middleware does
    return made  # type: ignore[return-value]  # now it is one


def test_same_form_does_its_work_once_and_leads_to_the_same_place(asking: Viewer, page: Counting) -> None:
    token = new_form_token()
    answers = [page.view(asked(asking, token)) for _ in range(3)]

    assert page.times == 1
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/there/")] * 3


def test_two_forms_are_two_pieces_of_work(asking: Viewer, page: Counting) -> None:
    page.view(asked(asking, new_form_token()))
    page.view(asked(asking, new_form_token()))

    assert page.times == 2


def test_form_that_was_refused_may_be_posted_again(asking: Viewer) -> None:
    page, token = Counting(lambda: HttpResponse("please mend this")), new_form_token()
    page.view(asked(asking, token))
    page.answer = lambda: HttpResponseRedirect("/there/")
    page.view(asked(asking, token))

    assert page.times == 2
    assert [row.led_to for row in FormTaken.objects.all()] == ["/there/"]


@pytest.mark.parametrize("token", [None, "", "no token", "0", "\0"])
def test_form_without_a_token_is_taken_every_time(asking: Viewer, page: Counting, token: str | None) -> None:
    page.view(asked(asking, token))
    page.view(asked(asking, token))

    assert page.times == 2
    assert not FormTaken.objects.exists()


def test_token_of_one_person_says_nothing_to_another(asking: Viewer, stranger: Viewer, page: Counting) -> None:
    token = new_form_token()
    page.view(asked(asking, token))
    page.view(asked(stranger, token))

    assert page.times == 2
    assert [row.person_id for row in FormTaken.objects.all()] == [asking.person_id]


def test_looking_is_not_taking(asking: Viewer, page: Counting) -> None:
    page.view(asked(asking, None, "GET"))
    page.view(asked(asking, None, "GET"))

    assert page.times == 2


def test_nobody_has_no_forms_to_take(db: None, page: Counting) -> None:
    page.view(asked(ANONYMOUS, new_form_token()))

    assert page.times == 1
    assert not FormTaken.objects.exists()


def test_every_form_has_a_token_of_its_own() -> None:
    tokens = {new_form_token() for _ in range(50)}

    assert len({UUID(token) for token in tokens}) == 50


def test_view_is_public_only_where_it_says_so() -> None:
    @public
    def open_view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert open_view.is_public  # type: ignore[attr-defined]  # the mark
    assert not hasattr(Counting(HttpResponse).view, "is_public")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_form_posted_twice_at_the_same_time_does_its_work_once(asking: Viewer) -> None:
    token, together = str(uuid4()), threading.Barrier(2)
    page = Counting(lambda: HttpResponseRedirect("/there/"))
    answers: list[tuple[int, str]] = []

    def post() -> None:
        together.wait()
        with transaction.atomic():
            answer = page.view(asked(asking, token))
            answers.append((answer.status_code, answer["Location"]))
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert page.times == 1
    assert answers == [(302, "/there/")] * 2
