# SPDX-License-Identifier: EUPL-1.2
"""An answer brought as far as a test needs it."""

from collections.abc import Mapping
from datetime import datetime

from comity.core.viewer import Viewer
from comity.facilitation import actions, queries
from comity.facilitation.models import Audience, Call, Submission
from comity.facilitation.questions import Value

from .conftest import AT

FULL: dict[str, Value] = {
    "law": "yes", "name": "Harbour Act", "since": "2011-12-20", "way": "ship", "parts": ["sail"], "many": "12",
}  # fmt: skip


def save(
    viewer: Viewer, call: Call, typed: Mapping[str, Value], *, marks: Mapping[str, str] | None = None,
    audience: str = "", at: datetime = AT,
) -> actions.Saved:  # fmt: skip
    """Save as from a page that was loaded just now, unless the marks say otherwise."""
    if marks is None:
        before = queries.answer_of(viewer, call.id)
        form = queries.questionnaire(call)
        values = before.values if before else {}
        marks = {one.code: actions.mark_of(values.get(one.code, actions.empty(one))) for one in form.questions()}
    return actions.save_answer(
        viewer,
        facilitation_id=call.facilitation_id,
        call_id=call.id,
        typed=typed,
        marks=marks,
        audience=audience,
        at=at,
    )


def clear(viewer: Viewer, call: Call, *, at: datetime = AT) -> None:
    answer = queries.answer_of(viewer, call.id)
    assert answer is not None
    actions.clear_answer(
        viewer, facilitation_id=call.facilitation_id, call_id=call.id, seen=actions.seen_mark(answer), at=at
    )


def submit(
    writer: Viewer, clearer: Viewer, call: Call, typed: Mapping[str, Value] = FULL, *,
    audience: str = Audience.PARTICIPANTS, at: datetime = AT,
) -> Submission:  # fmt: skip
    """Save, clear by a second person, submit."""
    save(writer, call, typed, audience=audience, at=at)
    clear(clearer, call, at=at)
    return actions.submit_answer(writer, facilitation_id=call.facilitation_id, call_id=call.id, at=at)


def seen_by(viewer: Viewer, call: Call, *, at: datetime = AT) -> list[str]:
    """Return the codes of the parties whose answers a viewer reads."""
    facilitation = queries.facilitation(viewer, call.facilitation_id)
    standing = queries.standing(viewer, facilitation, at=at)
    found = queries.submissions_of(viewer, facilitation, call.id, standing=standing)
    return sorted(row.party.code for row in found)
