# SPDX-License-Identifier: EUPL-1.2
"""Who takes part: invited by whoever leads, each into the layers of its role and no others."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Participation
from comity.parties.models import Membership, Party
from comity.parties.queries import memberships_of, party_by_id
from comity.statute import Act

from .. import queries
from ..models import LAYERS, Layer, Participant
from .entering import Held, led, record

_Role = Participant.Role
_KIND_OF = {
    _Role.DELEGATION: "state",
    _Role.OBSERVER: "state",
    _Role.ORGAN: "organ",
    _Role.NGO: "organisation",
    _Role.ORGANISATION: "organisation",
}


@transaction.atomic
def invite_participant(
    viewer: Viewer, *, facilitation_id: UUID, party_id: UUID, role: str, at: datetime
) -> Participant:
    """Let a party take part in a role that fits it. Raises Refused, or Invalid naming the field."""
    found = led(viewer, facilitation_id, Act.PARTICIPANT_INVITE, at=at)
    try:
        party = party_by_id(viewer, party_id=party_id)
    except NotFound:
        raise Invalid({"party": _("Choose among those that are offered.")}) from None
    if role not in _Role.values or _KIND_OF[_Role(role)] != party.kind:
        raise Invalid({"role": _("%(party)s cannot take part in this role.") % {"party": party.name}})
    if party.kind == "state":
        is_party = is_state_party(viewer, party, at.astimezone(THE_HAGUE).date())
        if is_party and role == _Role.OBSERVER:
            raise Invalid({"role": _("This is a State Party: it takes part as a delegation.")})
        if not is_party and role == _Role.DELEGATION:
            raise Invalid({"role": _("This State is not a party to the Statute: it takes part as an observer.")})
    if _part(viewer, found, party.id, at) is not None:
        raise Invalid({"party": _("This party takes part already.")})
    return let_in(viewer, found, party=party, role=role, at=at)


@transaction.atomic
def end_participant(viewer: Viewer, *, facilitation_id: UUID, party_id: UUID, reason: str, at: datetime) -> Participant:
    """End a party's part: from its next page on it reads the public layer alone. Raises NotFound, Refused, Invalid."""
    found = led(viewer, facilitation_id, Act.PARTICIPANT_LEAVE, at=at)
    row = _part(viewer, found, party_id, at)
    if row is None:
        raise NotFound
    if any(one.party_id == party_id for one in queries.facilitators_of(viewer, found.row.id, at=at)):
        raise Invalid({"": _("A facilitator comes from this party. End that appointment first.")})
    row.until = at
    row.save(update_fields=["until"])
    record(viewer, Act.PARTICIPANT_LEAVE, row, at=at, about=found.row.id, party=row.party.code, reason=reason)
    for dossier_id in _dossiers_for(found, row.role):
        dossiers.end_participation(viewer, dossier_id=dossier_id, party_id=party_id, reason=reason, at=at)
    return row


def let_in(viewer: Viewer, found: Held, *, party: Party, role: str, at: datetime) -> Participant:
    """Let a party into the layers of its role, unless it takes part already. Part of an act decided already."""
    row = _part(viewer, found, party.id, at)
    if row is not None:
        return row
    reason = str(found.row.subject)
    for dossier_id in _dossiers_for(found, role):
        dossiers.admit(
            viewer, dossier_id=dossier_id, party_id=party.id, side=Participation.Side.OBSERVER,
            scope=Participation.Scope.FULL, reason=reason, at=at,
        )  # fmt: skip
    row = Participant(**found.placed(Layer.INVITED), party=party, role=role, since=at)
    row.save(force_insert=True)
    record(viewer, Act.PARTICIPANT_INVITE, row, at=at, about=found.row.id, party=party.code, role=str(role))
    return row


def is_state_party(viewer: Viewer, party: Party, on: date) -> bool:
    """Whether a State is a party to the Statute on a day."""
    rows = memberships_of(viewer, party_ids=[party.id])
    return any(
        row.basis == Membership.Basis.STATE_PARTY
        and (row.since is None or row.since <= on)
        and (row.until is None or row.until > on)
        for row in rows
    )


def _dossiers_for(found: Held, role: str) -> list[UUID]:
    of = queries.dossiers_of(found.row)
    return [of[layer] for layer in LAYERS[role]]


def _part(viewer: Viewer, found: Held, party_id: UUID, at: datetime) -> Participant | None:
    rows = queries.participants_of(viewer, found.row, standing=found.standing, at=at)
    return next((row for row in rows if row.party_id == party_id), None)
