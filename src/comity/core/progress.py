# SPDX-License-Identifier: EUPL-1.2
"""How far long work is, for the person who asked for it. Words are given untranslated and shown in the reader's."""

from uuid import UUID

from django.utils import timezone

from .errors import NotFound
from .models import Progress
from .viewer import Viewer


def begin(viewer: Viewer, *, title: str) -> UUID:
    """Return the id of a new progress, in the transaction that owes the work; `title` is marked for translation.

    Raises NotFound for a viewer who is no person.
    """
    if viewer.person_id is None:
        raise NotFound
    row = Progress(person_id=viewer.person_id, title=title)
    row.save(force_insert=True)
    return row.id


def tell(progress_id: UUID, *, done: int, total: int, message: str = "") -> None:
    """Say how far the work is; a progress that is gone is told nothing."""
    _change(progress_id, phase=Progress.State.RUNNING, done=done, total=total, message=message)


def finish(progress_id: UUID, *, message: str = "") -> None:
    """Say that the work is done."""
    _change(progress_id, phase=Progress.State.DONE, message=message)


def fail(progress_id: UUID, *, message: str = "") -> None:
    """Say that the work could not be done."""
    _change(progress_id, phase=Progress.State.FAILED, message=message)


def progress_of(viewer: Viewer, *, progress_id: UUID) -> Progress:
    """Return how far work is that this person asked for; raises NotFound for anybody else's."""
    row = Progress.objects.filter(id=progress_id).first()
    if row is None or row.person_id != viewer.person_id:
        raise NotFound
    return row


def _change(progress_id: UUID, **values: object) -> None:
    Progress.objects.filter(id=progress_id).update(changed_at=timezone.now(), **values)
