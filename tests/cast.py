# SPDX-License-Identifier: EUPL-1.2
"""The fixed cast: the parties and the people that every room's tests are played with.

Parties: `otp`, `registry`, `chambers`, `presidency`, `assembly`, `belgium`, `norway`, `defence_team`, `interpol`.
Viewers: `asking` and `asking_approver` (OTP), `asked` (Belgium), `uncleared` (Belgium, public clearance), `stranger`
(Norway, another State), `registrar`, `chamber`, `president`, `secretariat` (Assembly), `defence`, `anonymous`; and
administrators `asking_administrator`, `asked_administrator`, `registry_administrator`.
`person_of(viewer)` of the factories is a viewer's person; `sign_in(viewer)` gives a Django client of that person.
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from comity.core.viewer import ANONYMOUS, PUBLIC, UNDER_SEAL, Viewer
from comity.parties.models import Membership, Party, PartyKind
from comity.statute import Role
from tests.factories.parties import MembershipFactory, PartyFactory, person_at, person_of

DESK = (Role.DRAFTER, Role.OFFICER)


def _organ(code: str, name_en: str, name_fr: str) -> Party:
    return PartyFactory.make(code=code, kind=PartyKind.ORGAN, name_en=name_en, name_fr=name_fr)


def _state(code: str, iso2: str, name_en: str, name_fr: str) -> Party:
    party = PartyFactory.make(code=code, iso2=iso2, kind=PartyKind.STATE, name_en=name_en, name_fr=name_fr)
    if not Membership.objects.filter(party=party).exists():
        MembershipFactory.make(party=party, since=date(2002, 7, 1))
    return party


@pytest.fixture
def otp(db: None) -> Party:
    return _organ("OTP", "Office of the Prosecutor", "Bureau du Procureur")


@pytest.fixture
def registry(db: None) -> Party:
    return _organ("REG", "Registry", "Greffe")


@pytest.fixture
def chambers(db: None) -> Party:
    return _organ("CHM", "Chambers", "Chambres")


@pytest.fixture
def presidency(db: None) -> Party:
    return _organ("PRE", "Presidency", "Présidence")


@pytest.fixture
def assembly(db: None) -> Party:
    return PartyFactory.make(
        code="ASP",
        kind=PartyKind.ASSEMBLY,
        name_en="Secretariat of the Assembly of States Parties",
        name_fr="Secrétariat de l'Assemblée des États Parties",
    )


@pytest.fixture
def belgium(db: None) -> Party:
    return _state("BEL", "BE", "Belgium", "Belgique")


@pytest.fixture
def norway(db: None) -> Party:
    return _state("NOR", "NO", "Norway", "Norvège")


@pytest.fixture
def interpol(db: None) -> Party:
    return PartyFactory.make(code="INTERPOL", kind=PartyKind.ORGANISATION, name_en="INTERPOL", name_fr="INTERPOL")


@pytest.fixture
def defence_team(db: None) -> Party:
    return PartyFactory.make(
        code="DEF-A", kind=PartyKind.DEFENCE, name_en="Defence team A", name_fr="Équipe de la défense A"
    )


@pytest.fixture
def asking(otp: Party) -> Viewer:
    return person_at(otp, *DESK, clearance=UNDER_SEAL, function="Cooperation desk of the Office of the Prosecutor")


@pytest.fixture
def asking_approver(otp: Party) -> Viewer:
    return person_at(otp, Role.APPROVER, Role.SENIOR, clearance=UNDER_SEAL, function="Senior trial lawyer")


@pytest.fixture
def asking_administrator(otp: Party) -> Viewer:
    return person_at(otp, Role.READER, is_administrator=True, function="Administrator of the Office of the Prosecutor")


@pytest.fixture
def asked(belgium: Party) -> Viewer:
    return person_at(belgium, *DESK, clearance=UNDER_SEAL, function="Central authority of Belgium")


@pytest.fixture
def asked_administrator(belgium: Party) -> Viewer:
    return person_at(belgium, Role.READER, is_administrator=True, function="Administrator of Belgium")


@pytest.fixture
def uncleared(belgium: Party) -> Viewer:
    return person_at(belgium, *DESK, clearance=PUBLIC, function="Press office of Belgium")


@pytest.fixture
def stranger(norway: Party) -> Viewer:
    return person_at(norway, *DESK, clearance=UNDER_SEAL, function="Central authority of Norway")


@pytest.fixture
def registrar(registry: Party) -> Viewer:
    return person_at(registry, *DESK, Role.APPROVER, clearance=UNDER_SEAL, function="Judicial cooperation, Registry")


@pytest.fixture
def registry_administrator(registry: Party) -> Viewer:
    return person_at(registry, Role.READER, is_administrator=True, function="Administrator of the Registry")


@pytest.fixture
def chamber(chambers: Party) -> Viewer:
    return person_at(chambers, *DESK, Role.APPROVER, clearance=UNDER_SEAL, function="Legal officer, Chambers")


@pytest.fixture
def president(presidency: Party) -> Viewer:
    return person_at(presidency, *DESK, Role.APPROVER, clearance=UNDER_SEAL, function="Enforcement unit")


@pytest.fixture
def secretariat(assembly: Party) -> Viewer:
    return person_at(assembly, Role.OFFICER, function="Secretariat of the Assembly")


@pytest.fixture
def defence(defence_team: Party) -> Viewer:
    return person_at(defence_team, *DESK, function="Counsel")


@pytest.fixture
def anonymous() -> Viewer:
    return ANONYMOUS


@pytest.fixture
def sign_in(db: None) -> Callable[[Viewer], Client]:
    """Return a function from a viewer to a client signed in as that viewer's person."""

    def of(viewer: Viewer) -> Client:
        client = Client()
        if viewer.person_id is not None:
            client.force_login(person_of(viewer))
        return client

    return of
