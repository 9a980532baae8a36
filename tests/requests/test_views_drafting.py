# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from comity.core.viewer import Viewer
from comity.requests.models import DraftText, Request
from comity.requests.queries import draft_value, mark_of
from tests.factories.parties import PartyFactory
from tests.factories.requests import TEXT, a_draft, a_file, an_approved, fresh, save

SignIn = Callable[[Viewer], Client]
BEGIN = reverse("requests:begin")


def at(name: str, request: Request) -> str:
    return reverse(f"requests:{name}", args=[request.id])


def typed(request: Request, **texts: str) -> dict[str, str]:
    """What a form that was just loaded posts."""
    shown = fresh(request)
    marks = {f"mark:{name}": mark_of(draft_value(shown, name)) for name in texts}
    return {**texts, **marks}


def autosave(client: Client, request: Request, data: dict[str, Any]) -> str:
    answer = client.post(at("save", request), data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_begin_offers_only_what_the_party_may_issue(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    a_file(asking)
    a_file(asked)

    ours, theirs = (sign_in(viewer).get(BEGIN).content.decode() for viewer in (asking, asked))

    assert ('value="SERV"' in ours, 'value="STCT"' in ours) == (True, False)
    assert ('value="SERV"' in theirs, 'value="STCT"' in theirs) == (False, True)


def test_begin_without_a_case_file_says_to_open_one(asking: Viewer, sign_in: SignIn) -> None:
    html = sign_in(asking).get(BEGIN).content.decode()

    assert "No case file yet" in html
    assert reverse("dossiers:new") in html


def test_begin_makes_the_draft_at_once(asking: Viewer, sign_in: SignIn) -> None:
    file = a_file(asking)

    answer = sign_in(asking).post(BEGIN, {"file": file.id, "kind": "SERV"})

    made = Request.objects.unguarded("a test").get()
    assert answer["Location"] == at("edit", made)
    assert (made.kind, made.state, made.file_id) == ("SERV", "draft", file.id)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("NOPE", "There is no kind of request"),
        ("STCT", "is issued by"),
        ("", "Choose what is asked for"),
        ("x" * 40, "12"),
    ],
)
def test_begin_refuses_a_kind_and_keeps_the_file(asking: Viewer, sign_in: SignIn, kind: str, said: str) -> None:
    file = a_file(asking)

    answer = sign_in(asking).post(BEGIN, {"file": file.id, "kind": kind})

    assert answer.status_code == 422
    html = answer.content.decode()
    assert said in html
    assert f'value="{file.id}" selected' in html


def test_begin_in_the_file_of_another_is_refused_as_if_it_were_none(
    asking: Viewer, asked: Viewer, sign_in: SignIn
) -> None:
    a_file(asking)
    theirs = a_file(asked)
    client = sign_in(asking)

    foreign = client.post(BEGIN, {"file": theirs.id, "kind": "SERV"})
    none = client.post(BEGIN, {"file": UUID(int=1), "kind": "SERV"})

    assert (foreign.status_code, none.status_code) == (422, 422)
    assert "Choose one of your case files" in foreign.content.decode()
    assert not Request.objects.unguarded("a test").exists()


