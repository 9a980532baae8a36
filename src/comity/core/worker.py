# SPDX-License-Identifier: EUPL-1.2
"""The worker: takes up owed work under a lease, does it at least once, tries again later, gives up in the open.

A worker that is killed leaves a lease behind; when it runs out, another worker does the work again. Work of the
database alone is done in the one transaction that also ends it: killed at any point, it is done once. Work that reaches
further (`outbox.lasting`) must do no harm when done twice. What still fails after the last attempt stays as a dead row
with its error.
"""

import logging
import random
import signal
import threading
import traceback
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import FrameType
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, OperationalError, close_old_connections, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from .crash import crashpoint
from .db import as_viewer
from .models import Owed
from .schedule import Schedule
from .setback import put_right
from .viewer import system_viewer

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=20)
AT_ONCE = 20
LASTING_AT_ONCE = 2
PAUSE_SECONDS = 0.5
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
SILENT = "every worker that took this up ended without a word"


class Lost(Exception):
    """The lease ran out and another worker has the work now."""


def take_up(limit: int = AT_ONCE, *, only: Collection[str] = (), without: Collection[str] = ()) -> list[Owed]:
    """Lease up to `limit` pieces of work that are due, oldest first; two workers never lease the same one.

    `only` and `without` name work to keep to and to leave. Work whose last lease ran out in silence, because it ends
    the worker that does it, is dead and not leased again.
    """
    if not _free(only, without).exists():  # on SQLite a transaction that finds nothing would still stop all writers
        return []
    with transaction.atomic():
        now = timezone.now()
        most = settings.COMITY_LIMITS["task_attempts"]
        skips = connection.features.has_select_for_update_skip_locked
        leased = []
        for row in _free(only, without).order_by("due_at", "id").select_for_update(skip_locked=skips)[:limit]:
            if row.attempts >= most and row.leased_until is not None:
                Owed.objects.filter(id=row.id).update(is_dead=True, leased_until=None, claim=None, last_error=SILENT)
                continue
            row.leased_until, row.claim, row.attempts = now + LEASE, uuid4(), row.attempts + 1
            row.save(update_fields=["leased_until", "claim", "attempts"])
            leased.append(row)
    crashpoint("worker.after_take_up")
    return leased


def _free(only: Collection[str], without: Collection[str]) -> "QuerySet[Owed]":
    now = timezone.now()
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    rows = Owed.objects.filter(is_free, is_dead=False, due_at__lte=now)
    if only:
        rows = rows.filter(name__in=only)
    return rows.exclude(name__in=without) if without else rows


def do(row: Owed) -> bool:
    """Do one leased piece of work and return whether it was done; a failure is kept on the row for the next attempt.

    Nothing is done where the lease has run out and another worker has taken the work up.
    """
    crashpoint("worker.before_task")
    try:
        task: Callable[[str], None] = import_string(settings.COMITY_TASKS[row.name])
        if getattr(task, "is_lasting", False):
            _do_lasting(task, row)
        else:
            _do_at_once(task, row)
    except Lost:
        return False
    except Exception as error:  # whatever a task raises, the worker goes on and the row keeps the error
        log.exception("owed work failed: %s %s", row.name, row.key)
        _fail(row, error)
        return False
    crashpoint("worker.after_commit")
    return True


def _do_at_once(task: Callable[[str], None], row: Owed) -> None:
    """Do the work and end it in one transaction; the row is locked as long, so that nobody else begins it."""
    with as_viewer(system_viewer(row.name)):
        skips = connection.features.has_select_for_update_skip_locked
        if _mine(row).select_for_update(skip_locked=skips).first() is None:
            raise Lost
        task(row.key)
        crashpoint("worker.after_task")
        _mine(row).delete()


def _do_lasting(task: Callable[[str], None], row: Owed) -> None:
    """Do the work while its lease is renewed, and then end it."""
    if not _mine(row).update(leased_until=timezone.now() + LEASE):
        raise Lost
    with _renewed(row):
        task(row.key)
    crashpoint("worker.after_task")
    _mine(row).delete()


