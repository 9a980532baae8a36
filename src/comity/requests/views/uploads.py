# SPDX-License-Identifier: EUPL-1.2
"""Uploads that can be taken up again, as tus 1.0.0 says it: core, creation, checksum, termination.

Nobody but the person who began one finds it. Each piece is on the disk before it is acknowledged.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comity.core.db import as_viewer
from comity.core.errors import Conflict, Invalid
from comity.core.http import ViewerRequest, own_units
from comity.documents import queries as documents
from comity.documents import store
from comity.documents.actions import continue_upload, end_upload
from comity.documents.intake import Unfit

from .. import actions, queries

TUS = "1.0.0"
READ = 256 * 1024
PIECE = "application/offset+octet-stream"


def _answer(status: int, **headers: Any) -> HttpResponse:
    response = HttpResponse(status=status)
    response.headers["Tus-Resumable"] = TUS
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = str(value)
    return response


def _refused(error: Invalid) -> HttpResponse:
    response = HttpResponse("\n".join(error.problems.values()), status=422, content_type="text/plain; charset=utf-8")
    response.headers["Tus-Resumable"] = TUS
    return response


def _named(request: ViewerRequest) -> str:
    """Return the file's name out of Upload-Metadata, where each value is base64."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return ""
    return ""


def _number(request: ViewerRequest, name: str) -> int:
    given = request.headers.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else -1


@require_http_methods(["POST", "OPTIONS"])
def uploads(request: ViewerRequest, request_id: UUID) -> HttpResponseBase:
    """Begin an upload of a known size, or say what this server can do."""
    if request.method == "OPTIONS":
        limit = settings.COMITY_LIMITS["document_bytes"]
        return _answer(
            204, Tus_Version=TUS, Tus_Extension="creation,checksum,termination", Tus_Max_Size=limit,
            Tus_Checksum_Algorithm="sha256",
        )  # fmt: skip
    try:
        made = actions.begin_request_upload(
            request.viewer,
            request_id=request_id,
            name=_named(request),
            size=_number(request, "Upload-Length"),
            at=request.at,
        )
    except Invalid as error:
        return _refused(error)
    return _answer(201, Location=reverse("requests:upload", args=[request_id, made.id]), Upload_Offset=0)


@own_units
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request: ViewerRequest, request_id: UUID, upload_id: UUID) -> HttpResponseBase:
    """Say how far an upload came, take its next piece, or give it up."""
    viewer = request.viewer
    with as_viewer(viewer, writes=request.method == "DELETE"):
        row = documents.upload(viewer, upload_id, about=request_id)
        if request.method == "DELETE":
            end_upload(viewer, upload_id=row.id)
            return _answer(204)
        is_under_seal = row.offset == 0 and queries.is_under_seal(queries.request_with_documents(viewer, request_id))
    if request.method == "HEAD":
        return _answer(200, Upload_Offset=row.offset, Upload_Length=row.size)
    return _continued(request, upload_id, must_be_sealed=is_under_seal)


def _continued(request: ViewerRequest, upload_id: UUID, *, must_be_sealed: bool) -> HttpResponse:
    length = int(request.META.get("CONTENT_LENGTH") or -1)
    if request.headers.get("Content-Type") != PIECE:
        return _answer(415)
    if not 0 < length <= settings.COMITY_LIMITS["upload_piece_bytes"]:
        return _answer(413)
    try:
        row = continue_upload(
            request.viewer,
            upload_id=upload_id,
            offset=_number(request, "Upload-Offset"),
            chunks=_body(request, length),
            must_be_sealed=must_be_sealed,
        )
    except Conflict as conflict:
        return _answer(409, Upload_Offset=conflict.theirs)
    except _Mismatch:
        return _answer(460)
    except store.Busy:
        return _answer(423)
    except Unfit as error:
        with as_viewer(request.viewer):
            end_upload(request.viewer, upload_id=upload_id)
        return _refused(error)
    except Invalid as error:
        return _refused(error)
    return _answer(204, Upload_Offset=row.offset)


class _Mismatch(Exception):
    """The piece is not what its checksum says."""


def _body(request: ViewerRequest, length: int) -> Iterator[bytes]:
    """Yield the piece; one with a checksum is held until it agrees, for that is what the checksum is for."""
    said = request.headers.get("Upload-Checksum", "")
    if not said:
        while piece := request.read(READ):
            yield piece
        return
    algorithm, _space, value = said.partition(" ")
    held = bytearray()
    while len(held) < length and (piece := request.read(READ)):
        held += piece
    if algorithm != "sha256" or base64.b64encode(hashlib.sha256(held).digest()).decode() != value:
        raise _Mismatch
    yield bytes(held)
