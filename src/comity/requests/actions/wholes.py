# SPDX-License-Identifier: EUPL-1.2
"""The whole file of a request as one PDF: asked for, and taken, by whoever may take the whole file out."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.documents import actions as documents
from comity.documents.models import Whole
from comity.dossiers.actions import record
from comity.dossiers.actions.rules import demand_work
from comity.dossiers.queries import participation
from comity.statute import Act

from ..models import Request
from ..queries.documents import own_place
from ..queries.lists import shows_contents
from .step import locked


@transaction.atomic
def may_take_out(viewer: Viewer, *, request_id: UUID) -> Request:
    """Return the request, locked, where the viewer may take its whole file out now.

    Raises NotFound where its contents are not read, or were disposed of; Refused for a reader of a party, who may look
    but not take everything out.
    """
    request = locked(viewer, request_id, None)
    if not shows_contents(viewer, request, participation(viewer, request.dossier_id).scope):
        raise NotFound
    if request.dossier.disposed_at is not None:
        raise NotFound
    demand_work(viewer, Act.BUNDLE_MAKE)
    return request


@transaction.atomic
def ask_for_whole(viewer: Viewer, *, request_id: UUID, language: str, at: datetime) -> Whole:
    """Owe the making of the whole file as one PDF, and return it as it stands; one that is being made is joined.

    Raises as `may_take_out`, and Invalid for more than a person may have at a time.
    """
    request = may_take_out(viewer, request_id=request_id)
    return documents.begin_whole(
        viewer,
        dossier_id=request.dossier_id,
        about=request.id,
        dossiers={request.dossier_id, own_place(viewer, request) or request.dossier_id},
        task="requests.make_whole",
        language=language,
        at=at,
    )


@transaction.atomic
def take_whole(
    viewer: Viewer, *, request_id: UUID, whole_id: UUID, at: datetime
) -> tuple[Request, Iterator[bytes], int]:
    """Open a whole file that was made, and return it with its size; entered as the zip is, once and for each document.

    Raises as `may_take_out`; NotFound too where anything in it is no longer seen, Refused where a document of another
    party was taken out meanwhile, store.Damaged for a file that is not what was made.
    """
    request = may_take_out(viewer, request_id=request_id)
    place = own_place(viewer, request)
    whole, chunks = documents.take_whole(viewer, whole_id=whole_id, about=request.id, dossier_id=place, at=at)
    files = [{"version": one["version"], "sha256": one["sha256"]} for one in whole.files if one["has_pages"]]
    record(
        viewer,
        Act.BUNDLE_MAKE,
        dossier_id=place or request.dossier_id,
        about=request.id,
        at=at,
        data={"files": files, "sha256": whole.sha256},
    )
    return request, chunks, whole.size


@transaction.atomic
def end_whole(viewer: Viewer, *, request_id: UUID, whole_id: UUID) -> None:
    """Delete a whole file of one's own now; raises NotFound for every other."""
    documents.end_whole(viewer, whole_id=whole_id, about=request_id)
