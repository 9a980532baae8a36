# SPDX-License-Identifier: EUPL-1.2
from datetime import date

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import ANONYMOUS, Viewer
from comity.parties import queries
from comity.parties.models import Party
from tests.factories.parties import AuthorityFactory, DeclarationFactory, MembershipFactory, PartyFactory

ON = date(2026, 6, 15)


def names(viewer: Viewer, **chosen: object) -> list[str]:
    wanted = queries.PartyFilter(**{"on": ON, **chosen})  # type: ignore[arg-type]  # the fields of one test each
    return [party.code for party in queries.parties_page(viewer, chosen=wanted, size=50).rows]


@pytest.fixture
def ivory(db: None) -> Party:
    party = PartyFactory.make(code="CIV", name_en="Côte d'Ivoire", name_fr="Côte d'Ivoire", region="Africa")
    MembershipFactory.make(
        party=party, basis="declaration_12_3", since=date(2003, 4, 18), until=date(2013, 5, 1), situation_code="S"
    )
    MembershipFactory.make(party=party, since=date(2013, 5, 1), until=date(2026, 1, 1))
    return party


@pytest.mark.parametrize("typed", ["côte", "COTE", "cote d’ivoire", "ivoire cote", "civ"])
def test_a_name_is_found_without_accents_and_in_any_order(asked: Viewer, ivory: Party, typed: str) -> None:
    assert names(asked, text=typed) == ["CIV"]


@pytest.mark.parametrize(
    ("status", "on", "found"),
    [
        ("state_party", ON, ["BEL"]),
        ("state_party", date(2020, 1, 1), ["BEL", "CIV"]),
        ("former_party", ON, ["CIV"]),
        ("former_party", date(2020, 1, 1), []),
        ("declaration_12_3", date(2010, 1, 1), ["CIV"]),
        ("none", date(2002, 1, 1), ["BEL", "CIV"]),
    ],
)
def test_status_is_of_a_day(
    asked: Viewer, belgium: Party, ivory: Party, otp: Party, status: str, on: date, found: list[str]
) -> None:
    assert names(asked, status=status, on=on) == found


def test_kind_and_region_narrow(asked: Viewer, ivory: Party, otp: Party) -> None:
    assert names(asked, kind="organ") == ["OTP"]
    assert names(asked, region="Africa") == ["CIV"]


def test_names_are_sorted_as_a_reader_expects(asked: Viewer, belgium: Party) -> None:
    for code, english, french in (
        ("ECU", "Ecuador", "Équateur"),
        ("EST", "Estonia", "Estonie"),
        ("SWE", "Sweden", "Suède"),
    ):
        PartyFactory.make(code=code, name_en=english, name_fr=french)
    assert names(asked) == ["BEL", "ECU", "EST", "SWE"]
    with translation.override("fr"):
        assert names(asked) == ["BEL", "ECU", "EST", "SWE"]


def test_pages_follow_each_other(asked: Viewer) -> None:
    for letter in "ABCDE":
        PartyFactory.make(code=f"Z{letter}", name_en=f"Z{letter}", name_fr=f"Z{letter}")
    wanted = queries.PartyFilter(on=ON, text="z")
    first = queries.parties_page(asked, chosen=wanted, size=2)
    second = queries.parties_page(asked, chosen=wanted, size=2, after=first.next_key)
    third = queries.parties_page(asked, chosen=wanted, size=2, after=second.next_key)
    assert [[row.code for row in page.rows] for page in (first, second, third)] == [["ZA", "ZB"], ["ZC", "ZD"], ["ZE"]]
    assert third.next_key == ""
    back = queries.parties_page(asked, chosen=wanted, size=2, before=third.previous_key)
    assert [row.code for row in back.rows] == ["ZC", "ZD"]


def test_a_made_up_key_of_a_page_is_refused(asked: Viewer) -> None:
    with pytest.raises(Invalid):
        queries.parties_page(asked, chosen=queries.PartyFilter(on=ON), size=2, after="nonsense")


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("defence", True),
        ("registrar", True),
        ("chamber", True),
        ("asking", False),
        ("asked", False),
        ("anonymous", False),
    ],
)
def test_that_a_defence_team_exists_is_not_for_everybody(
    request: pytest.FixtureRequest, defence_team: Party, who: str, sees: bool
) -> None:
    viewer: Viewer = request.getfixturevalue(who)
    assert (defence_team.code in names(viewer)) is sees
    if sees:
        assert queries.party_by_code(viewer, code="def-a") == defence_team
        assert queries.party_by_id(viewer, party_id=defence_team.pk) == defence_team
    else:
        with pytest.raises(NotFound):
            queries.party_by_code(viewer, code="DEF-A")
        with pytest.raises(NotFound):
            queries.party_by_id(viewer, party_id=defence_team.pk)


def test_an_unknown_code_is_not_found(asked: Viewer) -> None:
    with pytest.raises(NotFound):
        queries.party_by_code(asked, code="XXX")


def test_addresses_are_for_those_who_work_here(asked: Viewer, belgium: Party) -> None:
    row = AuthorityFactory.make(party=belgium)
    assert queries.authorities_of(asked, party_id=belgium.pk) == [row]
    assert queries.authorities_of(ANONYMOUS, party_id=belgium.pk) == []
    with pytest.raises(NotFound):
        queries.authority_by_id(ANONYMOUS, authority_id=row.pk)


def test_an_ended_authority_is_left_out(asked: Viewer, belgium: Party) -> None:
    AuthorityFactory.make(party=belgium, ended_on=ON)
    assert queries.authorities_of(asked, party_id=belgium.pk) == []
    assert len(queries.authorities_of(asked, party_id=belgium.pk, ended=True)) == 1


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    asked: Viewer, belgium: Party, item_count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(item_count):
        PartyFactory.make(code=f"Z{number}")
        AuthorityFactory.make(party=belgium)
        DeclarationFactory.make(party=belgium)
    with django_assert_num_queries(1):
        page = queries.parties_page(asked, chosen=queries.PartyFilter(on=ON, status="state_party", text="b"), size=50)
    with django_assert_num_queries(1):
        queries.memberships_of(asked, party_ids=[party.pk for party in page.rows])
    with django_assert_num_queries(1):
        queries.declarations_of(asked, party_id=belgium.pk)
    with django_assert_num_queries(1):
        queries.authorities_of(asked, party_id=belgium.pk)
