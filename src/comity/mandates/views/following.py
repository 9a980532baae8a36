# SPDX-License-Identifier: EUPL-1.2
"""Mandates: the board, the page of one with its steps, later paragraphs, and the Assembly's sessions."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.core.http import ViewerRequest, public, taken_once
from comity.core.pages import done, keys, labelled, pager
from comity.resolutions.writers.tables import csv_text
from comity.statute import Act

from .. import actions, forms, queries
from ..actions.rules import Rule
from ..models import Step
from .pages import demand_keeper, form_page
from .shown import chosen_of, correction_name, kind_name, status_name

_COLUMNS = (
    "symbol", "paragraph", "verb", "kind", "addressee", "action", "due", "session", "date", "every", "due_day",
    "status", "overdue", "owner",
)  # fmt: skip


@public
@require_safe
def board(request: ViewerRequest) -> HttpResponse:
    """Show what is asked of whom, what is overdue first."""
    viewer = request.viewer
    form, chosen = chosen_of(request)
    page = queries.mandates_page(viewer, chosen=chosen, size=settings.COMITY_LIMITS["page_rows"], **keys(request))
    address = reverse("mandates:board")
    mine = _("Asked of my State") if viewer.party_kind == "state" else _("Asked of my side")
    context = {
        "form": form,
        "rows": [{"mandate": row, "status": status_name(row.status, Step.Status.choices)} for row in page.rows],
        "page": pager(request, page),
        "clear_url": address if request.GET else "",
        **{
            f"{name}_url": f"{reverse(f'mandates:{name}')}?{request.GET.urlencode()}"
            for name in ("csv", "feed", "dates")
        },
        "tabs": [
            {"url": address, "label": _("All"), "active": not chosen.is_mine},
            {"url": f"{address}?mine=1", "label": mine, "active": chosen.is_mine},
        ]
        if viewer.is_known
        else [],
        "addressees": queries.addressees(viewer),
    }
    return render(request, "mandates/board.html", context)


@public
@require_safe
def csv_file(request: ViewerRequest) -> HttpResponse:
    """Give the board as a table for a spreadsheet, which takes no cell of it for a formula."""
    _form, chosen = chosen_of(request)
    rows = map(_cells, queries.exported(request.viewer, chosen=chosen))
    response = HttpResponse(csv_text(_COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="mandates.csv"'
    return response


def _cells(row: Any) -> list[str]:
    return [
        row.paragraph.instrument.symbol, str(row.paragraph), row.verb, row.kind, row.addressee, row.action, row.due,
        str(row.session or ""), row.date, row.every, row.due_day.isoformat() if row.due_day else "", row.status,
        "yes" if row.is_late else "", row.owner_code,
    ]  # fmt: skip


@public
@require_safe
def mandate(request: ViewerRequest, mandate_id: UUID) -> HttpResponse:
    """Show one mandate: what it asks, what was done, what became of it later."""
    viewer = request.viewer
    row = queries.mandate(viewer, mandate_id)
    is_reviewed = row.paragraph.instrument.stage == "reviewed"
    is_open = not row.is_struck
    context = {
        "mandate": row,
        "facts": _facts(row),
        "is_reviewed": is_reviewed,
        "steps": list(queries.steps_of(viewer, row.id)),
        "bonds": list(queries.bonds_of(viewer, row.id)),
        "owners": list(queries.owners_of(viewer, row.id)),
        "answers": list(queries.answers_of(viewer, row.id)),
        "corrections": [
            {"row": one, "name": correction_name(one.field)} for one in queries.corrections_of(viewer, row.id)
        ],
        "may_keep": is_open and queries.may_keep(viewer),
        "may_bind": is_open and is_reviewed and queries.may_keep(viewer),
        "may_show": is_open and is_reviewed and queries.may_show(viewer),
        "may_own": is_open and queries.may_own(viewer, viewer.party_code),
    }
    return render(request, "mandates/mandate.html", context)


def _facts(row: Any) -> list[dict[str, Any]]:
    instrument = row.paragraph.instrument
    facts = [
        {"label": _("Instrument"), "value": labelled(instrument.symbol, instrument.title),
         "url": reverse("mandates:instrument", args=[instrument.id])},
        {"label": _("Paragraph"), "value": str(row.paragraph)},
        {"label": _("Verb"), "value": f"{row.verb} ({kind_name(row.kind)})" if row.verb else kind_name(row.kind)},
        {"label": _("Addressee"), "value": row.addressee or _("nobody named")},
        {"label": _("By when"), "value": row.due or _("nothing stated")},
    ]  # fmt: skip
    if row.due_day:
        facts.append({"label": _("Day"), "value": date_format(row.due_day, "j F Y")})
    elif row.session:
        facts.append({"label": _("Day"), "value": _("The first day of the session is not entered yet.")})
    if row.every:
        facts.append({"label": _("Every"), "value": row.every})
    return facts


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: ViewerRequest, mandate_id: UUID) -> HttpResponse:
    """Say where a mandate stands, and what shows it."""
    row = queries.mandate(request.viewer, mandate_id)
    if not queries.may_show(request.viewer):
        raise Rule.OFFICERS_SHOW.broken_by(Act.STEP_TAKE)
    form = forms.StepForm(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.take_step(request.viewer, mandate_id=row.id, at=request.at, **given)
        messages.success(request, _("Entered. It stays as it is; a later step may say otherwise."))
        return redirect("mandates:mandate", row.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Enter a step"), button=_("Enter it"),
        back=reverse("mandates:mandate", args=[row.id]), lead=row.action,
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: ViewerRequest, mandate_id: UUID) -> HttpResponse:
    """Bind a mandate to a later paragraph."""
    row = queries.mandate(request.viewer, mandate_id)
    demand_keeper(request, Act.BOND_MAKE)
    form = forms.BondForm(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.bind(request.viewer, mandate_id=row.id, at=request.at, **given)
        messages.success(request, _("The later paragraph is entered."))
        return redirect("mandates:mandate", row.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Enter a later paragraph"), button=_("Enter it"),
        back=reverse("mandates:mandate", args=[row.id]), lead=row.action,
    )  # fmt: skip


@public
@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: ViewerRequest) -> HttpResponse:
    """List the Assembly's sessions with their first days; an officer of the Assembly enters one."""
    if request.method == "POST":
        demand_keeper(request, Act.SESSION_ENTER)
    form = forms.SessionForm(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.enter_session(request.viewer, at=request.at, **given)
        messages.success(request, _("The session is entered."))
        return redirect("mandates:sessions")

    context = {
        "form": form,
        "rows": list(queries.sessions(request.viewer)),
        "may_keep": queries.may_keep(request.viewer),
    }
    return done(request, form, act) or render(
        request, "mandates/sessions.html", context, status=422 if form.errors else 200
    )
