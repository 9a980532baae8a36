# SPDX-License-Identifier: EUPL-1.2
"""What the pages of this room share: a form before its action, and the way through a list."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.http import ViewerRequest
from comity.core.paging import Page

from ..forms import ActForm
from ..models import Dossier

T = TypeVar("T")
Link = dict[str, str]


def done(request: ViewerRequest, form: ActForm, act: Callable[[dict[str, Any]], T]) -> T | None:
    """Return what the act gave, or None where the form is yet to be filled in or to be mended; then it says what."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Invalid as error:
        form.take(error.problems)
        return None


def form_page(
    request: ViewerRequest,
    form: ActForm,
    *,
    heading: str,
    button: str,
    back: str,
    trail: list[Link],
    lead: str = "",
    shown: Dossier | None = None,
    is_danger: bool = False,
) -> HttpResponse:
    """Show one form on a page of its own, under the classification of the dossier it belongs to."""
    context = {
        "form": form,
        "heading": heading,
        "button": button,
        "back": back,
        "trail": trail,
        "lead": lead,
        "shown": shown,
        "is_danger": is_danger,
    }
    return render(request, "dossiers/form.html", context)


def trail_of(shown: Dossier | None = None, name: str = "") -> list[Link]:
    """Return the way from the list of files down to one of them."""
    trail = [{"url": reverse("dossiers:list"), "label": _("Dossiers")}]
    if shown is not None:
        trail.append({"url": reverse("dossiers:page", args=[shown.pk]), "label": name or shown.title})
    return trail


def pager(request: ViewerRequest, page: Page[Any]) -> dict[str, Any]:
    """Return the links to the other pages of a list, with its filters kept."""

    def address(**key: str) -> str:
        given = request.GET.copy()
        for name in ("after", "before"):
            given.pop(name, None)
        given.update(key)
        return f"{request.path}?{given.urlencode()}" if given else request.path

    return {
        "shown": len(page.rows),
        "first_url": address() if page.previous_key else "",
        "previous_url": address(before=page.previous_key) if page.previous_key else "",
        "next_url": address(after=page.next_key) if page.next_key else "",
    }


def keys(request: ViewerRequest) -> dict[str, Any]:
    """Return which page of a list the address asks for."""
    return {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
