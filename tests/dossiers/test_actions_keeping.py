# SPDX-License-Identifier: EUPL-1.2
"""Archiving, legal holds and the way to a disposal: who may, in which order, and what stops it."""

from datetime import timedelta
from typing import Any

import pytest

from comity.core.clock import now
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.models import Owed
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers import actions, queries
from comity.dossiers.models import Consent, Disposal, Dossier, Entry, Hold, RestrictedPage
from comity.parties.models import Party
from comity.statute import Act, Role
from tests.factories.dossiers import a_person_concerned, an_exchange, let_in, own_file
from tests.factories.keeping import THEN, approved, archived, carried_out, consented, proposed
from tests.factories.parties import person_at, post_of, viewer_of_post
from tests.factories.requests import a_draft, a_file, take


@pytest.fixture
def file(otp: Party) -> Dossier:
    return own_file(otp, title="The Holm case")


@pytest.fixture
def exchange(file: Dossier, otp: Party, belgium: Party) -> Dossier:
    return an_exchange(file, otp, belgium)


@pytest.fixture
def asked_approver(belgium: Party) -> Viewer:
    return person_at(belgium, Role.APPROVER, clearance=UNDER_SEAL)


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.unguarded("a test looks at the row itself").get(id=dossier.id)


def acts_on(dossier: Dossier) -> list[str]:
    rows = Entry.objects.unguarded("a test looks at the rows themselves").filter(dossier=dossier)
    return list(rows.order_by("leaf_id").values_list("act", flat=True))


def code_of(refused: pytest.ExceptionInfo[Refused]) -> tuple[str, str]:
    return refused.value.refusal.article, refused.value.refusal.code


def test_archived_file_leaves_the_list_with_its_exchanges_and_comes_back(
    asking: Viewer, file: Dossier, exchange: Dossier
) -> None:
    archived(asking, file)

    assert [fresh(one).archived_at is None for one in (file, exchange)] == [False, False]
    assert queries.files_page(asking, size=10).rows == ()
    assert queries.files_page(asking, archived=True, size=10).rows == (file,)
    actions.restore_dossier(asking, dossier_id=file.id, reason="A new lead", at=now())
    assert [fresh(one).archived_at for one in (file, exchange)] == [None, None]
    assert queries.files_page(asking, size=10).rows == (file,)
    assert acts_on(exchange) == [str(Act.DOSSIER_ARCHIVE), str(Act.DOSSIER_RESTORE)]


def test_file_with_an_open_request_is_not_archived(asking: Viewer, belgium: Party) -> None:
    file = a_file(asking)
    request = a_draft(asking, file=file)
    with pytest.raises(Invalid, match=request.reference):
        actions.archive_dossier(asking, dossier_id=request.file_id, reason="Done", at=now())

    take(request, Act.REQUEST_DISCARD)
    assert archived(asking, file).archived_at is not None


