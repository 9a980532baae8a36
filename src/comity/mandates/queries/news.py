# SPDX-License-Identifier: EUPL-1.2
"""What was added to the mandates of a board, the newest first: what somebody who follows them wants to be told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from comity.core.viewer import Viewer

from ..models import Bond, Correction, Mandate, Owner, Said, Step
from .board import Chosen, on_board

_KINDS: Final[tuple[type[Said], ...]] = (Step, Bond, Owner, Correction)


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was added to a mandate."""

    row: Any
    mandate: Mandate
    at: datetime

    @property
    def kind(self) -> str:
        """Return "step", "bond", "owner" or "correction"."""
        return type(self.row).__name__.lower()

    @property
    def key(self) -> str:
        """Return what no other change has."""
        return f"{self.kind}-{self.row.pk}"


def news(viewer: Viewer, *, chosen: Chosen) -> list[Change]:
    """Return what was added last to the mandates that are chosen, as many as the settings allow."""
    limit: int = settings.COMITY_LIMITS["feed_entries"]
    keys = on_board(viewer, chosen).order_by().values("pk")
    found = [change for kind in _KINDS for change in _latest(kind, keys, limit)]
    return sorted(found, key=lambda change: (change.at, change.key), reverse=True)[:limit]


def _latest(kind: type[Any], keys: QuerySet[Any, Any], limit: int) -> list[Change]:
    rows = kind.rows.filter(mandate__in=keys).select_related("party", "mandate__paragraph__instrument")
    if kind is Bond:
        rows = rows.select_related("paragraph__instrument").defer(
            "paragraph__instrument__text", "paragraph__instrument__found"
        )
    if kind is Owner:
        rows = rows.select_related("owner")
    rows = rows.defer("mandate__paragraph__instrument__text", "mandate__paragraph__instrument__found")
    return [Change(row, row.mandate, row.at) for row in rows.order_by("-at", "-id")[:limit]]
