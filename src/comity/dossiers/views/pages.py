# SPDX-License-Identifier: EUPL-1.2
"""What the pages of this room share: a form on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from comity.core.http import ViewerRequest
from comity.core.pages import ActForm

from ..models import Dossier

Link = dict[str, str]


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
