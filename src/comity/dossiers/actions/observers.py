# SPDX-License-Identifier: EUPL-1.2
"""Letting another party look on: by an approver of the party that keeps the dossier, until an instant, for a reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.parties.actions.given import needed_text
from comity.parties.queries import party_by_id
from comity.statute import Act

from .. import queries
from ..models import Dossier, Participation
from .dossiers import admit, end_participation
from .rules import Rule, demand_on
from .spans import demand_span


@transaction.atomic
def admit_observer(
    viewer: Viewer, *, dossier_id: UUID, party_id: UUID, scope: str, until: datetime, reason: str, at: datetime
) -> Participation:
    """Let a party look on in a dossier of the viewer's own party, until an instant and for a reason.

    Raises Refused but for an approver of that party, and for a party of the other side; NotFound for a party that the
    viewer may not know of; Invalid for one that takes part already and for an end that is past or too far away.
    """
    dossier = _own_to_open(viewer, dossier_id, Act.PARTICIPANT_ADMIT)
    party = party_by_id(viewer, party_id=party_id)
    if not queries.may_look_on(dossier, party):
        raise Rule.OTHER_SIDE.broken_by(Act.PARTICIPANT_ADMIT)
    demand_span(at, until)
    reason = needed_text("reason", reason, longest=300)
    parts = queries.running(queries.participants_in(viewer, dossier), at)
    if any(row.party_id == party.id and row.side != Participation.Side.OBSERVER for row in parts):
        raise Invalid({"party": _("This party takes part in the dossier already.")})
    return admit(
        viewer,
        dossier_id=dossier.id,
        party_id=party.id,
        side=Participation.Side.OBSERVER,
        scope=scope,
        until=until,
        reason=reason,
        at=at,
    )


@transaction.atomic
def end_observer(viewer: Viewer, *, dossier_id: UUID, party_id: UUID, reason: str, at: datetime) -> None:
    """End an observer's part; it sees nothing from its next request on. No other part can be ended this way.

    Raises Refused but for an approver of the party that keeps the dossier, NotFound where that party does not look on.
    """
    dossier = _own_to_open(viewer, dossier_id, Act.PARTICIPANT_END)
    reason = needed_text("reason", reason, longest=300)
    ended = end_participation(
        viewer, dossier_id=dossier.id, party_id=party_id, side=Participation.Side.OBSERVER, reason=reason, at=at
    )
    if not ended:
        raise NotFound


def _own_to_open(viewer: Viewer, dossier_id: UUID, act: Act) -> Dossier:
    dossier = queries.dossier_to_change(viewer, dossier_id)
    demand_on(viewer, dossier, act)
    return dossier
