# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta
from typing import Any

import pytest

from comity.core.clock import now
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers import actions, queries
from comity.dossiers.models import Dossier, Participation
from comity.parties.models import Party
from comity.statute import Act, Role
from tests.factories.dossiers import an_exchange, let_in, own_file
from tests.factories.parties import PartyFactory, person_at


def admitted(viewer: Viewer, dossier: Dossier, party: Party, **given: Any) -> Participation:
    usual: dict[str, Any] = {"scope": "full", "until": now() + timedelta(days=30), "reason": "protection"}
    return actions.admit_observer(viewer, dossier_id=dossier.id, party_id=party.id, at=now(), **(usual | given))


def ended(viewer: Viewer, dossier: Dossier, party: Party, reason: str = "done") -> None:
    actions.end_observer(viewer, dossier_id=dossier.id, party_id=party.id, reason=reason, at=now())


@pytest.fixture
def file(otp: Party) -> Dossier:
    return own_file(otp)


def test_observer_looks_on_until_the_end(
    asking_approver: Viewer, registry: Party, registrar: Viewer, file: Dossier
) -> None:
    part = admitted(asking_approver, file, registry)

    assert (part.side, part.scope, part.reason) == ("observer", "full", "protection")
    assert queries.dossier(registrar, file.id) == file
    assert part.until is not None
    assert queries.running([part], part.until) == []


def test_observer_is_let_in_by_an_approver_only(asking: Viewer, registry: Party, file: Dossier) -> None:
    with pytest.raises(Refused) as error:
        admitted(asking, file, registry)
    assert (error.value.refusal.act, error.value.refusal.code) == (Act.PARTICIPANT_ADMIT, "approver_admits")


def test_observer_is_let_in_by_the_owner_only(registry: Party, chambers: Party, file: Dossier) -> None:
    let_in(file, registry, side="observer")
    with pytest.raises(Refused):
        admitted(person_at(registry, Role.APPROVER, clearance=UNDER_SEAL), file, chambers)


def test_file_that_is_not_seen_is_not_found(stranger: Viewer, registry: Party, file: Dossier) -> None:
    with pytest.raises(NotFound):
        admitted(stranger, file, registry)


def test_file_of_an_organ_never_opens_to_a_state(
    asking_approver: Viewer, belgium: Party, interpol: Party, assembly: Party, file: Dossier
) -> None:
    for party in (belgium, interpol, assembly):
        with pytest.raises(Refused) as error:
            admitted(asking_approver, file, party)
        assert error.value.refusal.code == "other_side"


def test_file_of_a_state_never_opens_to_the_court(belgium: Party, norway: Party, otp: Party, registry: Party) -> None:
    viewer, file = person_at(belgium, Role.APPROVER), own_file(belgium)
    for party in (otp, registry):
        with pytest.raises(Refused):
            admitted(viewer, file, party)
    assert admitted(viewer, file, norway).party == norway


def test_prosecutor_and_defence_never_meet(otp: Party, defence_team: Party, registry: Party, belgium: Party) -> None:
    viewer, file = person_at(defence_team, Role.APPROVER), own_file(defence_team)
    exchange = an_exchange(file, defence_team, belgium)
    for dossier in (file, exchange):
        with pytest.raises(Refused):
            admitted(viewer, dossier, otp)
    assert admitted(viewer, file, registry).party == registry


def test_prosecutor_does_not_even_know_of_a_defence_team(
    asking_approver: Viewer, defence_team: Party, file: Dossier
) -> None:
    with pytest.raises(NotFound):
        admitted(asking_approver, file, defence_team)


def test_defence_team_is_no_observer_of_the_prosecutors_exchange(
    otp: Party, belgium: Party, defence_team: Party, file: Dossier
) -> None:
    shown = an_exchange(file, otp, belgium)

    assert not queries.may_look_on(shown, defence_team)


def test_exchange_opens_to_parties_that_take_no_part_yet(
    otp: Party, belgium: Party, norway: Party, chambers: Party, asking_approver: Viewer, file: Dossier
) -> None:
    exchange = an_exchange(file, otp, belgium)

    assert admitted(asking_approver, exchange, chambers).side == "observer"
    assert admitted(asking_approver, exchange, norway, scope="envelope").scope == "envelope"
    with pytest.raises(Invalid) as error:
        admitted(asking_approver, exchange, belgium)
    assert list(error.value.problems) == ["party"]


