# SPDX-License-Identifier: EUPL-1.2
"""Assistance and its answers: articles 56, 57, 70, 72, 73, 87(5)-(6), 93-97, 99, 100."""

import pytest
from tests.statute.asking import ask

from comity.statute import Act, Facts, Role, duty_of, grounds_for, permitted, rome, sender_of

ARTICLES = (
    "54(3)(e)", "56", "57(3)(b)", "57(3)(d)", "57(3)(e)", "70(4)(b)", "72", "73", "86", "87(1)(a)", "87(2)", "87(5)",
    "87(5)(a)", "87(6)", "93(1)", "93(2)", "93(3)", "93(4)", "93(5)", "93(6)", "93(7)", "93(8)(b)", "93(9)", "93(10)",
    "94(1)", "94(2)", "95", "96(1)", "96(2)", "96(3)", "96(4)", "97", "99(1)", "99(3)", "99(4)", "100", "rule 176(2)",
    "rule 180(2)",
)  # fmt: skip
LAW = rome()
ARTICLE_93 = ("IDLO", "EVID", "QUES", "SERV", "APPR", "TEMP", "SITE", "SRCH", "DOCS", "PROT", "ASST", "OTHR")


@pytest.mark.parametrize("kind", ARTICLE_93)
def test_every_element_of_96_2_is_given_or_marked_not_applicable(kind: str) -> None:
    asked = {element.article for element in LAW.kinds[kind].elements if element.may_not_apply and element.compulsory}

    assert {f"96(2)({letter})" for letter in "abcdef"} - asked == set()


@pytest.mark.parametrize("kind", list(LAW.kinds))
def test_refusal_rests_on_an_article_and_on_no_other_kind_of_reason(kind: str) -> None:
    grounds = grounds_for(LAW, Act.REPLY_REFUSE, kind)
    lawful = Act.REPLY_REFUSE in LAW.kinds[kind].answers

    assert bool(grounds) == lawful
    assert {LAW.grounds[code].article for code in grounds} <= {"93(4)", "93(1)(l)", "73", "89(3)(a)"}


@pytest.mark.parametrize(
    ("kind", "ground", "answer"),
    [
        ("DOCS", "93(4)", "refused"),
        ("EVID", "93(4)", "refused"),
        ("OTHR", "93(1)(l)", "refused"),
        ("DOCS", "93(1)(l)", "ground_not_for_kind"),
        ("DOCS", None, "ground_missing"),
        ("DOCS", "nationality", "ground_unknown"),
        ("SRCH", "93(4)", "no_ground_to_refuse"),
        ("IDLO", "93(4)", "no_ground_to_refuse"),
    ],
)
def test_outright_refusal_is_for_national_security_and_prohibited_measures(
    kind: str, ground: str | None, answer: str
) -> None:
    assert ask(Act.REPLY_REFUSE, kind, ground=ground) == answer


@pytest.mark.parametrize("kind", ARTICLE_93)
def test_fundamental_legal_principle_leads_to_consultation_then_modification(kind: str) -> None:
    if kind != "TEMP":
        assert ask(Act.CONSULTATION_RAISE, kind, ground="93(3)") == "consultation"
    assert ask(Act.CONSULTATION_MODIFY, kind, "consultation", "issuer") == "in_execution"
    assert ask(Act.CONSULTATION_MODIFY, kind, "consultation") == "wrong_side"


def test_voluntary_request_is_declined_and_compulsory_is_not() -> None:
    assert ask(Act.REPLY_DECLINE, "SENT", duty="voluntary") == "declined"
    assert ask(Act.REPLY_DECLINE, "TEMP", duty="conditional") == "declined"
    assert ask(Act.REPLY_DECLINE, "DOCS") == "compulsory"
    assert ask(Act.REPLY_REFUSE, "SENT", duty="voluntary", ground="93(4)") == "decline_instead"


@pytest.mark.parametrize("kind", list(LAW.kinds))
def test_an_invitation_may_always_be_accepted_or_declined(kind: str) -> None:
    duty = duty_of(LAW.kinds[kind], None, as_invitation=True)

    assert (duty, ask(Act.REPLY_DECLINE, kind, duty=duty), ask(Act.REPLY_ACCEPT, kind, duty=duty)) == (
        "voluntary",
        "declined",
        "in_execution",
    )


def test_conditions_are_offered_and_then_bind_or_not() -> None:
    assert ask(Act.CONDITIONS_OFFER, "DOCS") == "in_execution"
    assert ask(Act.CONDITIONS_ACCEPT, "DOCS", side="issuer") == "conditions_offered"
    assert ask(Act.CONDITIONS_ACCEPT, "DOCS", side="issuer", conditions_offered=True) == "in_execution"


