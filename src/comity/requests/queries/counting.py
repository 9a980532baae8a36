# SPDX-License-Identifier: EUPL-1.2
"""Requests as the Assembly's figures count them: what each came to by an instant, whoever may read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from comity.dossiers.models.dossier import Classification
from comity.dossiers.queries import system_moves_of
from comity.parties.models import PartyKind
from comity.statute import Act, duty_of, rome

from ..models import Request
from .sending import bound_basis

_BATCH = 500
_SENT = frozenset({Act.REQUEST_SEND, Act.REQUEST_SEND_URGENTLY})


@dataclass(frozen=True, slots=True)
class AsOf:
    """One transmitted request as it stood at an instant.

    `state` is that of the case; of a closed request, that from which it was closed. `answered_at` is the first lawful
    answer since it was sent.
    """

    id: UUID
    dossier_id: UUID
    kind: str
    region: str
    duty: str
    state: str
    is_open: bool
    requested_by: date | None
    sent_at: datetime
    answered_at: datetime | None


def system_as_of(first: date, last: date, *, until: datetime) -> Iterator[AsOf]:
    """Return the requests of the Court and of the defence to States and organisations as they stood at an instant.

    Those whose requested-by date falls in the period, both days included, and those without such a date. Nothing that
    is under seal today, and nothing that had not been transmitted by then, or was recalled.
    """
    rows = Request.objects.unguarded("the Assembly's figures count every request that is not under seal")
    rows = rows.filter(
        Q(requested_by__gte=first, requested_by__lte=last) | Q(requested_by__isnull=True),
        sent_at__lt=until,
        dossier__classification__lt=Classification.UNDER_SEAL,
        issuer__kind__in=[PartyKind.ORGAN, PartyKind.DEFENCE],
        addressee__kind__in=[PartyKind.STATE, PartyKind.ORGANISATION],
    )
    rows = rows.select_related("addressee").order_by("id")
    latest = UUID(int=0)
    while batch := list(rows.filter(id__gt=latest)[:_BATCH]):
        moves = system_moves_of([row.id for row in batch], until=until)
        for row in batch:
            found = _as_of(row, moves.get(row.id, []))
            if found is not None:
                yield found
        latest = batch[-1].id


def _as_of(row: Request, moves: list[tuple[str, str, str, datetime]]) -> AsOf | None:
    law = rome()
    state, sent_at, answered_at, closed_from = "", None, None, ""
    for act, before, after, at in moves:
        if after:
            closed_from = before if after == "closed" else ""
            state = after
        if act in _SENT:
            sent_at, answered_at = at, None
        info = law.acts.get(Act(act)) if act in _ACTS else None
        if answered_at is None and sent_at is not None and info is not None and info.answer:
            answered_at = at
    if sent_at is None or (not law.states[state].open and state not in {"closed", "withdrawn"}):
        return None
    addressee = row.addressee
    return AsOf(
        id=row.id,
        dossier_id=row.dossier_id,
        kind=row.kind,
        region=(addressee.region if addressee else "") or "none",
        duty=duty_of(law.kinds[row.kind], bound_basis(row), as_invitation=row.is_invitation),
        state=closed_from or state,
        is_open=law.states[state].open,
        requested_by=row.requested_by,
        sent_at=sent_at,
        answered_at=answered_at,
    )


_ACTS = frozenset(str(act) for act in Act)
