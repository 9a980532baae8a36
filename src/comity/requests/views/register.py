# SPDX-License-Identifier: EUPL-1.2
"""The register of what went between two parties, and its comparison with the one that the other holds."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.core.errors import Invalid
from comity.core.http import ViewerRequest
from comity.parties.queries import party_by_code

from .. import forms, queries

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: ViewerRequest, code: str) -> HttpResponse:
    """Show how much is held, and what differs from the register pasted in; nothing is kept of it."""
    other = party_by_code(request.viewer, code=code)
    form = forms.RegisterForm(request.POST or None)
    compared = []
    if form.is_valid():
        try:
            ours, theirs = queries.compare_registers(request.viewer, other, form.cleaned_data["text"])
        except Invalid as error:
            forms.show_problems(form, error.problems)
        else:
            compared = [
                _shown(_("Handed over by your side"), ours),
                _shown(_("Handed over by the other side"), theirs),
            ]
    held = queries.register_with(request.viewer, other, until=request.at)
    context = {
        "other": other,
        "form": form,
        "facts": [
            {"label": _("Handed over by your side"), "value": str(len(held.ours))},
            {"label": _("Handed over by the other side"), "value": str(len(held.theirs))},
        ],
        "compared": compared,
    }
    return render(request, "requests/register.html", context)


def _shown(title: str, found: queries.Difference) -> dict[str, object]:
    return {
        "title": title,
        "here": found.here,
        "there": found.there,
        "is_same": not found.only_here and not found.only_there,
        "only_here": [
            {"commitment": one, "url": reverse("requests:page", args=[about])} for one, about in found.only_here[:SHOWN]
        ],
        "only_there": found.only_there[:SHOWN],
    }


@require_safe
def register_file(request: ViewerRequest, code: str) -> HttpResponse:
    """Give the register as a file for the other side: numbers without meaning, and no word of contents."""
    other = party_by_code(request.viewer, code=code)
    held = queries.register_with(request.viewer, other, until=request.at)
    response = HttpResponse(str(held), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="register-{held.holder}-{held.other}.txt"'
    return response
