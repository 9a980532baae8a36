# SPDX-License-Identifier: EUPL-1.2
"""Whose eyes PostgreSQL has: those of the unit of work under way, as long as it lasts, whatever goes wrong in it."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from comity.core.db import as_system, as_viewer
from comity.core.viewer import system_viewer
from comity.dossiers.models import Dossier
from tests.security.walled import Court, a_court, keys_of

pytestmark = pytest.mark.postgresql


@pytest.fixture
def court(db: None) -> Court:
    return a_court()


def seen() -> int:
    return len(keys_of(Dossier))


def told() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('comity.viewer', true), '')")
        return str(cursor.fetchone()[0])


def fail() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@pytest.mark.django_db(transaction=True)
def test_context_ends_with_the_transaction() -> None:
    with as_viewer(system_viewer("test")):
        court = a_court()
    asking = court.personas["asking"]

    with as_viewer(asking, writes=False):
        during = (seen() > 0, told() != "")

    assert (during, seen(), told(), connection.in_atomic_block) == ((True, True), 0, "", False)


@pytest.mark.django_db(transaction=True)
def test_context_ends_with_a_transaction_that_failed() -> None:
    with as_viewer(system_viewer("test")):
        court = a_court()

    with pytest.raises(DatabaseError), as_viewer(court.personas["asking"]):
        fail()

    assert (seen(), told()) == (0, "")
    with as_viewer(court.personas["stranger"], writes=False):
        assert keys_of(Dossier) == court.expected("stranger", Dossier)


@pytest.mark.django_db(transaction=True)
def test_duty_outside_a_unit_of_work_is_a_unit_of_its_own() -> None:
    with as_viewer(system_viewer("test")):
        court = a_court()

    assert Dossier.objects.unguarded("a test").count() >= len(court.dossiers)
    assert (seen(), told()) == (0, "")


def test_person_looks_within_a_duty_and_the_duty_again_afterwards(court: Court) -> None:
    before = told()
    with as_viewer(court.personas["stranger"]):
        assert keys_of(Dossier) == court.expected("stranger", Dossier)

    assert (told(), seen() >= len(court.dossiers)) == (before, True)


def test_duty_looks_within_a_person_s_unit_and_the_person_again_afterwards(court: Court) -> None:
    with as_viewer(court.personas["stranger"]):
        own, mine = seen(), told()
        with as_system("test"):
            assert seen() >= len(court.dossiers)

        assert (seen(), told()) == (own, mine)


def test_rows_without_a_viewer_are_read_with_the_system_s_eyes(court: Court) -> None:
    rows = Dossier.objects.unguarded("a test").filter(title="open")
    with as_viewer(court.personas["stranger"]):
        own = seen()

        assert [rows.count(), rows.exists(), len(rows), len(list(rows.iterator()))] == [1, True, 1, 1]
        assert rows.update(title="open still") == 1
        assert seen() == own


def fail_in_python() -> None:
    raise LookupError


@pytest.mark.parametrize("goes_wrong", [fail, fail_in_python])
def test_what_fails_in_a_duty_leaves_the_person_s_eyes(court: Court, goes_wrong: Callable[[], None]) -> None:
    with as_viewer(court.personas["stranger"]):
        own, mine = seen(), told()
        with pytest.raises((DatabaseError, LookupError)), transaction.atomic(), as_system("test"):
            goes_wrong()

        assert (seen(), told()) == (own, mine)


def test_savepoint_rolled_back_brings_the_older_eyes_back(court: Court) -> None:
    before = told()
    with pytest.raises(LookupError), as_viewer(court.personas["stranger"]), as_system("test"):
        fail_in_python()

    assert (told(), seen() >= len(court.dossiers)) == (before, True)


def test_failure_caught_within_a_duty_does_not_end_it(court: Court) -> None:
    with as_viewer(court.personas["stranger"]), as_system("test"):
        with pytest.raises(DatabaseError), transaction.atomic():
            fail()

        assert seen() >= len(court.dossiers)


@pytest.mark.parametrize("second", ["asked", "anonymous"])
def test_one_person_never_looks_within_another_s_unit(court: Court, second: str) -> None:
    with as_viewer(court.personas["stranger"]):
        with pytest.raises(RuntimeError, match="another viewer"), as_viewer(court.personas[second]):
            pass
        with pytest.raises(RuntimeError, match="another viewer"), as_viewer(system_viewer("test")):
            pass


def test_same_person_may_look_again(court: Court) -> None:
    with as_viewer(court.personas["stranger"]), as_viewer(court.personas["stranger"]):
        assert keys_of(Dossier) == court.expected("stranger", Dossier)


def test_duty_with_a_separator_in_its_name_is_refused() -> None:
    with pytest.raises(ValueError, match="name of a duty"), as_system("clock|"):
        pass


def test_telling_is_counted_by_nobody(court: Court, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    # A savepoint and its release, as on SQLite.
    with django_assert_num_queries(2), as_viewer(court.personas["stranger"], writes=False):
        pass
