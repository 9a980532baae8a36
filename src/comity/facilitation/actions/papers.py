# SPDX-License-Identifier: EUPL-1.2
"""Papers: handed in with a text, a file or both; withdrawn by their own party; their files read."""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.documents import actions as documents
from comity.documents.actions import Opened, Said
from comity.documents.intake import Accepted
from comity.dossiers.queries import party_of
from comity.parties.actions.given import needed_text
from comity.statute import Act

from .. import queries
from ..models import Paper
from .entering import by, held, record, written
from .rules import Rule


@transaction.atomic
def submit_paper(
    viewer: Viewer, *, facilitation_id: UUID, layer: str, title: str, language: str, text: str, at: datetime,
    file: Accepted | None = None, meeting_id: UUID | None = None,
) -> Paper:  # fmt: skip
    """Hand in a paper to a layer: a text, a file, or both. Raises Refused, or Invalid naming the field."""
    found = written(viewer, facilitation_id, Act.PAPER_SUBMIT, layer=layer, at=at)
    limits = settings.COMITY_LIMITS
    title = needed_text("title", title, longest=limits["title_characters"])
    if not text.strip() and file is None:
        raise Invalid({"text": _("Give a text or a file.")})
    text = needed_text("text", text, longest=limits["record_characters"]) if text.strip() else ""
    if meeting_id is not None:
        queries.meeting(viewer, found.row, meeting_id, standing=found.standing)
    row = Paper(
        **found.placed(layer), **by(viewer, at), id=uuid4(), title=title, language=language, text=text,
        meeting_id=meeting_id,
    )  # fmt: skip
    row.save(force_insert=True)
    given = []
    if file is not None:
        said = Said(title=title, language=language)
        documents.add_document(viewer, dossier_id=row.dossier_id, about=row.id, file=file, said=said, at=at)
        given = documents.give_documents(
            viewer, about=row.id, party_id=party_of(viewer), dossier_id=row.dossier_id, act=Act.PAPER_SUBMIT, at=at
        )
    record(
        viewer, Act.PAPER_SUBMIT, row, about=row.id, at=at, after=row.state, title=title, text=text, documents=given
    )  # fmt: skip
    return row


@transaction.atomic
def retract_paper(viewer: Viewer, *, facilitation_id: UUID, paper_id: UUID, at: datetime) -> Paper:
    """Withdraw a paper of the viewer's own party: that it was handed in stays, its text is shown no more."""
    found = held(viewer, facilitation_id, Act.PAPER_RETRACT, at=at)
    row = queries.paper(viewer, found.row, paper_id, standing=found.standing)
    if not found.standing.may_write:
        raise Rule.PARTICIPANTS_WRITE.broken_by(Act.PAPER_RETRACT)
    if row.party_id != viewer.party_id:
        raise Rule.OWN_PAPER.broken_by(Act.PAPER_RETRACT)
    if row.state != Paper.State.WITHDRAWN:
        row.state, row.withdrawn_at = Paper.State.WITHDRAWN, at
        row.save(update_fields=["state", "withdrawn_at"])
        record(viewer, Act.PAPER_RETRACT, row, about=row.id, at=at, before="handed_in", after=row.state)
    return row


@transaction.atomic
def read_paper_file(viewer: Viewer, *, facilitation_id: UUID, paper_id: UUID, version_id: UUID, at: datetime) -> Opened:
    """Open the file of a paper that the viewer reads; raises NotFound, also where the paper was withdrawn.

    Of a participant it is entered that they read it; what is public is read by everybody and leaves no trace.
    """
    row = queries.facilitation(viewer, facilitation_id)
    standing = queries.standing(viewer, row, at=at)
    paper = queries.paper_in_force(viewer, row, paper_id, standing=standing)
    if not standing.is_within:
        return documents.system_open_published(version_id=version_id, about=paper.id, dossier_id=row.public_id)
    return documents.read_document(viewer, version_id=version_id, about=paper.id, dossier_id=None, at=at)
