# SPDX-License-Identifier: EUPL-1.2
"""Recording an act: the readable entry on its dossier and its commitment in the ledger, in the act's transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from comity.core.viewer import Viewer
from comity.ledger.actions import system_commit
from comity.statute import Act

from ..models import Entry
from ..models.committed import form_committed_to


def record(
    viewer: Viewer,
    act: Act,
    *,
    dossier_id: UUID,
    about: UUID,
    at: datetime,
    article: str = "",
    before: str = "",
    after: str = "",
    data: dict[str, Any] | None = None,
    thread: UUID | None = None,
) -> Entry:
    """Insert the entry of an act and commit to it; the caller's transaction makes both stand or fall together.

    `data` must be plain JSON without floats. The commitment binds the act, its object, parties, states, time and the
    digest of `data`; the salt stays with the entry.
    """
    said = data or {}
    entry_id = uuid4()
    payload = form_committed_to(
        entry_id=entry_id,
        act=str(act),
        about=about,
        dossier_id=dossier_id,
        article=article,
        before=before,
        after=after,
        by=viewer.party_code or viewer.system,
        at=at,
        data=said,
    )
    leaf_id, salt = system_commit(payload)
    entry = Entry(
        id=entry_id,
        dossier_id=dossier_id,
        about=about,
        act=str(act),
        article=article,
        before=before,
        after=after,
        party_id=viewer.party_id,
        actor_id=viewer.person_id,
        acting_for_id=viewer.acting_for_id,
        function=viewer.function,
        data=said,
        thread=thread,
        at=at,
        correlation=uuid4(),
        salt=salt,
        leaf_id=leaf_id,
    )
    entry.save(force_insert=True)
    return entry
