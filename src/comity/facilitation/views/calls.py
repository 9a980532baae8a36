# SPDX-License-Identifier: EUPL-1.2
"""Calls for input: the list, one with its answers, preparing, opening, extending and withdrawing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.errors import Invalid
from comity.core.http import ViewerRequest, public, taken_once
from comity.statute import Act, Text

from .. import actions, queries
from ..actions.call_rules import CallRule
from ..forms.calls import (
    KIND_NAMES,
    ExtendForm,
    HeadingForm,
    QuestionForm,
    SectionForm,
    heading_of,
    question_typed,
)
from ..forms.facilitations import ReasonForm
from ..models import Call, Layer
from ..questions import Questionnaire
from .pages import Shown, act_page, demand, form_page, page, posted, shown


def title_of(row: Call) -> str:
    """Return the title of a call in the reader's language."""
    return Text(row.title_en, row.title_fr).in_(get_language() or "en")


def called(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> tuple[Shown, Call]:
    """Return the call of a page with its facilitation; raises NotFound."""
    of = shown(request, facilitation_id)
    return of, queries.call(request.viewer, of.row, call_id, standing=of.standing)


@public
@require_safe
def calls(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """List the calls that the reader may know of."""
    of = shown(request, facilitation_id)
    rows = queries.calls_of(request.viewer, of.row, standing=of.standing)
    context = {"rows": [{"call": row, "title": title_of(row), "is_over": row.due_at < request.at} for row in rows]}
    return page(request, "calls.html", of, "calls", context)


@public
@require_safe
def call(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Show a call, what it asks, and the answers that the reader may read."""
    viewer = request.viewer
    of, row = called(request, facilitation_id, call_id)
    submissions = queries.submissions_of(viewer, of.row, row.id, standing=of.standing)
    is_open = row.state == Call.State.OPEN
    is_asked = is_open and of.standing.is_open and of.standing.works and queries.is_addressed(of.standing, row)
    may_lead = of.standing.may_lead
    context = {
        "call": row,
        "title": title_of(row),
        "intro": Text(row.intro_en, row.intro_fr).in_(get_language() or "en"),
        "sections": sections_of(queries.questionnaire(row)),
        "submissions": [{"row": one, "is_late": one.is_late(row.due_at)} for one in submissions],
        "is_over": row.due_at < request.at,
        "is_asked": is_asked,
        "answer": queries.answer_of(viewer, row.id) if is_asked else None,
        "own": next((one for one in submissions if one.party_id == viewer.party_id), None),
        "may_prepare": may_lead and row.state == Call.State.PREPARED,
        "may_extend": may_lead and is_open,
        "may_enter": is_open and of.standing.is_secretariat and may_lead,
        "awaited": queries.awaited(viewer, row, submissions, at=request.at)
        if is_open and of.standing.is_secretariat
        else None,
        "extensions": row.extensions,
    }
    return page(request, "call.html", of, "calls", context)


def sections_of(form: Questionnaire) -> list[dict[str, Any]]:
    """Return what a call asks, as a page shows it."""
    language = get_language() or "en"
    found = []
    number = 0
    for place, section in enumerate(form.sections):
        rows = []
        for one in section.questions:
            number += 1
            asked = form.question(one.when.code) if one.when else None
            words = {each.code: each.text.in_(language) for each in asked.choices()} if asked else {}
            rows.append(
                {
                    "number": number,
                    "code": one.code,
                    "text": one.text.in_(language),
                    "help": one.help.in_(language),
                    "kind": one.kind.value,
                    "kind_name": KIND_NAMES[one.kind],
                    "is_compulsory": one.is_compulsory,
                    "options": [each.text.in_(language) for each in one.options or one.choices()],
                    "asked": asked.text.in_(language) if asked else "",
                    "answers": " / ".join(words[code] for code in one.when.answers) if one.when else "",
                }
            )
        found.append({"place": place, "title": section.title.in_(language), "questions": rows})
    return found


def _heading(given: dict[str, Any]) -> actions.Heading:
    return actions.Heading(
        Text(given["title_en"], given["title_fr"]), Text(given["intro_en"], given["intro_fr"]), Layer(given["layer"]),
        given["last_day"],
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def call_new(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """Begin to prepare a call."""
    of = shown(request, facilitation_id)
    demand(of.standing.may_lead, CallRule.CALL_LEADS.broken_by(Act.CALL_ADD))
    form = HeadingForm(posted(request), initial={"layer": "invited"})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_call(
                request.viewer, facilitation_id=of.row.id, heading=_heading(form.cleaned_data), at=request.at
            )
            return redirect(of.url("call", row.id))
        except Invalid as error:
            form.take(error.problems)
    return form_page(
        request, form, heading=_("Prepare a call for input"), button=_("Go on to the questions"),
        back=of.url("calls"), lead=_("Nobody is asked before you open it."),
    )  # fmt: skip


def _prepared(request: ViewerRequest, facilitation_id: UUID, call_id: UUID, act: Act) -> tuple[Shown, Call]:
    """Return a call that the reader may change now; raises NotFound or Refused."""
    of, row = called(request, facilitation_id, call_id)
    demand(of.standing.may_lead, CallRule.CALL_LEADS.broken_by(act))
    demand(row.state == Call.State.PREPARED, CallRule.CALL_PREPARED.broken_by(act))
    return of, row


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def call_change(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Change what a call that is being prepared says of itself."""
    of, row = _prepared(request, facilitation_id, call_id, Act.CALL_CHANGE)
    form = HeadingForm(posted(request), initial=heading_of(row))
    on: dict[str, Any] = {"facilitation_id": of.row.id, "call_id": row.id, "at": request.at}
    return act_page(
        request, form, lambda given: actions.change_call(request.viewer, heading=_heading(given), **on),
        said=_("Changed."), to=of.url("call", row.id), heading=_("Change the call"), button=_("Change it"),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def section_new(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Add a section."""
    of, row = _prepared(request, facilitation_id, call_id, Act.CALL_CHANGE)
    on: dict[str, Any] = {"facilitation_id": of.row.id, "call_id": row.id, "at": request.at}
    return act_page(
        request, SectionForm(posted(request)),
        lambda given: actions.add_section(
            request.viewer, title=Text(given["title_en"], given["title_fr"]), **on
        ),
        said=_("Section added."), to=of.url("call", row.id), heading=_("Add a section"), button=_("Add it"),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: ViewerRequest, facilitation_id: UUID, call_id: UUID, code: str = "") -> HttpResponse:
    """Add a question, or change the one of this code."""
    of, row = _prepared(request, facilitation_id, call_id, Act.CALL_CHANGE)
    asked = queries.questionnaire(row)
    typed = question_typed(asked, code)
    if code and not typed:
        raise Http404
    form = QuestionForm(posted(request), initial=typed)
    form.offer(asked, code=code)
    on: dict[str, Any] = {"facilitation_id": of.row.id, "call_id": row.id, "at": request.at}
    return act_page(
        request, form,
        lambda given: actions.put_question(
            request.viewer, section=given["section"], question=form.question(code), **on
        ),
        said=_("Question kept."), to=of.url("call", row.id), heading=_("Question"), button=_("Keep it"),
    )  # fmt: skip


@require_POST
def question_up(request: ViewerRequest, facilitation_id: UUID, call_id: UUID, code: str) -> HttpResponse:
    """Move a question up."""
    return _do(request, facilitation_id, call_id, actions.move_up, _("Moved."), code=code)


@require_POST
def question_out(request: ViewerRequest, facilitation_id: UUID, call_id: UUID, code: str) -> HttpResponse:
    """Take a question out."""
    return _do(request, facilitation_id, call_id, actions.take_out, _("Taken out."), code=code)


@require_POST
def call_open(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Put the call to those who read its layer."""
    return _do(request, facilitation_id, call_id, actions.open_call, _("Open. Those who are asked have been told."))


def _do(
    request: ViewerRequest, facilitation_id: UUID, call_id: UUID, act: Any, said: str, **more: str
) -> HttpResponse:  # fmt: skip
    """Do what a button asks for, and come back to the call with what became of it."""
    try:
        act(request.viewer, facilitation_id=facilitation_id, call_id=call_id, at=request.at, **more)
        messages.success(request, said)
    except Invalid as error:
        messages.error(request, " ".join(error.problems.values()))
    return redirect("facilitation:call", facilitation_id, call_id)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def call_extend(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Extend the deadline, for everybody."""
    of, row = called(request, facilitation_id, call_id)
    demand(of.standing.may_lead, CallRule.CALL_LEADS.broken_by(Act.CALL_EXTEND))
    demand(row.state == Call.State.OPEN, CallRule.CALL_OPEN.broken_by(Act.CALL_EXTEND))
    on: dict[str, Any] = {"facilitation_id": of.row.id, "call_id": row.id, "at": request.at}
    return act_page(
        request, ExtendForm(posted(request)), lambda given: actions.extend_call(request.viewer, **given, **on),
        said=_("Extended. Those who are asked have been told."), to=of.url("call", row.id),
        heading=_("Extend the deadline"), button=_("Extend it"),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def call_withdraw(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Withdraw a call."""
    of, row = called(request, facilitation_id, call_id)
    demand(of.standing.may_lead, CallRule.CALL_LEADS.broken_by(Act.CALL_WITHDRAW))
    on: dict[str, Any] = {"facilitation_id": of.row.id, "call_id": row.id, "at": request.at}
    return act_page(
        request, ReasonForm(posted(request)), lambda given: actions.withdraw_call(request.viewer, **given, **on),
        said=_("Withdrawn. What was answered stays readable."), to=of.url("call", row.id),
        heading=_("Withdraw the call"), button=_("Withdraw it"), is_danger=True,
    )  # fmt: skip


@public
@require_safe
def call_print(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Show the call as a form to fill in on paper."""
    of, row = called(request, facilitation_id, call_id)
    context = {
        "facilitation": of.row, "call": row, "title": title_of(row), "blank": range(4),
        "intro": Text(row.intro_en, row.intro_fr).in_(get_language() or "en"),
        "sections": sections_of(queries.questionnaire(row)),
    }  # fmt: skip
    return render(request, "facilitation/call_print.html", context)
