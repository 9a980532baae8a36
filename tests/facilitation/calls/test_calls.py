# SPDX-License-Identifier: EUPL-1.2
"""Calls: prepared, opened, extended, withdrawn; who is told."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from pytest_django import Settings

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer, system_viewer
from comity.facilitation import actions, queries
from comity.facilitation.models import Call, Facilitation, Layer
from comity.facilitation.questions import Kind, Question, Questionnaire, Section, When
from comity.notices.models import Notice
from comity.statute import Text
from tests.facilitation.questions.forms import HARBOURS, text

from .answering import save, submit
from .conftest import AT, LAST_DAY, Ask, put


def on(call: Call) -> dict[str, Any]:
    return {"facilitation_id": call.facilitation_id, "call_id": call.id, "at": AT}


def test_a_call_is_built_question_by_question_and_its_questions_are_what_was_put(call: Call) -> None:
    form = queries.questionnaire(call)
    assert [section.title for section in form.sections] == [section.title for section in HARBOURS.sections]
    assert [one.text for one in form.questions()] == [one.text for one in HARBOURS.questions()]


def test_a_new_question_gets_a_code_of_its_own(ask: Ask, secretariat: Viewer) -> None:
    call = ask(opens=False)
    for _again in range(2):
        call = put(secretariat, call, 0, Question("", Kind.SHORT, text("And?")))
    codes = [one.code for one in queries.questionnaire(call).questions()]
    assert len(codes) == len(set(codes)) == 12
    assert codes[4:6] == ["q1", "q2"]


def test_what_is_prepared_is_read_by_those_who_prepare_it(
    ask: Ask, held: Facilitation, secretariat: Viewer, writer: Viewer
) -> None:
    call = ask(opens=False)
    for viewer, sees in ((secretariat, True), (writer, False)):
        standing = queries.standing(viewer, held, at=AT)
        assert [row.id for row in queries.calls_of(viewer, held, standing=standing)] == ([call.id] if sees else [])
    with pytest.raises(NotFound):
        save(writer, call, {"law": "no"})


def test_what_was_withdrawn_before_it_was_opened_is_shown_to_nobody_else(
    ask: Ask, held: Facilitation, secretariat: Viewer, writer: Viewer, anonymous: Viewer
) -> None:
    call = ask(opens=False)
    actions.withdraw_call(secretariat, reason="Asked too early.", **on(call))
    for viewer, sees in ((secretariat, True), (writer, False), (anonymous, False)):
        standing = queries.standing(viewer, held, at=AT)
        assert [row.id for row in queries.calls_of(viewer, held, standing=standing)] == ([call.id] if sees else [])


def test_a_call_is_not_withdrawn_or_extended_without_a_reason(call: Call, secretariat: Viewer) -> None:
    for act in (actions.withdraw_call, partial(actions.extend_call, last_day=date(2026, 5, 31))):
        with pytest.raises(Invalid) as silent:
            act(secretariat, reason=" ", **on(call))
        assert list(silent.value.problems) == ["reason"]


def test_what_was_opened_does_not_change(call: Call, secretariat: Viewer) -> None:
    with pytest.raises(Refused) as refused:
        put(secretariat, call, 0, Question("", Kind.SHORT, text("And?")))
    assert refused.value.refusal.code == "call_prepared"


def test_nobody_but_those_who_lead_makes_calls(held: Facilitation, writer: Viewer, stranger: Viewer) -> None:
    heading = actions.Heading(text("Law"), text(""), Layer.PUBLIC, LAST_DAY)
    for viewer in (writer, stranger):
        with pytest.raises(Refused) as refused:
            actions.add_call(viewer, facilitation_id=held.id, heading=heading, at=AT)
        assert refused.value.refusal.code == "call_leads"


def test_a_call_of_nothing_and_a_call_of_yesterday_are_not_opened(ask: Ask, secretariat: Viewer) -> None:
    with pytest.raises(Invalid) as nothing:
        ask(Questionnaire())
    assert nothing.value.problems == {"": "Nothing is asked yet. Add a question."}
    with pytest.raises(Invalid) as over:
        ask(last_day=AT.date() - timedelta(days=1))
    assert over.value.problems == {"last_day": "This day is over. Choose a later one."}


def test_a_condition_stands_after_what_it_asks(ask: Ask, secretariat: Viewer) -> None:
    call = ask(opens=False)
    with pytest.raises(Invalid):
        actions.move_up(secretariat, code="name", **on(call))
    with pytest.raises(Invalid):
        actions.take_out(secretariat, code="law", **on(call))
    moved = actions.move_up(secretariat, code="what", **on(call))
    assert [one.code for one in queries.questionnaire(moved).questions()][:3] == ["law", "what", "name"]


def test_a_wrong_question_says_why_and_is_not_put(ask: Ask, secretariat: Viewer) -> None:
    call = ask(Questionnaire((Section(text("One")),)), opens=False)
    with pytest.raises(Invalid) as found:
        put(secretariat, call, 0, Question("", Kind.ONE, Text("Which?", ""), when=When("q9", ("yes",))))
    assert found.value.problems == {
        "": "Ask in both languages. Give two choices at least. The condition names an earlier question with choices."
    }


def test_limits_are_settings(ask: Ask, secretariat: Viewer, settings: Settings) -> None:
    settings.COMITY_LIMITS = {**settings.COMITY_LIMITS, "call_questions": 10, "call_sections": 2}
    call = ask(opens=False)
    with pytest.raises(Invalid) as full:
        put(secretariat, call, 0, Question("", Kind.SHORT, text("And?")))
    assert full.value.problems == {"": "A call has at most 10 of these. Split it in two calls."}
    with pytest.raises(Invalid):
        actions.add_section(secretariat, title=text("Three"), **on(call))


def test_those_to_whom_it_is_put_are_told_and_nobody_else(
    ask: Ask, writer: Viewer, ngo: Viewer, stranger: Viewer
) -> None:
    ask(layer=Layer.DELEGATIONS)
    rows = Notice.objects.unguarded("a test counts them")
    assert {row.person_id for row in rows} == {writer.person_id}


def test_an_extension_is_for_everybody_and_keeps_the_deadline_before(
    call: Call, secretariat: Viewer, writer: Viewer, clearer: Viewer
) -> None:
    late = submit(writer, clearer, call, at=call.due_at + timedelta(seconds=1))
    assert late.is_late(call.due_at)
    longer = actions.extend_call(
        secretariat, last_day=date(2026, 5, 31), reason="Three States asked for it.", **on(call)
    )  # fmt: skip
    assert [one["reason"] for one in longer.extensions] == ["Three States asked for it."]
    assert longer.extensions[0]["from"] == call.due_at.isoformat()
    # What came before the end as it stands now came in time.
    assert not late.is_late(longer.due_at)
    with pytest.raises(Invalid) as shorter:
        actions.extend_call(secretariat, last_day=date(2026, 5, 30), reason="No.", **on(call))
    assert shorter.value.problems == {"last_day": "An extension ends later than the deadline does now."}


def test_who_has_not_answered_is_reminded_once(
    call: Call, writer: Viewer, clearer: Viewer, french: Viewer, ngo: Viewer, prosecutor: Viewer
) -> None:
    submit(writer, clearer, call)
    soon = call.due_at - timedelta(days=6)
    assert actions.system_remind(system_viewer("reminders"), at=call.due_at - timedelta(days=8)) == 0
    for _again in range(2):
        assert actions.system_remind(system_viewer("reminders"), at=soon) == 1
    rows = list(Notice.objects.unguarded("a test counts them").filter(why="soon"))
    assert sorted(str(row.person_id) for row in rows) == sorted(str(one.person_id) for one in (french, ngo, prosecutor))


def test_to_a_withdrawn_call_nothing_is_answered_and_what_was_stays(
    call: Call, secretariat: Viewer, writer: Viewer, clearer: Viewer
) -> None:
    submit(writer, clearer, call)
    actions.withdraw_call(secretariat, reason="Asked twice.", **on(call))
    with pytest.raises(Refused) as refused:
        save(writer, call, {"law": "no"})
    assert refused.value.refusal.code == "call_open"
    with pytest.raises(Refused):
        actions.withdraw_call(secretariat, reason="Again.", **on(call))


def test_questions_keep_their_place_when_they_are_changed(ask: Ask, secretariat: Viewer) -> None:
    call = ask(opens=False)
    what = queries.questionnaire(call).question("what")
    assert what
    call = put(secretariat, call, 0, replace(what, text=text("What does it say exactly?")))
    assert [one.code for one in queries.questionnaire(call).questions()][2] == "what"
    call = put(secretariat, call, 1, replace(what, text=text("What does it say exactly?")))
    assert [one.code for one in queries.questionnaire(call).sections[1].questions][-1] == "what"
