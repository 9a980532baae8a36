# SPDX-License-Identifier: EUPL-1.2
"""Something behind each address of calls, comments on reports and good practices, for the doors of `samples`.

The call and the comment are for delegations; the draft of an answer, and of a good practice, are Belgium's own.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from comity.core.viewer import Viewer
from comity.facilitation import actions
from comity.facilitation.models import Layer
from comity.facilitation.questions import Kind, Question
from comity.mandates import actions as mandates
from comity.mandates.actions.adding import Given
from comity.parties.models import Party
from comity.statute import Role, Text
from tests.factories.parties import person_at
from tests.mandates.texts import REPORT


def call_things(
    secretariat: Viewer, writer: Viewer, party: Party, facilitation_id: UUID, at: datetime
) -> dict[str, object]:  # fmt: skip
    """Return what there is, by the names that addresses take."""
    on: dict[str, Any] = {"facilitation_id": facilitation_id, "at": at}
    clearer = person_at(party, Role.OFFICER, function="Ministry of harbours", clearance=writer.clearance)
    call, prepared = (_call(secretariat, on, at) for _each in range(2))
    actions.open_call(secretariat, call_id=call, **on)
    saved = actions.save_answer(
        writer, call_id=call, typed={"q1": "yes"}, marks={"q1": actions.mark_of("")}, audience="secretariat", **on
    )
    actions.clear_answer(clearer, call_id=call, seen=actions.seen_mark(saved.answer), **on)
    submission = actions.submit_answer(writer, call_id=call, **on)
    given = Given(source="invented", text=REPORT, symbol="LIGHT/7", title="Lights", language="en")
    report = mandates.add_report(secretariat, given=given, at=at)
    mandates.finish_review(secretariat, instrument_id=report.id, at=at)
    comment = actions.add_comment(
        writer, symbol="LIGHT/7", number="43", layer="delegations", language="en", text="The colour.", **on
    )
    words = actions.Wording("assets", "en", "Wrecks", "An office keeps them.")
    practice = actions.begin_practice(writer, given=words, at=at)
    actions.clear_practice(clearer, practice_id=practice.id, seen=actions.practice_mark(practice), at=at)
    published = actions.publish_practice(writer, practice_id=practice.id, at=at)
    found: dict[str, object] = {
        "call_id": call,
        "submission_id": submission.id,
        "facilitation:comments_on.report_id": report.id,
        "facilitation:comment_new.report_id": report.id,
        "comment_id": comment.id,
        "practice_id": practice.id,
        "published_id": published.id,
    }
    for route in ("call_change", "call_open", "section_new", "question_new", "question", "question_up", "question_out"):
        found[f"facilitation:{route}.call_id"] = prepared
        found[f"facilitation:{route}.code"] = "q1"
    return found


def _call(secretariat: Viewer, on: dict[str, Any], at: datetime) -> UUID:
    heading = actions.Heading(Text("Law", "Droit"), Text("", ""), Layer.DELEGATIONS, (at + timedelta(days=9)).date())
    call = actions.add_call(secretariat, heading=heading, **on)
    actions.add_section(secretariat, call_id=call.id, title=Text("One", "Un"), **on)
    asked = Question("", Kind.KNOWN, Text("Is there a law?", "Y a-t-il une loi ?"))
    actions.put_question(secretariat, call_id=call.id, section=0, question=asked, **on)
    return call.id
