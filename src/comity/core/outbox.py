# SPDX-License-Identifier: EUPL-1.2
"""Work owed: rows written in the transaction that owes them. This is the one queue there is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Min, Q
from django.utils import timezone

from .errors import NotFound
from .models import Owed

Task = TypeVar("Task", bound=Callable[[str], None])


def owe(name: str, key: str, *, at: datetime | None = None) -> None:
    """Owe the work of that name on that key, not before `at` (now, if none is given).

    Call it inside the act's transaction: the work is owed if and only if the act was done. The name must be registered
    in the settings (COMITY_TASKS); the worker does it at least once, so the task must do no harm when done twice.
    """
    Owed.objects.create(name=name, key=key, due_at=at or timezone.now())


def owe_once(name: str, key: str, *, at: datetime | None = None) -> None:
    """Owe the work as `owe` does, unless the same is waiting already and nobody has begun it."""
    waiting = Owed.objects.filter(name=name, key=key, is_dead=False, attempts=0, leased_until__isnull=True)
    if not waiting.exists():
        owe(name, key, at=at)


def hold(name: str, key: str) -> None:
    """Let nobody begin the work of that name on that key until the unit of work ends; wait for who has begun it.

    What the unit of work writes is there for that work then, whenever the clock let it be due.
    """
    list(Owed.objects.select_for_update().filter(name=name, key=key).values_list("id"))


def lasting(task: Task) -> Task:
    """Mark a task that waits for others (a mail server, say) or works for long.

    It is done outside of any transaction, so that nobody waits for it, and its lease is renewed while it lasts; it
    opens units of work of its own, short ones. What it did before it was killed, it meets again when it is done anew.
    """
    task.is_lasting = True  # type: ignore[attr-defined]  # a mark for the worker
    return task


@dataclass(frozen=True, slots=True)
class Trouble:
    """Owed work that failed, as an operator may see it: no key and no words of the error, which could name a case."""

    id: int
    name: str
    attempts: int
    is_dead: bool
    owed_at: datetime
    due_at: datetime
    error: str


def troubles(limit: int = 200) -> list[Trouble]:
    """Return the work that failed at least once, given up or to be tried again, that which was given up first."""
    rows = Owed.objects.exclude(last_error="").order_by("-is_dead", "id")[:limit]
    return [
        Trouble(row.id, row.name, row.attempts, row.is_dead, row.created_at, row.due_at, _kind_of(row.last_error))
        for row in rows
    ]


def _kind_of(error: str) -> str:
    """Return what sort of error it was; what it said stays between the database and the log."""
    return error.partition(":")[0].partition("\n")[0].strip()


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much is owed now: waiting (due and not begun) and since when, given up."""

    waiting: int
    since: datetime | None
    dead: int


def backlog() -> Backlog:
    """Return how much work is due and not begun, and how much was given up."""
    due = Q(is_dead=False, due_at__lte=timezone.now(), leased_until__isnull=True)
    told = Owed.objects.aggregate(
        waiting=Count("id", filter=due), since=Min("due_at", filter=due), dead=Count("id", filter=Q(is_dead=True))
    )
    return Backlog(**told)


def try_again(owed_id: int) -> str:
    """Let work that failed be tried again now, with all its attempts, and return its name; raises NotFound."""
    row = _failed(owed_id)
    Owed.objects.filter(id=row.id).update(is_dead=False, attempts=0, due_at=timezone.now(), leased_until=None)
    return row.name


def drop(owed_id: int) -> str:
    """Give up for good work that was given up, and return its name: it will never be done; raises NotFound."""
    row = _failed(owed_id)
    if not row.is_dead:
        raise NotFound
    row.delete()
    return row.name


def _failed(owed_id: int) -> Owed:
    row = Owed.objects.select_for_update().filter(id=owed_id).exclude(last_error="").first()
    if row is None:
        raise NotFound
    return row
