# SPDX-License-Identifier: EUPL-1.2
"""Lists, search and the desk: what they hold for whom, in which order, in how many queries."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from comity.core.clock import now, today
from comity.core.errors import Invalid
from comity.core.viewer import ANONYMOUS, UNDER_SEAL, Viewer
from comity.parties.models import Party
from comity.requests.models import Request
from comity.requests.queries import Filters, desk, find, requests_page
from comity.statute import Act, Role
from tests.factories.parties import person_at
from tests.factories.requests import (
    SUBJECT,
    a_delivered,
    a_draft,
    a_fetched,
    a_file,
    a_registered,
    a_sent,
    a_situation,
    act,
    an_approved,
    bring_to,
    in_execution,
    in_review,
    take,
)

Counter = Callable[..., Any]


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def listed(viewer: Viewer, **filters: str) -> list[str]:
    """The references on the first page, in the order shown."""
    return [row.reference for row in requests_page(viewer, Filters(**filters)).rows]


# --- Boxes and filters -----------------------------------------------------------------------------------------------


def test_boxes_hold_what_was_sent_received_and_passed_on(
    asking: Viewer, chamber: Viewer, asked: Viewer, registrar: Viewer, stranger: Viewer
) -> None:
    of_otp, of_chm = a_sent(asking), a_sent(chamber, kind="SURR")
    draft = a_draft(asking)
    assert set(listed(asking, box="sent")) == {of_otp.reference, draft.reference}
    assert set(listed(asked, box="received")) == {of_otp.reference, of_chm.reference}
    assert listed(registrar, box="passing") == [of_chm.reference]
    assert listed(chamber, box="sent") == [of_chm.reference]
    for box in ("sent", "received", "passing"):
        assert listed(stranger, box=box) == listed(ANONYMOUS, box=box) == []
    assert listed(asking, box="received") == listed(asked, box="sent") == listed(asking, box="passing") == []


def test_list_tells_nothing_of_what_was_not_sent_to_a_state(asking: Viewer, asked: Viewer) -> None:
    for make in (a_draft, in_review, an_approved):
        make(asking)
    bring_to("recalled", asking)
    assert listed(asked, box="received", status="all") == []


def test_open_and_closed_requests_are_told_apart(asking: Viewer, asked: Viewer) -> None:
    living, closed = in_execution(asking), bring_to("closed", asking)
    assert listed(asking) == [living.reference]
    assert listed(asking, status="closed") == [closed.reference]
    assert set(listed(asking, status="all")) == {living.reference, closed.reference}


def test_list_is_narrowed_by_each_filter(asking: Viewer, asked: Viewer, norway: Party) -> None:
    plain = a_sent(asking)
    urgent = a_sent(asking, kind="DOCS", addressee="NOR", urgency="urgent")
    elsewhere = a_draft(asking, file=a_file(asking, situation=a_situation("TST-02")))
    every = {plain.reference, urgent.reference, elsewhere.reference}
    assert set(listed(asking)) == every
    for filters, expected in (
        ({"state": "draft"}, {elsewhere}),
        ({"kind": "DOCS"}, {urgent}),
        ({"party": "NOR"}, {urgent}),
        ({"urgency": "urgent"}, {urgent}),
        ({"situation": "TST-02"}, {elsewhere}),
        ({"kind": "SERV", "state": "transmitted"}, {plain}),
        ({"kind": "DOCS", "party": "BEL"}, set()),
    ):
        assert set(listed(asking, **filters)) == {one.reference for one in expected}
    assert listed(asked, box="received", party="OTP") == [plain.reference]
    assert listed(asked, box="received", party="CHM") == []


@pytest.mark.parametrize("filters", [{"state": "lost"}, {"kind": "NONE"}, {"sort": "x"}, {"due": "x"}, {"box": "x"}])
def test_filter_that_is_none_is_ignored(filters: dict[str, str], asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    assert listed(asking, **filters) == [request.reference]


def test_list_is_narrowed_by_when_it_is_due(asking: Viewer, asked: Viewer) -> None:
    past = now() - timedelta(days=30)
    made = {
        "overdue": a_sent(asking, requested_by=in_days(-2), at=past),
        "week": a_sent(asking, requested_by=in_days(6)),
        "month": a_sent(asking, requested_by=in_days(20)),
        "later": a_sent(asking, requested_by=in_days(90)),
        "none": a_sent(asking),
    }
    assert listed(asking, due="overdue") == [made["overdue"].reference]
    assert listed(asking, due="week") == [made["week"].reference]
    assert listed(asking, due="month") == [made["week"].reference, made["month"].reference]
    assert listed(asking, due="none") == [made["none"].reference]
    assert listed(asking) == [request.reference for request in made.values()]


def test_list_is_sorted_by_what_changed_last(asking: Viewer, asked: Viewer) -> None:
    begun = now() - timedelta(days=9)
    first = a_sent(asking, at=begun)
    second = a_sent(asking, at=begun + timedelta(days=1))
    assert listed(asking, sort="changed") == [second.reference, first.reference]
    take(first, Act.REQUEST_FETCH)
    assert listed(asking, sort="changed") == [first.reference, second.reference]


# --- Pages by key ----------------------------------------------------------------------------------------------------


def walked(viewer: Viewer, filters: Filters, size: int) -> Iterator[list[str]]:
    after = ""
    while True:
        page = requests_page(viewer, filters, after=after, size=size)
        yield [row.reference for row in page.rows]
        if not page.next_key:
            return
        after = page.next_key


@pytest.mark.parametrize("sort", ["due", "changed"])
def test_pages_follow_one_another_without_gap_or_repetition(sort: str, asking: Viewer, asked: Viewer) -> None:
    for number in range(5):
        in_review(asking, requested_by="" if number % 2 else in_days(9))
    filters = Filters(sort=sort)
    pages = list(walked(asking, filters, 2))
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [one for page in pages for one in page] == listed(asking, sort=sort)
    second = requests_page(asking, filters, after=requests_page(asking, filters, size=2).next_key, size=2)
    back = requests_page(asking, filters, before=second.previous_key, size=2)
    assert [row.reference for row in back.rows] == pages[0]
    assert back.previous_key == ""


def test_row_that_comes_in_between_shifts_no_page(asking: Viewer, asked: Viewer) -> None:
    for _number in range(3):
        a_sent(asking, requested_by=in_days(20))
    before = list(walked(asking, Filters(), 2))
    first = requests_page(asking, Filters(), size=2)
    a_sent(asking, requested_by=in_days(1))
    second = requests_page(asking, Filters(), after=first.next_key, size=2)
    assert [row.reference for row in second.rows] == before[1]


@pytest.mark.parametrize("key", ["nonsense", "W10", "bnVsbA", "%00", "WyIyMDI3LTAxLTAxIiwgIngiXQ"])
def test_key_that_is_none_is_refused(key: str, asking: Viewer) -> None:
    with pytest.raises(Invalid):
        requests_page(asking, Filters(), after=key)


# --- Sight -----------------------------------------------------------------------------------------------------------


def test_subject_stays_covered_in_lists_until_the_request_is_fetched(asking: Viewer, asked: Viewer) -> None:
    request = a_delivered(asking)
    assert [row.subject for row in requests_page(asked, Filters(box="received")).rows] == [""]
    assert [row.subject for row in find(asked, request.reference)] == [""]
    assert [row.subject for pile in desk(asked) for row in pile.rows] == [""]
    take(request, Act.REQUEST_FETCH)
    assert [row.subject for row in requests_page(asked, Filters(box="received")).rows] == [request.subject]


def test_request_under_seal_is_in_no_list_and_no_count_of_the_uncleared(
    asking: Viewer, asked: Viewer, belgium: Party
) -> None:
    cleared, sealed = a_registered(asking), a_registered(asking, file=a_file(asking, classification=UNDER_SEAL))
    plain = replace(asked, clearance=1)
    assert listed(plain, box="received") == [cleared.reference]
    assert [(pile.code, pile.count) for pile in desk(plain)] == [("execute", 1)]
    assert find(plain, sealed.reference) == find(plain, "zzz") == []
    assert [row.id for row in find(plain, "warehouse")] == [cleared.id]
    assert len(find(asked, "warehouse")) == 2


# --- Search ----------------------------------------------------------------------------------------------------------


def test_words_are_found_without_accents_and_case_and_unfinished(asking: Viewer, asked: Viewer) -> None:
    request = a_fetched(asking, subject="Registre de l’Entrepôt nº 4")
    for viewer in (asking, asked):
        for typed in ("entrepôt", "ENTREPOT", "entrep", "registre entrepot", "Entrepôt  registre"):
            assert [row.id for row in find(viewer, typed)] == [request.id]
        assert find(viewer, "entrepot lighthouse") == []


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "'", '"', "*", "a OR b", "warehouse AND (", "\x00", "%", "_", "🙂", "x" * 10_000, "1 2 3 " * 50],
)
def test_whatever_is_typed_is_searched_in_peace(typed: str, asking: Viewer, asked: Viewer) -> None:
    a_sent(asking)
    assert find(asking, typed) == []


def test_results_come_newest_first_and_never_by_rank(asking: Viewer, asked: Viewer) -> None:
    begun = now() - timedelta(days=9)
    old = a_sent(asking, subject="warehouse warehouse warehouse", at=begun)
    new = a_sent(asking, subject="A letter", at=begun + timedelta(days=1))
    assert [row.id for row in find(asking, "warehouse")] == [new.id, old.id]


def test_results_are_limited(asking: Viewer, asked: Viewer) -> None:
    for _number in range(3):
        a_draft(asking)
    assert len(find(asking, "warehouse", limit=2)) == 2


# --- The desk --------------------------------------------------------------------------------------------------------


def piles(viewer: Viewer) -> dict[str, list[Request]]:
    return {pile.code: list(pile.rows) for pile in desk(viewer)}


def test_desk_of_the_asking_side_shows_what_needs_it(asking: Viewer, asking_approver: Viewer, asked: Viewer) -> None:
    draft, review, approved = a_draft(asking), in_review(asking), an_approved(asking)
    executed, waiting = bring_to("executed", asking), in_execution(asking, requested_by=in_days(5))
    own = {code: {row.id for row in rows} for code, rows in piles(asking).items()}
    assert own == {
        "drafts": {draft.id},
        "send": {approved.id},
        "check": {executed.id},
        "due": {waiting.id},
        "waiting": {waiting.id},
    }
    assert [row.id for row in piles(asking_approver)["review"]] == [review.id]


def test_desk_of_the_requested_side_shows_what_needs_it(asking: Viewer, asked: Viewer) -> None:
    sent, fetched, registered = a_sent(asking), a_fetched(asking), a_registered(asking, requested_by=in_days(3))
    found = {code: {row.id for row in rows} for code, rows in piles(asked).items()}
    assert found == {
        "unopened": {sent.id},
        "register": {fetched.id},
        "execute": {registered.id},
        "due": {registered.id},
    }


def test_draft_of_a_colleague_is_not_on_the_desk(asking: Viewer, asked: Viewer, otp: Party) -> None:
    a_draft(person_at(otp, Role.DRAFTER, clearance=UNDER_SEAL))
    assert "drafts" not in piles(asking)


def test_desk_of_a_substitute_shows_the_drafts_of_whom_they_stand_in_for(
    asking: Viewer, asked: Viewer, otp: Party
) -> None:
    draft = a_draft(asking)
    other = person_at(otp, Role.DRAFTER, clearance=UNDER_SEAL)
    stand_in = replace(asking, person_id=other.person_id, acting_for_id=asking.person_id)
    assert [row.id for row in piles(stand_in)["drafts"]] == [draft.id]


def test_pile_counts_more_than_it_shows_up_to_a_limit(
    asking: Viewer, asked: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(8):
        a_draft(asking)
    (pile,) = desk(asking)
    assert (len(pile.rows), pile.count) == (6, 8)
    monkeypatch.setitem(settings.COMITY_LIMITS, "counted", 7)
    assert desk(asking)[0].count == 7


def test_every_pile_links_to_a_list_that_holds_it(asking: Viewer, asking_approver: Viewer, asked: Viewer) -> None:
    for state in ("draft", "in_review", "approved", "in_execution", "executed"):
        bring_to(state, asking, requested_by=in_days(5))
    a_sent(asking)
    a_fetched(asking)
    for viewer in (asking, asking_approver, asked):
        for pile in desk(viewer):
            filters = dict(part.split("=") for part in pile.query.split("&"))
            assert {row.reference for row in pile.rows} <= set(listed(viewer, **filters))


def test_desk_of_nobody_is_empty(anonymous: Viewer, asking: Viewer, asked: Viewer) -> None:
    a_registered(asking)
    assert desk(anonymous) == []


# --- In how many queries ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("box", ["sent", "received"])
def test_list_costs_two_queries_however_long_it_is(
    count: int, box: str, asking: Viewer, asked: Viewer, django_assert_num_queries: Counter
) -> None:
    for _number in range(count):
        a_registered(asking)
    viewer = asking if box == "sent" else asked
    with django_assert_num_queries(2):
        rows = requests_page(viewer, Filters(box=box)).rows
        shown = [(row.issuer.code, row.addressee.code, row.subject) for row in rows if row.addressee]
    assert shown == [("OTP", "BEL", SUBJECT)] * count


@pytest.mark.parametrize("count", [1, 3])
def test_search_costs_two_queries_however_much_it_finds(
    count: int, asking: Viewer, asked: Viewer, django_assert_num_queries: Counter
) -> None:
    requests = [a_registered(asking) for _number in range(count)]
    with django_assert_num_queries(2):
        assert len(find(asking, "warehouse")) == count
    with django_assert_num_queries(2):
        assert [row.id for row in find(asked, requests[0].reference)] == [requests[0].id]
    with django_assert_num_queries(2):
        assert len(find(asked, "JUD/2027/114")) == count


@pytest.mark.parametrize("count", [1, 3])
def test_desk_costs_the_same_however_much_is_on_it(
    count: int, asking: Viewer, asked: Viewer, django_assert_num_queries: Counter
) -> None:
    for _number in range(count):
        a_draft(asking)
        a_registered(asking)
    with django_assert_num_queries(8):
        desk(asking)
    with django_assert_num_queries(8):
        desk(asked)


def test_list_of_a_state_does_not_grow_with_what_others_have(
    asking: Viewer, asked: Viewer, stranger: Viewer, django_assert_num_queries: Counter
) -> None:
    a_sent(asking, addressee="NOR")
    act(stranger, a_sent(asking, addressee="NOR"), Act.REQUEST_FETCH)
    with django_assert_num_queries(1):
        assert requests_page(asked, Filters(box="received")).rows == ()
    assert len(listed(stranger, box="received")) == 2
