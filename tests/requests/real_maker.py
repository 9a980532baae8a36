# SPDX-License-Identifier: EUPL-1.2
"""A worker as a process of its own, that does nothing but make whole files: python -m tests.requests.real_maker"""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    from comity.core import worker

    settings.COMITY_TASKS = {"requests.make_whole": settings.COMITY_TASKS["requests.make_whole"]}
    settings.COMITY_SCHEDULES = {}
    sys.exit(worker.main())
