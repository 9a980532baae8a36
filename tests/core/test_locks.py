# SPDX-License-Identifier: EUPL-1.2
"""A row that somebody holds: whoever wants it waits for seconds, is told to try again, and loses nothing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from comity.core.http import new_form_token
from comity.core.models import FormTaken
from comity.core.outbox import hold, owe
from comity.core.viewer import Viewer
from comity.parties import actions
from comity.parties.models import Party, PartyEntry, SealingKey
from comity.parties.queries import running_signing_key
from tests.factories.keys import AT, a_recipient, authority_key, signing_key
from tests.factories.parties import AuthorityFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@contextmanager
def held(take: Callable[[], object]) -> Iterator[None]:
    """Let another connection have what `take` locks, and this one wait for a tenth of a second alone."""
    is_held, may_end = threading.Event(), threading.Event()

    def keep() -> None:
        with transaction.atomic():
            take()
            is_held.set()
            may_end.wait(20)
        connection.close()

    other = threading.Thread(target=keep)
    other.start()
    try:
        assert is_held.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        yield
    finally:
        may_end.set()
        other.join()
        connection.close()


def test_connections_wait_for_no_row_for_ever() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')")
        assert cursor.fetchone() == ("10s", "5min")


def test_row_that_another_holds_is_given_up_on() -> None:
    owe("requests.deliver", "held")
    with (
        held(lambda: hold("requests.deliver", "held")),
        pytest.raises(OperationalError, match="lock timeout"),
        transaction.atomic(),
    ):
        hold("requests.deliver", "held")
    with transaction.atomic():
        hold("requests.deliver", "held")


def test_form_whose_row_another_holds_is_told_to_try_again_and_is_taken_once(
    asked: Viewer, belgium: Party, sign_in: Callable[[Viewer], Client]
) -> None:
    client = sign_in(asked)
    client.raise_request_exception = False
    form = {"recipient": a_recipient(), "form_token": new_form_token()}

    def rows() -> list[int]:
        return [table.objects.count() for table in (SealingKey, PartyEntry, FormTaken)]

    before = rows()
    with held(lambda: Party.objects.select_for_update(no_key=True).get(pk=belgium.pk)):
        answer = client.post("/people/keys/", form)

        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        said = answer.content.decode()
        assert "Traceback" not in said
        assert "cannot answer just now" in said
        assert rows() == before

    for _again in range(2):
        assert client.post("/people/keys/", form).status_code == 302
    assert SealingKey.objects.get().recipient == form["recipient"]
    assert rows() == [number + 1 for number in before]


def test_authority_is_not_taken_off_while_its_key_is_registered(asked_administrator: Viewer, belgium: Party) -> None:
    """Else the key would run on, of an authority that is no more."""
    authority = AuthorityFactory.make(party=belgium)
    with (
        held(lambda: authority_key(asked_administrator, authority)),
        pytest.raises(OperationalError, match="lock timeout"),
    ):
        actions.end_authority(asked_administrator, authority_id=authority.pk, reason="Merged", at=AT)
    actions.end_authority(asked_administrator, authority_id=authority.pk, reason="Merged", at=AT)
    assert SealingKey.objects.get().ended_at == AT


def test_signing_key_does_not_end_while_something_is_taken_by_it(asked_administrator: Viewer, belgium: Party) -> None:
    key = signing_key(asked_administrator, AuthorityFactory.make(party=belgium))
    with (
        held(lambda: running_signing_key(asked_administrator, public=key.public)),
        pytest.raises(OperationalError, match="lock timeout"),
    ):
        actions.end_signing_key(asked_administrator, key_id=key.pk, reason="lost", at=AT)
