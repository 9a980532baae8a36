# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from comity.core.clock import now
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.dossiers import queries as dossiers
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import DraftText, Request
from comity.requests.queries import assessment_of, draft_value, editing, find, mark_of, own_file_id, texts_before
from comity.statute import Act, Role
from tests.factories.parties import person_at
from tests.factories.requests import (
    NOT_APPLICABLE,
    a_draft,
    a_file,
    a_person,
    a_sent,
    act,
    an_approved,
    deliver,
    entries,
    fresh,
    in_review,
    save,
)

Make = Callable[..., Request]
MEGABYTE = "x" * 1_000_000


@pytest.fixture
def colleague(otp: Party) -> Viewer:
    return person_at(otp, Role.DRAFTER, clearance=2)


def texts(viewer: Viewer, request: Request, field: str) -> list[str]:
    return [row.text for row in texts_before(viewer, request, field)]


def saved_by(viewer: Viewer, request: Request, loaded: dict[str, str], **typed: str) -> actions.Saved:
    """Save as somebody whose form was loaded when the fields held `loaded`."""
    marks = {name: mark_of(text) for name, text in loaded.items()}
    return actions.save_draft(viewer, request_id=request.id, typed=typed, marks=marks, at=now())


# --- Beginning -------------------------------------------------------------------------------------------------------


def test_request_begun_is_a_draft_at_once(asking: Viewer) -> None:
    file = a_file(asking)
    request = actions.begin_request(asking, file_id=file.id, kind="DOCS", at=now())
    shown = fresh(request)
    assert (shown.state, shown.transport, shown.issuer.code, shown.sender.code) == ("draft", "unsent", "OTP", "OTP")
    assert (shown.drafter_id, shown.approver_id, shown.file_id) == (asking.person_id, None, file.id)
    assert shown.reference.startswith("OTP-")
    assert [(entry.act, entry.before, entry.after) for entry in entries(request)] == [(Act.REQUEST_CREATE, "", "draft")]


def test_request_is_begun_in_a_file_of_another_party_by_nobody(asking: Viewer, stranger: Viewer) -> None:
    file = a_file(asking)
    with pytest.raises(NotFound):
        actions.begin_request(stranger, file_id=file.id, kind="STCT", at=now())


def test_request_is_begun_in_a_file_that_does_not_exist_by_nobody(asking: Viewer) -> None:
    with pytest.raises(NotFound):
        actions.begin_request(asking, file_id=uuid4(), kind="DOCS", at=now())


def test_request_is_begun_in_the_exchange_of_another_request_by_nobody(asking: Viewer, asked: Viewer) -> None:
    with pytest.raises(NotFound):
        actions.begin_request(asking, file_id=a_draft(asking).dossier_id, kind="DOCS", at=now())


def test_request_is_begun_in_the_own_file_beside_a_received_request_by_nobody(asking: Viewer, asked: Viewer) -> None:
    request = act(asked, _delivered(asking), Act.REQUEST_FETCH)
    with pytest.raises(NotFound):
        actions.begin_request(asked, file_id=own_file_id(asked, request), kind="STCT", at=now())


def _delivered(viewer: Viewer) -> Request:
    request = a_sent(viewer)
    deliver(request)
    return request


def test_unknown_kind_is_refused(asking: Viewer) -> None:
    file = a_file(asking)
    with pytest.raises(Invalid) as caught:
        actions.begin_request(asking, file_id=file.id, kind="ARREST", at=now())
    assert caught.value.problems == {"kind": "There is no kind of request “ARREST”."}
    assert Request.objects.visible_to(asking).count() == 0


@pytest.mark.parametrize("kind", ["SURR", "SENT", "STCT"])
def test_kind_of_another_organ_is_refused_naming_those_who_may(kind: str, asking: Viewer) -> None:
    file = a_file(asking)
    with pytest.raises(Invalid) as caught:
        actions.begin_request(asking, file_id=file.id, kind=kind, at=now())
    assert set(caught.value.problems) == {"kind"}
    assert {"SURR": "CHM", "SENT": "PRE", "STCT": "STATE"}[kind] in caught.value.problems["kind"]
    assert Request.objects.visible_to(asking).count() == 0