def test_territorial_state_cannot_impose_conditions_on_direct_execution() -> None:
    assert ask(Act.CONDITIONS_OFFER, "DIRX-a") == "not_an_answer"
    assert ask(Act.CONDITIONS_OFFER, "DIRX-b") == "in_execution"


def test_preservation_and_partial_replies_go_on_during_a_postponement() -> None:
    assert ask(Act.REPLY_PARTIAL, "PROT", "postponed") == "postponed"
    assert ask(Act.POSTPONEMENT_RESUME, "PROT", "postponed", "system", roles=frozenset()) == "in_execution"


def test_execution_partial_then_full_then_checked() -> None:
    assert ask(Act.REPLY_PARTIAL, "DOCS") == "partly_executed"
    assert ask(Act.REPLY_FULL, "DOCS", "partly_executed") == "executed"
    assert ask(Act.REQUEST_REOPEN, "DOCS", "executed", "issuer") == "partly_executed"
    assert ask(Act.REQUEST_CLOSE, "DOCS", "executed", "issuer") == "closed"


def test_lead_only_material_is_supplied_under_93_8_b() -> None:
    articles = {move.article for move in LAW.moves if move.act is Act.REPLY_CONFIDENTIAL}

    assert (articles, ask(Act.REPLY_CONFIDENTIAL, "DOCS")) == ({"93(8)(b)"}, "partly_executed")


def test_urgent_sending_is_for_kinds_that_may_be_urgent() -> None:
    able = {code for code in LAW.kinds if any(m.act is Act.REQUEST_SEND_URGENTLY and m.covers(code) for m in LAW.moves)}

    assert able == {kind.code for kind in LAW.kinds.values() if kind.urgent}


def test_confirmation_may_come_after_registration() -> None:
    assert ask(Act.REQUEST_CONFIRM, "DOCS", "transmitted_unconfirmed", "sender", unconfirmed=True) == "transmitted"
    assert ask(Act.REQUEST_CONFIRM, "DOCS", "consultation", "sender", unconfirmed=True) == "consultation"
    assert ask(Act.REQUEST_CONFIRM, "DOCS", "consultation", "sender") == "unconfirmed"


def test_changed_channel_or_basis_stops_the_sending() -> None:
    assert ask(Act.REQUEST_SEND, "DOCS", "ready", "sender", transport="unsent", complete=True) == "basis_current"


def test_registration_needs_reference_and_contact() -> None:
    needs = {move.needs for move in LAW.moves if move.act is Act.REQUEST_REGISTER}

    assert needs == {("own_reference", "contact")}


@pytest.mark.parametrize(
    ("kind", "issuer", "sender"),
    [
        ("DOCS", "OTP", "OTP"),
        ("DOCS", "CHM", "REG"),
        ("SURR", "CHM", "REG"),
        ("SENT", "PRE", "PRE"),
        ("STCT", "STATE", "STATE"),
    ],
)
def test_who_transmits(kind: str, issuer: str, sender: str) -> None:
    assert sender_of(LAW.kinds[kind], issuer) == sender


def test_greyed_buttons_say_why() -> None:
    facts = Facts(
        "in_execution", "registered", "SURR", frozenset({"addressee"}), frozenset({Role.OFFICER}), "compulsory"
    )

    refused = {offer.act: offer.refusal for offer in permitted(LAW, facts) if offer.refusal}
    refusal = refused[Act.REPLY_REFUSE]

    assert "nationality" in refusal.reason.en
    assert "nationalité" in refusal.reason.fr


def test_costs_are_proposed_agreed_settled() -> None:
    assert ask(Act.COST_PROPOSE, "DOCS") == "in_execution"
    assert ask(Act.COST_AGREE, "DOCS", side="issuer") == "cost_proposed"
    assert ask(Act.COST_SETTLE, "DOCS", side="issuer", cost_agreed=True) == "in_execution"


def test_all_kinds_of_part_9_and_10_are_there() -> None:
    persons = [
        "SURR", "SURR-C", "PROV", "TRAN", "TRAN-S", "TSURR", "TEMP", "TEMP-E", "SUMM", "WAIV", "SPEC", "IREL", "FREL",
    ]  # fmt: skip
    assistance = [
        "IDLO", "EVID", "QUES", "SERV", "APPR", "SITE", "SRCH", "DOCS", "PROT", "ASST", "OTHR", "DIRX-a", "DIRX-b",
        "ONSITE", "UIO", "DEFR", "DEFI", "STCT", "IGO", "NONP", "CONF-IN", "NATP",
    ]  # fmt: skip
    enforcement = [
        "SENT", "SENT-N", "SENT-SUP", "SENT-MOVE", "SENT-108", "SENT-110", "SENT-107", "SENT-ESC", "FINE", "FORF",
        "REPA", "PROTREL",
    ]  # fmt: skip

    assert list(LAW.kinds) == [*persons, *assistance, *enforcement]