def test_internal_file_opens_to_nobody(otp: Party, belgium: Party, norway: Party, file: Dossier) -> None:
    exchange = an_exchange(file, otp, belgium)
    viewer = person_at(belgium, Role.APPROVER)
    own = actions.open_own_file(viewer, exchange=exchange, party_id=belgium.id, at=now())
    with pytest.raises(Refused):
        admitted(viewer, own, norway)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"until": now() - timedelta(days=1)}, "until"),
        ({"until": now() + timedelta(days=4000)}, "until"),
        ({"reason": ""}, "reason"),
    ],
)
def test_observer_is_not_let_in_on_faulty_terms(
    asking_approver: Viewer, registry: Party, file: Dossier, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as error:
        admitted(asking_approver, file, registry, **given)
    assert list(error.value.problems) == [field]


def test_observer_whose_part_was_ended_sees_nothing(
    asking_approver: Viewer, registry: Party, registrar: Viewer, file: Dossier
) -> None:
    admitted(asking_approver, file, registry)
    ended(asking_approver, file, registry)

    with pytest.raises(NotFound):
        queries.dossier(registrar, file.id)
    with pytest.raises(NotFound):
        ended(asking_approver, file, registry)


def test_other_side_is_not_ended_as_an_observer(
    otp: Party, belgium: Party, asking_approver: Viewer, asked: Viewer, file: Dossier
) -> None:
    exchange = an_exchange(file, otp, belgium)
    with pytest.raises(NotFound):
        ended(asking_approver, exchange, belgium)
    assert queries.dossier(asked, exchange.id) == exchange


def test_part_is_ended_by_an_approver_with_a_reason(
    asking: Viewer, asking_approver: Viewer, registry: Party, file: Dossier
) -> None:
    admitted(asking_approver, file, registry)
    with pytest.raises(Refused):
        ended(asking, file, registry)
    with pytest.raises(Invalid):
        ended(asking_approver, file, registry, " ")


def test_who_may_look_on_is_offered(asking_approver: Viewer, registry: Party, belgium: Party, file: Dossier) -> None:
    PartyFactory.make(code="CHM", kind="organ", name_en="Chambers", name_fr="Chambres")
    shown = queries.dossier(asking_approver, file.id)

    offered = {party.code for party in queries.parties_to_admit(asking_approver, shown)}
    assert {"REG", "CHM"} <= offered
    assert not {"OTP", "BEL"} & offered


# What the others are told


def test_observers_are_known_to_the_owner_and_to_themselves(
    otp: Party, belgium: Party, chambers: Party, norway: Party, asking_approver: Viewer, asked: Viewer, stranger: Viewer
) -> None:
    exchange = an_exchange(own_file(otp), otp, belgium)
    admitted(asking_approver, exchange, chambers)
    admitted(asking_approver, exchange, norway)

    def told(viewer: Viewer) -> list[str]:
        return sorted(row.party.code for row in queries.participants(viewer, exchange.id))

    assert told(asking_approver) == ["BEL", "CHM", "NOR", "OTP"]
    assert told(asked) == ["BEL", "OTP"]
    assert told(stranger) == ["BEL", "NOR", "OTP"]


def test_ended_parts_are_known_to_the_owner_only(
    otp: Party, belgium: Party, chambers: Party, asking: Viewer, asked: Viewer
) -> None:
    exchange = an_exchange(own_file(otp), otp, belgium)
    let_in(exchange, chambers, side="chamber", until=now() - timedelta(days=1), reason="why")

    assert [row.party.code for row in queries.participants(asking, exchange.id)] == ["OTP", "BEL", "CHM"]
    assert [row.party.code for row in queries.participants(asked, exchange.id)] == ["OTP", "BEL"]


def test_observer_reads_no_own_affairs_of_the_file(
    asking: Viewer, asking_approver: Viewer, registry: Party, registrar: Viewer, file: Dossier
) -> None:
    person = actions.enter_person(
        asking, dossier_id=file.id, pseudonym="W-1", capacity="witness", public_name="", at=now()
    )
    actions.write_page(
        asking,
        person_id=person.id,
        identity={"name": "N."},
        until=now() + timedelta(days=9),
        reason="protection",
        at=now(),
    )
    admitted(asking_approver, file, registry)
    theirs = queries.file_timeline(registrar, queries.dossier(registrar, file.id), size=9)
    ours = queries.file_timeline(asking, queries.dossier(asking, file.id), size=9)

    assert [(entry.act, entry.data) for entry in theirs.rows] == [
        (Act.PARTICIPANT_ADMIT, {}),
        (Act.PERSON_ENTER, {}),
    ]
    assert [entry.act for entry in ours.rows] == [Act.PARTICIPANT_ADMIT, Act.PAGE_WRITE, Act.PERSON_ENTER]
