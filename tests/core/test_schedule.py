# SPDX-License-Identifier: EUPL-1.2
"""Work owed by the clock: on fixed instants, once, and never piling up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from comity.core.models import Owed, Tick
from comity.core.schedule import Schedule, last_tick

NAME = "tests.tick"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def every_minute(settings: Any) -> None:
    settings.COMITY_SCHEDULES = {NAME: 60}


@pytest.mark.parametrize(("second", "tick"), [(0, 0), (59, 0), (60, 60), (61, 60)])
def test_ticks_are_whole_periods_after_the_epoch(second: int, tick: int) -> None:
    assert last_tick(NOON + timedelta(seconds=second), 60) == NOON + timedelta(seconds=tick)


def test_tick_is_owed_once_by_whoever_comes_first(db: None) -> None:
    with time_machine.travel(NOON + timedelta(seconds=7), tick=False):
        assert [Schedule().owe_due(), Schedule().owe_due()] == [1, 0]

    [row] = Owed.objects.all()
    assert (row.name, row.key, row.due_at) == (NAME, "", NOON)


def test_every_tick_is_owed_in_its_turn(db: None) -> None:
    schedule, owed = Schedule(), []
    for second in (0, 30, 59, 60, 90, 300):
        with time_machine.travel(NOON + timedelta(seconds=second), tick=False):
            owed.append(schedule.owe_due())
            Owed.objects.all().delete()

    assert owed == [1, 0, 0, 1, 0, 1]
    assert Tick.objects.get().at == NOON + timedelta(seconds=300)


def test_tick_adds_nothing_while_the_last_one_is_owed(db: None) -> None:
    for minute in range(5):
        with time_machine.travel(NOON + timedelta(minutes=minute), tick=False):
            Schedule().owe_due()

    assert Owed.objects.count() == 1


def test_clock_set_back_owes_nothing(db: None) -> None:
    with time_machine.travel(NOON, tick=False):
        Schedule().owe_due()
    Owed.objects.all().delete()
    with time_machine.travel(NOON - timedelta(hours=1), tick=False):
        assert Schedule().owe_due() == 0


def test_work_given_up_is_tried_once_more_at_the_next_tick(db: None, settings: Any) -> None:
    with time_machine.travel(NOON, tick=False):
        Schedule().owe_due()
    Owed.objects.update(is_dead=True, attempts=settings.COMITY_LIMITS["task_attempts"], last_error="ValueError: no")
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        assert Schedule().owe_due() == 1

    [row] = Owed.objects.all()
    assert (row.is_dead, row.attempts) == (False, settings.COMITY_LIMITS["task_attempts"] - 1)
    assert row.last_error == "ValueError: no"
