# SPDX-License-Identifier: EUPL-1.2
"""Calls: prepared question by question, opened, extended with a reason, withdrawn with a reason."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.actions.rules import WORKING
from comity.dossiers.queries import person_of
from comity.notices import actions as notices
from comity.notices.models import Notice
from comity.parties.actions.given import needed_text
from comity.parties.queries import system_people_at
from comity.statute import Act, Text

from .. import queries
from ..models import Call, Layer
from ..questions import Question, Questionnaire, Section, faults_of, to_json
from .call_rules import CallRule
from .entering import Held, held
from .telling import tell

LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a call says of itself. Its last day ends in The Hague."""

    title: Text
    intro: Text
    layer: Layer
    last_day: date


@transaction.atomic
def add_call(viewer: Viewer, *, facilitation_id: UUID, heading: Heading, at: datetime) -> Call:
    """Begin to prepare a call. Raises NotFound, Refused, or Invalid naming the field."""
    found = held(viewer, facilitation_id, Act.CALL_ADD, at=at)
    if not found.standing.may_lead:
        raise CallRule.CALL_LEADS.broken_by(Act.CALL_ADD)
    row = Call(
        **_head(found, heading, at), id=uuid4(), form=to_json(Questionnaire()), added_by_id=person_of(viewer),
        added_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    dossiers.record(viewer, Act.CALL_ADD, dossier_id=row.dossier_id, about=row.id, at=at)
    return row


def end_of(day: date, *, at: datetime) -> datetime:
    """Return the last second of a day in The Hague; raises Invalid for a day that is over."""
    due_at = datetime.combine(day, LAST_SECOND, THE_HAGUE)
    if due_at <= at:
        raise Invalid({"last_day": _("This day is over. Choose a later one.")})
    return due_at


def _head(found: Held, heading: Heading, at: datetime) -> dict[str, Any]:
    """Return what a call says of itself, as its columns."""
    return {
        **found.placed(heading.layer),
        "title_en": heading.title.en,
        "title_fr": heading.title.fr,
        "intro_en": heading.intro.en,
        "intro_fr": heading.intro.fr,
        "due_at": end_of(heading.last_day, at=at),
    }


@transaction.atomic
def change_call(viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, heading: Heading, at: datetime) -> Call:
    """Change what a call that is being prepared says of itself. Raises NotFound, Refused or Invalid."""
    found, row = to_prepare(viewer, facilitation_id, call_id, Act.CALL_CHANGE, at)
    said = _head(found, heading, at)
    for name, value in said.items():
        setattr(row, name, value)
    row.save(update_fields=list(said))
    dossiers.record(viewer, Act.CALL_CHANGE, dossier_id=row.dossier_id, about=row.id, at=at)
    return row


def to_lead(viewer: Viewer, facilitation_id: UUID, call_id: UUID, act: Act, at: datetime) -> tuple[Held, Call]:
    """Return a call with its facilitation, which is locked, to one who leads it; raises NotFound or Refused."""
    found = held(viewer, facilitation_id, act, at=at)
    row = queries.call(viewer, found.row, call_id, standing=found.standing)
    if not found.standing.may_lead:
        raise CallRule.CALL_LEADS.broken_by(act)
    return found, row


def to_prepare(viewer: Viewer, facilitation_id: UUID, call_id: UUID, act: Act, at: datetime) -> tuple[Held, Call]:
    """Return what `to_lead` does, where the call is still being prepared."""
    found, row = to_lead(viewer, facilitation_id, call_id, act, at)
    if row.state != Call.State.PREPARED:
        raise CallRule.CALL_PREPARED.broken_by(act)
    return found, row


def _change_form(
    viewer: Viewer, facilitation_id: UUID, call_id: UUID, at: datetime, change: Callable[[Questionnaire], Questionnaire]
) -> Call:
    _found, row = to_prepare(viewer, facilitation_id, call_id, Act.CALL_CHANGE, at)
    row.form = to_json(change(queries.questionnaire(row)))
    row.save(update_fields=["form"])
    return row


@transaction.atomic
def add_section(viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, title: Text, at: datetime) -> Call:
    """Add a section at the end. Raises NotFound, Refused, or Invalid where there are too many."""

    def change(form: Questionnaire) -> Questionnaire:
        _demand_room(len(form.sections), "call_sections")
        return Questionnaire((*form.sections, Section(title)))

    return _change_form(viewer, facilitation_id, call_id, at, change)


@transaction.atomic
def put_question(
    viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, section: int, question: Question, at: datetime
) -> Call:
    """Add a question to a section (from 0), or put it in place of the one that has its code; an empty code is new.

    Raises NotFound, Refused, or Invalid naming what is wrong with it.
    """

    def change(form: Questionnaire) -> Questionnaire:
        one = question if question.code else replace(question, code=_new_code(form))
        if not question.code:
            _demand_room(sum(1 for _each in form.questions()), "call_questions")
        if not 0 <= section < len(form.sections):
            raise Invalid({"section": _("Choose one of the sections.")})
        found = _with(form, section, one)
        faults = [fault.text.in_(get_language() or "en") for fault in faults_of(found) if fault.code == one.code]
        if faults:
            raise Invalid({"": " ".join(faults)})
        return found

    return _change_form(viewer, facilitation_id, call_id, at, change)


def _demand_room(number: int, limit: str) -> None:
    most = settings.COMITY_LIMITS[limit]
    if number >= most:
        raise Invalid({"": _("A call has at most %(limit)d of these. Split it in two calls.") % {"limit": most}})


def _new_code(form: Questionnaire) -> str:
    taken = {one.code for one in form.questions()}
    return next(code for number in range(1, len(taken) + 2) if (code := f"q{number}") not in taken)


def _with(form: Questionnaire, place: int, question: Question) -> Questionnaire:
    """Put a question where one of its code stands in this section; else at the end of it, and out of all others."""
    sections = []
    for number, section in enumerate(form.sections):
        others = tuple(one for one in section.questions if one.code != question.code)
        if number != place:
            sections.append(replace(section, questions=others))
        elif len(others) < len(section.questions):
            kept = tuple(question if one.code == question.code else one for one in section.questions)
            sections.append(replace(section, questions=kept))
        else:
            sections.append(replace(section, questions=(*others, question)))
    return Questionnaire(tuple(sections))


@transaction.atomic
def take_out(viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, code: str, at: datetime) -> Call:
    """Take a question out. Raises NotFound, Refused, or Invalid where another question depends on it."""

    def change(form: Questionnaire) -> Questionnaire:
        if any(one.when and one.when.code == code for one in form.questions()):
            raise Invalid({"": _("Another question depends on this one. Change that one first.")})
        return Questionnaire(
            tuple(
                replace(section, questions=tuple(one for one in section.questions if one.code != code))
                for section in form.sections
            )
        )

    return _change_form(viewer, facilitation_id, call_id, at, change)


@transaction.atomic
def move_up(viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, code: str, at: datetime) -> Call:
    """Move a question before the one above it in its section. Raises Invalid where that one is its condition."""

    def change(form: Questionnaire) -> Questionnaire:
        sections = []
        for section in form.sections:
            rows = list(section.questions)
            place = next((number for number, one in enumerate(rows) if one.code == code), 0)
            if place:
                rows[place - 1], rows[place] = rows[place], rows[place - 1]
            sections.append(replace(section, questions=tuple(rows)))
        found = Questionnaire(tuple(sections))
        if any(fault.code for fault in faults_of(found)):
            raise Invalid({"": _("This question is put under a condition that must stand before it.")})
        return found

    return _change_form(viewer, facilitation_id, call_id, at, change)


@transaction.atomic
def open_call(viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, at: datetime) -> Call:
    """Put a call to those who read its layer, and tell them. Raises NotFound, Refused, or Invalid saying what lacks."""
    _found, row = to_prepare(viewer, facilitation_id, call_id, Act.CALL_OPEN, at)
    faults = faults_of(queries.questionnaire(row))
    if faults:
        raise Invalid({"": " ".join(fault.text.in_(get_language() or "en") for fault in faults)})
    if row.due_at <= at:
        raise Invalid({"": _("Its last day is over. Choose a later one first.")})
    row.state, row.opened_at = Call.State.OPEN, at
    row.save(update_fields=["state", "opened_at"])
    dossiers.record(
        viewer, Act.CALL_OPEN, dossier_id=row.dossier_id, about=row.id, at=at, data={"due": row.due_at.isoformat()}
    )
    tell(viewer, Act.CALL_OPEN, row, mark=f"call {row.id} opened", at=at)
    return row


@transaction.atomic
def extend_call(
    viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, last_day: date, reason: str, at: datetime
) -> Call:
    """Extend the deadline of an open call, for everybody, with the reason; the one before stays on record.

    Raises NotFound, Refused, or Invalid for a day that is no extension.
    """
    _found, row = to_lead(viewer, facilitation_id, call_id, Act.CALL_EXTEND, at)
    if row.state != Call.State.OPEN:
        raise CallRule.CALL_OPEN.broken_by(Act.CALL_EXTEND)
    reason = _reason(reason)
    due_at = end_of(last_day, at=at)
    if due_at <= row.due_at:
        raise Invalid({"last_day": _("An extension ends later than the deadline does now.")})
    said: dict[str, Any] = {"from": row.due_at.isoformat(), "to": due_at.isoformat(), "reason": reason}
    row.extensions = [*row.extensions, said | {"at": at.isoformat()}]
    row.due_at = due_at
    row.save(update_fields=["extensions", "due_at"])
    dossiers.record(viewer, Act.CALL_EXTEND, dossier_id=row.dossier_id, about=row.id, at=at, data=said)
    tell(viewer, Act.CALL_EXTEND, row, mark=f"call {row.id} until {due_at.isoformat()}", at=at)
    return row


@transaction.atomic
def withdraw_call(viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, reason: str, at: datetime) -> Call:
    """Withdraw a call with the reason: nothing is answered to it any more, and what was answered stays readable."""
    _found, row = to_lead(viewer, facilitation_id, call_id, Act.CALL_WITHDRAW, at)
    if row.state == Call.State.WITHDRAWN:
        raise CallRule.STANDS_NO_MORE.broken_by(Act.CALL_WITHDRAW)
    reason = _reason(reason)
    was_open = row.state == Call.State.OPEN
    row.state, row.reason = Call.State.WITHDRAWN, reason
    row.save(update_fields=["state", "reason"])
    dossiers.record(viewer, Act.CALL_WITHDRAW, dossier_id=row.dossier_id, about=row.id, at=at, data={"reason": reason})
    if was_open:
        tell(viewer, Act.CALL_WITHDRAW, row, mark=f"call {row.id} withdrawn", at=at)
    return row


def _reason(typed: str) -> str:
    return needed_text("reason", typed, longest=settings.COMITY_LIMITS["field_characters"])


def system_remind(viewer: Viewer, *, at: datetime) -> int:
    """Remind those who have not answered of calls that end soon, each person once a deadline; return how many calls."""
    days = settings.COMITY_LIMITS["call_reminder_days"]
    found = queries.system_to_remind(before=at + timedelta(days=days), at=at)
    for row, silent in found:
        people = system_people_at(silent, roles=WORKING, on=at.astimezone(THE_HAGUE).date())
        notices.tell(
            viewer, people=people, dossier_id=row.dossier_id, about=row.facilitation_id, act=Act.CALL_OPEN,
            why=Notice.Why.SOON, mark=f"call {row.id} soon {row.due_at.isoformat()}", at=at,
        )  # fmt: skip
    return len(found)
