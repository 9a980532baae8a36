# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from comity.core.clock import now
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.parties.models import Party, Person
from comity.requests.models import Request
from comity.requests.queries import assessment_of, desk
from comity.statute import Act, Role
from tests.factories.parties import MembershipFactory, PartyFactory, person_at
from tests.factories.requests import (
    a_draft,
    a_registered,
    act,
    an_approved,
    entries,
    fresh,
    in_review,
    save,
    take,
)

Make = Callable[..., Request]


def refusal_of(viewer: Viewer, request: Request, what: Act, **given: Any) -> str:
    """Return the code of the refusal of an act, having seen that it changed nothing and cites a provision."""
    before = (fresh(request).state, fresh(request).transport, len(entries(request)))
    with pytest.raises(Refused) as caught:
        act(viewer, request, what, **given)
    assert (fresh(request).state, fresh(request).transport, len(entries(request))) == before
    refusal = caught.value.refusal
    assert refusal.article
    assert refusal.reason.en
    assert refusal.remedy.fr
    return refusal.code


# --- Two persons -----------------------------------------------------------------------------------------------------


def test_second_person_approves(asking: Viewer, asking_approver: Viewer, asked: Viewer) -> None:
    request = act(asking_approver, in_review(asking), Act.REQUEST_APPROVE)
    shown = fresh(request)
    assert (shown.state, shown.approver_id) == ("approved", asking_approver.person_id)
    assert shown.approved_terms["channel"] == "Diplomatic channel"
    assert shown.approved_terms["basis"]["code"] == "state_party"
    (entry,) = entries(request, Act.REQUEST_APPROVE)
    assert (entry.before, entry.after, entry.actor_id, entry.function) == (
        "in_review",
        "approved",
        asking_approver.person_id,
        "Senior trial lawyer",
    )


def test_drafter_with_the_role_of_approver_does_not_approve(otp: Party, asked: Viewer) -> None:
    both = person_at(otp, Role.DRAFTER, Role.APPROVER, clearance=UNDER_SEAL)
    assert refusal_of(both, in_review(both), Act.REQUEST_APPROVE) == "not_drafter"


def test_drafter_standing_in_for_an_approver_does_not_approve(
    asking: Viewer, asking_approver: Viewer, asked: Viewer
) -> None:
    request = in_review(asking)
    stand_in = replace(
        asking_approver, person_id=asking.person_id, acting_for_id=asking_approver.person_id, post_id=None
    )
    assert refusal_of(stand_in, request, Act.REQUEST_APPROVE) == "not_drafter"


def test_colleague_standing_in_for_the_drafter_does_not_approve(otp: Party, asked: Viewer) -> None:
    drafter = person_at(otp, Role.DRAFTER, Role.APPROVER, clearance=UNDER_SEAL)
    colleague = person_at(otp, Role.DRAFTER, clearance=UNDER_SEAL)
    stand_in = replace(drafter, person_id=colleague.person_id, acting_for_id=drafter.person_id)
    assert refusal_of(stand_in, in_review(drafter), Act.REQUEST_APPROVE) == "not_drafter"


def test_approver_who_typed_into_the_draft_does_not_approve_what_they_wrote(
    asking: Viewer, asking_approver: Viewer, asked: Viewer, otp: Party
) -> None:
    another = person_at(otp, Role.APPROVER, clearance=UNDER_SEAL)
    request = a_draft(asking)
    save(asking_approver, request, facts="What the approver wants to read")
    act(asking, request, Act.REQUEST_SUBMIT)
    assert refusal_of(asking_approver, request, Act.REQUEST_APPROVE) == "not_drafter"
    assert act(another, request, Act.REQUEST_APPROVE).state == "approved"


