# SPDX-License-Identifier: EUPL-1.2
"""The page of one request: what each side sees of it, and in how many queries."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from comity.core.clock import now
from comity.core.errors import NotFound
from comity.core.viewer import CONFIDENTIAL, PUBLIC, UNDER_SEAL, Viewer
from comity.dossiers import actions as dossiers
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Request
from comity.requests.queries import (
    facts_of,
    history_of,
    lines_of,
    readers_of,
    request_page,
    request_row,
    sides_of,
    terms_in_force,
)
from comity.statute import Act, Role, rome
from tests.factories.parties import person_at
from tests.factories.requests import (
    NOT_APPLICABLE,
    TEXT,
    a_draft,
    a_file,
    a_person,
    a_registered,
    a_sent,
    act,
    an_approved,
    bring_to,
    entries,
    fresh,
    in_execution,
    take,
)

Counter = Callable[..., Any]


def hidden(viewer: Viewer, request: Request) -> bool:
    with pytest.raises(NotFound):
        request_page(viewer, request.id)
    return True


# --- Who sees it -----------------------------------------------------------------------------------------------------


def test_request_is_seen_by_its_two_sides_and_nobody_else(
    asking: Viewer,
    asked: Viewer,
    stranger: Viewer,
    registrar: Viewer,
    chamber: Viewer,
    president: Viewer,
    secretariat: Viewer,
    defence: Viewer,
    anonymous: Viewer,
) -> None:
    request = a_registered(asking)
    assert request_page(asking, request.id).sides == {"issuer", "sender"}
    assert request_page(asked, request.id).sides == {"addressee"}
    for viewer in (stranger, registrar, chamber, president, secretariat, defence, anonymous):
        assert hidden(viewer, request)
        assert Request.objects.visible_to(viewer).count() == 0


def test_request_that_is_not_seen_is_like_one_that_does_not_exist(
    asking: Viewer, stranger: Viewer, asked: Viewer
) -> None:
    request = a_registered(asking)
    texts = []
    for key in (request.id, uuid4()):
        with pytest.raises(NotFound) as caught:
            request_page(stranger, key)
        texts.append((str(caught.value), caught.value.args))
    assert texts[0] == texts[1]


def test_clearance_below_the_file_sees_nothing(asking: Viewer, asked: Viewer, uncleared: Viewer) -> None:
    request = a_registered(asking)
    assert hidden(uncleared, request)
    for clearance, seen in ((PUBLIC, False), (CONFIDENTIAL, True)):
        viewer = replace(asked, clearance=clearance)
        assert Request.objects.visible_to(viewer).exists() is seen


def test_request_in_a_circle_is_seen_by_the_circle_only(asking: Viewer, asking_approver: Viewer, asked: Viewer) -> None:
    circle = dossiers.form_circle(asking, name="Sealed", reason="Leads the file", at=now())
    inside = replace(asking, circles=frozenset({circle.id}))
    request = a_draft(inside, file=a_file(inside, circle_id=circle.id, classification=UNDER_SEAL))
    assert request_page(inside, request.id).request.id == request.id
    assert hidden(asking_approver, request)
    assert hidden(asking, request)


# --- What is on it ---------------------------------------------------------------------------------------------------


def test_page_shows_each_element_with_its_text_or_why_it_does_not_apply(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking, procedure="", **NOT_APPLICABLE)
    lines = {line.element.code: line for line in request_page(asking, request.id).lines}
    assert list(lines) == [element.code for element in rome().kinds["SERV"].elements]
    assert (lines["facts"].text, lines["facts"].not_applicable) == (TEXT, False)
    assert (lines["procedure"].text, lines["procedure"].not_applicable, lines["procedure"].reason) == (
        "",
        True,
        "None is asked for",
    )
    assert [line.text for line in lines_of(fresh(request))] == [line.text for line in lines.values()]


def test_timeline_tells_who_acted_for_which_function_on_both_sides(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asked, request, Act.REPLY_INFORM, text="Under way")
    entry = request_page(asking, request.id).entries[-1]
    assert entry.party is not None
    assert (entry.act, entry.party.code, entry.function, entry.data) == (
        Act.REPLY_INFORM,
        "BEL",
        "Central authority of Belgium",
        {"text": "Under way"},
    )
    sent = next(entry for entry in request_page(asked, request.id).entries if entry.act == Act.REQUEST_SEND)
    assert sent.party is not None
    assert (sent.party.code, sent.function) == ("OTP", "Cooperation desk of the Office of the Prosecutor")


def test_timeline_names_every_act_in_the_order_in_which_it_was_done(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("closed", asking)
    assert [entry.act for entry in request_page(asking, request.id).entries] == [
        Act.REQUEST_CREATE,
        Act.REQUEST_SUBMIT,
        Act.REQUEST_APPROVE,
        Act.REQUEST_SEND,
        Act.REQUEST_DELIVER,
        Act.REQUEST_FETCH,
        Act.REQUEST_REGISTER,
        Act.REPLY_PARTIAL,
        Act.REQUEST_CLOSE,
    ]


def test_page_offers_what_is_allowed_and_says_why_the_rest_is_not(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    offers = {offer.act: offer for offer in request_page(asking, request.id).offers}
    assert offers[Act.REQUEST_REMIND].move is not None
    refused = offers[Act.CONDITIONS_ACCEPT].refusal
    assert refused is not None
    assert (refused.code, refused.article) == ("conditions_offered", "93(5)")
    assert Act.REPLY_FULL not in offers


def test_every_offer_is_what_the_act_itself_would_say(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking, kind="DOCS")
    for viewer in (asking, asked):
        page = request_page(viewer, request.id)
        facts = facts_of(viewer, fresh(request), history=history_of(request), part=page.part, has_consent=True)
        assert facts.sides == page.sides
        for offer in page.offers:
            assert (offer.move is None) != (offer.refusal is None)
            if offer.refusal is not None:
                assert offer.refusal.article


def test_readers_are_named_before_sending(asking: Viewer, asked: Viewer) -> None:
    request = an_approved(asking)
    shown = request_row(asking, request.id)
    assert [(reader.party.code, reader.scope) for reader in readers_of(asking, shown)] == [
        ("OTP", "Everything"),
        ("BEL", "Everything"),
    ]


def test_readers_of_a_request_of_chambers_count_the_registry(chamber: Viewer, registrar: Viewer, asked: Viewer) -> None:
    request = an_approved(chamber, kind="SURR")
    named = [reader.party.code for reader in readers_of(registrar, request_row(registrar, request.id))]
    assert sorted(named) == ["BEL", "CHM", "REG"]


def test_sides_are_those_of_the_party_and_the_addressee_only_once_it_is_sent(
    chamber: Viewer, registrar: Viewer, asked: Viewer
) -> None:
    request = fresh(an_approved(chamber, kind="SURR"))
    assert sides_of(chamber, request) == {"issuer", "chamber"}
    assert sides_of(registrar, request) == {"sender"}
    assert sides_of(asked, request) == frozenset()
    take(request, Act.REQUEST_SEND)
    assert sides_of(asked, fresh(request)) == {"addressee"}


def test_person_concerned_is_named_to_both_sides_by_pseudonym(asking: Viewer, asked: Viewer) -> None:
    file = a_file(asking)
    request = a_registered(asking, file=file, person=str(a_person(asking, file).id))
    for viewer in (asking, asked):
        person = request_page(viewer, request.id).request.person
        assert person is not None
        assert person.pseudonym == "Witness Plover"


def test_terms_are_those_of_the_day(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = fresh(a_draft(asking))
    assert terms_in_force(asking, request).obligation is not None
    assert terms_in_force(asking, request, on=date(2002, 6, 30)).obligation is None


def test_mark_moves_with_the_acts_of_people_only(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    mark = history_of(request).mark
    assert mark
    take(request, Act.REQUEST_FETCH)
    assert history_of(request).mark == mark
    take(request, Act.REQUEST_REGISTER)
    assert history_of(request).mark != mark


# --- In how many queries ---------------------------------------------------------------------------------------------

FULL, PLAIN = 12, 6


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_however_much_is_on_it(
    count: int, asking: Viewer, asked: Viewer, django_assert_num_queries: Counter
) -> None:
    request = in_execution(asking)
    for number in range(count):
        act(asked, request, Act.REPLY_INFORM)
        act(asked, request, Act.CONDITIONS_OFFER)
        act(asked, request, Act.COST_PROPOSE)
        actions.add_reference(asked, request_id=request.id, number=f"A/{number}", at=now())
        actions.write_note(asked, request_id=request.id, text="A note", at=now())
        actions.open_task(
            asked, request_id=request.id, text="A task", assignee_id=asked.person_id or uuid4(), due_on=None, at=now()
        )
        actions.correct_request(
            asking, request_id=request.id, texts={"facts": f"Text {number}"}, subject="", reason="Slip", at=now()
        )
    with django_assert_num_queries(FULL):
        page = request_page(asked, request.id)
    assert len(page.notes) == len(page.tasks) == len(page.conditions) == len(page.costs) == count
    assert len(page.versions) == count + 1
    for entry in page.entries:
        assert entry.party is None or entry.party.code
        assert entry.actor is None or entry.actor.name


@pytest.mark.parametrize("count", [1, 3])
def test_plain_page_costs_few_queries(
    count: int, asking: Viewer, asked: Viewer, django_assert_num_queries: Counter
) -> None:
    requests = [a_sent(asking) for _number in range(count)]
    with django_assert_num_queries(PLAIN):
        request_page(asking, requests[0].id)


def test_history_is_the_same_for_everybody(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking, at=now() - timedelta(days=2))
    assert history_of(request).counts[Act.REQUEST_CREATE] == 1
    assert len(history_of(request).done) == len(entries(request))


def test_reader_sees_and_is_offered_nothing(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = in_execution(asking)
    page = request_page(person_at(belgium, Role.READER, clearance=UNDER_SEAL), request.id)
    assert page.shows_contents
    assert [offer.act for offer in page.offers if offer.move is not None] == []
