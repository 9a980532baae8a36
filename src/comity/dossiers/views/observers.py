# SPDX-License-Identifier: EUPL-1.2
"""Letting another party look on in a dossier, and ending its part."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.core.errors import NotFound
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done
from comity.parties.queries import party_by_code
from comity.statute import Act

from .. import actions, queries
from ..actions.rules import demand_on
from ..forms import ObserverForm, ReasonForm
from ..models import Participation
from .pages import form_page, trail_of
from .shown import name_of


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def admit(request: ViewerRequest, dossier_id: UUID) -> HttpResponse:
    """Let a party look on, until a day and for a reason."""
    viewer = request.viewer
    shown = queries.dossier(viewer, dossier_id)
    demand_on(viewer, shown, Act.PARTICIPANT_ADMIT)
    parties = {party.code: party for party in queries.parties_to_admit(viewer, shown)}
    form = ObserverForm(request.POST or None, parties=parties.values())
    admitted = done(
        request,
        form,
        lambda given: actions.admit_observer(
            viewer,
            dossier_id=shown.pk,
            party_id=parties[given["party"]].pk,
            scope=given["scope"],
            until=given["until"],
            reason=given["reason"],
            at=request.at,
        ),
    )
    back = reverse("dossiers:page", args=[shown.pk])
    if admitted is not None:
        messages.success(request, _("%(party)s looks on from now.") % {"party": admitted.party.name})
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("Let another party look on"),
        button=_("Let in"),
        back=back,
        trail=trail_of(shown, name_of(shown, queries.participation(viewer, shown.pk))),
        lead=_("It reads what is here until the day you choose, and changes nothing. The other side is never let in."),
        shown=shown,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def end(request: ViewerRequest, dossier_id: UUID, code: str) -> HttpResponse:
    """End an observer's part, giving a reason."""
    viewer = request.viewer
    shown = queries.dossier(viewer, dossier_id)
    demand_on(viewer, shown, Act.PARTICIPANT_END)
    party = party_by_code(viewer, code=code)
    rows = queries.running(queries.participants_in(viewer, shown), request.at)
    if not any(row.party_id == party.pk and row.side == Participation.Side.OBSERVER for row in rows):
        raise NotFound
    form = ReasonForm(request.POST or None)
    ended = done(request, form, lambda given: _ended(request, shown.pk, party.pk, given["reason"]))
    back = reverse("dossiers:page", args=[shown.pk])
    if ended is not None:
        messages.success(request, _("%(party)s no longer looks on.") % {"party": party.name})
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("End the part of %(party)s") % {"party": party.name},
        button=_("End its part"),
        back=back,
        trail=trail_of(shown, name_of(shown, queries.participation(viewer, shown.pk))),
        lead=_("From its next page on it sees nothing of this dossier."),
        shown=shown,
        is_danger=True,
    )


def _ended(request: ViewerRequest, dossier_id: UUID, party_id: UUID, reason: str) -> bool:
    actions.end_observer(request.viewer, dossier_id=dossier_id, party_id=party_id, reason=reason, at=request.at)
    return True
