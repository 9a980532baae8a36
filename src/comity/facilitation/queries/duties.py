# SPDX-License-Identifier: EUPL-1.2
"""What duties of the system read: silences whose time has come, and who takes part."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ..models import LAYERS, InLayer, Participant, Silence


def system_facilitation_of_silence(silence_id: UUID) -> UUID | None:
    """Return the facilitation of a silence procedure; None where it is gone."""
    rows = Silence.objects.unguarded("a named duty of the system").filter(id=silence_id)
    found: UUID | None = rows.values_list("facilitation_id", flat=True).first()
    return found


def system_silence(silence_id: UUID) -> Silence | None:
    """Return a silence procedure, locked, with its text; None where it is gone."""
    rows = Silence.objects.unguarded("a named duty of the system").select_related("of", "facilitation")
    return rows.select_for_update(no_key=True, of=("self",)).filter(id=silence_id).first()


def system_participants(row: InLayer, *, at: datetime) -> list[Participant]:
    """Return who takes part in the layer of a row at this instant, by the code of the party."""
    roles = [role for role, layers in LAYERS.items() if row.layer in layers]
    rows = Participant.objects.unguarded("a named duty of the system").filter(
        Q(until__isnull=True) | Q(until__gt=at), facilitation_id=row.facilitation_id, role__in=roles
    )
    return list(rows.select_related("party").order_by("party__code"))
