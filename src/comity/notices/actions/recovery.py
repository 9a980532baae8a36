# SPDX-License-Identifier: EUPL-1.2
"""A recovery of a party's key that was announced, told to the party's administrators."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.core.clock import THE_HAGUE
from comity.core.viewer import system_viewer
from comity.dossiers import actions as dossiers
from comity.parties import queries as parties
from comity.statute import Act

from .. import queries
from .telling import tell


@transaction.atomic
def system_tell_recovery(recovery_id: UUID, *, at: datetime) -> None:
    """Tell the administrators of a party that its recovery key is being used, once, however often called.

    A notice hangs on a dossier: this one on an internal file of the party, which nobody else ever sees.
    """
    recovery, mark = parties.system_announced(recovery_id), f"recovery {recovery_id}"
    if recovery is None or recovery.announced_at is None or queries.system_told_already([mark]):
        return
    viewer, party_id = system_viewer("recovery"), recovery.key.party_id
    people = parties.system_administrators_of(party_id, on=at.astimezone(THE_HAGUE).date())
    if not people:
        return
    file = dossiers.open_party_file(viewer, party_id=party_id, title=str(Act.RECOVERY_ANNOUNCE), at=at)
    tell(
        viewer, people=people, dossier_id=file.id, about=recovery_id, act=Act.RECOVERY_ANNOUNCE, mark=mark,
        at=recovery.announced_at,
    )  # fmt: skip
