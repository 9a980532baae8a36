# SPDX-License-Identifier: EUPL-1.2
"""The one colleague whom an act names."""

from datetime import datetime
from uuid import UUID

from comity.core.clock import THE_HAGUE
from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.parties.models import Person
from comity.parties.queries import colleagues


def colleague(viewer: Viewer, person_id: UUID, *, at: datetime) -> Person:
    """Return a person with a running post in the viewer's own party; raises NotFound for everybody else."""
    found = colleagues(viewer, on=at.astimezone(THE_HAGUE).date()).filter(pk=person_id).first()
    if found is None:
        raise NotFound
    return found
