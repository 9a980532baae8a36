# SPDX-License-Identifier: EUPL-1.2
"""What the pages of this room share: a form before its action, and the way through a list."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render

from comity.core.errors import Invalid
from comity.core.http import ViewerRequest
from comity.core.paging import Page
from comity.statute import Act

from .. import queries
from ..actions.rules import Rule
from ..forms import ActForm

T = TypeVar("T")


def demand_keeper(request: ViewerRequest, act: Act) -> None:
    """Refuse whoever may not keep the instruments, before a form is shown."""
    if not queries.may_keep(request.viewer):
        raise Rule.ASSEMBLY_KEEPS.broken_by(act)


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
    request: ViewerRequest, form: ActForm, *, heading: str, button: str, back: str, lead: str = "",
    is_danger: bool = False,
) -> HttpResponse:  # fmt: skip
    """Show one form on a page of its own; 422 where something is to be mended."""
    context = {
        "form": form, "heading": heading, "button": button, "back": back, "lead": lead, "is_danger": is_danger,
        "has_file": form.is_multipart(),
    }  # fmt: skip
    return render(request, "mandates/form.html", context, status=422 if form.errors else 200)


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


def keys(request: ViewerRequest) -> dict[str, str]:
    """Return which page of a list the address asks for."""
    return {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
