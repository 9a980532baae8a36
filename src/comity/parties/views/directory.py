# SPDX-License-Identifier: EUPL-1.2
"""The directory of parties, the page of one, and the forms that keep it true."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.clock import THE_HAGUE
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done, keys, pager
from comity.parties import actions, queries
from comity.parties.actions.rules import Rule
from comity.parties.forms import AuthorityForm, DeclarationForm, DirectoryFilter, PartyForm, ReasonForm
from comity.parties.models import Declaration, Membership, Party, PartyKind, SealingKey
from comity.parties.views.pages import form_page
from comity.statute import Act


@require_safe
def parties(request: ViewerRequest) -> HttpResponse:
    """List the parties, narrowed by name, kind, region and status on a day."""
    form = DirectoryFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    day = request.at.astimezone(THE_HAGUE).date()
    chosen = queries.PartyFilter(
        on=given.get("on") or day,
        text=given.get("q", ""),
        kind=given.get("kind", ""),
        region=given.get("region", ""),
        status=given.get("status", ""),
    )
    page = queries.parties_page(
        request.viewer, chosen=chosen, size=settings.COMITY_LIMITS["page_rows"], **keys(request)
    )
    memberships = queries.memberships_of(request.viewer, party_ids=[party.pk for party in page.rows])
    context = {
        "form": form,
        "rows": [
            {"party": party, "memberships": [row for row in memberships if row.party_id == party.pk]}
            for party in page.rows
        ],
        "page": pager(request, page),
        "clear_url": reverse("parties:list") if request.GET else "",
        "may_admit": queries.may_admit_parties(request.viewer),
    }
    return render(request, "parties/list.html", context)


@require_safe
def party(request: ViewerRequest, code: str) -> HttpResponse:
    """Show one party: why it owes cooperation and since when, how and in which language to ask, whom."""
    viewer, day = request.viewer, request.at.astimezone(THE_HAGUE).date()
    shown = queries.party_by_code(viewer, code=code)
    declarations = queries.declarations_of(viewer, party_id=shown.pk)
    channel, languages = queries.terms_of(viewer, declarations, on=day)
    memberships = queries.memberships_of(viewer, party_ids=[shown.pk])
    sealing = queries.shared_keys_of(viewer, party_id=shown.pk)
    signing = queries.signing_keys_of(viewer, party_id=shown.pk)
    context = {
        "party": shown,
        "memberships": memberships,
        "has_left": any(row.basis == Membership.Basis.STATE_PARTY and row.until for row in memberships),
        "channel": channel,
        "languages": languages,
        "declarations": declarations,
        "in_force": {row.declaration.pk for row in (channel, languages) if row.declaration},
        "today": day,
        "authorities": [
            {
                "row": row,
                "key": next((key for key in sealing if key.authority_id == row.pk), None),
                "signer": next((key for key in signing if key.authority_id == row.pk), None),
            }
            for row in queries.authorities_of(viewer, party_id=shown.pk)
        ],
        "recovery_key": next((key for key in sealing if key.kind == SealingKey.Kind.RECOVERY), None),
        "may_keep_keys": queries.may_keep_keys(viewer, party_id=shown.pk),
        "has_terms": shown.kind in {PartyKind.STATE, PartyKind.ORGANISATION},
        "may_record": queries.may_record_declarations(viewer),
        "may_keep": queries.may_keep_authorities(viewer, party_id=shown.pk),
        "may_name": not queries.has_administrator(viewer, party_id=shown.pk, on=day),
        "trail": _trail(),
    }
    return render(request, "parties/party.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def add_party(request: ViewerRequest) -> HttpResponse:
    """Enter a defence team, an organisation or a State."""
    if not queries.may_admit_parties(request.viewer):
        raise Rule.REGISTRY_ADMITS.broken_by(Act.PARTY_ADD)
    form = PartyForm(request.POST or None)
    made = done(
        request,
        form,
        lambda given: actions.add_party(request.viewer, **{**given, "kind": PartyKind(given["kind"])}, at=request.at),
    )
    if made is not None:
        return redirect("parties:party", code=made.code)
    return form_page(
        request,
        form,
        heading=_("Enter a party"),
        button=_("Enter"),
        back=reverse("parties:list"),
        trail=_trail(),
        lead=_("States of the reference list are here already. A new party's first administrator is invited next."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def add_declaration(request: ViewerRequest, code: str) -> HttpResponse:
    """Record a choice of channel or languages."""
    shown = queries.party_by_code(request.viewer, code=code)
    if not queries.may_record_declarations(request.viewer):
        raise Rule.REGISTRY_RECORDS.broken_by(Act.DECLARATION_RECORD)
    form = DeclarationForm(request.POST or None, initial={"subject": Declaration.Subject.LANGUAGE})
    made = done(
        request,
        form,
        lambda given: actions.record_declaration(request.viewer, party_id=shown.pk, **given, at=request.at),
    )
    if made is not None:
        messages.success(
            request, _("Recorded. Requests already made keep the channel and language they were sent with.")
        )
        return redirect("parties:party", code=shown.code)
    return form_page(
        request,
        form,
        heading=_("Record a choice of channel or language"),
        button=_("Record"),
        back=reverse("parties:party", args=[shown.code]),
        trail=_trail(shown),
        lead=_("As the Registrar received it (rule 176(3)). Earlier choices stay on record."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def add_authority(request: ViewerRequest, code: str) -> HttpResponse:
    """Enter an authority in the directory."""
    shown = queries.party_by_code(request.viewer, code=code)
    if not queries.may_keep_authorities(request.viewer, party_id=shown.pk):
        raise Rule.DIRECTORY_KEEPERS.broken_by(Act.AUTHORITY_ADD)
    form = AuthorityForm(request.POST or None)
    made = done(
        request,
        form,
        lambda given: actions.add_authority(
            request.viewer, party_id=shown.pk, details=actions.AuthorityDetails(**given), at=request.at
        ),
    )
    if made is not None:
        return redirect("parties:party", code=shown.code)
    return form_page(
        request,
        form,
        heading=_("Enter an authority"),
        button=_("Enter"),
        back=reverse("parties:party", args=[shown.code]),
        trail=_trail(shown),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def change_authority(request: ViewerRequest, authority_id: UUID) -> HttpResponse:
    """Change an authority's entry."""
    row = queries.authority_by_id(request.viewer, authority_id=authority_id)
    if not queries.may_keep_authorities(request.viewer, party_id=row.party_id):
        raise Rule.DIRECTORY_KEEPERS.broken_by(Act.AUTHORITY_CHANGE)
    form = AuthorityForm(request.POST or None, initial={name: getattr(row, name) for name in AuthorityForm.base_fields})
    made = done(
        request,
        form,
        lambda given: actions.change_authority(
            request.viewer, authority_id=row.pk, details=actions.AuthorityDetails(**given), at=request.at
        ),
    )
    if made is not None:
        return redirect("parties:party", code=row.party.code)
    return form_page(
        request,
        form,
        heading=_("Change an authority"),
        button=_("Save and confirm"),
        back=reverse("parties:party", args=[row.party.code]),
        trail=_trail(row.party),
        lead=_("What stands here is shown to everybody who sends a request to this party."),
    )


