# SPDX-License-Identifier: EUPL-1.2
"""What an instrument is called, and who takes care of a mandate."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done
from comity.parties.queries import parties_named, parties_to_address
from comity.statute import Act

from .. import actions, forms, queries
from ..actions.rules import Rule
from .pages import demand_keeper, form_page


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def correct_instrument(request: ViewerRequest, instrument_id: UUID) -> HttpResponse:
    """Correct the symbol and the title of an instrument."""
    row = queries.instrument(request.viewer, instrument_id)
    demand_keeper(request, Act.INSTRUMENT_CORRECT)
    form = forms.InstrumentNameForm(
        request.POST if request.method == "POST" else None, initial={"symbol": row.symbol, "title": row.title}
    )

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.correct_instrument(request.viewer, instrument_id=row.id, at=request.at, **given)
        messages.success(request, _("Corrected. What stood there before is kept."))
        return redirect("mandates:instrument", row.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Correct symbol or title"), button=_("Correct it"),
        back=reverse("mandates:instrument", args=[row.id]), lead=row.symbol,
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: ViewerRequest, mandate_id: UUID) -> HttpResponse:
    """Say who takes care of a mandate."""
    viewer = request.viewer
    row = queries.mandate(viewer, mandate_id)
    if not queries.may_own(viewer, viewer.party_code):
        raise Rule.OWN_SIDE.broken_by(Act.OWNER_NAME)
    form = forms.OwnerForm(request.POST if request.method == "POST" else None)
    if queries.may_keep(viewer):
        form.offer(parties_to_address(viewer, kinds=sorted(queries.OWNERS)))
    elif viewer.party_id is not None:
        form.offer(parties_named(viewer, party_ids=[viewer.party_id]).values())

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.name_owner(viewer, mandate_id=row.id, at=request.at, **given)
        messages.success(request, _("Entered. Whoever took care of it before stays readable."))
        return redirect("mandates:mandate", row.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Who takes care of it"), button=_("Enter it"),
        back=reverse("mandates:mandate", args=[row.id]), lead=row.action,
    )  # fmt: skip
