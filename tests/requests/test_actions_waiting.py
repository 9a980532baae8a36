# SPDX-License-Identifier: EUPL-1.2
"""What happens because time passes: postponements that end, clocks that run out or are extended."""

from datetime import datetime, time, timedelta

import pytest
import time_machine

from comity.core import worker
from comity.core.clock import THE_HAGUE, now, today
from comity.core.db import as_system, as_viewer
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers.models import Clock
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import NO_DATE, Request
from comity.requests.queries import request_page
from comity.statute import Act, Role
from tests.factories.parties import person_at
from tests.factories.requests import a_sent, act, bring_to, entries, fresh, in_execution, owed, take

WHY = "a test looks at the rows themselves"


def clocks_of(request: Request) -> list[Clock]:
    return list(Clock.objects.unguarded(WHY).filter(about=request.id).order_by("code", "triggered_at"))


def end_postponement(request: Request, *, at: datetime) -> bool:
    with as_system("requests.end_postponement"):
        return actions.system_end_postponement(request.id, at=at)


def expire(request: Request, *, at: datetime) -> int:
    with as_system("requests.expire_clocks"):
        return actions.system_expire_clocks(request.id, at=at)


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def start_of(day: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day).date(), time(), THE_HAGUE)


# --- Postponement ----------------------------------------------------------------------------------------------------


def test_postponement_is_agreed_by_the_other_side(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    with pytest.raises(Refused) as caught:
        act(asking, request, Act.POSTPONEMENT_AGREE)
    assert caught.value.refusal.code == "postponement_proposed"
    act(asked, request, Act.POSTPONEMENT_PROPOSE, ground="94", period_until=in_days(30), reasons="A trial of our own")
    with pytest.raises(Refused) as caught:
        act(asked, request, Act.POSTPONEMENT_AGREE)
    assert caught.value.refusal.code == "wrong_side"
    act(asking, request, Act.POSTPONEMENT_AGREE, period_until=in_days(20))
    shown = fresh(request)
    assert (shown.state, shown.postponed_until, shown.postponed_event) == (
        "postponed",
        today() + timedelta(days=20),
        "",
    )


def test_postponement_declined_leaves_the_request_in_execution(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asked, request, Act.POSTPONEMENT_PROPOSE)
    act(asking, request, Act.POSTPONEMENT_DECLINE, reasons="The witness leaves")
    assert fresh(request).state == "in_execution"
    with pytest.raises(Refused):
        act(asking, request, Act.POSTPONEMENT_AGREE)


def test_postponement_until_a_date_ends_on_its_date_by_the_worker(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asked, request, Act.POSTPONEMENT_PROPOSE, period_until=in_days(10))
    act(asking, request, Act.POSTPONEMENT_AGREE, period_until=in_days(10))
    (row,) = owed(request, "requests.end_postponement")
    assert row.due_at == start_of(in_days(10))
    while worker.do_all():
        pass
    assert fresh(request).state == "postponed"
    with time_machine.travel(row.due_at + timedelta(minutes=1), tick=False):
        worker.do_all()
        shown = fresh(request)
    assert (shown.state, shown.postponed_until) == ("in_execution", None)
    (entry,) = entries(request, Act.POSTPONEMENT_RESUME)
    assert (entry.before, entry.after, entry.actor_id, entry.party_id) == ("postponed", "in_execution", None, None)


def test_postponement_does_not_end_before_its_date_and_ends_once(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("postponed", asking)
    until = fresh(request).postponed_until
    assert until is not None
    begins = start_of(until.isoformat())
    with time_machine.travel(begins - timedelta(seconds=1), tick=False):
        assert not end_postponement(request, at=now())
    with time_machine.travel(begins, tick=False):
        assert end_postponement(request, at=now())
        assert not end_postponement(request, at=now())
    assert len(entries(request, Act.POSTPONEMENT_RESUME)) == 1


def test_postponement_ended_early_is_not_ended_again_by_the_worker(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("postponed", asking)
    (row,) = owed(request, "requests.end_postponement")
    act(asked, request, Act.POSTPONEMENT_RESUME)
    act(asked, request, Act.REPLY_FULL)
    with time_machine.travel(row.due_at + timedelta(days=1), tick=False):
        worker.do_all()
    assert fresh(request).state == "executed"
    assert len(entries(request, Act.POSTPONEMENT_RESUME)) == 1


def test_postponement_until_an_event_ends_by_an_act(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asked, request, Act.POSTPONEMENT_SUSPEND, ground="95", period_event="The ruling on admissibility")
    shown = fresh(request)
    assert (shown.state, shown.postponed_until, shown.postponed_event) == (
        "postponed",
        None,
        "The ruling on admissibility",
    )
    assert owed(request, "requests.end_postponement") == []
    assert not end_postponement(request, at=now())
    act(asking, request, Act.POSTPONEMENT_RESUME, note="Ruled today")
    shown = fresh(request)
    assert (shown.state, shown.postponed_event) == ("in_execution", "")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"period_until": "", "period_event": ""}, "needed"),
        ({"period_until": in_days(-1), "period_event": ""}, "passed"),
        ({"period_until": "next week", "period_event": ""}, "no date"),
        ({"period_until": in_days(5), "period_event": "The ruling"}, "not both"),
    ],
    ids=["nothing", "past", "no date", "both"],
)
def test_period_is_a_coming_date_or_an_event(
    given: dict[str, str], problem: str, asking: Viewer, asked: Viewer
) -> None:
    request = in_execution(asking)
    with (
        pytest.raises(Invalid) as caught,
        as_viewer(asked),
    ):
        actions.perform(
            asked,
            request_id=request.id,
            act=Act.POSTPONEMENT_SUSPEND,
            given={"ground": "95", "reasons": "A challenge", **given},
            at=now(),
        )
    assert set(caught.value.problems) == {"period"}
    assert problem in caught.value.problems["period"]
    assert fresh(request).state == "in_execution"


