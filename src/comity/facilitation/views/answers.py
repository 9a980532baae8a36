# SPDX-License-Identifier: EUPL-1.2
"""Answers: typed and saved, read over and cleared, submitted, read by others, counted, copied from paper."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.charts import LABEL, Drawing, Kind, address
from comity.core.errors import Invalid
from comity.core.http import ViewerRequest, public, taken_once
from comity.statute import Act

from .. import actions, queries
from ..actions.call_rules import CallRule
from ..forms.answers import AnswerForm, PaperForm, as_posted, mark_name, marks_in, name_of
from ..forms.facilitations import ReasonForm
from ..models import Audience, Call, Submission
from ..questions import CHOICES, Questionnaire, Tally, Values, plain, put
from .calls import called, title_of
from .pages import Shown, act_page, demand, page, posted, shown, table


def _asked(request: ViewerRequest, facilitation_id: UUID, call_id: UUID, act: Act) -> tuple[Shown, Call]:
    """Return a call to which the reader's party answers; raises NotFound or Refused."""
    of, row = called(request, facilitation_id, call_id)
    is_asked = of.standing.is_open and of.standing.works and queries.is_addressed(of.standing, row)
    demand(is_asked, CallRule.CALL_ADDRESSED.broken_by(act))
    demand(row.state == Call.State.OPEN, CallRule.CALL_OPEN.broken_by(act))
    return of, row


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Show the questions with what was answered, and save what is typed."""
    of, row = _asked(request, facilitation_id, call_id, Act.ANSWER_SAVE)
    asked = queries.questionnaire(row)
    if request.method != "POST":
        found = queries.answer_of(request.viewer, row.id)
        values: Values = found.values if found else {}
        return _answer_page(request, of, row, asked, values, found.audience if found else Audience.PARTICIPANTS)
    form = _form(request.POST, asked, row)
    form.is_valid()
    marks, every = marks_in(request.POST, asked), form.values()
    typed = {code: every[code] for code in marks if code in every}
    saved = actions.save_answer(
        request.viewer, facilitation_id=of.row.id, call_id=row.id, typed=typed, marks=marks,
        audience=form.cleaned_data.get("audience", ""), at=request.at,
    )  # fmt: skip
    problems = dict(saved.problems)
    for code, theirs in saved.theirs.items():
        one = asked.question(code)
        words = plain(one, theirs, form.language) if one else ""
        said = _("A colleague changed this meanwhile, to: %(theirs)s. Save again to put yours in its place.")
        problems[code] = said % {"theirs": words or _("nothing")}
    unread = {code for one in asked.questions() if name_of(code := one.code) in form.errors}
    if not problems and not unread:
        if request.POST.get("then") == "review":
            return redirect(of.url("answer_review", row.id))
        messages.success(request, _("Saved."))
        return redirect(of.url("answer", row.id))
    values = saved.answer.values | {code: typed[code] for code in problems if code in typed}
    errors = problems | {code: " ".join(map(str, form.errors[name_of(code)])) for code in unread}
    return _answer_page(request, of, row, asked, values, saved.answer.audience, errors)


def _form(data: Any, asked: Questionnaire, row: Call) -> AnswerForm:
    return AnswerForm(data, form=asked, most_rows=settings.COMITY_LIMITS["answer_rows"], layer=row.layer)


def _answer_page(
    request: ViewerRequest, of: Shown, row: Call, asked: Questionnaire, values: Values, audience: str,
    errors: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form with these values; each question bears the mark of what is kept now."""
    form = _form(as_posted(asked, values, audience), asked, row)
    form.is_valid()
    for code, text in (errors or {}).items():
        form.add_error(name_of(code), text)
    kept = queries.answer_of(request.viewer, row.id)
    now = kept.values if kept else {}
    context = {
        "call": row,
        "title": title_of(row),
        "form": form,
        "sections": form.sections(),
        "marks": [
            {"name": mark_name(one.code), "mark": actions.mark_of(now.get(one.code, actions.empty(one)))}
            for one in asked.questions()
        ],
        "answer": kept,
        "is_over": row.due_at < request.at,
    }
    # 200 also where something is to be mended: what was well is saved, and a refusal would undo that.
    return page(request, "answer.html", of, "calls", context)


