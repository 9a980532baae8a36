# SPDX-License-Identifier: EUPL-1.2
"""What the acts of this room share: the facilitation locked, the layer written to, the author, the record.

Every act locks its facilitation first. So two of them never meet: whoever comes second sees what the first one did.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Entry
from comity.dossiers.queries import party_of
from comity.statute import Act

from .. import queries
from ..models import Facilitation, InLayer, Layer
from .rules import Rule


@dataclass(frozen=True, slots=True)
class Held:
    """A facilitation that is locked until the unit of work ends, and who the viewer is in it."""

    row: Facilitation
    standing: queries.Standing

    def placed(self, layer: str) -> dict[str, Any]:
        """Return the columns of a new row in a layer; raises Invalid for one that the viewer does not read."""
        if layer not in self.standing.layers:
            raise Invalid({"layer": _("Choose among those that are offered.")})
        found = Layer(layer)
        return {"facilitation": self.row, "dossier_id": queries.dossiers_of(self.row)[found], "layer": found}


def held(viewer: Viewer, facilitation_id: UUID, act: Act, *, at: datetime) -> Held:
    """Lock a facilitation that is open; raises NotFound, or Refused for one that has ended."""
    row = Facilitation.rows.select_for_update(no_key=True).filter(id=facilitation_id).first()
    if row is None:
        raise NotFound
    if row.state != Facilitation.State.OPEN:
        raise Rule.HAS_ENDED.broken_by(act)
    return Held(row, queries.standing(viewer, row, at=at))


def led(viewer: Viewer, facilitation_id: UUID, act: Act, *, at: datetime) -> Held:
    """Lock a facilitation that the viewer leads; raises as `held`, and Refused for everybody else."""
    found = held(viewer, facilitation_id, act, at=at)
    if not found.standing.may_lead:
        raise Rule.FACILITATOR_LEADS.broken_by(act)
    return found


def written(viewer: Viewer, facilitation_id: UUID, act: Act, *, layer: str, at: datetime) -> Held:
    """Lock a facilitation for a participant who writes in a layer; raises as `held`, Refused for others."""
    found = held(viewer, facilitation_id, act, at=at)
    if not found.standing.may_write:
        raise Rule.PARTICIPANTS_WRITE.broken_by(act)
    if layer == Layer.PUBLIC and not found.standing.may_lead:
        raise Rule.FACILITATOR_PUBLISHES.broken_by(act)
    return found


def by(viewer: Viewer, at: datetime) -> dict[str, Any]:
    """Return who adds a row, as its columns."""
    return {"party_id": party_of(viewer), "function": viewer.function, "at": at}


def record(
    viewer: Viewer, act: Act, row: InLayer, *, about: UUID, at: datetime, before: str = "", after: str = "",
    **data: Any,
) -> Entry:  # fmt: skip
    """Enter an act on the timeline of the row's layer, with its commitment in the ledger."""
    return dossiers.record(
        viewer, act, dossier_id=row.dossier_id, about=about, at=at, before=before, after=after, data=data
    )  # fmt: skip