def test_what_can_be_given_during_a_postponement_is_given(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("postponed", asking)
    act(asked, request, Act.REPLY_PARTIAL, text="Preserved meanwhile")
    assert fresh(request).state == "postponed"


# --- Clocks ----------------------------------------------------------------------------------------------------------


def test_clock_appears_with_its_computation(chamber: Viewer, asked: Viewer) -> None:
    request = in_execution(chamber, kind="PROV")
    act(asked, request, Act.CUSTODY_ARREST)
    (clock,) = clocks_of(request)
    assert (clock.code, clock.article, clock.trigger, clock.state) == (
        "prov_papers",
        "rule 188",
        Act.CUSTODY_ARREST,
        "running",
    )
    last = clock.due_at.astimezone(THE_HAGUE)
    assert (last.date(), last.time()) == (today() + timedelta(days=60), time(23, 59, 59))
    assert clock.computed_due_at == clock.due_at
    assert [row.due_at for row in owed(request, "requests.expire_clocks")] == [clock.due_at]
    (run,) = [run for run in request_page(asked, request.id).runs if run.code == "prov_papers"]
    assert "60 days" in run.computation.en
    assert fresh(request).due_on == last.date()


def test_clock_of_sixty_days_counts_from_the_day_of_the_arrest(chamber: Viewer, asked: Viewer) -> None:
    request = in_execution(chamber, kind="PROV", at=now() - timedelta(days=20))
    act(asked, request, Act.CUSTODY_ARREST, date=in_days(-10))
    (clock,) = clocks_of(request)
    assert clock.due_at.astimezone(THE_HAGUE).date() == today() + timedelta(days=50)


def test_clock_that_runs_out_leaves_an_entry_and_the_person_may_be_released(chamber: Viewer, asked: Viewer) -> None:
    request = in_execution(chamber, kind="PROV")
    act(asked, request, Act.CUSTODY_ARREST)
    (clock,) = clocks_of(request)
    with time_machine.travel(clock.due_at, tick=False):
        assert expire(request, at=now() - timedelta(seconds=1)) == 0
    with time_machine.travel(clock.due_at + timedelta(seconds=1), tick=False):
        worker.do_all()
        assert expire(request, at=now()) == 0
    assert [row.state for row in clocks_of(request)] == ["expired"]
    (entry,) = entries(request, Act.CLOCK_EXPIRE)
    assert (entry.article, entry.actor_id, entry.data["clock"]) == ("rule 188", None, "prov_papers")
    assert fresh(request).state == "may_be_released"
    for viewer in (chamber, asked):
        assert Act.CLOCK_EXPIRE in [one.act for one in request_page(viewer, request.id).entries]


def test_papers_that_come_in_time_meet_the_clock(chamber: Viewer, asked: Viewer) -> None:
    request = in_execution(chamber, kind="PROV")
    act(asked, request, Act.CUSTODY_ARREST)
    with as_viewer(chamber):
        actions.supplement_request(
            chamber, request_id=request.id, texts={"crimes": "The warrant, attached"}, reason="Article 91", at=now()
        )
    (clock,) = clocks_of(request)
    assert clock.state == "met"
    with time_machine.travel(clock.due_at + timedelta(days=1), tick=False):
        worker.do_all()
    assert (fresh(request).state, entries(request, Act.CLOCK_EXPIRE)) == ("arrested", [])


def test_clock_that_ran_out_while_the_worker_slept_still_leaves_its_entry(chamber: Viewer, asked: Viewer) -> None:
    request = in_execution(chamber, kind="PROV", at=now() - timedelta(days=80))
    act(asked, request, Act.CUSTODY_ARREST, date=in_days(-70), at=now() - timedelta(days=69))
    act(asked, request, Act.CONSULTATION_RAISE)
    assert [row.state for row in clocks_of(request)] == ["running"]
    worker.do_all()
    assert [row.state for row in clocks_of(request)] == ["expired"]
    assert len(entries(request, Act.CLOCK_EXPIRE)) == 1


def test_papers_that_come_too_late_do_not_meet_the_clock(chamber: Viewer, asked: Viewer) -> None:
    request = in_execution(chamber, kind="PROV", at=now() - timedelta(days=80))
    act(asked, request, Act.CUSTODY_ARREST, date=in_days(-70), at=now() - timedelta(days=69))
    with as_viewer(chamber):
        actions.supplement_request(
            chamber, request_id=request.id, texts={"crimes": "The warrant"}, reason="Article 91", at=now()
        )
    worker.do_all()
    assert [row.state for row in clocks_of(request)] == ["expired"]
    assert len(entries(request, Act.CLOCK_EXPIRE)) == 1


def test_requested_date_is_no_clock(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking, requested_by=in_days(40))
    assert clocks_of(request) == []
    assert fresh(request).due_on == today() + timedelta(days=40)


def test_request_without_a_date_is_due_never(asking: Viewer, asked: Viewer) -> None:
    assert fresh(a_sent(asking)).due_on == NO_DATE


def test_request_closed_is_due_no_more(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("executed", asking, requested_by=in_days(40))
    take(request, Act.REQUEST_CLOSE)
    assert fresh(request).due_on == NO_DATE


# --- Extension -------------------------------------------------------------------------------------------------------


def extend(viewer: Viewer, request: Request, days: int, *, reason: str = "More time is needed") -> Clock:
    (clock,) = [row for row in clocks_of(request) if row.state == "running"]
    with as_viewer(viewer):
        return actions.extend_clock(
            viewer,
            request_id=request.id,
            clock_id=clock.id,
            until=clock.due_at.astimezone(THE_HAGUE).date() + timedelta(days=days),
            reason=reason,
            agreed_by="Both sides",
            at=now(),
        )


def test_extension_keeps_the_computed_instant_and_says_who_and_why(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("postponed", asking)
    (before,) = clocks_of(request)
    clock = extend(asked, request, 14)
    assert clock.computed_due_at == before.due_at
    assert clock.due_at - before.due_at in {
        timedelta(days=14),
        timedelta(days=14, hours=1),
        timedelta(days=13, hours=23),
    }
    (change,) = clock.changes
    assert (change["by"], change["function"], change["agreed_by"], change["reason"]) == (
        "BEL",
        "Central authority of Belgium",
        "Both sides",
        "More time is needed",
    )
    (entry,) = entries(request, Act.CLOCK_EXTEND)
    assert entry.actor_id == asked.person_id
    assert fresh(request).due_on == clock.due_at.astimezone(THE_HAGUE).date()


def test_clock_extended_is_not_expired_at_its_first_instant(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("postponed", asking)
    (before,) = clocks_of(request)
    extend(asked, request, 14)
    with time_machine.travel(before.due_at + timedelta(hours=1), tick=False):
        worker.do_all()
    assert [row.state for row in clocks_of(request)] == ["running"]


def test_postponement_extended_ends_on_its_new_day(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("postponed", asking)
    until = fresh(request).postponed_until
    assert until is not None
    extend(asked, request, 14)
    with time_machine.travel(start_of(until.isoformat()) + timedelta(hours=1), tick=False):
        worker.do_all()
        assert fresh(request).state == "postponed"
    with time_machine.travel(start_of(until.isoformat()) + timedelta(days=14, hours=2), tick=False):
        worker.do_all()
        assert fresh(request).state == "in_execution"


def test_time_for_a_ruling_is_not_extended_by_the_parties(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("exhausted", asking)
    for viewer in (asking, asked):
        with pytest.raises(Refused):
            extend(viewer, request, 5)
    assert clocks_of(request)[0].changes == []


def test_clock_nobody_may_extend_is_extended_by_nobody(chamber: Viewer, asked: Viewer) -> None:
    request = bring_to("arrested", chamber, kind="PROV")
    for viewer in (chamber, asked):
        with pytest.raises(Refused):
            extend(viewer, request, 5)


def test_clock_is_extended_by_a_stranger_never(asking: Viewer, asked: Viewer, stranger: Viewer) -> None:
    request = bring_to("postponed", asking)
    with pytest.raises(NotFound):
        extend(stranger, request, 5)


@pytest.mark.parametrize(("days", "reason"), [(0, "A reason"), (-3, "A reason"), (5, "  ")])
def test_extension_is_to_a_later_day_with_a_reason(days: int, reason: str, asking: Viewer, asked: Viewer) -> None:
    request = bring_to("postponed", asking)
    with pytest.raises(Invalid):
        extend(asked, request, days, reason=reason)
    assert clocks_of(request)[0].changes == []


def test_reader_extends_nothing(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = bring_to("postponed", asking)
    with pytest.raises(Refused):
        extend(person_at(belgium, Role.READER, clearance=UNDER_SEAL), request, 5)


# --- The fifteen days ------------------------------------------------------------------------------------------------


def test_finding_is_applied_for_only_after_the_fifteen_days(asking: Viewer, asked: Viewer, chamber: Viewer) -> None:
    request = bring_to("exhausted", asking)
    with pytest.raises(Refused) as caught:
        act(asking, request, Act.FINDING_APPLY)
    assert (caught.value.refusal.code, caught.value.refusal.article) == ("window_closed", "RoC 108(2)")
    (clock,) = clocks_of(request)
    with time_machine.travel(clock.due_at + timedelta(seconds=1), tick=False):
        act(asking, request, Act.FINDING_APPLY)
        assert fresh(request).state == "finding_pending"
        assert request_page(chamber, request.id).sides == {"chamber"}
