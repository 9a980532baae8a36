# SPDX-License-Identifier: EUPL-1.2
"""Requests by their ids, for pages that list something else: notices, dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.dossiers.models import Clock
from comity.dossiers.queries import clocks, running_clocks

from ..models import Request
from .lists import cover, seen_by

DATES = 1_000


@dataclass(frozen=True, slots=True)
class Due:
    """A time limit that runs, and the request it belongs to."""

    clock: Clock
    request: Request


def requests_named(viewer: Viewer, *, request_ids: Iterable[UUID]) -> dict[UUID, Request]:
    """Return those of these requests that are visible, as lists show them: one query."""
    return {row.id: cover(viewer, row) for row in seen_by(viewer).filter(id__in=list(request_ids))}


def dates_of(viewer: Viewer, *, request_id: UUID) -> list[Due]:
    """Return the running time limits of one request, the next first; raises NotFound."""
    request = requests_named(viewer, request_ids=[request_id]).get(request_id)
    if request is None:
        raise NotFound
    return [Due(clock, request) for clock in clocks(viewer, request_id) if clock.state == "running"]


def dates(viewer: Viewer) -> list[Due]:
    """Return the running time limits of all visible requests, the next first, up to a thousand."""
    rows = running_clocks(viewer, limit=DATES)
    named = requests_named(viewer, request_ids={clock.about for clock in rows})
    return [Due(clock, named[clock.about]) for clock in rows if clock.about in named]
