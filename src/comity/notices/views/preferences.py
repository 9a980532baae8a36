# SPDX-License-Identifier: EUPL-1.2
"""How one wants to be told: mail, its language, the calendar's secret link."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.core.errors import Invalid
from comity.core.http import ViewerRequest

from .. import actions, queries
from ..forms import PreferenceForm


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: ViewerRequest) -> HttpResponse:
    """Show and take how the viewer wants to be told."""
    viewer = request.viewer
    chosen = queries.preference_of(viewer)
    form = PreferenceForm(request.POST or None, initial={"digest": chosen.digest, "language": viewer.language})
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_preferences(viewer, **form.cleaned_data, at=request.at)
        except Invalid as error:
            form.take(error.problems)
        else:
            messages.success(request, _("Kept."))
            return redirect("notices:preferences")
    context = {
        "form": form,
        "has_link": chosen.calendar_hash is not None,
        "is_mail_sent": bool(settings.COMITY_SMTP_URL),
        "refused_at": chosen.refused_at,
    }
    return render(request, "notices/preferences.html", context)


@require_POST
def address_looked_at(request: ViewerRequest) -> HttpResponse:
    """Let mail to one's own address, which refused it, be tried again."""
    actions.look_at_address(request.viewer, at=request.at)
    messages.success(request, _("The mail will be tried again."))
    return redirect("notices:preferences")


@require_POST
def calendar_link(request: ViewerRequest) -> HttpResponse:
    """Make a new calendar link and show it, once."""
    token = actions.make_calendar_link(request.viewer, at=request.at)
    address = f"{settings.COMITY_PUBLIC_URL}{reverse('calendar_feed', args=[token])}"
    return render(request, "notices/calendar_link.html", {"address": address})


@require_POST
def calendar_end(request: ViewerRequest) -> HttpResponse:
    """End the calendar link."""
    actions.end_calendar_link(request.viewer, at=request.at)
    messages.success(request, _("The link no longer works."))
    return redirect("notices:preferences")
