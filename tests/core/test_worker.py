# SPDX-License-Identifier: EUPL-1.2
"""At least once, never two at a time, tried again, given up in the open."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from comity.core import worker
from comity.core.models import Owed
from comity.core.outbox import lasting, owe

TASK = "tests.note"
NOTED: list[str] = []


def note(key: str) -> None:
    NOTED.append(key)


def note_and_fail(key: str) -> None:
    NOTED.append(key)
    Owed.objects.create(name="left.behind", key=key, due_at=timezone.now() + timedelta(days=9))
    raise RuntimeError(f"no luck with {key}")


@lasting
def note_lasting(key: str) -> None:
    NOTED.append(key)


@lasting
def sleep(key: str) -> None:
    end = time.monotonic() + 2
    while time.monotonic() < end:
        time.sleep(0.1)
        if worker.take_up():
            NOTED.append("taken up by another")
    NOTED.append("nothing was free for two seconds")


@lasting
def lose_and_fail(key: str) -> None:
    Owed.objects.update(claim=uuid4())
    raise RuntimeError("too late")


@pytest.fixture(autouse=True)
def tasks(settings: Any) -> Iterator[None]:
    settings.COMITY_SCHEDULES = {}
    settings.COMITY_TASKS = {
        TASK: f"{__name__}.note",
        "tests.fail": f"{__name__}.note_and_fail",
        "tests.lasting": f"{__name__}.note_lasting",
        "tests.sleep": f"{__name__}.sleep",
        "tests.lose": f"{__name__}.lose_and_fail",
    }
    NOTED.clear()
    yield
    NOTED.clear()


def failed_once(name: str = "tests.fail") -> Owed:
    owe(name, "k")
    assert not worker.do(worker.take_up()[0])
    return Owed.objects.get(name=name)


def test_work_that_is_due_is_done_and_gone(db: None) -> None:
    owe(TASK, "one")
    owe(TASK, "two")

    assert worker.do_all() == 2
    assert NOTED == ["one", "two"]
    assert not Owed.objects.exists()


def test_work_that_is_not_due_waits(db: None) -> None:
    owe(TASK, "later", at=timezone.now() + timedelta(minutes=1))

    assert worker.do_all() == 0
    assert Owed.objects.get().leased_until is None


def test_oldest_work_comes_first(db: None) -> None:
    now = timezone.now()
    for minutes in (1, 3, 2):
        owe(TASK, str(minutes), at=now - timedelta(minutes=minutes))
    worker.do_all()

    assert NOTED == ["3", "2", "1"]


def test_leased_work_is_nobody_elses(db: None) -> None:
    owe(TASK, "k")
    [row] = worker.take_up()

    assert worker.take_up() == []
    assert row.attempts == 1
    assert row.leased_until is not None
    assert row.leased_until > timezone.now()


def test_work_of_a_worker_that_died_is_taken_up_again(db: None) -> None:
    owe(TASK, "k")
    worker.take_up()
    Owed.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    [row] = worker.take_up()

    assert row.attempts == 2
    assert worker.do(row)
    assert NOTED == ["k"]


def test_no_more_is_taken_up_than_asked_for(db: None) -> None:
    for number in range(5):
        owe(TASK, str(number))

    assert [len(worker.take_up(2)), len(worker.take_up(2)), len(worker.take_up(2))] == [2, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_failed_work_leaves_nothing_behind_but_its_error() -> None:
    row = failed_once()

    assert not Owed.objects.filter(name="left.behind").exists()
    assert row.last_error == "RuntimeError: no luck with k\n"
    assert (row.attempts, row.is_dead, row.leased_until) == (1, False, None)


def test_failed_work_waits_twice_as_long_each_time(db: None) -> None:
    waits = []
    row = failed_once()
    for _ in range(3):
        waits.append(round((row.due_at - timezone.now()).total_seconds()))
        Owed.objects.filter(pk=row.pk).update(due_at=timezone.now())
        assert not worker.do(worker.take_up()[0])
        row = Owed.objects.get(pk=row.pk)

    assert all(plain * 0.75 <= wait <= plain * 1.25 + 1 for plain, wait in zip((5, 10, 20), waits, strict=True))


def test_wait_is_never_longer_than_an_hour_and_never_quite_the_same() -> None:
    waits = {worker.wait_after(attempts) for attempts in range(12, 60)}

    assert max(waits) <= worker.LONGEST_WAIT * 1.25
    assert len(waits) == 48


def test_work_is_given_up_in_the_open(db: None) -> None:
    row = failed_once()
    for _ in range(settings.COMITY_LIMITS["task_attempts"] - 1):
        Owed.objects.filter(pk=row.pk).update(due_at=timezone.now())
        worker.do_all()
    dead = Owed.objects.get(pk=row.pk)

    assert (dead.is_dead, dead.attempts) == (True, settings.COMITY_LIMITS["task_attempts"])
    assert "no luck" in dead.last_error
    Owed.objects.filter(pk=row.pk).update(due_at=timezone.now())
    assert worker.take_up() == []


def test_work_that_ends_every_worker_is_given_up(db: None) -> None:
    owe(TASK, "k")
    for _ in range(settings.COMITY_LIMITS["task_attempts"]):
        assert len(worker.take_up()) == 1
        Owed.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    assert worker.take_up() == []
    assert (Owed.objects.get().is_dead, Owed.objects.get().leased_until) == (True, None)


def test_unknown_work_is_kept_with_its_error(db: None) -> None:
    assert "KeyError" in failed_once("nobody.knows").last_error


def test_one_failure_stops_no_other_work(db: None) -> None:
    owe("tests.fail", "bad")
    owe(TASK, "good")

    assert worker.do_all() == 1
    assert "good" in NOTED


def test_work_done_once_is_not_done_again(db: None) -> None:
    owe(TASK, "k")
    [row] = worker.take_up()

    assert [worker.do(row), worker.do(row)] == [True, False]
    assert NOTED == ["k"]


@pytest.mark.parametrize("name", [TASK, "tests.lasting"])
def test_work_that_another_worker_took_up_is_left_to_it(db: None, name: str) -> None:
    owe(name, "k")
    [late] = worker.take_up()
    Owed.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    [early] = worker.take_up()

    assert [worker.do(late), worker.do(early)] == [False, True]
    assert NOTED == ["k"]


def test_failure_of_a_worker_that_lost_the_work_is_not_the_works(db: None) -> None:
    owe("tests.lose", "k")
    [row] = worker.take_up()
    worker.do(row)

    assert (Owed.objects.get().last_error, Owed.objects.get().attempts) == ("", 1)


def test_lease_of_lasting_work_is_renewed(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "LEASE", timedelta(seconds=0.6))
    owe("tests.sleep", "k")
    [row] = worker.take_up()

    assert worker.do(row)
    assert NOTED == ["nothing was free for two seconds"]


def test_work_is_chosen_by_name(db: None) -> None:
    owe(TASK, "k")
    owe("tests.lasting", "k")

    assert worker.lasting_names() == {"tests.lasting", "tests.lose", "tests.sleep"}
    assert [row.name for row in worker.take_up(only={"tests.lasting"})] == ["tests.lasting"]
    assert worker.take_up(without={TASK}) == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_lease_the_same_work() -> None:
    for number in range(40):
        owe(TASK, str(number))
    leased: list[list[str]] = [[], []]
    together = threading.Barrier(2)

    def work(mine: list[str]) -> None:
        together.wait()
        for _ in range(8):
            mine += [row.key for row in worker.take_up(5)]
        connection.close()

    threads = [threading.Thread(target=work, args=[mine]) for mine in leased]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted([*leased[0], *leased[1]], key=int) == [str(number) for number in range(40)]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_worker_does_not_wait_for_the_other() -> None:
    owe(TASK, "held")
    owe(TASK, "free")
    holds, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            worker.take_up(1)
            holds.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert holds.wait(10)
    taken = [row.key for row in worker.take_up()]
    done.set()
    thread.join()

    assert taken == ["free"]


def test_worker_finishes_what_is_at_hand_and_stops(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    owe(TASK, "first")
    owe(TASK, "second")
    do = worker.do
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def do_and_stop(row: Owed) -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        return do(row)

    monkeypatch.setattr(worker, "do", do_and_stop)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    try:
        code = worker.main()
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)

    assert (code, NOTED) == (0, ["first"])
    assert [(row.key, row.attempts, row.leased_until) for row in Owed.objects.all()] == [("second", 0, None)]


def test_worker_waits_for_a_database_that_does_not_answer(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    class Stopping(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:  # noqa: ARG002 - as the one it stands in for
            self.set()
            return True

    def take_up(*_args: Any, **_more: Any) -> list[Owed]:
        raise OperationalError("gone")

    monkeypatch.setattr(worker, "take_up", take_up)
    monkeypatch.setattr(threading, "Event", Stopping)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(connection, "close", lambda: None)
    try:
        code = worker.main()
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)

    assert code == 0
