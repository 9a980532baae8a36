# SPDX-License-Identifier: EUPL-1.2
"""Documents with a request: prepared on one's own file, handed on by an act, read with an entry.

Before sending, they belong to the draft: they change while the draft may be edited, and not once it is with the second
person. Afterwards each side prepares its own for its next act.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.documents import actions as documents
from comity.documents import queries
from comity.documents.intake import Accepted, sealed_name
from comity.documents.models import Document, Upload, Version
from comity.dossiers.actions import own_circle, record, set_limit
from comity.dossiers.actions.rules import demand_work
from comity.dossiers.queries import participation
from comity.statute import Act

from ..models import Request
from ..queries.desk import own_file_id
from ..queries.documents import own_place
from ..queries.editing import demand
from ..queries.lists import shows_contents
from ..queries.sealing import is_under_seal
from .sealing import demand_sealed, keys_to_keep
from .step import locked


def _opened(viewer: Viewer, request_id: UUID, act: Act | None = None) -> Request:
    """Fetch and lock a request whose contents the viewer reads; raises NotFound, and Refused as `locked` does."""
    request = locked(viewer, request_id, act)
    if not shows_contents(viewer, request, participation(viewer, request.dossier_id).scope):
        raise NotFound
    return request


def to_prepare(viewer: Viewer, request_id: UUID) -> Request:
    """Fetch and lock a request to which the viewer may prepare documents now.

    Raises Refused, with the article, for a draft that is no longer one, NotFound for a party that is on no side of it.
    """
    request = _opened(viewer, request_id, Act.DOCUMENT_ADD)
    if not request.is_sent:
        demand(viewer, request, Act.REQUEST_EDIT)
    own_file_id(viewer, request)
    return request


@transaction.atomic
def may_add_document(viewer: Viewer, *, request_id: UUID) -> Request:
    """Return the request where the viewer may add a document to it now, before anybody sends the bytes in vain.

    Raises NotFound or Refused as `add_request_document` does.
    """
    return to_prepare(viewer, request_id)


@transaction.atomic
def add_request_document(
    viewer: Viewer,
    *,
    request_id: UUID,
    file: Accepted,
    said: documents.Said,
    at: datetime,
    circle_id: UUID | None = None,
) -> Document:
    """Add a document to a draft, or to what the viewer's side prepares for its next act.

    For the whole desk, or for a circle from its very beginning. Raises NotFound, Refused (article, reason, remedy) or
    Invalid naming each field: one that is not sealed where the request is under seal, too.
    """
    request = to_prepare(viewer, request_id)
    demand_sealed(request, file)
    circle = own_circle(viewer, circle_id) if circle_id is not None else None
    made = documents.add_document(
        viewer, dossier_id=own_file_id(viewer, request), about=request.id, file=file, said=said, at=at,
        sealed_to=keys_to_keep(viewer, request, at=at),
    )  # fmt: skip
    if circle is not None:
        set_limit(viewer, about=made.id, circle=circle, at=at)
    return made


@transaction.atomic
def limit_request_document(
    viewer: Viewer,
    *,
    request_id: UUID,
    document_id: UUID,
    circle_id: UUID | None,
    readers: Collection[UUID],
    reason: str,
    at: datetime,
) -> Document:
    """Show a document of a request to some of the viewer's own side only, or to its whole desk again.

    At any time, whichever side gave it; the other side learns nothing. Raises as `documents.actions.limit_document`.
    """
    request = _opened(viewer, request_id, Act.DOCUMENT_LIMIT)
    return documents.limit_document(
        viewer, document_id=document_id, about=request.id, dossier_id=own_file_id(viewer, request),
        circle_id=circle_id, readers=readers, reason=reason, at=at,
    )  # fmt: skip


@transaction.atomic
def begin_request_upload(viewer: Viewer, *, request_id: UUID, name: str, size: int, at: datetime) -> Upload:
    """Begin the upload of a large file that is to become a document; raises as `add_request_document` does.

    Under seal it is named as a sealed one is, and nothing of it is kept that does not begin so.
    """
    request = to_prepare(viewer, request_id)
    if is_under_seal(request):
        name = sealed_name(name)
        keys_to_keep(viewer, request, at=at)
    return documents.begin_upload(
        viewer, dossier_id=own_file_id(viewer, request), about=request.id, name=name, size=size, at=at
    )


@transaction.atomic
def replace_request_document(
    viewer: Viewer, *, request_id: UUID, document_id: UUID, file: Accepted, at: datetime
) -> Document:
    """Replace the file of a document that was not handed on yet; under seal, by one sealed to the keys of today."""
    request = to_prepare(viewer, request_id)
    demand_sealed(request, file)
    sealed_to = keys_to_keep(viewer, request, at=at)
    return documents.replace_document(
        viewer, document_id=document_id, about=request.id, file=file, at=at, sealed_to=sealed_to
    )


@transaction.atomic
def withdraw_request_document(
    viewer: Viewer, *, request_id: UUID, document_id: UUID, reason: str, at: datetime
) -> Document:
    """Take a document out: of a draft, or of what was handed on."""
    request = to_prepare(viewer, request_id)
    return documents.withdraw_document(viewer, document_id=document_id, about=request.id, reason=reason, at=at)


@transaction.atomic
def record_document_consent(
    viewer: Viewer, *, request_id: UUID, document_id: UUID, consent: str, at: datetime
) -> Document:
    """Record that the provider of a document consents to its being handed on (articles 54(3)(e), 72, 73, 93(8)).

    At any time before it goes: it changes nothing of what the second person approves.
    """
    request = _opened(viewer, request_id, Act.DOCUMENT_CONSENT)
    own_file_id(viewer, request)
    return documents.record_consent(viewer, document_id=document_id, about=request.id, consent=consent, at=at)


@transaction.atomic
def take_out(viewer: Viewer, *, request_id: UUID, at: datetime) -> list[tuple[Document, documents.Opened]]:
    """Open every file of a request's documents that the viewer may read, oldest first, to be read one after the other.

    It is entered once on the reader's own side that the whole file was taken out, and for each document that it was
    read. Raises NotFound, Refused for a reader of a party, who may look but not take everything out.
    """
    request = _opened(viewer, request_id)
    demand_work(viewer, Act.BUNDLE_MAKE)
    place = own_place(viewer, request)
    found = []
    for row in queries.documents(viewer, request.id):
        if row.document.state == Document.State.WITHDRAWN and row.document.party_id != viewer.party_id:
            continue
        for version in reversed(queries.versions(viewer, row.document.id)):
            opened = documents.read_document(
                viewer, version_id=version.id, about=request.id, dossier_id=place, at=at, is_one_of_many=True
            )
            found.append((row.document, opened))
    record(
        viewer,
        Act.BUNDLE_MAKE,
        dossier_id=place or request.dossier_id,
        about=request.id,
        at=at,
        data={"files": [{"version": str(one.version.id), "sha256": one.version.sha256} for _document, one in found]},
    )
    return found


@transaction.atomic
def may_look_at(viewer: Viewer, *, request_id: UUID, version_id: UUID) -> Version:
    """Return a file whose pages somebody wants to see, before they are drawn; raises NotFound, Refused."""
    return documents.may_look_at(viewer, version_id=version_id, about=_opened(viewer, request_id).id)


@transaction.atomic
def look_at_request_document(
    viewer: Viewer, *, request_id: UUID, version_id: UUID, pages: int, at: datetime
) -> Version:
    """Enter on the viewer's own side that somebody looks at the pages of a document; raises NotFound, Refused."""
    request = _opened(viewer, request_id)
    return documents.look_at_document(
        viewer, version_id=version_id, about=request.id, dossier_id=own_place(viewer, request), pages=pages, at=at
    )


@transaction.atomic
def read_request_document(viewer: Viewer, *, request_id: UUID, version_id: UUID, at: datetime) -> documents.Opened:
    """Open a file for reading, and enter on the reader's own side that it was read; raises NotFound, Refused."""
    request = _opened(viewer, request_id)
    return documents.read_document(
        viewer, version_id=version_id, about=request.id, dossier_id=own_place(viewer, request), at=at
    )
