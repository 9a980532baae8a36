# SPDX-License-Identifier: EUPL-1.2
"""A clock that was ahead and is right again: what it left behind waits for no time that was never there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comity.core.models import Owed, Tick
from comity.core.schedule import EPOCH
from comity.core.setback import put_right
from comity.core.worker import LEASE

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_work_owed_ahead_is_due_as_long_after_now_as_it_was_due_after_it_was_owed() -> None:
    now = timezone.now()
    at_once = Owed.objects.create(name="a", key="", created_at=now + HOUR, due_at=now + HOUR)
    in_a_day = Owed.objects.create(name="b", key="", created_at=now + HOUR, due_at=now + 25 * HOUR)
    failed = Owed.objects.create(name="c", key="", created_at=now + HOUR, due_at=now + 3 * HOUR, attempts=2)

    assert put_right(now, lease=LEASE) == 3
    for row in (at_once, in_a_day, failed):
        row.refresh_from_db()
    assert [row.due_at - now for row in (at_once, in_a_day, failed)] == [timedelta(), 24 * HOUR, timedelta()]
    assert put_right(now, lease=LEASE) == 0


def test_lease_that_no_worker_can_have_taken_is_free() -> None:
    now = timezone.now()
    ahead = Owed.objects.create(name="a", key="", leased_until=now + HOUR)
    held = Owed.objects.create(name="b", key="", leased_until=now + LEASE)

    put_right(now, lease=LEASE)

    ahead.refresh_from_db()
    held.refresh_from_db()
    assert (ahead.leased_until, held.leased_until) == (now, now + LEASE)


def test_schedule_whose_tick_lies_ahead_goes_on() -> None:
    now = timezone.now()
    Tick.objects.bulk_create([Tick(name="ahead", at=now + HOUR), Tick(name="right", at=now)])

    put_right(now, lease=LEASE)

    assert {tick.name: tick.at for tick in Tick.objects.all()} == {"ahead": EPOCH, "right": now}


def test_what_is_due_later_by_a_right_clock_stays_as_it_is() -> None:
    now = timezone.now()
    Owed.objects.create(name="a", key="", created_at=now, due_at=now + 9 * HOUR)
    Owed.objects.create(name="b", key="", created_at=now + HOUR, is_dead=True)

    assert put_right(now, lease=LEASE) == 0
