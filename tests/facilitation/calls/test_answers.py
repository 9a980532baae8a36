# SPDX-License-Identifier: EUPL-1.2
"""Answers: nothing typed is lost, two persons stand behind each, and its party says who reads it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import OperationalError, ProgrammingError
from pytest_django import Settings

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.facilitation import actions, queries
from comity.facilitation.models import Answer, Audience, Call, Facilitation, Layer, Submission
from comity.parties.models import Party
from comity.statute import Role
from tests.factories.parties import person_at

from .answering import FULL, clear, save, seen_by, submit
from .conftest import AT, Ask


def refusal(act: Callable[[], object]) -> str:
    """Return the code of the refusal that an act meets."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.refusal.code


def test_what_is_typed_is_kept_and_taken_up_again(call: Call, writer: Viewer, clearer: Viewer) -> None:
    save(writer, call, {"law": "yes", "many": "1 234,5"})
    save(clearer, call, {"name": "Harbour Act"})
    answer = queries.answer_of(writer, call.id)
    assert answer
    assert answer.values == {"law": "yes", "many": "1234.5", "name": "Harbour Act"}
    assert Answer.objects.unguarded("a test counts them").count() == 1


def test_a_stale_page_puts_no_old_text_back(call: Call, writer: Viewer, clearer: Viewer) -> None:
    save(writer, call, {"what": "first", "name": "Act"})
    marks = {"what": actions.mark_of("first"), "name": actions.mark_of("Act")}
    save(clearer, call, {"what": "second"}, marks=marks)
    # The page still shows "first", and its reader touched the name alone.
    done = save(writer, call, {"what": "first", "name": "Harbour Act"}, marks=marks)
    assert (done.saved, done.theirs) == ({"name"}, {})
    assert done.answer.values == {"what": "second", "name": "Harbour Act"}


def test_two_people_in_one_question_lose_nothing(call: Call, writer: Viewer, clearer: Viewer) -> None:
    save(writer, call, {"what": "first"})
    marks = {"what": actions.mark_of("first")}
    save(clearer, call, {"what": "second"}, marks=marks)
    done = save(writer, call, {"what": "third"}, marks=marks)
    assert (done.saved, done.theirs) == (set(), {"what": "second"})
    answer = queries.answer_of(writer, call.id)
    assert answer
    assert answer.values == {"what": "second"}
    assert [row.value for row in queries.typed_into(writer, answer, "what")] == ["third", "second", "first"]


def test_what_is_wrong_is_said_and_what_may_yet_be_mended_is_kept(call: Call, writer: Viewer) -> None:
    done = save(writer, call, {"many": "about ten", "name": "x" * 501, "what": "a\u202eb", "way": "bicycle"})
    assert set(done.problems) == {"many", "name", "what", "way"}
    assert done.refused == {"name", "what", "way"}
    assert done.answer.values == {"many": "about ten"}
    # Even what was refused is among the texts that were typed.
    assert len(queries.typed_into(writer, done.answer)) == 4


def test_the_limits_of_an_answer_are_settings(call: Call, writer: Viewer, settings: Settings) -> None:
    settings.COMITY_LIMITS = {**settings.COMITY_LIMITS, "answer_short": 3, "answer_rows": 1, "answer_cell": 2}
    done = save(writer, call, {"name": "four", "list": [["a", "b"], ["c", "d"]]})
    assert set(done.refused) == {"name", "list"}
    assert save(writer, call, {"name": "tri", "list": [["ab", "b"]]}).saved == {"name", "list"}


def test_whoever_changed_it_last_does_not_clear_it(call: Call, writer: Viewer, clearer: Viewer, belgium: Party) -> None:
    save(clearer, call, FULL)
    assert refusal(lambda: clear(clearer, call)) == "second_clears"
    assert refusal(lambda: clear(writer, call)) == "second_clears"  # a drafter clears nothing
    clear(person_at(belgium, Role.APPROVER, function="Minister"), call)
    submission = actions.submit_answer(clearer, facilitation_id=call.facilitation_id, call_id=call.id, at=AT)
    assert submission.number == 1


