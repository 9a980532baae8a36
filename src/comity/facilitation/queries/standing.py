# SPDX-License-Identifier: EUPL-1.2
"""Who the viewer is in a facilitation, and what follows from it: asked once, before anything of it is read or done."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from comity.core.viewer import Viewer
from comity.dossiers.actions.rules import WORKING
from comity.dossiers.queries import party_of, post_of, seen_in_full

from ..models import Facilitation, Facilitator, Layer, Participant

_VOICE = Participant.Role.DELEGATION
_PROPOSE = frozenset({Participant.Role.DELEGATION, Participant.Role.ORGAN})


@dataclass(frozen=True, slots=True)
class Standing:
    """The layers that the viewer reads, their party's role, and whether they lead it or keep it.

    `works` is whether their post lets them do more than read. Every `may_` is False in a facilitation that has ended.
    """

    layers: frozenset[Layer]
    role: str
    is_facilitator: bool
    is_secretariat: bool
    works: bool
    is_open: bool

    @property
    def is_within(self) -> bool:
        """Whether the viewer takes part, and so reads with their own eyes."""
        return Layer.INVITED in self.layers

    @property
    def may_lead(self) -> bool:
        """Whether the viewer calls meetings, invites, publishes, merges and puts under silence."""
        return self.is_open and self.works and (self.is_facilitator or self.is_secretariat)

    @property
    def may_write(self) -> bool:
        """Whether the viewer hands in papers and comments for their party, in a layer that they read."""
        return self.is_open and self.works and (self.may_lead or bool(self.role))

    @property
    def may_propose(self) -> bool:
        """Whether the viewer proposes changes to a text: delegations and organs of the Court."""
        return self.is_open and self.works and self.role in _PROPOSE

    @property
    def has_voice(self) -> bool:
        """Whether the viewer may break a silence: a delegation of a State Party."""
        return self.is_open and self.works and self.role == _VOICE


def standing(viewer: Viewer, facilitation: Facilitation, *, at: datetime) -> Standing:
    """Return who the viewer is in this facilitation at this instant."""
    dossiers = dossiers_of(facilitation)
    seen = seen_in_full(viewer, dossiers.values()) if viewer.party_id is not None else set()
    layers = frozenset({Layer.PUBLIC, *(layer for layer, dossier in dossiers.items() if dossier in seen)})
    within = viewer.is_known and Layer.INVITED in layers
    return Standing(
        layers=layers,
        role=_role(viewer, facilitation, at) if within else "",
        is_facilitator=within and _leads(viewer, facilitation, at),
        is_secretariat=within and viewer.party_kind == "assembly",
        works=bool(viewer.roles & WORKING),
        is_open=facilitation.state == Facilitation.State.OPEN,
    )


def dossiers_of(facilitation: Facilitation) -> dict[Layer, UUID]:
    """Return the dossier of each layer."""
    return {
        Layer.PUBLIC: facilitation.public_id,
        Layer.INVITED: facilitation.invited_id,
        Layer.DELEGATIONS: facilitation.delegations_id,
    }


def _role(viewer: Viewer, facilitation: Facilitation, at: datetime) -> str:
    rows = Participant.objects.visible_to(viewer).filter(
        Q(until__isnull=True) | Q(until__gt=at), facilitation=facilitation, party_id=party_of(viewer)
    )
    found: str | None = rows.values_list("role", flat=True).first()
    return found or ""


def _leads(viewer: Viewer, facilitation: Facilitation, at: datetime) -> bool:
    return Facilitator.rows.filter(
        Q(until__isnull=True) | Q(until__gt=at), facilitation=facilitation, post_id=post_of(viewer)
    ).exists()
