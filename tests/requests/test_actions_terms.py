# SPDX-License-Identifier: EUPL-1.2
"""Terms agreed on the way: conditions (article 93(5)) and costs (article 100)."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.requests.models import Condition, Cost, Request
from comity.requests.queries import request_page
from comity.statute import Act
from tests.factories.requests import a_registered, act, bring_to, entries, fresh, in_execution

WHY = "a test looks at the rows themselves"


def conditions_of(request: Request) -> list[Condition]:
    return list(Condition.objects.unguarded(WHY).filter(request=request).order_by("offered_at", "text"))


def costs_of(request: Request) -> list[Cost]:
    return list(Cost.objects.unguarded(WHY).filter(request=request).order_by("item"))


def propose(viewer: Viewer, request: Request, amount: str, currency: str = "EUR", **given: Any) -> Cost:
    before = {cost.id for cost in costs_of(request)}
    act(viewer, request, Act.COST_PROPOSE, amount_amount=amount, amount_currency=currency, **given)
    (made,) = [cost for cost in costs_of(request) if cost.id not in before]
    return made


# --- Conditions ------------------------------------------------------------------------------------------------------


def test_conditions_are_offered_and_seen_by_both_sides(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asked, request, Act.CONDITIONS_OFFER, conditions="Used in this case only")
    for viewer in (asking, asked):
        assert [(row.text, row.state) for row in request_page(viewer, request.id).conditions] == [
            ("Used in this case only", "offered")
        ]


@pytest.mark.parametrize(("what", "state"), [(Act.CONDITIONS_ACCEPT, "accepted"), (Act.CONDITIONS_DECLINE, "declined")])
def test_condition_is_accepted_or_declined_by_the_court(what: Act, state: str, asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asked, request, Act.CONDITIONS_OFFER)
    (condition,) = conditions_of(request)
    with pytest.raises(Refused) as caught:
        act(asked, request, what, condition=str(condition.id))
    assert caught.value.refusal.code == "wrong_side"
    act(asking, request, what, condition=str(condition.id))
    (settled,) = conditions_of(request)
    assert (settled.state, settled.settled_at) == (state, entries(request, what)[0].at)
    assert entries(request, what)[0].data["condition"] == str(condition.id)
    with pytest.raises(Refused) as caught:
        act(asking, request, what, condition=str(condition.id))
    assert caught.value.refusal.code == "conditions_offered"


def test_each_of_two_conditions_is_settled_by_itself(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    for text in ("A: in this case only", "B: not before June"):
        act(asked, request, Act.CONDITIONS_OFFER, conditions=text)
    first, second = conditions_of(request)
    act(asking, request, Act.CONDITIONS_ACCEPT, condition=str(second.id))
    assert [row.state for row in conditions_of(request)] == ["offered", "accepted"]
    with pytest.raises(Invalid):
        act(asking, request, Act.CONDITIONS_DECLINE, condition=str(second.id))
    act(asking, request, Act.CONDITIONS_DECLINE, condition=str(first.id))
    assert [row.state for row in conditions_of(request)] == ["declined", "accepted"]


@pytest.mark.parametrize("chosen", ["", "the first", str(uuid4())])
def test_condition_that_is_none_is_not_settled(chosen: str, asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asked, request, Act.CONDITIONS_OFFER)
    with pytest.raises(Invalid) as caught:
        act(asking, request, Act.CONDITIONS_ACCEPT, condition=chosen)
    assert set(caught.value.problems) == {"condition"}


def test_condition_of_another_request_is_not_settled_here(asking: Viewer, asked: Viewer) -> None:
    request, other = in_execution(asking), in_execution(asking)
    for one in (request, other):
        act(asked, one, Act.CONDITIONS_OFFER)
    with pytest.raises(Invalid):
        act(asking, request, Act.CONDITIONS_ACCEPT, condition=str(conditions_of(other)[0].id))
    assert [row.state for row in conditions_of(other)] == ["offered"]


# --- Costs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1250", "1250.00"),
        ("1250.5", "1250.50"),
        ("0.01", "0.01"),
        ("1 250,10", "1250.10"),
        ("1\u202f250,10", "1250.10"),
        ("999999999999.99", "999999999999.99"),
        ("0.10", "0.10"),
    ],
)
def test_amount_is_kept_exactly(typed: str, amount: str, asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    cost = propose(asked, request, typed)
    assert (cost.amount, cost.currency) == (Decimal(amount), "EUR")
    assert entries(request, Act.COST_PROPOSE)[0].data["amount"] == {"amount": amount, "currency": "EUR"}


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("", "EUR"),
        ("-1", "EUR"),
        ("NaN", "EUR"),
        ("Infinity", "EUR"),
        ("1.005", "EUR"),
        ("1000000000000", "EUR"),
        ("much", "EUR"),
        ("1,250.00", "EUR"),
        ("10", ""),
        ("10", "XXX"),
    ],
)
def test_amount_that_is_none_is_refused(amount: str, currency: str, asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    with pytest.raises(Invalid) as caught:
        act(asked, request, Act.COST_PROPOSE, amount_amount=amount, amount_currency=currency)
    assert set(caught.value.problems) == {"amount"}
    assert (costs_of(request), entries(request, Act.COST_PROPOSE)) == ([], [])


def test_cost_says_who_bears_it(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    assert propose(asked, request, "10", bearer="state", reasons="Escort").borne_by == "state"
    with pytest.raises(Invalid) as caught:
        act(asked, request, Act.COST_PROPOSE, bearer="nobody")
    assert set(caught.value.problems) == {"bearer"}


@pytest.mark.parametrize("proposer", ["asking", "asked"])
def test_cost_is_agreed_by_the_other_side_only_and_then_settled(proposer: str, asking: Viewer, asked: Viewer) -> None:
    own, other = (asking, asked) if proposer == "asking" else (asked, asking)
    request = in_execution(asking)
    cost = propose(own, request, "1250.00")
    with pytest.raises(Refused) as caught:
        act(other, request, Act.COST_SETTLE, cost=str(cost.id))
    assert caught.value.refusal.code == "cost_agreed"
    with pytest.raises(Refused) as caught:
        act(own, request, Act.COST_AGREE, cost=str(cost.id))
    assert caught.value.refusal.code == "cost_proposed"
    act(other, request, Act.COST_AGREE, cost=str(cost.id))
    assert [row.state for row in costs_of(request)] == ["agreed"]
    act(own, request, Act.COST_SETTLE, cost=str(cost.id))
    assert [row.state for row in costs_of(request)] == ["settled"]
    assert fresh(request).state == "in_execution"


def test_own_cost_is_not_agreed_to_beside_one_of_the_other_side(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    propose(asking, request, "1", reasons="Theirs")
    own = propose(asked, request, "2", reasons="Ours")
    with pytest.raises(Invalid) as caught:
        act(asked, request, Act.COST_AGREE, cost=str(own.id))
    assert set(caught.value.problems) == {"cost"}


def test_costs_in_two_currencies_stand_apart(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    propose(asked, request, "10.10", "EUR", reasons="Escort")
    propose(asked, request, "10.10", "USD", reasons="Flight")
    for viewer in (asking, asked):
        rows = request_page(viewer, request.id).costs
        assert {(row.item, row.amount, row.currency) for row in rows} == {
            ("Escort", Decimal("10.10"), "EUR"),
            ("Flight", Decimal("10.10"), "USD"),
        }


def test_long_reasons_are_kept_in_full_beside_the_short_name_of_a_cost(asking: Viewer, asked: Viewer) -> None:
    request, reasons = in_execution(asking), "Escort of the witness. " * 40
    propose(asked, request, "10", reasons=reasons)
    assert entries(request, Act.COST_PROPOSE)[0].data["reasons"] == reasons.strip()


def test_cost_is_proposed_after_execution_too(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("executed", asking)
    propose(asked, request, "10")
    assert fresh(request).state == "executed"


def test_terms_are_no_strangers_business(asking: Viewer, asked: Viewer, stranger: Viewer) -> None:
    request = a_registered(asking)
    for what in (Act.COST_PROPOSE, Act.COST_AGREE, Act.CONDITIONS_OFFER):
        with pytest.raises(NotFound):
            act(stranger, request, what)
    propose(asked, request, "10")
    assert Cost.objects.visible_to(stranger).count() == 0
