# SPDX-License-Identifier: EUPL-1.2
"""Where there is no second wall, that is said; what PostgreSQL's wall is tried by stands in tests/security."""

import pytest

from comity.config import wall


@pytest.mark.sqlite
@pytest.mark.django_db
def test_there_is_no_second_wall_on_sqlite() -> None:
    assert wall.check() == "none on SQLite: one trust domain"
