# SPDX-License-Identifier: EUPL-1.2
"""The unit of work: one viewer, whole or not at all."""

import hashlib
import hmac
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from comity.core.db import as_viewer, sight_context
from comity.core.models import Owed
from comity.core.outbox import owe
from comity.core.viewer import ANONYMOUS, Viewer, system_viewer


def told() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('comity.viewer', true)")
        return cursor.fetchone()[0] or ""


def somebody() -> Viewer:
    return Viewer(person_id=uuid4(), party_id=uuid4(), clearance=1, circles=frozenset({uuid4(), uuid4()}))


@pytest.mark.django_db(transaction=True)
def test_unit_of_work_commits_whole() -> None:
    with as_viewer(somebody()):
        owe("a", "1")
        owe("a", "2")

    assert Owed.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_unit_of_work_that_fails_leaves_nothing() -> None:
    def half() -> None:
        with as_viewer(somebody()):
            owe("a", "1")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half()

    assert not Owed.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_reading_takes_no_write_lock_on_sqlite() -> None:
    with as_viewer(somebody(), writes=False):
        assert transaction.get_connection().in_atomic_block is (connection.vendor == "postgresql")
    with as_viewer(somebody()):
        assert transaction.get_connection().in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_same_viewer_may_look_again_within() -> None:
    viewer = somebody()
    with as_viewer(viewer), as_viewer(viewer):
        owe("a", "1")

    assert Owed.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [{"party_id": uuid4()}, {"clearance": 2}, {"circles": frozenset()}])
def test_second_viewer_within_is_refused(change: dict[str, Any]) -> None:
    viewer = somebody()
    with as_viewer(viewer), pytest.raises(RuntimeError, match="another viewer"), as_viewer(replace(viewer, **change)):
        pytest.fail("never reached")


@pytest.mark.django_db(transaction=True)
def test_viewer_after_a_failed_unit_of_work_is_a_new_one() -> None:
    with pytest.raises(ZeroDivisionError), as_viewer(somebody()):
        _ = 1 / 0
    with as_viewer(somebody()):
        owe("a", "1")

    assert Owed.objects.count() == 1


def test_context_is_signed_with_the_installations_key(settings: Any) -> None:
    plain, _, signature = sight_context(somebody()).rpartition("|")

    assert signature == hmac.new(settings.COMITY_SIGHT_KEY, plain.encode(), hashlib.sha256).hexdigest()


def test_context_names_party_clearance_and_circles() -> None:
    viewer = somebody()
    duty, party, clearance, circles, *_rest = sight_context(viewer).split("|")

    assert (duty, party, clearance) == ("", str(viewer.party_id), "1")
    assert circles.split(",") == sorted(str(circle) for circle in viewer.circles)


def test_duty_of_the_system_names_itself() -> None:
    assert sight_context(system_viewer("delivery")).split("|")[:3] == ["delivery", "", "2"]
    assert sight_context(ANONYMOUS).split("|")[:3] == ["", "", "0"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_database_knows_the_viewer_and_forgets_them() -> None:
    viewer = somebody()
    with as_viewer(viewer):
        inside = told()
    with transaction.atomic():
        outside = told()

    assert inside.startswith(f"|{viewer.party_id}|1|")
    assert outside == ""


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_database_forgets_the_viewer_of_a_failed_unit_of_work() -> None:
    with pytest.raises(ZeroDivisionError), as_viewer(somebody()):
        _ = 1 / 0
    with transaction.atomic():
        assert told() == ""
