# SPDX-License-Identifier: EUPL-1.2
"""The directory of authorities: entries that somebody stands up for, with the day on which they last did."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.parties import queries
from comity.parties.actions import keys, signing
from comity.parties.actions.given import checked, needed_text
from comity.parties.actions.record import enter
from comity.parties.actions.rules import Rule
from comity.parties.models import Authority, Party
from comity.statute import Act


@dataclass(frozen=True, slots=True)
class AuthorityDetails:
    """What the directory says of an authority."""

    name: str
    function: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    is_central: bool = False
    may_execute: bool = True
    source: str = ""


_COLUMNS = ("name", "function", "address", "email", "telephone", "is_central", "may_execute", "source")


@transaction.atomic
def add_authority(viewer: Viewer, *, party_id: UUID, details: AuthorityDetails, at: datetime) -> Authority:
    """Enter an authority of the party in the directory; who enters it confirms it."""
    party = queries.party_by_id(viewer, party_id=party_id)
    _keep(viewer, party, Act.AUTHORITY_ADD)
    row = Authority(party=party, last_confirmed_on=at.astimezone(THE_HAGUE).date())
    return _take(viewer, Act.AUTHORITY_ADD, row, details, at=at)


@transaction.atomic
def change_authority(viewer: Viewer, *, authority_id: UUID, details: AuthorityDetails, at: datetime) -> Authority:
    """Change an authority's entry; who changes it confirms it. What stood there before is kept on the record."""
    row = _to_change(viewer, authority_id)
    _keep(viewer, row.party, Act.AUTHORITY_CHANGE)
    row.last_confirmed_on = at.astimezone(THE_HAGUE).date()
    return _take(viewer, Act.AUTHORITY_CHANGE, row, details, at=at)


@transaction.atomic
def confirm_authority(viewer: Viewer, *, authority_id: UUID, at: datetime) -> Authority:
    """Confirm that an authority's entry still holds, as of the day of `at`."""
    row = _to_change(viewer, authority_id)
    _keep(viewer, row.party, Act.AUTHORITY_CONFIRM)
    row.last_confirmed_on = at.astimezone(THE_HAGUE).date()
    row.save(update_fields=["last_confirmed_on"])
    enter(viewer, Act.AUTHORITY_CONFIRM, party_id=row.party_id, about=row.pk, at=at, name=row.name)
    return row


@transaction.atomic
def end_authority(viewer: Viewer, *, authority_id: UUID, reason: str, at: datetime) -> Authority:
    """Take an authority off the directory; requests already assigned to it keep its name."""
    row = _to_change(viewer, authority_id)
    _keep(viewer, row.party, Act.AUTHORITY_END)
    reason = needed_text("reason", reason, longest=300)
    row.ended_on = at.astimezone(THE_HAGUE).date()
    row.save(update_fields=["ended_on"])
    keys.end_with_authority(row, at=at)
    signing.end_with_authority(row, at=at)
    enter(viewer, Act.AUTHORITY_END, party_id=row.party_id, about=row.pk, at=at, name=row.name, reason=reason)
    return row


def _keep(viewer: Viewer, party: Party, act: Act) -> None:
    if not queries.may_keep_authorities(viewer, party_id=party.pk):
        raise Rule.DIRECTORY_KEEPERS.broken_by(act)


def _to_change(viewer: Viewer, authority_id: UUID) -> Authority:
    queries.authority_by_id(viewer, authority_id=authority_id)
    rows = Authority.objects.select_for_update(no_key=True, of=("self",)).select_related("party")
    row = rows.filter(pk=authority_id).first()
    if row is None or row.ended_on is not None:
        raise NotFound
    return row


def _take(viewer: Viewer, act: Act, row: Authority, details: AuthorityDetails, *, at: datetime) -> Authority:
    before = {name: getattr(row, name) for name in _COLUMNS}
    for name in _COLUMNS:
        setattr(row, name, getattr(details, name))
    checked(row)
    same = Authority.objects.filter(party_id=row.party_id, name=row.name, ended_on__isnull=True).exclude(pk=row.pk)
    if same.exists():
        raise Invalid({"name": _("The directory already has an authority of this name. Change that entry instead.")})
    if act is Act.AUTHORITY_ADD:
        row.save(force_insert=True)
    else:
        row.save(update_fields=[*_COLUMNS, "last_confirmed_on"])
    changed = {name: getattr(row, name) for name in _COLUMNS if getattr(row, name) != before[name]}
    enter(
        viewer,
        act,
        party_id=row.party_id,
        about=row.pk,
        at=at,
        before={name: before[name] for name in changed},
        **changed,
    )
    return row
