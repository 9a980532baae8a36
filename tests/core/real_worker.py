# SPDX-License-Identifier: EUPL-1.2
"""A worker as a process of its own on the database of the test: python -m tests.core.real_worker

Its one task leaves a row behind for each key, so that effects can be counted.
"""

import os
import sys
from datetime import timedelta

import django


def leave_behind(key: str) -> None:
    """Leave one row behind, in the transaction of the work."""
    from django.utils import timezone  # noqa: PLC0415 - Django is set up by now

    from comity.core.models import Owed  # noqa: PLC0415 - as above

    Owed.objects.create(name="effect", key=key, due_at=timezone.now() + timedelta(days=9))


if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    from comity.core import worker

    settings.COMITY_TASKS = {"tests.leave": "tests.core.real_worker.leave_behind"}
    settings.COMITY_SCHEDULES = {"tests.leave": 86_400} if os.environ.get("TESTS_SCHEDULE") else {}
    sys.exit(worker.main())
