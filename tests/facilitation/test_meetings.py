# SPDX-License-Identifier: EUPL-1.2
"""Meetings, their record, papers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from comity.core.errors import Invalid, Refused
from comity.core.viewer import Viewer
from comity.facilitation import actions, queries
from comity.facilitation.actions import Called
from comity.facilitation.models import Facilitation, Layer, Meeting, Paper, Record

from .conftest import AT


@pytest.fixture
def meeting(held: Facilitation, leader: Viewer) -> Meeting:
    called = Called("On lamps", AT, AT + timedelta(hours=2), "America/New_York", "Room 1")
    return actions.call_meeting(leader, facilitation_id=held.id, layer=Layer.DELEGATIONS, called=called, at=AT)


def _publish(viewer: Viewer, meeting: Meeting, layer: str, *, is_addendum: bool = False) -> Record:
    return actions.publish_record(
        viewer, facilitation_id=meeting.facilitation_id, meeting_id=meeting.id, layer=layer, text="It was dark.",
        is_addendum=is_addendum, at=AT,
    )  # fmt: skip


def test_a_record_is_published_once_to_a_layer_and_then_added_to(meeting: Meeting, leader: Viewer) -> None:
    with pytest.raises(Invalid):
        _publish(leader, meeting, Layer.INVITED, is_addendum=True)
    _publish(leader, meeting, Layer.INVITED)

    with pytest.raises(Refused) as refused:
        _publish(leader, meeting, Layer.INVITED)

    assert refused.value.refusal.code == "record_stands"
    assert _publish(leader, meeting, Layer.INVITED, is_addendum=True).is_addendum


def test_the_database_refuses_to_change_a_record(meeting: Meeting, leader: Viewer) -> None:
    row = _publish(leader, meeting, Layer.PUBLIC)

    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.unguarded("a test").filter(id=row.id).update(text="It was light.")


def test_a_record_for_everybody_is_read_by_who_does_not_see_the_meeting(
    meeting: Meeting, leader: Viewer, stranger: Viewer, sign_in: Callable[[Viewer], Client]
) -> None:
    _publish(leader, meeting, Layer.PUBLIC)
    client = sign_in(stranger)

    listed = client.get(f"/facilitations/{meeting.facilitation_id}/meetings/")
    page = client.get(f"/facilitations/{meeting.facilitation_id}/meetings/{meeting.id}/")

    assert "It was dark." in listed.content.decode()
    assert page.status_code == 404


def test_an_ngo_is_not_told_of_a_paper_on_the_agenda_that_it_does_not_see(
    held: Facilitation, leader: Viewer, ngo: Viewer, sign_in: Callable[[Viewer], Client]
) -> None:
    on: dict[str, Any] = {"facilitation_id": held.id, "at": AT}
    called = Called("For all", AT, AT + timedelta(hours=2), "UTC", "Room 2")
    meeting = actions.call_meeting(leader, layer=Layer.INVITED, called=called, **on)
    paper = actions.submit_paper(leader, layer=Layer.DELEGATIONS, title="Hidden", language="en", text="x", **on)
    actions.add_item(leader, meeting_id=meeting.id, title="Lamps", mandate_id=None, paper_id=paper.id, **on)

    shown = sign_in(ngo).get(f"/facilitations/{held.id}/meetings/{meeting.id}/").content.decode()

    assert "Lamps" in shown
    assert "Hidden" not in shown
    assert str(paper.id) not in shown


def test_a_meeting_goes_into_a_calendar(
    meeting: Meeting, delegate: Viewer, leader: Viewer, sign_in: Callable[[Viewer], Client]
) -> None:
    address = f"/facilitations/{meeting.facilitation_id}/meetings/{meeting.id}/meeting.ics"
    client = sign_in(delegate)

    first = client.get(address).content.decode()
    on: dict[str, Any] = {"facilitation_id": meeting.facilitation_id, "meeting_id": meeting.id, "at": AT}
    actions.cancel_meeting(leader, reason="A storm.", **on)
    second = client.get(address).content.decode()

    assert "DTSTART:20260302T090000Z" in first
    assert ("STATUS:CONFIRMED" in first, "SEQUENCE:0" in first) == (True, True)
    assert ("STATUS:CANCELLED" in second, "SEQUENCE:1" in second) == (True, True)


def test_attendance_is_for_parties_that_take_part(meeting: Meeting, leader: Viewer, stranger: Viewer) -> None:
    on: dict[str, Any] = {"facilitation_id": meeting.facilitation_id, "meeting_id": meeting.id, "at": AT}
    assert leader.party_id is not None
    assert stranger.party_id is not None

    made = actions.enter_attendance(leader, who=[(leader.party_id, "A. Lamp")], **on)

    assert [one.name for one in made] == ["A. Lamp"]
    with pytest.raises(Invalid):
        actions.enter_attendance(leader, who=[(stranger.party_id, "N. Obody")], **on)


def test_items_move_up_when_one_goes(meeting: Meeting, leader: Viewer, held: Facilitation) -> None:
    on: dict[str, Any] = {"facilitation_id": held.id, "meeting_id": meeting.id, "at": AT}
    one, _two = (
        actions.add_item(leader, title=title, mandate_id=None, paper_id=None, **on) for title in ("One", "Two")
    )

    actions.remove_item(leader, item_id=one.pk, **on)

    standing = queries.standing(leader, held, at=AT)
    rows = queries.items_of(leader, held, meeting.id, standing=standing)
    assert [(row.place, row.title) for row in rows] == [(1, "Two")]


def test_an_agenda_takes_so_many_items(meeting: Meeting, leader: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.COMITY_LIMITS, "agenda_items", 0)
    on: dict[str, Any] = {"facilitation_id": meeting.facilitation_id, "meeting_id": meeting.id, "at": AT}

    with pytest.raises(Invalid) as invalid:
        actions.add_item(leader, title="One", mandate_id=None, paper_id=None, **on)

    assert "as many as it takes" in invalid.value.problems[""]


def test_a_paper_is_withdrawn_by_its_own_party_alone(held: Facilitation, leader: Viewer, delegate: Viewer) -> None:
    on: dict[str, Any] = {"facilitation_id": held.id, "at": AT}
    paper = actions.submit_paper(delegate, layer=Layer.INVITED, title="Oil", language="en", text="x", **on)

    with pytest.raises(Refused):
        actions.retract_paper(leader, paper_id=paper.id, **on)
    actions.retract_paper(delegate, paper_id=paper.id, **on)

    assert Paper.objects.unguarded("a test").get(id=paper.id).state == "withdrawn"


@pytest.mark.parametrize(("layer", "error"), [("public", Refused), ("delegations", Invalid)])
def test_an_ngo_hands_in_nothing_beyond_its_layers(
    layer: str, error: type[Exception], held: Facilitation, ngo: Viewer
) -> None:
    with pytest.raises(error):
        actions.submit_paper(
            ngo, facilitation_id=held.id, layer=layer, title="Oil", language="en", text="x", at=AT
        )  # fmt: skip


def test_who_takes_no_part_hands_in_nothing(held: Facilitation, stranger: Viewer) -> None:
    with pytest.raises(Refused) as refused:
        actions.submit_paper(
            stranger, facilitation_id=held.id, layer="invited", title="Oil", language="en", text="x", at=AT
        )

    assert refused.value.refusal.code == "participants_write"


def test_in_an_ended_facilitation_nobody_writes(held: Facilitation, secretariat: Viewer, delegate: Viewer) -> None:
    actions.end_facilitation(secretariat, facilitation_id=held.id, outcome="A text was adopted.", at=AT)

    with pytest.raises(Refused) as refused:
        actions.submit_paper(
            delegate, facilitation_id=held.id, layer="invited", title="Oil", language="en", text="x", at=AT
        )

    assert refused.value.refusal.code == "has_ended"
