# SPDX-License-Identifier: EUPL-1.2
"""The desk and the search: pages that join rooms and rule over none."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comity.core.http import ViewerRequest
from comity.requests import queries as requests


@require_safe
def desk(request: ViewerRequest) -> HttpResponse:
    """Show what needs this person, what is due, and what they wait for."""
    viewer = request.viewer
    context = {
        "piles": requests.desk(viewer),
        "tasks": requests.tasks_of(viewer)[:6],
        "views": requests.saved_views(viewer),
    }
    return render(request, "web/desk.html", context)


@require_safe
def search(request: ViewerRequest) -> HttpResponse:
    """Show what is found by a reference of either side, with or without slashes, or by words."""
    typed = request.GET.get("q", "")[: settings.COMITY_LIMITS["search_characters"]]
    found = requests.find(request.viewer, typed) if typed.strip() else []
    context = {"typed": typed, "found": found, "is_full": len(found) >= settings.COMITY_LIMITS["page_rows"]}
    return render(request, "web/search.html", context)
