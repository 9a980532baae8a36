# SPDX-License-Identifier: EUPL-1.2
"""Need-to-know circles: who is in them, until when and why."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.core.clock import THE_HAGUE
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done
from comity.parties.queries import colleagues

from .. import actions, queries
from ..forms import CircleForm, GrantForm
from .pages import trail_of


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def circles(request: ViewerRequest) -> HttpResponse:
    """List the circles one is in, and form a new one."""
    form = CircleForm(request.POST or None)
    formed = done(request, form, lambda given: actions.form_circle(request.viewer, **given, at=request.at))
    if formed is not None:
        return redirect("dossiers:circle", circle_id=formed.pk)
    rows = list(queries.circles(request.viewer, request.at))
    grants = queries.grants_in(request.viewer, rows, request.at)
    context = {
        "form": form,
        "trail": trail_of(),
        "rows": [
            {"circle": row, "people": [grant.person.name for grant in grants if grant.circle_id == row.pk]}
            for row in rows
        ],
    }
    return render(request, "dossiers/circles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def circle(request: ViewerRequest, circle_id: UUID) -> HttpResponse:
    """Show who is in a circle, and let a colleague in."""
    viewer, day = request.viewer, request.at.astimezone(THE_HAGUE).date()
    shown = queries.circle(viewer, circle_id, request.at)
    form = GrantForm(request.POST or None, colleagues=colleagues(viewer, on=day))
    given_to = done(
        request,
        form,
        lambda given: actions.give_grant(
            viewer,
            circle_id=shown.pk,
            person_id=given["person"].pk,
            until=given["until"],
            reason=given["reason"],
            at=request.at,
        ),
    )
    if given_to is not None:
        messages.success(request, _("%(name)s is in the circle now.") % {"name": given_to.person.name})
        return (
            redirect("dossiers:circle", circle_id=shown.pk)
            if shown.pk in viewer.circles
            else redirect("dossiers:circles")
        )
    context = {
        "form": form,
        "circle": shown,
        "is_inside": shown.pk in viewer.circles,
        "grants": queries.grants(viewer, shown.pk, request.at),
        "trail": [*trail_of(), {"url": reverse("dossiers:circles"), "label": _("Circles")}],
    }
    return render(request, "dossiers/circle.html", context)


@require_POST
@taken_once
def grant_end(request: ViewerRequest, grant_id: UUID) -> HttpResponse:
    """End a grant: it holds from the very next page."""
    ended = actions.end_grant(request.viewer, grant_id=grant_id, at=request.at)
    messages.success(request, _("%(name)s is no longer in the circle.") % {"name": ended.person.name})
    if ended.person_id in {request.viewer.person_id, request.viewer.acting_for_id}:
        return redirect("dossiers:circles")
    return redirect("dossiers:circle", circle_id=ended.circle_id)
