# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from comity.core.models import Owed
from comity.core.outbox import owe


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
