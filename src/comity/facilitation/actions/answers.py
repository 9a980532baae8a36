# SPDX-License-Identifier: EUPL-1.2
"""Answers in preparation: saved question by question so that nothing typed is lost, cleared by a second person."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.text import tidy, validate_plain_text
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.queries import party_of, person_of
from comity.statute import Act, Text

from .. import queries
from ..models import Answer, Audience, Call, Facilitation, Typed
from ..questions import Kind, Question, Questionnaire, Value, Values, counting, missing, normal, problems_of
from .call_rules import CallRule
from .entering import held

# What no database keeps: the null character, and halves of characters.
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer belongs: the call, its facilitation, and who the viewer is in it."""

    facilitation: Facilitation
    call: Call
    standing: queries.Standing


@dataclass(slots=True)
class Saved:
    """What a save did. `theirs` are the questions that somebody else changed meanwhile: theirs stands, both are kept.

    `problems` say what is wrong, by question; what was typed is saved all the same, save where it is in `refused`.
    """

    answer: Answer
    saved: set[str] = field(default_factory=set)
    theirs: dict[str, Value] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)


def mark_of(value: object) -> str:
    """Return the short mark of what a page was loaded with, by which an act knows what it was based on."""
    plain = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def digest_of(values: Values, *, call_id: UUID, party: str, number: int) -> str:
    """Return the SHA-256 of one version of an answer: what its entry in the timeline commits to."""
    said = {"call": str(call_id), "number": number, "party": party, "values": values}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def place_of(viewer: Viewer, facilitation_id: UUID, call_id: UUID, act: Act, at: datetime) -> Place:
    """Return where the viewer's party answers, locked; raises NotFound, or Refused where it does not."""
    found = held(viewer, facilitation_id, act, at=at)
    call = queries.call(viewer, found.row, call_id, standing=found.standing)
    if not (found.standing.works and queries.is_addressed(found.standing, call)):
        raise CallRule.CALL_ADDRESSED.broken_by(act)
    if call.state != Call.State.OPEN:
        raise CallRule.CALL_OPEN.broken_by(act)
    return Place(found.row, call, found.standing)


@transaction.atomic
def save_answer(
    viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, typed: Values, marks: Mapping[str, str], audience: str,
    at: datetime,
) -> Saved:  # fmt: skip
    """Save what this person touched; begin the answer of their party where nobody has.

    `marks` map each question to the mark of what the page was loaded with. What still has its mark was not touched and
    stays as it is, so that a stale page never puts back an old text. What two people changed is a conflict: nothing is
    overwritten, and every text is kept. Raises NotFound or Refused.
    """
    place = place_of(viewer, facilitation_id, call_id, Act.ANSWER_SAVE, at)
    answer = queries.answer_of(viewer, call_id) or _begin(viewer, place, at)
    form = queries.questionnaire(place.call)
    result, texts = Saved(answer), []
    for one in form.questions():
        if one.code not in typed:
            continue
        value, now = normal(one, tidied(typed[one.code])), answer.values.get(one.code, empty(one))
        if mark_of(value) == marks.get(one.code, "") or value == now:
            continue
        texts.append(_text(viewer, answer, one.code, value, at))
        _take(result, form, one, value, now, marks.get(one.code, mark_of(now)))
    Typed.objects.bulk_create(texts)
    is_new_audience = audience in Audience.values and audience != answer.audience
    if result.saved or is_new_audience:
        if is_new_audience:
            answer.audience = audience
        answer.changed_by_id, answer.changed_at = person_of(viewer), at
        answer.cleared_by = answer.cleared_at = None
        answer.save(update_fields=["values", "audience", "changed_by_id", "changed_at", "cleared_by_id", "cleared_at"])
    return result


