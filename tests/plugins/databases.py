# SPDX-License-Identifier: EUPL-1.2
"""Every test of rows runs on SQLite and on PostgreSQL: one run of pytest each, chosen by COMITY_TEST_DATABASE."""

import pytest
from django.conf import settings

from tests.plugins import environment

ROW_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_setup", "live_server", "client_of"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this run has no database for; a run on PostgreSQL keeps to the tests that touch rows."""
    kept: list[pytest.Item] = []
    dropped: list[pytest.Item] = []
    for item in items:
        (kept if _belongs(item) else dropped).append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def _belongs(item: pytest.Item) -> bool:
    if environment.DATABASE == "sqlite":
        return item.get_closest_marker("postgresql") is None
    if item.get_closest_marker("sqlite") is not None:
        return False
    return touches_rows(item)


def touches_rows(item: pytest.Item) -> bool:
    """Return whether a test works on a database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & ROW_FIXTURES)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file, as in a real court (WAL, one writer, other threads see it), not in memory."""
    if environment.DATABASE == "sqlite":
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(settings.COMITY_DATA / "test.sqlite3")
