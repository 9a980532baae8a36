# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from comity.core import outbox
from comity.core.errors import NotFound
from comity.core.models import Owed
from comity.core.outbox import owe, owe_once


def test_work_is_owed_now_where_no_time_is_given(db: None) -> None:
    before = timezone.now()
    owe("a.task", "key")
    row = Owed.objects.get()

    assert (row.name, row.key, row.attempts, row.is_dead) == ("a.task", "key", 0, False)
    assert before <= row.due_at <= timezone.now()


def test_work_is_owed_for_later(db: None) -> None:
    at = timezone.now() + timedelta(days=3)
    owe("a.task", "key", at=at)

    assert Owed.objects.get().due_at == at


@pytest.mark.django_db(transaction=True)
def test_work_of_an_act_that_was_undone_is_not_owed() -> None:
    @transaction.atomic
    def undone() -> None:
        owe("a.task", "key")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert not Owed.objects.exists()


def test_same_work_may_be_owed_twice(db: None) -> None:
    owe("a.task", "key")
    owe("a.task", "key")

    assert Owed.objects.count() == 2


def test_same_work_is_owed_once_where_that_is_enough(db: None) -> None:
    owe_once("a.task", "key")
    owe_once("a.task", "key")
    assert Owed.objects.count() == 1

    Owed.objects.update(leased_until=timezone.now(), attempts=1)
    owe_once("a.task", "key")  # what is under way may have begun before the reason to do it
    assert Owed.objects.count() == 2


def failed(**more: object) -> Owed:
    values = {
        "name": "a.task",
        "key": "OTP-SECRET",
        "attempts": 8,
        "is_dead": True,
        "last_error": "ValueError: OTP-S\n",
    }
    return Owed.objects.create(**{**values, **more})


def test_operator_sees_what_failed_and_neither_keys_nor_words(db: None) -> None:
    owe("well", "k")
    row, other = failed(), failed(is_dead=False, attempts=2)

    found = outbox.troubles()

    assert [(one.id, one.name, one.attempts, one.is_dead) for one in found] == [
        (row.id, "a.task", 8, True),
        (other.id, "a.task", 2, False),
    ]
    assert "OTP" not in repr(found)
    assert outbox.backlog().dead == 1


def test_work_given_up_is_tried_again(db: None) -> None:
    row = failed()

    assert outbox.try_again(row.id) == "a.task"
    again = Owed.objects.get()
    assert (again.is_dead, again.attempts, again.due_at <= timezone.now()) == (False, 0, True)


def test_work_given_up_is_dropped_and_other_work_is_not(db: None) -> None:
    row, other = failed(), failed(is_dead=False, attempts=1)
    owe("well", "k")

    assert outbox.drop(row.id) == "a.task"
    for kept in Owed.objects.all():
        with pytest.raises(NotFound):
            outbox.drop(kept.id)
    with pytest.raises(NotFound):
        outbox.try_again(Owed.objects.get(name="well").id)
    assert Owed.objects.filter(id=other.id).exists()
