# SPDX-License-Identifier: EUPL-1.2
"""Sealing keys for tests: real ones, whose private part the test keeps."""

from datetime import UTC, datetime
from typing import Any

from pyrage import x25519

from comity.core.viewer import Viewer
from comity.parties import actions
from comity.parties.models import Authority, SealingKey
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
