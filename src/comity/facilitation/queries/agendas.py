# SPDX-License-Identifier: EUPL-1.2
"""The provisional agendas of sessions: public."""

from django.db.models import QuerySet

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.mandates.models import Session
from comity.mandates.queries import sessions

from ..models import SessionAgenda, SessionItem, StandingItem


def session(viewer: Viewer, number: int) -> Session:
    """Return a session that was entered; raises NotFound."""
    found = sessions(viewer).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def agenda_of(viewer: Viewer, number: int) -> SessionAgenda | None:
    """Return the agenda of a session; None where it was not built."""
    return SessionAgenda.rows.filter(session__number=number).select_related("session").first()


def session_items(viewer: Viewer, number: int) -> list[SessionItem]:
    """Return all items of a session's agenda in their order, those that were left out too."""
    rows = SessionItem.rows.filter(agenda__session__number=number)
    rows = rows.select_related("standing", "mandate__paragraph__instrument")
    return list(
        rows.defer(
            "mandate__paragraph__instrument__text", "mandate__paragraph__instrument__found"
        ).order_by("place", "id")
    )  # fmt: skip


def standing_items(viewer: Viewer) -> QuerySet[StandingItem]:
    """Return the items that stand on the agenda of every session from now on, in their order."""
    return StandingItem.rows.filter(ended_at__isnull=True).order_by("place", "id")
