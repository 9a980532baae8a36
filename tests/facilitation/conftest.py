# SPDX-License-Identifier: EUPL-1.2
"""A facilitation on harbour lights: Belgium facilitates, France and an organ take part, and a made-up society."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from comity.core.db import as_system
from comity.core.viewer import Viewer
from comity.facilitation import actions
from comity.facilitation.actions import Basing
from comity.facilitation.models import Facilitation, Layer, Text
from comity.mandates import actions as mandates
from comity.mandates.actions.adding import Given
from comity.parties.models import Membership, Party, PartyKind
from comity.statute import Role
from tests.factories.parties import MembershipFactory, PartyFactory, person_at
from tests.mandates.texts import HARBOUR

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = "1. Lamps are lit at dusk.\n\n2. Keepers report in March.\n\n3. Paint is white."


def a_state(code: str, name: str) -> Party:
    party = PartyFactory.make(code=code, kind=PartyKind.STATE, name_en=name, name_fr=name)
    if not Membership.objects.filter(party=party).exists():
        MembershipFactory.make(party=party)
    return party


@pytest.fixture
def bel(belgium: Party) -> Party:
    if not Membership.objects.filter(party=belgium).exists():
        MembershipFactory.make(party=belgium)
    return belgium


@pytest.fixture
def fra(db: None) -> Party:
    return a_state("FRA", "France")


@pytest.fixture
def society(db: None) -> Party:
    return PartyFactory.make(
        code="LAMPS", kind=PartyKind.ORGANISATION, name_en="Society of Lamps (fictional)", name_fr="Société des lampes"
    )


@pytest.fixture
def leader(bel: Party) -> Viewer:
    return person_at(bel, Role.OFFICER, function="Ambassador for lamps")


@pytest.fixture
def delegate(fra: Party) -> Viewer:
    return person_at(fra, Role.OFFICER, function="Delegate of France")


@pytest.fixture
def ngo(society: Party) -> Viewer:
    return person_at(society, Role.OFFICER, function="Observer of the society")


@pytest.fixture
def held(
    secretariat: Viewer, leader: Viewer, delegate: Viewer, ngo: Viewer, bel: Party, fra: Party, society: Party
) -> Facilitation:
    """The facilitation; the stranger and the registrar take no part in it."""
    with as_system("a test"):
        given = Given(source="invented", text=HARBOUR)
        instrument = mandates.add_instrument(secretariat, given=given, at=AT)
        mandates.finish_review(secretariat, instrument_id=instrument.id, at=AT)
        row = actions.open_facilitation(
            secretariat, subject="Harbour lights", since=date(2026, 3, 1), until=date(2026, 12, 1),
            rests_on=[Basing(symbol=instrument.symbol, number="3")], at=AT,
        )  # fmt: skip
        on: dict[str, Any] = {"facilitation_id": row.id, "at": AT}
        actions.appoint_facilitator(secretariat, party_id=bel.id, function=leader.function, **on)
        actions.invite_participant(leader, party_id=fra.id, role="delegation", **on)
        actions.invite_participant(leader, party_id=society.id, role="ngo", **on)
    return row


@pytest.fixture
def text(held: Facilitation, leader: Viewer) -> Text:
    with as_system("a test"):
        return actions.begin_text(
            leader, facilitation_id=held.id, layer=Layer.DELEGATIONS, title="Draft on lamps", language="en",
            words=WORDS, at=AT,
        )  # fmt: skip
