# SPDX-License-Identifier: EUPL-1.2
"""What was marked in a file, for reading and for drawing over its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from comity.documents.files import note_of
from comity.documents.models import Redaction
from comity.documents.words import sentence

from ...queries import Redacting


@dataclass(frozen=True, slots=True)
class Mark:
    """One area: where it is drawn (in hundredths of a per cent), where that is in words, and why."""

    id: str
    order: int
    page: int
    x: str
    y: str
    width: str
    height: str
    place: str
    reason: str
    article: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The working sheet of a redaction as its page shows it."""

    count: int
    is_open: bool
    is_stale: bool
    is_ordered: bool
    has_copy: bool
    was_lost: bool
    problem: str
    here: tuple[Mark, ...]
    marks: tuple[Mark, ...]


def sheet_of(found: Redacting, number: int) -> Sheet:
    """Return what stands on the sheet, and which marks lie on one page."""
    sheet = found.sheet
    ordered = sorted(sheet.marks, key=lambda mark: (mark["page"], mark["y"], mark["x"]))
    marks = tuple(_mark(order, mark) for order, mark in enumerate(ordered, 1))
    return Sheet(
        count=sheet.pages,
        is_open=found.is_open,
        is_stale=found.newest.id != sheet.version_id,
        is_ordered=sheet.state == Redaction.State.ORDERED,
        has_copy=found.copy is not None,
        was_lost=sheet.state == Redaction.State.MADE and found.copy is None,
        problem=sentence(note_of(sheet.problem)) if sheet.problem else "",
        here=tuple(mark for mark in marks if mark.page == number),
        marks=marks,
    )


def _mark(order: int, mark: Mapping[str, Any]) -> Mark:
    sides = {name: number_format(Decimal(mark[name]) / 100) for name in ("x", "y", "width", "height")}
    return Mark(
        id=mark["id"],
        order=order,
        page=mark["page"],
        x=str(mark["x"]),
        y=str(mark["y"]),
        width=str(mark["width"]),
        height=str(mark["height"]),
        place=_("%(x)s %% from the left, %(y)s %% from the top; %(width)s %% wide, %(height)s %% high") % sides,
        reason=mark["reason"],
        article=mark["article"],
    )
