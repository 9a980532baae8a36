# SPDX-License-Identifier: EUPL-1.2
"""Sealing keys: one's own, those of the party, and its recovery."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.parties.models import KeyShare, Recovery, RecoveryApproval, SealingKey


@dataclass(frozen=True, slots=True)
class RecoveryState:
    """The running recovery key of a party, who holds its shares, and how far a recovery of it has come."""

    key: SealingKey
    shares: Sequence[KeyShare]
    recovery: Recovery | None
    approvals: Sequence[RecoveryApproval]


def own_key(viewer: Viewer) -> SealingKey | None:
    """Return the viewer's own running key at their party."""
    if viewer.person_id is None:
        return None
    return _own(viewer).filter(kind=SealingKey.Kind.PERSON, person_id=viewer.person_id, ended_at__isnull=True).first()


def keys_of_own_party(viewer: Viewer) -> list[SealingKey]:
    """Return the running keys of the viewer's own party with their owners: authorities, recovery, people by name."""
    rows = _own(viewer).filter(ended_at__isnull=True).select_related("person", "authority")
    return list(rows.order_by("kind", "authority__name", "person__name", "pk"))


def shared_keys_of(viewer: Viewer, *, party_id: UUID) -> list[SealingKey]:
    """Return the running keys of a party's authorities and of its recovery, for the directory; no person's."""
    if not viewer.is_known:
        return []
    rows = SealingKey.objects.filter(party_id=party_id, ended_at__isnull=True, person__isnull=True)
    return list(rows.order_by("kind", "pk"))


def key_by_id(viewer: Viewer, *, key_id: UUID) -> SealingKey:
    """Return a key of the viewer's own party, with its owner; raises NotFound otherwise."""
    found = _own(viewer).select_related("person", "authority").filter(pk=key_id).first()
    if found is None:
        raise NotFound
    return found


def recovery_of(viewer: Viewer) -> RecoveryState | None:
    """Return the recovery key of the viewer's own party and what stands about it; None where there is no such key."""
    key = _own(viewer).filter(kind=SealingKey.Kind.RECOVERY, ended_at__isnull=True).first()
    if key is None:
        return None
    recovery = Recovery.objects.filter(key=key).select_related("begun_by").first()
    approvals = RecoveryApproval.objects.filter(recovery=recovery).select_related("person") if recovery else ()
    shares = KeyShare.objects.filter(key=key).select_related("holder")
    return RecoveryState(key=key, shares=list(shares), recovery=recovery, approvals=list(approvals))


def system_announced(recovery_id: UUID) -> Recovery | None:
    """Return a recovery that was announced, with its key; None for any other."""
    return Recovery.objects.filter(pk=recovery_id, announced_at__isnull=False).select_related("key").first()


def next_recovery_epoch(viewer: Viewer) -> int:
    """Return the epoch that the next recovery key of the viewer's own party will have, for its shares to bear."""
    last = _own(viewer).filter(kind=SealingKey.Kind.RECOVERY).order_by("-epoch").first()
    return last.epoch + 1 if last else 1


def _own(viewer: Viewer) -> QuerySet[SealingKey]:
    return SealingKey.objects.filter(party_id=viewer.party_id) if viewer.party_id else SealingKey.objects.none()
