# SPDX-License-Identifier: EUPL-1.2
"""What a disposal takes of notices: that somebody was told of the dossier, and what was posted of it."""

from datetime import datetime
from uuid import UUID

from comity.dossiers import actions as dossiers
from comity.dossiers.models import Disposal

from .. import queries

STEP = "notices.dispose"


def system_dispose(disposal_id: UUID, *, at: datetime) -> bool:
    """Delete what this room keeps on the dossier of a disposal; see `dossiers.actions.system_step`."""

    def delete(disposal: Disposal) -> bool:
        for rows in queries.system_on_dossier(disposal.dossier_id):
            rows.delete()
        return True

    return dossiers.system_step(disposal_id, step=STEP, work=delete, at=at)