def test_a_change_ends_the_clearance(call: Call, writer: Viewer, clearer: Viewer) -> None:
    save(writer, call, FULL)
    clear(clearer, call)
    save(writer, call, {"many": "13"})
    assert refusal(
        lambda: actions.submit_answer(writer, facilitation_id=call.facilitation_id, call_id=call.id, at=AT)
    ) == "cleared_first"  # fmt: skip
    clear(clearer, call)
    save(writer, call, {}, audience=Audience.PUBLIC)  # who reads it is part of what was cleared
    assert queries.answer_of(writer, call.id).cleared_by_id is None  # type: ignore[union-attr]  # it is there


def test_the_database_itself_wants_two_persons(call: Call, writer: Viewer) -> None:
    answer = save(writer, call, FULL).answer
    answer.cleared_by_id, answer.cleared_at = answer.changed_by_id, AT
    with pytest.raises(IntegrityError), transaction.atomic():
        answer.save(update_fields=["cleared_by_id", "cleared_at"])


def test_what_was_not_read_is_not_cleared(call: Call, writer: Viewer, clearer: Viewer) -> None:
    seen = actions.seen_mark(save(writer, call, FULL).answer)
    save(writer, call, {"many": "13"})
    with pytest.raises(Invalid) as changed:
        actions.clear_answer(clearer, facilitation_id=call.facilitation_id, call_id=call.id, seen=seen, at=AT)
    assert list(changed.value.problems) == [""]


def test_what_is_missing_keeps_it_from_being_cleared(call: Call, writer: Viewer, clearer: Viewer) -> None:
    answer = save(writer, call, {"law": "yes", "many": "about ten"}).answer
    assert actions.faults_in(queries.questionnaire(call), answer.values) == {
        "name": "This is needed.", "many": "“about ten” is no number. Write it in digits, such as 1250 or 12.5.",
    }  # fmt: skip
    with pytest.raises(Invalid):
        clear(clearer, call)
    save(writer, call, {"law": "no", "many": ""})
    clear(clearer, call)


def test_what_is_not_asked_any_more_is_not_submitted(call: Call, writer: Viewer, clearer: Viewer) -> None:
    submission = submit(writer, clearer, call, {**FULL, "law": "no"})
    assert submission.values == {"law": "no", "way": "ship", "parts": ["sail"], "many": "12"}
    # It is still there for whoever thinks better of it.
    assert queries.answer_of(writer, call.id).values["name"] == "Harbour Act"  # type: ignore[union-attr]  # as above


@pytest.mark.parametrize(
    ("layer", "audience", "readers"),
    [
        (Layer.PUBLIC, Audience.PUBLIC, "writer french prosecutor ngo secretariat stranger anonymous"),
        (Layer.PUBLIC, Audience.PARTICIPANTS, "writer french prosecutor ngo secretariat"),
        (Layer.INVITED, Audience.PARTICIPANTS, "writer french prosecutor ngo secretariat"),
        (Layer.INVITED, Audience.PUBLIC, "writer french prosecutor ngo secretariat"),
        (Layer.DELEGATIONS, Audience.PARTICIPANTS, "writer french prosecutor secretariat"),
        (Layer.DELEGATIONS, Audience.PUBLIC, "writer french prosecutor secretariat"),
        (Layer.PUBLIC, Audience.SECRETARIAT, "writer secretariat"),
        (Layer.DELEGATIONS, Audience.SECRETARIAT, "writer secretariat"),
    ],
)
def test_an_answer_is_read_by_those_whom_its_party_chose(
    ask: Ask, request: pytest.FixtureRequest, layer: Layer, audience: Audience, readers: str,
    writer: Viewer, clearer: Viewer,
) -> None:  # fmt: skip
    call = ask(layer=layer)
    submission = submit(writer, clearer, call, audience=audience)
    for name in ("writer", "french", "prosecutor", "ngo", "secretariat", "stranger", "anonymous"):
        viewer: Viewer = request.getfixturevalue(name)
        sees = name in readers.split()
        assert seen_by(viewer, call) == (["BEL"] if sees else []), name
        if not sees:
            facilitation = queries.facilitation(viewer, call.facilitation_id)
            standing = queries.standing(viewer, facilitation, at=AT)
            with pytest.raises(NotFound):
                queries.submission(viewer, facilitation, submission.id, standing=standing)
            assert not queries.submissions_by(
                viewer, facilitation, call.id, standing=standing, party_id=submission.party_id
            )


