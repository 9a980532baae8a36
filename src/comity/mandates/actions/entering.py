# SPDX-License-Identifier: EUPL-1.2
"""What the acts of this room share: the row locked, the person who adds to it, the party's record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.parties.actions.record import enter
from comity.statute import Act

from .. import queries
from ..models import Mandate
from .rules import Rule


def locked(viewer: Viewer, mandate_id: UUID, act: Act) -> Mandate:
    """Lock a mandate and return it with its instrument; raises NotFound, or Refused for one that was struck."""
    Mandate.rows.select_for_update(of=("self",)).filter(id=mandate_id).order_by("id").first()
    row = queries.mandate(viewer, mandate_id)
    if row.is_struck:
        raise Rule.STRUCK.broken_by(act)
    return row


def by(viewer: Viewer, at: datetime) -> dict[str, Any]:
    """Return who adds a row, as the columns of `Said`; raises NotFound for nobody."""
    if viewer.person_id is None or viewer.party_id is None:
        raise NotFound
    return {"author_id": viewer.person_id, "party_id": viewer.party_id, "function": viewer.function, "at": at}


def record(viewer: Viewer, act: Act, about: UUID | None, at: datetime, **data: str) -> None:
    """Enter an act in the record of the viewer's party."""
    if viewer.party_id is None:
        raise NotFound
    enter(viewer, act, party_id=viewer.party_id, about=about, at=at, **data)
