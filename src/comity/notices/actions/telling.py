# SPDX-License-Identifier: EUPL-1.2
"""Telling people, in the transaction of the act; and what they do with it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.statute import Act

from .. import queries
from ..models import Notice


def tell(
    viewer: Viewer,
    *,
    people: Iterable[UUID],
    dossier_id: UUID,
    about: UUID,
    act: Act,
    mark: str,
    at: datetime,
    why: Notice.Why = Notice.Why.ACT,
) -> None:
    """Tell people of an act, in the act's transaction; nobody is told of what they did themselves.

    The same `mark` is told once. What they may not see they will not find told: sight is asked when they read.
    """
    rows = [
        Notice(dossier_id=dossier_id, person_id=person, about=about, act=str(act), why=why, mark=mark, at=at)
        for person in sorted(set(people))
        if person not in {viewer.person_id, viewer.acting_for_id}
    ]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def mark_read(viewer: Viewer, *, notice_id: UUID, at: datetime) -> Notice:
    """Mark one notice as read and return it; one already read stays as it is. Raises NotFound."""
    notice = queries.mine(viewer).filter(id=notice_id).first()
    if notice is None:
        raise NotFound
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def mark_all_read(viewer: Viewer, *, at: datetime) -> int:
    """Mark all that the viewer sees and has come until now as read, and return how many there were."""
    return queries.mine(viewer).filter(read_at__isnull=True, at__lte=at).update(read_at=at)


@transaction.atomic
def system_sweep(*, at: datetime) -> int:
    """Forget what is older than the limit `notices_days`, read or not; return how many rows went."""
    before = at - timedelta(days=settings.COMITY_LIMITS["notices_days"])
    return sum(rows.delete()[0] for rows in queries.system_past(before))
