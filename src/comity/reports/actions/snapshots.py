# SPDX-License-Identifier: EUPL-1.2
"""From a proposed period to frozen figures. Nobody sees a number before two persons have agreed on the period."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core import outbox
from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.dossiers.queries import person_of
from comity.ledger.actions import system_commit
from comity.parties.actions.record import enter
from comity.statute import ENTRY_INTO_FORCE, Act

from .. import queries
from ..models import Counted, Snapshot
from ..queries.counting import again, system_items, system_items_of
from ..queries.snapshots import form_of
from .rules import Rule

_STAGE = Snapshot.Stage


@transaction.atomic
def propose(viewer: Viewer, *, first: date, last: date, at: datetime) -> Snapshot:
    """Propose to count a period that is over; nothing is counted yet. Raises Refused, or Invalid naming the field."""
    if not queries.may_propose(viewer):
        raise Rule.REGISTRY_COUNTS.broken_by(Act.SNAPSHOT_PROPOSE)
    _check(first, last, today=at.astimezone(THE_HAGUE).date())
    _once(first, last, Act.SNAPSHOT_PROPOSE)
    if Snapshot.rows.filter(stage=_STAGE.PROPOSED, first_day=first, last_day=last).exists():
        raise Invalid({"": _("This very period is proposed already. Ask a colleague to agree to it.")})
    row = Snapshot(first_day=first, last_day=last, proposed_by_id=person_of(viewer), proposed_at=at)
    row.save(force_insert=True)
    _enter(viewer, Act.SNAPSHOT_PROPOSE, row, at)
    return row


def _check(first: date, last: date, *, today: date) -> None:
    problems = {}
    if first < ENTRY_INTO_FORCE:
        problems["first"] = _("The Statute entered into force on 1 July 2002. Give a later day.")
    if last < first:
        problems["last"] = _("The last day lies before the first. Check both.")
    elif last >= today:
        problems["last"] = _("The period is not over yet. Give a last day before today.")
    elif (last - first).days >= settings.COMITY_LIMITS["figures_days"]:
        limit = settings.COMITY_LIMITS["figures_days"]
        problems["last"] = _("A period has at most %(limit)d days. Count it in parts.") % {"limit": limit}
    if problems:
        raise Invalid(problems)


def _once(first: date, last: date, act: Act) -> None:
    if queries.system_agreed_days(first, last).exists():
        raise Rule.PERIOD_ONCE.broken_by(act)


@transaction.atomic
def agree(viewer: Viewer, *, snapshot_id: UUID, at: datetime) -> Snapshot:
    """Agree to a proposed period as the second person: it is counted and frozen, and no day of it ever again.

    Raises NotFound, or Refused: not by who proposed it, and not where a day of it was counted already.
    """
    row = _locked(viewer, snapshot_id)
    if not queries.may_propose(viewer):
        raise Rule.REGISTRY_COUNTS.broken_by(Act.SNAPSHOT_AGREE)
    if row.stage != _STAGE.PROPOSED:
        raise Rule.ONLY_PROPOSED.broken_by(Act.SNAPSHOT_AGREE)
    if not queries.may_agree(viewer, row):
        raise Rule.SECOND_PERSON.broken_by(Act.SNAPSHOT_AGREE)
    _once(row.first_day, row.last_day, Act.SNAPSHOT_AGREE)
    row.stage, row.settled_by_id, row.settled_at = _STAGE.AGREED, person_of(viewer), at
    row.save(update_fields=["stage", "settled_by", "settled_at"])
    _enter(viewer, Act.SNAPSHOT_AGREE, row, at)
    outbox.owe("reports.freeze", str(row.id), at=at)
    return row


@transaction.atomic
def withdraw(viewer: Viewer, *, snapshot_id: UUID, at: datetime) -> Snapshot:
    """Withdraw a proposal to which nobody agreed yet; raises NotFound or Refused."""
    row = _locked(viewer, snapshot_id)
    if not queries.may_propose(viewer):
        raise Rule.REGISTRY_COUNTS.broken_by(Act.SNAPSHOT_WITHDRAW)
    if row.stage != _STAGE.PROPOSED:
        raise Rule.ONLY_PROPOSED.broken_by(Act.SNAPSHOT_WITHDRAW)
    row.stage, row.settled_by_id, row.settled_at = _STAGE.WITHDRAWN, person_of(viewer), at
    row.save(update_fields=["stage", "settled_by", "settled_at"])
    _enter(viewer, Act.SNAPSHOT_WITHDRAW, row, at)
    return row


def _locked(viewer: Viewer, snapshot_id: UUID) -> Snapshot:
    """Lock every snapshot, so that two agreements wait for each other, and return the one; raises NotFound."""
    queries.snapshot(viewer, snapshot_id)
    rows = {row.id: row for row in Snapshot.rows.select_for_update().order_by("id")}
    return rows[snapshot_id]


@transaction.atomic
def system_freeze(snapshot_id: UUID, *, at: datetime) -> bool:
    """Count an agreed period, freeze what may be printed, and commit to it; done once, however often called."""
    row = Snapshot.rows.select_for_update().filter(id=snapshot_id).first()
    if row is None:
        raise NotFound
    if row.stage != _STAGE.AGREED:
        return False
    found = system_items(row)
    Counted.objects.bulk_create(
        [
            Counted(
                snapshot=row, dossier_id=dossier_id, request_id=request_id, kind=item.kind, region=item.region,
                duty=item.duty, outcome=item.outcome, days=item.days, age=item.age,
            )
            for request_id, (dossier_id, item) in found.items()
        ],
        batch_size=500,
    )  # fmt: skip
    others = [system_items_of(other) for other in Snapshot.rows.filter(stage=_STAGE.FROZEN)]
    items = {request_id: item for request_id, (_dossier, item) in found.items()}
    row.file = again(row, items, others=others).file.decode()
    row.frozen_at = at
    row.leaf_id, row.salt = system_commit(form_of(row))
    row.stage = _STAGE.FROZEN
    row.save(update_fields=["file", "frozen_at", "leaf_id", "salt", "stage"])
    return True


def _enter(viewer: Viewer, act: Act, row: Snapshot, at: datetime) -> None:
    if viewer.party_id is None:
        raise NotFound
    enter(
        viewer,
        act,
        party_id=viewer.party_id,
        about=row.id,
        at=at,
        first=str(row.first_day),
        last=str(row.last_day),
    )
