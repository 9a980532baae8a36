# SPDX-License-Identifier: EUPL-1.2
"""A document shown to some of the own side only; the other side has its own desk and its own circles."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.actions.rules import demand_work
from comity.dossiers.models import Circle
from comity.parties.actions.given import needed_text
from comity.statute import Act

from .. import queries
from ..models import Document


@transaction.atomic
def limit_document(
    viewer: Viewer,
    *,
    document_id: UUID,
    about: UUID,
    dossier_id: UUID,
    circle_id: UUID | None,
    readers: Collection[UUID],
    reason: str,
    at: datetime,
) -> Document:
    """Limit a visible document on the viewer's own side: to a circle they are in, or to named readers and themselves.

    Without either, it is open to the whole desk again. Entered on the own side (`dossier_id`); the other side learns
    nothing. Raises Invalid for a circle the viewer is not in: there is always somebody who reads it.
    """
    document = queries.document_to_change(viewer, document_id, about=about)
    demand_work(viewer, Act.DOCUMENT_LIMIT)
    reason = needed_text("reason", reason, longest=300)
    circle: Circle | None = None
    if readers:
        circle = dossiers.circle_of_readers(viewer, readers=readers, reason=reason, at=at)
    elif circle_id is not None:
        circle = dossiers.own_circle(viewer, circle_id)
    dossiers.record(
        viewer,
        Act.DOCUMENT_LIMIT,
        dossier_id=dossier_id,
        about=document.id,
        at=at,
        data={"limited_to": circle.name if circle else "", "reason": reason},
    )
    dossiers.set_limit(viewer, about=document.id, circle=circle, at=at)
    return document
