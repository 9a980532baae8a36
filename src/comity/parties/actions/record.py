# SPDX-License-Identifier: EUPL-1.2
"""The record of a party's own affairs: one insert-only row for each act, written in the act's own transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from comity.core.viewer import Viewer
from comity.parties.models import PartyEntry
from comity.statute import Act


def enter(viewer: Viewer, act: Act, *, party_id: UUID, about: UUID | None, at: datetime, **data: Any) -> PartyEntry:
    """Record that this viewer did this act on that party's affairs; `data` holds what was given, never a secret."""
    return PartyEntry.objects.create(
        party_id=party_id,
        act=act.value,
        about=about,
        actor_id=viewer.person_id,
        acting_for_id=viewer.acting_for_id,
        function=viewer.function,
        data=data,
        at=at,
    )
