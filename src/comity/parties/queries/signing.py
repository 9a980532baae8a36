# SPDX-License-Identifier: EUPL-1.2
"""Signing keys of authorities: they stand in the directory, as they do in the log."""

from uuid import UUID

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.parties.models import SigningKey


def signing_keys_of(viewer: Viewer, *, party_id: UUID) -> list[SigningKey]:
    """Return the running signing keys of a party's authorities; none to a viewer who is nobody's."""
    if not viewer.is_known:
        return []
    rows = SigningKey.objects.filter(authority__party_id=party_id, ended_at__isnull=True)
    return list(rows.select_related("authority").order_by("authority__name", "pk"))


def signing_key_by_id(viewer: Viewer, *, key_id: UUID) -> SigningKey:
    """Return a signing key of the viewer's own party, with its authority and party; raises NotFound otherwise."""
    rows = SigningKey.objects.select_related("authority__party")
    found = rows.filter(pk=key_id, authority__party_id=viewer.party_id).first() if viewer.party_id else None
    if found is None:
        raise NotFound
    return found


def running_signing_key(viewer: Viewer, *, public: str) -> SigningKey | None:
    """Return, and lock, the running signing key of the viewer's own party with this public part; else None.

    So that it does not end between being asked for and what is taken by it.
    """
    if viewer.party_id is None:
        return None
    rows = SigningKey.objects.filter(public=public, authority__party_id=viewer.party_id, ended_at__isnull=True)
    return rows.select_for_update(no_key=True, of=("self",)).select_related("authority").first()
