# SPDX-License-Identifier: EUPL-1.2
"""What a disposal takes of requests: every text. Reference, parties, kind, article, states and times remain."""

from datetime import datetime
from uuid import UUID

from comity.dossiers import actions as dossiers
from comity.dossiers.models import Disposal

from ..models import Assignment, Condition, Cost, DraftText, Note, Reference, Request, Task, Version

STEP = "requests.dispose"
_DELETED = (Assignment, Condition, Cost, DraftText, Note, Reference, Task)


def system_dispose(disposal_id: UUID, *, at: datetime) -> bool:
    """Empty or delete what this room keeps on the dossier of a disposal; see `dossiers.actions.system_step`."""
    return dossiers.system_step(disposal_id, step=STEP, work=_empty, at=at)


def _empty(disposal: Disposal) -> bool:
    on = {"dossier_id": disposal.dossier_id}
    for model in _DELETED:
        model.objects.unguarded("a named duty of the system").filter(**on).delete()
    versions = Version.objects.unguarded("as above").filter(**on)
    versions.update(subject="", contents={}, reason="")
    requests = Request.objects.unguarded("as above")
    requests.filter(person__dossier_id=disposal.dossier_id).update(person=None)
    # The basis of the duty and the languages are the law's words and stay: figures are computed from them.
    requests.filter(**on).update(
        subject="",
        contents={},
        person=None,
        channel="",
        approved_terms={},
        override_reason="",
        postponed_event="",
    )
    return True
