# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from comity.core.viewer import Viewer
from comity.mandates import actions
from comity.mandates.actions.adding import Given
from comity.mandates.models import Instrument, Mandate
from comity.parties.models import Party
from comity.statute import Role
from tests.factories.parties import person_at

from .texts import HARBOUR, LATER

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
Keep = Callable[..., Instrument]


@pytest.fixture
def officer(belgium: Party) -> Viewer:
    return person_at(belgium, Role.OFFICER, function="Ministry of harbours")


@pytest.fixture
def keep(secretariat: Viewer) -> Keep:
    """Add an invented resolution and end its review."""

    def of(text: str = HARBOUR, *, review: bool = True, symbol: str = "") -> Instrument:
        row = actions.add_instrument(secretariat, given=Given(source="invented", text=text, symbol=symbol), at=AT)
        return actions.finish_review(secretariat, instrument_id=row.id, at=AT) if review else row

    return of


@pytest.fixture
def harbour(keep: Keep) -> Instrument:
    return keep()


@pytest.fixture
def later(keep: Keep) -> Instrument:
    return keep(LATER)


@pytest.fixture
def painting(harbour: Instrument) -> Mandate:
    """The mandate on States Parties, due in January 2012."""
    return Mandate.rows.get(paragraph__instrument=harbour, addressed="states parties")


@pytest.fixture
def reporting(harbour: Instrument) -> Mandate:
    """The mandate on the Court, due at the eleventh session."""
    return Mandate.rows.get(paragraph__instrument=harbour, addressed="court")
