# SPDX-License-Identifier: EUPL-1.2
"""What keeps dossiers from being archived."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from comity.core.viewer import Viewer

from ..models import Counterfile, Request


def open_in(viewer: Viewer, dossier_ids: Sequence[UUID]) -> list[str]:
    """Return the references of visible requests that are still open in these dossiers, or beside them."""
    beside = (
        Counterfile.objects.visible_to(viewer).filter(dossier_id__in=dossier_ids).values_list("request_id", flat=True)
    )
    within = Q(dossier_id__in=dossier_ids) | Q(file_id__in=dossier_ids) | Q(id__in=list(beside))
    rows = Request.objects.visible_to(viewer).filter(within, is_open=True)
    return list(rows.order_by("reference").values_list("reference", flat=True))