def _mine(row: Owed) -> "QuerySet[Owed]":
    return Owed.objects.filter(id=row.id, claim=row.claim)


@contextmanager
def _renewed(row: Owed) -> Iterator[None]:
    """Renew the lease in a thread of its own, three times in its length, until the block ends."""
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(LEASE.total_seconds() / 3):
            try:
                _mine(row).update(leased_until=timezone.now() + LEASE)
            except DatabaseError:
                log.warning("a lease could not be renewed: %s", row.name)
            finally:
                connection.close()

    thread = threading.Thread(target=renew, name=f"lease {row.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _fail(row: Owed, error: Exception) -> None:
    _mine(row).update(
        is_dead=row.attempts >= settings.COMITY_LIMITS["task_attempts"],
        due_at=timezone.now() + wait_after(row.attempts),
        leased_until=None,
        claim=None,
        last_error="".join(traceback.format_exception_only(error))[:2000],
    )


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: twice as long each time, up to an hour, never quite the same.

    What failed together, when a server was down, does not come back together.
    """
    plain = min(FIRST_WAIT.total_seconds() * 2 ** min(attempts - 1, 20), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=plain * random.uniform(0.75, 1.25))  # noqa: S311 - spread, not secrecy


def do_all() -> int:
    """Do everything that is due now and return how many pieces were done: for tests and for the end of a load."""
    done = 0
    while rows := take_up():
        done += sum(do(row) for row in rows)
    return done


def lasting_names() -> frozenset[str]:
    """Return the names of the work that lasts."""
    tasks: dict[str, str] = settings.COMITY_TASKS
    return frozenset(name for name, path in tasks.items() if getattr(import_string(path), "is_lasting", False))


class _Apart:
    """Lasting work, done beside the rest by a few threads with connections of their own."""

    def __init__(self) -> None:
        self.names: Collection[str] = lasting_names()
        self._pool = ThreadPoolExecutor(LASTING_AT_ONCE, thread_name_prefix="lasting")
        self._running: set[Future[None]] = set()

    def begin(self) -> bool:
        """Begin as much lasting work as there are threads free; return whether there was any."""
        self._running = {work for work in self._running if not work.done()}
        free = LASTING_AT_ONCE - len(self._running)
        rows = take_up(free, only=self.names) if free and self.names else []
        self._running.update(self._pool.submit(self._do, row) for row in rows)
        return bool(rows)

    @staticmethod
    def _do(row: Owed) -> None:
        try:
            do(row)
        except DatabaseError:
            log.exception("the database does not answer; the work is taken up again when its lease has run out")
        finally:
            connection.close()

    def end(self) -> None:
        """Wait for what is under way."""
        self._pool.shutdown(wait=True)


class _Clock:
    """Notices that the clock of this machine was put back, also before this worker began."""

    def __init__(self) -> None:
        self._seen: datetime | None = None

    def look(self) -> None:
        """Put right what was written by a clock that was ahead, where it may have been."""
        now = timezone.now()
        if self._seen is None or now < self._seen - LEASE:
            done = put_right(now, lease=LEASE)
            if done:
                log.warning("the clock was put back: %d rows of owed work wait from now on", done)
        self._seen = now


def main() -> int:
    """Work until SIGTERM or SIGINT, then finish the pieces at hand, give back what was not begun, and return 0."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    schedule, apart, clock = Schedule(), _Apart(), _Clock()
    while not stopping.is_set():
        try:
            close_old_connections()
            clock.look()
            schedule.owe_due()
            has_begun = apart.begin()
            rows = take_up(without=apart.names)
            has_begun |= bool(rows)
            while rows and not stopping.is_set():
                do(rows.pop(0))
            _give_back(rows)
            if not has_begun:
                stopping.wait(PAUSE_SECONDS)
        except OperationalError:
            log.exception("the database does not answer; the worker waits")
            connection.close()
            stopping.wait(5)
    apart.end()
    return 0


def _give_back(rows: list[Owed]) -> None:
    for row in rows:
        _mine(row).update(leased_until=None, claim=None, attempts=F("attempts") - 1)