@require_POST
@taken_once
def confirm_authority(request: ViewerRequest, authority_id: UUID) -> HttpResponse:
    """Confirm that an authority's entry still holds."""
    row = actions.confirm_authority(request.viewer, authority_id=authority_id, at=request.at)
    messages.success(request, _("Confirmed as of today: %(name)s.") % {"name": row.name})
    return redirect("parties:party", code=row.party.code)


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def end_authority(request: ViewerRequest, authority_id: UUID) -> HttpResponse:
    """Take an authority off the directory."""
    row = queries.authority_by_id(request.viewer, authority_id=authority_id)
    if not queries.may_keep_authorities(request.viewer, party_id=row.party_id):
        raise Rule.DIRECTORY_KEEPERS.broken_by(Act.AUTHORITY_END)
    form = ReasonForm(request.POST or None)
    ended = done(
        request,
        form,
        lambda given: actions.end_authority(request.viewer, authority_id=row.pk, **given, at=request.at),
    )
    if ended is not None:
        return redirect("parties:party", code=row.party.code)
    return form_page(
        request,
        form,
        heading=_("Take %(name)s off the directory") % {"name": row.name},
        button=_("Take off"),
        back=reverse("parties:party", args=[row.party.code]),
        trail=_trail(row.party),
        lead=_("Requests already assigned to it keep its name."),
        is_danger=True,
    )


def _trail(*shown: Party) -> list[dict[str, str]]:
    return [
        {"url": reverse("parties:list"), "label": _("Directory")},
        *({"url": reverse("parties:party", args=[one.code]), "label": one.name} for one in shown),
    ]
