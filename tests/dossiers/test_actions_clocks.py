# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from comity.core.clock import now
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer, system_viewer
from comity.dossiers import actions, queries
from comity.dossiers.actions.clocks import _later
from comity.dossiers.models import Clock, Dossier
from comity.parties.models import Party
from comity.statute import Act, ClockRun, Role, Text, rome
from tests.factories.dossiers import a_clock, an_exchange, let_in, own_file
from tests.factories.parties import person_at

TRIGGERED = datetime(2026, 3, 3, 13, 30, tzinfo=UTC)


def a_run(**given: Any) -> ClockRun:
    usual: dict[str, Any] = {
        "code": "legality_93",
        "article": "RoC 108(2)",
        "trigger": Act.CONSULTATION_EXHAUST,
        "triggered_at": TRIGGERED,
        "due_at": TRIGGERED + timedelta(days=15),
        "unit": "days",
        "amount": 15,
        "zone": "Europe/Amsterdam",
        "effect": Text("", ""),
        "state": "running",
        "computation": Text("", ""),
    }
    return ClockRun(**(usual | given))


@pytest.fixture
def exchange(otp: Party, belgium: Party, chambers: Party) -> Dossier:
    dossier = an_exchange(own_file(otp), otp, belgium)
    let_in(dossier, chambers, side="chamber")
    return dossier


def extended(viewer: Viewer, clock: Clock, **given: Any) -> Clock:
    usual: dict[str, Any] = {
        "due_at": clock.due_at + timedelta(days=7),
        "reason": "translation",
        "agreed_by": "decision 12",
    }
    return actions.extend_clock(viewer, clock_id=clock.id, at=now(), **(usual | given))


def kept(viewer: Viewer, exchange: Dossier, about: UUID, runs: list[ClockRun], at: datetime = TRIGGERED) -> list[Clock]:
    return actions.keep_clocks(viewer, dossier_id=exchange.id, about=about, runs=runs, at=at)


# Kept in step with the statute


def test_clock_is_written_once(asking: Viewer, exchange: Dossier) -> None:
    about = uuid4()
    begun = [
        kept(asking, exchange, about, [a_run()]),
        kept(asking, exchange, about, [a_run()]),
    ]

    assert [len(rows) for rows in begun] == [1, 0]
    assert [(clock.code, clock.due_at) for clock in queries.clocks(asking, about)] == [
        ("legality_93", TRIGGERED + timedelta(days=15))
    ]


def test_clock_without_a_date_is_not_written(asking: Viewer, exchange: Dossier) -> None:
    assert kept(asking, exchange, uuid4(), [a_run(due_at=None)]) == []


def test_clock_follows_the_state_that_is_computed(asking: Viewer, exchange: Dossier) -> None:
    about = uuid4()
    kept(asking, exchange, about, [a_run()])
    kept(asking, exchange, about, [a_run(state="met")])

    assert queries.clocks(asking, about).get().state == "met"


def test_act_that_comes_late_meets_no_clock(asking: Viewer, exchange: Dossier) -> None:
    about = uuid4()
    kept(asking, exchange, about, [a_run()])
    kept(asking, exchange, about, [a_run(state="met")], at=TRIGGERED + timedelta(days=16))

    assert queries.clocks(asking, about).get().state == "running"


def test_clock_is_said_to_be_expired_by_its_expiry_alone(asking: Viewer, exchange: Dossier) -> None:
    about = uuid4()
    kept(asking, exchange, about, [a_run(state="expired")])

    assert queries.clocks(asking, about).get().state == "running"


def test_expired_clock_stays_expired(asking: Viewer, exchange: Dossier) -> None:
    about = uuid4()
    kept(asking, exchange, about, [a_run()])
    Clock.objects.unguarded("a test sets it").filter(about=about).update(state="expired")
    kept(asking, exchange, about, [a_run(state="met")])

    assert queries.clocks(asking, about).get().state == "expired"


def test_extension_survives_a_new_computation(chamber: Viewer, asking: Viewer, exchange: Dossier) -> None:
    about = uuid4()
    [clock] = kept(asking, exchange, about, [a_run()])
    later = extended(chamber, clock).due_at
    kept(asking, exchange, about, [a_run(state="met")])
    again = queries.clocks(asking, about).get()

    assert (again.due_at, again.computed_due_at, again.state) == (later, TRIGGERED + timedelta(days=15), "met")


