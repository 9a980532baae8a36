# SPDX-License-Identifier: EUPL-1.2
"""A redacted copy of a document that is prepared with a request: marked, made, and kept among what is prepared.

Where documents may be added, one may be redacted, and nowhere else.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.core.viewer import Viewer
from comity.documents import actions as documents
from comity.documents.intake import Accepted
from comity.documents.models import Document, Redaction, Version

from .documents import to_prepare
from .sealing import demand_sealed


@transaction.atomic
def may_redact_document(viewer: Viewer, *, request_id: UUID, document_id: UUID) -> Version:
    """Return the file of which the viewer may make a redacted copy now; raises NotFound, Refused."""
    about = to_prepare(viewer, request_id).id
    return documents.may_redact(viewer, document_id=document_id, about=about)


@transaction.atomic
def begin_redaction(
    viewer: Viewer, *, request_id: UUID, document_id: UUID, version_id: UUID, pages: int, at: datetime
) -> Redaction:
    """Begin to mark a document, or go on; raises as `documents.actions.begin_redaction` does."""
    about = to_prepare(viewer, request_id).id
    return documents.begin_redaction(
        viewer, document_id=document_id, about=about, version_id=version_id, pages=pages, at=at
    )


@transaction.atomic
def add_mark(
    viewer: Viewer, *, request_id: UUID, document_id: UUID, version_id: UUID, mark: documents.Marked, at: datetime
) -> Redaction:
    """Mark an area; raises as `documents.actions.add_mark` does."""
    about = to_prepare(viewer, request_id).id
    return documents.add_mark(viewer, document_id=document_id, about=about, version_id=version_id, mark=mark, at=at)


@transaction.atomic
def remove_mark(
    viewer: Viewer, *, request_id: UUID, document_id: UUID, version_id: UUID, mark_id: str, at: datetime
) -> Redaction:
    """Take a mark away."""
    about = to_prepare(viewer, request_id).id
    return documents.remove_mark(
        viewer, document_id=document_id, about=about, version_id=version_id, mark_id=mark_id, at=at
    )


@transaction.atomic
def carry_marks_over(
    viewer: Viewer, *, request_id: UUID, document_id: UUID, version_id: UUID, pages: int, at: datetime
) -> Redaction:
    """Take the marks over to the file that replaced the one that was marked."""
    about = to_prepare(viewer, request_id).id
    return documents.carry_marks_over(
        viewer, document_id=document_id, about=about, version_id=version_id, pages=pages, at=at
    )


@transaction.atomic
def order_copy(viewer: Viewer, *, request_id: UUID, document_id: UUID, version_id: UUID, at: datetime) -> Redaction:
    """Have the copy made; raises as `documents.actions.order_copy` does."""
    about = to_prepare(viewer, request_id).id
    return documents.order_copy(viewer, document_id=document_id, about=about, version_id=version_id, at=at)


@transaction.atomic
def keep_copy(
    viewer: Viewer, *, request_id: UUID, document_id: UUID, file: Accepted, title: str, at: datetime
) -> Document:
    """Put the copy among what is prepared with the request; the original stays with the own side.

    Raises Invalid where the request is under seal, since a copy made here is not sealed.
    """
    request = to_prepare(viewer, request_id)
    demand_sealed(request, file)
    return documents.keep_copy(viewer, document_id=document_id, about=request.id, file=file, title=title, at=at)


@transaction.atomic
def release_original(viewer: Viewer, *, request_id: UUID, document_id: UUID, reason: str, at: datetime) -> Document:
    """Let the original of a redacted copy be handed on after all, with the reason."""
    about = to_prepare(viewer, request_id).id
    return documents.release_document(viewer, document_id=document_id, about=about, reason=reason, at=at)
