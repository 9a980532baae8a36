# SPDX-License-Identifier: EUPL-1.2
"""When the acts of a way were done: at a pace as in life, the time limits of the statute running beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from comity.core.clock import THE_HAGUE
from comity.statute import Act, ClockRun, Event, Kind, Law, Move, clocks

from .ways import Leg, Way

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
# The shortest and the longest time that passes before an act, in seconds.
_PAUSES: dict[Act, tuple[int, int]] = {
    Act.REQUEST_SUBMIT: (_HOUR, 3 * _DAY),
    Act.REQUEST_APPROVE: (_HOUR, 4 * _DAY),
    Act.REQUEST_PREPARE: (_HOUR, 2 * _DAY),
    Act.REQUEST_SEND: (10 * _MINUTE, 2 * _DAY),
    Act.REQUEST_SEND_URGENTLY: (5 * _MINUTE, 2 * _HOUR),
    Act.REQUEST_DELIVER: (20, 70),
    Act.REQUEST_FETCH: (_HOUR, 5 * _DAY),
    Act.REQUEST_REGISTER: (10 * _MINUTE, 2 * _DAY),
    Act.CUSTODY_APPEAR: (6 * _HOUR, 2 * _DAY),
}
_USUAL = (_DAY, 25 * _DAY)
_IN_CUSTODY = (_DAY, 6 * _DAY)
_WINDOW = (16 * _DAY, 40 * _DAY)
_AT_LEAST = 2 * _MINUTE
_PAPERS_DAYS = 62
_NEEDS_PERIOD = {"period", "period_optional"}


@dataclass(slots=True)
class Timed:
    """One act with its time, and the day until which it lets something wait, where it names one."""

    leg: Leg
    at: datetime
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Expiry:
    """A time limit that ran out, and when the worker entered it."""

    run: ClockRun
    at: datetime


def timed(
    law: Law, kind: Kind, way: Way, *, begun: datetime, end: datetime, zone: str, draw: Random
) -> list[Timed] | None:
    """Return the acts of a way with times between two instants; None where the time does not suffice for them.

    `zone` is that of the addressee, in which its time limits are counted.
    """
    pauses = [_pause(kind, way.legs, place, draw) for place in range(len(way.legs))]
    fixed = sum(seconds for seconds, is_fixed in pauses if is_fixed)
    free = sum(seconds for seconds, is_fixed in pauses if not is_fixed)
    left = (end - begun).total_seconds() - fixed - _AT_LEAST * len(pauses)
    if left < 0:
        return None
    scale = min(1.0, left / free) if free else 1.0
    found: list[Timed] = []
    at = begun
    for leg, (seconds, is_fixed) in zip(way.legs, pauses, strict=True):
        at += timedelta(seconds=seconds if is_fixed else _AT_LEAST + int(seconds * scale))
        if leg.move.act == Act.CUSTODY_MAY_RELEASE:
            at = _papers_due(law, kind, found, zone) + timedelta(seconds=2)
        found.append(Timed(leg, at))
    _set_periods(found, way, end, draw)
    return found


def _pause(kind: Kind, legs: Sequence[Leg], place: int, draw: Random) -> tuple[int, bool]:
    """Return the seconds before an act, and whether they are given by the statute and cannot be shortened."""
    act = legs[place].move.act
    if act == Act.REQUEST_DELIVER:
        return draw.randint(*_PAUSES[act]), True
    if act == Act.CUSTODY_MAY_RELEASE:
        return _PAPERS_DAYS * _DAY, True
    if "window_closed" in legs[place].move.guards:
        return draw.randint(*_WINDOW), True
    is_held = "prov_papers" in kind.clocks and any(leg.move.act == Act.CUSTODY_ARREST for leg in legs[:place])
    return draw.randint(*_PAUSES.get(act, _IN_CUSTODY if is_held else _USUAL)), False


def _papers_due(law: Law, kind: Kind, acts: Sequence[Timed], zone: str) -> datetime:
    """Return when the sixty days for the papers are over: the worker sees to what follows (article 92(4), rule 188)."""
    runs = clocks(law, kind.code, [event_of(one, zone) for one in acts], zone=zone)
    return max(run.due_at for run in runs if run.code == "prov_papers" and run.due_at is not None).astimezone(UTC)


def _set_periods(acts: list[Timed], way: Way, end: datetime, draw: Random) -> None:
    """Let each period end after what followed within it; one that still runs ends in time to come, or with an event."""
    for place, one in enumerate(acts):
        if not _NEEDS_PERIOD & set(one.leg.move.needs):
            continue
        is_running = way.state in {"postponed", "available"}
        after = max(end, acts[-1].at) if is_running else acts[min(place + 1, len(acts) - 1)].at
        one.until = after.astimezone(THE_HAGUE).date() + timedelta(days=draw.randint(3, 90))


def said_on(one: Timed, zone: str) -> tuple[date, time]:
    """Return day and time that an act names for what happened, as its side writes them: never a day to come here."""
    local, today = one.at.astimezone(ZoneInfo(zone)), one.at.astimezone(THE_HAGUE).date()
    if local.date() > today:
        return today, time(23, 59)
    return local.date(), time(local.hour, local.minute)


def event_of(one: Timed, zone: str) -> Event:
    """Return the act as the statute's clocks count it: from the minute on which it is said to have happened."""
    needs, at = set(one.leg.move.needs), one.at
    if "date" in needs:
        at = min(at, datetime.combine(*said_on(one, zone), ZoneInfo(zone)))
    return Event(one.leg.move.act, at, one.until if _NEEDS_PERIOD & needs else None)


def expiries(law: Law, kind: Kind, acts: Sequence[Timed], *, end: datetime, zone: str) -> list[Expiry]:
    """Return the time limits that ran out unmet by the end, oldest first."""
    if not kind.clocks:
        return []
    events = [event_of(one, zone) for one in acts]
    return sorted(_gone(law, kind, events, end, zone), key=lambda one: one.at)


def _gone(law: Law, kind: Kind, events: list[Event], end: datetime, zone: str) -> Iterator[Expiry]:
    for run in clocks(law, kind.code, events, zone=zone):
        if run.due_at is None or run.due_at >= end:
            continue
        before = [event for event in events if event.at <= run.due_at]
        then = clocks(law, kind.code, before, zone=zone)
        if any(
            one.code == run.code and one.triggered_at == run.triggered_at and one.state == "running" for one in then
        ):
            yield Expiry(run, run.due_at.astimezone(UTC) + timedelta(seconds=1))


def release(law: Law, kind: Kind, acts: Sequence[Timed], gone: Sequence[Expiry]) -> Timed | None:
    """Return the release that becomes possible when the papers did not come and nothing else was done (92(4))."""
    late = next((one for one in gone if one.run.code == "prov_papers" and one.at > acts[-1].at), None)
    if late is None:
        return None
    state = acts[-1].leg.move.after
    move = next((row for row in law.moves if _may_release(row, state, kind)), None)
    return None if move is None else Timed(Leg(move, "system", ""), late.at + timedelta(seconds=1))


def _may_release(row: Move, state: str, kind: Kind) -> bool:
    return row.act == Act.CUSTODY_MAY_RELEASE and row.before == state and row.covers(kind.code)
