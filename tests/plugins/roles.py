# SPDX-License-Identifier: EUPL-1.2
"""On PostgreSQL the owner makes the test database, and the tests run as the application's role, behind the second wall.

A test within one transaction begins with the eyes of a duty of the system, so that it may make and look at rows without
a thought of them; pages, the worker and `as_viewer` look with their own eyes for their block, and then the test looks
again. A test of real transactions has no eyes but those it takes: `with as_viewer(...)`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from pytest_django import DjangoDbBlocker

from comity.config import wall
from comity.config.owner import as_owner
from comity.core.db import as_system
from tests.plugins import environment
from tests.plugins.databases import touches_rows

REAL = {"transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"}
APP = {name: settings.DATABASES["default"].get(name) for name in ("USER", "PASSWORD")}


def sign_in_as(role: dict[str, Any]) -> None:
    """Let the connections of this process, and of its live servers, be those of a role."""
    connection.close()
    connection.settings_dict.update(USER=role["USER"], PASSWORD=role["PASSWORD"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Let the owner make the database."""
    if environment.DATABASE == "postgresql":
        sign_in_as(settings.COMITY_OWNER_DATABASE)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Once it is made, lay the wall and be the application; be the owner again to drop it."""
    if environment.DATABASE == "sqlite":
        yield
        return
    with django_db_blocker.unblock():
        wall.lay(str(APP["USER"]))
        sign_in_as(APP)
    yield
    with django_db_blocker.unblock():
        sign_in_as(settings.COMITY_OWNER_DATABASE)


@pytest.fixture(autouse=True)
def eyes_of_the_system(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test within one transaction see all rows, until somebody else looks."""
    marker = request.node.get_closest_marker("django_db")
    is_real = bool(REAL & set(request.fixturenames)) or bool(marker and marker.kwargs.get("transaction"))
    if environment.DATABASE == "sqlite" or is_real or not touches_rows(request.node):
        yield
        return
    request.getfixturevalue("db")
    with as_system("test"):
        yield


def _empty_as_owner(_operations: DatabaseOperations, statements: list[str]) -> None:
    """Empty the tables after a test of real transactions: the application may not."""
    with as_owner(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


DatabaseOperations.execute_sql_flush = _empty_as_owner  # type: ignore[method-assign, assignment]  # in tests only
