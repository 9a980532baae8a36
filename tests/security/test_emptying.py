# SPDX-License-Identifier: EUPL-1.2
"""The one change that insert-only tables let through, asked of the database by hand, as the application signs in.

An allowed disposal lets entries and versions of its own dossier be emptied. Each clause of what the trigger asks is
then broken by itself, and each must stop it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from comity.core.clock import now
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers.models import Consent, Disposal, Dossier, Entry, Hold
from comity.parties.models import Party
from comity.requests.models import Request, Version
from comity.statute import Role
from tests.factories.dossiers import an_entry, an_exchange, let_in, own_file
from tests.factories.parties import PartyFactory, person_at

REFUSED = "insert only|permission denied"
DAY = timedelta(days=1)


@dataclass
class Case:
    """An exchange that may be emptied, and another that may not."""

    dossier: Dossier
    file: Dossier
    other: Dossier
    disposal: Disposal
    parties: tuple[Party, Party]
    people: tuple[Viewer, ...]
    entry: Entry
    version: Version


@pytest.fixture
def case(otp: Party, belgium: Party) -> Case:
    people = tuple(person_at(party, Role.APPROVER, clearance=UNDER_SEAL) for party in (otp, otp, belgium, belgium))
    file = own_file(otp)
    dossier, other = an_exchange(file, otp, belgium), an_exchange(file, otp, belgium)
    rows = Dossier.objects.unguarded("a test")
    rows.filter(id__in=[dossier.id, other.id, file.id]).update(archived_at=now() - 9 * DAY)
    disposal = Disposal(
        dossier=dossier, reason="x", decision="x", proposed_at=now() - 9 * DAY, approved_at=now() - 8 * DAY,
        not_before=now() - DAY,
    )  # fmt: skip
    disposal.save(force_insert=True)
    for person in people:
        consent(disposal, person)
    entry = an_entry(dossier)
    return Case(dossier, file, other, disposal, (otp, belgium), people, entry, a_version(dossier, people[0], belgium))


def consent(disposal: Disposal, person: Viewer) -> None:
    assert person.party_id is not None
    assert person.person_id is not None
    Consent(
        dossier_id=disposal.dossier_id,
        disposal=disposal,
        party_id=person.party_id,
        person_id=person.person_id,
        at=now(),
    ).save(force_insert=True)


def a_version(dossier: Dossier, person: Viewer, addressee: Party) -> Version:
    request = Request(
        dossier=dossier, file=dossier, reference=dossier.id.hex[:8], issuer=dossier.owner, sender=dossier.owner,
        addressee=addressee, kind="SERV", subject="x", drafter_id=person.person_id or uuid4(),
    )  # fmt: skip
    request.save(force_insert=True)
    version = Version(
        dossier=dossier, request=request, number=1, kind="original", subject="x", contents={"x": "y"}, at=now()
    )
    version.save(force_insert=True)
    return version


def do(statement: str, *given: Any) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)


def adapted(value: Any, field: "models.Field[Any, Any] | None" = None) -> Any:
    return (field or models.UUIDField()).get_db_prep_value(value, connection)


EMPTY = {
    "dossiers_entry": "UPDATE dossiers_entry SET salt = {none}, data = '{{}}'{more} WHERE dossier_id = %s",
    "requests_version": (
        "UPDATE requests_version SET subject = '', contents = '{{}}', reason = ''{more} WHERE dossier_id = %s"
    ),
}
TABLES = tuple(EMPTY)


def empty(table: str, dossier: Dossier, more: str = "") -> int:
    none = "x''" if connection.vendor == "sqlite" else "''::bytea"
    return do(EMPTY[table].format(none=none, more=more), adapted(dossier.id))


@pytest.mark.parametrize("table", TABLES)
def test_allowed_disposal_empties_its_dossier(case: Case, table: str) -> None:
    assert empty(table, case.dossier) == 1


def held(case: Case) -> None:
    Hold(dossier=case.dossier, party=case.parties[1], reason="x", placed_at=now()).save(force_insert=True)


def held_by_its_file(case: Case) -> None:
    Hold(dossier=case.file, party=case.parties[0], reason="x", placed_at=now()).save(force_insert=True)


def taken_back(case: Case) -> None:
    Dossier.objects.unguarded("a test").filter(id=case.dossier.id).update(archived_at=None)


def withdrawn(case: Case) -> None:
    Disposal.objects.unguarded("a test").filter(id=case.disposal.id).update(ended_at=now())


def executed(case: Case) -> None:
    Disposal.objects.unguarded("a test").filter(id=case.disposal.id).update(executed_at=now())


def put_off(case: Case) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    Disposal.objects.unguarded("a test").filter(id=case.disposal.id).update(not_before=soon)


def anew(case: Case, people: tuple[Viewer, ...], *, waits: bool = True) -> None:
    """Withdraw the disposal and propose it anew, with these consents: what was consented to once cannot be undone."""
    withdrawn(case)
    case.disposal = Disposal(
        dossier=case.dossier, reason="x", decision="x", proposed_at=now() - 9 * DAY, approved_at=now() - 8 * DAY,
        not_before=now() - DAY if waits else None,
    )  # fmt: skip
    case.disposal.save(force_insert=True)
    for person in people:
        consent(case.disposal, person)


def one_person_of_the_owner(case: Case) -> None:
    anew(case, case.people[1:])


def one_person_of_the_other_side(case: Case) -> None:
    anew(case, case.people[:3])


def nobody_but_the_other_side(case: Case) -> None:
    anew(case, case.people[2:])


def never_approved(case: Case) -> None:
    anew(case, case.people, waits=False)


def a_third_party_came_in(case: Case) -> None:
    let_in(case.dossier, PartyFactory.make(code="NOR", kind="state"), side="observer")


@pytest.mark.parametrize(
    "breaks",
    [
        held,
        held_by_its_file,
        taken_back,
        withdrawn,
        executed,
        put_off,
        one_person_of_the_owner,
        one_person_of_the_other_side,
        nobody_but_the_other_side,
        never_approved,
        a_third_party_came_in,
    ],
)
@pytest.mark.parametrize("table", TABLES)
def test_without_one_clause_nothing_is_emptied(case: Case, table: str, breaks: Callable[[Case], None]) -> None:
    breaks(case)
    with pytest.raises(DatabaseError, match=REFUSED):
        empty(table, case.dossier)

    assert Entry.objects.unguarded("a test").get(id=case.entry.id).salt
    assert Version.objects.unguarded("a test").get(id=case.version.id).subject == "x"


@pytest.mark.parametrize("table", TABLES)
def test_other_dossier_is_not_emptied(case: Case, table: str) -> None:
    an_entry(case.other)
    a_version(case.other, case.people[0], case.parties[1])
    with pytest.raises(DatabaseError, match=REFUSED):
        empty(table, case.other)


def test_one_person_cannot_consent_twice(case: Case) -> None:
    with pytest.raises(DatabaseError, match=r"consent_once_a_person|dossiers_consent\.disposal_id"):
        consent(case.disposal, case.people[0])


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE dossiers_entry SET data = \'{"reason": "another"}\'',
        "UPDATE dossiers_entry SET data = '{}'",
        "UPDATE dossiers_entry SET salt = salt",
        "UPDATE dossiers_entry SET salt = {one}, data = '{{}}'",
        "DELETE FROM dossiers_entry",
        "UPDATE requests_version SET subject = 'another', contents = '{}', reason = ''",
        "UPDATE requests_version SET subject = ''",
        "DELETE FROM requests_version",
    ],
)
def test_allowed_disposal_empties_and_changes_nothing(case: Case, statement: str) -> None:
    if "{one}" in statement:
        statement = statement.format(one="x'01'" if connection.vendor == "sqlite" else "'\\x01'::bytea")
    with pytest.raises(DatabaseError, match=REFUSED):
        do(statement)


def changed(model: type[models.Model], table: str) -> list[str]:
    """Return every column that a disposal does not empty, each set to something else than it is."""
    kept = []
    for field in model._meta.concrete_fields:
        if f" {field.column} =" in EMPTY[table]:
            continue
        match field:
            case models.UUIDField() | models.ForeignKey():
                value = "NULL" if field.null else "'12345678123456781234567812345678'"
                if field.null:
                    value = "'12345678123456781234567812345678'"
                if isinstance(field, models.ForeignKey) and not isinstance(field.target_field, models.UUIDField):
                    value = "12345678"
            case models.DateTimeField():
                value = "'2001-01-01 00:00:00'"
            case models.CharField():
                value = "'zz'"
            case _:
                value = "4242"
        kept.append(f'"{field.column}" = {value}')
    return kept


@pytest.mark.parametrize(
    ("table", "more"),
    [("dossiers_entry", one) for one in changed(Entry, "dossiers_entry")]
    + [("requests_version", one) for one in changed(Version, "requests_version")],
)
def test_what_remains_is_not_changed_while_emptying(case: Case, table: str, more: str) -> None:
    with pytest.raises(DatabaseError, match=REFUSED):
        empty(table, case.dossier, f", {more}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dossiers_consent SET function = 'x'",
        "DELETE FROM dossiers_consent",
        "DELETE FROM dossiers_disposal",
        "DELETE FROM dossiers_hold",
    ],
)
def test_what_a_disposal_rests_on_is_not_changed(case: Case, statement: str) -> None:
    held(case)
    with pytest.raises(DatabaseError, match=REFUSED):
        do(statement)


def test_waiting_time_is_not_shortened(case: Case) -> None:
    put_off(case)
    for value in (now() - DAY, None):
        with pytest.raises(DatabaseError, match="not shortened"), transaction.atomic():
            Disposal.objects.unguarded("a test").filter(id=case.disposal.id).update(not_before=value)


def test_hold_stays_where_it_was_placed(case: Case) -> None:
    held(case)
    with pytest.raises(DatabaseError, match="stays where"), transaction.atomic():
        Hold.objects.unguarded("a test").filter(dossier=case.dossier).update(dossier=case.other)
