# SPDX-License-Identifier: EUPL-1.2
"""Documents for tests: files really written to the store, examined, and added by the acts that add them."""

from typing import Any
from uuid import UUID

from django.conf import settings

from comity.core.clock import now
from comity.core.db import as_system, as_viewer
from comity.core.viewer import Viewer
from comity.documents import actions, intake
from comity.documents.models import Document, Upload, Version, Whole
from comity.documents.store import Sealed, Writer
from comity.dossiers.models import Dossier
from comity.requests import actions as requests
from comity.requests.models import Request
from comity.requests.views.whole_making import make

TEXT = b"On 3 May 2021 one crate was moved out of warehouse 4 of the port of Ostern.\n"


def a_file(data: bytes = TEXT) -> Sealed:
    """A file written whole, and not yet a document."""
    writer = Writer(settings.COMITY_DOCUMENTS)
    writer.write(data)
    return writer.finish()


def accepted(data: bytes = TEXT, name: str = "note.txt") -> intake.Accepted:
    return intake.accept(a_file(data), name=name)


def a_document(
    viewer: Viewer,
    dossier: Dossier,
    *,
    about: UUID | None = None,
    data: bytes = TEXT,
    name: str = "note.txt",
    title: str = "Note on the crate",
    **said: Any,
) -> Document:
    """A document that the viewer's party prepares with one thing (the dossier itself, if none is given)."""
    with as_viewer(viewer):
        return actions.add_document(
            viewer,
            dossier_id=dossier.id,
            about=about or dossier.id,
            file=accepted(data, name),
            said=actions.Said(**{"title": title, "language": "en", **said}),
            at=now(),
        )


def with_document(
    viewer: Viewer, request: Request, *, data: bytes = TEXT, name: str = "note.txt", title: str = "Note", **said: Any
) -> Document:
    """A document that the viewer's side prepares with a request; before sending, it is part of the draft."""
    with as_viewer(viewer):
        return requests.add_request_document(
            viewer,
            request_id=request.id,
            file=accepted(data, name),
            said=actions.Said(**{"title": title, "language": "en", **said}),
            at=now(),
        )


def document_version(document: Document) -> Version:
    """The newest file of a document, whoever may see it."""
    rows = Version.objects.unguarded("a test looks at the row itself").filter(document=document)
    with as_system("test"):
        return rows.order_by("-number")[0]


def an_upload(viewer: Viewer, request: Request, *, name: str = "large.txt", size: int = len(TEXT)) -> Upload:
    """An upload just begun."""
    with as_viewer(viewer):
        return requests.begin_request_upload(viewer, request_id=request.id, name=name, size=size, at=now())


def a_whole(viewer: Viewer, request: Request) -> Whole:
    """The whole file of a request as one PDF, made for this viewer as the worker makes it."""
    with as_viewer(viewer):
        asked = requests.ask_for_whole(viewer, request_id=request.id, language="en", at=now())
    make(str(asked.id))
    with as_system("test"):
        return Whole.objects.unguarded("a test looks at the row itself").get(id=asked.id)