def _begin(viewer: Viewer, place: Place, at: datetime) -> Answer:
    """Begin the answer of a party, on a dossier of its own."""
    party_id = party_of(viewer)
    own = dossiers.open_party_file(viewer, party_id=party_id, title=place.call.title_en, at=at)
    row = Answer(
        id=uuid4(), call=place.call, dossier=own, party_id=party_id, begun_at=at, changed_by_id=person_of(viewer),
        changed_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    dossiers.record(viewer, Act.ANSWER_BEGIN, dossier_id=own.id, about=row.id, at=at)
    return row


def empty(question: Question) -> Value:
    """Return the answer that is none."""
    return [] if question.kind in {Kind.SEVERAL, Kind.TABLE} else ""


def tidied(value: Value) -> Value:
    """Return an answer with every text in it tidied."""
    if isinstance(value, str):
        return tidy(value)
    return [tidy(one) if isinstance(one, str) else [tidy(cell) for cell in one] for one in value]  # type: ignore[return-value]  # of one kind, as they came


def _text(viewer: Viewer, answer: Answer, code: str, value: Value, at: datetime) -> Typed:
    kept = json.loads(_UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", json.dumps(value, ensure_ascii=False)))
    return Typed(dossier_id=answer.dossier_id, answer=answer, code=code, value=kept, person_id=person_of(viewer), at=at)


def _take(result: Saved, form: Questionnaire, one: Question, value: Value, now: Value, mark: str) -> None:
    """Take one answer, or say why not."""
    hidden = unfit(value)
    problem = problems_of(form, {one.code: value}, queries.bounds()).get(one.code)
    if hidden or problem:
        result.problems[one.code] = hidden or said(problem)
    if hidden or (problem and one.kind not in {Kind.NUMBER, Kind.DATE}):
        result.refused.add(one.code)
    elif mark_of(now) != mark:
        result.theirs[one.code] = now
    else:
        result.answer.values = {**result.answer.values, one.code: value}
        result.saved.add(one.code)


def unfit(value: Value) -> str:
    """Return what could deceive a reader or break a document; nothing where all is well."""
    for text in _texts_in(value):
        try:
            validate_plain_text(text)
        except ValidationError as error:
            return " ".join(error.messages)
    return ""


def _texts_in(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        return
    for one in value:
        yield from [one] if isinstance(one, str) else one


def said(text: Text | None) -> str:
    """Return a text in the reader's language; nothing of nothing."""
    return text.in_(get_language() or "en") if text else ""


def faults_in(form: Questionnaire, values: Values) -> dict[str, str]:
    """Return what keeps an answer from being cleared, by question: what is missing, and what is wrong."""
    found = {one.code: _("This is needed.") for one in missing(form, values)}
    wrong = problems_of(form, counting(form, values), queries.bounds())
    return found | {code: said(text) for code, text in wrong.items()}


@transaction.atomic
def clear_answer(viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, seen: str, at: datetime) -> Answer:
    """Clear what a colleague wrote, for their party. `seen` is the mark of what the page showed.

    Raises NotFound, Refused for whoever changed it last or has not the role, Invalid where something is missing or
    wrong or where it was changed since the page was shown.
    """
    place = place_of(viewer, facilitation_id, call_id, Act.ANSWER_CLEAR, at)
    answer = queries.answer_of(viewer, call_id)
    if answer is None:
        raise NotFound
    if not viewer.roles & queries.CLEARING or answer.changed_by_id in {viewer.person_id, viewer.acting_for_id}:
        raise CallRule.SECOND_CLEARS.broken_by(Act.ANSWER_CLEAR)
    if seen != seen_mark(answer):
        raise Invalid({"": _("Somebody changed it since you opened this page. Read it again, then clear it.")})
    if faults_in(queries.questionnaire(place.call), answer.values):
        raise Invalid({"": _("Something is missing or wrong. It stands beside the questions.")})
    answer.cleared_by_id, answer.cleared_at = person_of(viewer), at
    answer.save(update_fields=["cleared_by_id", "cleared_at"])
    dossiers.record(viewer, Act.ANSWER_CLEAR, dossier_id=answer.dossier_id, about=answer.id, at=at)
    return answer


def seen_mark(answer: Answer) -> str:
    """Return the mark of an answer as a page shows it."""
    return mark_of({"values": answer.values, "audience": answer.audience})
