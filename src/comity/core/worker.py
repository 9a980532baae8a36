# SPDX-License-Identifier: EUPL-1.2
"""The worker: takes up owed work under a lease, does it at least once, tries again later, gives up in the open.

A worker that is killed leaves a lease behind; when it runs out, another worker does the work again. So a task must do
no harm when done twice. What still fails after the last attempt stays as a dead row with its error.
"""

import logging
import signal
import threading
import traceback
from collections.abc import Callable
from datetime import timedelta
from types import FrameType

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from .db import as_viewer
from .models import Owed
from .viewer import system_viewer

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
AT_ONCE = 20
PAUSE_SECONDS = 0.5
FIRST_WAIT = timedelta(seconds=5)


def take_up(limit: int = AT_ONCE) -> list[Owed]:
    """Lease up to `limit` pieces of work that are due, oldest first; two workers never lease the same one.

    Work whose last lease ran out in silence, because it ends the worker that does it, is dead and not leased again.
    """
    with transaction.atomic():
        now = timezone.now()
        most = settings.COMITY_LIMITS["task_attempts"]
        silent = Owed.objects.filter(is_dead=False, leased_until__lt=now, attempts__gte=most)
        silent.update(is_dead=True, leased_until=None, last_error="every worker that took this up ended without a word")
        is_free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        free = Owed.objects.filter(is_free, is_dead=False, due_at__lte=now).order_by("due_at", "id")
        free = free.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        rows = list(free[:limit])
        for row in rows:
            row.leased_until, row.attempts = now + LEASE, row.attempts + 1
            row.save(update_fields=["leased_until", "attempts"])
        return rows


def do(row: Owed) -> bool:
    """Do one leased piece of work and return whether it was done; a failure is kept on the row for the next attempt."""
    try:
        task: Callable[[str], None] = import_string(settings.COMITY_TASKS[row.name])
        with as_viewer(system_viewer(row.name)):
            task(row.key)
            Owed.objects.filter(id=row.id).delete()
    except Exception as error:  # whatever a task raises, the worker goes on and the row keeps the error
        log.exception("owed work failed: %s %s", row.name, row.key)
        _fail(row, error)
        return False
    return True


def _fail(row: Owed, error: Exception) -> None:
    row.is_dead = row.attempts >= settings.COMITY_LIMITS["task_attempts"]
    row.due_at = timezone.now() + FIRST_WAIT * 2 ** (row.attempts - 1)
    row.leased_until = None
    row.last_error = "".join(traceback.format_exception_only(error))[:2000]
    row.save(update_fields=["is_dead", "due_at", "leased_until", "last_error"])


def do_all() -> int:
    """Do everything that is due now and return how many pieces were done: for tests and for the end of a load."""
    done = 0
    while rows := take_up():
        done += sum(do(row) for row in rows)
    return done


def main() -> int:
    """Work until SIGTERM or SIGINT, then finish the piece at hand and return 0."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping.is_set():
        try:
            close_old_connections()
            rows = take_up()
            for row in rows:
                if not stopping.is_set():
                    do(row)
            if not rows:
                stopping.wait(PAUSE_SECONDS)
        except OperationalError:
            log.exception("the database does not answer; the worker waits")
            connection.close()
            stopping.wait(5)
    return 0
