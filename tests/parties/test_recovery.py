# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta
from uuid import uuid4

import pytest

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.parties import actions, queries
from comity.parties.models import KeyShare, Party, PartyEntry, Recovery, SealingKey
from tests.factories.keys import AT, a_recipient, colleague_of, recovery_key
from tests.factories.parties import SubstitutionFactory, person_of, post_of, viewer_of_post

LATER = AT + timedelta(hours=1)


@pytest.fixture
def holders(asked: Viewer) -> list[Viewer]:
    return [asked, colleague_of(asked), colleague_of(asked)]


@pytest.fixture
def key(asked_administrator: Viewer, holders: list[Viewer]) -> SealingKey:
    return recovery_key(asked_administrator, holders)


def acts() -> list[str]:
    return list(PartyEntry.objects.order_by("at", "pk").values_list("act", flat=True))


def test_who_holds_which_share_is_on_record_and_no_share_is(
    asked_administrator: Viewer, holders: list[Viewer], key: SealingKey
) -> None:
    found = queries.recovery_of(asked_administrator)
    assert found is not None
    assert [(row.number, row.holder) for row in found.shares] == [
        (number, person_of(one)) for number, one in enumerate(holders, 1)
    ]
    assert {field.name for field in KeyShare._meta.get_fields()} == {"id", "key", "number", "holder"}
    assert PartyEntry.objects.get().data["holders"] == [person_of(one).name for one in holders]


@pytest.mark.parametrize(("threshold", "count"), [(1, 3), (3, 3), (2, 2), (2, 5)])
def test_only_two_of_three_and_three_of_five(
    asked_administrator: Viewer, asked: Viewer, threshold: int, count: int
) -> None:
    with pytest.raises(Invalid) as invalid:
        recovery_key(asked_administrator, [colleague_of(asked) for _ in range(count)], threshold)
    assert set(invalid.value.problems) == {"threshold"}
    assert recovery_key(asked_administrator, [colleague_of(asked) for _ in range(5)], 3).threshold == 3


def test_holders_are_different_people_of_the_party(
    asked_administrator: Viewer, holders: list[Viewer], stranger: Viewer
) -> None:
    for wrong in ([holders[0], holders[0], holders[1]], [*holders[:2], stranger]):
        with pytest.raises(Invalid) as invalid:
            recovery_key(asked_administrator, wrong)
        assert set(invalid.value.problems) == {"holders"}
    assert not SealingKey.objects.exists()


def test_it_is_announced_once_as_many_holders_approve_as_it_needs(
    asked: Viewer, holders: list[Viewer], key: SealingKey
) -> None:
    row = actions.begin_recovery(asked, reason="The key of the authority is lost", at=LATER)
    row = actions.approve_recovery(holders[0], recovery_id=row.pk, at=LATER)
    assert row.announced_at is None
    at = LATER + timedelta(minutes=5)
    row = actions.approve_recovery(holders[2], recovery_id=row.pk, at=at)
    assert row.announced_at == at
    entry = PartyEntry.objects.get(act="parties:recovery:announce")
    assert (entry.data["fingerprint"], entry.data["epoch"]) == (key.fingerprint, 1)
    actions.approve_recovery(holders[1], recovery_id=row.pk, at=at)
    assert acts().count("parties:recovery:announce") == 1
    found = queries.recovery_of(asked)
    assert found is not None
    assert len(found.approvals) == 3


def test_nobody_approves_twice(asked: Viewer, holders: list[Viewer], key: SealingKey) -> None:
    row = actions.begin_recovery(asked, reason="lost", at=LATER)
    actions.approve_recovery(asked, recovery_id=row.pk, at=LATER)
    with pytest.raises(Refused) as refused:
        actions.approve_recovery(asked, recovery_id=row.pk, at=LATER)
    assert refused.value.refusal.code == "approved_already"
    row.refresh_from_db()
    assert row.announced_at is None


def test_only_holders_approve_in_person(
    asked: Viewer, asked_administrator: Viewer, stranger: Viewer, key: SealingKey
) -> None:
    row = actions.begin_recovery(asked_administrator, reason="lost", at=LATER)
    substitute = colleague_of(asked)
    SubstitutionFactory.make(post=post_of(asked), substitute=person_of(substitute))
    standing_in = viewer_of_post(post_of(substitute), acting_for=post_of(asked))
    for viewer in (asked_administrator, substitute, standing_in):
        with pytest.raises(Refused) as refused:
            actions.approve_recovery(viewer, recovery_id=row.pk, at=LATER)
        assert refused.value.refusal.code == "holders_recover"
    for viewer, row_id in ((stranger, row.pk), (asked, uuid4())):
        with pytest.raises(NotFound):
            actions.approve_recovery(viewer, recovery_id=row_id, at=LATER)


def test_begun_by_a_holder_or_an_administrator_with_a_reason_once(
    asked: Viewer, stranger: Viewer, key: SealingKey
) -> None:
    with pytest.raises(Refused) as refused:
        actions.begin_recovery(colleague_of(asked), reason="x", at=LATER)
    assert refused.value.refusal.code == "holders_recover"
    with pytest.raises(NotFound):
        actions.begin_recovery(stranger, reason="x", at=LATER)
    with pytest.raises(Invalid):
        actions.begin_recovery(asked, reason=" ", at=LATER)
    actions.begin_recovery(asked, reason="lost", at=LATER)
    with pytest.raises(Refused) as refused:
        actions.begin_recovery(asked, reason="again", at=LATER)
    assert refused.value.refusal.code == "recovery_once"
    assert Recovery.objects.count() == 1


def test_after_its_use_a_new_key_takes_its_place(
    asked: Viewer, asked_administrator: Viewer, holders: list[Viewer], key: SealingKey
) -> None:
    row = actions.begin_recovery(asked, reason="lost", at=LATER)
    for one in holders[:2]:
        actions.approve_recovery(one, recovery_id=row.pk, at=LATER)
    fresh = recovery_key(asked_administrator, holders, recipient=a_recipient(), at=LATER)
    found = queries.recovery_of(asked)
    assert found is not None
    assert (found.key, found.recovery, fresh.epoch) == (fresh, None, 2)
    assert "parties:key:rotate" in acts()
    with pytest.raises(NotFound):
        actions.approve_recovery(holders[2], recovery_id=row.pk, at=LATER)


def test_without_a_recovery_key_there_is_nothing_to_recover(asked: Viewer, anonymous: Viewer, belgium: Party) -> None:
    assert queries.recovery_of(asked) is queries.recovery_of(anonymous) is None
    with pytest.raises(NotFound):
        actions.begin_recovery(asked, reason="lost", at=AT)
