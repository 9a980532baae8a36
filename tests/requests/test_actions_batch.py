# SPDX-License-Identifier: EUPL-1.2
"""Drafts from drafts: one text to several States, copies, splits; and acts on a whole batch."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Request
from comity.requests.queries import Filters, duplicates_of, find, request_page, requests_page
from comity.statute import Act
from tests.factories.parties import DeclarationFactory
from tests.factories.requests import (
    TEXT,
    a_draft,
    a_file,
    a_person,
    a_registered,
    a_sent,
    act,
    an_approved,
    entries,
    fresh,
    in_review,
    save,
    take,
)


def to_several(viewer: Viewer, request: Request, *codes: str) -> list[Request]:
    with as_viewer(viewer):
        return actions.address_to_several(viewer, request_id=request.id, codes=codes, at=now())


def copy(viewer: Viewer, request: Request, file_id: UUID | None = None) -> Request:
    with as_viewer(viewer):
        return actions.copy_request(viewer, request_id=request.id, file_id=file_id, at=now())


def split(viewer: Viewer, request: Request, kind: str, elements: Sequence[str] = (), subject: str = "Part") -> Request:
    with as_viewer(viewer):
        return actions.split_draft(
            viewer, request_id=request.id, kind=kind, subject=subject, elements=elements, at=now()
        )


def for_all(viewer: Viewer, request: Request, what: Act, **given: str) -> list[actions.Outcome]:
    with as_viewer(viewer):
        return actions.perform_for_all(viewer, request_id=request.id, act=what, given=given, at=now())


# --- One request to several States -----------------------------------------------------------------------------------


def test_request_to_several_states_is_one_request_to_each(asking: Viewer, asked: Viewer, norway: Party) -> None:
    request = a_draft(asking, urgency="urgent", language="fr", requested_by="2030-01-01")
    (linked,) = to_several(asking, request, "NOR")
    shown, source = fresh(linked), fresh(request)
    assert (shown.addressee_id, shown.state, shown.drafter_id) == (norway.id, "draft", asking.person_id)
    assert (shown.contents, shown.subject, shown.urgency, shown.language, shown.requested_by) == (
        source.contents,
        source.subject,
        "urgent",
        "fr",
        source.requested_by,
    )
    assert shown.batch == source.batch
    assert shown.batch is not None
    assert len({shown.reference, source.reference}) == len({shown.dossier_id, source.dossier_id}) == 2


def test_linked_requests_are_shown_to_the_issuer_and_to_no_state(
    asking: Viewer, asked: Viewer, stranger: Viewer, norway: Party
) -> None:
    request = a_draft(asking)
    (linked,) = to_several(asking, request, "NOR")
    for one in (request, linked):
        act(asking, one, Act.REQUEST_SUBMIT)
        take(one, Act.REQUEST_APPROVE)
        act(asking, one, Act.REQUEST_SEND)
        take(one, Act.REQUEST_FETCH)
    assert [row.id for row in request_page(asking, request.id).linked] == [linked.id]
    for viewer, own, other in ((asked, request, linked), (stranger, linked, request)):
        page = request_page(viewer, own.id)
        assert list(page.linked) == []
        assert other.reference not in str([entry.data for entry in page.entries])
        assert {party.code for party in (page.request.issuer, page.request.addressee) if party} == {
            "OTP",
            own.addressee.code if own.addressee else "NOR",
        }
        with pytest.raises(NotFound):
            request_page(viewer, other.id)
        assert [row.id for row in requests_page(viewer, Filters(box="received")).rows] == [own.id]
        assert find(viewer, other.reference) == []


def test_state_is_asked_once_however_often_it_is_named(asking: Viewer, asked: Viewer, norway: Party) -> None:
    request = a_draft(asking)
    assert len(to_several(asking, request, "NOR", "nor", " NOR ")) == 1
    assert to_several(asking, request, "NOR", "BEL") == []
    assert Request.objects.visible_to(asking).count() == 2


@pytest.mark.parametrize("codes", [(), ("", " "), ("XXX",), ("NOR", "Atlantis"), ("OTP",)], ids=str)
def test_states_that_cannot_be_asked_make_nothing(
    codes: tuple[str, ...], asking: Viewer, asked: Viewer, norway: Party
) -> None:
    request = a_draft(asking)
    with pytest.raises(Invalid) as caught:
        to_several(asking, request, *codes)
    assert set(caught.value.problems) <= {"addressees", "addressee"}
    assert Request.objects.visible_to(asking).count() == 1


def test_states_beyond_the_limit_make_nothing(
    asking: Viewer, asked: Viewer, norway: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.COMITY_LIMITS, "addressees", 1)
    with pytest.raises(Invalid):
        to_several(asking, a_draft(asking), "NOR", "BEL")


def test_request_already_sent_is_addressed_to_nobody_else(asking: Viewer, asked: Viewer, norway: Party) -> None:
    request = a_sent(asking)
    with pytest.raises(Refused):
        to_several(asking, request, "NOR")


# --- Acts on a whole batch -------------------------------------------------------------------------------------------


@pytest.fixture
def batch(asking: Viewer, asked: Viewer, norway: Party) -> list[Request]:
    request = a_draft(asking)
    return [request, *to_several(asking, request, "NOR")]


def test_batch_is_submitted_approved_and_sent_at_once(
    batch: list[Request], asking: Viewer, asking_approver: Viewer
) -> None:
    for viewer, what, after in (
        (asking, Act.REQUEST_SUBMIT, "in_review"),
        (asking_approver, Act.REQUEST_APPROVE, "approved"),
        (asking, Act.REQUEST_SEND, "transmitted"),
    ):
        outcomes = for_all(viewer, batch[0], what)
        assert [(one.request.id, one.refusal, one.problem) for one in outcomes] == [
            (batch[0].id, None, ""),
            (batch[1].id, None, ""),
        ]
        assert [fresh(one).state for one in batch] == [after, after]
        assert all(len(entries(one, what)) == 1 for one in batch)


def test_one_of_a_batch_that_is_refused_stays_as_it_is_and_is_told(
    batch: list[Request], asking: Viewer, asking_approver: Viewer, norway: Party
) -> None:
    for viewer, what in ((asking, Act.REQUEST_SUBMIT), (asking_approver, Act.REQUEST_APPROVE)):
        for_all(viewer, batch[0], what)
    DeclarationFactory.make(party=norway, subject="channel", text="Another channel", languages=[])
    first, second = for_all(asking, batch[0], Act.REQUEST_SEND)
    assert first.refusal is None
    assert second.refusal is not None
    assert second.refusal.code == "basis_current"
    assert [fresh(one).state for one in batch] == ["transmitted", "approved"]
    assert entries(batch[1], Act.REQUEST_SEND) == []


def test_first_of_a_batch_that_is_refused_stops_them_all(
    batch: list[Request], asking: Viewer, asking_approver: Viewer, belgium: Party
) -> None:
    for viewer, what in ((asking, Act.REQUEST_SUBMIT), (asking_approver, Act.REQUEST_APPROVE)):
        for_all(viewer, batch[0], what)
    DeclarationFactory.make(party=belgium, subject="channel", text="Another channel", languages=[])
    with pytest.raises(Refused):
        for_all(asking, batch[0], Act.REQUEST_SEND)
    assert [fresh(one).state for one in batch] == ["approved", "approved"]


def test_what_is_done_one_by_one_is_not_done_on_a_batch(batch: list[Request], asking: Viewer) -> None:
    with pytest.raises(Invalid):
        for_all(asking, batch[0], Act.REQUEST_DISCARD)
    assert [fresh(one).state for one in batch] == ["draft", "draft"]


# --- Copy ------------------------------------------------------------------------------------------------------------


def test_copy_of_an_earlier_request_is_a_new_draft_with_its_text(asking: Viewer, asked: Viewer) -> None:
    file = a_file(asking)
    person = a_person(asking, file)
    source = a_registered(asking, file=file, person=str(person.id))
    made = copy(asking, source)
    shown = fresh(made)
    assert (shown.state, shown.transport, shown.channel, shown.basis, shown.approver_id) == (
        "draft",
        "unsent",
        "",
        {},
        None,
    )
    assert (shown.contents, shown.subject, shown.addressee_id, shown.person_id) == (
        source.contents,
        source.subject,
        source.addressee_id,
        person.id,
    )
    assert (shown.copied_from_id, shown.file_id) == (source.id, source.file_id)
    assert shown.reference != source.reference
    assert entries(made, Act.DRAFT_COPY)[0].data == {"from": source.reference}
    assert [row.act for row in entries(source)] == [row.act for row in entries(source) if row.act != Act.DRAFT_COPY]


def test_copy_into_another_file_leaves_the_person_behind(asking: Viewer, asked: Viewer) -> None:
    file, other = a_file(asking), a_file(asking, title="Another case")
    source = a_draft(asking, file=file, person=str(a_person(asking, file).id))
    made = copy(asking, source, other.id)
    assert (fresh(made).file_id, fresh(made).person_id) == (other.id, None)


def test_request_of_others_is_not_copied(asking: Viewer, asked: Viewer, stranger: Viewer) -> None:
    source = a_registered(asking)
    for viewer in (asked, stranger):
        own = a_file(viewer)
        with pytest.raises(NotFound):
            copy(viewer, source, own.id)


def test_request_is_not_copied_into_a_file_of_others(asking: Viewer, asked: Viewer) -> None:
    with pytest.raises(NotFound):
        copy(asking, a_draft(asking), a_file(asked).id)


def test_request_that_does_not_exist_is_not_copied(asking: Viewer) -> None:
    with pytest.raises(NotFound), as_viewer(asking):
        actions.copy_request(asking, request_id=uuid4(), file_id=None, at=now())


# --- Split -----------------------------------------------------------------------------------------------------------


def test_compound_draft_is_split_into_a_second_draft_of_another_kind(asking: Viewer, asked: Viewer) -> None:
    source = a_draft(asking, kind="DOCS", documents="Two letters")
    second = split(asking, source, "IDLO", ["purpose", "facts", "documents"], subject="Where the person lives")
    shown = fresh(second)
    assert (shown.kind, shown.subject, shown.state, shown.parent_id) == (
        "IDLO",
        "Where the person lives",
        "draft",
        source.id,
    )
    assert shown.contents == {"purpose": {"text": TEXT}, "facts": {"text": TEXT}}
    assert shown.addressee_id == source.addressee_id
    assert fresh(source).contents["documents"] == {"text": "Two letters"}
    assert entries(source, Act.DRAFT_SPLIT)[0].data == {"into": second.reference, "kind": "IDLO"}


@pytest.mark.parametrize("kind", ["NONE", "SURR", ""])
def test_draft_is_split_only_into_a_kind_that_the_party_may_issue(kind: str, asking: Viewer, asked: Viewer) -> None:
    source = a_draft(asking)
    with pytest.raises(Invalid) as caught:
        split(asking, source, kind)
    assert set(caught.value.problems) == {"kind"}
    assert Request.objects.visible_to(asking).count() == 1


@pytest.mark.parametrize("subject", ["s" * 201, "a\x00b", "abc\u202edcba"], ids=["long", "null", "override"])
def test_draft_is_not_split_under_a_subject_that_cannot_be_taken(subject: str, asking: Viewer, asked: Viewer) -> None:
    source = a_draft(asking)
    with pytest.raises(Invalid) as caught:
        split(asking, source, "IDLO", subject=subject)
    assert set(caught.value.problems) == {"subject"}
    assert Request.objects.visible_to(asking).count() == 1


@pytest.mark.parametrize("make", [in_review, an_approved, a_sent])
def test_request_that_is_no_draft_is_not_split(make: Any, asking: Viewer, asked: Viewer) -> None:
    with pytest.raises(Refused):
        split(asking, make(asking), "IDLO")


# --- Duplicates ------------------------------------------------------------------------------------------------------


def test_same_subject_to_the_same_state_is_a_duplicate(asking: Viewer, asked: Viewer, norway: Party) -> None:
    first = a_sent(asking, subject="Two letters")
    a_draft(asking, subject="Two letters", addressee="NOR")
    a_draft(asking, subject="Two letters", kind="DOCS")
    a_draft(asking, subject="Three letters")
    second = a_draft(asking, subject="two LETTERS")
    assert [row.id for row in duplicates_of(asking, second)] == [first.id]


def test_same_person_asked_for_is_a_duplicate(asking: Viewer, asked: Viewer) -> None:
    file = a_file(asking)
    person, other = a_person(asking, file), a_person(asking, file, pseudonym="Witness Wren")
    first = a_draft(asking, file=file, subject="One", person=str(person.id))
    a_draft(asking, file=file, subject="Two", person=str(other.id))
    second = a_draft(asking, file=file, subject="Three", person=str(person.id))
    assert [row.id for row in duplicates_of(asking, second)] == [first.id]


@pytest.mark.parametrize("what", [Act.REQUEST_DISCARD, Act.REQUEST_WITHDRAW])
def test_request_given_up_is_no_duplicate(what: Act, asking: Viewer, asked: Viewer) -> None:
    first = a_draft(asking) if what == Act.REQUEST_DISCARD else a_sent(asking)
    act(asking, first, what)
    assert duplicates_of(asking, a_draft(asking)) == []


def test_drafts_without_a_subject_are_no_duplicates(asking: Viewer, asked: Viewer) -> None:
    a_draft(asking, subject="")
    assert duplicates_of(asking, a_draft(asking, subject="")) == []


def test_draft_without_an_addressee_has_no_duplicates(asking: Viewer, asked: Viewer) -> None:
    a_draft(asking)
    assert duplicates_of(asking, a_draft(asking, addressee="")) == []


def test_duplicate_in_a_file_that_the_viewer_does_not_see_is_not_told(
    asking: Viewer, asking_approver: Viewer, asked: Viewer
) -> None:
    sealed = a_file(asking, classification=2)
    a_draft(asking, file=sealed)
    own = a_draft(asking)
    assert len(duplicates_of(asking, own)) == 1
    assert duplicates_of(replace(asking_approver, clearance=1), own) == []


def test_request_saved_under_another_subject_is_no_duplicate_any_more(asking: Viewer, asked: Viewer) -> None:
    a_draft(asking)
    second = a_draft(asking)
    save(asking, second, subject="Something else")
    assert duplicates_of(asking, fresh(second)) == []