def test_trigger_a_second_time_begins_a_second_clock(asking: Viewer, exchange: Dossier) -> None:
    about = uuid4()
    again = a_run(triggered_at=TRIGGERED + timedelta(days=30), due_at=TRIGGERED + timedelta(days=45))
    kept(asking, exchange, about, [a_run(), again])

    assert queries.clocks(asking, about).count() == 2


# Extended by people


def test_extension_is_kept_with_reason_and_name(chamber: Viewer, asking: Viewer, exchange: Dossier) -> None:
    clock = a_clock(exchange)
    before = clock.due_at
    after = extended(chamber, clock)
    entry = queries.timeline(asking, clock.about).get()

    assert (after.due_at, after.computed_due_at) == (before + timedelta(days=7), before)
    assert [(change["reason"], change["agreed_by"], change["by"]) for change in after.changes] == [
        ("translation", "decision 12", "CHM")
    ]
    assert (entry.act, entry.article, entry.data["clock"]) == (Act.CLOCK_EXTEND, "RoC 108(2)", "legality_93")


@pytest.mark.parametrize("side", ["asking", "asked"])
def test_clock_of_the_chamber_is_extended_by_nobody_else(
    request: pytest.FixtureRequest, exchange: Dossier, side: str
) -> None:
    with pytest.raises(Refused) as error:
        extended(request.getfixturevalue(side), a_clock(exchange))
    assert (error.value.refusal.code, error.value.refusal.article) == ("chamber_extends", "RoC 108(2)")


@pytest.mark.parametrize("side", ["asking", "asked"])
def test_agreed_date_is_extended_by_either_side(request: pytest.FixtureRequest, exchange: Dossier, side: str) -> None:
    clock = a_clock(exchange, code="surrender_date", article="rule 184")

    assert len(extended(request.getfixturevalue(side), clock).changes) == 1


def test_agreed_date_names_who_agreed(asking: Viewer, exchange: Dossier) -> None:
    with pytest.raises(Invalid) as error:
        extended(asking, a_clock(exchange, code="surrender_date", article="rule 184"), agreed_by=" ")
    assert list(error.value.problems) == ["agreed_by"]


def test_agreed_date_is_not_extended_by_who_looks_on(norway: Party, stranger: Viewer, exchange: Dossier) -> None:
    let_in(exchange, norway, side="observer")
    with pytest.raises(Refused) as error:
        extended(stranger, a_clock(exchange, code="surrender_date", article="rule 184"))
    assert error.value.refusal.code == "sides_extend"


def test_time_limit_of_the_law_is_extended_by_nobody(chamber: Viewer, exchange: Dossier) -> None:
    with pytest.raises(Refused) as error:
        extended(chamber, a_clock(exchange, code="prov_papers", article="rule 188"))
    assert (error.value.refusal.code, error.value.refusal.article) == ("not_to_be_extended", "rule 188")


