# SPDX-License-Identifier: EUPL-1.2
"""What is under seal: whether a request is, to which keys its documents are sealed, and for whom one was."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.documents.models import Version
from comity.parties import queries as parties
from comity.parties.models import SealingKey

from ..models import Request


def is_under_seal(request: Request) -> bool:
    """Whether documents of this request are taken sealed or not at all."""
    return request.dossier.classification == UNDER_SEAL


def keys_for(viewer: Viewer, request: Request, *, at: datetime) -> list[SealingKey]:
    """Return the keys to which a document of this request is sealed now: of issuer, addressee and the viewer's party.

    Raises Invalid, with the remedy, where there is no addressee yet, and where a side has no key.
    """
    if request.addressee is None:
        raise Invalid({"": _("Choose the addressee first: its keys are what a document is sealed to.")})
    sides = [request.issuer, request.addressee]
    return parties.keys_to_seal_to(viewer, sides=sides, on=at.astimezone(THE_HAGUE).date())


def keys_known_of(viewer: Viewer, versions: Sequence[Version]) -> dict[UUID, list[SealingKey]]:
    """Return for each of these files the keys for which it was sealed, those that the viewer may know of: one query."""
    wanted = {version.id: set(key_ids_of(version)) for version in versions}
    ids = set().union(*wanted.values())
    known = parties.keys_sealed_to(viewer, ids) if ids else []
    return {version_id: [key for key in known if key.pk in its] for version_id, its in wanted.items()}


def key_ids_of(version: Version) -> list[UUID]:
    """Return which keys stood in the list when the file came."""
    return [UUID(one) for one in (version.seal or {}).get("keys", ())]
