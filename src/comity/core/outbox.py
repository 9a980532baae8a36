# SPDX-License-Identifier: EUPL-1.2
"""Work owed: rows written in the transaction that owes them. This is the one queue there is."""

from datetime import datetime

from django.utils import timezone

from .models import Owed


def owe(name: str, key: str, *, at: datetime | None = None) -> None:
    """Owe the work of that name on that key, not before `at` (now, if none is given).

    Call it inside the act's transaction: the work is owed if and only if the act was done. The name must be registered
    in `config.tasks`; the worker does it at least once, so the task must do no harm when done twice.
    """
    Owed.objects.create(name=name, key=key, due_at=at or timezone.now())
