# SPDX-License-Identifier: EUPL-1.2
"""The lines of a Word file or a PDF, with what is italic or raised, read apart; nothing of the file is kept."""

import os
from typing import Any, BinaryIO

from comity.resolutions.model import Doubt, Line, Role, Source, Span, Style, Text, Unusable
from comity.resolutions.readers import Limits as ReaderLimits
from comity.resolutions.readers import lines_of

from . import apart
from .limits import Limits


def lines_of_file(data: bytes, *, limits: Limits | None = None) -> Source | None:
    """Return the lines of a file of these bytes; None if they are text. `Unfit` if its reader had to be ended.

    Raises `resolutions.model.Unusable`, which says what to do, for whatever is no Word file, no PDF and no text.
    """
    with os.fdopen(os.memfd_create("words"), "w+b") as memory:
        memory.write(data)
        memory.flush()
        said = apart.asked("words", memory, limits or Limits()).value
    if said is None:
        return None
    if "unusable" in said:
        code, message, remedy = said["unusable"]
        raise Unusable(code, Text(*message), Text(*remedy))
    return Source(
        lines=tuple(
            Line(text, tuple(Span(at, end, Style(style)) for at, end, style in spans), page, indent, size, Role(role))
            for text, spans, page, indent, size, role in said["lines"]
        ),
        format=said["format"],
        flowing=said["flowing"],
        doubts=tuple(
            Doubt(code, place, line, Text(*message), Text(*remedy), weight)
            for code, place, line, message, remedy, weight in said["doubts"]
        ),
    )


def words(file: BinaryIO, limits: Limits) -> tuple[Any, list[bytes]]:
    """The task of the cell: the same, as a JSON value. A tuple becomes a list on the way."""
    bounds = ReaderLimits(seconds=limits.cell_seconds)
    data = file.read(bounds.bytes + 1)
    try:
        found = lines_of(data, bounds)
    except Unusable as error:
        return {"unusable": (error.code, error.message, error.remedy)}, []
    if found is None:
        return None, []
    return {"lines": found.lines, "format": found.format, "flowing": found.flowing, "doubts": found.doubts}, []