def test_a_draft_is_its_own_partys(
    call: Call, writer: Viewer, french: Viewer, ngo: Viewer, secretariat: Viewer, stranger: Viewer, anonymous: Viewer
) -> None:
    answer = save(writer, call, FULL).answer
    for viewer in (french, ngo, secretariat, stranger, anonymous):
        assert queries.answer_of(viewer, call.id) is None
        assert list(Answer.objects.visible_to(viewer)) == []
        assert queries.typed_into(viewer, answer) == []


def test_only_those_asked_answer(
    ask: Ask, writer: Viewer, ngo: Viewer, secretariat: Viewer, stranger: Viewer, anonymous: Viewer
) -> None:
    call = ask(layer=Layer.DELEGATIONS)
    assert refusal(lambda: save(secretariat, call, FULL)) == "call_addressed"
    for viewer in (ngo, stranger, anonymous):  # to them there is no such call
        with pytest.raises(NotFound):
            save(viewer, call, FULL)


def test_a_new_version_replaces_the_one_before_and_both_are_kept(
    call: Call, held: Facilitation, writer: Viewer, clearer: Viewer, french: Viewer, secretariat: Viewer
) -> None:
    first = submit(writer, clearer, call)
    second = submit(writer, clearer, call, {"many": "13"}, at=AT + timedelta(days=1))
    assert (first.number, second.number) == (1, 2)
    for viewer, kept in ((writer, [2, 1]), (secretariat, [2, 1]), (french, [2])):
        standing = queries.standing(viewer, held, at=AT)
        found = queries.submissions_by(viewer, held, call.id, standing=standing, party_id=first.party_id)
        assert [row.number for row in found] == kept
        assert [row.stands for row in found] == [True, False][: len(kept)]
    assert second.values["many"] == "13"
    assert first.sha256 != second.sha256


def test_what_is_withdrawn_is_read_by_its_own_side_and_the_secretariat(
    call: Call, held: Facilitation, writer: Viewer, clearer: Viewer, french: Viewer, secretariat: Viewer,
    anonymous: Viewer,
) -> None:  # fmt: skip
    row = submit(writer, clearer, call, audience=Audience.PUBLIC)
    on: dict[str, Any] = {"facilitation_id": held.id, "submission_id": row.id, "at": AT}
    assert refusal(lambda: actions.withdraw_answer(french, reason="Not ours", **on)) == "own_words"
    assert refusal(lambda: actions.withdraw_answer(secretariat, reason="Not ours", **on)) == "own_words"
    actions.withdraw_answer(writer, reason="It was last year's.", **on)
    for viewer in (french, anonymous):
        standing = queries.standing(viewer, held, at=AT)
        assert seen_by(viewer, call) == []
        with pytest.raises(NotFound):
            queries.submission(viewer, held, row.id, standing=standing)
    standing = queries.standing(secretariat, held, at=AT)
    assert queries.submission(secretariat, held, row.id, standing=standing).reason == "It was last year's."
    assert refusal(lambda: actions.withdraw_answer(writer, reason="Again", **on)) == "stands_no_more"
    again = submit(writer, clearer, call, {"many": "14"})
    assert again.number == 2


def test_the_last_second_in_the_hague_is_in_time_and_the_next_is_late_and_taken(
    call: Call, writer: Viewer, clearer: Viewer, french: Viewer, french_clearer: Viewer
) -> None:
    assert call.due_at == datetime(2026, 4, 30, 23, 59, 59, tzinfo=THE_HAGUE)
    assert not submit(writer, clearer, call, at=call.due_at).is_late(call.due_at)
    assert submit(french, french_clearer, call, at=call.due_at + timedelta(seconds=1)).is_late(call.due_at)


