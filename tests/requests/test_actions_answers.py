# SPDX-License-Identifier: EUPL-1.2
"""What the requested side may answer, and what it may not (articles 88 to 99)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.errors import Conflict, Invalid, NotFound, Refused
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers.models import Clock
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Assignment, Request
from comity.requests.queries import Filters, find, history_of, request_page, requests_page
from comity.statute import Act, Role, rome
from tests.factories.parties import AuthorityFactory, person_at
from tests.factories.requests import (
    a_delivered,
    a_fetched,
    a_registered,
    act,
    an_approved,
    an_authority,
    bring_to,
    entries,
    fresh,
    in_execution,
    take,
)

Make = Callable[..., Request]
WHY = "a test looks at the rows themselves"
ANSWERS = sorted(code for code, info in rome().acts.items() if info.answer)


def refused(viewer: Viewer, request: Request, what: Act, **given: Any) -> str:
    """Return the code of the refusal, having seen that it changed nothing, cites a provision and names a way out."""
    before = (fresh(request).state, len(entries(request)))
    with pytest.raises(Refused) as caught:
        act(viewer, request, what, **given)
    assert (fresh(request).state, len(entries(request))) == before
    assert caught.value.refusal.article
    assert caught.value.refusal.remedy.en
    return caught.value.refusal.code


def offered(viewer: Viewer, request: Request) -> set[Act]:
    """What the page of a request offers to do, as buttons that are not greyed."""
    return {offer.act for offer in request_page(viewer, request.id).offers if offer.move is not None}


# --- Every lawful answer, and only those -----------------------------------------------------------------------------


@pytest.mark.parametrize("what", ANSWERS)
@pytest.mark.parametrize("kind", ["DOCS", "SERV", "SURR", "SENT", "IGO"])
def test_lawful_answers_are_done_and_all_others_refused(
    kind: str,
    what: Act,
    asking: Viewer,
    chamber: Viewer,
    president: Viewer,
    asked: Viewer,
    interpol: Party,
) -> None:
    issuer = {"SURR": chamber, "SENT": president}.get(kind, asking)
    answering = person_at(interpol, Role.OFFICER, clearance=UNDER_SEAL) if kind == "IGO" else asked
    request = in_execution(issuer, kind=kind)
    needs_more = {
        Act.CUSTODY_APPEAR: "arrest_recorded",
        Act.CUSTODY_ORDER: "arrest_recorded",
        Act.CUSTODY_MAKE_AVAILABLE: "arrest_recorded",
        Act.CUSTODY_REARREST: "not_in_table",
        Act.CUSTODY_SURRENDER: "not_in_table",
        Act.LEGALITY_APPLY: "wrong_kind",
    }
    if what not in rome().kinds[kind].answers:
        refused(answering, request, what)
        assert what not in offered(answering, request)
    elif what in needs_more:
        assert refused(answering, request, what) == needs_more[what]
    else:
        assert what in offered(answering, request)
        act(answering, request, what)
        (entry,) = entries(request, what)
        assert (entry.before, entry.after, entry.party_id) == (
            "in_execution",
            fresh(request).state,
            answering.party_id,
        )


@pytest.mark.parametrize(
    ("what", "after"),
    [
        (Act.REPLY_INFORM, "in_execution"),
        (Act.REPLY_PARTIAL, "partly_executed"),
        (Act.REPLY_FULL, "executed"),
        (Act.REPLY_CONFIDENTIAL, "partly_executed"),
        (Act.REPLY_REFUSE, "refused"),
        (Act.CONSULTATION_RAISE, "consultation"),
        (Act.CONDITIONS_OFFER, "in_execution"),
        (Act.POSTPONEMENT_PROPOSE, "in_execution"),
        (Act.POSTPONEMENT_SUSPEND, "postponed"),
        (Act.IMMUNITY_RAISE, "blocked_98"),
        (Act.COMPETING_NOTIFY, "in_execution"),
    ],
)
def test_answer_to_a_duty_leads_where_the_article_says(
    what: Act, after: str, asking: Viewer, asked: Viewer, chambers: Party
) -> None:
    request = in_execution(asking, kind="DOCS")
    act(asked, request, what)
    assert fresh(request).state == after


@pytest.mark.parametrize(("what", "after"), [(Act.REPLY_ACCEPT, "in_execution"), (Act.REPLY_DECLINE, "declined")])
def test_voluntary_request_is_accepted_or_declined_without_reasons(
    what: Act, after: str, president: Viewer, asked: Viewer
) -> None:
    request = a_registered(president, kind="SENT")
    act(asked, request, what, text_optional="")
    assert fresh(request).state == after


def test_lawful_states_are_never_marked_as_failure() -> None:
    for code in ("postponed", "consultation", "partly_executed", "declined", "blocked_98"):
        assert rome().states[code].lawful


def test_duty_is_neither_accepted_nor_declined(asking: Viewer, asked: Viewer) -> None:
    request = a_registered(asking)
    assert refused(asked, request, Act.REPLY_DECLINE) == "compulsory"
    assert refused(asked, request, Act.REPLY_ACCEPT) == "compulsory"


def test_voluntary_request_is_not_refused_with_reasons(president: Viewer, asked: Viewer) -> None:
    assert refused(asked, a_registered(president, kind="SENT"), Act.REPLY_REFUSE) == "decline_instead"


def test_answers_are_the_addressees_alone(asking: Viewer, asked: Viewer, stranger: Viewer) -> None:
    request = in_execution(asking, kind="DOCS")
    assert refused(asking, request, Act.REPLY_FULL) == "wrong_side"
    with pytest.raises(NotFound):
        act(stranger, request, Act.REPLY_FULL)


def test_answers_take_an_officer(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = in_execution(asking)
    for role in (Role.READER, Role.DRAFTER, Role.APPROVER):
        person = person_at(belgium, role, clearance=UNDER_SEAL)
        assert refused(person, request, Act.REPLY_FULL) == "wrong_role"


@pytest.mark.parametrize("make", [a_delivered, a_fetched])
def test_request_not_yet_registered_is_not_answered(make: Make, asking: Viewer, asked: Viewer) -> None:
    assert refused(asked, make(asking), Act.REPLY_FULL) == "not_in_table"


@pytest.mark.parametrize("state", ["closed", "withdrawn", "discarded"])
def test_final_request_takes_no_answer(state: str, asking: Viewer, asked: Viewer) -> None:
    request = bring_to(state, asking)
    if state == "discarded":
        with pytest.raises(NotFound):
            act(asked, request, Act.REPLY_FULL)
    else:
        assert refused(asked, request, Act.REPLY_FULL) == "final"


# --- Reply in part, in full, and what the issuer makes of it ---------------------------------------------------------


def test_reply_in_part_leaves_the_rest_open_until_it_is_full(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asked, request, Act.REPLY_PARTIAL, text="The first of two letters")
    assert (fresh(request).state, fresh(request).is_open) == ("partly_executed", True)
    act(asked, request, Act.REPLY_PARTIAL, text="Half of the second")
    act(asked, request, Act.REPLY_FULL, text="The rest")
    assert fresh(request).state == "executed"
    texts = [entry.data["text"] for entry in entries(request, Act.REPLY_PARTIAL, Act.REPLY_FULL)]
    assert texts == ["The first of two letters", "Half of the second", "The rest"]


def test_issuer_checks_a_full_reply_and_closes_or_asks_on(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("executed", asking)
    act(asking, request, Act.REQUEST_REOPEN, reasons="The second page is missing")
    assert fresh(request).state == "partly_executed"
    act(asked, request, Act.REPLY_FULL)
    act(asking, request, Act.REQUEST_CLOSE)
    shown = fresh(request)
    assert (shown.state, shown.is_open) == ("closed", False)


@pytest.mark.parametrize("what", [Act.REPLY_FULL, Act.REPLY_PARTIAL, Act.REPLY_INFORM])
def test_reply_takes_a_text(what: Act, asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    with pytest.raises(Invalid) as caught:
        act(asked, request, what, text="  \n ")
    assert set(caught.value.problems) == {"text"}
    assert fresh(request).state == "in_execution"


@pytest.mark.parametrize("text", ["x" * 1_000_000, "a\x00b", "abc\u202edcba"], ids=["megabyte", "null", "override"])
def test_reply_that_cannot_be_taken_changes_nothing(text: str, asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    with pytest.raises(Invalid) as caught:
        act(asked, request, Act.REPLY_FULL, text=text)
    assert set(caught.value.problems) == {"text"}
    assert (fresh(request).state, entries(request, Act.REPLY_FULL)) == ("in_execution", [])


def test_reply_in_any_language_is_taken_as_it_is_written(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    text = "Ausgeführt am 3. Mai.\nتم التنفيذ في ٣ مايو"
    act(asked, request, Act.REPLY_FULL, text=text)
    assert entries(request, Act.REPLY_FULL)[0].data["text"] == text


# --- Refusal ---------------------------------------------------------------------------------------------------------


def test_refusal_takes_reasons_and_a_ground(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking, kind="DOCS")
    with pytest.raises(Invalid) as caught:
        act(asked, request, Act.REPLY_REFUSE, ground="93(4)", reasons="")
    assert set(caught.value.problems) == {"reasons"}
    assert refused(asked, request, Act.REPLY_REFUSE, ground="") == "ground_missing"
    assert refused(asked, request, Act.REPLY_REFUSE, ground="nationality") == "ground_unknown"
    assert refused(asked, request, Act.REPLY_REFUSE, ground="93(1)(l)") == "ground_not_for_kind"
    act(asked, request, Act.REPLY_REFUSE, ground="93(4)", reasons="The file names our sources")
    (entry,) = entries(request, Act.REPLY_REFUSE)
    assert entry.data == {"ground": "93(4)", "reasons": "The file names our sources"}
    assert fresh(request).state == "refused"


def test_prohibited_measure_is_refused_only_under_93_1_l(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking, kind="OTHR")
    act(asked, request, Act.REPLY_REFUSE, ground="93(1)(l)")
    assert fresh(request).state == "refused"


@pytest.mark.parametrize("kind", ["SURR", "PROV"])
def test_surrender_is_never_refused(kind: str, chamber: Viewer, asked: Viewer) -> None:
    request = in_execution(chamber, kind=kind)
    assert refused(asked, request, Act.REPLY_REFUSE, ground="93(4)") == "no_refusal_of_surrender"
    assert refused(asked, request, Act.CONSULTATION_RAISE, ground="93(3)") == "ground_not_for_kind"


@pytest.mark.parametrize("kind", ["SERV", "IDLO", "SRCH"])
def test_request_without_a_ground_to_refuse_is_not_refused(kind: str, asking: Viewer, asked: Viewer) -> None:
    assert refused(asked, in_execution(asking, kind=kind), Act.REPLY_REFUSE, ground="93(4)") == "no_ground_to_refuse"


# --- Immunity, legality: a Chamber decides ---------------------------------------------------------------------------


def test_issue_of_immunity_stops_the_request_and_lets_chambers_in(
    asking: Viewer, asked: Viewer, chamber: Viewer, registrar: Viewer
) -> None:
    request = in_execution(asking)
    with pytest.raises(NotFound):
        act(chamber, request, Act.IMMUNITY_RESOLVE)
    act(asked, request, Act.IMMUNITY_RAISE, ground="98(1)", reasons="The person serves a third State")
    assert fresh(request).state == "blocked_98"
    assert request_page(chamber, request.id).sides == {"chamber"}
    with pytest.raises(NotFound):
        request_page(registrar, request.id)
    assert refused(asked, request, Act.REPLY_FULL) == "not_in_table"
    assert refused(asking, request, Act.IMMUNITY_RESOLVE) == "wrong_side"
    act(chamber, request, Act.IMMUNITY_RESOLVE, decision="No. 88: no immunity between Parties")
    assert fresh(request).state == "in_execution"


def test_ruling_on_legality_is_sought_after_consultations_are_exhausted(
    asking: Viewer, asked: Viewer, chamber: Viewer
) -> None:
    request = bring_to("exhausted", asking)
    act(asked, request, Act.LEGALITY_APPLY, reasons="The measure is prohibited")
    assert fresh(request).state == "legality_review"
    page = request_page(chamber, request.id)
    assert page.lines
    assert Act.CONSULTATION_EXHAUST in [entry.act for entry in page.entries]
    act(chamber, request, Act.LEGALITY_REJECT, decision="No. 89: lawful")
    assert fresh(request).state == "in_execution"


def test_request_found_unlawful_goes_back_to_consultation(asking: Viewer, asked: Viewer, chamber: Viewer) -> None:
    request = bring_to("legality_review", asking)
    act(chamber, request, Act.LEGALITY_GRANT)
    assert fresh(request).state == "consultation"
    act(asking, request, Act.CONSULTATION_MODIFY, text="Only the first letter")
    assert fresh(request).state == "in_execution"


def test_chambers_let_in_see_that_one_request_only(asking: Viewer, asked: Viewer, chamber: Viewer) -> None:
    bring_to("in_execution", asking)
    request = bring_to("blocked_98", asking)
    assert list(Request.objects.visible_to(chamber).values_list("id", flat=True)) == [request.id]


def test_chamber_let_in_keeps_notes_of_its_own(asking: Viewer, asked: Viewer, chamber: Viewer) -> None:
    request = bring_to("blocked_98", asking)
    with as_viewer(chamber):
        actions.write_note(chamber, request_id=request.id, text="To the bench", at=now())
    assert [note.text for note in request_page(chamber, request.id).notes] == ["To the bench"]
    for viewer in (asking, asked):
        assert list(request_page(viewer, request.id).notes) == []


# --- Consultations ---------------------------------------------------------------------------------------------------


def test_consultation_is_raised_answered_and_settled_in_one_thread(asking: Viewer, asked: Viewer) -> None:
    request, thread = in_execution(asking), uuid4()
    steps = [
        (asked, Act.CONSULTATION_RAISE, {"ground": "97", "text": "Which of the two persons?"}),
        (asking, Act.CONSULTATION_REPLY, {"text": "The elder"}),
        (asked, Act.CONSULTATION_REPLY, {"text": "Found"}),
        (asked, Act.CONSULTATION_SETTLE, {"note": "Going on"}),
    ]
    for viewer, what, given in steps:
        with as_viewer(viewer):
            actions.perform(viewer, request_id=request.id, act=what, given=given, at=now(), thread=thread)
    assert fresh(request).state == "in_execution"
    for viewer in (asking, asked):
        said = [entry for entry in request_page(viewer, request.id).entries if entry.thread == thread]
        assert [entry.act for entry in said] == [what for _viewer, what, _given in steps]


@pytest.mark.parametrize("ground", ["97", "96(3)", "93(3)", "72(5)"])
def test_consultation_names_its_ground(ground: str, asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking, kind="DOCS")
    act(asked, request, Act.CONSULTATION_RAISE, ground=ground)
    assert entries(request, Act.CONSULTATION_RAISE)[0].data["ground"] == ground


def test_consultation_is_raised_by_the_court_too(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asking, request, Act.CONSULTATION_RAISE, ground="97")
    assert fresh(request).state == "consultation"


def test_consultations_are_declared_exhausted_by_the_issuer_with_reasons(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("consultation", asking)
    assert refused(asked, request, Act.CONSULTATION_EXHAUST) == "wrong_side"
    with pytest.raises(Invalid):
        act(asking, request, Act.CONSULTATION_EXHAUST, reasons="")
    act(asking, request, Act.CONSULTATION_EXHAUST, reasons="Three rounds without result")
    assert fresh(request).state == "exhausted"
    (clock,) = Clock.objects.unguarded(WHY).filter(about=request.id)
    assert (clock.code, clock.state, clock.article) == ("legality_93", "running", "RoC 108(2)")


def test_consultations_on_a_voluntary_request_are_never_exhausted(president: Viewer, asked: Viewer) -> None:
    request = bring_to("consultation", president, kind="SENT")
    assert refused(president, request, Act.CONSULTATION_EXHAUST) == "voluntary"


# --- Within the requested side ---------------------------------------------------------------------------------------


def test_request_is_forwarded_to_the_right_authority_with_a_reason(asking: Viewer, asked: Viewer) -> None:
    request = a_registered(asking)
    with pytest.raises(Invalid) as caught:
        act(asked, request, Act.REQUEST_FORWARD, authority="Customs", reasons="")
    assert set(caught.value.problems) == {"reasons"}
    act(asked, request, Act.REQUEST_FORWARD, authority="Customs", reasons="The harbour is theirs")
    (entry,) = entries(request, Act.REQUEST_FORWARD)
    assert (entry.data, fresh(request).state) == (
        {"authority": "Customs", "reasons": "The harbour is theirs"},
        "received",
    )


def test_assignment_never_crosses_the_wall(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = a_registered(asking)
    chosen = AuthorityFactory.make(party=belgium, name="The examining magistrate of Ghent")
    act(asked, request, Act.REQUEST_ASSIGN, authority=str(chosen.pk))
    assert [row.authority.name for row in request_page(asked, request.id).assignments] == [chosen.name]
    page = request_page(asking, request.id)
    assert list(page.assignments) == []
    assert chosen.name not in str([entry.data for entry in page.entries])
    assert find(asking, "Ghent") == []


def test_request_is_assigned_anew_during_execution(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    first = an_authority(belgium)
    request = in_execution(asking)
    second = AuthorityFactory.make(party=belgium, name="Another")
    act(asked, request, Act.REQUEST_ASSIGN, authority=second.name)
    rows = Assignment.objects.visible_to(asked).filter(request=request)
    assert {row.authority.name for row in rows.select_related("authority")} == {"Another", first.name}
    assert fresh(request).state == "in_execution"


@pytest.mark.parametrize("chosen", ["", "Nobody's", str(uuid4())])
def test_request_is_assigned_to_an_own_authority_only(
    chosen: str, asking: Viewer, asked: Viewer, norway: Party
) -> None:
    request = a_registered(asking)
    for authority in (chosen, AuthorityFactory.make(party=norway, name="Of Norway").name):
        with pytest.raises(Invalid) as caught:
            act(asked, request, Act.REQUEST_ASSIGN, authority=authority)
        assert set(caught.value.problems) == {"authority"}
    assert fresh(request).state == "received"


# --- Withdrawal and reminders ----------------------------------------------------------------------------------------


def test_reminder_is_recorded_and_changes_no_state(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asking, request, Act.REQUEST_REMIND, note="Three months have passed")
    (entry,) = entries(request, Act.REQUEST_REMIND)
    assert (entry.before, entry.after, entry.data) == (
        "in_execution",
        "in_execution",
        {"note": "Three months have passed"},
    )


@pytest.mark.parametrize("state", ["transmitted", "received", "in_execution", "postponed", "partly_executed"])
def test_request_is_withdrawn_with_reasons(state: str, asking: Viewer, asked: Viewer) -> None:
    request = bring_to(state, asking)
    with pytest.raises(Invalid):
        act(asking, request, Act.REQUEST_WITHDRAW, reasons="")
    act(asking, request, Act.REQUEST_WITHDRAW, reasons="No longer needed")
    shown = fresh(request)
    assert (shown.state, shown.is_open) == ("withdrawn", False)
    assert [row.id for row in requests_page(asked, Filters(box="received", status="closed")).rows] == [request.id]


def test_request_carried_out_is_not_withdrawn(asking: Viewer, asked: Viewer) -> None:
    assert refused(asking, bring_to("executed", asking), Act.REQUEST_WITHDRAW) == "not_in_table"
    assert refused(asked, bring_to("in_execution", asking), Act.REQUEST_WITHDRAW) == "wrong_side"


# --- Arrest and surrender --------------------------------------------------------------------------------------------


def test_surrender_goes_from_arrest_to_delivery(chamber: Viewer, asked: Viewer) -> None:
    request = in_execution(chamber, kind="SURR")
    for what, after in (
        (Act.CUSTODY_ARREST, "arrested"),
        (Act.CUSTODY_APPEAR, "before_judge"),
        (Act.CUSTODY_ORDER, "surrender_ordered"),
        (Act.CUSTODY_MAKE_AVAILABLE, "available"),
        (Act.CUSTODY_SURRENDER, "surrendered"),
    ):
        act(asked, request, what)
        assert fresh(request).state == after
    take(request, Act.REQUEST_CLOSE)


def test_surrender_before_the_full_request_takes_consent(chamber: Viewer, asked: Viewer) -> None:
    request = bring_to("arrested", chamber, kind="PROV")
    assert refused(asked, request, Act.CUSTODY_ORDER) == "consent"
    act(asked, request, Act.CUSTODY_ORDER, consent="on")
    assert fresh(request).state == "surrender_ordered"


@pytest.mark.parametrize("day", ["2002-06-30", "2100-01-01", "yesterday"])
def test_act_of_the_state_has_a_date_that_can_be(day: str, chamber: Viewer, asked: Viewer) -> None:
    request = in_execution(chamber, kind="SURR")
    with pytest.raises(Invalid) as caught:
        act(asked, request, Act.CUSTODY_ARREST, date=day)
    assert set(caught.value.problems) == {"date"}
    assert fresh(request).state == "in_execution"


# --- A stale page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", [Act.REPLY_FULL, Act.CONSULTATION_RAISE])
def test_act_from_a_page_that_was_overtaken_is_told_and_not_done(what: Act, asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    mark = history_of(request).mark
    act(asking, request, Act.REQUEST_REMIND)
    given = {"text": "Done", "ground": "97"}
    with pytest.raises(Conflict), as_viewer(asked):
        actions.perform(asked, request_id=request.id, act=what, given=given, at=now(), seen=mark)
    assert (fresh(request).state, entries(request, what)) == ("in_execution", [])
    with as_viewer(asked):
        actions.perform(asked, request_id=request.id, act=what, given=given, at=now(), seen=history_of(request).mark)
    assert len(entries(request, what)) == 1


def test_sending_from_a_page_that_was_overtaken_is_told_and_not_done(
    chamber: Viewer, registrar: Viewer, asked: Viewer
) -> None:
    request = an_approved(chamber, kind="SURR")
    mark = history_of(request).mark
    act(registrar, request, Act.REQUEST_PREPARE)
    with pytest.raises(Conflict), as_viewer(registrar):
        actions.send_request(registrar, request_id=request.id, at=now(), seen=mark)
    assert fresh(request).state == "ready"


def test_unknown_act_names_the_nearest() -> None:
    with pytest.raises(Invalid) as caught:
        actions.act_named("requests:reply:fully")
    assert "requests:reply:full" in caught.value.problems["act"]
    assert actions.act_named("requests:reply:full") is Act.REPLY_FULL