def test_editor_shows_what_is_missing_beside_its_field(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = a_draft(asking, complete=False, addressee="")

    html = sign_in(asking).get(at("edit", request)).content.decode()

    assert "The request has no addressee" in html
    assert "Neither given nor marked as not applicable" in html
    assert 'href="#field-purpose"' in html


def test_editor_advises_an_invitation_to_a_state_without_a_duty(asking: Viewer, sign_in: SignIn) -> None:
    PartyFactory.make(code="CHN", name_en="China", name_fr="Chine")
    request = a_draft(asking, addressee="CHN")

    html = sign_in(asking).get(at("edit", request)).content.decode()

    assert "This State owes no cooperation here" in html


def test_editor_warns_of_the_same_request(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    file = a_file(asking)
    earlier, request = a_draft(asking, file=file), a_draft(asking, file=file)

    html = sign_in(asking).get(at("edit", request)).content.decode()

    assert "Perhaps asked already" in html
    assert earlier.reference in html


def test_editor_of_what_is_no_draft_leads_to_its_page(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = an_approved(asking)

    assert sign_in(asking).get(at("edit", request))["Location"] == at("page", request)


def test_editor_is_closed_to_the_other_side(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    assert sign_in(asked).get(at("edit", a_draft(asking))).status_code == 404


def test_whole_form_is_saved_without_scripts(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = a_draft(asking, complete=False)
    data = typed(request, subject="Two letters", purpose="To know who wrote them.", is_invitation="on", addressee="BEL")

    answer = sign_in(asking).post(at("save", request), data)

    assert answer["Location"] == at("edit", request)
    shown = fresh(request)
    assert (shown.subject, shown.is_invitation) == ("Two letters", True)
    assert shown.contents["purpose"] == {"text": "To know who wrote them."}


def test_save_and_submit_leads_to_the_submission(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = a_draft(asking)

    answer = sign_in(asking).post(at("save", request), {**typed(request, purpose="New."), "then": "submit"})

    assert answer["Location"] == reverse("requests:act", args=[request.id, "request-submit"])
    assert fresh(request).contents["purpose"]["text"] == "New."


def test_unticked_box_is_saved_by_its_mark(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = a_draft(asking, is_invitation="on")

    sign_in(asking).post(at("save", request), {"mark:is_invitation": mark_of("on")})

    assert fresh(request).is_invitation is False


def test_field_without_a_mark_is_left_alone(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = a_draft(asking)

    sign_in(asking).post(at("save", request), {"subject": "Smuggled in"})

    assert fresh(request).subject == request.subject


def test_autosave_answers_with_new_marks_and_findings(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = a_draft(asking, complete=False)

    html = autosave(sign_in(asking), request, typed(request, purpose="To know."))

    assert f'value="{mark_of("To know.")}" hx-swap-oob="true"' in html
    assert 'id="draft-gaps"' in html
    assert "Saved" in html
    assert "<textarea" not in html
    assert fresh(request).contents["purpose"] == {"text": "To know."}


def test_autosave_of_a_new_addressee_brings_its_terms_and_languages(
    asking: Viewer, belgium: object, norway: object, sign_in: SignIn
) -> None:
    request = a_draft(asking)

    html = autosave(sign_in(asking), request, typed(request, addressee="Norway"))

    assert 'id="id_language"' in html
    assert "Norway" in html
    assert fresh(request).addressee.code == "NOR"  # type: ignore[union-attr]  # it was just set


def test_two_writers_in_one_field_see_both_texts_and_lose_neither(
    asking: Viewer, asking_approver: Viewer, belgium: object, sign_in: SignIn
) -> None:
    request = a_draft(asking)
    stale = typed(request, purpose="Mine.")
    save(asking_approver, request, purpose="Theirs.")

    html = autosave(sign_in(asking), request, stale)

    assert "Somebody else changed this while you wrote" in html
    assert "Mine." in html
    assert "Theirs." in html
    assert fresh(request).contents["purpose"]["text"] == "Theirs."
    kept = set(DraftText.objects.unguarded("a test").filter(field="purpose").values_list("text", flat=True))
    assert {"Mine.", "Theirs."} <= kept


@pytest.mark.parametrize(
    ("how", "left", "shown"),
    [
        ("mine", "Mine.", ">\nMine.</textarea>"),
        ("theirs", "Theirs.", ">\nTheirs.</textarea>"),
        ("both", "Theirs.", ">\nMine.\n\nTheirs.</textarea>"),
    ],
)
def test_conflict_is_decided_by_whoever_has_seen_both(
    asking: Viewer, asking_approver: Viewer, belgium: object, sign_in: SignIn, how: str, left: str, shown: str
) -> None:
    request = a_draft(asking)
    stale = typed(request, purpose="Mine.")
    save(asking_approver, request, purpose="Theirs.")

    html = autosave(
        sign_in(asking), request, {**stale, "seen:purpose": mark_of("Theirs."), "resolve": f"{how}:purpose"}
    )

    assert shown in html
    assert "Somebody else changed" not in html
    assert fresh(request).contents["purpose"]["text"] == left


def test_decision_over_a_text_not_seen_is_another_conflict(
    asking: Viewer, asking_approver: Viewer, belgium: object, sign_in: SignIn
) -> None:
    request = a_draft(asking)
    stale = typed(request, purpose="Mine.")
    save(asking_approver, request, purpose="Theirs.")
    save(asking_approver, request, purpose="Changed once more.")

    html = autosave(sign_in(asking), request, {**stale, "seen:purpose": mark_of("Theirs."), "resolve": "mine:purpose"})

    assert "Changed once more." in html
    assert fresh(request).contents["purpose"]["text"] == "Changed once more."


def test_conflict_without_scripts_shows_the_form_with_both_texts(
    asking: Viewer, asking_approver: Viewer, belgium: object, sign_in: SignIn
) -> None:
    request = a_draft(asking)
    stale = typed(request, purpose="Mine.", subject="Saved all the same")
    save(asking_approver, request, purpose="Theirs.")

    answer = sign_in(asking).post(at("save", request), stale)

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody else wrote in the same field" in html
    assert ">\nMine.</textarea>" in html
    assert "Theirs." in html
    assert f'value="{stale["mark:purpose"]}"' in html
    assert fresh(request).subject == "Saved all the same"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("purpose", "left\u202eright", "U+202E"),
        ("purpose", "a bell \x07", "U+0007"),
        ("purpose", "nothing \x00", "U+0000"),
        ("purpose", "x" * 20_001, "20001"),
        ("subject", "x" * 201, "at most 200"),
        ("addressee", "Atlantis", "no State or organisation known here"),
        ("requested_by", "31.3.2027", "is no date"),
        ("requested_by", "1999-01-01", "2002"),
        ("urgency", "at once", "Choose one of the urgencies"),
        ("person", "somebody", "Choose one of the persons"),
    ],
)
def test_what_cannot_be_saved_is_told_at_its_field_and_kept(
    asking: Viewer, belgium: object, sign_in: SignIn, name: str, text: str, said: str
) -> None:
    request = a_draft(asking)
    before = draft_value(request, name)

    html = autosave(sign_in(asking), request, typed(request, **{name: text}))

    assert said in html
    assert "Not saved" in html
    assert draft_value(fresh(request), name) == before
    assert DraftText.objects.unguarded("a test").filter(field=name).order_by("-id")[0].text.startswith(text[:4])


def test_megabyte_of_text_is_told_and_not_lost(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = a_draft(asking)

    answer = sign_in(asking).post(at("save", request), typed(request, purpose="long " * 200_000))

    assert answer.status_code == 200
    assert "at most" in answer.content.decode()
    assert fresh(request).contents["purpose"]["text"] == TEXT


def test_more_than_a_form_may_hold_is_refused_whole(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = a_draft(asking)

    answer = sign_in(asking).post(at("save", request), typed(request, purpose="x" * 1_600_000))

    assert answer.status_code in {400, 413}
    assert "Nothing was changed" in answer.content.decode()
    assert fresh(request).contents["purpose"]["text"] == TEXT


def test_saving_without_being_signed_in_is_no_success(asking: Viewer, belgium: object, client: Client) -> None:
    request = a_draft(asking)

    answer = client.post(at("save", request), typed(request, purpose="Late."), headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert fresh(request).contents["purpose"]["text"] == TEXT


def test_saving_what_was_submitted_meanwhile_is_refused(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = an_approved(asking)

    answer = sign_in(asking).post(at("save", request), typed(request, purpose="Late."))

    assert answer.status_code == 403
    assert "is not possible while the request stands at" in answer.content.decode()


def test_earlier_text_is_put_back_and_the_later_one_kept(
    asking: Viewer, asking_approver: Viewer, belgium: object, sign_in: SignIn
) -> None:
    request = a_draft(asking)
    save(asking, request, purpose="The first purpose.")
    save(asking_approver, request, purpose="Something else.")
    client = sign_in(asking)
    html = client.get(at("texts", request)).content.decode()
    first = DraftText.objects.unguarded("a test").get(field="purpose", text="The first purpose.")

    answer = client.post(at("texts", request), {"text": first.pk})

    assert "Something else." in html
    assert answer.status_code == 302
    assert fresh(request).contents["purpose"]["text"] == "The first purpose."
    assert DraftText.objects.unguarded("a test").filter(field="purpose", text="Something else.").exists()


def test_earlier_text_of_another_draft_is_not_there(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request, other = a_draft(asking), a_draft(asking)
    foreign = DraftText.objects.unguarded("a test").filter(request=other).order_by("id")[0]

    assert sign_in(asking).post(at("texts", request), {"text": foreign.pk}).status_code == 404
