# SPDX-License-Identifier: EUPL-1.2
"""Two people, one move, the same instant: just one of them makes it, the other is told. On PostgreSQL, for real."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from comity.core.clock import now
from comity.core.db import as_system, as_viewer
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Counterfile, Request, Version
from comity.requests.queries import draft_value, mark_of
from comity.statute import Act, Role, rome
from tests.factories.parties import person_at
from tests.factories.requests import (
    a_delivered,
    a_draft,
    a_fetched,
    a_sent,
    act,
    an_approved,
    bring_to,
    entries,
    fresh,
    in_execution,
    in_review,
    needs_of,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

Job = Callable[[], object]


def at_once(*jobs: Job) -> list[object]:
    """Do all of these at the same instant, each on a connection of its own; return what each returned or raised."""
    ready = Barrier(len(jobs))

    def run(job: Job) -> object:
        try:
            connection.ensure_connection()
            ready.wait(timeout=20)
            return job()
        except (Refused, Invalid, NotFound) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, job) for job in jobs]]


def doing(viewer: Viewer, request: Request, what: Act, **given: str) -> Job:
    """Return the act as something to be done later, with all that it needs read before the race begins."""
    shown = fresh(request)
    move = next(row for row in rome().moves if row.act == what and row.before == shown.state and row.covers(shown.kind))
    needs = needs_of(move, shown, on=now()) | given

    def do() -> object:
        with as_viewer(viewer):
            if what == Act.REQUEST_SEND:
                return actions.send_request(viewer, request_id=request.id, at=now())
            if what == Act.REQUEST_FETCH:
                return actions.fetch_request(viewer, request_id=request.id, at=now())
            return actions.perform(viewer, request_id=request.id, act=what, given=needs, at=now())

    return do


def won(results: list[object]) -> int:
    """How many made their move, having seen that all others were refused."""
    refused = [one for one in results if isinstance(one, Refused | Invalid | NotFound)]
    return len(results) - len(refused)


def test_one_of_two_approvals_is_made(asking: Viewer, asking_approver: Viewer, otp: Party, asked: Viewer) -> None:
    other = person_at(otp, Role.APPROVER, clearance=UNDER_SEAL)
    request = in_review(asking)
    results = at_once(*(doing(viewer, request, Act.REQUEST_APPROVE) for viewer in (asking_approver, other)))
    assert won(results) == 1
    (entry,) = entries(request, Act.REQUEST_APPROVE)
    assert fresh(request).approver_id == entry.actor_id


def test_one_of_two_sendings_is_made_and_sent_once(asking: Viewer, otp: Party, asked: Viewer) -> None:
    other = person_at(otp, Role.OFFICER, clearance=UNDER_SEAL)
    request = an_approved(asking)
    results = at_once(*(doing(viewer, request, Act.REQUEST_SEND) for viewer in (asking, other)))
    assert won(results) == 1
    assert len(entries(request, Act.REQUEST_SEND)) == 1
    with as_system("test"):
        assert Version.objects.unguarded("all of them").filter(request=request).count() == 1


def test_one_of_two_registrations_is_made(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    other = person_at(belgium, Role.OFFICER, clearance=UNDER_SEAL)
    request = a_fetched(asking)
    results = at_once(
        doing(asked, request, Act.REQUEST_REGISTER, own_reference="A/1"),
        doing(other, request, Act.REQUEST_REGISTER, own_reference="A/2"),
    )
    assert won(results) == 1
    assert len(entries(request, Act.REQUEST_REGISTER)) == 1


@pytest.mark.parametrize("second", [Act.REPLY_FULL, Act.REPLY_REFUSE])
def test_one_of_two_final_answers_is_given(second: Act, asking: Viewer, asked: Viewer, belgium: Party) -> None:
    other = person_at(belgium, Role.OFFICER, clearance=UNDER_SEAL)
    request = in_execution(asking, kind="DOCS")
    results = at_once(doing(asked, request, Act.REPLY_FULL), doing(other, request, second))
    made = [entry.after for entry in entries(request, Act.REPLY_FULL, Act.REPLY_REFUSE)]
    # After a refusal a full reply is lawful again; nothing else follows an answer of the same instant.
    assert (won(results), made) in [(1, ["executed"]), (1, ["refused"]), (2, ["refused", "executed"])]
    assert fresh(request).state == made[-1]


def test_request_is_either_recalled_or_fetched(asking: Viewer, asked: Viewer) -> None:
    request = a_delivered(asking)
    results = at_once(doing(asking, request, Act.REQUEST_RECALL), doing(asked, request, Act.REQUEST_FETCH))
    assert won(results) == 1
    shown = fresh(request)
    assert (shown.state, shown.transport) in {("recalled", "unsent"), ("transmitted", "fetched")}
    assert len(entries(request, Act.REQUEST_RECALL, Act.REQUEST_FETCH)) == 1


def test_delivery_by_two_workers_is_one(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)

    def deliver() -> object:
        with as_system("requests.deliver"):
            return actions.system_deliver(request.id, at=now()) is not None

    assert sorted(map(bool, at_once(deliver, deliver))) == [False, True]
    assert len(entries(request, Act.REQUEST_DELIVER)) == 1
    with as_system("test"):
        assert Counterfile.objects.unguarded("all of them").filter(request=request).count() == 1


def test_delivery_and_fetching_at_once_deliver_once(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)

    def deliver() -> object:
        with as_system("requests.deliver"):
            return actions.system_deliver(request.id, at=now())

    at_once(deliver, doing(asked, request, Act.REQUEST_FETCH))
    assert [entry.act for entry in entries(request)][-2:] == [Act.REQUEST_DELIVER, Act.REQUEST_FETCH]
    assert fresh(request).transport == "fetched"


def test_postponement_ends_once_whoever_ends_it(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("postponed", asking)
    other = doing(asked, request, Act.POSTPONEMENT_RESUME)
    assert won(at_once(doing(asking, request, Act.POSTPONEMENT_RESUME), other)) == 1
    assert len(entries(request, Act.POSTPONEMENT_RESUME)) == 1


def test_cost_is_agreed_once(asking: Viewer, asking_approver: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asked, request, Act.COST_PROPOSE)
    cost = entries(request, Act.COST_PROPOSE)[0].data["cost"]
    results = at_once(
        *(doing(viewer, request, Act.COST_AGREE, cost=cost) for viewer in (asking, asking_approver)),
    )
    assert won(results) == 1
    assert len(entries(request, Act.COST_AGREE)) == 1


def test_two_editors_of_one_field_lose_no_text(asking: Viewer, otp: Party, asked: Viewer) -> None:
    other = person_at(otp, Role.DRAFTER, clearance=UNDER_SEAL)
    request = a_draft(asking, facts="The old text")
    marks = {"facts": mark_of(draft_value(fresh(request), "facts"))}

    def typing(viewer: Viewer, text: str) -> Job:
        def do() -> object:
            with as_viewer(viewer):
                return actions.save_draft(viewer, request_id=request.id, typed={"facts": text}, marks=marks, at=now())

        return do

    results = at_once(typing(asking, "Mine, quite another"), typing(other, "Theirs, also another"))
    saved = [one for one in results if isinstance(one, actions.Saved) and one.saved]
    conflicting = [one for one in results if isinstance(one, actions.Saved) and one.conflicts]
    assert (len(saved), len(conflicting)) == (1, 1)
    assert draft_value(fresh(request), "facts") == conflicting[0].conflicts[0].theirs
