# SPDX-License-Identifier: EUPL-1.2
"""Work owed by the clock: every so many seconds since the epoch, once however many workers there are."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import Owed, Tick

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def last_tick(now: datetime, seconds: int) -> datetime:
    """Return the latest instant not after `now` that is a whole number of periods after the epoch."""
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)


class Schedule:
    """What one worker knows of the schedules: it asks the database only when a tick has come by its own clock."""

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}

    def owe_due(self) -> int:
        """Owe the work of every schedule whose tick has come and that no other worker has owed; return how much.

        A tick that comes while the work of the last one is still owed adds none; ticks missed while no worker ran are
        not made up for. Work that was given up is tried once more at every tick, and keeps its error until it is done.
        """
        schedules: Mapping[str, int] = settings.COMITY_SCHEDULES
        owed = 0
        for name, seconds in schedules.items():
            tick = last_tick(timezone.now(), seconds)
            if self._seen.get(name) != tick:
                owed += _owe_tick(name, tick)
                self._seen[name] = tick
        return owed


@transaction.atomic
def _owe_tick(name: str, tick: datetime) -> int:
    # The row is there before it is asked for: of two workers, one changes it and the other finds it changed.
    Tick.objects.bulk_create([Tick(name=name, at=EPOCH)], ignore_conflicts=True)
    if not Tick.objects.filter(name=name, at__lt=tick).update(at=tick):
        return 0
    standing = Owed.objects.filter(name=name, key="")
    if standing.filter(is_dead=True).update(
        is_dead=False, attempts=settings.COMITY_LIMITS["task_attempts"] - 1, due_at=tick
    ):
        return 1
    if standing.exists():
        return 0
    Owed.objects.create(name=name, key="", due_at=tick)
    return 1
