# SPDX-License-Identifier: EUPL-1.2
"""What nobody came back for: files without a row, uploads that were not finished."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comity.core import outbox

from .. import store
from ..models import Upload, Version, Whole


@transaction.atomic
def system_awaits(content_id: UUID, *, at: datetime) -> None:
    """Owe a look at a file that is about to be written: should its row never come, it is deleted after a day."""
    hours: int = settings.COMITY_LIMITS["upload_hours"]
    outbox.owe("documents.sweep", str(content_id), at=at + timedelta(hours=hours, minutes=1))


@transaction.atomic
def system_sweep(content_id: UUID, *, at: datetime) -> bool:
    """Delete a file that no row has a key to, and an upload that was not finished in time; return whether one went."""
    rows = Version.objects.unguarded("whether any row has a key to the file").filter(content_id=content_id)
    if rows.exclude(key_name="").exists():
        return False
    if Whole.objects.unguarded("whether it is a whole file, which has an end of its own").filter(content_id=content_id):
        return False
    uploads = Upload.objects.unguarded("whether any upload is still under way").filter(id=content_id)
    if uploads.filter(until__gt=at).exists():
        system_awaits(content_id, at=at)
        return False
    uploads.delete()
    return store.discard(settings.COMITY_DOCUMENTS, content_id)
