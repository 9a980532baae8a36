# SPDX-License-Identifier: EUPL-1.2
"""The daily sweeps end what has had its time, and nothing else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from comity.core.clock import now
from comity.core.models import FormTaken
from comity.core.tasks import sweep
from comity.core.viewer import Viewer
from comity.parties.models import PaperCode
from comity.parties.tasks import sweep as sweep_codes
from tests.factories.parties import person_of

DAY = timedelta(days=1)


def test_every_schedule_is_owed_work_with_a_task() -> None:
    assert set(settings.COMITY_SCHEDULES) <= set(settings.COMITY_TASKS)
    assert set(settings.COMITY_DISPOSAL) <= set(settings.COMITY_TASKS)


def test_forms_and_sessions_of_long_ago_are_swept(asking: Viewer) -> None:
    limit = timedelta(days=settings.COMITY_LIMITS["forms_taken_days"])
    for age in (limit - DAY, limit + DAY):
        FormTaken.objects.create(token=uuid4(), person=person_of(asking), led_to="/", taken_at=now() - age)
    Session.objects.create(session_key="old", session_data="", expire_date=now() - DAY)
    Session.objects.create(session_key="new", session_data="", expire_date=now() + DAY)

    sweep("")

    assert [now() - row.taken_at < limit for row in FormTaken.objects.all()] == [True]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


@pytest.mark.parametrize(("past", "left"), [(-1, 1), (1, 0)])
def test_paper_code_that_was_never_used_is_swept(asking: Viewer, past: int, left: int) -> None:
    limit = timedelta(days=settings.COMITY_LIMITS["paper_codes_days"])
    assert asking.party_id is not None
    PaperCode.objects.create(
        person=person_of(asking), party_id=asking.party_id, code_hash="x", expires_at=now() - limit - past * DAY
    )

    sweep_codes("")

    assert PaperCode.objects.count() == left
