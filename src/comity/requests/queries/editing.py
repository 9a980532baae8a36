# SPDX-License-Identifier: EUPL-1.2
"""A draft on the desk of those who write it: what it holds, what it lacks, what stands towards its addressee."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from comity.core.errors import Refused
from comity.core.viewer import Viewer
from comity.dossiers import queries as dossiers
from comity.dossiers.actions import demand_open
from comity.dossiers.models import PersonConcerned
from comity.parties import queries as parties
from comity.parties.models import Party, PartyKind
from comity.statute import Act, Assessment, Kind, Offer, Refusal, decide, rome

from ..models import DraftText, Request
from .acting import linked_of
from .assessment import assessment_of, duplicates_of
from .facts import facts_of, history_of
from .page import request_row
from .sending import Terms, terms_in_force
from .texts import texts_before

_PARTY_KINDS = {"organisation": PartyKind.ORGANISATION, "court": PartyKind.ORGAN}


@dataclass(frozen=True, slots=True)
class Editing:
    """A draft and everything its form shows."""

    request: Request
    kind: Kind
    terms: Terms
    assessment: Assessment
    duplicates: Sequence[Request]
    persons: Sequence[PersonConcerned]
    others: Sequence[Party]
    linked: Sequence[Request]


def editing(viewer: Viewer, request_id: UUID) -> Editing:
    """Return a draft for editing; raises NotFound, or Refused where the viewer may not write or it is no draft."""
    request = request_row(viewer, request_id)
    demand(viewer, request, Act.REQUEST_EDIT)
    terms = terms_in_force(viewer, request)
    kind = rome().kinds[request.kind]
    # States are known to the statute; organisations and organs are looked up where the kind can go to them.
    wanted = [_PARTY_KINDS[sort] for sort in kind.addressees if sort in _PARTY_KINDS]
    return Editing(
        request=request,
        kind=kind,
        others=list(parties.parties_to_address(viewer, kinds=wanted)) if wanted else [],
        terms=terms,
        assessment=assessment_of(viewer, request, terms),
        duplicates=duplicates_of(viewer, request),
        persons=list(dossiers.persons(viewer, request.file_id)),
        linked=linked_of(viewer, request),
    )


def demand(viewer: Viewer, request: Request, act: Act) -> Offer:
    """Return the offer of an act on a request; raises Refused with article and reason where the statute has none."""
    demand_open(request.dossier, act)
    part = dossiers.participation(viewer, request.dossier_id)
    decided = decide(rome(), act, facts_of(viewer, request, part=part, history=history_of(request)))
    if isinstance(decided, Refusal):
        raise Refused(decided)
    return Offer(act, decided, None)


def earlier_texts(viewer: Viewer, request_id: UUID, field: str = "") -> tuple[Request, Sequence[DraftText]]:
    """Return a draft and the texts typed into it, newest first, of one field or of all; raises NotFound."""
    request = request_row(viewer, request_id)
    return request, list(texts_before(viewer, request, field)[:200])