def test_name_of_the_substitute_who_approved_is_kept(asking: Viewer, asking_approver: Viewer, asked: Viewer) -> None:
    colleague = person_at(Party.objects.get(code="OTP"), Role.OFFICER, clearance=UNDER_SEAL)
    stand_in = replace(asking_approver, person_id=colleague.person_id, acting_for_id=asking_approver.person_id)
    request = act(stand_in, in_review(asking), Act.REQUEST_APPROVE)
    (entry,) = entries(request, Act.REQUEST_APPROVE)
    assert (entry.actor_id, entry.acting_for_id) == (colleague.person_id, asking_approver.person_id)
    assert fresh(request).approver_id == colleague.person_id


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.OFFICER, Role.READER])
def test_approval_takes_the_role(role: Role, asking: Viewer, otp: Party, asked: Viewer) -> None:
    assert refusal_of(person_at(otp, role, clearance=2), in_review(asking), Act.REQUEST_APPROVE) == "wrong_role"


def test_approver_of_another_party_sees_nothing_to_approve(
    asking: Viewer, registrar: Viewer, asked: Viewer, stranger: Viewer
) -> None:
    request = in_review(asking)
    for other in (registrar, asked, stranger):
        with pytest.raises(NotFound):
            act(other, request, Act.REQUEST_APPROVE)


def test_request_approved_once_is_not_approved_again(asking: Viewer, asking_approver: Viewer, asked: Viewer) -> None:
    assert refusal_of(asking_approver, an_approved(asking), Act.REQUEST_APPROVE) == "not_in_table"


@pytest.mark.parametrize("make", [in_review, an_approved])
def test_request_returned_is_a_draft_again_and_approved_anew(
    make: Make, asking: Viewer, asking_approver: Viewer, asked: Viewer
) -> None:
    request = act(asking_approver, make(asking), Act.REQUEST_RETURN, note="The date is wrong")
    shown = fresh(request)
    assert (shown.state, shown.approver_id, shown.approved_terms) == ("draft", None, {})
    assert save(asking, request, facts="On 4 May 2021").saved == {"facts"}
    act(asking, request, Act.REQUEST_SUBMIT)
    assert take(request, Act.REQUEST_APPROVE).state == "approved"


def test_request_waits_on_the_desk_of_those_who_can_approve_it(
    asking: Viewer, asking_approver: Viewer, asked: Viewer
) -> None:
    request = in_review(asking)
    assert [row.id for pile in desk(asking_approver) if pile.code == "review" for row in pile.rows] == [request.id]
    assert [pile.code for pile in desk(asking)] == []


# --- Completeness ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["SERV", "DOCS", "IGO", "NONP"])
def test_request_with_gaps_is_submitted_but_not_approved(
    kind: str, asking: Viewer, asked: Viewer, interpol: Party
) -> None:
    request = in_review(asking, kind=kind, complete=False)
    gaps = assessment_of(asking, fresh(request)).blocking
    assert gaps
    assert all(gap.article and gap.field and gap.remedy.en for gap in gaps)
    with pytest.raises(Refused) as caught:
        take(request, Act.REQUEST_APPROVE)
    assert caught.value.refusal.code == "complete"
    assert fresh(request).state == "in_review"


def test_element_neither_given_nor_marked_not_applicable_blocks_approval(asking: Viewer, asked: Viewer) -> None:
    request = in_review(asking, procedure="")
    (gap,) = assessment_of(asking, fresh(request)).blocking
    assert (gap.code, gap.field) == ("element_unanswered", "procedure")
    with pytest.raises(Refused):
        take(request, Act.REQUEST_APPROVE)


def test_element_not_applicable_without_a_reason_blocks_approval(asking: Viewer, asked: Viewer) -> None:
    request = in_review(asking, procedure="", **{"procedure.na": "on"})
    (gap,) = assessment_of(asking, fresh(request)).blocking
    assert (gap.code, gap.field) == ("reason_missing", "procedure")


@pytest.mark.parametrize("field", ["addressee", "subject"])
def test_request_without_addressee_or_subject_is_not_approved(field: str, asking: Viewer, asked: Viewer) -> None:
    request = in_review(asking, **{field: ""})
    with pytest.raises(Refused) as caught:
        take(request, Act.REQUEST_APPROVE)
    assert caught.value.refusal.code == "complete"


