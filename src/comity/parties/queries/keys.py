# SPDX-License-Identifier: EUPL-1.2
"""Sealing keys: one's own, those of the party, and those to whom a file for another party must be sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.parties.models import KeyShare, Party, Post, Recovery, RecoveryApproval, SealingKey
from comity.parties.queries.directory import party_by_id
from comity.parties.sealing import MOST_RECIPIENTS


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


def next_recovery_epoch(viewer: Viewer) -> int:
    """Return the epoch that the next recovery key of the viewer's own party will have, for its shares to bear."""
    last = _own(viewer).filter(kind=SealingKey.Kind.RECOVERY).order_by("-epoch").first()
    return last.epoch + 1 if last else 1


def recipients_of(viewer: Viewer, *, party_id: UUID, on: date) -> list[str]:
    """Return the recipients to whom a file for that party, from the viewer's own, must be sealed, in no telling order.

    On both sides: the authorities, the recovery, and each person with a running post and the clearance for it. Where
    these are more than a sealed file may show (16), people are left out: they open it through their authority. Raises
    Invalid where a side has nobody who could open it, NotFound where the viewer may not know of the party. Whoever
    seals pads the list with thrown-away keys; a server could keep them, so this does not.
    """
    sides = [party_by_id(viewer, party_id=one) for one in dict.fromkeys((party_id, viewer.party_id)) if one]
    if not viewer.is_known:
        raise NotFound
    rows = list(_open_to(sides, on=on))
    if len(rows) > MOST_RECIPIENTS:
        rows = [row for row in rows if row.person_id is None]
    for side in sides:
        if not any(row.party_id == side.pk for row in rows):
            raise Invalid(
                {
                    "": _("%(party)s has no sealing key, so nobody there could open a sealed file.")
                    % {"party": side.name}
                }
            )
    if len(rows) > MOST_RECIPIENTS:
        raise Invalid({"": _("Too many authorities have keys: a sealed file opens to 16 at most.")})
    return sorted(row.recipient for row in rows)


def _open_to(sides: Sequence[Party], *, on: date) -> QuerySet[SealingKey]:
    cleared = Post.objects.filter(
        Post.runs_on(on),
        person_id=OuterRef("person_id"),
        party_id=OuterRef("party_id"),
        person__is_active=True,
        clearance__gte=UNDER_SEAL,
    )
    return SealingKey.objects.filter(
        Q(kind=SealingKey.Kind.RECOVERY)
        | Q(authority__isnull=False, authority__ended_on__isnull=True)
        | Exists(cleared),
        party__in=sides,
        ended_at__isnull=True,
    )


def _own(viewer: Viewer) -> QuerySet[SealingKey]:
    return SealingKey.objects.filter(party_id=viewer.party_id) if viewer.party_id else SealingKey.objects.none()
