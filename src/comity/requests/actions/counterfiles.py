# SPDX-License-Identifier: EUPL-1.2
"""The file that a party keeps for itself beside a request of others."""

from datetime import datetime
from uuid import UUID

from comity.core.db import as_system
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers

from ..models import Counterfile, Request


def open_counterfile(viewer: Viewer, *, request: Request, party_id: UUID, at: datetime) -> None:
    """Open a party's own file beside a request that was fetched and locked; done once, however often called.

    A duty of the system, whoever's act calls for it: nobody but that party ever sees the file.
    """
    with as_system("counterfile"):
        rows = Counterfile.objects.unguarded("whether the party has its file already")
        if not rows.filter(request=request, party_id=party_id).exists():
            own = dossiers.open_own_file(viewer, exchange=request.dossier, party_id=party_id, at=at)
            Counterfile(dossier=own, request=request, party_id=party_id).save(force_insert=True)
