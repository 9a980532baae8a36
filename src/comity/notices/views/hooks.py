# SPDX-License-Identifier: EUPL-1.2
"""The webhooks of one's own party, for its administrators."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.core.errors import Invalid
from comity.core.http import ViewerRequest
from comity.statute import Act

from .. import actions, queries
from ..actions.rules import demand_administrator
from ..forms import HookForm


@require_http_methods(["GET", "HEAD", "POST"])
def hooks(request: ViewerRequest) -> HttpResponse:
    """List the webhooks, and set one up; the answer shows its secret, once."""
    viewer = request.viewer
    demand_administrator(viewer, Act.HOOK_ADD)
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hook, secret = actions.add_hook(viewer, url=form.cleaned_data["url"], at=request.at)
        except Invalid as error:
            form.take(error.problems)
        else:
            return render(request, "notices/secret.html", {"hook": hook, "secret": secret})
    rows = [(hook, queries.missed(viewer, hook, at=request.at)) for hook in queries.hooks(viewer)]
    limits = settings.COMITY_LIMITS
    context = {"form": form, "rows": rows, "days": limits["hook_missed_days"], "events": limits["hook_missed_events"]}
    return render(request, "notices/hooks.html", context)


@require_POST
def rotate(request: ViewerRequest, hook_id: UUID) -> HttpResponse:
    """Give a webhook a new secret and show it, once."""
    hook, secret = actions.rotate_hook(request.viewer, hook_id=hook_id, at=request.at)
    return render(request, "notices/secret.html", {"hook": hook, "secret": secret})


@require_POST
def start(request: ViewerRequest, hook_id: UUID) -> HttpResponse:
    """Start a stopped webhook again."""
    actions.start_hook(request.viewer, hook_id=hook_id, at=request.at)
    messages.success(request, _("The webhook is called again."))
    return redirect("notices:hooks")


@require_POST
def resend(request: ViewerRequest, hook_id: UUID) -> HttpResponse:
    """Send a webhook what it missed; a stopped one is started again for it."""
    actions.resend_missed(request.viewer, hook_id=hook_id, at=request.at)
    messages.success(request, _("What the webhook missed is sent to it now, the oldest first."))
    return redirect("notices:hooks")


@require_POST
def end(request: ViewerRequest, hook_id: UUID) -> HttpResponse:
    """End a webhook for good."""
    actions.end_hook(request.viewer, hook_id=hook_id, at=request.at)
    messages.success(request, _("The webhook is no more."))
    return redirect("notices:hooks")