@pytest.mark.parametrize("role", [Role.APPROVER, Role.OFFICER, Role.READER])
def test_request_is_begun_by_nobody_but_a_drafter(role: Role, asking: Viewer, otp: Party) -> None:
    file = a_file(asking)
    with pytest.raises(Invalid):
        actions.begin_request(person_at(otp, role, clearance=2), file_id=file.id, kind="DOCS", at=now())
    assert Request.objects.visible_to(asking).count() == 0


@pytest.mark.parametrize("days", [1, -10_000])
def test_request_begun_on_an_impossible_day_is_refused(days: int, asking: Viewer) -> None:
    file = a_file(asking)
    with pytest.raises(Invalid) as caught:
        actions.begin_request(asking, file_id=file.id, kind="DOCS", at=now() + timedelta(days=days))
    assert set(caught.value.problems) == {"at"}


# --- Saving field by field -------------------------------------------------------------------------------------------


def test_one_field_is_saved_and_the_others_stay(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking, purpose="Why")
    result = save(asking, request, facts="What happened")
    shown = fresh(request)
    assert result.saved == {"facts"}
    assert (shown.contents["facts"], shown.contents["purpose"]) == ({"text": "What happened"}, {"text": "Why"})


def test_draft_is_saved_from_the_first_keystroke(asking: Viewer) -> None:
    request = actions.begin_request(asking, file_id=a_file(asking).id, kind="DOCS", at=now())
    save(asking, request, subject="T")
    save(asking, request, subject="Tw")
    assert fresh(request).subject == "Tw"


def test_every_field_beside_the_text_is_saved(asking: Viewer, asked: Viewer) -> None:
    file = a_file(asking)
    person = a_person(asking, file)
    request = a_draft(
        asking,
        file=file,
        language="fr",
        urgency="urgent",
        requested_by="2030-02-28",
        is_invitation="on",
        person=str(person.id),
        addressee="Belgique",
    )
    shown = fresh(request)
    assert (shown.language, shown.urgency, shown.is_invitation) == ("fr", "urgent", True)
    assert (str(shown.requested_by), shown.person_id) == ("2030-02-28", person.id)
    assert shown.addressee is not None
    assert shown.addressee.code == "BEL"


def test_element_is_marked_not_applicable_with_a_reason(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking, procedure="", **NOT_APPLICABLE)
    assert fresh(request).contents["procedure"] == {"not_applicable": True, "reason": "None is asked for"}
    assert assessment_of(asking, fresh(request)).ready


