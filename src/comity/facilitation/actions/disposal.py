# SPDX-License-Identifier: EUPL-1.2
"""What a disposal takes of a facilitation: all that hangs on the layer's dossier. That it was held remains."""

from datetime import datetime
from uuid import UUID

from comity.dossiers import actions as dossiers
from comity.dossiers.models import Disposal

from ..models import (
    AgendaItem,
    Attendance,
    InLayer,
    Meeting,
    Paper,
    Participant,
    Proposal,
    Record,
    Silence,
    Text,
    TextVersion,
)

STEP = "facilitation.dispose"
# What names another one goes before it.
_DELETED: tuple[type[InLayer], ...] = (
    Attendance,
    AgendaItem,
    Record,
    Paper,
    Meeting,
    Silence,
    Proposal,
    TextVersion,
    Text,
    Participant,
)


def system_dispose(disposal_id: UUID, *, at: datetime) -> bool:
    """Delete what this room keeps on the dossier of a disposal; see `dossiers.actions.system_step`."""
    return dossiers.system_step(disposal_id, step=STEP, work=_empty, at=at)


def _empty(disposal: Disposal) -> bool:
    for model in _DELETED:
        model.objects.unguarded("a named duty of the system").filter(dossier_id=disposal.dossier_id).delete()
    return True
