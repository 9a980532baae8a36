# SPDX-License-Identifier: EUPL-1.2
"""What a reader is shown of a file without opening it: pictures of its pages, or the beginning of its text."""

import io
from typing import Any, BinaryIO

from . import excerpts
from .drawing import Pages
from .kinds import BY_MEDIA_TYPE
from .limits import Limits

SCREEN_DPI = 110


def paint(file: BinaryIO, limits: Limits, *, media_type: str, first: int, last: int) -> tuple[Any, list[bytes]]:
    """The number of pages and a PNG of each asked for; or a text."""
    if BY_MEDIA_TYPE[media_type].family not in {"pdf", "picture"}:
        return {"count": 0, "text": excerpts.text_of(file, BY_MEDIA_TYPE[media_type], limits)}, []
    pages = Pages(file, media_type, limits.preview_pixels, limits)
    last = min(last, first + limits.preview_pages - 1)
    drawn = []
    for picture, _size in pages.drawn(first, last, SCREEN_DPI):
        out = io.BytesIO()
        picture.save(out, "PNG")
        drawn.append(out.getvalue())
    return {"count": pages.count, "text": ""}, drawn
