# SPDX-License-Identifier: EUPL-1.2
"""A file as it leaves the house: to be kept, never shown by the browser as a page of ours."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header


def handed_out(chunks: Iterable[bytes], *, name: str, size: int) -> StreamingHttpResponse:
    """Return the answer that streams a file of this name and size, which no browser opens in our name."""
    response = StreamingHttpResponse(chunks, content_type="application/octet-stream")
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
