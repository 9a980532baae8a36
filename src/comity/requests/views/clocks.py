# SPDX-License-Identifier: EUPL-1.2
"""A time limit of a request changed by people: extended, stopped, let run on; each with its reason and who agreed."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.http import ViewerRequest, taken_once
from comity.core.viewer import Viewer
from comity.dossiers import queries as dossiers
from comity.dossiers.actions import refusal_to_extend
from comity.dossiers.models import Clock
from comity.statute import Act, rome

from .. import actions, forms, queries
from ..models import Request
from .shown import words
from .shown.simple import posted, simple_page


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def clock_extend(request: ViewerRequest, request_id: UUID, clock_id: UUID) -> HttpResponse:
    """Extend a time limit, with its reason and who agreed."""
    viewer = request.viewer
    row, subject, clock = _clock_to_change(viewer, request_id, clock_id, Act.CLOCK_EXTEND)
    form = forms.ClockForm(posted(request))
    if form.is_valid():
        try:
            actions.extend_clock(
                viewer,
                request_id=request_id,
                clock_id=clock_id,
                until=form.cleaned_data["until"],
                reason=form.cleaned_data["reason"],
                agreed_by=form.cleaned_data["agreed_by"],
                at=request.at,
            )
        except Invalid as invalid:
            forms.show_problems(
                form, {{"due_at": "until"}.get(name, name): text for name, text in invalid.problems.items()}
            )
        else:
            messages.success(request, _("The time limit was extended. How it was first computed stays on record."))
            return redirect("requests:page", request_id)
    name = words.said(rome().clocks[clock.code].name)
    return simple_page(
        request, row, form, heading=_("Extend: %(name)s") % {"name": name}, button=_("Extend"), subject=subject,
        lead=_("Both sides see the extension, its reason and who agreed."),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def clock_stop(request: ViewerRequest, request_id: UUID, clock_id: UUID) -> HttpResponse:
    """Stop a time limit, with its reason and who agreed."""
    return _stop_or_resume(
        request, request_id, clock_id, Act.CLOCK_STOP, actions.stop_clock,
        heading=gettext_noop("Stop: %(name)s"), button=_("Stop it"), done=_("The time limit was stopped."),
        lead=_("Until it is let run on, it does not run out. Both sides see this, its reason and who agreed."),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def clock_resume(request: ViewerRequest, request_id: UUID, clock_id: UUID) -> HttpResponse:
    """Let a stopped time limit run on, with its reason and who agreed."""
    return _stop_or_resume(
        request, request_id, clock_id, Act.CLOCK_RESUME, actions.resume_clock,
        heading=gettext_noop("Let run on: %(name)s"), button=_("Let it run on"), done=_("The time limit runs again."),
        lead=_("It ends later by as long as it stood still. Both sides see this, its reason and who agreed."),
    )  # fmt: skip


def _stop_or_resume(
    request: ViewerRequest,
    request_id: UUID,
    clock_id: UUID,
    act: Act,
    change: Callable[..., object],
    *,
    heading: str,
    button: str,
    done: str,
    lead: str,
) -> HttpResponse:
    row, subject, clock = _clock_to_change(request.viewer, request_id, clock_id, act)
    form = forms.StopForm(posted(request))
    if form.is_valid():
        try:
            change(request.viewer, request_id=request_id, clock_id=clock_id, at=request.at, **form.cleaned_data)
        except Invalid as invalid:
            forms.show_problems(form, invalid.problems)
        else:
            messages.success(request, done)
            return redirect("requests:page", request_id)
    name = words.said(rome().clocks[clock.code].name)
    heading = _(heading) % {"name": name}
    return simple_page(request, row, form, heading=heading, button=button, subject=subject, lead=lead)


def _clock_to_change(viewer: Viewer, request_id: UUID, clock_id: UUID, act: Act) -> tuple[Request, str, Clock]:
    """Return the request, its subject and the clock; raises NotFound, or Refused for who may not change it."""
    row, subject = queries.request_heading(viewer, request_id)
    clock = next((one for one in dossiers.clocks(viewer, request_id) if one.id == clock_id), None)
    if clock is None:
        raise NotFound
    refusal = refusal_to_extend(viewer, clock, side=dossiers.participation(viewer, row.dossier_id).side, act=act)
    if refusal is not None:
        raise Refused(refusal)
    return row, subject, clock
