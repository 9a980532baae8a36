# SPDX-License-Identifier: EUPL-1.2
"""What is read of facilitations; `standing` says who the viewer is in one, `rows_of` which rows they see."""

from comity.mandates.queries import sessions

from .agendas import agenda_of, session, session_items
from .facilitations import bases_of, facilitation, facilitations_page, facilitators_of, may_open, participants_of
from .meetings import (
    attendance_of,
    files_of,
    items_of,
    meeting,
    meetings_of,
    paper,
    paper_in_force,
    papers_of,
    records_of,
)
from .seeing import rows_of
from .standing import Standing, dossiers_of, standing
from .texts import is_silence_running, proposal, proposals_of, silences_of, text, texts_of, versions_of

__all__ = [
    "Standing",
    "agenda_of",
    "attendance_of",
    "bases_of",
    "dossiers_of",
    "facilitation",
    "facilitations_page",
    "facilitators_of",
    "files_of",
    "is_silence_running",
    "items_of",
    "may_open",
    "meeting",
    "meetings_of",
    "paper",
    "paper_in_force",
    "papers_of",
    "participants_of",
    "proposal",
    "proposals_of",
    "records_of",
    "rows_of",
    "session",
    "session_items",
    "sessions",
    "silences_of",
    "standing",
    "text",
    "texts_of",
    "versions_of",
]
