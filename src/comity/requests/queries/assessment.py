# SPDX-License-Identifier: EUPL-1.2
"""A draft held against the statute, and against what was asked before."""

from django.db.models import Q

from comity.core.clock import today
from comity.core.viewer import Viewer
from comity.parties.models import Party, PartyKind
from comity.statute import Assessment, Draft, Given, assess, rome

from ..models import Request
from .sending import Terms, terms_in_force


def draft_of(request: Request, terms: Terms) -> Draft:
    """Return the request as the statute's draft, under the terms that stand towards its addressee."""
    addressee = request.addressee
    return Draft(
        kind=request.kind,
        issuer=_issuer_code(request),
        addressee=addressee.code if addressee else "",
        addressee_kind=_addressee_kind(addressee),
        basis=terms.obligation,
        on=today(),
        situation=request.dossier.situation.code if request.dossier.situation else "",
        language=request.language,
        accepted_languages=terms.languages,
        subject=request.subject,
        urgent=request.urgency != Request.Urgency.STANDARD,
        requested_by=request.requested_by,
        as_invitation=request.is_invitation,
        contents={
            code: Given(
                text=given.get("text", ""),
                not_applicable=bool(given.get("not_applicable")),
                reason=given.get("reason", ""),
            )
            for code, given in request.contents.items()
        },
    )


def _addressee_kind(addressee: Party | None) -> str:
    if addressee is None:
        return ""
    return "court" if addressee.kind == PartyKind.ORGAN else addressee.kind


def _issuer_code(request: Request) -> str:
    return {"state": "STATE", "defence": "DEFENCE"}.get(request.issuer.kind, request.issuer.code)


def assessment_of(viewer: Viewer, request: Request, terms: Terms | None = None) -> Assessment:
    """Return the gaps of a request, each with its article and remedy; `ready` says whether anything blocks it."""
    return assess(rome(), draft_of(request, terms or terms_in_force(viewer, request)))


def duplicates_of(viewer: Viewer, request: Request) -> list[Request]:
    """Return up to five visible requests that may ask the same: same addressee and kind, and person or subject."""
    if request.addressee_id is None:
        return []
    same = Q(person_id=request.person_id) if request.person_id is not None else Q(pk__in=[])
    if request.subject:
        same |= Q(subject__iexact=request.subject)
    return list(
        Request.objects.visible_to(viewer)
        .filter(same, issuer_id=request.issuer_id, addressee_id=request.addressee_id, kind=request.kind)
        .exclude(id=request.id)
        .exclude(state__in=["discarded", "withdrawn"])
        .order_by("-changed_at")[:5]
    )
