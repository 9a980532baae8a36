# SPDX-License-Identifier: EUPL-1.2
"""A worker that hangs while it holds a lease, and comes back when another has the work: it finishes nothing twice."""

import signal
import time
from pathlib import Path
from subprocess import Popen

import pytest
from django.utils import timezone

from comity.core.models import Owed
from comity.core.outbox import owe

from .test_kill import NAME, effects, is_all_done, start, stop, until
from .workers import Start

__all__ = ["start"]
LAST = "tests.last"
pytestmark = pytest.mark.django_db(transaction=True)


def is_stopped(process: "Popen[bytes]") -> bool:
    state = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    return state == "T"


@pytest.mark.parametrize("point", ["worker.after_take_up", "worker.before_task"])
def test_worker_that_comes_back_late_does_not_do_the_work_again(start: Start, point: str) -> None:
    owe(NAME, "0")
    late = start(TESTS_STOP_AT=point)
    until(lambda: is_stopped(late))
    Owed.objects.filter(name=NAME).update(leased_until=timezone.now())

    second = start()
    until(is_all_done)
    done = effects()
    late.send_signal(signal.SIGCONT)
    time.sleep(2)

    assert (stop(late), stop(second)) == (0, 0)
    assert done == effects() == {"0": 1}


def test_worker_that_hangs_within_its_transaction_is_waited_for(start: Start) -> None:
    """Nobody else can begin: the row is locked, or on SQLite the database."""
    owe(NAME, "0")
    late = start(TESTS_STOP_AT="worker.after_task")
    until(lambda: is_stopped(late))

    second = start()
    time.sleep(3)
    before = effects()
    late.send_signal(signal.SIGCONT)
    until(is_all_done)

    assert (stop(late), stop(second)) == (0, 0)
    assert (before, effects()) == ({}, {"0": 1})


def test_late_end_of_lasting_work_ends_nothing_that_another_has_taken_over(start: Start) -> None:
    """Lasting work is done at least once, so its effects may be there twice; its end is there once."""
    owe(LAST, "0")
    late = start(TESTS_STOP_AT="task")
    until(lambda: is_stopped(late))
    Owed.objects.filter(name=LAST).update(leased_until=timezone.now())

    second = start(TESTS_STOP_AT="worker.after_task")
    until(lambda: is_stopped(second))
    late.send_signal(signal.SIGCONT)
    until(lambda: effects()["0 ended"] == 2)
    time.sleep(1)
    is_left = Owed.objects.filter(name=LAST).exists()
    second.send_signal(signal.SIGCONT)
    until(lambda: not Owed.objects.filter(name=LAST).exists())

    assert (stop(late), stop(second)) == (0, 0)
    assert (is_left, effects()) == (True, {"0 begun": 2, "0 ended": 2})


def test_two_workers_on_one_piece_do_it_once(start: Start) -> None:
    workers = [start(), start()]
    for number in range(25):
        owe(NAME, str(number))
        until(is_all_done)

    assert [stop(process) for process in workers] == [0, 0]
    assert effects() == {str(number): 1 for number in range(25)}
