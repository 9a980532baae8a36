# SPDX-License-Identifier: EUPL-1.2
"""Comments on a report: open until answered, carried over until then, ended by their own side alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import OperationalError, ProgrammingError

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.facilitation import actions, queries
from comity.facilitation.models import Comment, Facilitation, Layer, Reply
from comity.mandates import actions as mandates
from comity.mandates.actions.adding import Given
from comity.mandates.models import Instrument
from comity.notices.models import Notice
from tests.factories.parties import person_of
from tests.mandates.texts import REPORT

from .conftest import AT

Say = Callable[..., Comment]


@pytest.fixture
def report(held: Facilitation) -> Instrument:
    return Instrument.rows.get(symbol="LIGHT/7")


@pytest.fixture
def next_report(secretariat: Viewer, report: Instrument) -> Instrument:
    """The report of the year after, entered as following."""
    given = Given(source="invented", text=REPORT, symbol="LIGHT/8", title="Next report", language="en")
    row = mandates.add_report(secretariat, given=given, at=AT)
    mandates.finish_review(secretariat, instrument_id=row.id, at=AT)
    actions.enter_succession(secretariat, symbol="LIGHT/8", earlier="LIGHT/7", at=AT)
    return row


@pytest.fixture
def say(held: Facilitation) -> Say:
    def of(viewer: Viewer, *, layer: Layer = Layer.DELEGATIONS, number: str = "43", symbol: str = "LIGHT/7") -> Comment:
        return actions.add_comment(
            viewer, facilitation_id=held.id, symbol=symbol, number=number, layer=layer, language="en",
            text="We are concerned about the colour.", at=AT,
        )  # fmt: skip

    return of


def on(comment: Comment) -> dict[str, Any]:
    return {"facilitation_id": comment.facilitation_id, "comment_id": comment.id, "at": AT}


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.refusal.code


def awaited(viewer: Viewer, held: Facilitation, report: Instrument) -> list[str]:
    """Return the paragraphs on which a viewer sees an open concern at a report, inherited ones marked."""
    standing = queries.standing(viewer, held, at=AT)
    threads = queries.concerns(queries.threads_on(viewer, held, report, standing=standing))
    return [f"{one.comment.paragraph}{' before' if one.is_inherited else ''}" for one in threads]


def test_a_concern_is_open_until_the_court_replies_and_again_when_its_side_adds_to_it(
    say: Say, held: Facilitation, report: Instrument, writer: Viewer, prosecutor: Viewer, secretariat: Viewer
) -> None:
    comment = say(writer)
    assert awaited(writer, held, report) == ["43"]
    actions.reply(prosecutor, language="en", text="It will be white.", **on(comment))
    assert awaited(writer, held, report) == []
    actions.reply(writer, language="en", text="All of them?", **on(comment) | {"at": AT + timedelta(hours=1)})
    assert awaited(secretariat, held, report) == ["43"]
    standing = queries.standing(writer, held, at=AT)
    thread = queries.thread(writer, held, comment.id, standing=standing)
    assert [(one.text, one.is_courts) for one in thread.replies] == [
        ("It will be white.", True),
        ("All of them?", False),
    ]


def test_what_was_not_answered_is_carried_over_to_the_next_report(
    say: Say, held: Facilitation, report: Instrument, next_report: Instrument, writer: Viewer, prosecutor: Viewer
) -> None:
    first, second = say(writer), say(writer, number="42")
    say(writer, number="41", symbol="LIGHT/8")
    assert awaited(writer, held, next_report) == ["42 before", "43 before", "41"]
    actions.reply(prosecutor, language="en", text="It will be white.", **on(first))
    assert awaited(writer, held, next_report) == ["42 before", "41"]
    actions.close_comment(writer, reason="", **on(second))
    assert awaited(writer, held, next_report) == ["41"]


def test_only_its_own_side_ends_a_comment_and_then_nothing_is_added(
    say: Say, writer: Viewer, clearer: Viewer, french: Viewer, prosecutor: Viewer, secretariat: Viewer
) -> None:
    comment = say(writer)
    for viewer in (french, prosecutor):
        assert refusal(lambda: actions.close_comment(viewer, reason="", **on(comment))) == "own_words"  # noqa: B023
        assert refusal(lambda: actions.withdraw_comment(viewer, reason="", **on(comment))) == "own_words"  # noqa: B023
    assert refusal(lambda: actions.close_comment(secretariat, reason="", **on(comment))) == "participants_comment"
    actions.withdraw_comment(clearer, reason="Settled by a note.", **on(comment))
    assert refusal(lambda: actions.reply(prosecutor, language="en", text="Well.", **on(comment))) == "comment_ended"
    assert refusal(lambda: actions.close_comment(writer, reason="", **on(comment))) == "comment_ended"


def test_only_the_court_and_its_own_side_write_below_a_comment(
    say: Say, writer: Viewer, french: Viewer, secretariat: Viewer
) -> None:
    comment = say(writer)
    assert refusal(lambda: actions.reply(french, language="en", text="We too.", **on(comment))) == "court_replies"
    assert refusal(lambda: actions.reply(secretariat, language="en", text="x", **on(comment))) == "participants_comment"


@pytest.mark.parametrize(
    ("layer", "readers"),
    [
        (Layer.DELEGATIONS, "french prosecutor secretariat"),
        (Layer.INVITED, "french prosecutor secretariat ngo"),
        (Layer.PUBLIC, "french prosecutor secretariat ngo stranger anonymous"),
    ],
)
def test_a_comment_and_its_replies_are_read_in_its_layer(
    say: Say, held: Facilitation, report: Instrument, request: pytest.FixtureRequest, writer: Viewer,
    prosecutor: Viewer, layer: Layer, readers: str,
) -> None:  # fmt: skip
    comment = say(writer, layer=layer)
    actions.reply(prosecutor, language="en", text="It will be white.", **on(comment))
    for name in ("french", "prosecutor", "secretariat", "ngo", "stranger", "anonymous"):
        viewer: Viewer = request.getfixturevalue(name)
        standing = queries.standing(viewer, held, at=AT)
        threads = queries.threads_on(viewer, held, report, standing=standing)
        assert [len(one.replies) for one in threads] == ([1] if name in readers.split() else []), name
        if not threads:
            with pytest.raises(NotFound):
                queries.comment(viewer, held, comment.id, standing=standing)
            with pytest.raises(NotFound):
                actions.reply(viewer, language="en", text="Well.", **on(comment))


def test_nobody_comments_in_a_layer_that_they_do_not_read(
    say: Say, ngo: Viewer, stranger: Viewer, anonymous: Viewer
) -> None:
    with pytest.raises(Invalid) as found:
        say(ngo)
    assert list(found.value.problems) == ["layer"]
    assert say(ngo, layer=Layer.INVITED).layer == Layer.INVITED
    for viewer in (stranger, anonymous):
        assert refusal(lambda: say(viewer, layer=Layer.PUBLIC)) == "participants_comment"  # noqa: B023


def test_a_paragraph_that_is_not_there_is_said(say: Say, writer: Viewer) -> None:
    with pytest.raises(Invalid) as found:
        say(writer, number="44")
    assert list(found.value.problems) == ["number"]


def test_both_sides_are_told(say: Say, writer: Viewer, prosecutor: Viewer) -> None:
    comment = say(writer)
    actions.reply(prosecutor, language="en", text="It will be white.", **on(comment))
    rows = Notice.objects.unguarded("a test counts them")
    assert rows.filter(person=person_of(prosecutor), act="facilitation:comment:add").count() == 1
    assert rows.filter(person=person_of(writer), act="facilitation:comment:reply").count() == 1


def test_a_report_follows_one_and_no_circle_is_entered(
    secretariat: Viewer, writer: Viewer, next_report: Instrument
) -> None:
    for symbol, earlier, field in (
        ("LIGHT/7", "LIGHT/8", "earlier"), ("LIGHT/7", "LIGHT/7", "earlier"), ("LIGHT/9", "LIGHT/7", "symbol"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as found:
            actions.enter_succession(secretariat, symbol=symbol, earlier=earlier, at=AT)
        assert list(found.value.problems) == [field]
    with pytest.raises(Refused):
        actions.enter_succession(writer, symbol="LIGHT/7", earlier="LIGHT/8", at=AT)


def test_what_was_written_does_not_change(say: Say, writer: Viewer, prosecutor: Viewer) -> None:
    comment = say(writer)
    answer = actions.reply(prosecutor, language="en", text="It will be white.", **on(comment))
    for model, key in ((Comment, comment.id), (Reply, answer.id)):
        with pytest.raises((IntegrityError, OperationalError, ProgrammingError)), transaction.atomic():
            model.objects.unguarded("a test tries to").filter(id=key).update(text="Something else.")
