# SPDX-License-Identifier: EUPL-1.2
"""Work that failed, as the administrators of the Registry see it; and long work, as its own person sees it."""

from collections.abc import Callable

import pytest
from django.test import Client

from comity.core import progress
from comity.core.models import Owed
from comity.core.viewer import Viewer

SignIn = Callable[[Viewer], Client]


@pytest.fixture
def failed(db: None) -> Owed:
    return Owed.objects.create(
        name="requests.deliver",
        key="OTP-7K3F-9QXD",
        attempts=8,
        is_dead=True,
        last_error="ValueError: Witness Plover\n",
    )


def test_administrator_of_the_registry_sees_what_failed_and_not_what_it_was_about(
    sign_in: SignIn, registry_administrator: Viewer, failed: Owed
) -> None:
    text = sign_in(registry_administrator).get("/upkeep/").content.decode()

    assert ("requests.deliver" in text, "ValueError" in text, "given up" in text) == (True, True, True)
    assert ("7K3F" in text, "Plover" in text) == (False, False)


def test_administrator_of_the_registry_lets_it_be_tried_again(
    sign_in: SignIn, registry_administrator: Viewer, failed: Owed
) -> None:
    response = sign_in(registry_administrator).post(f"/upkeep/{failed.id}/retry/", follow=True)

    assert "requests.deliver will be tried again now." in response.content.decode()
    assert (Owed.objects.get().is_dead, Owed.objects.get().attempts) == (False, 0)


def test_nobody_else_sees_the_work_or_touches_it(
    sign_in: SignIn, registrar: Viewer, asking_administrator: Viewer, failed: Owed
) -> None:
    for viewer in (registrar, asking_administrator):
        client = sign_in(viewer)
        answers = [client.get("/upkeep/").status_code, client.post(f"/upkeep/{failed.id}/retry/").status_code]
        assert answers == [404, 404]
        assert 'href="/upkeep/"' not in client.get("/").content.decode()
    assert Owed.objects.get().is_dead


def test_page_of_work_needs_few_queries_however_much_failed(
    sign_in: SignIn, registry_administrator: Viewer, failed: Owed, django_assert_num_queries: Callable[..., object]
) -> None:
    client = sign_in(registry_administrator)
    for _more in range(2):
        with django_assert_num_queries(11):  # type: ignore[attr-defined]  # a context manager
            client.get("/upkeep/")
        Owed.objects.create(name="requests.deliver", key="x", attempts=1, last_error="KeyError: 1\n")


def test_progress_is_shown_to_its_own_person_only(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    key = progress.begin(asking, title="Recomputing the time limits")
    address = f"/progress/{key}/"

    assert "This waits for its turn." in sign_in(asking).get(address).content.decode()
    assert sign_in(asked).get(address).status_code == 404


def test_progress_refreshes_while_it_runs_with_script_and_without(sign_in: SignIn, asking: Viewer) -> None:
    key = progress.begin(asking, title="Recomputing the time limits")
    client, address = sign_in(asking), f"/progress/{key}/"
    progress.tell(key, done=30, total=120)

    page = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert ("30 of 120" in page, "(25 %)" in page, f'<a href="{address}">' in page) == (True, True, True)
    assert (part.strip() in page, "<html" in part, 'hx-trigger="every 2s"' in part) == (True, False, True)

    progress.finish(key)
    ended = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert ("This is done." in ended, "hx-trigger" in ended) == (True, False)


def test_progress_that_failed_says_so(sign_in: SignIn, asking: Viewer) -> None:
    key = progress.begin(asking, title="Recomputing the time limits")
    progress.fail(key)

    assert "This could not be done." in sign_in(asking).get(f"/progress/{key}/").content.decode()
