# SPDX-License-Identifier: EUPL-1.2
"""Workers as processes of their own, killed at every point at which they may be: each effect happens once."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from comity.core.crash import crashpoint
from comity.core.models import Owed, Tick
from comity.core.outbox import owe

from .workers import Start, crashpoints, starting

NAME = "tests.leave"
POINTS = crashpoints("worker")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start() -> Iterator[Start]:
    """Return a function that starts a worker on the database of this test; all are ended with it."""
    with starting("tests.core.real_worker") as start:
        yield start


def until(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < end, list(Owed.objects.values_list("name", "key", "attempts", "last_error"))
        time.sleep(0.05)


def effects() -> Counter[str]:
    return Counter(Owed.objects.filter(name="effect").values_list("key", flat=True))


def is_all_done() -> bool:
    return not Owed.objects.filter(name=NAME).exists()


def stop(process: "subprocess.Popen[bytes]") -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(30)


def test_points_are_those_of_the_worker() -> None:
    expected = ["worker.after_commit", "worker.after_take_up", *["worker.after_task"] * 2, "worker.before_task"]

    assert expected == POINTS


@pytest.mark.parametrize("point", sorted(set(POINTS)))
def test_worker_killed_at_a_point_leaves_work_that_is_done_once(start: Start, point: str) -> None:
    for number in range(3):
        owe(NAME, str(number))
    killed = start(COMITY_CRASH_AT=point)

    assert killed.wait(60) == -signal.SIGKILL
    done_before = effects()
    assert sum(done_before.values()) == (1 if point == "worker.after_commit" else 0)
    assert Owed.objects.filter(name=NAME).count() == 3 - len(done_before)

    Owed.objects.filter(name=NAME).update(leased_until=timezone.now() - timedelta(seconds=1))
    second = start()
    until(is_all_done)
    assert stop(second) == 0
    assert effects() == {"0": 1, "1": 1, "2": 1}


def test_two_workers_do_two_hundred_pieces_once_each_though_one_is_killed(start: Start) -> None:
    for number in range(200):
        owe(NAME, str(number))
    first, second = start(), start()
    until(lambda: len(effects()) > 20)
    first.kill()
    first.wait()
    until(lambda: not Owed.objects.filter(name=NAME, leased_until__isnull=True).exists() or is_all_done())
    Owed.objects.filter(name=NAME).update(leased_until=timezone.now() - timedelta(seconds=1))
    until(is_all_done)

    assert stop(second) == 0
    assert effects() == {str(number): 1 for number in range(200)}


def test_two_workers_owe_a_tick_once(start: Start) -> None:
    workers = [start(TESTS_SCHEDULE="on"), start(TESTS_SCHEDULE="on")]
    until(lambda: bool(effects()))
    time.sleep(1.5)

    assert [stop(process) for process in workers] == [0, 0]
    assert (effects(), Tick.objects.count(), is_all_done()) == ({"": 1}, 1, True)


def test_nothing_crashes_without_being_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    monkeypatch.setattr(os, "kill", lambda _pid, number: killed.append(number))
    crashpoint("worker.after_task")
    monkeypatch.setenv("COMITY_CRASH_AT", "worker.before_task")
    crashpoint("worker.after_task")
    assert killed == []

    crashpoint("worker.before_task")
    assert killed == [signal.SIGKILL]
