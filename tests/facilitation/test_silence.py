# SPDX-License-Identifier: EUPL-1.2
"""The silence procedure: kept, broken, and the two at once."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from comity.core.errors import Invalid, Refused
from comity.core.models import Owed
from comity.core.viewer import Viewer
from comity.dossiers.models import Entry
from comity.facilitation import actions, tasks
from comity.facilitation.models import Facilitation, Silence, Text
from comity.notices.models import Notice
from comity.statute import Act

from .conftest import AT

UNTIL = AT + timedelta(hours=72)
SECOND = timedelta(seconds=1)


@pytest.fixture
def silence(held: Facilitation, text: Text, leader: Viewer) -> Silence:
    return actions.begin_silence(leader, facilitation_id=held.id, text_id=text.id, until=UNTIL, at=AT)


def _break(viewer: Viewer, silence: Silence, at: datetime, reason: str = "Paint is not for us.") -> Silence:
    return actions.break_silence(
        viewer, facilitation_id=silence.facilitation_id, text_id=silence.of_id, reason=reason, at=at
    )


def _text(silence: Silence) -> Text:
    return Text.objects.unguarded("a test").get(id=silence.of_id)


def test_a_silence_that_is_kept_adopts_the_text_and_says_who_was_silent(silence: Silence) -> None:
    kept = actions.system_end_silence(silence.id, at=UNTIL)

    entry = Entry.objects.unguarded("a test").get(act=Act.SILENCE_KEEP)
    assert kept is not None
    assert (kept.state, kept.ended_at, _text(silence).state) == ("kept", UNTIL, "adopted")
    assert (entry.data["silent"], entry.data["not_done"]) == (["BEL", "FRA"], ["facilitation:silence:break"])
    assert (entry.data["since"], entry.data["until"]) == (AT.isoformat(), UNTIL.isoformat())
    assert entry.dossier_id == silence.dossier_id


def test_the_end_is_owed_a_moment_after_it_and_does_nothing_before(silence: Silence) -> None:
    owed = Owed.objects.get(name="facilitation.end_silence")

    assert owed.due_at == UNTIL + timedelta(seconds=settings.COMITY_LIMITS["silence_grace_seconds"])
    assert actions.system_end_silence(silence.id, at=UNTIL - SECOND) is None
    assert _text(silence).state == "silence"


def test_a_silence_is_broken_by_a_delegation_and_all_see_by_whom(silence: Silence, delegate: Viewer) -> None:
    broken = _break(delegate, silence, UNTIL - SECOND)

    entry = Entry.objects.unguarded("a test").get(act=Act.SILENCE_BREAK)
    assert broken.broken_by is not None
    assert (broken.state, broken.broken_by.code, _text(silence).state) == ("broken", "FRA", "drafting")
    assert (entry.party_id, entry.data["reason"]) == (delegate.party_id, "Paint is not for us.")


def test_an_objection_that_came_in_time_is_heard_though_the_clock_has_passed(
    silence: Silence, delegate: Viewer
) -> None:
    """It reached the house a second before the end, and waited; the work that notes the end finds it broken."""
    _break(delegate, silence, UNTIL - SECOND)

    assert actions.system_end_silence(silence.id, at=UNTIL + SECOND) is None
    assert _text(silence).state == "drafting"


@pytest.mark.parametrize("is_noted", [True, False])
def test_an_objection_at_the_end_or_after_it_is_refused_whether_noted_or_not(
    is_noted: bool, silence: Silence, delegate: Viewer
) -> None:
    if is_noted:
        actions.system_end_silence(silence.id, at=UNTIL)

    with pytest.raises(Refused) as refused:
        _break(delegate, silence, UNTIL)

    assert refused.value.refusal.code == "silence_over"


def test_who_has_no_voice_does_not_break_it(silence: Silence, secretariat: Viewer) -> None:
    with pytest.raises(Refused) as refused:
        _break(secretariat, silence, AT)

    assert refused.value.refusal.code == "voice"


def test_no_reason_no_objection(silence: Silence, delegate: Viewer) -> None:
    with pytest.raises(Invalid) as invalid:
        _break(delegate, silence, AT, reason=" ")

    assert list(invalid.value.problems) == ["reason"]


def test_a_reminder_goes_to_the_delegations_once(silence: Silence, delegate: Viewer, ngo: Viewer) -> None:
    for _ in range(2):
        actions.system_remind_silence(silence.id, at=UNTIL - timedelta(hours=1))

    told = Notice.objects.unguarded("a test").filter(act=Act.SILENCE_REMIND).values_list("person_id", flat=True)
    people = [str(person) for person in told]
    assert people.count(str(delegate.person_id)) == 1
    assert str(ngo.person_id) not in people


def test_done_twice_the_work_does_no_harm(silence: Silence) -> None:
    tasks.end_silence(str(silence.id))
    tasks.end_silence(str(silence.id))
    tasks.remind_silence(str(silence.id))

    assert Entry.objects.unguarded("a test").filter(act=Act.SILENCE_KEEP).count() == 1


@pytest.mark.parametrize("hours", ["silence_least_hours", "silence_most_hours"])
def test_a_silence_is_neither_too_short_nor_too_long(
    hours: str, held: Facilitation, text: Text, leader: Viewer
) -> None:
    sign = -1 if hours == "silence_least_hours" else 1
    until = AT + timedelta(hours=settings.COMITY_LIMITS[hours], seconds=sign)

    with pytest.raises(Invalid) as invalid:
        actions.begin_silence(leader, facilitation_id=held.id, text_id=text.id, until=until, at=AT)

    assert list(invalid.value.problems) == ["until"]


def test_nothing_is_proposed_while_it_runs(held: Facilitation, silence: Silence, delegate: Viewer) -> None:
    with pytest.raises(Refused) as refused:
        actions.make_proposal(
            delegate, facilitation_id=held.id, text_id=silence.of_id, key="p1", kind="delete", words="", reason="x",
            at=AT,
        )  # fmt: skip

    assert refused.value.refusal.code == "under_silence"