@pytest.mark.parametrize(
    ("given", "field"),
    [({"reason": " "}, "reason"), ({"due_at": datetime(2020, 1, 1, tzinfo=UTC)}, "due_at")],
)
def test_extension_with_faulty_terms_is_refused(
    chamber: Viewer, exchange: Dossier, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as error:
        extended(chamber, a_clock(exchange), **given)
    assert list(error.value.problems) == [field]


@pytest.mark.parametrize("state", ["met", "expired"])
def test_clock_that_runs_no_more_is_not_extended(chamber: Viewer, exchange: Dossier, state: str) -> None:
    clock = a_clock(exchange)
    Clock.objects.unguarded("a test sets it").filter(pk=clock.pk).update(state=state)
    with pytest.raises(Invalid):
        extended(chamber, clock)


def test_reader_extends_nothing(chambers: Party, exchange: Dossier) -> None:
    with pytest.raises(Refused) as error:
        extended(person_at(chambers, Role.READER), a_clock(exchange))
    assert error.value.refusal.code == "readers_change_nothing"


def test_clock_that_is_not_seen_is_not_found(stranger: Viewer, exchange: Dossier) -> None:
    with pytest.raises(NotFound):
        extended(stranger, a_clock(exchange))


# Stopped and let run on


def stopped(viewer: Viewer, clock: Clock, at: datetime, **given: Any) -> Clock:
    usual: dict[str, Any] = {"reason": "the Chamber hears both", "agreed_by": "decision 14"}
    return actions.stop_clock(viewer, clock_id=clock.id, at=at, **(usual | given))


def resumed(viewer: Viewer, clock: Clock, at: datetime, **given: Any) -> Clock:
    usual: dict[str, Any] = {"reason": "both were heard", "agreed_by": "decision 15"}
    return actions.resume_clock(viewer, clock_id=clock.id, at=at, **(usual | given))


@pytest.fixture
def running(exchange: Dossier, chamber: Viewer) -> Clock:
    (clock,) = kept(chamber, exchange, uuid4(), [a_run()])
    return clock


def test_stopped_clock_does_not_run_out(running: Clock, chamber: Viewer) -> None:
    stopped(chamber, running, TRIGGERED + timedelta(days=3))
    gone = actions.system_expire(
        system_viewer("clock"), about=running.about, state="exhausted", missing=[], at=TRIGGERED + timedelta(days=90)
    )
    assert gone == []
    assert queries.clocks(chamber, running.about)[0].state == "stopped"


def test_clock_that_runs_on_ends_later_by_as_many_days_as_it_stood_still(running: Clock, chamber: Viewer) -> None:
    was = running.due_at
    stopped(chamber, running, TRIGGERED + timedelta(days=3))
    clock = resumed(chamber, running, TRIGGERED + timedelta(days=29))
    zone = ZoneInfo(clock.zone)
    assert clock.state == "running"
    assert (clock.due_at.astimezone(zone).date() - was.astimezone(zone).date()).days == 26
    assert clock.due_at.astimezone(zone).time() == was.astimezone(zone).time()
    assert [change["act"] for change in clock.changes] == [str(Act.CLOCK_STOP), str(Act.CLOCK_RESUME)]


def test_act_that_meets_a_stopped_clock_meets_it(running: Clock, exchange: Dossier, chamber: Viewer) -> None:
    stopped(chamber, running, TRIGGERED + timedelta(days=3))
    kept(chamber, exchange, running.about, [a_run(state="met")], at=TRIGGERED + timedelta(days=40))
    assert queries.clocks(chamber, running.about)[0].state == "met"


@pytest.mark.parametrize("missing", ["reason"])
def test_nothing_is_stopped_without_a_reason(running: Clock, chamber: Viewer, missing: str) -> None:
    with pytest.raises(Invalid) as invalid:
        stopped(chamber, running, TRIGGERED, **{missing: "  "})
    assert set(invalid.value.problems) == {missing}
    assert queries.clocks(chamber, running.about)[0].state == "running"


def test_who_may_not_extend_may_not_stop(running: Clock, asking: Viewer, asked: Viewer, stranger: Viewer) -> None:
    for viewer, error in ((asking, Refused), (asked, Refused), (stranger, NotFound)):
        with pytest.raises(error):
            stopped(viewer, running, TRIGGERED)


def test_clock_is_stopped_once_and_only_a_stopped_one_runs_on(running: Clock, chamber: Viewer) -> None:
    with pytest.raises(Invalid):
        resumed(chamber, running, TRIGGERED)
    stopped(chamber, running, TRIGGERED)
    with pytest.raises(Invalid):
        stopped(chamber, running, TRIGGERED)
    with pytest.raises(Invalid):
        extended(chamber, running)


def test_clock_that_ran_out_is_not_stopped(running: Clock, chamber: Viewer) -> None:
    with pytest.raises(Invalid):
        stopped(chamber, running, running.due_at)


def test_date_that_was_agreed_is_extended_and_not_stopped(exchange: Dossier, chamber: Viewer) -> None:
    clock = a_clock(exchange, code="postponement_end", article="94(1)", due_at=TRIGGERED + timedelta(days=30))
    with pytest.raises(Invalid):
        stopped(chamber, clock, TRIGGERED)


def test_clock_of_hours_stands_still_by_the_second() -> None:
    """The law of today lets nobody stop one; what it lets be stopped tomorrow is data."""
    code = next(code for code, clock in rome().clocks.items() if clock.unit == "hours")
    clock = Clock(code=code, zone="Europe/Amsterdam", due_at=TRIGGERED + timedelta(hours=96))
    later = _later(clock, TRIGGERED, TRIGGERED + timedelta(hours=5, seconds=7))
    assert later == TRIGGERED + timedelta(hours=101, seconds=7)
