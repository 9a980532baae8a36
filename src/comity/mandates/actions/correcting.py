# SPDX-License-Identifier: EUPL-1.2
"""Mandates corrected by a person. Each correction is kept: who, what, before and after, and why."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.resolutions.addressees import normal
from comity.resolutions.model import Kind
from comity.statute import Act

from .. import queries
from ..models import Correction, Instrument, Mandate, Paragraph
from .days import last_day_of
from .entering import by, locked, record
from .rules import Rule

FIELDS: Final = ("verb", "kind", "addressee", "action", "due", "session", "date", "every")
"""What of a mandate can be corrected, in the order of the form."""
KINDS: Final = tuple(kind.value for kind in Kind if kind is not Kind.NONE)
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)


@transaction.atomic
def correct_mandate(
    viewer: Viewer, *, mandate_id: UUID, given: Mapping[str, str], reason: str, at: datetime
) -> Mandate:
    """Correct a mandate: `given` maps the names of FIELDS to texts. Each change is kept with the reason.

    Raises NotFound, Refused, or Invalid naming the field.
    """
    row = locked(viewer, mandate_id, Act.MANDATE_CORRECT)
    _may(viewer, Act.MANDATE_CORRECT)
    values = _checked(given, reason)
    before = {name: _said(getattr(row, name)) for name in FIELDS}
    changed = [name for name in FIELDS if _said(values[name]) != before[name]]
    if not changed:
        raise Invalid({"": _("Nothing was changed. Change what is wrong, or go back.")})
    _fill(row, values, row.paragraph.instrument.language)
    row.save(update_fields=[*FIELDS, "addressed", "due_on"])
    Correction.rows.bulk_create(
        [
            Correction(
                mandate=row, field=name, before=before[name], after=_said(values[name]), reason=reason,
                **by(viewer, at),
            )
            for name in changed
        ]
    )  # fmt: skip
    record(viewer, Act.MANDATE_CORRECT, row.id, at, fields=" ".join(changed))
    return row


@transaction.atomic
def add_mandate(
    viewer: Viewer, *, instrument_id: UUID, key: str, given: Mapping[str, str], reason: str, at: datetime
) -> Mandate:
    """Add a mandate that was not found, to the paragraph with this key. Raises NotFound, Refused or Invalid."""
    instrument = queries.instrument(viewer, instrument_id)
    _may(viewer, Act.MANDATE_ADD)
    paragraph = Paragraph.rows.filter(instrument=instrument, key=key, part="operative").first()
    if paragraph is None:
        raise Invalid({"key": _("There is no such operative paragraph. Choose one of the list.")})
    values = _checked(given, reason)
    Instrument.rows.select_for_update().filter(id=instrument.id).first()
    last = Mandate.rows.filter(paragraph__instrument=instrument).aggregate(last=Max("place"))["last"] or 0
    row = Mandate(paragraph=paragraph, place=last + 1)
    _fill(row, values, instrument.language)
    row.save(force_insert=True)
    Correction(mandate=row, field="added", after=row.action, reason=reason, **by(viewer, at)).save(force_insert=True)
    record(viewer, Act.MANDATE_ADD, row.id, at, symbol=instrument.symbol, paragraph=str(paragraph))
    return row


@transaction.atomic
def strike_mandate(viewer: Viewer, *, mandate_id: UUID, reason: str, at: datetime) -> Mandate:
    """Say that this is no mandate and was wrongly found; it stays, struck. Raises NotFound, Refused or Invalid."""
    row = locked(viewer, mandate_id, Act.MANDATE_STRIKE)
    _may(viewer, Act.MANDATE_STRIKE)
    if not reason:
        raise Invalid({"reason": _reason_missing()})
    row.is_struck = True
    row.save(update_fields=["is_struck"])
    Correction(mandate=row, field="struck", before=row.action, reason=reason, **by(viewer, at)).save(force_insert=True)
    record(viewer, Act.MANDATE_STRIKE, row.id, at)
    return row


def _may(viewer: Viewer, act: Act) -> None:
    if not queries.may_keep(viewer):
        raise Rule.ASSEMBLY_KEEPS.broken_by(act)


def _reason_missing() -> str:
    return _("Say why. Whoever reads the mandate later will ask.")


def _said(value: object) -> str:
    """A value as it is kept beside a correction: no session is nothing, and not the session 0."""
    return str(value or "")


def _checked(given: Mapping[str, str], reason: str) -> dict[str, str | int]:
    values: dict[str, str | int] = {name: given.get(name, "").strip() for name in FIELDS}
    problems = {}
    if values["kind"] not in KINDS:
        problems["kind"] = _("Choose what the verb does.")
    if not values["action"]:
        problems["action"] = _("Say what is asked, in the words of the text.")
    for name, limit in (("verb", 200), ("addressee", 500), ("due", 300), ("every", 60)):
        if len(str(values[name])) > limit:
            problems[name] = _("At most %(limit)d characters.") % {"limit": limit}
    session = str(values["session"])
    if session and not re.fullmatch(r"\d{1,3}", session, re.ASCII):
        problems["session"] = _("The number of the session, such as 11, or nothing.")
    else:
        values["session"] = int(session or 0)
    if not _is_date(str(values["date"])):
        problems["date"] = _("A day, month or year, such as 2018-01-15, 2018-01 or 2018, or nothing.")
    if not reason:
        problems["reason"] = _reason_missing()
    if problems:
        raise Invalid(problems)
    return values


def _is_date(stated: str) -> bool:
    if stated and not _DATE.fullmatch(stated):
        return False
    try:
        last_day_of(stated)
    except ValueError:
        return False
    return True


def _fill(row: Mandate, values: Mapping[str, str | int], language: str) -> None:
    for name in FIELDS:
        setattr(row, name, values[name])
    row.addressed = normal(row.addressee, language)[:500]
    row.due_on = last_day_of(row.date)
