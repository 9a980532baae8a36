# SPDX-License-Identifier: EUPL-1.2
"""Signing keys of authorities: registered, replaced, ended, and told of in the log each time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.ledger.format.ack import is_claimed, is_signing_key
from comity.ledger.format.public import KeyEvent, Purpose
from comity.ledger.queries import origin
from comity.parties import queries
from comity.parties.actions.announcing import tell
from comity.parties.actions.given import needed_text
from comity.parties.actions.record import enter
from comity.parties.actions.rules import Rule
from comity.parties.models import Authority, SigningKey
from comity.statute import Act


@transaction.atomic
def register_signing_key(viewer: Viewer, *, authority_id: UUID, public: str, claim: str, at: datetime) -> SigningKey:
    """Register the signing key of an authority of the viewer's own party; a running one ends in the same instant.

    `claim` is its own signature that it is of this authority: whoever only knows a key does not register it. It is good
    for acts that come later in the log than the entry that tells of it.
    """
    authority = _locked(viewer, authority_id, Act.SIGNER_REGISTER)
    key = _public(public)
    claim = "".join(claim.split()).lower()
    if not is_claimed(key, claim, origin=origin(), party=authority.party.code, authority=str(authority.pk)):
        raise Invalid({"claim": _("This key did not sign that it is of this authority. Make it on this page.")})
    owned = SigningKey.objects.filter(authority=authority)
    before = owned.order_by("-epoch").first()
    act = Act.SIGNER_REGISTER
    if before is not None and before.ended_at is None:
        _end(before, authority, at=at)
        act = Act.SIGNER_ROTATE
    leaf_id = tell(authority, KeyEvent.REGISTERED, Purpose.SIGNING, key, at=at)
    if leaf_id is None:
        raise Rule.TOLD_TO_ALL.broken_by(act)
    row = SigningKey(
        authority=authority, public=key, epoch=before.epoch + 1 if before else 1, leaf_id=leaf_id, made_at=at
    )
    row.save(force_insert=True)
    enter(viewer, act, party_id=authority.party_id, about=row.pk, at=at, **_told(row))
    return row


@transaction.atomic
def end_signing_key(viewer: Viewer, *, key_id: UUID, reason: str, at: datetime) -> SigningKey:
    """End a signing key with nothing in its place: nothing more is taken that it signs, what it signed stays good."""
    row = queries.signing_key_by_id(viewer, key_id=key_id)
    authority = _locked(viewer, row.authority_id, Act.SIGNER_END)
    row = queries.signing_key_by_id(viewer, key_id=key_id)
    if row.ended_at is not None:
        raise NotFound
    reason = needed_text("reason", reason, longest=300)
    _end(row, authority, at=at)
    enter(viewer, Act.SIGNER_END, party_id=authority.party_id, about=row.pk, at=at, **_told(row), reason=reason)
    return row


def end_with_authority(authority: Authority, *, at: datetime) -> None:
    """End the running signing key of an authority that is taken off the directory."""
    for row in SigningKey.objects.filter(authority=authority, ended_at__isnull=True):
        _end(row, authority, at=at)


def _locked(viewer: Viewer, authority_id: UUID, act: Act) -> Authority:
    """Lock the authority: of two who register at once, the second ends the key of the first."""
    shown = queries.authority_by_id(viewer, authority_id=authority_id)
    if not queries.may_keep_keys(viewer, party_id=shown.party_id):
        raise Rule.OWN_KEYS.broken_by(act)
    rows = Authority.objects.select_for_update(no_key=True, of=("self",)).select_related("party")
    authority = rows.get(pk=authority_id)
    if authority.ended_on is not None and act is not Act.SIGNER_END:
        raise NotFound
    return authority


def _end(row: SigningKey, authority: Authority, *, at: datetime) -> None:
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    tell(authority, KeyEvent.RETIRED, Purpose.SIGNING, row.public, at=at)


def _public(typed: str) -> str:
    key = "".join(typed.split()).lower()
    if not is_signing_key(key):
        raise Invalid({"public": _("This is no public signing key: it has 64 digits from 0 to f. Copy it whole.")})
    if SigningKey.objects.filter(public=key).exists():
        raise Invalid({"public": _("This key has been registered before. Make a new one.")})
    return key


def _told(row: SigningKey) -> dict[str, object]:
    return {"owner": row.authority.name, "key": row.public, "epoch": row.epoch}
