# SPDX-License-Identifier: EUPL-1.2
"""Many files as one PDF: each is made bare pages apart, and these are laid, apart again, on pages made for them."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO

from . import apart
from .kinds import BY_MEDIA_TYPE
from .limits import Limits

Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Leaves:
    """The bare pages of one file: a PDF that is still as foreign as the file was, and the size of each page seen."""

    content: bytes
    sizes: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the parts, counted from nothing, and the page and frame (left, bottom, right, top) it is laid in."""

    part: int
    page: int
    at: int
    frame: Frame


def has_leaves(media_type: str) -> bool:
    """Whether files of this kind have pages that can be bound: PDF and pictures."""
    kind = BY_MEDIA_TYPE.get(media_type)
    return kind is not None and kind.family in {"pdf", "picture"}


def leaves(file: BinaryIO, media_type: str, *, most: int, limits: Limits, seconds: int | None = None) -> Leaves:
    """Return the bare pages of a PDF or a picture; `Unfit` if it cannot be read, or has more than `most` pages."""
    order = {"media_type": media_type, "most": most}
    answer = apart.asked("leaves", file, _bounds(limits), order, seconds=_seconds(limits, seconds))
    sizes = tuple((float(width), float(height)) for width, height in answer.value["sizes"])
    return Leaves(answer.blobs[0], sizes)


def bind(
    front: bytes, parts: Sequence[Leaves], places: Sequence[Place], *, limits: Limits, seconds: int | None = None
) -> bytes:
    """Return `front` with pages of the parts laid on its own; `Unfit` where that takes more than it may."""
    laid = json.dumps([(one.part, one.page, one.at, one.frame) for one in places]).encode()
    contents = [front, *(part.content for part in parts), laid]
    with _joined(contents) as file:
        ends, at = [], 0
        for content in contents:
            ends.append((at, len(content)))
            at += len(content)
        answer = apart.asked("bind", file, _bounds(limits), {"parts": ends}, seconds=_seconds(limits, seconds))
    return answer.blobs[0]


@contextmanager
def _joined(contents: Sequence[bytes]) -> Iterator[BinaryIO]:
    """Give the contents one after the other as an open file of this process's memory."""
    with os.fdopen(os.memfd_create("parts"), "w+b") as memory:
        for content in contents:
            memory.write(content)
        memory.flush()
        yield memory


def _bounds(limits: Limits) -> Limits:
    return replace(limits, cell_memory=limits.bound_memory)


def _seconds(limits: Limits, seconds: int | None) -> int:
    return max(1, min(limits.bound_seconds, seconds if seconds is not None else limits.bound_seconds))
