# SPDX-License-Identifier: EUPL-1.2
"""The ladder: consultations exhausted, legality, finding, referral. Articles 87(5)(b), 87(7), RoC 108 and 109."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.statute.asking import ask

from comity.statute import Act, Facts, Move, Role, decide, rome

ARTICLES = ("72(7)(a)(ii)", "82", "83", "87(5)(b)", "87(7)", "RoC 108", "RoC 109")
LAW = rome()
TIMELINES = tomllib.loads((Path(__file__).parent / "data" / "timelines.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("told", TIMELINES.values(), ids=list(TIMELINES))
def test_timeline_replays_to_its_known_end(told: dict[str, Any]) -> None:
    """Test data, not verified history."""
    states = ["transmitted"]
    for side, act, *ground in told["acts"]:
        facts = Facts(
            states[-1], "fetched", told["kind"], frozenset({side}), frozenset({Role.OFFICER}), "compulsory",
            ground=ground[0] if ground else None,
        )  # fmt: skip
        move = decide(LAW, Act(act), facts)
        assert isinstance(move, Move), move
        states.append(move.after)

    assert states[-1] == told["end"]
    assert ("referred" in states) == (told.get("through") == "referred")


def test_legality_is_challenged_only_under_article_93_and_after_exhaustion() -> None:
    assert ask(Act.LEGALITY_APPLY, "DOCS", "exhausted") == "legality_review"
    assert ask(Act.LEGALITY_APPLY, "DOCS", "refused") == "legality_review"
    assert ask(Act.LEGALITY_APPLY, "DOCS", "consultation") == "wrong_kind"
    assert ask(Act.LEGALITY_APPLY, "SURR", "exhausted") == "wrong_kind"
    assert ask(Act.LEGALITY_APPLY, "DIRX-a") == "legality_review"


def test_chamber_joins_when_it_is_applied_to() -> None:
    joined = {
        move.joins for move in LAW.moves if move.act in {Act.LEGALITY_APPLY, Act.FINDING_APPLY, Act.IMMUNITY_RAISE}
    }

    assert joined == {("CHM",)}


def test_rejected_challenge_goes_on_and_granted_one_goes_back() -> None:
    assert ask(Act.LEGALITY_REJECT, "DOCS", "legality_review", "chamber") == "in_execution"
    assert ask(Act.LEGALITY_GRANT, "DOCS", "legality_review", "chamber") == "consultation"
    assert ask(Act.LEGALITY_GRANT, "DOCS", "legality_review", "issuer") == "wrong_side"


def test_finding_under_article_93_waits_for_the_fifteen_days() -> None:
    assert ask(Act.FINDING_APPLY, "DOCS", "exhausted", "issuer", ground="87(7)") == "window_closed"
    assert (
        ask(Act.FINDING_APPLY, "DOCS", "exhausted", "issuer", ground="87(7)", window_closed=True) == "finding_pending"
    )
    assert ask(Act.FINDING_APPLY, "SURR", "in_execution", "issuer", ground="87(7)") == "finding_pending"


def test_state_is_heard_before_any_finding() -> None:
    ends = (Act.FINDING_NONE, Act.FINDING_FIND, Act.FINDING_DEFER, Act.FINDING_REFER)

    assert {ask(act, "SURR", "finding_pending", "chamber") for act in ends} == {"not_in_table"}
    assert ask(Act.FINDING_HEAR, "SURR", "finding_pending", "chamber") == "finding_heard"
    assert [ask(act, "SURR", "finding_heard", "chamber") for act in ends] == [
        "in_execution", "found_not_referred", "found_deferred", "referred",
    ]  # fmt: skip


def test_deferred_referral_is_decided_later() -> None:
    """Italy 2025 in the list of findings: the majority put the question of referral off."""
    assert ask(Act.FINDING_REFER, "SURR", "found_deferred", "chamber") == "referred"
    assert ask(Act.FINDING_FIND, "SURR", "found_deferred", "chamber") == "found_not_referred"


def test_no_finding_on_voluntary_requests_or_organisations() -> None:
    assert ask(Act.FINDING_APPLY, "SENT", "in_execution", "issuer", duty="voluntary", ground="87(7)") == "voluntary"
    assert ask(Act.FINDING_APPLY, "IGO", "in_execution", "issuer", duty="conditional", ground="87(7)") == "wrong_kind"


def test_state_not_party_is_reported_not_found_in_breach() -> None:
    answers = {
        ground: ask(Act.FINDING_APPLY, "NONP", "in_execution", "issuer", ground=ground, window_closed=True)
        for ground in ("87(7)", "87(5)(b)")
    }

    assert answers == {"87(7)": "ground_not_for_kind", "87(5)(b)": "finding_pending"}
    assert ask(Act.FINDING_FIND, "NONP", "finding_heard", "chamber") == "wrong_kind"
    assert ask(Act.FINDING_REFER, "NONP", "finding_heard", "chamber") == "referred"


def test_duty_goes_on_after_a_finding() -> None:
    assert ask(Act.CUSTODY_ARREST, "SURR", "referred") == "arrested"
    assert ask(Act.REPLY_FULL, "DOCS", "found_not_referred") == "executed"
