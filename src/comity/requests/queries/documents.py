# SPDX-License-Identifier: EUPL-1.2
"""The documents with a request: to its addressee only once it was opened, and never through an envelope."""

from uuid import UUID

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.documents import queries as documents
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


def own_place(viewer: Viewer, request: Request) -> UUID | None:
    """Return the dossier on which the viewer's party keeps what it does with a request for itself, if it has one."""
    try:
        return own_file_id(viewer, request)
    except NotFound:
        return None
