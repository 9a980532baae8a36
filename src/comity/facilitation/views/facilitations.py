# SPDX-License-Identifier: EUPL-1.2
"""The list of facilitations, and the first page of one."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comity.core.http import ViewerRequest, public
from comity.core.pages import keys, pager

from .. import queries
from .pages import page, shown


@public
@require_safe
def facilitations(request: ViewerRequest) -> HttpResponse:
    """List the facilitations, the newest first."""
    found = queries.facilitations_page(request.viewer, size=settings.COMITY_LIMITS["page_rows"], **keys(request))
    context = {"rows": found.rows, "page": pager(request, found), "may_open": queries.may_open(request.viewer)}
    return render(request, "facilitation/facilitations.html", context)


@public
@require_safe
def facilitation(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """Show what a facilitation is about, what it rests on, who leads it and, to participants, who takes part."""
    of = shown(request, facilitation_id)
    context = {
        "bases": queries.bases_of(request.viewer, of.row.id),
        "facilitators": queries.facilitators_of(request.viewer, of.row.id, at=request.at),
        "participants": queries.participants_of(request.viewer, of.row, standing=of.standing, at=request.at),
    }
    return page(request, "facilitation.html", of, "facilitation", context)
