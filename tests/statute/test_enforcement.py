# SPDX-License-Identifier: EUPL-1.2
"""Enforcement and placement: articles 75, 77, 103-111, rule 198."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.statute.asking import ask

from comity.statute import Act, Term, review_date, rome

ARTICLES = (
    "43(6)", "75(4)", "75(5)", "77(2)", "103(1)", "103(2)(a)", "103(3)", "104(1)", "105(1)", "106", "107(1)", "108(1)",
    "109(1)", "109(2)", "110(3)", "111", "rule 198",
)  # fmt: skip
LAW = rome()


@pytest.mark.parametrize("kind", ["SENT", "SENT-MOVE", "IREL", "PROTREL", "CONF-IN"])
def test_placements_are_voluntary(kind: str) -> None:
    assert (LAW.kinds[kind].duty, ask(Act.REPLY_DECLINE, kind, "received", duty="voluntary")) == (
        "voluntary",
        "declined",
    )


@pytest.mark.parametrize("kind", ["FINE", "FORF", "REPA"])
def test_orders_of_the_court_are_executed_as_they_stand(kind: str) -> None:
    assert ask(Act.REPLY_DECLINE, kind) == "compulsory"
    assert ask(Act.REPLY_REFUSE, kind, ground="93(4)") == "no_ground_to_refuse"
    assert ask(Act.CONSULTATION_MODIFY, kind, "consultation", "issuer") == "wrong_kind"
    assert ask(Act.CONSULTATION_RAISE, kind, ground="97") == "consultation"


def test_two_thirds_of_thirty_years_with_credit() -> None:
    """Twenty years from 7 March 2014 are 7 March 2034; 1,200 days served before are taken off."""
    assert review_date(date(2014, 3, 7), Term(years=30), 1200) == date(2034, 3, 7) - timedelta(days=1200)


def test_life_is_reviewed_after_twenty_five_years() -> None:
    assert review_date(date(2020, 2, 29), None) == date(2045, 2, 28)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Term(years=9), date(2026, 1, 1)),
        (Term(years=10), date(2026, 9, 1)),
        (Term(years=14), date(2029, 5, 1)),
        (Term(months=1), date(2020, 1, 22)),
        (Term(days=90), date(2020, 3, 1)),
    ],
)
def test_two_thirds_of_other_terms(term: Term, expected: date) -> None:
    assert review_date(date(2020, 1, 1), term) == expected


@given(
    st.dates(date(2003, 1, 1), date(2050, 12, 31)), st.integers(1, 30), st.integers(0, 11), st.integers(0, 30),
    st.integers(0, 300),
)  # fmt: skip
def test_review_never_comes_before_two_thirds_are_served(
    start: date, years: int, months: int, days: int, credit: int
) -> None:
    review = review_date(start, Term(years, months, days), credit)
    third = review_date(start, Term(years, months, days)) - start

    assert review == start + third - timedelta(days=credit)
    # Calendar months differ by at most three days from their average.
    assert abs(third.days - (years * 365.2425 + months * 30.437 + days) * 2 / 3) < 4