def test_archived_file_takes_nothing_in(asking: Viewer, belgium: Party) -> None:
    file = a_file(asking)
    take(a_draft(asking, file=file), Act.REQUEST_DISCARD)
    archived(asking, file)

    for act in (
        lambda: a_draft(asking, file=file),
        lambda: actions.enter_person(
            asking, dossier_id=file.id, pseudonym="P-1", capacity="suspect", public_name="", at=now()
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert code_of(refused) == ("internal rule", "archived")


@pytest.mark.parametrize("who", ["asked", "asking_reader"])
def test_only_a_working_person_of_the_keeper_archives(
    who: str, asked: Viewer, otp: Party, file: Dossier, exchange: Dossier
) -> None:
    viewer = asked if who == "asked" else person_at(otp, Role.READER, clearance=UNDER_SEAL)
    with pytest.raises(Refused) as refused:
        actions.archive_dossier(viewer, dossier_id=(exchange if who == "asked" else file).id, reason="x", at=now())

    assert code_of(refused)[1] == ("keeper" if who == "asked" else "readers_change_nothing")


def test_each_party_in_full_holds_and_ends_its_own_hold_only(
    asking: Viewer, asked: Viewer, stranger: Viewer, exchange: Dossier
) -> None:
    actions.place_hold(asked, dossier_id=exchange.id, reason="A claim is pending", at=now())

    kept = queries.keeping(asking, exchange, now())
    assert [(hold.party.code, hold.reason, hold.placed_by) for hold in kept.holds] == [("BEL", "", None)]
    assert queries.keeping(asked, exchange, now()).holds[0].reason == "A claim is pending"
    for viewer, act, code in (
        (asked, actions.place_hold, "held_already"),
        (asking, actions.end_hold, "not_held"),
    ):
        with pytest.raises(Refused) as refused:
            act(viewer, dossier_id=exchange.id, reason="x", at=now())
        assert code_of(refused)[1] == code
    with pytest.raises(NotFound):
        actions.place_hold(stranger, dossier_id=exchange.id, reason="x", at=now())
    actions.end_hold(asked, dossier_id=exchange.id, reason="The claim was settled", at=now())
    assert queries.keeping(asked, exchange, now()).holds == []


def test_envelope_holds_nothing(registrar: Viewer, registry: Party, exchange: Dossier) -> None:
    let_in(exchange, registry, side="sender", scope="envelope")
    with pytest.raises(Refused) as refused:
        actions.place_hold(registrar, dossier_id=exchange.id, reason="x", at=now())

    assert code_of(refused)[1] == "part_in_full"


def test_disposal_is_proposed_only_of_an_archived_dossier_without_hold(asking: Viewer, file: Dossier) -> None:
    def refused() -> str:
        with pytest.raises(Refused) as found:
            proposed(asking, file, at=now())
        return code_of(found)[1]

    assert refused() == "not_archived"
    archived(asking, file)
    actions.place_hold(asking, dossier_id=file.id, reason="x", at=now())
    assert refused() == "held"
    actions.end_hold(asking, dossier_id=file.id, reason="x", at=now())
    proposed(asking, file)
    assert refused() == "is_proposed"


def test_least_time_of_the_court_is_waited_for(asking: Viewer, file: Dossier, settings: Any) -> None:
    settings.COMITY_KEEPING_YEARS = 10
    archived(asking, file, at=now() - timedelta(days=3640))
    with pytest.raises(Refused) as refused:
        proposed(asking, file, at=now())

    assert code_of(refused)[1] == "too_early"
    assert proposed(asking, file, at=now() + timedelta(days=30)).dossier_id == file.id


def test_file_is_disposed_of_after_its_exchanges(asking: Viewer, file: Dossier, exchange: Dossier) -> None:
    archived(asking, file)
    with pytest.raises(Refused) as refused:
        proposed(asking, file)

    assert code_of(refused)[1] == "file_last"


def test_second_consent_is_an_approvers_and_another_persons(
    asking: Viewer, asking_approver: Viewer, otp: Party, file: Dossier
) -> None:
    archived(asking, file)
    proposed(asking, file)
    colleague = person_at(otp, Role.DRAFTER, clearance=UNDER_SEAL)
    for viewer, code in ((asking, "another_person"), (colleague, "approver_second")):
        with pytest.raises(Refused) as refused:
            consented(viewer, file)
        assert code_of(refused) == ("internal rule", code)
    disposal = consented(asking_approver, file)
    assert disposal.not_before is not None
    assert disposal.not_before - now() < timedelta(0)
    with pytest.raises(Refused) as refused:
        consented(person_at(otp, Role.APPROVER, clearance=UNDER_SEAL), file)
    assert code_of(refused)[1] == "consented"


def test_who_stands_in_for_the_first_person_is_no_second(asking_approver: Viewer, otp: Party, file: Dossier) -> None:
    archived(asking_approver, file)
    proposed(asking_approver, file)
    substitute = person_at(otp, Role.DRAFTER, clearance=UNDER_SEAL)
    post = post_of(asking_approver)
    standing_in = viewer_of_post(post_of(substitute), acting_for=post)
    with pytest.raises(Refused) as refused:
        consented(standing_in, file)

    assert code_of(refused)[1] == "another_person"


def test_exchange_waits_for_two_persons_of_every_party(
    asking: Viewer, asking_approver: Viewer, asked: Viewer, asked_approver: Viewer, file: Dossier, exchange: Dossier
) -> None:
    archived(asking, file)
    assert approved(exchange, [asking, asking_approver]).not_before is None
    assert consented(asked, exchange).not_before is None
    assert consented(asked_approver, exchange).not_before is not None


def test_proposals_awaiting_a_person_are_listed(
    asking: Viewer, asking_approver: Viewer, asked: Viewer, asked_approver: Viewer, file: Dossier, exchange: Dossier
) -> None:
    def awaiting() -> list[int]:
        people = (asking, asking_approver, asked, asked_approver)
        return [len(queries.disposals_awaiting(one)) for one in people]

    archived(asking, file)
    proposed(asking, exchange)
    assert awaiting() == [0, 1, 1, 1]
    consented(asked, exchange)
    assert awaiting() == [0, 1, 0, 1]
    consented(asking_approver, exchange)
    consented(asked_approver, exchange)
    assert awaiting() == [0, 0, 0, 0]


def test_disposal_waits_its_time_and_a_hold_stops_it_until_it_ends(
    asking: Viewer, asking_approver: Viewer, file: Dossier
) -> None:
    archived(asking, file)
    disposal = approved(file, [asking, asking_approver])
    actions.place_hold(asking, dossier_id=file.id, reason="Stop", at=now())
    assert carried_out(file).begun_at is None
    assert Owed.objects.filter(key=str(disposal.id)).count() == 0
    actions.end_hold(asking, dossier_id=file.id, reason="Go on", at=now())

    assert carried_out(file).executed_at is not None


def test_disposal_is_not_carried_out_before_its_time(asking: Viewer, asking_approver: Viewer, file: Dossier) -> None:
    archived(asking, file)
    disposal = approved(file, [asking, asking_approver], at=now())

    assert actions.system_dispose_keys(disposal.id, at=now()) is False
    assert actions.system_dispose_keys(disposal.id, at=now() + THEN) is False  # the clock of the machine counts too
    assert [row.due_at for row in Owed.objects.filter(key=str(disposal.id))] == [disposal.not_before]


def test_proposal_withdrawn_is_not_carried_out_and_gives_the_file_back(
    asking: Viewer, asking_approver: Viewer, file: Dossier
) -> None:
    archived(asking, file)
    disposal = approved(file, [asking, asking_approver])
    with pytest.raises(Refused) as refused:
        actions.restore_dossier(asking, dossier_id=file.id, reason="x", at=now())
    assert code_of(refused)[1] == "is_proposed"
    actions.withdraw_disposal(asking, dossier_id=file.id, reason="An error", at=now())

    assert actions.system_dispose_keys(disposal.id, at=now()) is False
    assert actions.restore_dossier(asking, dossier_id=file.id, reason="x", at=now()).archived_at is None


def test_party_let_in_after_the_consents_stops_the_disposal(
    asking: Viewer, asking_approver: Viewer, registry: Party, file: Dossier
) -> None:
    archived(asking, file)
    approved(file, [asking, asking_approver])
    let_in(file, registry, side="observer")

    assert carried_out(file).begun_at is None


def test_disposal_leaves_the_record_and_nothing_typed(asking: Viewer, asking_approver: Viewer) -> None:
    file = a_file(asking, title="Heron")
    person = a_person_concerned(file, pseudonym="P-Heron")
    actions.write_page(
        asking, person_id=person.id, identity={"name": "Heron"}, until=now() + timedelta(days=9), reason="x", at=now()
    )
    archived(asking, file)
    before = Entry.objects.unguarded("a test looks").filter(dossier=file).count()
    approved(file, [asking, asking_approver])

    disposal = carried_out(file)

    assert (fresh(file).title, fresh(file).case_number, RestrictedPage.objects.count()) == ("", "", 0)
    assert queries.is_disposed(asking, file.id)
    entries = list(Entry.objects.unguarded("a test looks").filter(dossier=file).order_by("leaf_id"))
    *others, record = entries
    assert {(bytes(one.salt), str(one.data)) for one in others} == {(b"", "{}")}
    assert len(others) == before + 2
    assert (record.act, record.data["decision"], len(bytes(record.salt))) == (
        str(Act.DISPOSAL_EXECUTE),
        "Records decision 7",
        32,
    )
    assert disposal.executed_at is not None
    assert actions.system_dispose_contents(disposal.id, at=now()) is False
    with pytest.raises(Refused) as refused:
        actions.place_hold(asking, dossier_id=file.id, reason="x", at=now())
    assert code_of(refused)[1] == "begun"


def test_ended_hold_and_withdrawn_proposal_keep_no_words(
    asking: Viewer, asking_approver: Viewer, file: Dossier
) -> None:
    archived(asking, file)
    actions.place_hold(asking, dossier_id=file.id, reason="Osprey", at=now())
    actions.end_hold(asking, dossier_id=file.id, reason="Osprey", at=now())
    proposed(asking, file)
    actions.withdraw_disposal(asking, dossier_id=file.id, reason="Osprey", at=now())
    approved(file, [asking, asking_approver])
    carried_out(file)

    hold = Hold.objects.unguarded("a test looks").get(dossier=file)
    withdrawn = Disposal.objects.unguarded("a test looks").get(dossier=file, ended_at__isnull=False)
    assert (hold.reason, hold.end_reason, withdrawn.reason, withdrawn.decision) == ("", "", "", "")
    assert Consent.objects.unguarded("a test looks").filter(dossier=file).count() == 3
