# SPDX-License-Identifier: EUPL-1.2
"""Sealing keys for tests: real ones, whose private part the test keeps."""

import secrets
from datetime import UTC, datetime
from typing import Any

from pyrage import x25519

from comity.core.clock import now
from comity.core.viewer import Viewer
from comity.ledger.format.ack import public_of, sign_claim
from comity.ledger.format.public import KeyEvent, Purpose
from comity.ledger.queries import origin
from comity.parties import actions
from comity.parties.actions.announcing import tell
from comity.parties.models import Authority, SealingKey, SigningKey
from tests.factories.parties import PostFactory, person_of, viewer_of_post

AT = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


def a_recipient() -> str:
    return str(x25519.Identity.generate().to_public())


def own_key(viewer: Viewer, recipient: str = "", at: datetime = AT) -> SealingKey:
    return actions.register_own_key(viewer, recipient=recipient or a_recipient(), at=at)


def authority_key(viewer: Viewer, authority: Authority, recipient: str = "", at: datetime = AT) -> SealingKey:
    return actions.register_authority_key(
        viewer, authority_id=authority.pk, recipient=recipient or a_recipient(), at=at
    )


def a_seed() -> bytes:
    return secrets.token_bytes(32)


def signing_key(viewer: Viewer, authority: Authority, seed: bytes = b"", at: datetime = AT) -> SigningKey:
    """Register an authority's signing key, as its administrator does."""
    seed = seed or a_seed()
    claim = claim_of(seed, authority)
    return actions.register_signing_key(viewer, authority_id=authority.pk, public=public_of(seed), claim=claim, at=at)


def claim_of(seed: bytes, authority: Authority) -> str:
    """Sign that a key is of this authority here."""
    return sign_claim(seed, origin=origin(), party=authority.party.code, authority=str(authority.pk))


def signing_key_of(authority: Authority, seed: bytes = b"") -> SigningKey:
    """Make the row of a signing key that the log tells of, whoever administers its party."""
    public, at = public_of(seed or a_seed()), now()
    leaf_id = tell(authority, KeyEvent.REGISTERED, Purpose.SIGNING, public, at=at) or 0
    return SigningKey.objects.create(authority=authority, public=public, epoch=1, leaf_id=leaf_id, made_at=at)


def recovery_key(viewer: Viewer, holders: list[Viewer], threshold: int = 2, **more: Any) -> SealingKey:
    return actions.register_recovery_key(
        viewer,
        recipient=more.pop("recipient", "") or a_recipient(),
        threshold=threshold,
        holder_ids=[person_of(one).pk for one in holders],
        at=more.pop("at", AT),
    )


def colleague_of(viewer: Viewer, **fields: Any) -> Viewer:
    return viewer_of_post(PostFactory.make(party_id=viewer.party_id, **fields))
