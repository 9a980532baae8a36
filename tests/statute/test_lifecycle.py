# SPDX-License-Identifier: EUPL-1.2
"""Properties over every row of the lifecycle and over random facts."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.statute import (
    NOTHING,
    Act,
    Facts,
    Kind,
    Move,
    Refusal,
    Role,
    decide,
    grounds_for,
    next_transport,
    permitted,
    rome,
)

LAW = rome()
SIDES = ("issuer", "sender", "addressee", "chamber", "system")
ALL_SIDES, ALL_ROLES = frozenset(SIDES), frozenset(Role)
TRANSPORT = ("unsent", "sent", "delivered", "fetched", "registered")

facts = st.builds(
    Facts,
    state=st.sampled_from([NOTHING, *LAW.states]),
    transport=st.sampled_from(TRANSPORT),
    kind=st.sampled_from(list(LAW.kinds)),
    sides=st.frozensets(st.sampled_from(SIDES)),
    roles=st.frozensets(st.sampled_from(list(Role))),
    duty=st.sampled_from(["compulsory", "voluntary", "conditional"]),
    urgent=st.booleans(),
    guards=st.dictionaries(st.sampled_from(list(LAW.guards)), st.booleans()),
    ground=st.none() | st.sampled_from([*LAW.grounds, "104"]),
)


def lawful_facts(move: Move, kind: Kind) -> Iterator[Facts]:
    """Facts under which the row should be open, if the kind and a duty allow it at all."""
    hops = [hop.before for hop in LAW.transport if hop.act is move.act] or ["sent"]
    grounds = grounds_for(LAW, move.act, kind.code) if move.grounds else ("",)
    for ground in grounds:
        for duty in ("compulsory", "voluntary"):
            yield Facts(
                state=move.before,
                transport=hops[0],
                kind=kind.code,
                duty=duty,
                urgent=True,
                guards=dict.fromkeys(LAW.guards, True),
                ground=ground or None,
                sides=ALL_SIDES,
                roles=ALL_ROLES,
            )


@given(facts, st.sampled_from(list(Act)))
def test_no_act_outside_the_table_is_ever_allowed(found: Facts, act: Act) -> None:
    answer = decide(LAW, act, found)

    if isinstance(answer, Move):
        assert answer in LAW.moves
        assert (answer.act, answer.before, answer.covers(found.kind)) == (act, found.state, True)
        assert found.sides != frozenset()


@given(facts, st.sampled_from(list(Act)))
def test_every_refusal_carries_an_article_a_reason_and_a_remedy(found: Facts, act: Act) -> None:
    answer = decide(LAW, act, found)

    if isinstance(answer, Refusal):
        assert answer.article in LAW.articles
        assert all((answer.reason.en, answer.reason.fr, answer.remedy.en, answer.remedy.fr, answer.code))
        assert "{" not in answer.reason.en + answer.reason.fr + answer.remedy.en + answer.remedy.fr


@given(facts)
def test_what_is_permitted_is_what_decide_allows(found: Facts) -> None:
    for offer in permitted(LAW, found):
        answer = decide(LAW, offer.act, found)
        assert (offer.move is None) != (offer.refusal is None)
        if offer.refusal:
            assert answer == offer.refusal
        elif isinstance(answer, Refusal):
            assert answer.code.startswith("ground_")


@given(facts, st.sampled_from(list(Act)))
def test_a_reader_may_do_nothing(found: Facts, act: Act) -> None:
    sides = found.sides - {"system"}
    reader = Facts(found.state, found.transport, found.kind, sides, frozenset({Role.READER}), found.duty)

    assert isinstance(decide(LAW, act, reader), Refusal)


def test_every_row_is_open_to_somebody() -> None:
    closed = [
        move
        for move in LAW.moves
        if not any(
            decide(LAW, move.act, found) == move
            for kind in LAW.kinds.values()
            if move.covers(kind.code)
            for found in lawful_facts(move, kind)
        )
    ]
    assert closed == []


def test_every_state_is_reached_and_can_be_left_unless_final() -> None:
    reached = {NOTHING}
    while more := {move.after for move in LAW.moves if move.before in reached} - reached:
        reached |= more
    stuck = [
        state.code
        for state in LAW.states.values()
        if not state.final and not [move for move in LAW.moves if move.before == state.code != move.after]
    ]

    assert (reached, stuck) == ({NOTHING, *LAW.states}, [])


@pytest.mark.parametrize("kind", LAW.kinds.values(), ids=lambda kind: kind.code)
def test_every_kind_can_be_brought_from_draft_to_an_end(kind: Kind) -> None:
    duty = "compulsory" if kind.duty == "compulsory" else "voluntary"
    reached, waiting = {NOTHING}, [NOTHING]
    while waiting:
        before = waiting.pop()
        for move in LAW.moves:
            if move.before == before and move.covers(kind.code) and move.after not in reached:
                for found in lawful_facts(move, kind):
                    if found.duty == duty and decide(LAW, move.act, found) == move:
                        reached.add(move.after)
                        waiting.append(move.after)
                        break

    assert {"closed", "withdrawn", "discarded", "in_execution"} - reached == set()


def test_lawful_states_are_not_shown_as_failure() -> None:
    lawful = {state.code for state in LAW.states.values() if state.lawful}

    assert {"consultation", "postponed", "partly_executed", "declined", "refused", "blocked_98"} - lawful == set()
    assert lawful & {"finding_pending", "found_not_referred", "found_deferred", "referred"} == set()


def test_the_drafter_cannot_approve() -> None:
    found = Facts(
        "in_review", "unsent", "DOCS", frozenset({"issuer"}), frozenset({Role.APPROVER}), "compulsory",
        guards={"complete": True, "not_drafter": False},
    )  # fmt: skip

    answer = decide(LAW, Act.REQUEST_APPROVE, found)

    assert isinstance(answer, Refusal)
    assert (answer.code, answer.article) == ("not_drafter", "practice")


def test_a_fact_that_is_not_stated_does_not_hold() -> None:
    found = Facts("ready", "unsent", "DOCS", frozenset({"sender"}), frozenset({Role.OFFICER}), "compulsory")

    answer = decide(LAW, Act.REQUEST_SEND, found)

    assert isinstance(answer, Refusal)
    assert answer.code == "complete"


@pytest.mark.parametrize(
    ("transport", "after"), [("sent", "recalled"), ("delivered", "recalled"), ("fetched", "unfetched")]
)
def test_recall_is_possible_until_the_request_is_fetched(transport: str, after: str) -> None:
    found = Facts("transmitted", transport, "DOCS", frozenset({"sender"}), frozenset({Role.OFFICER}), "compulsory")

    answer = decide(LAW, Act.REQUEST_RECALL, found)

    assert (answer.after if isinstance(answer, Move) else answer.code) == after


def test_transport_runs_beside_the_case() -> None:
    steps = [Act.REQUEST_SEND, Act.REQUEST_DELIVER, Act.REQUEST_FETCH, Act.REPLY_INFORM, Act.REQUEST_REGISTER]
    found = ["unsent"]
    for act in steps:
        found.append(next_transport(LAW, act, found[-1]))

    assert found == ["unsent", "sent", "delivered", "fetched", "fetched", "registered"]


def test_unknown_kind_and_state_are_refused() -> None:
    unknown = [
        Facts("received", "registered", "DOX", ALL_SIDES, ALL_ROLES, "compulsory"),
        Facts("lost", "registered", "DOCS", ALL_SIDES, ALL_ROLES, "compulsory"),
    ]

    answers = [decide(LAW, Act.REQUEST_ASSIGN, found) for found in unknown]

    assert [answer.code for answer in answers if isinstance(answer, Refusal)] == ["unknown_kind", "unknown_state"]
