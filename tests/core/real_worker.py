# SPDX-License-Identifier: EUPL-1.2
"""A worker as a process of its own on the database of the test: python -m tests.core.real_worker

Its tasks leave a row behind for each key, so that effects can be counted. TESTS_STOP_AT names a crashpoint, or
"task", at which it stops itself (SIGSTOP) once, as a machine that hangs.
"""

import os
import signal
import sys
import time
from datetime import timedelta

import django


def leave_behind(key: str) -> None:
    """Leave one row behind, in the transaction of the work."""
    from django.utils import timezone  # noqa: PLC0415 - Django is set up by now

    from comity.core.models import Owed  # noqa: PLC0415 - as above

    Owed.objects.create(name="effect", key=key, due_at=timezone.now() + timedelta(days=9))


def leave_at_length(key: str) -> None:
    """Leave one row behind at the beginning and one at the end; it may be stopped between them."""
    leave_behind(f"{key} begun")
    stop_at("task")
    leave_behind(f"{key} ended")


leave_at_length.is_lasting = True  # type: ignore[attr-defined]  # as outbox.lasting does, which wants Django set up


def stop_at(point: str) -> None:
    """Stop here, if this is the place, until somebody lets this process go on."""
    if os.environ.get("TESTS_STOP_AT") == point:
        del os.environ["TESTS_STOP_AT"]
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(0.5)  # a thread goes on for a moment until all of them are stopped


if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    from comity.core import worker

    if "TESTS_STOP_AT" in os.environ:
        setattr(worker, "crashpoint", stop_at)  # noqa: B010 - the name is the worker's own import
    settings.COMITY_TASKS = {
        "tests.leave": "tests.core.real_worker.leave_behind",
        "tests.last": "tests.core.real_worker.leave_at_length",
    }
    settings.COMITY_SCHEDULES = {"tests.leave": 86_400} if os.environ.get("TESTS_SCHEDULE") else {}
    sys.exit(worker.main())
