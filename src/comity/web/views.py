# SPDX-License-Identifier: EUPL-1.2
"""The desk, the search and the words about Comity: pages that join rooms and rule over none."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core.clock import today
from comity.core.http import ViewerRequest, public
from comity.notices.queries import refused_addresses
from comity.requests import queries as requests
from comity.requests.models import NO_DATE, Request
from comity.statute import Role, rome


@require_safe
def desk(request: ViewerRequest) -> HttpResponse:
    """Show what needs this person, what is due, and what they wait for."""
    viewer = request.viewer
    if viewer.party_kind == "assembly":
        return render(request, "web/desk.html", {"queues": []})
    limit: int = settings.COMITY_LIMITS["counted"]
    queues = [
        {
            "title": pile.name,
            "items": [_item(row, today()) for row in pile.rows],
            "count": f"{limit - 1}+" if pile.count >= limit else pile.count,
            "more_url": f"{reverse('requests:list')}?{pile.query}",
        }
        for pile in requests.desk(viewer)
    ]
    context = {
        "queues": queues,
        "tasks": requests.tasks_of(viewer)[:6],
        "views": requests.saved_views(viewer),
        "may_draft": Role.DRAFTER in viewer.roles,
        "refused": refused_addresses(viewer, on=today()),
    }
    return render(request, "web/desk.html", context)


def _item(row: Request, day: date) -> dict[str, object]:
    is_covered: bool = row.is_covered  # type: ignore[attr-defined]  # set by queries.cover
    other = row.addressee.name if row.addressee else ""
    return {
        "url": reverse("requests:page", args=[row.id]),
        "title": _("Not yet opened")
        if is_covered
        else row.subject or rome().kinds[row.kind].name.in_(get_language() or "en"),
        "number": row.reference,
        "state": rome().states[row.state],
        "due": _due(row, day),
        "meta": f"{row.issuer.name} → {other}" if other else row.issuer.name,
    }


def _due(row: Request, day: date) -> str:
    """Return what ends next, in words: a date the issuer asked for is never called a time limit."""
    if row.due_on == NO_DATE:
        return ""
    said = {"day": date_format(row.due_on, "j F Y")}
    if row.due_on != row.requested_by:
        return _("time limit: %(day)s") % said
    return (_("requested by %(day)s, overdue") if row.due_on < day else _("requested by %(day)s")) % said


@require_safe
def search(request: ViewerRequest) -> HttpResponse:
    """Show what is found by a reference of either side, with or without slashes, or by words."""
    typed = request.GET.get("q", "")[: settings.COMITY_LIMITS["search_characters"]]
    found = requests.find(request.viewer, typed) if typed.strip() else []
    for row in found:
        row.state_name = rome().states[row.state].name  # type: ignore[attr-defined]  # for the template alone
    context = {"typed": typed, "found": found, "is_full": len(found) >= settings.COMITY_LIMITS["page_rows"]}
    return render(request, "web/search.html", context)


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what this is and what it is not."""
    return render(request, "web/about.html", {"is_demonstration": settings.COMITY_MODE == "demo"})
