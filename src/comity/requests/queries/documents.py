# SPDX-License-Identifier: EUPL-1.2
"""The documents with a request: to its addressee only once it was opened, and never through an envelope."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.documents import queries as documents
from comity.documents.models import Version
from comity.dossiers import queries as dossiers

from ..models import Request
from .desk import own_file_id
from .lists import shows_contents
from .page import request_row


def request_with_documents(viewer: Viewer, request_id: UUID) -> Request:
    """Return one visible request whose contents, and so its documents, the viewer reads; raises NotFound."""
    request = request_row(viewer, request_id)
    if not shows_contents(viewer, request, dossiers.participation(viewer, request.dossier_id).scope):
        raise NotFound
    return request


def documents_with(viewer: Viewer, request: Request) -> list[documents.Shown]:
    """Return the documents with a request whose contents the viewer reads, oldest first."""
    return documents.documents(viewer, request.id)


def prepared_documents(viewer: Viewer, request: Request) -> list[documents.Shown]:
    """Return what the viewer's party prepared to go with an act on a request whose contents it reads."""
    return documents.prepared(viewer, request.id)


@dataclass(frozen=True, slots=True)
class Pages:
    """A file whose pages somebody wants to see; they are open while it is fresh that this person looks (`until`)."""

    request: Request
    version: Version
    count: int
    until: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether its pages may be shown now."""
        return self.until is not None


def pages_of(viewer: Viewer, request_id: UUID, version_id: UUID, *, at: datetime) -> Pages:
    """Return a file of a request's documents with whether its pages are open to the viewer; raises NotFound.

    Also for a document that was taken out by another party: nobody looks at its pages any more.
    """
    request = request_with_documents(viewer, request_id)
    version = documents.version(viewer, version_id, about=request.id)
    document = version.document
    if document.state == document.State.WITHDRAWN and document.party_id != viewer.party_id:
        raise NotFound
    span = timedelta(minutes=settings.COMITY_LIMITS["look_minutes"])
    entry = documents.looked_at(viewer, version, since=at - span)
    return Pages(request, version, entry.data["pages"] if entry else 0, entry.at + span if entry else None)


def own_place(viewer: Viewer, request: Request) -> UUID | None:
    """Return the dossier on which the viewer's party keeps what it does with a request for itself, if it has one."""
    try:
        return own_file_id(viewer, request)
    except NotFound:
        return None
