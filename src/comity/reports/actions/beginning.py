# SPDX-License-Identifier: EUPL-1.2
"""Beginning a report, its masthead, and withdrawing it before it was published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import CONFIDENTIAL, PUBLIC, Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Participation
from comity.dossiers.queries import person_of
from comity.mandates import queries as mandates
from comity.parties import queries as parties
from comity.statute import Act

from .. import queries
from ..kinds import kinds, marked
from ..models import Rendering, Report, Snapshot
from .rules import Rule
from .writing import locked, note

_LAST_SESSION = 999
ORIGINALS = ("en", "fr")
"""The languages of an original: the Court's working languages (article 50(2))."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands in the masthead; `titles` are those of further languages, empty for the kind's own."""

    session: int
    symbol: str
    title: str
    on: date
    snapshot: UUID | None = None
    titles: Mapping[str, str] | None = None


@transaction.atomic
def begin_report(viewer: Viewer, *, kind: str, language: str, masthead: Masthead, at: datetime) -> Report:
    """Begin a report in a dossier of its own, with the parties that contribute. Raises Refused, or Invalid."""
    found = kinds().kinds.get(kind)
    if found is None:
        raise Invalid({"kind": _("There is no such kind of report.")})
    if not queries.may_keep(viewer, found):
        raise Rule.KEEPER_KEEPS.broken_by(Act.REPORT_BEGIN)
    if language not in ORIGINALS:
        raise Invalid({"language": _("The original is in English or French; the other languages are translations.")})
    if found.is_confidential and viewer.clearance < CONFIDENTIAL:
        raise Invalid({"": _("This report is confidential until published: a colleague with clearance begins it.")})
    report_id = uuid4()
    values = _checked(viewer, masthead, report_id)
    dossier = dossiers.open_consultation(
        viewer, title=masthead.title, classification=CONFIDENTIAL if found.is_confidential else PUBLIC, at=at
    )
    row = Report(
        id=report_id, dossier=dossier, kind=kind, language=language, begun_by_id=person_of(viewer), begun_at=at,
        changed_at=at, **values,
    )  # fmt: skip
    row.save(force_insert=True)
    note(viewer, Act.REPORT_BEGIN, row, at, kind=kind, symbol=row.symbol)
    for code in found.contributors:
        party = parties.party_by_code(viewer, code=code)
        dossiers.admit(
            viewer, dossier_id=dossier.id, party_id=party.id, side=Participation.Side.OBSERVER,
            scope=Participation.Scope.FULL, reason=_("Contributes to the report, and clears it"), at=at,
        )  # fmt: skip
    return row


def _checked(viewer: Viewer, masthead: Masthead, report_id: UUID) -> dict[str, object]:
    problems = {}
    if not 1 <= masthead.session <= _LAST_SESSION:
        problems["session"] = _("The number of a session is between 1 and %(last)d.") % {"last": _LAST_SESSION}
    if mandates.is_taken(viewer, masthead.symbol):
        problems["symbol"] = _("An instrument with this symbol is in the library already. Give another one.")
    elif Report.objects.visible_to(viewer).filter(symbol=masthead.symbol).exclude(id=report_id).exclude(
        stage=Report.Stage.WITHDRAWN
    ).exists():  # fmt: skip
        problems["symbol"] = _("Another report under way has this symbol.")
    snapshot = None
    if masthead.snapshot is not None:
        try:
            snapshot = queries.snapshot(viewer, masthead.snapshot)
        except NotFound:
            snapshot = None
        if snapshot is None or snapshot.stage != Snapshot.Stage.FROZEN:
            problems["snapshot"] = _("Choose figures that are frozen.")
    for name, text in {"symbol": masthead.symbol, "title": masthead.title, **_by_field(masthead)}.items():
        if marked(text):
            problems[name] = _("Nothing in a masthead is blacked out: take [[ and ]] out.")
    if problems:
        raise Invalid(problems)
    titles = {code: title for code, title in (masthead.titles or {}).items() if title and code in kinds().languages}
    return {
        "session": masthead.session, "symbol": masthead.symbol, "title": masthead.title, "on": masthead.on,
        "snapshot": snapshot, "titles": titles,
    }  # fmt: skip


def _by_field(masthead: Masthead) -> dict[str, str]:
    return {f"title_{code}": title for code, title in (masthead.titles or {}).items()}


@transaction.atomic
def set_masthead(viewer: Viewer, *, report_id: UUID, masthead: Masthead, at: datetime) -> Report:
    """Change the masthead; clearance of it, and of what shows other figures now, falls away. Raises as beginning."""
    row = locked(viewer, report_id, Act.REPORT_EDIT)
    if not queries.may_keep(viewer, kinds()[row.kind]):
        raise Rule.KEEPER_KEEPS.broken_by(Act.REPORT_EDIT)
    values, before = _checked(viewer, masthead, row.id), row.snapshot_id
    for name, value in values.items():
        setattr(row, name, value)
    row.changed_at = at
    row.save(update_fields=[*values, "changed_at"])
    if row.snapshot_id != before:
        _review_anew(viewer, row)
    note(viewer, Act.REPORT_EDIT, row, at, what="masthead", symbol=row.symbol, snapshot=str(row.snapshot_id or ""))
    return row


def _review_anew(viewer: Viewer, row: Report) -> None:
    """Let the words of tables be looked at again: other figures may have other rows under them."""
    rows = Rendering.objects.visible_to(viewer).filter(block__report_id=row.id).exclude(block__figure="")
    rows.exclude(language__in=ORIGINALS).update(progress=Rendering.Progress.UNDER_WAY)


@transaction.atomic
def withdraw_report(viewer: Viewer, *, report_id: UUID, at: datetime) -> Report:
    """Withdraw a report that was not published; what was written stays with those who take part. Raises Refused."""
    row = locked(viewer, report_id, Act.REPORT_WITHDRAW)
    if not queries.may_keep(viewer, kinds()[row.kind]):
        raise Rule.KEEPER_KEEPS.broken_by(Act.REPORT_WITHDRAW)
    row.stage, row.changed_at = Report.Stage.WITHDRAWN, at
    row.save(update_fields=["stage", "changed_at"])
    note(viewer, Act.REPORT_WITHDRAW, row, at, symbol=row.symbol)
    return row
