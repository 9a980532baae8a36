# SPDX-License-Identifier: EUPL-1.2
"""What a defence team asks for goes through the Registry, which sees that it passes and nothing of what it says."""

import pytest

from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers.models import Dossier, Participation
from comity.parties.models import Party, PartyKind
from comity.requests import actions
from comity.requests.models import Request, Version
from comity.requests.queries import Filters, desk, find, own_file_id, request_page, requests_page
from comity.statute import Act, Role
from tests.factories.parties import PartyFactory, person_at
from tests.factories.requests import a_draft, a_file, a_registered, a_sent, act, an_approved, fresh, in_execution, take

KIND = "DEFI"
SUBJECT = "Flight records of 2 May"
SECRET = "The alibi of the lighthouse keeper"


@pytest.fixture
def relayed(defence: Viewer, asked: Viewer, registrar: Viewer) -> Request:
    return a_sent(defence, kind=KIND, subject=SUBJECT, facts=SECRET)


def test_defence_makes_no_request_of_the_court(defence: Viewer, asked: Viewer) -> None:
    file = a_file(defence)
    for kind in ("DEFR", "DOCS", "SURR"):
        with pytest.raises(Invalid) as caught, as_viewer(defence):
            actions.begin_request(defence, file_id=file.id, kind=kind, at=now())
        assert set(caught.value.problems) == {"kind"}


def test_request_of_the_defence_is_transmitted_by_the_registry(
    defence: Viewer, registrar: Viewer, asked: Viewer
) -> None:
    request = an_approved(defence, kind=KIND)
    assert (request.sender.code, request.reference[:4]) == ("REG", "DEF-")
    with pytest.raises(Refused) as caught:
        act(defence, request, Act.REQUEST_SEND)
    assert caught.value.refusal.code == "wrong_side"
    act(registrar, request, Act.REQUEST_SEND)
    assert fresh(request).state == "transmitted"


def test_registry_sees_an_envelope_and_nothing_in_it(relayed: Request, registrar: Viewer) -> None:
    page = request_page(registrar, relayed.id)
    assert (page.part.scope, page.shows_contents) == (Participation.Scope.ENVELOPE, False)
    assert (page.request.subject, page.request.contents, page.request.person) == ("", {}, None)
    assert (list(page.lines), list(page.versions), list(page.conditions), list(page.costs)) == ([], [], [], [])
    assert all(entry.data == {} for entry in page.entries)
    assert page.request.reference == relayed.reference
    assert [(row.reference, row.subject) for row in requests_page(registrar, Filters(box="passing")).rows] == [
        (relayed.reference, "")
    ]
    assert {row.subject for pile in desk(registrar) for row in pile.rows} <= {""}


def test_registry_finds_an_envelope_by_its_reference_and_never_by_its_words(
    relayed: Request, registrar: Viewer, defence: Viewer
) -> None:
    for word in ("alibi", "lighthouse", "flight"):
        assert find(registrar, word) == []
        assert [row.id for row in find(defence, word)] == [relayed.id]
    assert [(row.id, row.subject) for row in find(registrar, relayed.reference)] == [(relayed.id, "")]


def test_no_row_that_the_registry_sees_holds_the_text(relayed: Request, registrar: Viewer) -> None:
    assert Version.objects.visible_to(registrar).count() == 0
    for key in (own_file_id(registrar, relayed), relayed.dossier_id):
        assert SUBJECT not in Dossier.objects.visible_to(registrar).get(id=key).title


def test_registry_before_approval_knows_of_nothing(defence: Viewer, registrar: Viewer, asked: Viewer) -> None:
    a_draft(defence, kind=KIND)
    assert Request.objects.visible_to(registrar).count() == 0


def test_prosecutor_and_chambers_know_of_nothing(
    relayed: Request, asking: Viewer, asking_approver: Viewer, chamber: Viewer, president: Viewer
) -> None:
    for viewer in (asking, asking_approver, chamber, president):
        assert Request.objects.visible_to(viewer).count() == 0
        with pytest.raises(NotFound):
            request_page(viewer, relayed.id)
        assert find(viewer, relayed.reference) == []


def test_other_defence_team_knows_of_nothing(relayed: Request) -> None:
    other = PartyFactory.make(code="DEF-B", kind=PartyKind.DEFENCE, name_en="Team B", name_fr="Équipe B")
    viewer = person_at(other, Role.DRAFTER, Role.OFFICER, clearance=UNDER_SEAL)
    assert Request.objects.visible_to(viewer).count() == 0


def test_state_sees_what_the_defence_asks_and_may_decline(defence: Viewer, registrar: Viewer, asked: Viewer) -> None:
    request = a_registered(defence, kind=KIND, subject=SUBJECT)
    page = request_page(asked, request.id)
    assert (page.request.subject, page.request.issuer.code) == (SUBJECT, "DEF-A")
    act(asked, request, Act.REPLY_DECLINE)
    assert fresh(request).state == "declined"


def test_answer_to_the_defence_shows_the_registry_only_that_there_is_one(
    defence: Viewer, registrar: Viewer, asked: Viewer
) -> None:
    request = in_execution(defence, kind=KIND)
    act(asked, request, Act.CONDITIONS_OFFER, conditions="For the defence only")
    act(asked, request, Act.REPLY_FULL, text="The records, in confidence")
    page = request_page(registrar, request.id)
    assert [entry.act for entry in page.entries][-1] == Act.REPLY_FULL
    assert "confidence" not in str([entry.data for entry in page.entries])
    assert list(page.conditions) == []
    assert request_page(defence, request.id).entries[-1].data == {"text": "The records, in confidence"}


def test_registry_recalls_what_it_relayed_for_the_defence(
    relayed: Request, registrar: Viewer, asked: Viewer, belgium: Party
) -> None:
    take(relayed, Act.REQUEST_RECALL)
    assert Request.objects.visible_to(asked).count() == 0
    assert fresh(relayed).state == "recalled"
