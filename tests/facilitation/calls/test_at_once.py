# SPDX-License-Identifier: EUPL-1.2
"""Two people at the same instant: real transactions, in two connections."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Event, Thread
from time import sleep

import pytest
from django.db import connection

from comity.core.db import as_viewer
from comity.core.errors import ComityError
from comity.core.viewer import Viewer
from comity.facilitation import actions
from comity.facilitation.models import Answer, Call, Submission, Typed
from comity.parties.models import Party

from .answering import FULL, clear, save
from .conftest import AT, Ask

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def call(request: pytest.FixtureRequest, secretariat: Viewer) -> Call:
    """The call, made with the eyes of the Secretariat: a test of real transactions has no others."""
    with as_viewer(secretariat):
        ask: Ask = request.getfixturevalue("ask")
        return ask()


def ready(writer: Viewer, clearer: Viewer, call: Call) -> None:
    """Bring an answer to where it can be submitted."""
    with as_viewer(writer):
        save(writer, call, FULL)
    with as_viewer(clearer):
        clear(clearer, call)


def at_once(*acts: tuple[Viewer, Callable[[], object]]) -> list[str]:
    """Do all of these at the same time, each in a unit of work of its own; return how each ended, in no order."""
    start, ends = Barrier(len(acts)), []

    def run(viewer: Viewer, act: Callable[[], object]) -> None:
        start.wait()
        try:
            with as_viewer(viewer):
                act()
            ends.append("done")
        except ComityError as error:
            ends.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=one) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_of_two_submissions_both_are_kept_and_one_stands(call: Call, writer: Viewer, clearer: Viewer) -> None:
    ready(writer, clearer, call)
    on = {"facilitation_id": call.facilitation_id, "call_id": call.id}
    ends = at_once(
        (writer, lambda: actions.submit_answer(writer, **on, at=AT)),
        (clearer, lambda: actions.submit_answer(clearer, **on, at=AT)),
    )
    assert ends == ["done", "done"]
    rows = Submission.objects.unguarded("a test counts them").order_by("number")
    assert [(row.number, row.stands) for row in rows] == [(1, False), (2, True)]


def test_paper_and_screen_meet_and_one_stands(
    call: Call, writer: Viewer, clearer: Viewer, secretariat: Viewer, belgium: Party
) -> None:
    ready(writer, clearer, call)
    on = {"facilitation_id": call.facilitation_id, "call_id": call.id}
    ends = at_once(
        (writer, lambda: actions.submit_answer(writer, **on, at=AT)),
        (
            secretariat,
            lambda: actions.enter_paper(
                secretariat, **on, party_id=belgium.id, values={"law": "no"}, audience="secretariat",
                received_on=date(2026, 3, 2), at=AT,
            ),
        ),
    )  # fmt: skip
    assert ends == ["done", "done"]
    rows = Submission.objects.unguarded("a test counts them").order_by("number")
    assert [(row.number, row.stands) for row in rows] == [(1, False), (2, True)]


def test_two_who_begin_at_once_begin_one_answer_and_lose_nothing(call: Call, writer: Viewer, clearer: Viewer) -> None:
    ends = at_once(
        (writer, lambda: save(writer, call, {"name": "Act"})), (clearer, lambda: save(clearer, call, {"what": "Ships"}))
    )
    assert ends == ["done", "done"]
    answer = Answer.objects.unguarded("a test looks").get()
    assert answer.values == {"name": "Act", "what": "Ships"}
    assert Typed.objects.unguarded("a test counts them").count() == 2


def test_while_a_facilitation_is_being_ended_nothing_is_submitted_in_it(
    call: Call, writer: Viewer, clearer: Viewer, secretariat: Viewer
) -> None:
    ready(writer, clearer, call)
    is_ended = Event()

    def end() -> None:
        actions.end_facilitation(secretariat, facilitation_id=call.facilitation_id, outcome="Lights.", at=AT)
        is_ended.set()
        sleep(0.5)  # its unit of work is not over yet

    def submit() -> None:
        assert is_ended.wait(10)
        actions.submit_answer(writer, facilitation_id=call.facilitation_id, call_id=call.id, at=AT)

    assert at_once((secretariat, end), (writer, submit)) == ["Refused", "done"]
    assert not Submission.objects.unguarded("a test looks").exists()
