# SPDX-License-Identifier: EUPL-1.2
"""Pictures of a file's pages, made apart."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from . import apart
from .codes import Problem, Unfit
from .examining import opened
from .limits import Limits

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@dataclass(frozen=True)
class Preview:
    """PNG pictures of the pages asked for, and how many pages there are; for what has no pages, its text."""

    pictures: tuple[bytes, ...]
    count: int
    text: str


def preview(path: Path, media_type: str, pages: range = range(1, 2), *, limits: Limits | None = None) -> Preview:
    """What one sees of these pages, counted from one. `Unfit` if it cannot be drawn; only the painter ends then."""
    with opened(path) as file:
        return preview_in(file, media_type, pages, limits=limits)


def preview_in(file: BinaryIO, media_type: str, pages: range = range(1, 2), *, limits: Limits | None = None) -> Preview:
    """As `preview`, of an open file of the disk or of memory."""
    bounds = limits or Limits()
    if pages.step != 1 or pages.start < 1 or pages.stop <= pages.start:
        raise ValueError("pages are a rising range from one on")
    order = {"media_type": media_type, "first": pages.start, "last": pages.stop - 1}
    answer = apart.asked("paint", file, bounds, order)
    for picture in answer.blobs:
        _is_small(picture, bounds)
    return Preview(answer.blobs, int(answer.value["count"]), str(answer.value["text"]))


def _is_small(picture: bytes, limits: Limits) -> None:
    """The painter read foreign bytes; what it hands out is looked at before a browser gets it."""
    width, height = int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")
    if not picture.startswith(PNG) or width * height > limits.preview_pixels * 11 // 10 + 65_536:
        raise Unfit(Problem.TOO_DEMANDING, what="picture")
