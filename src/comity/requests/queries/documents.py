# SPDX-License-Identifier: EUPL-1.2
"""The documents with a request: to its addressee only once it was opened, and never through an envelope."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.documents import queries as documents
from comity.documents.models import Document, Redaction, Upload, Version
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
    """A file whose pages somebody wants to see; they are open while it is fresh that this person looks."""

    request: Request
    version: Version
    count: int
    is_open: bool


def pages_of(viewer: Viewer, request_id: UUID, version_id: UUID, *, at: datetime) -> Pages:
    """Return a file of a request's documents with whether its pages are open to the viewer; raises NotFound.

    Also for a document that was taken out by another party: nobody looks at its pages any more.
    """
    request = request_with_documents(viewer, request_id)
    version = documents.version(viewer, version_id, about=request.id)
    document = version.document
    if document.state == document.State.WITHDRAWN and document.party_id != viewer.party_id:
        raise NotFound
    entry = documents.looked_at(viewer, version, since=at - _open_for())
    return Pages(request, version, entry.data["pages"] if entry else 0, is_open=entry is not None)


def _open_for() -> timedelta:
    return timedelta(minutes=settings.COMITY_LIMITS["look_minutes"])


@dataclass(frozen=True, slots=True)
class Redacting:
    """A document of which somebody makes a redacted copy: their sheet, its newest file, the copy once it is made."""

    request: Request
    document: Document
    newest: Version
    sheet: Redaction
    copy: Upload | None
    is_open: bool


def redacting(viewer: Viewer, request_id: UUID, document_id: UUID, *, at: datetime) -> Redacting:
    """Return the person's own working sheet on a document of a request; raises NotFound where there is none."""
    request = request_with_documents(viewer, request_id)
    shown = documents.document(viewer, document_id, about=request.id)
    sheet = documents.redaction(viewer, document_id, about=request.id)
    entry = documents.looked_at(viewer, sheet.version, since=at - _open_for())
    copy = documents.made_copy(viewer, sheet)
    return Redacting(request, shown.document, shown.version, sheet, copy, is_open=entry is not None)


def document_with(viewer: Viewer, request: Request, document_id: UUID) -> documents.Shown:
    """Return one document with a request whose contents the viewer reads; raises NotFound."""
    return documents.document(viewer, document_id, about=request.id)


def own_place(viewer: Viewer, request: Request) -> UUID | None:
    """Return the dossier on which the viewer's party keeps what it does with a request for itself, if it has one."""
    try:
        return own_file_id(viewer, request)
    except NotFound:
        return None
