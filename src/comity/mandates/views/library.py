# SPDX-License-Identifier: EUPL-1.2
"""Instruments: the library, the text beside what was found in it, and its review."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.db import as_viewer
from comity.core.errors import Invalid
from comity.core.http import ViewerRequest, own_units, public, taken_once
from comity.core.pages import done, keys, pager
from comity.documents import files, intake
from comity.documents.words import sentence as problem_sentence
from comity.resolutions.model import Unusable
from comity.statute import Act

from .. import actions, forms, queries
from ..actions.adding import Given
from .pages import demand_keeper, form_page
from .shown import doubts_by_paragraph, kind_name, leftovers


@public
@require_safe
def library(request: ViewerRequest) -> HttpResponse:
    """List the instruments, narrowed by words of their symbol and title."""
    form = forms.LibraryFilter(request.GET or None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    size = settings.COMITY_LIMITS["page_rows"]
    page = queries.instruments_page(request.viewer, text=text, size=size, **keys(request))
    context = {
        "form": form,
        "rows": page.rows,
        "page": pager(request, page),
        "clear_url": reverse("mandates:library") if request.GET else "",
        "may_keep": queries.may_keep(request.viewer),
    }
    return render(request, "mandates/library.html", context)


@own_units
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ViewerRequest) -> HttpResponseBase:
    """Add a text to the library; a Word file or a PDF is read apart first, in no unit of work."""
    demand_keeper(request, Act.INSTRUMENT_ADD)
    is_posted = request.method == "POST"
    form = forms.InstrumentForm(request.POST if is_posted else None, request.FILES if is_posted else None)

    def act(given: dict[str, Any]) -> HttpResponseBase:
        read = _given(given)
        keep = actions.add_report if given["form"] == queries.REPORT else actions.add_instrument

        def add(request: ViewerRequest) -> HttpResponse:
            made = keep(request.viewer, given=read, at=request.at)
            messages.success(request, _("The text was read. Compare it with what was found, then end the review."))
            return redirect("mandates:instrument", made.id)

        with as_viewer(request.viewer):
            return taken_once(add)(request)

    return done(request, form, act) or form_page(
        request, form, heading=_("Add an instrument"), button=_("Read the text"), back=reverse("mandates:library"),
        lead=_("The program finds its paragraphs and mandates. Nothing stands on the board before you reviewed it."),
        table=reverse("mandates:recommendations"),
    )  # fmt: skip


def _given(typed: dict[str, Any]) -> Given:
    """What was typed and chosen, the file read; raises Invalid for one that cannot be."""
    said = {name: typed[name] for name in ("source", "symbol", "title", "language")}
    file = typed["file"]
    if not file:
        return Given(text=typed["text"], **said)
    data = file.read()
    try:
        lines = files.lines_of_file(data, limits=intake.limits())
    except Unusable as error:
        raise Invalid({"file": actions.sentence(error)}) from None
    except files.Unfit as unfit:
        raise Invalid({"file": problem_sentence(unfit.note)}) from None
    if lines is not None:
        return Given(lines=lines, **said)
    return Given(data=data, is_markdown=(file.name or "").lower().endswith((".md", ".markdown")), **said)


@public
@require_safe
def instrument(request: ViewerRequest, instrument_id: UUID) -> HttpResponse:
    """Show the text on one side, what was found on the other."""
    viewer = request.viewer
    found = queries.instrument(viewer, instrument_id)
    paragraphs = list(queries.paragraphs_of(viewer, found.id))
    doubts, others = doubts_by_paragraph(found, paragraphs)
    mandates: dict[int, list[Any]] = {}
    for one in queries.mandates_of(viewer, found.id):
        mandates.setdefault(one.paragraph_id, []).append({"mandate": one, "kind": kind_name(one.kind)})
    answers: dict[int, list[Any]] = {}
    for answer in queries.answered_in(viewer, found.id):
        answers.setdefault(answer.paragraph_id, []).append(answer.mandate)
    context = {
        "instrument": found,
        "is_reviewed": found.stage == found.Stage.REVIEWED,
        "paragraphs": [
            {
                "row": one,
                "percent": round(one.confidence * 100),
                "doubts": doubts.get(one.key, []),
                "mandates": mandates.get(one.pk, []),
                "answers": answers.get(one.pk, []),
            }
            for one in paragraphs
        ],
        "is_report": found.form == queries.REPORT,
        "others": others,
        "left": leftovers(found),
        "corrections": list(queries.instrument_corrections(viewer, found.id)),
        "percent": round(found.confidence * 100),
        "may_keep": queries.may_keep(viewer),
    }
    return render(request, "mandates/instrument.html", context)


@require_POST
def review(request: ViewerRequest, instrument_id: UUID) -> HttpResponse:
    """End the review."""
    actions.finish_review(request.viewer, instrument_id=instrument_id, at=request.at)
    messages.success(request, _("Reviewed. Its mandates stand on the board."))
    return redirect("mandates:instrument", instrument_id)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def add_mandate(request: ViewerRequest, instrument_id: UUID) -> HttpResponse:
    """Add a mandate that was not found."""
    found = queries.instrument(request.viewer, instrument_id)
    demand_keeper(request, Act.MANDATE_ADD)
    form = forms.NewMandateForm(request.POST if request.method == "POST" else None)
    form.offer(queries.paragraphs_of(request.viewer, found.id).filter(part="operative"))

    def act(given: dict[str, Any]) -> HttpResponse:
        made = actions.add_mandate(
            request.viewer, instrument_id=found.id, key=given["key"], given=given, reason=given["reason"],
            at=request.at,
        )  # fmt: skip
        messages.success(request, _("The mandate was added."))
        return redirect("mandates:mandate", made.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Add a mandate"), button=_("Add it"),
        back=reverse("mandates:instrument", args=[found.id]), lead=found.symbol,
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ViewerRequest, mandate_id: UUID) -> HttpResponse:
    """Correct a mandate."""
    row = queries.mandate(request.viewer, mandate_id)
    demand_keeper(request, Act.MANDATE_CORRECT)
    form = forms.MandateForm(
        request.POST if request.method == "POST" else None, initial=forms.typed_of(row, actions.FIELDS)
    )

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.correct_mandate(request.viewer, mandate_id=row.id, given=given, reason=given["reason"], at=request.at)
        messages.success(request, _("Corrected. What stood there before is kept."))
        return redirect("mandates:mandate", row.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Correct a mandate"), button=_("Correct it"),
        back=reverse("mandates:mandate", args=[row.id]), lead=row.paragraph.text,
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def strike(request: ViewerRequest, mandate_id: UUID) -> HttpResponse:
    """Say that this is no mandate."""
    row = queries.mandate(request.viewer, mandate_id)
    demand_keeper(request, Act.MANDATE_STRIKE)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.strike_mandate(request.viewer, mandate_id=row.id, reason=given["reason"], at=request.at)
        messages.success(request, _("Struck. It stays readable with its reason, and leaves the board."))
        return redirect("mandates:instrument", row.paragraph.instrument_id)

    return done(request, form, act) or form_page(
        request, form, heading=_("This is no mandate"), button=_("Strike it"), is_danger=True,
        back=reverse("mandates:mandate", args=[row.id]), lead=row.action,
    )  # fmt: skip
