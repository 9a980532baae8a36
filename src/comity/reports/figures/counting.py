# SPDX-License-Identifier: EUPL-1.2
"""From requests to tables: what is counted, in words that a clerk with a pencil can follow.

*Due*: each request that was transmitted by the last instant of the period and is not under seal, whose requested-by
date falls in the period. *Undated*: each such request without a requested-by date that is still open at that instant.
The outcome is the state of the case at that instant. Response time: whole days in The Hague from the day of sending to
the day of the first answer, of those due requests that were answered by that instant.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from .definitions import definitions
from .hiding import THRESHOLD
from .tables import TOTAL, Table

OTHERS = "others"
"""The row of all kinds of which there are too few to be told apart."""

GONE = "withdrawn"
"""The outcome of what is no longer open, and so has no age."""


@dataclass(frozen=True, slots=True)
class Item:
    """One request as it is counted. `days` is its response time, None if unanswered; `age` is set where undated."""

    kind: str
    region: str
    duty: str
    outcome: str
    days: int | None = None
    age: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """The tables of one period: of what was due by kind, region and duty, and of what bears no date by age."""

    due: tuple[Table, ...]
    undated: Table
    medians: Mapping[str, float]


def counted(
    items: Collection[Item],
    *,
    kinds: Sequence[str],
    regions: Sequence[str],
    duties: Sequence[str],
) -> Counts:
    """Count; `kinds`, `regions` and `duties` are the rows that there may be, in their order."""
    outcomes = [outcome.code for outcome in definitions().outcomes]
    due = [item for item in items if not item.age]
    undated = [item for item in items if item.age]
    told = _told_apart(due, kinds)
    tables = (
        Table.of(
            "kind",
            ((item.kind if item.kind in told else OTHERS, item.outcome) for item in due),
            rows=[*told, OTHERS],
            columns=outcomes,
        ),
        Table.of("region", ((item.region, item.outcome) for item in due), rows=regions, columns=outcomes),
        Table.of("duty", ((item.duty, item.outcome) for item in due), rows=duties, columns=outcomes),
    )
    ages = [age.code for age in definitions().ages]
    open_outcomes = [outcome for outcome in outcomes if outcome != GONE]
    aged = Table.of("age", ((item.age, item.outcome) for item in undated), rows=ages, columns=open_outcomes)
    return Counts(tables, aged, _medians(due, told))


def _told_apart(due: Iterable[Item], kinds: Sequence[str]) -> list[str]:
    """Return the kinds of which there are enough to have a row of their own, in the order of the law."""
    numbers: dict[str, int] = {}
    for item in due:
        numbers[item.kind] = numbers.get(item.kind, 0) + 1
    return [kind for kind in kinds if numbers.get(kind, 0) >= THRESHOLD]


def _medians(due: Iterable[Item], told: Sequence[str]) -> dict[str, float]:
    """Return the median of the response times, for all and for each kind, where enough were answered.

    How many were answered is not said: with the total it would give back a count that is not printed.
    """
    days: dict[str, list[int]] = {TOTAL: [], **{kind: [] for kind in told}}
    for item in due:
        if item.days is not None:
            for code in {TOTAL, item.kind} & days.keys():
                days[code].append(item.days)
    return {code: float(median(found)) for code, found in days.items() if len(found) >= THRESHOLD}
