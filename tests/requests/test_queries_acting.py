# SPDX-License-Identifier: EUPL-1.2
"""What a person sees before an act: whether it is allowed, what it does, who will see it, what can be chosen."""

from datetime import date, timedelta

import pytest

from comity.core.clock import now
from comity.core.errors import NotFound, Refused
from comity.core.viewer import Viewer
from comity.parties.models import Party
from comity.requests.queries import (
    acting,
    bound_basis,
    demand,
    earlier_texts,
    leaving,
    request_row,
    spelled,
    terms_in_force,
)
from comity.statute import Act, Role
from tests.factories.parties import AuthorityFactory, DeclarationFactory, person_at
from tests.factories.requests import (
    TEXT,
    a_delivered,
    a_draft,
    a_registered,
    a_sent,
    act,
    an_approved,
    fresh,
    in_execution,
    save,
)


def test_act_that_is_allowed_shows_its_move(asking: Viewer, asked: Viewer) -> None:
    found = acting(asked, in_execution(asking, kind="DOCS").id, Act.REPLY_REFUSE)
    assert (found.refusal, found.move.after, found.move.needs) == (None, "refused", ("ground", "reasons"))


def test_act_that_is_refused_shows_why_and_still_its_form(asking: Viewer, asked: Viewer) -> None:
    found = acting(asking, in_execution(asking).id, Act.CONDITIONS_ACCEPT)
    assert found.refusal is not None
    assert (found.refusal.code, found.move.act) == ("conditions_offered", Act.CONDITIONS_ACCEPT)


def test_act_on_a_request_that_is_not_seen_is_not_shown(asking: Viewer, asked: Viewer, stranger: Viewer) -> None:
    with pytest.raises(NotFound):
        acting(stranger, in_execution(asking).id, Act.REPLY_FULL)


def test_act_of_no_table_is_not_shown(asking: Viewer, asked: Viewer) -> None:
    with pytest.raises(NotFound):
        acting(asking, in_execution(asking).id, Act.NOTE_WRITE)


def test_only_own_authorities_can_be_chosen(asking: Viewer, asked: Viewer, belgium: Party, norway: Party) -> None:
    request = a_registered(asking)
    AuthorityFactory.make(party=norway)
    own = AuthorityFactory.make(party=belgium)
    assert [one.pk for one in acting(asked, request.id, Act.REQUEST_ASSIGN).authorities] == [own.pk]


def test_each_side_is_shown_the_costs_that_the_other_proposed(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    act(asked, request, Act.COST_PROPOSE, reasons="Escort")
    act(asking, request, Act.COST_PROPOSE, reasons="Flight")
    assert [cost.item for cost in acting(asking, request.id, Act.COST_AGREE).costs] == ["Escort"]
    assert [cost.item for cost in acting(asked, request.id, Act.COST_AGREE).costs] == ["Flight"]


def test_request_not_yet_opened_shows_no_text_before_an_act(asking: Viewer, asked: Viewer) -> None:
    found = acting(asked, a_delivered(asking).id, Act.REQUEST_FETCH)
    assert (found.shows_contents, found.request.subject, found.request.contents) == (False, "", {})
    assert found.refusal is None


def test_sending_shows_who_will_see_the_request(asking: Viewer, asked: Viewer) -> None:
    found = acting(asking, an_approved(asking).id, Act.REQUEST_SEND)
    assert [reader.party.code for reader in found.readers] == ["OTP", "BEL"]


def test_sending_shows_what_changed_since_approval(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = an_approved(asking)
    assert leaving(asking, request_row(asking, request.id)).changes == ()
    DeclarationFactory.make(party=belgium, languages=[["fr"], ["nl", "de"]])
    found = leaving(asking, request_row(asking, request.id))
    assert found.changes == ("The accepted languages were en / fr and are now fr / nl + de.",)
    assert spelled(found.terms.languages) == "fr / nl + de"


def test_basis_that_was_bound_is_read_back_as_it_was(asking: Viewer, asked: Viewer) -> None:
    request = fresh(a_sent(asking))
    basis = bound_basis(request)
    assert basis is not None
    assert (basis.code, basis.article, basis.since) == ("state_party", "86", date(2002, 7, 1))
    assert basis == terms_in_force(asking, request).obligation
    assert bound_basis(fresh(a_draft(asking))) is None


def test_right_to_an_act_is_demanded_with_its_article(asking: Viewer, asked: Viewer, otp: Party) -> None:
    request = request_row(asking, a_draft(asking).id)
    assert demand(asking, request, Act.REQUEST_EDIT).move is not None
    with pytest.raises(Refused):
        demand(person_at(otp, Role.READER, clearance=2), request, Act.REQUEST_EDIT)


def test_earlier_texts_come_newest_first_for_the_own_side(asking: Viewer, asked: Viewer) -> None:
    begun = now() - timedelta(days=1)
    request = a_draft(asking, at=begun)
    save(asking, request, facts="Another text, nothing shared")
    _shown, texts = earlier_texts(asking, request.id, "facts")
    assert [row.text for row in texts] == ["Another text, nothing shared", TEXT]
    with pytest.raises(NotFound):
        earlier_texts(asked, request.id)
