# SPDX-License-Identifier: EUPL-1.2
"""What a clock that was ahead has left behind, once it is right again: nothing waits for a time that never was."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from .models import Owed, Tick
from .schedule import EPOCH

# Clocks of two machines may differ by less.
SLACK = timedelta(minutes=1)


@transaction.atomic
def put_right(now: datetime, *, lease: timedelta) -> int:
    """Return how many rows were written by a clock that was ahead of `now`, and let them wait from now on instead.

    Work is due as long after now as it was due after it was owed; a lease that no worker can have taken is free; a tick
    that lies ahead is forgotten, so that its schedule goes on.
    """
    limit = now + SLACK
    done = Owed.objects.filter(leased_until__gt=limit + lease).update(leased_until=now)
    for row in Owed.objects.filter(Q(created_at__gt=limit), is_dead=False).order_by("id").select_for_update():
        # What failed in that time is due at once; it waited already.
        wait = row.due_at - row.created_at if row.attempts == 0 else timedelta()
        row.created_at, row.due_at = now, now + max(wait, timedelta())
        row.save(update_fields=["created_at", "due_at"])
        done += 1
    return done + Tick.objects.filter(at__gt=limit).update(at=EPOCH)
