# SPDX-License-Identifier: EUPL-1.2
"""Arrest, surrender, transit, immunity: articles 55, 58-60, 89-92, 98, 101."""

import pytest
from tests.statute.asking import ask

from comity.statute import Act, Role, rome

ARTICLES = (
    "55(2)", "58(5)", "58(7)", "59", "60(2)", "60(3)", "89(1)", "89(2)", "89(3)", "89(4)", "90(1)", "91(1)", "91(2)",
    "91(3)", "91(4)", "92", "98", "101(2)", "rule 184", "rule 188", "rule 195", "RoC 111",
)  # fmt: skip
SURRENDER = ("SURR", "SURR-C", "PROV")
CHAIN = (
    ("in_execution", Act.CUSTODY_ARREST, "arrested"),
    ("arrested", Act.CUSTODY_APPEAR, "before_judge"),
    ("before_judge", Act.CUSTODY_ORDER, "surrender_ordered"),
    ("surrender_ordered", Act.CUSTODY_MAKE_AVAILABLE, "available"),
    ("available", Act.CUSTODY_SURRENDER, "surrendered"),
)


@pytest.mark.parametrize("kind", SURRENDER)
def test_refusal_of_surrender_has_no_ground(kind: str) -> None:
    answers = {ask(Act.REPLY_REFUSE, kind, ground=ground) for ground in (None, *rome().grounds)}

    assert answers == {"no_refusal_of_surrender"}


@pytest.mark.parametrize("kind", SURRENDER)
def test_surrender_cannot_be_declined_nor_modified_under_93_3(kind: str) -> None:
    assert ask(Act.REPLY_DECLINE, kind) == "compulsory"
    assert ask(Act.CONSULTATION_RAISE, kind, ground="93(3)") == "ground_not_for_kind"
    assert ask(Act.CONSULTATION_MODIFY, kind, "consultation", "issuer") == "wrong_kind"


@pytest.mark.parametrize("kind", ["SURR", "SURR-C"])
def test_custody_runs_from_arrest_to_surrender(kind: str) -> None:
    assert [ask(act, kind, before) for before, act, _ in CHAIN] == [after for _, _, after in CHAIN]


@pytest.mark.parametrize("kind", [code for code in rome().kinds if code not in SURRENDER])
def test_custody_belongs_to_surrender_alone(kind: str) -> None:
    assert {ask(act, kind, before) for before, act, _ in CHAIN} <= {"wrong_kind"}


def test_provisional_arrest_leads_to_surrender_only_by_consent() -> None:
    assert ask(Act.CUSTODY_ORDER, "PROV", "before_judge") == "consent"
    assert ask(Act.CUSTODY_ORDER, "PROV", "before_judge", consent=True) == "surrender_ordered"


def test_release_after_sixty_days_is_possible_and_bars_no_new_arrest() -> None:
    assert ask(Act.CUSTODY_MAY_RELEASE, "PROV", "arrested", "system", roles=frozenset()) == "may_be_released"
    assert ask(Act.CUSTODY_MAY_RELEASE, "PROV", "arrested") == "wrong_side"
    assert ask(Act.CUSTODY_REARREST, "PROV", "may_be_released") == "arrested"
    assert ask(Act.CUSTODY_MAY_RELEASE, "SURR", "arrested", "system", roles=frozenset()) == "wrong_kind"


@pytest.mark.parametrize(("ground", "after"), [("95", "postponed"), ("89(2)", "postponed"), ("94", "ground_unknown")])
def test_state_alone_may_wait_for_a_ruling_on_admissibility(ground: str, after: str) -> None:
    assert ask(Act.POSTPONEMENT_SUSPEND, "SURR", "arrested", ground=ground) == after


def test_trial_or_sentence_elsewhere_is_agreed_with_the_court() -> None:
    assert ask(Act.POSTPONEMENT_PROPOSE, "SURR", ground="89(4)") == "in_execution"
    assert ask(Act.POSTPONEMENT_PROPOSE, "SURR", ground="94") == "ground_not_for_kind"
    assert ask(Act.POSTPONEMENT_AGREE, "SURR", side="issuer") == "postponement_proposed"
    assert ask(Act.POSTPONEMENT_AGREE, "SURR", side="issuer", postponement_proposed=True) == "postponed"


def test_custody_goes_on_after_a_pause_only_if_an_arrest_is_recorded() -> None:
    assert ask(Act.CUSTODY_APPEAR, "SURR") == "arrest_recorded"
    assert ask(Act.CUSTODY_APPEAR, "SURR", arrest_recorded=True) == "before_judge"


def test_consulting_does_not_take_a_person_out_of_custody() -> None:
    assert ask(Act.CONSULTATION_RAISE, "SURR", "arrested", ground="97") == "arrested"


def test_competing_request_is_notified_and_changes_nothing() -> None:
    assert ask(Act.COMPETING_NOTIFY, "SURR", "arrested") == "arrested"
    articles = {move.article for move in rome().moves if move.act is Act.COMPETING_NOTIFY and move.covers("SURR")}
    assert articles == {"90(1)"}


def test_immunity_waits_for_the_chamber() -> None:
    assert ask(Act.IMMUNITY_RAISE, "SURR", ground="98(1)") == "blocked_98"
    assert ask(Act.CUSTODY_ARREST, "SURR", "blocked_98") == "not_in_table"
    assert ask(Act.IMMUNITY_RESOLVE, "SURR", "blocked_98", "issuer") == "wrong_side"
    assert ask(Act.IMMUNITY_RESOLVE, "SURR", "blocked_98", "chamber") == "in_execution"


def test_transit_is_refused_only_where_it_would_delay_the_surrender() -> None:
    assert ask(Act.REPLY_REFUSE, "TRAN", ground="89(3)(a)") == "refused"
    assert ask(Act.REPLY_REFUSE, "TRAN", ground="93(4)") == "ground_not_for_kind"


@pytest.mark.parametrize(
    ("kind", "urgent", "answer"),
    [
        ("PROV", False, "in_review"),
        ("SURR", True, "in_review"),
        ("SURR", False, "urgent"),
        ("DOCS", True, "wrong_kind"),
    ],
)
def test_a_senior_lets_go_incomplete_only_what_cannot_wait(kind: str, urgent: bool, answer: str) -> None:
    found = ask(Act.REQUEST_OVERRIDE, kind, "in_review", "issuer", roles=frozenset({Role.SENIOR}), urgent=urgent)

    assert found == answer
    assert ask(Act.REQUEST_OVERRIDE, "PROV", "in_review", "issuer", roles=frozenset({Role.APPROVER})) == "wrong_role"


@pytest.mark.parametrize(("kind", "after"), [("SURR", "transmitted_unconfirmed"), ("PROV", "transmitted")])
def test_urgent_surrender_is_confirmed_and_provisional_arrest_needs_none(kind: str, after: str) -> None:
    found = ask(
        Act.REQUEST_SEND_URGENTLY, kind, "ready", "sender",
        transport="unsent", urgent=True, complete=True, basis_current=True,
    )  # fmt: skip

    assert found == after
