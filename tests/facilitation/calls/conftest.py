# SPDX-License-Identifier: EUPL-1.2
"""One facilitation on harbours: Belgium and France as delegations, the Prosecutor's office, an invited association.

Norway is outside. `writer` and `clearer` are two people of Belgium.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from comity.core.viewer import Viewer
from comity.facilitation import actions
from comity.facilitation.models import Call, Facilitation, Layer, Participant
from comity.facilitation.questions import Question, Questionnaire
from comity.mandates import actions as mandates
from comity.mandates.actions.adding import Given
from comity.parties.models import Party, PartyKind
from comity.statute import Role, Text
from tests.facilitation.questions.forms import HARBOURS
from tests.factories.parties import MembershipFactory, PartyFactory, person_at
from tests.mandates.texts import REPORT

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LAST_DAY = date(2026, 4, 30)
AFTER = datetime(2026, 5, 4, 9, tzinfo=UTC)
GIVEN = Given(source="invented", text=REPORT, symbol="LIGHT/7", title="Report on lighthouses", language="en")
Ask = Callable[..., Call]


@pytest.fixture
def france(db: None) -> Party:
    party = PartyFactory.make(code="FRA", kind=PartyKind.STATE, name_en="France", name_fr="France")
    MembershipFactory.make(party=party)
    return party


@pytest.fixture
def association(db: None) -> Party:
    return PartyFactory.make(
        code="HARBOURS", kind=PartyKind.ORGANISATION, name_en="Friends of harbours", name_fr="Amis des ports"
    )


@pytest.fixture
def writer(belgium: Party) -> Viewer:
    return person_at(belgium, Role.DRAFTER, function="Delegation of Belgium")


@pytest.fixture
def clearer(belgium: Party) -> Viewer:
    return person_at(belgium, Role.OFFICER, function="Ministry of harbours")


@pytest.fixture
def french(france: Party) -> Viewer:
    return person_at(france, Role.DRAFTER, function="Delegation of France")


@pytest.fixture
def french_clearer(france: Party) -> Viewer:
    return person_at(france, Role.OFFICER, function="Ministry of France")


@pytest.fixture
def prosecutor(otp: Party) -> Viewer:
    return person_at(otp, Role.OFFICER, function="Cooperation, Office of the Prosecutor")


@pytest.fixture
def ngo(association: Party) -> Viewer:
    return person_at(association, Role.OFFICER, function="Friends of harbours")


@pytest.fixture
def held(secretariat: Viewer, belgium: Party, france: Party, otp: Party, association: Party) -> Facilitation:
    """The facilitation, with its three layers and its participants."""
    report = mandates.add_report(secretariat, given=GIVEN, at=AT)
    mandates.finish_review(secretariat, instrument_id=report.id, at=AT)
    row = actions.open_facilitation(
        secretariat, subject="Harbours", since=AT.date(), until=AT.date() + timedelta(days=365),
        rests_on=[actions.Basing(symbol=report.symbol, number="43")], at=AT,
    )  # fmt: skip
    roles = Participant.Role
    for party, role in (
        (belgium, roles.DELEGATION), (france, roles.DELEGATION), (otp, roles.ORGAN), (association, roles.NGO),
    ):  # fmt: skip
        actions.invite_participant(secretariat, facilitation_id=row.id, party_id=party.id, role=role, at=AT)
    return row


@pytest.fixture
def ask(secretariat: Viewer, held: Facilitation) -> Ask:
    """Open a call with these questions in this layer."""

    def of(
        form: Questionnaire = HARBOURS, *, layer: Layer = Layer.PUBLIC, last_day: date = LAST_DAY, opens: bool = True
    ) -> Call:
        heading = actions.Heading(Text("Harbour law", "Droit des ports"), Text("", ""), layer, last_day)
        row = actions.add_call(secretariat, facilitation_id=held.id, heading=heading, at=AT)
        for place, section in enumerate(form.sections):
            actions.add_section(secretariat, facilitation_id=held.id, call_id=row.id, title=section.title, at=AT)
            for question in section.questions:
                row = put(secretariat, row, place, question)
        return actions.open_call(secretariat, facilitation_id=held.id, call_id=row.id, at=AT) if opens else row

    return of


def put(viewer: Viewer, call: Call, section: int, question: Question) -> Call:
    return actions.put_question(
        viewer, facilitation_id=call.facilitation_id, call_id=call.id, section=section, question=question, at=AT
    )


@pytest.fixture
def call(ask: Ask) -> Call:
    return ask()
