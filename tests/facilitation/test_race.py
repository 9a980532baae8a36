# SPDX-License-Identifier: EUPL-1.2
"""An objection and the end of a silence at the same instant: one outcome. On PostgreSQL, for real."""

from datetime import timedelta
from functools import partial

import pytest

from comity.core.db import as_viewer
from comity.core.errors import Refused
from comity.core.viewer import Viewer, system_viewer
from comity.dossiers.models import Entry
from comity.facilitation import actions
from comity.facilitation.models import Facilitation, Silence, Text
from comity.statute import Act
from tests.requests.test_actions_race import at_once

from .conftest import AT

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
UNTIL = AT + timedelta(hours=48)


def _object(viewer: Viewer, silence: Silence) -> object:
    with as_viewer(viewer):
        return actions.break_silence(
            viewer, facilitation_id=silence.facilitation_id, text_id=silence.of_id, reason="No.",
            at=UNTIL - timedelta(seconds=1),
        )  # fmt: skip


def _end(silence: Silence) -> object:
    with as_viewer(system_viewer("clock")):
        return actions.system_end_silence(silence.id, at=UNTIL)


@pytest.mark.parametrize("_round", range(3))
def test_a_silence_is_either_broken_or_kept(
    _round: int, held: Facilitation, text: Text, leader: Viewer, delegate: Viewer
) -> None:
    with as_viewer(leader):
        silence = actions.begin_silence(leader, facilitation_id=held.id, text_id=text.id, until=UNTIL, at=AT)

    objected, ended = at_once(partial(_object, delegate, silence), partial(_end, silence))

    is_broken = not isinstance(objected, Refused)
    acts = Entry.objects.unguarded("a test").filter(act__in=[Act.SILENCE_BREAK, Act.SILENCE_KEEP])
    assert (ended is None) is is_broken
    assert [entry.act for entry in acts] == [Act.SILENCE_BREAK if is_broken else Act.SILENCE_KEEP]
    assert Text.objects.unguarded("a test").get(id=text.id).state == ("drafting" if is_broken else "adopted")


@pytest.mark.parametrize("_round", range(2))
def test_of_two_objections_one_breaks_the_silence(
    _round: int, held: Facilitation, text: Text, leader: Viewer, delegate: Viewer
) -> None:
    with as_viewer(leader):
        silence = actions.begin_silence(leader, facilitation_id=held.id, text_id=text.id, until=UNTIL, at=AT)

    results = at_once(partial(_object, delegate, silence), partial(_object, leader, silence))

    assert sum(isinstance(one, Refused) for one in results) == 1
    assert Entry.objects.unguarded("a test").filter(act=Act.SILENCE_BREAK).count() == 1