def test_gap_that_opens_after_approval_blocks_sending(asking: Viewer, asked: Viewer) -> None:
    request = an_approved(asking)
    rows = Request.objects.unguarded("a gap made behind the back of the actions").filter(id=request.id)
    rows.update(contents={})
    assert refusal_of(asking, request, Act.REQUEST_SEND) == "complete"
    assert fresh(request).state == "approved"


# --- A senior lets it go incomplete ----------------------------------------------------------------------------------


@pytest.fixture
def senior(chambers: Party) -> Viewer:
    return person_at(chambers, Role.SENIOR, clearance=UNDER_SEAL, function="Senior legal officer")


@pytest.mark.parametrize(("kind", "urgency"), [("PROV", "standard"), ("SURR", "urgent"), ("SURR-C", "arrest")])
def test_senior_lets_it_go_incomplete_with_a_reason(
    kind: str, urgency: str, chamber: Viewer, senior: Viewer, asked: Viewer
) -> None:
    request = in_review(chamber, kind=kind, complete=False, urgency=urgency)
    act(senior, request, Act.REQUEST_OVERRIDE, reasons="The suspect leaves tonight")
    assert fresh(request).override_reason == "The suspect leaves tonight"
    (entry,) = entries(request, Act.REQUEST_OVERRIDE)
    assert (entry.actor_id, entry.data["reasons"]) == (senior.person_id, "The suspect leaves tonight")
    assert take(request, Act.REQUEST_APPROVE).state == "approved"
    assert take(request, Act.REQUEST_SEND).state == "transmitted"


@pytest.mark.parametrize(("kind", "code"), [("SURR", "urgent"), ("SENT-110", "wrong_kind"), ("UIO", "wrong_kind")])
def test_senior_lets_nothing_else_go_incomplete(
    kind: str, code: str, chamber: Viewer, senior: Viewer, asked: Viewer
) -> None:
    request = in_review(chamber, kind=kind, complete=False)
    assert refusal_of(senior, request, Act.REQUEST_OVERRIDE, reasons="In a hurry") == code


def test_override_takes_a_reason(chamber: Viewer, senior: Viewer, asked: Viewer) -> None:
    request = in_review(chamber, kind="PROV", complete=False)
    with pytest.raises(Invalid) as caught:
        act(senior, request, Act.REQUEST_OVERRIDE, reasons=" ")
    assert set(caught.value.problems) == {"reasons"}
    assert fresh(request).override_reason == ""


def test_override_takes_a_senior(chamber: Viewer, chambers: Party, asked: Viewer) -> None:
    request = in_review(chamber, kind="PROV", complete=False)
    approver = person_at(chambers, Role.APPROVER, clearance=UNDER_SEAL)
    assert refusal_of(approver, request, Act.REQUEST_OVERRIDE, reasons="In a hurry") == "wrong_role"


def test_override_lets_missing_elements_pass_and_nothing_else(chamber: Viewer, senior: Viewer, asked: Viewer) -> None:
    request = in_review(chamber, kind="PROV", complete=False, addressee="")
    act(senior, request, Act.REQUEST_OVERRIDE, reasons="In a hurry")
    with pytest.raises(Refused) as caught:
        take(request, Act.REQUEST_APPROVE)
    assert caught.value.refusal.code == "complete"


def test_override_falls_when_the_request_is_returned(chamber: Viewer, senior: Viewer, asked: Viewer) -> None:
    request = in_review(chamber, kind="PROV", complete=False)
    act(senior, request, Act.REQUEST_OVERRIDE, reasons="In a hurry")
    act(senior, request, Act.REQUEST_RETURN)
    act(chamber, request, Act.REQUEST_SUBMIT)
    with pytest.raises(Refused):
        take(request, Act.REQUEST_APPROVE)


# --- The obligation basis --------------------------------------------------------------------------------------------


@pytest.fixture
def outside(db: None) -> Party:
    """A State that is no party to the Statute."""
    return PartyFactory.make(code="USA", iso2="US", name_en="United States of America", name_fr="États-Unis d’Amérique")


