# SPDX-License-Identifier: EUPL-1.2
"""The list of facilitations, the first page of one, its record; opening one, who leads it and who takes part."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.errors import NotFound
from comity.core.http import ViewerRequest, public, taken_once
from comity.core.pages import done, keys, pager
from comity.dossiers.queries import timeline_of
from comity.parties.queries import parties_to_address
from comity.statute import Act

from .. import actions, forms, queries
from ..actions.rules import Rule
from .pages import act_page, demand, form_page, page, posted, shown
from .shown import entries_shown


@public
@require_safe
def facilitations(request: ViewerRequest) -> HttpResponse:
    """List the facilitations, the newest first."""
    found = queries.facilitations_page(request.viewer, size=settings.COMITY_LIMITS["page_rows"], **keys(request))
    context = {"rows": found.rows, "page": pager(request, found), "may_open": queries.may_open(request.viewer)}
    return render(request, "facilitation/facilitations.html", context)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: ViewerRequest) -> HttpResponse:
    """Open a facilitation."""
    demand(queries.may_open(request.viewer), Rule.ASSEMBLY_OPENS.broken_by(Act.FACILITATION_OPEN))
    form = forms.FacilitationForm(posted(request))

    def act(given: dict[str, Any]) -> HttpResponse:
        rests_on = [actions.Basing(symbol=symbol, number=number) for symbol, number in given.pop("rests_on")]
        made = actions.open_facilitation(request.viewer, rests_on=rests_on, at=request.at, **given)
        messages.success(request, _("The facilitation is open. Appoint its facilitator, and invite who takes part."))
        return redirect("facilitation:facilitation", made.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Open a facilitation"), button=_("Open it"),
        back=reverse("facilitation:facilitations"),
    )  # fmt: skip


@public
@require_safe
def facilitation(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """Show what a facilitation is about, what it rests on, who leads it and, to participants, who takes part."""
    viewer, of = request.viewer, shown(request, facilitation_id)
    context = {
        "bases": queries.bases_of(viewer, of.row.id),
        "facilitators": queries.facilitators_of(viewer, of.row.id, at=request.at),
        "participants": queries.participants_of(viewer, of.row, standing=of.standing, at=request.at),
        "may_appoint": of.standing.is_open and queries.may_open(viewer) and of.standing.is_secretariat,
    }
    return page(request, "facilitation.html", of, "facilitation", context)


@require_safe
def record(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """Show the timeline of a facilitation to who takes part, as far as their layers go."""
    of = shown(request, facilitation_id)
    if not of.standing.is_within:
        raise NotFound
    size = settings.COMITY_LIMITS["page_rows"]
    found = timeline_of(request.viewer, queries.dossiers_of(of.row).values(), size=size, **keys(request))
    context = {"entries": entries_shown(request.viewer, found.rows), "page": pager(request, found)}
    return page(request, "record.html", of, "record", context)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """Appoint a facilitator."""
    of = shown(request, facilitation_id)
    demand(queries.may_open(request.viewer), Rule.ASSEMBLY_OPENS.broken_by(Act.FACILITATOR_APPOINT))
    form = forms.FacilitatorForm(posted(request))
    form.offer(parties_to_address(request.viewer, kinds=["state", "organ"]))
    return act_page(
        request, form,
        lambda given: actions.appoint_facilitator(
            request.viewer, facilitation_id=of.row.id, party_id=UUID(given["party"]), function=given["function"],
            at=request.at,
        ),
        said=_("The facilitator is appointed, and its party takes part."), to=of.url("facilitation"),
        heading=_("Appoint a facilitator"), button=_("Appoint"), lead=of.row.subject,
    )  # fmt: skip


@require_POST
def relieve(request: ViewerRequest, facilitation_id: UUID, facilitator_id: int) -> HttpResponse:
    """End the appointment of a facilitator."""
    actions.relieve_facilitator(
        request.viewer, facilitation_id=facilitation_id, facilitator_id=facilitator_id, at=request.at
    )
    messages.success(request, _("The appointment has ended. The party takes part as before."))
    return redirect("facilitation:facilitation", facilitation_id)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """Invite a party to take part."""
    of = shown(request, facilitation_id)
    demand(of.standing.may_lead, Rule.FACILITATOR_LEADS.broken_by(Act.PARTICIPANT_INVITE))
    form = forms.ParticipantForm(posted(request))
    form.offer(parties_to_address(request.viewer, kinds=["state", "organ", "organisation"]))
    return act_page(
        request, form,
        lambda given: actions.invite_participant(
            request.viewer, facilitation_id=of.row.id, party_id=UUID(given["party"]), role=given["role"], at=request.at
        ),
        said=_("Invited. From now on this party reads its layers."), to=of.url("facilitation"),
        heading=_("Invite a participant"), button=_("Invite"),
        lead=_("Delegations of States Parties and organs of the Court read all layers; everybody else reads what is "
               "for all participants, and what is public."),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: ViewerRequest, facilitation_id: UUID, party_id: UUID) -> HttpResponse:
    """End a party's part."""
    of = shown(request, facilitation_id)
    demand(of.standing.may_lead, Rule.FACILITATOR_LEADS.broken_by(Act.PARTICIPANT_LEAVE))
    rows = queries.participants_of(request.viewer, of.row, standing=of.standing, at=request.at)
    part = next((one for one in rows if one.party_id == party_id), None)
    if part is None:
        raise NotFound
    return act_page(
        request, forms.ReasonForm(posted(request)),
        lambda given: actions.end_participant(
            request.viewer, facilitation_id=of.row.id, party_id=party_id, reason=given["reason"], at=request.at
        ),
        said=_("Its part has ended."), to=of.url("facilitation"),
        heading=_("End the part of %(party)s") % {"party": part.party.name}, button=_("End it"), is_danger=True,
        lead=_("From its next page on it reads the public layer alone."),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """End a facilitation."""
    of = shown(request, facilitation_id)
    demand(queries.may_open(request.viewer), Rule.ASSEMBLY_OPENS.broken_by(Act.FACILITATION_END))
    return act_page(
        request, forms.OutcomeForm(posted(request)),
        lambda given: actions.end_facilitation(
            request.viewer, facilitation_id=of.row.id, outcome=given["outcome"], at=request.at
        ),
        said=_("The facilitation has ended."), to=of.url("facilitation"),
        heading=_("End the facilitation"), button=_("End it"), is_danger=True, lead=of.row.subject,
    )  # fmt: skip
