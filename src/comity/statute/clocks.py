# SPDX-License-Identifier: EUPL-1.2
"""Time limits: which run, until when, and how each date was computed."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from comity.statute.acts import Act
from comity.statute.facts import ClockRun, Event
from comity.statute.law import Law
from comity.statute.model import Clock, Text

THE_HAGUE = "Europe/Amsterdam"
LAST_MOMENT = time(23, 59, 59)
ENDINGS = frozenset({Act.REQUEST_CLOSE, Act.REQUEST_WITHDRAW, Act.REQUEST_RECALL})


@dataclass(frozen=True, slots=True)
class Term:
    """A term of imprisonment; no term at all means life."""

    years: int = 0
    months: int = 0
    days: int = 0


def clocks(
    law: Law, kind: str, events: Sequence[Event], *, zone: str = THE_HAGUE, now: datetime | None = None
) -> tuple[ClockRun, ...]:
    """Every time limit that the events of one request have started; `zone` is that of the addressee.

    Days are calendar days in the clock's zone and end with the last of them; hours are elapsed hours. A limit is
    `met` once an act that meets it, or that ends the request, follows; `expired` once `now` is past it or its expiry is
    among the events. One without a date never expires.
    """
    return clock_runs(law, law.kinds[kind].clocks, events, zone=zone, now=now)


def clock_runs(
    law: Law, codes: Sequence[str], events: Sequence[Event], *, zone: str = THE_HAGUE, now: datetime | None = None
) -> tuple[ClockRun, ...]:
    """The same for named clocks, which is how clocks of a party or of a sentence are asked for."""
    ordered = sorted(events, key=lambda event: event.at)
    return tuple(run for code in codes for run in _runs(law.clocks[code], ordered, zone, now))


def review_date(start: date, term: Term | None, credit_days: int = 0) -> date:
    """The first day on which a sentence may be reviewed: two thirds of the term, or 25 years of a life sentence.

    Time in detention that the Court deducted (article 78(2)) counts as served. Article 110(3).
    """
    if term is None:
        return add_months(start, 25 * 12) - timedelta(days=credit_days)
    months, thirds = divmod(2 * (12 * term.years + term.months), 3)
    served = add_months(start, months)
    # A third of a month has no fixed length: it is taken of the month in which it falls, and rounded up.
    fraction = thirds * (add_months(served, 1) - served).days + 2 * term.days
    return served + timedelta(days=-(-fraction // 3) - credit_days)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month if it is shorter (29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of a calendar day in a zone, whatever the length of that day."""
    return datetime.combine(day, LAST_MOMENT, ZoneInfo(zone))


def _runs(clock: Clock, events: Sequence[Event], addressee_zone: str, now: datetime | None) -> Iterator[ClockRun]:
    zone = addressee_zone if clock.zone == "addressee" else clock.zone
    for place, event in enumerate(events):
        if event.act not in clock.triggers:
            continue
        later = events[place + 1 :]
        due, computation = _due(clock, event, zone)
        for change in later:
            if change.act is Act.CLOCK_EXTEND and change.clock == clock.code and change.until and clock.extend_by:
                due, computation = _extended(change.until, computation, zone)
        yield ClockRun(
            code=clock.code,
            article=clock.article,
            trigger=event.act,
            triggered_at=event.at,
            due_at=due,
            unit=clock.unit,
            amount=clock.amount,
            zone=zone,
            effect=clock.effect,
            state=_state(clock, event, later, due, now),
            computation=computation,
        )


def _state(clock: Clock, event: Event, later: Sequence[Event], due: datetime | None, now: datetime | None) -> str:
    # An act can meet the limit it starts itself: a refusal brings its reasons with it.
    at_once = clock.unit == "none" and event.act in clock.met_by
    if at_once or any(found.act in clock.met_by or found.act in ENDINGS for found in later):
        return "met"
    noted = any(found.act is Act.CLOCK_EXPIRE and found.clock == clock.code for found in later)
    passed = due is not None and now is not None and now > due
    return "expired" if noted or passed else "running"


def _due(clock: Clock, event: Event, zone: str) -> tuple[datetime | None, Text]:
    local = event.at.astimezone(ZoneInfo(zone))
    day = local.date()
    match clock.unit:
        case "hours":
            due = (event.at.astimezone(UTC) + timedelta(hours=clock.amount)).astimezone(ZoneInfo(zone))
            return due, _computed(clock, f"{local:%Y-%m-%d %H:%M}", f"{due:%Y-%m-%d %H:%M}", zone)
        case "days":
            last = day + timedelta(days=clock.amount)
        case "years":
            last = add_months(day, 12 * clock.amount)
        case "before" if event.until is not None:
            last = event.until - timedelta(days=clock.amount)
            return end_of_day(last, zone), _counted_back(clock, event.until, last, zone)
        case "agreed" if event.until is not None:
            return end_of_day(event.until, zone), _fixed(clock, event.until, zone)
        case _:
            return None, _dateless(clock)
    return end_of_day(last, zone), _computed(clock, f"{day:%Y-%m-%d}", f"{last:%Y-%m-%d}", zone)


def _computed(clock: Clock, start: str, end: str, zone: str) -> Text:
    en = {"hours": "hours", "days": "days", "years": "years"}[clock.unit]
    fr = {"hours": "heures", "days": "jours", "years": "ans"}[clock.unit]
    return Text(
        f"{start} + {clock.amount} {en} = {end} ({clock.article}; time of {zone})",
        f"{start} + {clock.amount} {fr} = {end} ({clock.article} ; heure de {zone})",
    )


def _counted_back(clock: Clock, until: date, last: date, zone: str) -> Text:
    return Text(
        f"{until} − {clock.amount} days = {last} ({clock.article}; time of {zone})",
        f"{until} − {clock.amount} jours = {last} ({clock.article} ; heure de {zone})",
    )


def _fixed(clock: Clock, until: date, zone: str) -> Text:
    return Text(
        f"agreed or fixed: {until} ({clock.article}; time of {zone})",
        f"date convenue ou fixée : {until} ({clock.article} ; heure de {zone})",
    )


def _dateless(clock: Clock) -> Text:
    return Text(f"no date is fixed ({clock.article})", f"aucune date n'est fixée ({clock.article})")


def _extended(until: date, computation: Text, zone: str) -> tuple[datetime, Text]:
    longer = Text(f"{computation.en}; extended to {until}", f"{computation.fr} ; prorogé au {until}")
    return end_of_day(until, zone), longer
