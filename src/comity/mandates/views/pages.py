# SPDX-License-Identifier: EUPL-1.2
"""What the pages of this room share: a form on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render

from comity.core.http import ViewerRequest
from comity.core.pages import ActForm
from comity.statute import Act

from .. import queries
from ..actions.rules import Rule


def demand_keeper(request: ViewerRequest, act: Act) -> None:
    """Refuse whoever may not keep the instruments, before a form is shown."""
    if not queries.may_keep(request.viewer):
        raise Rule.ASSEMBLY_KEEPS.broken_by(act)


def form_page(
    request: ViewerRequest, form: ActForm, *, heading: str, button: str, back: str, lead: str = "",
    is_danger: bool = False, table: str = "",
) -> HttpResponse:  # fmt: skip
    """Show one form on a page of its own; 422 where something is to be mended."""
    context = {
        "form": form, "heading": heading, "button": button, "back": back, "lead": lead, "is_danger": is_danger,
        "has_file": form.is_multipart(), "table": table,
    }  # fmt: skip
    return render(request, "mandates/form.html", context, status=422 if form.errors else 200)
