# SPDX-License-Identifier: EUPL-1.2
"""What became of a mandate: steps with their evidence, later paragraphs, and the days of sessions. All for good."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.dossiers.queries import person_of
from comity.statute import ENTRY_INTO_FORCE, Act

from .. import queries
from ..models import Bond, Instrument, Mandate, Session, Step
from .entering import by, locked, record
from .rules import Rule

_LAST_SESSION = 999


@transaction.atomic
def take_step(
    viewer: Viewer, *, mandate_id: UUID, status: str, evidence: str, document: str = "", at: datetime
) -> Step:
    """Say where a mandate stands and what shows it. Raises NotFound, Refused, or Invalid naming the field."""
    row = locked(viewer, mandate_id, Act.STEP_TAKE)
    if not queries.may_show(viewer):
        raise Rule.OFFICERS_SHOW.broken_by(Act.STEP_TAKE)
    _reviewed(row, Act.STEP_TAKE)
    problems = {}
    if status not in Step.Status.values:
        problems["status"] = _("Choose where it stands.")
    if not evidence.strip():
        problems["evidence"] = _(
            "Say what shows it: what was done, by whom, when. There is no status without evidence."
        )
    if problems:
        raise Invalid(problems)
    step = Step(mandate=row, status=status, evidence=evidence.strip(), document=document.strip(), **by(viewer, at))
    step.save(force_insert=True)
    record(viewer, Act.STEP_TAKE, row.id, at, status=status)
    return step


@transaction.atomic
def bind(viewer: Viewer, *, mandate_id: UUID, symbol: str, number: str, how: str, at: datetime) -> Bond:
    """Bind a mandate to a later paragraph that repeats, changes or ends it; one that ends it is also a step.

    Raises NotFound, Refused, or Invalid naming the field.
    """
    row = locked(viewer, mandate_id, Act.BOND_MAKE)
    if not queries.may_keep(viewer):
        raise Rule.ASSEMBLY_KEEPS.broken_by(Act.BOND_MAKE)
    _reviewed(row, Act.BOND_MAKE)
    if how not in Bond.How.values:
        raise Invalid({"how": _("Choose what the later paragraph does.")})
    if not queries.is_taken(viewer, symbol):
        raise Invalid({"symbol": _("No instrument with this symbol is here. Add it to the library first.")})
    paragraph = queries.paragraph_named(viewer, symbol=symbol, number=number)
    if paragraph is None:
        raise Invalid({"number": _("That instrument has no operative paragraph with this number.")})
    ours, theirs = row.paragraph.instrument.adopted, paragraph.instrument.adopted
    if paragraph.instrument_id == row.paragraph.instrument_id or (ours and theirs and theirs < ours):
        raise Invalid({"symbol": _("That instrument is not later than this one.")})
    if Bond.rows.filter(mandate=row, paragraph=paragraph, how=how).exists():
        raise Invalid({"number": _("This is entered already.")})
    bond = Bond(mandate=row, paragraph=paragraph, how=how, **by(viewer, at))
    bond.save(force_insert=True)
    if how == Bond.How.ENDS:
        named = {"number": str(paragraph), "symbol": paragraph.instrument.symbol}
        evidence = _("Ended by paragraph %(number)s of %(symbol)s.") % named
        Step(
            mandate=row, status=Step.Status.ENDED, evidence=evidence, document=paragraph.instrument.symbol,
            **by(viewer, at),
        ).save(force_insert=True)  # fmt: skip
    record(viewer, Act.BOND_MAKE, row.id, at, how=how, symbol=paragraph.instrument.symbol, paragraph=str(paragraph))
    return bond


def _reviewed(row: Mandate, act: Act) -> None:
    if row.paragraph.instrument.stage != Instrument.Stage.REVIEWED:
        raise Rule.REVIEWED_FIRST.broken_by(act)


@transaction.atomic
def enter_session(viewer: Viewer, *, number: int, first_day: date, source: str, at: datetime) -> Session:
    """Enter the first day of a session of the Assembly, once. Raises Refused, or Invalid naming the field."""
    if not queries.may_keep(viewer):
        raise Rule.ASSEMBLY_KEEPS.broken_by(Act.SESSION_ENTER)
    problems = {}
    if not 1 <= number <= _LAST_SESSION:
        problems["number"] = _("The number of a session is between 1 and %(last)d.") % {"last": _LAST_SESSION}
    elif Session.rows.filter(number=number).exists():
        problems["number"] = _entered()
    if first_day < ENTRY_INTO_FORCE:
        problems["first_day"] = _("The Statute entered into force on 1 July 2002. Give a later day.")
    if not source.strip():
        problems["source"] = _("Say where the day is from, such as a resolution or a decision of the Bureau.")
    if problems:
        raise Invalid(problems)
    row = Session(
        number=number, first_day=first_day, source=source.strip(), entered_by_id=person_of(viewer), entered_at=at
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody else entered it since we looked
        raise Invalid({"number": _entered()}) from None
    record(viewer, Act.SESSION_ENTER, None, at, number=str(number), first_day=first_day.isoformat())
    return row


def _entered() -> str:
    return _("This session is entered already.")
