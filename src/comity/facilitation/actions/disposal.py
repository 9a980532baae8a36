# SPDX-License-Identifier: EUPL-1.2
"""What a disposal takes of a facilitation: all that hangs on the layer's dossier. That it was held remains."""

from datetime import datetime
from typing import Any
from uuid import UUID

from comity.dossiers import actions as dossiers
from comity.dossiers.models import Disposal

from ..models import (
    AgendaItem,
    Answer,
    Attendance,
    Call,
    Comment,
    Meeting,
    Paper,
    Participant,
    Practice,
    Proposal,
    Record,
    Reply,
    Silence,
    Submission,
    Text,
    TextVersion,
    Typed,
)

STEP = "facilitation.dispose"
# What names another one goes before it.
_DELETED: tuple[type[Any], ...] = (
    Typed,
    Submission,
    Answer,
    Call,
    Reply,
    Comment,
    Practice,
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


# What hangs elsewhere and belongs to a call that hangs here goes with it.
_OF_CALLS: tuple[tuple[type[Any], str], ...] = ((Typed, "answer__call"), (Submission, "call"), (Answer, "call"))


def _empty(disposal: Disposal) -> bool:
    for model, path in _OF_CALLS:
        rows = model.objects.unguarded("a named duty of the system")
        rows.filter(**{f"{path}__dossier_id": disposal.dossier_id}).delete()
    for model in _DELETED:
        model.objects.unguarded("a named duty of the system").filter(dossier_id=disposal.dossier_id).delete()
    return True