def test_unknown_field_name_is_ignored(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    before = fresh(request).contents
    result = actions.save_draft(
        asking,
        request_id=request.id,
        typed={"state": "approved", "approver": "x", "nonsense": "y", "facts.zz": "z", "issuer": "BEL"},
        marks={},
        at=now(),
    )
    assert (result.saved, result.conflicts, result.problems) == (set(), [], {})
    assert fresh(request).contents == before
    assert fresh(request).state == "draft"


def test_draft_is_saved_by_the_other_side_never(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    with pytest.raises(NotFound):
        save(asked, request, facts="Ours")


def test_draft_is_saved_by_a_reader_never(asking: Viewer, asked: Viewer, otp: Party) -> None:
    request = a_draft(asking, facts="Theirs")
    with pytest.raises(Refused) as caught:
        save(person_at(otp, Role.READER, clearance=2), request, facts="Ours")
    assert caught.value.refusal.code == "wrong_role"
    assert fresh(request).contents["facts"] == {"text": "Theirs"}


@pytest.mark.parametrize("make", [in_review, an_approved, a_sent])
def test_request_that_is_no_draft_any_more_is_edited_by_nobody(make: Make, asking: Viewer, asked: Viewer) -> None:
    request = make(asking)
    before = fresh(request).contents
    with pytest.raises(Refused) as caught:
        save(asking, request, facts="Late")
    assert caught.value.refusal.act == Act.REQUEST_EDIT
    assert fresh(request).contents == before


# --- Two editors -----------------------------------------------------------------------------------------------------


def test_untouched_field_of_a_stale_form_never_puts_back_an_old_text(
    asking: Viewer, colleague: Viewer, asked: Viewer
) -> None:
    request = a_draft(asking, purpose="Old", facts="Old facts")
    loaded = {"purpose": "Old", "facts": "Old facts"}
    save(colleague, request, purpose="New")
    result = saved_by(asking, request, loaded, purpose="Old", facts="Newer facts")
    assert (result.saved, result.conflicts) == ({"facts"}, [])
    assert draft_value(fresh(request), "purpose") == "New"
    assert draft_value(fresh(request), "facts") == "Newer facts"


def test_field_that_two_changed_is_a_conflict_and_both_texts_are_kept(
    asking: Viewer, colleague: Viewer, asked: Viewer
) -> None:
    request = a_draft(asking, purpose="Old")
    save(colleague, request, purpose="Theirs")
    result = saved_by(asking, request, {"purpose": "Old"}, purpose="Mine")
    assert result.saved == set()
    assert [(one.field, one.mine, one.theirs) for one in result.conflicts] == [("purpose", "Mine", "Theirs")]
    assert draft_value(fresh(request), "purpose") == "Theirs"
    assert {"Mine", "Theirs", "Old"} <= set(texts(asking, request, "purpose"))


def test_two_who_typed_the_same_are_no_conflict(asking: Viewer, colleague: Viewer, asked: Viewer) -> None:
    request = a_draft(asking, purpose="Old")
    save(colleague, request, purpose="Same")
    result = saved_by(asking, request, {"purpose": "Old"}, purpose="Same")
    assert (result.conflicts, result.problems) == ([], {})
    assert draft_value(fresh(request), "purpose") == "Same"


def test_conflict_in_one_field_saves_the_others(asking: Viewer, colleague: Viewer, asked: Viewer) -> None:
    request = a_draft(asking, purpose="Old", facts="Old")
    save(colleague, request, purpose="Theirs")
    result = saved_by(asking, request, {"purpose": "Old", "facts": "Old"}, purpose="Mine", facts="New")
    assert result.saved == {"facts"}
    assert draft_value(fresh(request), "facts") == "New"


# --- Nothing is lost -------------------------------------------------------------------------------------------------


def test_blank_field_that_was_blank_when_loaded_never_erases(asking: Viewer, colleague: Viewer, asked: Viewer) -> None:
    request = a_draft(asking, protection="")
    save(colleague, request, protection="Keep the name out")
    result = saved_by(asking, request, {"protection": ""}, protection="")
    assert (result.saved, result.conflicts) == (set(), [])
    assert draft_value(fresh(request), "protection") == "Keep the name out"


def test_field_really_erased_is_erased_and_its_text_kept(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking, facts="A long text that somebody wrote")
    result = save(asking, request, facts="")
    assert result.saved == {"facts"}
    assert draft_value(fresh(request), "facts") == ""
    assert "A long text that somebody wrote" in texts(asking, request, "facts")


def test_text_replaced_by_another_of_the_same_length_is_kept(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking, facts="The first text, of some length")
    save(asking, request, facts="Another one; nothing is shared")
    assert set(texts(asking, request, "facts")) == {"The first text, of some length", "Another one; nothing is shared"}


def test_text_that_grows_in_one_sitting_is_kept_once(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking, facts="The first")
    save(asking, request, facts="The first words")
    save(asking, request, facts="The very first words")
    assert texts(asking, request, "facts") == ["The very first words"]


def test_text_of_another_sitting_is_kept_beside_the_earlier_one(asking: Viewer, asked: Viewer) -> None:
    begun = now() - timedelta(days=2)
    request = a_draft(asking, facts="The first", at=begun)
    save(asking, request, facts="The first words", at=begun + timedelta(hours=1))
    assert texts(asking, request, "facts") == ["The first words", "The first"]


def test_text_of_a_copied_draft_is_kept_when_it_is_overwritten(asking: Viewer, asked: Viewer) -> None:
    source = a_draft(asking, facts="From the earlier request")
    copy = actions.copy_request(asking, request_id=source.id, file_id=None, at=now())
    save(asking, copy, facts="Something else altogether, and longer than the text before")
    assert "From the earlier request" in texts(asking, copy, "facts")


def test_earlier_texts_are_shown_to_the_own_side_only(asking: Viewer, asked: Viewer) -> None:
    request = act(asked, _delivered(asking), Act.REQUEST_FETCH)
    assert texts(asking, request, "facts") != []
    assert texts(asked, request, "facts") == []
    assert DraftText.objects.visible_to(asked).count() == 0


# --- Bad input -------------------------------------------------------------------------------------------------------

BAD_TEXTS = {
    "megabyte": (MEGABYTE, "1000000 characters"),
    "null": ("a\x00b", "U+0000"),
    "escape": ("a\x1b[31mb", "U+001B"),
    "override": ("abc\u202edcba", "U+202E"),
    "isolate": ("abc\u2066dcba", "U+2066"),
    "surrogate": ("abc\ud800", "U+D800"),
}


@pytest.mark.parametrize("bad", BAD_TEXTS)
@pytest.mark.parametrize("field", ["facts", "facts.why", "subject"])
def test_text_that_cannot_be_taken_is_refused_and_kept(bad: str, field: str, asking: Viewer, asked: Viewer) -> None:
    typed, sign = BAD_TEXTS[bad]
    given: dict[str, Any] = {"facts": "Sound", "facts.why": "Sound", "subject": "Sound"}
    request = a_draft(asking, **given)
    given = {field: typed}
    result = save(asking, request, **given)
    assert (result.saved, set(result.problems)) == (set(), {field})
    assert sign in result.problems[field]
    assert draft_value(fresh(request), field) == "Sound"
    kept = texts(asking, request, field)
    assert len(kept[0]) == len(typed)
    assert kept[0][:3] in {typed[:3], "a\ufffdb"}


def test_bad_field_does_not_keep_the_others_from_being_saved(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    result = save(asking, request, facts="a\x00b", purpose="Sound")
    assert (result.saved, set(result.problems)) == ({"purpose"}, {"facts"})


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("requested_by", "31 March"),
        ("requested_by", "2027-02-30"),
        ("requested_by", "2001-01-01"),
        ("requested_by", "9999-12-31"),
        ("addressee", "Atlantis"),
        ("addressee", "OTP"),
        ("urgency", "very"),
        ("language", "a language of many words"),
        ("person", "somebody"),
        ("person", str(uuid4())),
        ("subject", "s" * 201),
    ],
)
def test_value_that_its_field_does_not_take_is_refused_and_kept(
    field: str, typed: str, asking: Viewer, asked: Viewer
) -> None:
    request = a_draft(asking)
    before = draft_value(fresh(request), field)
    given: dict[str, Any] = {field: typed}
    result = save(asking, request, **given)
    assert (result.saved, set(result.problems)) == (set(), {field})
    assert draft_value(fresh(request), field) == before
    assert typed in texts(asking, request, field)


def test_person_of_another_file_is_refused(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    other = a_person(asking, a_file(asking, title="Another case"))
    result = save(asking, request, person=str(other.id))
    assert set(result.problems) == {"person"}
    assert fresh(request).person_id is None


@pytest.mark.parametrize("typed", ["BEL", "bel", "Belgium", "Belgique", "belgium", "Belgium (BEL)"])
def test_state_is_taken_by_code_and_by_name_in_either_language(typed: str, asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking, addressee="")
    assert save(asking, request, addressee=typed).saved == {"addressee"}
    assert draft_value(fresh(request), "addressee") == "BEL"


def test_exchange_never_bears_the_subject_which_its_envelope_would_tell(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    save(asking, request, subject="Arrest at the lighthouse")
    assert dossiers.dossier(asking, request.dossier_id).title == "Serve documents"


def test_draft_is_found_by_the_words_it_holds_now(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking, facts="The harbour master’s register")
    save(asking, request, facts="A lighthouse")
    assert [one.id for one in find(asking, "lighthouse")] == [request.id]
    assert find(asking, "harbour") == []


def test_form_of_a_draft_opens_for_its_writers_only(asking: Viewer, asked: Viewer, otp: Party) -> None:
    request = a_draft(asking)
    assert editing(asking, request.id).request.id == request.id
    with pytest.raises(Refused):
        editing(person_at(otp, Role.READER, clearance=2), request.id)
    with pytest.raises(NotFound):
        editing(asked, request.id)
