# SPDX-License-Identifier: EUPL-1.2
"""Sealing keys: registered, rotated, ended. The browser or the age tool makes them; here their public part arrives."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.ledger.format.public import KeyEvent, Purpose
from comity.parties import queries
from comity.parties.actions.announcing import tell
from comity.parties.actions.given import needed_text
from comity.parties.actions.record import enter
from comity.parties.actions.rules import Rule
from comity.parties.models import Authority, KeyShare, Party, SealingKey
from comity.parties.sealing import recipient_key
from comity.statute import Act

# How many holders approve, of how many.
QUORUMS = frozenset({(2, 3), (3, 5)})


@transaction.atomic
def register_own_key(viewer: Viewer, *, recipient: str, at: datetime) -> SealingKey:
    """Register the viewer's own key at their party; a running one of theirs ends in the same instant."""
    party = _party(viewer)
    return _take(
        viewer, SealingKey(party=party, kind=SealingKey.Kind.PERSON, person_id=viewer.person_id), recipient, at=at
    )


@transaction.atomic
def register_authority_key(viewer: Viewer, *, authority_id: UUID, recipient: str, at: datetime) -> SealingKey:
    """Register the key of an authority of the viewer's own party; a running one of it ends in the same instant.

    The Registry keeps entries of the directory for others; keys it never does.
    """
    party = _party(viewer)
    authority = queries.authority_by_id(viewer, authority_id=authority_id)
    if authority.ended_on is not None:
        raise NotFound
    if not queries.may_keep_keys(viewer, party_id=authority.party_id):
        raise Rule.OWN_KEYS.broken_by(Act.KEY_REGISTER)
    return _take(viewer, SealingKey(party=party, kind=SealingKey.Kind.AUTHORITY, authority=authority), recipient, at=at)


@transaction.atomic
def register_recovery_key(
    viewer: Viewer, *, recipient: str, threshold: int, holder_ids: Sequence[UUID], at: datetime
) -> SealingKey:
    """Register the recovery key of the viewer's own party, and who holds which of its shares, in their order."""
    party = _party(viewer)
    if not queries.may_keep_keys(viewer, party_id=party.pk):
        raise Rule.OWN_KEYS.broken_by(Act.KEY_REGISTER)
    if (threshold, len(holder_ids)) not in QUORUMS:
        raise Invalid({"threshold": _("Two of three, or three of five. Name as many holders.")})
    today = at.astimezone(THE_HAGUE).date()
    people = {person.pk: person for person in queries.colleagues(viewer, on=today)}
    if len(set(holder_ids)) != len(holder_ids) or not set(holder_ids) <= people.keys():
        raise Invalid({"holders": _("Each share has a holder of its own, who works for your party today.")})
    row = SealingKey(party=party, kind=SealingKey.Kind.RECOVERY, threshold=threshold)
    names = [people[one].name for one in holder_ids]
    _take(viewer, row, recipient, at=at, threshold=threshold, holders=names)
    for number, holder_id in enumerate(holder_ids, 1):
        KeyShare.objects.create(key=row, number=number, holder_id=holder_id)
    return row


@transaction.atomic
def end_key(viewer: Viewer, *, key_id: UUID, reason: str, at: datetime) -> SealingKey:
    """End a key of the viewer's own party with nothing in its place; nothing is sealed to it from now on.

    One's own key, or any as an administrator. What was sealed to it before still opens with it.
    """
    party = _party(viewer)
    row = queries.key_by_id(viewer, key_id=key_id)
    if row.ended_at is not None:
        raise NotFound
    if not (row.person_id == viewer.person_id or queries.may_keep_keys(viewer, party_id=party.pk)):
        raise Rule.OWN_KEYS.broken_by(Act.KEY_END)
    reason = needed_text("reason", reason, longest=300)
    _end(row, at=at)
    enter(viewer, Act.KEY_END, party_id=party.pk, about=row.pk, at=at, **_told(row), reason=reason)
    return row


def end_with_authority(authority: Authority, *, at: datetime) -> None:
    """End the running sealing key of an authority that is taken off the directory: nothing is sealed to it any more."""
    _lock(authority.party_id)  # who registers or ends one at the same time comes before this or after it
    for row in SealingKey.objects.filter(authority=authority, ended_at__isnull=True).select_related("authority__party"):
        _end(row, at=at)


def _party(viewer: Viewer) -> Party:
    """Lock the party's row: of two who register at once, the second ends the key of the first."""
    if viewer.party_id is None or viewer.person_id is None:
        raise NotFound
    return _lock(viewer.party_id)


def _lock(party_id: UUID) -> Party:
    return Party.objects.select_for_update(no_key=True).get(pk=party_id)


def _take(viewer: Viewer, row: SealingKey, recipient: str, *, at: datetime, **more: object) -> SealingKey:
    row.recipient = _recipient(recipient)
    owned = SealingKey.objects.filter(party=row.party, kind=row.kind)
    if row.person_id:
        owned = owned.filter(person_id=row.person_id)
    if row.authority_id:
        owned = owned.filter(authority_id=row.authority_id)
    before = owned.order_by("-epoch").first()
    row.epoch, row.made_at = (before.epoch if before else 0) + 1, at
    is_rotation = before is not None and before.ended_at is None
    if before is not None and is_rotation:
        _end(before, at=at)
        more["before"] = before.fingerprint
    row.save(force_insert=True)
    if row.authority is not None:
        tell(row.authority, KeyEvent.REGISTERED, Purpose.SEALING, row.recipient, at=at)
    act = Act.KEY_ROTATE if is_rotation else Act.KEY_REGISTER
    enter(viewer, act, party_id=row.party_id, about=row.pk, at=at, **_told(row), **more)
    return row


def _end(row: SealingKey, *, at: datetime) -> None:
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    if row.authority is not None:
        tell(row.authority, KeyEvent.RETIRED, Purpose.SEALING, row.recipient, at=at)


def _recipient(typed: str) -> str:
    text = "".join(typed.split())
    try:
        recipient_key(text)
    except ValueError:
        raise Invalid(
            {"recipient": _("This is no age recipient: it has 62 letters and begins with age1. Copy it whole.")}
        ) from None
    if SealingKey.objects.filter(recipient=text).exists():
        raise Invalid({"recipient": _("This key has been registered before. Make a new one.")})
    return text


def _told(row: SealingKey) -> dict[str, object]:
    owner = row.authority or row.person
    return {
        "kind": str(row.kind),
        "owner": owner.name if owner else "",
        "recipient": row.recipient,
        "fingerprint": row.fingerprint,
        "epoch": row.epoch,
    }
