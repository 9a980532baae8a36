# SPDX-License-Identifier: EUPL-1.2
"""Looking at the pages of a document without downloading it: entered first, then drawn, page by page."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound
from comity.core.http import ViewerRequest, own_units
from comity.documents import showing, store
from comity.documents.models import Version

from .. import actions, queries


@own_units
@require_POST
def document_look(request: ViewerRequest, request_id: UUID, version_id: UUID) -> HttpResponse:
    """Enter that somebody looks at the pages of a file, and lead to the first; or say why they cannot be shown."""
    viewer = request.viewer
    with as_viewer(viewer):
        version = actions.may_look_at(viewer, request_id=request_id, version_id=version_id)
    try:
        found = showing.look(version)
    except Invalid as invalid:
        return said_page(request, request_id, version, *invalid.problems.values(), status=422)
    except showing.Busy:
        return busy_page(request, request_id, version)
    except (store.Damaged, store.KeyringMissing):
        return render(request, "requests/document_damaged.html", {"one": request_id}, status=500)
    with as_viewer(viewer):
        actions.look_at_request_document(
            viewer, request_id=request_id, version_id=version_id, pages=found.count, at=request.at
        )
    return redirect("requests:document_page", request_id, version_id, 1)


@require_safe
def document_page(request: ViewerRequest, request_id: UUID, version_id: UUID, number: int) -> HttpResponse:
    """Show one page of a file, or the text it begins with; where no fresh entry says that one looks, ask for it."""
    found = queries.pages_of(request.viewer, request_id, version_id, at=request.at)
    if found.is_open and not 1 <= number <= max(found.count, 1):
        raise NotFound
    text = ""
    if found.is_open and not found.count:
        try:
            text = showing.look(found.version).text
        except Invalid as invalid:
            return said_page(request, request_id, found.version, *invalid.problems.values(), status=422)
        except showing.Busy:
            return busy_page(request, request_id, found.version)
    context = {
        "one": found.request,
        "document": found.version.document,
        "file": found.version,
        "is_open": found.is_open,
        "number": number,
        "count": found.count,
        "text": text,
        "minutes": settings.COMITY_LIMITS["look_minutes"],
        "earlier": number - 1,
        "later": number + 1 if number < found.count else 0,
    }
    return render(request, "requests/document_page.html", context)


@require_safe
def document_picture(request: ViewerRequest, request_id: UUID, version_id: UUID, number: int) -> HttpResponse:
    """Give the picture of a page to whom it is open; to everybody else there is none."""
    found = queries.pages_of(request.viewer, request_id, version_id, at=request.at)
    if not found.is_open or not 1 <= number <= found.count:
        raise NotFound
    return drawn_answer(lambda: showing.look(found.version, number))


def drawn_answer(draw: Callable[[], showing.Look]) -> HttpResponse:
    """Draw a page as an answer that is a picture and nothing else; the caller has said that it may be seen."""
    try:
        found = draw()
    except showing.Busy:
        busy = HttpResponse(status=503, content_type="text/plain")
        busy.headers["Retry-After"] = "5"
        return busy
    if not found.picture:
        raise NotFound
    response = HttpResponse(found.picture, content_type="image/png")
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def busy_page(request: ViewerRequest, request_id: UUID, version: Version) -> HttpResponse:
    """Say that pages cannot be drawn at this moment."""
    said = _("As many pages as can be drawn at once are being drawn just now: try again in a moment.")
    return said_page(request, request_id, version, said, status=503)


def said_page(request: ViewerRequest, request_id: UUID, version: Version, *said: str, status: int) -> HttpResponse:
    """Say in sentences why the pages of a file are not shown."""
    with as_viewer(request.viewer, writes=False):
        row = queries.request_with_documents(request.viewer, request_id)
    context = {"one": row, "document": version.document, "file": version, "said": said}
    return render(request, "requests/document_page.html", context, status=status)
