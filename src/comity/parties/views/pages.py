# SPDX-License-Identifier: EUPL-1.2
"""What the pages of this room share: a form on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render

from comity.core.http import ViewerRequest
from comity.core.pages import ActForm


def form_page(
    request: ViewerRequest,
    form: ActForm,
    *,
    heading: str,
    button: str,
    back: str,
    trail: list[dict[str, str]],
    lead: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    """Show one form on a page of its own."""
    context = {
        "form": form,
        "heading": heading,
        "button": button,
        "back": back,
        "trail": trail,
        "lead": lead,
        "is_danger": is_danger,
    }
    return render(request, "parties/form.html", context)
