# SPDX-License-Identifier: EUPL-1.2
"""Clearance of an exact version by every seat, refusal with reasons, and the redaction pass before publication."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.dossiers.queries import person_of
from comity.statute import Act

from .. import queries
from ..models import Clearance, Pass, Report
from ..queries import Part, Whole
from .rules import Rule
from .writing import locked, note, to_write


@transaction.atomic
def clear(viewer: Viewer, *, report_id: UUID, seat: str, seen: Mapping[str, str], at: datetime) -> tuple[int, int]:
    """Clear for a seat what was seen, each block (or "frame") by its digest; return how many, and how many changed.

    What changed since it was seen is not cleared. Raises NotFound, Refused (no such seat, own words, another seat),
    Invalid where nothing was seen.
    """
    row = locked(viewer, report_id, Act.REPORT_CLEAR)
    _demand_seat(viewer, row, seat, Act.REPORT_CLEAR)
    if not seen:
        raise Invalid({"": _("Choose what you clear.")})
    whole = queries.whole(viewer, row.id)
    now = _keys(whole)
    given, changed = [], 0
    for key, digest in seen.items():
        if key not in now or now[key][0] != digest:
            changed += 1
            continue
        _digest, part = now[key]
        _demand_second(viewer, whole, part, seat)
        said = part.clearance(seat) if part else whole.frame_clearance(seat)
        if said is None or not said.is_given:
            given.append(_said(viewer, row, seat, part, digest, at=at))
    Clearance.objects.bulk_create(given)
    if given:
        cleared = {queries.key_of(one.block_id): one.digest for one in given}
        note(viewer, Act.REPORT_CLEAR, row, at, seat=seat, cleared=cleared)
    return len(given), changed


def _keys(whole: Whole) -> dict[str, tuple[str, Part | None]]:
    found: dict[str, tuple[str, Part | None]] = {queries.key_of(None): (whole.frame, None)}
    return found | {queries.key_of(part.block.id): (part.digest, part) for part in whole.parts}


def _demand_seat(viewer: Viewer, row: Report, seat: str, act: Act) -> None:
    if seat not in {one.code for one in queries.seats_for(viewer, row)}:
        raise Rule.SEAT_CLEARS.broken_by(act)


def _demand_second(viewer: Viewer, whole: Whole, part: Part | None, seat: str) -> None:
    """Refuse whoever wrote the text as it stands, or cleared it for another seat."""
    own = {viewer.person_id, viewer.acting_for_id} - {None}
    original = part.renderings.get(whole.report.language) if part else None
    if original is not None and original.by_id in own:
        raise Rule.OWN_WORDS.broken_by(Act.REPORT_CLEAR)
    for other in whole.kind.seats:
        said = part.clearance(other.code) if part else whole.frame_clearance(other.code)
        if other.code != seat and said is not None and said.is_given and said.person_id in own:
            raise Rule.ONE_SEAT.broken_by(Act.REPORT_CLEAR)


def _said(
    viewer: Viewer, row: Report, seat: str, part: Part | None, digest: str, *, at: datetime, reason: str = ""
) -> Clearance:
    return Clearance(
        dossier_id=row.dossier_id, report=row, block=part.block if part else None, digest=digest, seat=seat,
        is_given=not reason, reason=reason, person_id=person_of(viewer), function=viewer.function, at=at,
    )  # fmt: skip


@transaction.atomic
def refuse(viewer: Viewer, *, report_id: UUID, seat: str, key: str, reason: str, at: datetime) -> Clearance:
    """Refuse to clear a block (or "frame") as it stands, with the reason. Raises NotFound, Refused or Invalid."""
    row = locked(viewer, report_id, Act.REPORT_REFUSE)
    _demand_seat(viewer, row, seat, Act.REPORT_REFUSE)
    if not reason.strip():
        raise Invalid({"reason": _("Say what is to be changed, and why.")})
    now = _keys(queries.whole(viewer, row.id))
    if key not in now:
        raise NotFound
    digest, part = now[key]
    said = _said(viewer, row, seat, part, digest, at=at, reason=reason.strip())
    said.save(force_insert=True)
    note(viewer, Act.REPORT_REFUSE, row, at, seat=seat, block=key, sha256=digest, reason=said.reason)
    return said


@transaction.atomic
def end_pass(viewer: Viewer, *, report_id: UUID, language: str, digest: str, looked: set[UUID], at: datetime) -> Pass:
    """End the redaction pass of a language, of the report exactly as it was seen: every mark was looked at.

    Raises NotFound, Refused; Invalid where it changed since, where a marked paragraph was not looked at, or where the
    language is not complete.
    """
    row = to_write(viewer, report_id, Act.REPORT_REDACT)
    whole = queries.whole(viewer, row.id)
    if not whole.is_complete(language):
        raise Rule.NOT_COMPLETE.broken_by(Act.REPORT_REDACT)
    if whole.digest(language) != digest:
        raise Invalid({"": _("The report changed since you looked. Go through it again.")})
    marked = {part.block.id for part in whole.marked(language)}
    if not marked <= looked:
        raise Invalid({"": _("Go through every marked paragraph, and confirm each.")})
    done = Pass(
        dossier_id=row.dossier_id, report=row, language=language, digest=digest, marks=len(marked),
        person_id=person_of(viewer), function=viewer.function, at=at,
    )  # fmt: skip
    done.save(force_insert=True)
    note(viewer, Act.REPORT_REDACT, row, at, language=language, sha256=digest, marks=len(marked))
    return done
