# SPDX-License-Identifier: EUPL-1.2
"""Meetings with their agenda, attendance and records; papers."""

from uuid import UUID

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.documents.models import Version
from comity.documents.queries import documents, system_published
from comity.dossiers.models.sight import one

from ..models import AgendaItem, Attendance, Facilitation, Meeting, Paper, Record
from .seeing import rows_of
from .standing import Standing


def meetings_of(viewer: Viewer, facilitation: Facilitation, *, standing: Standing) -> list[Meeting]:
    """Return the meetings of a facilitation that the viewer reads, the latest first."""
    return list(rows_of(viewer, Meeting, facilitation, standing=standing).order_by("-starts_at", "id"))


def meeting(viewer: Viewer, facilitation: Facilitation, meeting_id: UUID, *, standing: Standing) -> Meeting:
    """Return one meeting; raises NotFound."""
    rows = rows_of(viewer, Meeting, facilitation, standing=standing).select_related("facilitation")
    return one(rows, id=meeting_id)


def items_of(viewer: Viewer, facilitation: Facilitation, meeting_id: UUID, *, standing: Standing) -> list[AgendaItem]:
    """Return the items of a meeting's agenda, in order."""
    rows = rows_of(viewer, AgendaItem, facilitation, standing=standing).filter(meeting_id=meeting_id)
    return list(rows.select_related("mandate").order_by("place"))


def attendance_of(
    viewer: Viewer, facilitation: Facilitation, meeting_id: UUID, *, standing: Standing
) -> list[Attendance]:
    """Return who came to a meeting, by party."""
    rows = rows_of(viewer, Attendance, facilitation, standing=standing).filter(meeting_id=meeting_id)
    return list(rows.select_related("party").order_by("party__key_en", "id"))


def records_of(
    viewer: Viewer, facilitation: Facilitation, meeting_id: UUID | None = None, *, standing: Standing
) -> list[Record]:
    """Return the records of one meeting, or of all, with their addenda, the latest meeting first."""
    rows = rows_of(viewer, Record, facilitation, standing=standing).select_related("party")
    rows = rows.filter(about=meeting_id) if meeting_id else rows
    return list(rows.order_by("-held_at", "about", "is_addendum", "at", "id"))


def papers_of(
    viewer: Viewer, facilitation: Facilitation, meeting_id: UUID | None = None, *, standing: Standing
) -> list[Paper]:
    """Return the papers of a facilitation that the viewer reads, or those for one meeting, the newest first."""
    rows = rows_of(viewer, Paper, facilitation, standing=standing).select_related("party")
    rows = rows.filter(meeting_id=meeting_id) if meeting_id else rows
    return list(rows.order_by("-at", "id"))


def paper(viewer: Viewer, facilitation: Facilitation, paper_id: UUID, *, standing: Standing) -> Paper:
    """Return one paper with its party; raises NotFound."""
    return one(rows_of(viewer, Paper, facilitation, standing=standing).select_related("party"), id=paper_id)


def paper_in_force(viewer: Viewer, facilitation: Facilitation, paper_id: UUID, *, standing: Standing) -> Paper:
    """Return one paper that was not withdrawn; raises NotFound."""
    found = paper(viewer, facilitation, paper_id, standing=standing)
    if found.state == Paper.State.WITHDRAWN:
        raise NotFound
    return found


def files_of(viewer: Viewer, row: Paper, *, standing: Standing) -> list[Version]:
    """Return the files of a paper that the viewer reads: of a public one also to who takes no part."""
    if standing.is_within:
        return [shown.version for shown in documents(viewer, row.id)]
    return system_published(about=row.id, dossier_id=row.dossier_id)
