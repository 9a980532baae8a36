# SPDX-License-Identifier: EUPL-1.2
"""Telling everybody, in the log, of an authority's keys: of which party, for what, and nothing else of it."""

from datetime import datetime

from comity.ledger.actions import system_announce
from comity.ledger.format.public import KeyEvent, PublicKind, Purpose
from comity.parties.models import Authority, PartyKind


def is_told(authority: Authority) -> bool:
    """Whether the log tells of this authority's keys: not of a defence team's, for that there is one is not public."""
    return authority.party.kind != PartyKind.DEFENCE


def tell(authority: Authority, event: KeyEvent, purpose: Purpose, key: str, *, at: datetime) -> int | None:
    """Tell of a key in the log; return the leaf, or None where nothing may be told."""
    if not is_told(authority):
        return None
    told = {
        "kind": PublicKind.KEY,
        "event": event,
        "purpose": purpose,
        "party": authority.party.code,
        "authority": str(authority.pk),
        "key": key,
    }
    return system_announce(told, at=at).leaf_id
