# SPDX-License-Identifier: EUPL-1.2
"""A worker killed while it makes a whole file: the work is done again, and nothing is left of what was begun."""

import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from comity.core.clock import now
from comity.core.db import as_system, as_viewer
from comity.core.models import Owed
from comity.core.viewer import Viewer
from comity.documents.actions import system_verify
from comity.documents.models import Whole
from comity.requests import actions
from tests.core.workers import Start, crashpoints, starting
from tests.documents import makers
from tests.factories.documents import with_document
from tests.factories.requests import a_draft
from tests.requests.test_documents import files_there

POINTS = crashpoints("whole")
NAME = "requests.make_whole"
# Only this work is done here, and by processes of its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start() -> Iterator[Start]:
    with starting("tests.requests.real_maker") as start:
        yield start


def the_row(whole_id: UUID) -> Whole:
    with as_system("test"):
        return Whole.objects.unguarded("a test looks at the row itself").get(id=whole_id)


def test_points_are_those_of_the_making() -> None:
    assert POINTS == ["whole.after_document", "whole.after_keeping", "whole.after_writing", "whole.before_writing"]


@pytest.mark.usefixtures("belgium")
def test_killed_at_every_point_it_is_made_once_and_nothing_is_left(start: Start, asking: Viewer) -> None:
    request = a_draft(asking)
    with_document(asking, request, data=makers.pdf(pages=3), name="warrant.pdf", title="The warrant")
    Owed.objects.all().delete()
    before = files_there()
    with as_viewer(asking):
        asked = actions.ask_for_whole(asking, request_id=request.id, language="en", at=now())

    for point in POINTS:
        assert start(COMITY_CRASH_AT=point).wait(60) == -signal.SIGKILL, point
        assert the_row(asked.id).state == "making"
        assert len(files_there() - before) <= 1, point
        Owed.objects.filter(name=NAME).update(leased_until=timezone.now() - timedelta(seconds=1))
    last = start()
    end = time.monotonic() + 60
    while Owed.objects.filter(name=NAME).exists():
        assert time.monotonic() < end, list(Owed.objects.values_list("name", "attempts", "last_error"))
        time.sleep(0.05)
    last.send_signal(signal.SIGTERM)
    assert last.wait(30) == 0

    whole = the_row(asked.id)
    assert (whole.state, whole.pages > 3) == ("ready", True)
    assert files_there() - before == {whole.content_id}
    with as_system("test"):
        assert [fault for content, fault in system_verify() if content == whole.content_id] == [None]
