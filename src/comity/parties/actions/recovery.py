# SPDX-License-Identifier: EUPL-1.2
"""Recovery by a quorum of the party's own officers: begun, approved, announced. The shares never come here."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.core import outbox
from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.parties import queries
from comity.parties.actions.given import needed_text
from comity.parties.actions.record import enter
from comity.parties.actions.rules import Rule
from comity.parties.models import KeyShare, Recovery, RecoveryApproval, SealingKey
from comity.statute import Act


@transaction.atomic
def begin_recovery(viewer: Viewer, *, reason: str, at: datetime) -> Recovery:
    """Begin to recover the running recovery key of the viewer's own party: its holders are asked to approve."""
    key, person_id = _running(viewer)
    if not queries.may_begin_recovery(viewer, key=key):
        raise Rule.HOLDERS_RECOVER.broken_by(Act.RECOVERY_BEGIN)
    if Recovery.objects.filter(key=key).exists():
        raise Rule.RECOVERY_ONCE.broken_by(Act.RECOVERY_BEGIN)
    row = Recovery.objects.create(
        key=key,
        reason=needed_text("reason", reason, longest=300),
        begun_by_id=person_id,
        begun_at=at,
    )
    enter(viewer, Act.RECOVERY_BEGIN, party_id=key.party_id, about=row.pk, at=at, reason=row.reason, epoch=key.epoch)
    return row


@transaction.atomic
def approve_recovery(viewer: Viewer, *, recovery_id: UUID, at: datetime) -> Recovery:
    """Approve a recovery as a holder of a share, once; the last approval that it needs announces it to the party.

    Then its administrators are told.
    """
    key, person_id = _running(viewer)
    row = Recovery.objects.select_for_update(no_key=True).filter(pk=recovery_id, key=key).first()
    if row is None:
        raise NotFound
    # In person: a substitute has no share.
    if not KeyShare.objects.filter(key=key, holder_id=person_id).exists():
        raise Rule.HOLDERS_RECOVER.broken_by(Act.RECOVERY_APPROVE)
    given = RecoveryApproval.objects.filter(recovery=row)
    if given.filter(person_id=person_id).exists():
        raise Rule.APPROVED_ALREADY.broken_by(Act.RECOVERY_APPROVE)
    RecoveryApproval.objects.create(recovery=row, person_id=person_id, at=at)
    enter(viewer, Act.RECOVERY_APPROVE, party_id=key.party_id, about=row.pk, at=at, reason=row.reason)
    if row.announced_at is None and given.count() >= (key.threshold or 0):
        row.announced_at = at
        row.save(update_fields=["announced_at"])
        enter(
            viewer,
            Act.RECOVERY_ANNOUNCE,
            party_id=key.party_id,
            about=row.pk,
            at=at,
            fingerprint=key.fingerprint,
            epoch=key.epoch,
            reason=row.reason,
        )
        outbox.owe("notices.tell_recovery", str(row.pk), at=at)
    return row


def _running(viewer: Viewer) -> tuple[SealingKey, UUID]:
    """Lock the running recovery key of the viewer's own party; return it and who is looking."""
    if viewer.party_id is None or viewer.person_id is None:
        raise NotFound
    rows = SealingKey.objects.select_for_update(no_key=True, of=("self",)).filter(
        party_id=viewer.party_id, kind=SealingKey.Kind.RECOVERY, ended_at__isnull=True
    )
    found = rows.first()
    if found is None:
        raise NotFound
    return found, viewer.person_id