def test_in_an_ended_facilitation_nothing_is_answered_and_the_refusal_says_so(
    call: Call, held: Facilitation, writer: Viewer
) -> None:
    held.state, held.ended_at = Facilitation.State.ENDED, AT
    held.save()
    assert refusal(lambda: save(writer, call, FULL)) == "has_ended"


# On paper


def enter(viewer: Viewer, call: Call, party: Party, *, on: date = date(2026, 4, 30), **more: Any) -> Submission:
    given: dict[str, Any] = {"values": {"law": "no"}, "audience": Audience.SECRETARIAT} | more
    return actions.enter_paper(
        viewer, facilitation_id=call.facilitation_id, call_id=call.id, party_id=party.id, received_on=on,
        at=call.due_at + timedelta(days=5), **given,
    )  # fmt: skip


def test_a_clerk_enters_what_came_on_paper(
    call: Call, held: Facilitation, secretariat: Viewer, belgium: Party, writer: Viewer, french: Viewer
) -> None:
    row = enter(secretariat, call, belgium)
    assert (row.is_paper, row.is_late(call.due_at), row.cleared_by_id) == (True, False, None)
    assert (seen_by(writer, call), seen_by(secretariat, call), seen_by(french, call)) == (["BEL"], ["BEL"], [])
    assert enter(secretariat, call, belgium, on=date(2026, 5, 1)).is_late(call.due_at)
    standing = queries.standing(writer, held, at=AT)
    versions = queries.submissions_by(writer, held, call.id, standing=standing, party_id=belgium.id)
    assert [one.number for one in versions] == [2, 1]


def test_paper_and_screen_are_versions_of_one_answer(
    call: Call, secretariat: Viewer, belgium: Party, writer: Viewer, clearer: Viewer
) -> None:
    enter(secretariat, call, belgium)
    second = submit(writer, clearer, call, audience=Audience.SECRETARIAT)
    assert second.number == 2
    third = enter(secretariat, call, belgium)
    assert (third.number, third.desk_id) == (3, second.desk_id)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"values": {"many": "ten"}}, "many"),
        ({"values": {}}, ""),
        ({"on": date(2030, 1, 1)}, "received_on"),
        ({"on": date(2026, 3, 1)}, "received_on"),
    ],
)
def test_a_clerk_is_told_what_cannot_be(
    call: Call, secretariat: Viewer, belgium: Party, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as found:
        enter(secretariat, call, belgium, **more)
    assert list(found.value.problems) == [field]


def test_a_party_outside_and_a_clerk_of_another_house_are_refused(
    call: Call, secretariat: Viewer, writer: Viewer, belgium: Party, norway: Party
) -> None:
    with pytest.raises(Invalid):
        enter(secretariat, call, norway)
    assert refusal(lambda: enter(writer, call, belgium)) == "clerk_enters"


# What the database itself refuses


@pytest.mark.parametrize(
    "change", [{"values": {"law": "no"}}, {"audience": "public"}, {"came_at": AT}, {"sha256": "0" * 64}]
)
def test_what_was_submitted_does_not_change(
    call: Call, writer: Viewer, clearer: Viewer, change: dict[str, object]
) -> None:
    row = submit(writer, clearer, call, at=AT + timedelta(hours=1))
    with pytest.raises((IntegrityError, OperationalError, ProgrammingError)), transaction.atomic():
        Submission.objects.unguarded("a test tries to").filter(id=row.id).update(**change)


def test_one_answer_of_a_party_stands(call: Call, writer: Viewer, clearer: Viewer) -> None:
    rows = [submit(writer, clearer, call, {"law": "no", "many": str(number)}) for number in range(1, 5)]
    standing = Submission.objects.unguarded("a test counts them").filter(replaced_at__isnull=True)
    assert list(standing.values_list("number", flat=True)) == [4]
    assert all(one.number + 1 == other.number for one, other in pairwise(rows))
