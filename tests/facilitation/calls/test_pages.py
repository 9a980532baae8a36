# SPDX-License-Identifier: EUPL-1.2
"""The pages of calls, comments and good practices: whole ways without JavaScript, and nothing typed is lost."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from comity.core.viewer import Viewer
from comity.facilitation import actions, queries
from comity.facilitation.models import Audience, Call, Comment, Facilitation, Layer, Practice, Published, Submission
from comity.mandates.models import Instrument

from .answering import FULL, save, submit
from .conftest import AT, Ask

SignIn = Callable[[Viewer], Client]


@pytest.fixture(autouse=True)
def in_march() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def at(name: str, *args: object) -> str:
    return reverse(f"facilitation:{name}", args=args)


def words(client: Client, name: str, *args: object, query: str = "", status: int = 200) -> str:
    page = client.get(at(name, *args) + query)
    assert page.status_code == status, page.content
    return page.content.decode()


def page_of(client: Client, call: Call) -> dict[str, Any]:
    """Return what the form of an answer would post as it was loaded: its marks, and every text in it."""
    page = client.get(at("answer", call.facilitation_id, call.id))
    assert page.status_code == 200
    marks = {one["name"]: one["mark"] for one in page.context["marks"]}
    return {**marks, **dict(page.context["form"].data.lists())}


def test_a_call_is_prepared_and_opened_by_hand(sign_in: SignIn, secretariat: Viewer, held: Facilitation) -> None:
    client = sign_in(secretariat)
    heading = {
        "title_en": "Harbour law", "title_fr": "Droit des ports", "intro_en": "Tell us.", "intro_fr": "Dites-nous.",
        "layer": "invited", "last_day": "2026-04-30",
    }  # fmt: skip
    assert client.post(at("call_new", held.id), heading).status_code == 302
    call = Call.objects.unguarded("a test looks").get()
    on = (held.id, call.id)
    assert client.post(at("section_new", *on), {"title_en": "Law", "title_fr": "Droit"}).status_code == 302
    first = {"section": "0", "kind": "one", "text_en": "How?", "text_fr": "Comment ?", "options": "By ship | Par mer"}
    wrong = client.post(at("question_new", *on), first)
    assert wrong.status_code == 422
    assert "Give two choices at least." in wrong.content.decode()
    assert "By ship | Par mer" in wrong.content.decode()
    first["options"] += "\nBy train | Par train"
    assert client.post(at("question_new", *on), first).status_code == 302
    second = {"section": "0", "kind": "short", "text_en": "Which?", "text_fr": "Lequel ?", "when": ["q1:o1"]}
    assert client.post(at("question_new", *on), second).status_code == 302
    page = words(client, "call", *on)
    assert "Only where “How?” is answered: By ship." in page
    assert client.get(at("question", *on, "q2")).context["form"].initial["when"] == ["q1:o1"]
    assert client.post(at("question_up", *on, "q2"), follow=True).content.decode().count("must stand before it") == 1
    assert client.post(at("call_open", *on)).status_code == 302
    assert Call.objects.unguarded("a test looks").get().state == "open"
    assert client.get(at("question_new", *on)).status_code == 403


def test_an_answer_goes_the_whole_way(
    sign_in: SignIn, call: Call, writer: Viewer, clearer: Viewer, french: Viewer
) -> None:
    mine, other = sign_in(writer), sign_in(clearer)
    on = (call.facilitation_id, call.id)
    typed = page_of(mine, call) | {
        "q_law": "yes", "q_name": "Harbour Act", "q_way": "ship", "q_parts": ["sail", "hull"], "q_many": "1 250,5",
        "q_list_0_0": "Ostend", "q_list_0_1": "North Sea", "q_list_1_0": "", "q_list_1_1": "",
        "audience": "participants",
    }  # fmt: skip
    assert mine.post(at("answer", *on), typed).status_code == 302
    answer = queries.answer_of(writer, call.id)
    assert answer
    assert answer.values == {
        "law": "yes", "name": "Harbour Act", "way": "ship", "parts": ["hull", "sail"], "many": "1250.5",
        "list": [["Ostend", "North Sea"]],
    }  # fmt: skip
    again = words(mine, "answer", *on)
    assert 'value="Harbour Act"' in again
    assert 'value="Ostend"' in again
    review = words(mine, "answer_review", *on)
    assert "You changed it last." in review
    seen = other.get(at("answer_review", *on)).context["seen"]
    assert other.post(at("answer_clear", *on), {"seen": seen}).status_code == 302
    led = mine.post(at("answer_submit", *on))
    row = Submission.objects.unguarded("a test looks").get()
    assert led["Location"] == at("submission", call.facilitation_id, row.id)
    assert "Ostend | North Sea" in words(sign_in(french), "submission", call.facilitation_id, row.id)


def test_two_editors_of_one_state_lose_nothing(sign_in: SignIn, call: Call, writer: Viewer, clearer: Viewer) -> None:
    save(writer, call, {"what": "first", "name": "Act"})
    mine, other = sign_in(writer), sign_in(clearer)
    on = (call.facilitation_id, call.id)
    loaded = page_of(mine, call)
    assert (
        other.post(at("answer", *on), page_of(other, call) | {"q_what": "second", "q_name": "New Act"}).status_code
        == 302
    )
    page = mine.post(at("answer", *on), loaded | {"q_what": "third"})
    shown = page.content.decode()
    assert page.status_code == 200
    assert "A colleague changed this meanwhile, to: second." in shown
    assert ">\nthird</textarea>" in shown
    # What this page did not touch is shown as it is now, and is not put back.
    assert 'value="New Act"' in shown
    assert queries.answer_of(writer, call.id).values == {"what": "second", "name": "New Act"}  # type: ignore[union-attr]  # it is there
    posted = {one["name"]: one["mark"] for one in page.context["marks"]} | dict(page.context["form"].data.lists())
    assert mine.post(at("answer", *on), posted).status_code == 302
    assert queries.answer_of(writer, call.id).values == {"what": "third", "name": "New Act"}  # type: ignore[union-attr]  # as above
    texts = words(mine, "answer_texts", *on)
    assert all(f">{text}<" in texts for text in ("first", "second", "third"))


def test_what_is_wrong_is_said_beside_the_question_and_stays(sign_in: SignIn, call: Call, writer: Viewer) -> None:
    client = sign_in(writer)
    typed = page_of(client, call) | {"q_many": "about ten", "q_name": "x" * 501, "q_law": "yes"}
    page = client.post(at("answer", call.facilitation_id, call.id), typed)
    shown = page.content.decode()
    assert page.status_code == 200
    assert "“about ten” is no number." in shown
    assert 'value="about ten"' in shown
    assert "x" * 501 in shown
    assert queries.answer_of(writer, call.id).values["law"] == "yes"  # type: ignore[union-attr]  # it is there


def test_a_page_that_lacks_questions_changes_none_of_them(sign_in: SignIn, call: Call, writer: Viewer) -> None:
    save(writer, call, {"name": "Harbour Act"})
    client = sign_in(writer)
    assert client.post(at("answer", call.facilitation_id, call.id), {"audience": "secretariat"}).status_code == 302
    answer = queries.answer_of(writer, call.id)
    assert answer
    assert (answer.values, answer.audience) == ({"name": "Harbour Act"}, "secretariat")


def test_a_clerk_copies_paper(sign_in: SignIn, call: Call, secretariat: Viewer, belgium: Any) -> None:
    client = sign_in(secretariat)
    on = (call.facilitation_id, call.id)
    typed = {"party": str(belgium.id), "received_on": "2026-03-02", "audience": "secretariat", "q_law": "no"}
    wrong = client.post(at("answer_paper", *on), typed | {"q_many": "ten", "q_what": "Nothing."})
    assert wrong.status_code == 422
    assert "“ten” is no number." in wrong.content.decode()
    assert "Nothing." in wrong.content.decode()
    assert client.post(at("answer_paper", *on), typed).status_code == 302
    row = Submission.objects.unguarded("a test looks").get()
    assert (row.is_paper, row.values) == (True, {"law": "no"})
    assert "☐ By" not in words(client, "call_print", *on)
    assert "☐ Ship" in words(client, "call_print", *on)


def test_only_what_one_may_read_is_counted_and_the_page_says_so(
    sign_in: SignIn, call: Call, writer: Viewer, clearer: Viewer, french: Viewer, french_clearer: Viewer,
    secretariat: Viewer, ngo: Viewer, client: Client,
) -> None:  # fmt: skip
    submit(writer, clearer, call, FULL, audience=Audience.SECRETARIAT)
    submit(french, french_clearer, call, FULL | {"many": "30", "law": "unknown"}, audience=Audience.PUBLIC)
    on = (call.facilitation_id, call.id)
    for reader, number, total in (
        (sign_in(secretariat), 2, "42"), (sign_in(ngo), 1, "30"), (sign_in(writer), 2, "42"), (client, 1, "30"),
    ):  # fmt: skip
        page = words(reader, "analysis", *on)
        assert f"Counted: {number} answer" in page
        assert f"Sum: {total}." in page
        assert (
            page.count('<img src="data:image/svg+xml;base64,')
            == page.count("The numbers stand in the table below.")
            > 0
        )
        rows = list(csv.reader(io.StringIO(reader.get(at("answers_csv", *on)).content.decode())))
        assert [row[0] for row in rows[1:]] == (["BEL", "FRA"] if number == 2 else ["FRA"])


def test_a_spreadsheet_computes_nothing(
    sign_in: SignIn, call: Call, writer: Viewer, clearer: Viewer, secretariat: Viewer
) -> None:
    submit(writer, clearer, call, FULL | {"name": "=1+1"})
    given = sign_in(secretariat).get(at("answers_csv", call.facilitation_id, call.id)).content.decode()
    assert "'=1+1" in given


def plain(data: bytes) -> str:
    """Return a page without what differs every time: its token."""
    return re.sub(r'(name="(?:csrfmiddlewaretoken|form_token)" value="|X-CSRFToken": ")[^"]*"', "", data.decode())


@pytest.mark.parametrize("who", ["ngo", "stranger", "anonymous"])
def test_nobody_outside_can_tell_that_something_for_delegations_exists(
    sign_in: SignIn, ask: Ask, held: Facilitation, writer: Viewer, clearer: Viewer, prosecutor: Viewer, who: str,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    """Two worlds: one with a call, an answer, a comment and a reply for delegations, one without."""
    reader = sign_in(request.getfixturevalue(who))
    report = Instrument.rows.get()
    public = ask(layer=Layer.PUBLIC)
    addresses = [
        at("facilitation", held.id), at("calls", held.id), at("call", held.id, public.id),
        at("analysis", held.id, public.id), at("answers_csv", held.id, public.id), at("comments", held.id),
        at("comments_on", held.id, report.id), at("practices"), at("call_print", held.id, public.id),
    ]  # fmt: skip
    before = [plain(reader.get(one).content) for one in addresses]
    call = ask(layer=Layer.DELEGATIONS)
    hidden = [submit(writer, clearer, one, audience=Audience.SECRETARIAT) for one in (public, call)]
    comment = actions.add_comment(
        writer, facilitation_id=held.id, symbol=report.symbol, number="43", layer="delegations", language="en",
        text="We are concerned.", at=AT,
    )  # fmt: skip
    actions.reply(
        prosecutor, facilitation_id=held.id, comment_id=comment.id, language="en", text="It will be white.", at=AT
    )
    draft = actions.begin_practice(writer, given=actions.Wording("assets", "en", "Secret", "Not yet."), at=AT)
    after = [plain(reader.get(one).content) for one in addresses]
    assert after == before
    nothing = [at(name, held.id, held.id) for name in ("call", "submission", "comment", "analysis", "comment_reply")]
    there = [
        at("call", held.id, call.id), at("submission", held.id, hidden[0].id), at("comment", held.id, comment.id),
        at("analysis", held.id, call.id), at("comment_reply", held.id, comment.id),
    ]  # fmt: skip
    for one, other in zip(nothing, there, strict=True):
        missing, secret = reader.get(one), reader.get(other)
        assert (missing.status_code, plain(missing.content)) == (secret.status_code, plain(secret.content)), other
    own = at("practice_own", draft.id), at("practice_own", held.id)
    assert reader.get(own[0]).status_code == reader.get(own[1]).status_code in {302, 404}


def test_a_concern_is_written_answered_and_closed(
    sign_in: SignIn, held: Facilitation, writer: Viewer, prosecutor: Viewer, french: Viewer
) -> None:
    report = Instrument.rows.get()
    mine, court = sign_in(writer), sign_in(prosecutor)
    form = mine.get(at("comment_new", held.id, report.id) + "?paragraph=43").context["form"]
    assert (form.initial["number"], form.initial["layer"]) == ("43", "delegations")
    typed = {"number": "44", "text": "The colour.", "language": "en", "layer": "delegations"}
    wrong = mine.post(at("comment_new", held.id, report.id), typed)
    assert wrong.status_code == 422
    assert "The report has no such paragraph." in wrong.content.decode()
    assert mine.post(at("comment_new", held.id, report.id), typed | {"number": "43"}).status_code == 302
    row = Comment.objects.unguarded("a test looks").get()
    assert "1 open concern that you may read." in words(court, "comments_on", held.id, report.id)
    replied = court.post(at("comment_reply", held.id, row.id), {"text": "It will be white.", "language": "en"})
    assert replied.status_code == 302
    page = words(sign_in(french), "comments_on", held.id, report.id)
    assert "It will be white." in page
    assert "0 open concerns that you may read." in page
    assert court.get(at("comment_close", held.id, row.id)).status_code == 403
    assert mine.post(at("comment_close", held.id, row.id), {"reason": ""}).status_code == 302
    assert "Closed by its side" in words(court, "comment", held.id, row.id)


def test_a_good_practice_is_written_cleared_published_and_withdrawn(
    sign_in: SignIn, writer: Viewer, clearer: Viewer, stranger: Viewer, client: Client
) -> None:
    mine, other = sign_in(writer), sign_in(clearer)
    typed = {"theme": "assets", "title": "Wrecks", "text": "An office keeps frozen ships.", "language": "en"}
    assert mine.post(at("practice_new"), typed | {"title": ""}).status_code == 422
    assert mine.post(at("practice_new"), typed | {"address": ""}).status_code == 302
    row = Practice.objects.unguarded("a test looks").get()
    assert "You changed it last." in words(mine, "practice_own", row.id)
    seen = other.get(at("practice_own", row.id)).context["seen"]
    assert other.post(at("practice_clear", row.id), {"seen": seen}).status_code == 302
    assert mine.post(at("practice_publish", row.id)).status_code == 302
    made = Published.rows.get()
    assert "Wrecks" in words(client, "practices", query="?q=frozen+ships")
    assert "An office keeps frozen ships." in words(client, "practice", made.id)
    assert "Wrecks" in client.get(at("practices_csv")).content.decode()
    assert sign_in(stranger).get(at("practice_withdraw", made.id)).status_code == 403
    assert mine.post(at("practice_withdraw", made.id), {"reason": "It is law now."}).status_code == 302
    page = words(client, "practice", made.id)
    assert "Its party withdrew this: It is law now." in page
    assert "An office keeps frozen ships." not in page
    assert "Wrecks" not in words(client, "practices")


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_pinned(
    sign_in: SignIn, ask: Ask, held: Facilitation, writer: Viewer, clearer: Viewer, french: Viewer,
    french_clearer: Viewer, prosecutor: Viewer, number: int, django_assert_num_queries: Any,
) -> None:  # fmt: skip
    report = Instrument.rows.get()
    for _each in range(number):
        call = ask()
        submit(writer, clearer, call)
        comment = actions.add_comment(
            writer, facilitation_id=held.id, symbol=report.symbol, number="43", layer="invited", language="en",
            text="We are concerned.", at=AT,
        )  # fmt: skip
        actions.reply(prosecutor, facilitation_id=held.id, comment_id=comment.id, language="en", text="Yes.", at=AT)
        row = actions.begin_practice(writer, given=actions.Wording("assets", "en", "Wrecks", "Ships."), at=AT)
        actions.clear_practice(clearer, practice_id=row.id, seen=actions.practice_mark(row), at=AT)
        actions.publish_practice(writer, practice_id=row.id, at=AT)
    if number == 3:
        submit(french, french_clearer, call)
    reader = sign_in(french)
    keys = {"f": held.id, "c": call.id, "r": report.id}
    for name, args, count in PINNED:
        address = at(name, *(keys[key] for key in args))
        reader.get(address)
        with django_assert_num_queries(count):
            assert reader.get(address).status_code == 200


PINNED = [
    ("calls", "f", 12), ("call", "fc", 14), ("analysis", "fc", 13), ("comments", "f", 14), ("comments_on", "fr", 17),
    ("practices", "", 10),
]  # fmt: skip
