# SPDX-License-Identifier: EUPL-1.2
"""A copy in which nothing is left of what was marked: pictures of the pages, black where it was, and nothing else."""

import hashlib
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from . import apart
from .examining import opened
from .limits import Limits

DPI = 200


@dataclass(frozen=True)
class Area:
    """A rectangle in fractions of the page as it is seen: from its left and its top, after rotation and cropping."""

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        sides = (self.x, self.y, self.width, self.height)
        if not all(math.isfinite(side) for side in sides) or self.width <= 0 or self.height <= 0:
            raise ValueError("an area has a place and a size")
        if self.x >= 1 or self.y >= 1 or self.x + self.width <= 0 or self.y + self.height <= 0:
            raise ValueError("the area lies beside the page")


@dataclass(frozen=True)
class Redacted:
    """The copy: its pages, how many areas were blackened, its size and digest. It is always a PDF."""

    pages: int
    marks: int
    size: int
    sha256: str
    media_type: str = "application/pdf"


def redact(
    path: Path,
    out: Path,
    areas: Mapping[int, Sequence[Area]],
    *,
    media_type: str = "application/pdf",
    dpi: int = DPI,
    limits: Limits | None = None,
) -> Redacted:
    """Write the redacted copy of a PDF or a picture to `out`, which must not exist; pages are counted from one.

    No byte of the original is copied: no text, form, note, outline, attachment, metadata or earlier revision, on any
    page, marked or not. `Unfit` if it cannot be drawn, ValueError for marks that fit no page; then nothing is written.
    """
    with opened(path) as file:
        copy, content = redacted_in(file, areas, media_type=media_type, dpi=dpi, limits=limits)
    written(out, content)
    return copy


def redacted_in(
    file: BinaryIO,
    areas: Mapping[int, Sequence[Area]],
    *,
    media_type: str = "application/pdf",
    dpi: int = DPI,
    limits: Limits | None = None,
) -> tuple[Redacted, bytes]:
    """As `redact`, of an open file of the disk or of memory; the copy is returned and written nowhere."""
    bounds = limits or Limits()
    marks = sum(len(boxes) for boxes in areas.values())
    if not marks:
        raise ValueError("nothing is marked")
    boxes = {str(number): [(one.x, one.y, one.width, one.height) for one in group] for number, group in areas.items()}
    apart_bounds = replace(bounds, cell_memory=bounds.redaction_memory)
    order = {"media_type": media_type, "areas": boxes, "dpi": dpi}
    answer = apart.asked("redact", file, apart_bounds, order, seconds=bounds.redaction_seconds)
    if "missing" in answer.value:
        raise ValueError(f"there is no page {answer.value['missing']}")
    content = answer.blobs[0]
    return Redacted(int(answer.value["pages"]), marks, len(content), hashlib.sha256(content).hexdigest()), content


def written(out: Path, content: bytes) -> None:
    """A new file, readable by its owner only, whole and on the disk or not there."""
    number = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        out.unlink()
        raise
