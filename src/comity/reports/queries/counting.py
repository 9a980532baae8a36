# SPDX-License-Identifier: EUPL-1.2
"""From rows to counts: what stands behind one snapshot, when it is made and whenever it is made again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from comity.core.clock import THE_HAGUE
from comity.parties.models import Region
from comity.requests.queries import AsOf, system_as_of
from comity.statute import rome

from ..figures import TOTAL, Cell, Counts, Item, Printed, counted, definitions, few_moved, printed
from ..models import Counted, Snapshot

WHY = "figures count every request that is not under seal, and print no small number"
ELSEWHERE = "none"
"""The region of an organisation, and of a State that is in no regional group here."""
REGIONS = (*Region.values, ELSEWHERE)
DUTIES = ("compulsory", "conditional", "voluntary")


def end_of(last: date) -> datetime:
    """Return the instant after the last one of a period: midnight in The Hague."""
    return datetime.combine(last + timedelta(days=1), time(0), THE_HAGUE)


def system_items(snapshot: Snapshot) -> dict[UUID, tuple[UUID, Item]]:
    """Return what is to be counted in a snapshot: request id -> its dossier and how it counts."""
    until = end_of(snapshot.last_day)
    found = {}
    for row in system_as_of(snapshot.first_day, snapshot.last_day, until=until):
        item = _item(row, snapshot.last_day)
        if item is not None:
            found[row.id] = row.dossier_id, item
    return found


def _item(row: AsOf, last: date) -> Item | None:
    outcome = definitions().outcome_of(row.state)
    if outcome is None:
        return None
    sent_on = row.sent_at.astimezone(THE_HAGUE).date()
    age = ""
    if row.requested_by is None:
        if not row.is_open:
            return None
        age = definitions().age_of((last - sent_on).days).code
    days = None if row.answered_at is None else (row.answered_at.astimezone(THE_HAGUE).date() - sent_on).days
    return Item(row.kind, row.region, row.duty, outcome.code, days, age)


def system_items_of(snapshot: Snapshot) -> dict[UUID, Item]:
    """Return what was counted in a snapshot: request id -> how. For counting alone: no reader is given it."""
    rows = Counted.objects.unguarded(WHY).filter(snapshot=snapshot)
    return {row.request_id: Item(row.kind, row.region, row.duty, row.outcome, row.days, row.age) for row in rows}


def counts_of(items: Iterable[Item]) -> Counts:
    """Return the tables of what is counted."""
    return counted(
        list(items),
        kinds=list(rome().kinds),
        regions=REGIONS,
        duties=DUTIES,
    )


def again(snapshot: Snapshot, items: Mapping[UUID, Item], *, others: Iterable[Mapping[UUID, Item]]) -> Printed:
    """Return what may be printed of a snapshot, beside the items of those that were frozen before it."""
    moved = frozenset[Cell]().union(*(few_moved(_undated(items), _undated(other)) for other in others))
    return printed(counts_of(items.values()), first=snapshot.first_day, last=snapshot.last_day, moved=moved)


def _undated(items: Mapping[UUID, Item]) -> dict[str, Cell]:
    return {str(key): (item.age, item.outcome) for key, item in items.items() if item.age}


__all__ = ["ELSEWHERE", "TOTAL", "again", "counts_of", "end_of", "system_items", "system_items_of"]
