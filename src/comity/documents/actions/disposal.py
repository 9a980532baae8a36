# SPDX-License-Identifier: EUPL-1.2
"""What a disposal takes of documents: first the keys, without which no file can be read, then names and the files."""

from datetime import datetime
from uuid import UUID

from comity.core import outbox
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Disposal

from ..models import Document, Redaction, Upload, Version, Whole

STEP = "documents.dispose"
WHY = "a named duty of the system"


def system_dispose(disposal_id: UUID, *, at: datetime) -> bool:
    """Destroy the keys and empty the names of a dossier's documents; every whole file made of it goes.

    See `dossiers.actions.system_step`.
    A file goes once the keys are gone for good, and where no copy on another dossier has a key to it.
    """

    def empty(disposal: Disposal) -> bool:
        on = {"dossier_id": disposal.dossier_id}
        versions, uploads = Version.objects.unguarded(WHY).filter(**on), Upload.objects.unguarded(WHY).filter(**on)
        files = [*versions.values_list("content_id", flat=True), *uploads.values_list("id", flat=True)]
        versions.update(
            wrapped_key=b"", key_name="", sha256="", name_given="", name="", scanned_by="", warnings=[], seal=None
        )
        uploads.delete()
        files += _forget_wholes(disposal.dossier_id)
        Redaction.objects.unguarded(WHY).filter(**on).delete()
        dossiers.system_forget_limits(Document.objects.unguarded(WHY).filter(**on).values_list("id", flat=True))
        Document.objects.unguarded(WHY).filter(**on).update(title="", provider="", handling="", redactions=[])
        for content_id in files:
            outbox.owe("documents.sweep", str(content_id), at=at)
        return True

    return dossiers.system_step(disposal_id, step=STEP, work=empty, at=at)


def _forget_wholes(dossier_id: UUID) -> list[UUID]:
    """Delete every whole file in which anything of a dossier stands, and return the names of what is on the disk.

    There are few at any time: each lives for hours.
    """
    found = []
    for whole in Whole.objects.unguarded(WHY):
        if dossier_id == whole.dossier_id or str(dossier_id) in whole.dossiers:
            found += [whole.content_id] if whole.content_id else []
            whole.delete()
    return found
