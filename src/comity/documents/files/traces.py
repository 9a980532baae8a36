# SPDX-License-Identifier: EUPL-1.2
"""What a file says besides what it shows: codes, and where; so that nobody sends more than they mean to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from . import apart
from .codes import shown
from .examining import opened
from .limits import Limits


class Trace(StrEnum):
    """The kinds of what is not seen."""

    ANNOTATION = "annotation"
    ATTACHMENT = "attachment"
    AUTHOR = "author"
    BLIND_COPY = "blind-copy"
    CACHED_DATA = "cached-data"
    COMMENT = "comment"
    COVERED_TEXT = "covered-text"
    DEVICE = "device"
    EARLIER_REVISION = "earlier-revision"
    HIDDEN_COLUMNS = "hidden-columns"
    HIDDEN_ROWS = "hidden-rows"
    HIDDEN_SHEET = "hidden-sheet"
    HIDDEN_SLIDE = "hidden-slide"
    HIDDEN_TEXT = "hidden-text"
    LAYER = "layer"
    METADATA = "metadata"
    NOTES = "notes"
    ORGANISATION = "organisation"
    PATH = "path"
    PLACE = "place"
    PROGRAM = "program"
    ROUTE = "route"
    THUMBNAIL = "thumbnail"
    TIME = "time"
    TRACKED_CHANGE = "tracked-change"
    TRAILING_DATA = "trailing-data"


# In English, for whoever translates them.
TRACES: Mapping[Trace, str] = {
    Trace.ANNOTATION: "A note or mark laid on the page",
    Trace.ATTACHMENT: "Another file inside",
    Trace.AUTHOR: "Who wrote or changed it",
    Trace.BLIND_COPY: "Who received it unseen by the others",
    Trace.CACHED_DATA: "Values of another table, kept for calculating",
    Trace.COMMENT: "A comment in the margin",
    Trace.COVERED_TEXT: "Text that cannot be seen on the page, and can be copied from it",
    Trace.DEVICE: "The device it was taken with",
    Trace.EARLIER_REVISION: "Earlier states of the document, which can be brought back",
    Trace.HIDDEN_COLUMNS: "Hidden columns",
    Trace.HIDDEN_ROWS: "Hidden rows",
    Trace.HIDDEN_SHEET: "A hidden sheet",
    Trace.HIDDEN_SLIDE: "A hidden slide",
    Trace.HIDDEN_TEXT: "Text marked as hidden",
    Trace.LAYER: "A layer that is switched off",
    Trace.METADATA: "Particulars about the document",
    Trace.NOTES: "Notes of the speaker",
    Trace.ORGANISATION: "The organisation it comes from",
    Trace.PATH: "A place in somebody's computer or network",
    Trace.PLACE: "The place where it was taken",
    Trace.PROGRAM: "The program that made it",
    Trace.ROUTE: "The way it came, with the addresses of computers",
    Trace.THUMBNAIL: "A small picture of an earlier state",
    Trace.TIME: "When it was made or changed",
    Trace.TRACKED_CHANGE: "A recorded change, with what was struck out",
    Trace.TRAILING_DATA: "Bytes behind its end",
}


@dataclass(frozen=True)
class Hidden:
    """One thing that is not seen: its kind, where it is, and how it begins, safe to show."""

    trace: Trace
    where: str
    excerpt: str


@dataclass
class Findings:
    """What is found, each thing once, up to a limit."""

    limits: Limits
    found: list[Hidden] = field(default_factory=list)

    def add(self, trace: Trace, where: str, excerpt: object = "") -> None:
        """Keep it, made safe to show."""
        one = Hidden(trace, shown(where), shown(str(excerpt), self.limits.excerpt))
        if one not in self.found and len(self.found) < self.limits.notes:
            self.found.append(one)

    def plain(self) -> list[list[str]]:
        """What `hidden_of` reads."""
        return [[one.trace, one.where, one.excerpt] for one in self.found]


def hidden_of(plain: Iterable[Iterable[str]]) -> tuple[Hidden, ...]:
    """The findings that were made plain."""
    return tuple(Hidden(Trace(trace), where, excerpt) for trace, where, excerpt in plain)


def hidden(path: Path, media_type: str, *, limits: Limits | None = None) -> tuple[Hidden, ...]:
    """What the file says besides what it shows, as far as is known for its kind; `Unfit` if it cannot be read."""
    with opened(path) as file:
        return hidden_in(file, media_type, limits=limits)


def hidden_in(file: BinaryIO, media_type: str, *, limits: Limits | None = None) -> tuple[Hidden, ...]:
    """As `hidden`, of an open file of the disk or of memory."""
    return hidden_of(apart.asked("seek", file, limits or Limits(), {"media_type": media_type}).value)