@require_safe
def answer_texts(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Show every text that was typed into the answer of one's own party."""
    of, row = called(request, facilitation_id, call_id)
    found = queries.answer_of(request.viewer, row.id)
    asked, language = queries.questionnaire(row), get_language() or "en"
    rows = []
    for one in queries.typed_into(request.viewer, found) if found else []:
        question = asked.question(one.code)
        if question:
            said = plain(question, one.value, language)
            rows.append({"row": one, "question": question.text.in_(language), "text": said})
    return page(request, "answer_texts.html", of, "calls", {"call": row, "title": title_of(row), "texts": rows})


@require_safe
def answer_review(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Show the whole answer to be read over, cleared and submitted."""
    of, row = _asked(request, facilitation_id, call_id, Act.ANSWER_CLEAR)
    viewer, asked = request.viewer, queries.questionnaire(row)
    found = queries.answer_of(viewer, row.id)
    values: Values = found.values if found else {}
    faults = actions.faults_in(asked, values)
    is_last = found is not None and found.changed_by_id in {viewer.person_id, viewer.acting_for_id}
    context = {
        "call": row,
        "title": title_of(row),
        "answer": found,
        "sections": told(asked, values, faults),
        "faults": len(faults),
        "is_last": is_last,
        "may_clear": bool(viewer.roles & queries.CLEARING) and not is_last,
        "seen": actions.seen_mark(found) if found else "",
        "is_over": row.due_at < request.at,
    }
    return page(request, "answer_review.html", of, "calls", context)


def told(asked: Questionnaire, values: Values, faults: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """Return questions with their answers under their headings; what was not asked is left out."""
    language = get_language() or "en"
    shown_ones = put(asked, values)
    found = []
    for section in asked.sections:
        rows = [
            {
                "question": one.text.in_(language),
                "text": plain(one, values.get(one.code), language),
                "fault": (faults or {}).get(one.code, ""),
            }
            for one in section.questions
            if one.code in shown_ones
        ]
        found.append({"title": section.title.in_(language), "answers": rows})
    return found


@require_POST
def answer_clear(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Clear the answer that was read over."""
    try:
        actions.clear_answer(
            request.viewer, facilitation_id=facilitation_id, call_id=call_id, seen=request.POST.get("seen", ""),
            at=request.at,
        )  # fmt: skip
        messages.success(request, _("Cleared. It can be submitted now."))
    except Invalid as error:
        messages.error(request, " ".join(error.problems.values()))
    return redirect("facilitation:answer_review", facilitation_id, call_id)


@require_POST
def answer_submit(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Submit the cleared answer."""
    row = actions.submit_answer(request.viewer, facilitation_id=facilitation_id, call_id=call_id, at=request.at)
    if row.is_late(row.call.due_at):
        messages.warning(request, _("Submitted, after the deadline: it is marked as late."))
    else:
        messages.success(request, _("Submitted."))
    return redirect("facilitation:submission", facilitation_id, row.id)


@public
@require_safe
def submission(request: ViewerRequest, facilitation_id: UUID, submission_id: UUID) -> HttpResponse:
    """Show one version of an answer."""
    viewer = request.viewer
    of = shown(request, facilitation_id)
    row = queries.submission(viewer, of.row, submission_id, standing=of.standing)
    versions = queries.submissions_by(viewer, of.row, row.call_id, standing=of.standing, party_id=row.party_id)
    context = {
        "row": row,
        "call": row.call,
        "title": title_of(row.call),
        "is_late": row.is_late(row.call.due_at),
        "sections": told(queries.questionnaire(row.call), row.values),
        "versions": versions if len(versions) > 1 else [],
        "may_withdraw": row.stands and row.party_id == viewer.party_id and of.standing.is_open and of.standing.works,
    }
    return page(request, "submission.html", of, "calls", context)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def submission_withdraw(request: ViewerRequest, facilitation_id: UUID, submission_id: UUID) -> HttpResponse:
    """Withdraw the answer of one's own party."""
    of = shown(request, facilitation_id)
    row = queries.submission(request.viewer, of.row, submission_id, standing=of.standing)
    demand(
        row.party_id == request.viewer.party_id and of.standing.works, CallRule.OWN_WORDS.broken_by(Act.ANSWER_WITHDRAW)
    )
    on: dict[str, Any] = {"facilitation_id": of.row.id, "submission_id": row.id, "at": request.at}
    return act_page(
        request, ReasonForm(posted(request)), lambda given: actions.withdraw_answer(request.viewer, **given, **on),
        said=_("Withdrawn. Only your side and the Secretariat still read it."), to=of.url("submission", row.id),
        heading=_("Withdraw the answer"), button=_("Withdraw it"), is_danger=True,
        lead=_("Its versions are kept, and you may submit another."),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def answer_paper(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Copy an answer that came on paper."""
    of, row = called(request, facilitation_id, call_id)
    may_enter = of.standing.is_secretariat and of.standing.may_lead
    demand(may_enter, CallRule.CLERK_ENTERS.broken_by(Act.ANSWER_ENTER))
    demand(row.state == Call.State.OPEN, CallRule.CALL_OPEN.broken_by(Act.ANSWER_ENTER))
    asked = queries.questionnaire(row)
    data = request.POST if request.method == "POST" else None
    form = PaperForm(data, form=asked, most_rows=settings.COMITY_LIMITS["answer_rows"], layer=row.layer)
    form.offer(one.party for one in queries.addressed(request.viewer, row, at=request.at))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.enter_paper(
                request.viewer, facilitation_id=of.row.id, call_id=row.id, party_id=UUID(given["party"]),
                values=form.values(), audience=given["audience"], received_on=given["received_on"], at=request.at,
            )  # fmt: skip
        except Invalid as error:
            form.take({(name_of(key) if asked.question(key) else key): text for key, text in error.problems.items()})
        else:
            messages.success(request, _("Entered."))
            return redirect(of.url("submission", made.id))
    context = {"call": row, "title": title_of(row), "form": form, "sections": form.sections()}
    return page(request, "answer_paper.html", of, "calls", context, status=422 if form.errors else 200)


@public
@require_safe
def analysis(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Count the answers that the reader may read, and lay them side by side."""
    of, row = called(request, facilitation_id, call_id)
    found = queries.analysis(request.viewer, of.row, row, standing=of.standing)
    context = {
        "call": row,
        "title": title_of(row),
        "total": found.total,
        "tallies": _drawn([_tally(one, found) for one in found.tallies]),
    }
    return page(request, "analysis.html", of, "calls", context)


def _drawn(tallies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add the chart of each question with choices, of as many as the settings allow on one page."""
    most: int = settings.COMITY_LIMITS["analysis_charts"]
    for one in [one for one in tallies if one["answered"] and one["counts"]][:most]:
        numbers = [each["number"] for each in one["counts"]]
        one["picture"] = address(
            Drawing(
                Kind.BAR,
                rows=tuple(each["label"][:LABEL] for each in one["counts"]),
                series=(_("Number"),),
                numbers=tuple((Decimal(number),) for number in numbers),
                written=tuple((str(number),) for number in numbers),
                language=get_language() or "en",
            )
        )
    return tallies


def _tally(one: Tally, found: queries.Analysis) -> dict[str, Any]:
    language = get_language() or "en"
    words = {each.code: each.text.in_(language) for each in one.question.choices()}
    return {
        "question": one.question.text.in_(language),
        "asked": one.asked,
        "answered": one.answered,
        "total": one.total,
        "counts": [{"label": words[each.code], "number": each.number} for each in one.counts],
        "texts": []
        if one.question.kind in CHOICES
        else [
            {"party": row.party.name, "row": row, "text": plain(one.question, row.values[one.question.code], language)}
            for row in found.submissions
            if one.question.code in row.values
        ],
    }


@public
@require_safe
def answers_csv(request: ViewerRequest, facilitation_id: UUID, call_id: UUID) -> HttpResponse:
    """Give the answers that the reader may read as a table, a party a row, a question a column."""
    of, row = called(request, facilitation_id, call_id)
    found = queries.analysis(request.viewer, of.row, row, standing=of.standing)
    language = get_language() or "en"
    questions = list(found.form.questions())
    head = ["party", "version", "received", "late", *(one.text.in_(language) for one in questions)]
    return table("answers.csv", head, (_cells(one, row, questions, language) for one in found.submissions))


def _cells(one: Submission, call: Call, questions: Iterable[Any], language: str) -> list[str]:
    late = "yes" if one.is_late(call.due_at) else "no"
    answers = [plain(question, one.values.get(question.code), language) for question in questions]
    return [one.party.code, str(one.number), one.came_at.isoformat(timespec="minutes"), late, *answers]
