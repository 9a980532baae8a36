# SPDX-License-Identifier: EUPL-1.2
"""Two people at the same instant: real transactions, in two connections."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection

from comity.core.errors import ComityError
from comity.core.viewer import ANONYMOUS
from comity.parties import actions
from comity.parties.actions.codes import new_code
from comity.parties.models import Party, Post
from comity.statute import Role
from tests.factories.parties import PASSWORD, PostFactory, person_at, post_of

AT = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of these at the same time; return how each ended, in no order."""
    start, ends = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            ends.append("done")
        except ComityError as error:
            ends.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_two_administrators_cannot_end_each_other(belgium: Party) -> None:
    first, second = (person_at(belgium, Role.READER, is_administrator=True) for _each in range(2))
    posts = [post_of(second).pk, post_of(first).pk]
    ends = at_once(
        lambda: actions.end_post(first, post_id=posts[0], until=None, reason="left", at=AT),
        lambda: actions.end_post(second, post_id=posts[1], until=None, reason="left", at=AT),
    )
    assert ends == ["Refused", "done"]
    assert Post.objects.filter(ended_at__isnull=True).count() == 1


def test_a_code_is_redeemed_once(belgium: Party) -> None:
    person = PostFactory.make(party=belgium).person
    code = new_code(person, belgium, at=AT)
    redeem = [lambda: actions.redeem_paper_code(ANONYMOUS, email=person.email, code=code, password=PASSWORD, at=AT)] * 2
    assert at_once(*redeem) == ["Invalid", "done"]


def test_wrong_attempts_all_count(belgium: Party) -> None:
    person = PostFactory.make(party=belgium).person
    code = new_code(person, belgium, at=AT)
    wrong = [
        lambda: actions.redeem_paper_code(ANONYMOUS, email=person.email, code="wrong", password=PASSWORD, at=AT)
    ] * 5
    assert at_once(*wrong) == ["Invalid"] * 5
    right = lambda: actions.redeem_paper_code(ANONYMOUS, email=person.email, code=code, password=PASSWORD, at=AT)  # noqa: E731
    assert at_once(right) == ["Invalid"]
