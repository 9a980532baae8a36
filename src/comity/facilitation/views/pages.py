# SPDX-License-Identifier: EUPL-1.2
"""What the pages of this room share: the facilitation with who the reader is in it, its tabs, a form on a page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from comity.core.http import ViewerRequest
from comity.core.pages import ActForm

from .. import queries
from ..models import Facilitation


@dataclass(frozen=True, slots=True)
class Shown:
    """One facilitation, and who the reader is in it."""

    row: Facilitation
    standing: queries.Standing


def shown(request: ViewerRequest, facilitation_id: UUID) -> Shown:
    """Return the facilitation of a page; raises NotFound."""
    row = queries.facilitation(request.viewer, facilitation_id)
    return Shown(row, queries.standing(request.viewer, row, at=request.at))


def page(request: ViewerRequest, template: str, of: Shown, here: str, context: dict[str, Any]) -> HttpResponse:
    """Show a tab of one facilitation; `here` is the name of its address."""
    context |= {"facilitation": of.row, "standing": of.standing, "tabs": tabs(of, here)}
    return render(request, f"facilitation/{template}", context)


def tabs(of: Shown, here: str) -> list[dict[str, Any]]:
    """Return the tabs of one facilitation that the reader may open."""
    named = [("facilitation", _("About"))]
    return [
        {"url": reverse(f"facilitation:{name}", args=[of.row.id]), "label": label, "active": name == here}
        for name, label in named
    ]


def form_page(
    request: ViewerRequest, form: ActForm, *, heading: str, button: str, back: str, lead: str = "",
    is_danger: bool = False,
) -> HttpResponse:  # fmt: skip
    """Show one form on a page of its own; 422 where something is to be mended."""
    context = {
        "form": form, "heading": heading, "button": button, "back": back, "lead": lead, "is_danger": is_danger,
        "has_file": form.is_multipart(),
    }  # fmt: skip
    return render(request, "facilitation/form.html", context, status=422 if form.errors else 200)
