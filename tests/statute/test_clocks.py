# SPDX-License-Identifier: EUPL-1.2
"""Time limits across daylight saving, leap days and the line between hours and days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.statute import Act, ClockRun, Event, clock_runs, clocks, rome

ARTICLES = (
    "58(7)", "59(1)", "59(2)", "59(7)", "93(6)", "93(7)(b)", "94(1)", "97", "103(1)(c)", "103(2)(a)", "108(3)",
    "110(3)", "RoC 108", "rule 118(2)", "rule 180(2)", "rule 182", "rule 184", "rule 188", "rule 212", "rule 224(3)",
)  # fmt: skip
LAW = rome()
HAGUE = ZoneInfo("Europe/Amsterdam")
instants = st.datetimes(datetime(2003, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zone given
zones = st.sampled_from(["Europe/Amsterdam", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Africa/Nairobi"])


def run_of(code: str, runs: tuple[ClockRun, ...]) -> ClockRun:
    return next(run for run in runs if run.code == code)


def due(
    code: str, act: Act, at: datetime, zone: str = "Europe/Amsterdam", until: date | None = None
) -> datetime | None:
    return clock_runs(LAW, [code], [Event(act, at, until)], zone=zone)[0].due_at


def test_sixty_days_end_with_the_last_day_across_daylight_saving() -> None:
    """60 days from 1 March, the day of arrest, in a zone that changes its clock on 29 March."""
    at = datetime(2026, 3, 1, 22, 30, tzinfo=HAGUE)

    assert due("prov_papers", Act.CUSTODY_ARREST, at) == datetime(2026, 4, 30, 23, 59, 59, tzinfo=HAGUE)


def test_day_of_arrest_is_that_of_the_requested_state() -> None:
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    assert due("prov_papers", Act.CUSTODY_ARREST, at, "Asia/Ulaanbaatar") == datetime(
        2026, 5, 1, 23, 59, 59, tzinfo=ZoneInfo("Asia/Ulaanbaatar")
    )


def test_sixty_days_over_a_leap_day() -> None:
    common, leap = datetime(2027, 1, 15, 9, tzinfo=HAGUE), datetime(2028, 1, 15, 9, tzinfo=HAGUE)

    assert [due("prov_papers", Act.CUSTODY_ARREST, at) for at in (common, leap)] == [
        datetime(2027, 3, 16, 23, 59, 59, tzinfo=HAGUE),
        datetime(2028, 3, 15, 23, 59, 59, tzinfo=HAGUE),
    ]


@pytest.mark.parametrize(
    ("landing", "expected"),
    [
        (datetime(2026, 3, 27, 12, tzinfo=HAGUE), datetime(2026, 3, 31, 13, tzinfo=HAGUE)),
        (datetime(2026, 10, 23, 12, tzinfo=HAGUE), datetime(2026, 10, 27, 11, tzinfo=HAGUE)),
        (datetime(2026, 7, 1, 12, tzinfo=HAGUE), datetime(2026, 7, 5, 12, tzinfo=HAGUE)),
    ],
)
def test_ninety_six_hours_are_hours_and_not_four_days(landing: datetime, expected: datetime) -> None:
    found = due("transit_landing", Act.TRANSIT_LAND, landing)

    assert found == expected
    assert found is not None
    assert found.astimezone(UTC) - landing.astimezone(UTC) == timedelta(hours=96)


@given(instants, zones)
def test_hours_elapse_and_days_end_at_midnight(at: datetime, zone: str) -> None:
    hours, days = due("transit_landing", Act.TRANSIT_LAND, at, zone), due("prov_papers", Act.CUSTODY_ARREST, at, zone)

    assert hours is not None
    assert days is not None
    assert hours.astimezone(UTC) - at == timedelta(hours=96)
    assert days.date() - at.astimezone(ZoneInfo(zone)).date() == timedelta(days=60)
    assert (days.hour, days.minute, days.second) == (23, 59, 59)


@pytest.mark.parametrize(
    ("code", "act", "last"),
    [
        ("legality_93", Act.CONSULTATION_EXHAUST, date(2026, 3, 31)),
        ("legality_99_4", Act.REQUEST_FETCH, date(2026, 3, 31)),
        ("enforcement_notice", Act.REQUEST_SEND, date(2026, 4, 30)),
        ("channel_change", Act.DECLARATION_RECORD, date(2026, 4, 30)),
        ("detention_review", Act.DETENTION_REVIEW, date(2026, 7, 14)),
        ("voluntary_stay", Act.SENTENCE_END, date(2026, 4, 15)),
        ("next_review", Act.SENTENCE_REVIEW, date(2029, 3, 16)),
    ],
)
def test_length_of_each_limit_from_16_march_2026(code: str, act: Act, last: date) -> None:
    found = due(code, act, datetime(2026, 3, 16, 10, tzinfo=HAGUE))

    assert found is not None
    assert found.date() == last


def test_three_years_from_a_leap_day_end_on_28_february() -> None:
    found = due("next_review", Act.SENTENCE_REVIEW, datetime(2028, 2, 29, 10, tzinfo=HAGUE))

    assert found == datetime(2031, 2, 28, 23, 59, 59, tzinfo=HAGUE)


def test_question_about_the_end_of_the_sentence_is_counted_back() -> None:
    at = datetime(2026, 1, 1, tzinfo=HAGUE)

    assert due("end_of_sentence", Act.RELEASE_PLAN, at, until=date(2028, 3, 10)) == datetime(
        2028, 2, 9, 23, 59, 59, tzinfo=HAGUE
    )


@pytest.mark.parametrize("code", [clock.code for clock in LAW.clocks.values() if clock.unit == "none"])
def test_no_date_is_invented_where_the_law_fixes_none(code: str) -> None:
    clock = LAW.clocks[code]
    later = datetime(2100, 1, 1, tzinfo=UTC)
    runs = clock_runs(LAW, [code], [Event(clock.triggers[0], datetime(2026, 3, 16, tzinfo=UTC))], now=later)

    assert [run.due_at for run in runs] == [None]
    assert "expired" not in {run.state for run in runs}


def test_agreed_date_is_the_one_that_was_agreed() -> None:
    at = datetime(2026, 3, 16, tzinfo=UTC)

    assert due("postponement_end", Act.POSTPONEMENT_AGREE, at) is None
    assert due("postponement_end", Act.POSTPONEMENT_AGREE, at, "Africa/Nairobi", date(2026, 9, 30)) == datetime(
        2026, 9, 30, 23, 59, 59, tzinfo=ZoneInfo("Africa/Nairobi")
    )


def test_met_expired_running() -> None:
    start = Event(Act.CUSTODY_ARREST, datetime(2026, 3, 1, 10, tzinfo=HAGUE))
    papers = Event(Act.REQUEST_SUPPLEMENT, datetime(2026, 4, 1, 10, tzinfo=HAGUE))
    withdrawn = Event(Act.REQUEST_WITHDRAW, datetime(2026, 4, 1, 10, tzinfo=HAGUE))
    noted = Event(Act.CLOCK_EXPIRE, datetime(2026, 5, 1, 0, 1, tzinfo=HAGUE), clock="prov_papers")
    last, after = datetime(2026, 4, 30, 23, 59, 59, tzinfo=HAGUE), datetime(2026, 5, 1, tzinfo=HAGUE)

    states = [
        run_of("prov_papers", clocks(LAW, "PROV", events, now=now)).state
        for events, now in [
            ([start], None),
            ([start], last),
            ([start], after),
            ([papers, start], after),
            ([start, withdrawn], after),
            ([start, noted], None),
        ]
    ]

    assert states == ["running", "running", "expired", "met", "met", "expired"]


def test_every_arrest_starts_its_own_sixty_days() -> None:
    events = [
        Event(Act.CUSTODY_ARREST, datetime(2026, 3, 1, 10, tzinfo=HAGUE)),
        Event(Act.CUSTODY_REARREST, datetime(2026, 6, 1, 10, tzinfo=HAGUE)),
    ]

    runs = [run for run in clocks(LAW, "PROV", events) if run.code == "prov_papers"]

    assert [run.due_at.date() for run in runs if run.due_at] == [date(2026, 4, 30), date(2026, 7, 31)]


def test_extension_counts_only_where_somebody_may_extend() -> None:
    at, until = datetime(2026, 3, 16, 10, tzinfo=HAGUE), date(2026, 5, 5)
    found = {}
    for code, act in (("legality_93", Act.CONSULTATION_EXHAUST), ("prov_papers", Act.CUSTODY_ARREST)):
        longer = Event(Act.CLOCK_EXTEND, at + timedelta(days=1), until, code)
        found[code] = clock_runs(LAW, [code], [Event(act, at), longer])[0]

    assert found["legality_93"].due_at == datetime(2026, 5, 5, 23, 59, 59, tzinfo=HAGUE)
    assert "extended to 2026-05-05" in found["legality_93"].computation.en
    assert found["prov_papers"].due_at == datetime(2026, 5, 15, 23, 59, 59, tzinfo=HAGUE)


def test_computation_names_start_length_rule_and_zone() -> None:
    run = clock_runs(LAW, ["prov_papers"], [Event(Act.CUSTODY_ARREST, datetime(2026, 3, 1, 22, 30, tzinfo=HAGUE))])[0]

    assert run.computation.en == "2026-03-01 + 60 days = 2026-04-30 (rule 188; time of Europe/Amsterdam)"
    assert run.computation.fr == "2026-03-01 + 60 jours = 2026-04-30 (rule 188 ; heure de Europe/Amsterdam)"


def test_limits_from_general_knowledge_stay_marked() -> None:
    unverified = {clock.code for clock in LAW.clocks.values() if not clock.verified}

    assert {"transit_landing", "next_review", "end_of_sentence"} - unverified == set()
    assert unverified & {"prov_papers", "legality_93", "detention_review", "channel_change"} == set()
