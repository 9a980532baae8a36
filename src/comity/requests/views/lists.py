# SPDX-License-Identifier: EUPL-1.2
"""The list of requests, and the views of it that a person keeps."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.core.errors import Invalid
from comity.core.http import ViewerRequest, taken_once
from comity.core.paging import Page
from comity.core.viewer import Viewer
from comity.dossiers import queries as dossiers
from comity.dossiers.models import Clock
from comity.statute import Role, rome

from .. import actions, forms, queries
from ..models import NO_DATE, Request
from .shown import rows, words

NOWHERE = "-"


@require_safe
def index(request: ViewerRequest) -> HttpResponse:
    """Show one box of requests, narrowed and ordered as the address says."""
    viewer = request.viewer
    filters = forms.filters_in(viewer, request.GET)
    code = _party_code(viewer, filters.typed["party"])
    found = queries.requests_page(
        viewer, filters.chosen(code), after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "rows": rows.rows_of(found.rows, _clocks(viewer, found), filters.box),
        "box": filters.box,
        "other": _("Issued by") if filters.box == "received" else _("Addressee"),
        "tabs": _tabs(filters),
        "typed": filters.typed,
        "selects": _selects(viewer, filters.typed),
        "parties": forms.options("party", ""),
        "active": _active(filters.typed),
        "is_unknown_party": code == NOWHERE,
        "pager": _pager(filters.typed, found),
        "views": queries.saved_views(viewer),
        "query": forms.query_of(filters.typed),
        "may_begin": Role.DRAFTER in viewer.roles and viewer.party_kind in {"organ", "state", "defence"},
    }
    return render(request, "requests/list.html", context)


def _party_code(viewer: Viewer, typed: str) -> str:
    if not typed:
        return ""
    found = queries.addressee_named(viewer, typed)
    return found.code if found else NOWHERE


def _clocks(viewer: Viewer, found: Page[Request]) -> dict[UUID, Clock]:
    """Return the clocks behind the days that nobody asked for."""
    dated = [one.id for one in found.rows if one.is_open and one.due_on not in {NO_DATE, one.requested_by}]
    return dossiers.next_clocks(viewer, dated) if dated else {}


def _tabs(filters: forms.ListFilters) -> list[dict[str, object]]:
    names = {"received": _("Received"), "sent": _("Issued by us"), "passing": _("Passing on")}
    base = reverse("requests:list")
    if len(filters.boxes) == 1:
        return []
    return [
        {
            "url": f"{base}?{forms.query_of(filters.typed, box=box, state='')}",
            "label": names[box],
            "active": box == filters.box,
        }
        for box in filters.boxes
    ]


def _selects(viewer: Viewer, typed: Mapping[str, str]) -> list[dict[str, object]]:
    situations = (("", _("Any")), *((one.code, str(one)) for one in dossiers.situations(viewer)))
    labels = (
        ("status", _("Open or ended")),
        ("state", _("State")),
        ("kind", _("Kind")),
        ("due", _("Due")),
        ("urgency", _("Urgency")),
        ("situation", _("Situation")),
        ("sort", _("Order")),
    )
    return [
        {
            "name": name,
            "label": label,
            "options": forms.options(name, typed[name], situations if name == "situation" else ()),
        }
        for name, label in labels
    ]


def _active(typed: Mapping[str, str]) -> list[dict[str, str]]:
    law = rome()
    shown = {
        "state": words.said(law.states[typed["state"]].name) if typed["state"] in law.states else typed["state"],
        "kind": words.said(law.kinds[typed["kind"]].name) if typed["kind"] in law.kinds else typed["kind"],
        "party": typed["party"],
        "situation": typed["situation"],
        "due": {
            "overdue": _("Past"),
            "week": _("Within a week"),
            "month": _("Within a month"),
            "none": _("No date"),
        }.get(typed["due"], ""),
        "urgency": {"standard": _("Standard"), "urgent": _("Urgent"), "arrest": _("Arrest opportunity")}.get(
            typed["urgency"], ""
        ),
    }
    base = reverse("requests:list")
    return [
        {"label": label, "url": f"{base}?{forms.query_of(typed, **{name: ''})}"}
        for name, label in shown.items()
        if label
    ]


def _pager(typed: Mapping[str, str], found: Page[Request]) -> dict[str, object]:
    base, query = reverse("requests:list"), forms.query_of(typed)
    joined = f"{base}?{query}&" if query else f"{base}?"
    return {
        "shown": len(found.rows),
        "first_url": f"{base}?{query}" if found.previous_key else "",
        "previous_url": f"{joined}before={found.previous_key}" if found.previous_key else "",
        "next_url": f"{joined}after={found.next_key}" if found.next_key else "",
    }


@taken_once
@require_POST
def save_view(request: ViewerRequest) -> HttpResponse:
    """Keep the filters and the order of a list under a name."""
    query = request.POST.get("query", "")
    try:
        view = actions.save_view(request.viewer, name=request.POST.get("name", ""), query=query, at=request.at)
    except Invalid as invalid:
        for problem in invalid.problems.values():
            messages.error(request, problem)
    else:
        messages.success(request, _("Kept as “%(name)s”.") % {"name": view.name})
    return redirect(f"{reverse('requests:list')}?{query}")


@taken_once
@require_POST
def delete_view(request: ViewerRequest, view_id: UUID) -> HttpResponse:
    """Delete a kept view; the requests in it are not touched."""
    actions.delete_view(request.viewer, view_id=view_id)
    messages.success(request, _("The view was deleted; nothing else changed."))
    return redirect("requests:list")
