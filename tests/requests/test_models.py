# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from comity.core.clock import now
from comity.core.viewer import Viewer
from comity.dossiers.models import Entry
from comity.parties.models import Person
from comity.requests.models import Cost, Reference, Request, Version
from comity.statute import rome
from tests.factories.requests import a_draft, a_sent, entries, fresh

WHY = "a test looks at the rows themselves"


def change_row(request: Request, **fields: Any) -> None:
    with transaction.atomic():
        Request.objects.unguarded(WHY).filter(id=request.id).update(**fields)


@pytest.mark.parametrize("state", sorted(rome().states))
def test_state_of_the_lifecycle_is_kept(state: str, asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    change_row(request, state=state)
    assert fresh(request).state == state


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "lost"},
        {"state": ""},
        {"transport": "flying"},
        {"transport": "sent", "sent_at": None},
    ],
    ids=str,
)
def test_request_out_of_the_tables_is_refused_by_the_database(
    fields: dict[str, Any], asking: Viewer, asked: Viewer
) -> None:
    request = a_draft(asking)
    with pytest.raises(IntegrityError):
        change_row(request, **fields)


def test_drafter_as_approver_is_refused_by_the_database(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    with pytest.raises(IntegrityError):
        change_row(request, approver=Person.objects.get(pk=request.drafter_id))


def test_second_version_of_the_same_number_is_refused_by_the_database(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    first = Version.objects.unguarded(WHY).get(request=request)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_same_reference_of_one_party_is_refused_by_the_database(asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    for number in ("12/3", "12-3"):
        row = Reference(
            dossier_id=request.dossier_id,
            request=request,
            party_id=request.issuer_id,
            number=number,
            normal="123",
            added_at=now(),
        )
        if number == "12/3":
            row.save(force_insert=True)
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save(force_insert=True)


def test_negative_cost_is_refused_by_the_database(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    cost = Cost(
        dossier_id=request.dossier_id,
        request=request,
        item="x",
        rule="100",
        borne_by="court",
        amount=Decimal("-0.01"),
        currency="EUR",
        on=date(2026, 1, 1),
        proposed_by_id=request.issuer_id,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        cost.save(force_insert=True)


@pytest.mark.parametrize("how", ["update", "delete"])
def test_entry_is_never_changed_or_deleted(how: str, asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    rows = Entry.objects.unguarded(WHY).filter(about=request.id)
    before = [(entry.id, entry.act) for entry in entries(request)]
    change = (
        partial(rows.update, act="requests:request:close") if how == "update" else partial(rows._raw_delete, rows.db)
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    assert [(entry.id, entry.act) for entry in entries(request)] == before