def test_request_without_an_obligation_basis_is_blocked_with_the_way_out(asking: Viewer, outside: Party) -> None:
    request = in_review(asking, addressee="USA")
    (gap,) = assessment_of(asking, fresh(request)).blocking
    assert (gap.code, gap.field) == ("no_basis", "addressee")
    assert "87(5)" in gap.article
    assert "invitation" in gap.remedy.en.lower()
    with pytest.raises(Refused) as caught:
        take(request, Act.REQUEST_APPROVE)
    assert caught.value.refusal.code == "complete"
    assert fresh(request).state == "in_review"


def test_invitation_passes_binds_nobody_and_may_be_declined(asking: Viewer, outside: Party) -> None:
    request = a_registered(asking, addressee="USA", is_invitation="on")
    assert request.basis == {}
    assert take(request, Act.REPLY_DECLINE).state == "declined"


def test_invitation_is_not_refused_with_reasons_but_declined(asking: Viewer, outside: Party) -> None:
    request = a_registered(asking, addressee="USA", is_invitation="on", kind="DOCS")
    state = person_at(outside, Role.OFFICER, clearance=2)
    assert refusal_of(state, request, Act.REPLY_REFUSE, ground="93(4)") == "decline_instead"


def test_state_party_invited_to_what_it_owes_is_pointed_out(asking: Viewer, asked: Viewer) -> None:
    request = in_review(asking, is_invitation="on")
    (found,) = assessment_of(asking, fresh(request)).findings
    assert (found.code, found.severity) == ("basis_exists", "advice")


def test_former_party_owes_what_began_before_it_left(asking: Viewer) -> None:
    left = PartyFactory.make(code="BDI", iso2="BI", name_en="Burundi", name_fr="Burundi")
    MembershipFactory.make(party=left, since=date(2004, 12, 1), until=date(2020, 1, 1))
    request = an_approved(asking, addressee="BDI")
    assert request.approved_terms["basis"]["code"] == "former_party"
    assert "127" in request.approved_terms["basis"]["article"]


# --- Before approval nobody else looks in ----------------------------------------------------------------------------


def test_transmitting_organ_sees_a_request_of_chambers_from_approval_on(
    chamber: Viewer, registrar: Viewer, asked: Viewer
) -> None:
    request = in_review(chamber, kind="SURR")
    assert Request.objects.visible_to(registrar).filter(id=request.id).count() == 0
    take(request, Act.REQUEST_APPROVE)
    assert Request.objects.visible_to(registrar).filter(id=request.id).count() == 1


def test_transmitting_organ_does_not_follow_a_request_back_into_the_draft(
    chamber: Viewer, registrar: Viewer, asked: Viewer
) -> None:
    request = an_approved(chamber, kind="SURR")
    act(chamber, request, Act.REQUEST_RETURN)
    assert Request.objects.visible_to(registrar).filter(id=request.id).count() == 0
    act(chamber, request, Act.REQUEST_SUBMIT)
    take(request, Act.REQUEST_APPROVE)
    assert act(registrar, request, Act.REQUEST_SEND).state == "transmitted"


def test_discarded_draft_is_final(asking: Viewer, asked: Viewer) -> None:
    request = act(asking, a_draft(asking), Act.REQUEST_DISCARD)
    assert (fresh(request).state, fresh(request).is_open) == ("discarded", False)
    assert refusal_of(asking, request, Act.REQUEST_SUBMIT) == "final"


def test_person_of_the_drafter_is_named_on_the_request(asking: Viewer, asked: Viewer) -> None:
    assert a_draft(asking).drafter == Person.objects.get(pk=asking.person_id or uuid4())


def test_act_on_a_request_dated_ahead_is_refused(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    for days in (1, -9000):
        with pytest.raises(Invalid) as caught:
            act(asking, request, Act.REQUEST_SUBMIT, at=now() + timedelta(days=days))
        assert set(caught.value.problems) == {"at"}
    assert fresh(request).state == "draft"
