# SPDX-License-Identifier: EUPL-1.2
"""Instruments: the library, the text beside what was found in it, and its review."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.http import ViewerRequest, public, taken_once
from comity.core.pages import done, keys, pager
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


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ViewerRequest) -> HttpResponse:
    """Add a text to the library."""
    demand_keeper(request, Act.INSTRUMENT_ADD)
    is_posted = request.method == "POST"
    form = forms.InstrumentForm(request.POST if is_posted else None, request.FILES if is_posted else None)

    def act(given: dict[str, Any]) -> HttpResponse:
        file = given["file"]
        name = (file.name or "").lower() if file else ""
        read = Given(
            source=given["source"], text="" if file else given["text"], data=file.read() if file else b"",
            is_markdown=name.endswith((".md", ".markdown")), symbol=given["symbol"], title=given["title"],
            language=given["language"],
        )  # fmt: skip
        keep = actions.add_report if given["form"] == "report" else actions.add_instrument
        made = keep(request.viewer, given=read, at=request.at)
        messages.success(request, _("The text was read. Compare it with what was found, then end the review."))
        return redirect("mandates:instrument", made.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Add an instrument"), button=_("Read the text"), back=reverse("mandates:library"),
        lead=_("The program finds its paragraphs and mandates. Nothing stands on the board before you reviewed it."),
    )  # fmt: skip


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
    context = {
        "instrument": found,
        "is_reviewed": found.stage == found.Stage.REVIEWED,
        "paragraphs": [
            {
                "row": one,
                "percent": round(one.confidence * 100),
                "doubts": doubts.get(one.key, []),
                "mandates": mandates.get(one.pk, []),
            }
            for one in paragraphs
        ],
        "others": others,
        "left": leftovers(found),
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
