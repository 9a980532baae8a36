# SPDX-License-Identifier: EUPL-1.2
"""Drafts from drafts, and acts on many requests at once."""

import html as entities
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comity.core.clock import now
from comity.core.viewer import Viewer
from comity.requests import actions
from comity.requests.models import Request
from comity.statute import Act
from tests.factories.parties import MembershipFactory, PartyFactory
from tests.factories.requests import TEXT, a_draft, a_file, a_sent, act, fresh, in_review, save

SignIn = Callable[[Viewer], Client]


def at(name: str, request: Request, *more: str) -> str:
    return reverse(f"requests:{name}", args=[request.id, *more])


def text_of(answer: Any) -> str:
    return entities.unescape(answer.content.decode())


def made_of(request: Request) -> list[Request]:
    return list(Request.objects.unguarded("a test").exclude(id=request.id).order_by("created_at"))


def batch_of_three(asking: Viewer) -> list[Request]:
    """Complete drafts to Belgium, Norway and Costa Rica, linked."""
    request = a_draft(asking)
    return [fresh(request), *actions.address_to_several(asking, request_id=request.id, codes=["NOR", "CRI"], at=now())]


@pytest.fixture
def costa_rica(db: None) -> object:
    """A State beyond the cast."""
    party = PartyFactory.make(code="CRI", iso2="CR", name_en="Costa Rica", name_fr="Costa Rica")
    MembershipFactory.make(party=party)
    return party


def test_copy_takes_the_text_and_nothing_of_the_other_side(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = a_sent(asking)
    file = a_file(asking, title="Another file")

    answer = sign_in(asking).post(at("copy", request), {"file": str(file.id)})

    copy = made_of(request)[0]
    assert answer["Location"] == at("edit", copy)
    assert (copy.state, copy.channel, copy.basis, copy.file_id) == ("draft", "", {}, file.id)
    assert copy.contents["purpose"]["text"] == TEXT


def test_copy_is_not_there_for_the_other_side(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    assert sign_in(asked).get(at("copy", a_sent(asking))).status_code == 404


def test_copied_text_is_kept_before_it_is_changed(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = a_sent(asking)
    sign_in(asking).post(at("copy", request), {"file": str(request.file_id)})
    copy = made_of(request)[0]

    save(asking, copy, purpose="Something quite different.")

    assert TEXT in text_of(sign_in(asking).get(at("texts", copy)))


def test_split_makes_a_second_request_of_another_kind(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = a_draft(asking)

    answer = sign_in(asking).post(
        at("split", request), {"kind": "DOCS", "subject": "The letters", "elements": ["purpose", "facts"]}
    )

    second = made_of(request)[0]
    assert answer["Location"] == at("edit", second)
    assert (second.kind, second.subject, set(second.contents)) == ("DOCS", "The letters", {"purpose", "facts"})
    assert fresh(request).contents["purpose"]["text"] == TEXT


def test_split_without_a_kind_keeps_what_was_typed(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    answer = sign_in(asking).post(at("split", a_draft(asking)), {"kind": "", "subject": "The letters"})

    assert (answer.status_code, "The letters" in text_of(answer)) == (422, True)


def test_several_states_get_linked_requests_of_their_own(
    asking: Viewer, belgium: object, norway: object, costa_rica: object, sign_in: SignIn
) -> None:
    request = a_draft(asking)

    sign_in(asking).post(at("several", request), {"addressees": "Norway\nCRI\nbelgium"})

    made = made_of(request)
    assert sorted(one.addressee_id for one in made if one.addressee_id) == sorted([norway.pk, costa_rica.pk])  # type: ignore[attr-defined]  # parties
    assert {one.batch for one in made} == {fresh(request).batch}


@pytest.mark.parametrize(
    ("typed", "said"), [("Atlantis", "Atlantis"), ("", "Name at least one"), ("\n ;\n", "between 1")]
)
def test_several_states_that_cannot_be_read_are_told(
    asking: Viewer, belgium: object, sign_in: SignIn, typed: str, said: str
) -> None:
    request = a_draft(asking)

    answer = sign_in(asking).post(at("several", request), {"addressees": typed})

    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert made_of(request) == []


def test_act_is_done_for_all_that_stand_in_the_same_state(
    asking: Viewer, asking_approver: Viewer, belgium: object, norway: object, costa_rica: object, sign_in: SignIn
) -> None:
    batch = batch_of_three(asking)

    submit = at("act", batch[0], "request-submit")
    assert "Also for the linked requests" in text_of(sign_in(asking).get(submit))
    sign_in(asking).post(submit, {"linked": "on"})
    assert [fresh(one).state for one in batch] == ["in_review"] * 3

    sign_in(asking_approver).post(at("act", batch[0], "request-approve"), {"linked": "on"})
    assert [fresh(one).state for one in batch] == ["approved"] * 3

    sign_in(asking).post(at("send", batch[0]), {"how": "proper", "linked": "on"})
    assert [fresh(one).state for one in batch] == ["transmitted"] * 3


def test_what_is_refused_for_one_of_the_batch_is_told_by_its_reference(
    asking: Viewer, asking_approver: Viewer, belgium: object, norway: object, costa_rica: object, sign_in: SignIn
) -> None:
    first, second, third = batch_of_three(asking)
    save(asking, second, purpose="")
    for one in (first, second, third):
        act(asking, one, Act.REQUEST_SUBMIT)

    answer = sign_in(asking_approver).post(at("act", first, "request-approve"), {"linked": "on"}, follow=True)

    assert [fresh(one).state for one in (first, second, third)] == ["approved", "in_review", "approved"]
    page = text_of(answer)
    assert f"{second.reference}: not done. The request still lacks something compulsory." in page
    assert f"{third.reference}: done." in page


def test_nothing_is_done_to_the_batch_where_the_first_is_refused(
    asking: Viewer, asking_approver: Viewer, belgium: object, norway: object, costa_rica: object, sign_in: SignIn
) -> None:
    first, second, third = batch_of_three(asking)
    save(asking, first, purpose="")
    for one in (first, second, third):
        act(asking, one, Act.REQUEST_SUBMIT)

    answer = sign_in(asking_approver).post(at("act", first, "request-approve"), {"linked": "on"})

    assert answer.status_code == 403
    assert [fresh(one).state for one in (first, second, third)] == ["in_review"] * 3


def test_other_acts_are_done_on_one_request_at_a_time(
    asking: Viewer, belgium: object, norway: object, costa_rica: object, sign_in: SignIn
) -> None:
    batch = batch_of_three(asking)

    page = text_of(sign_in(asking).get(at("act", batch[0], "request-discard")))

    assert "Also for the linked requests" not in page


def test_request_of_no_batch_offers_no_others(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    page = text_of(sign_in(asking).get(at("act", in_review(asking), "request-return")))

    assert "linked requests" not in page
