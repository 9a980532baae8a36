# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime

import pytest

from comity.core.viewer import ANONYMOUS
from comity.parties import queries
from comity.parties.actions import Loaded, system_load_reference
from comity.parties.models import Declaration, Membership, Party, Person
from comity.statute import SituationFacts, rome
from tests.factories.parties import DeclarationFactory, PersonFactory

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = AT.date()

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> Loaded:
    return system_load_reference(at=AT)


def state(code: str) -> Party:
    return Party.objects.get(code=code)


def duty(code: str, on: date, situation: SituationFacts | None = None) -> str | None:
    facts = situation or SituationFacts(code="MADE-UP", opened_on=date(2020, 1, 1))
    found = queries.obligation_of(ANONYMOUS, party=state(code), situation=facts, on=on)
    return found.code if found else None


def languages(code: str) -> list[list[str]]:
    return queries.languages_in_force(ANONYMOUS, party_id=state(code).pk, on=TODAY).languages.rows()


def test_every_row_of_the_list_becomes_a_state_with_source_and_date(loaded: Loaded) -> None:
    listed = {row.iso3 for row in rome().parties}
    assert len(listed) == 129
    assert (
        Party.objects.filter(code__in=listed, kind="state", as_of=date(2026, 11, 24)).exclude(source="").count() == 129
    )


def test_organs_secretariat_and_organisations_are_there(loaded: Loaded) -> None:
    assert set(Party.objects.filter(kind="organ").values_list("code", flat=True)) == {"OTP", "REG", "CHM", "PRE"}
    assert Party.objects.get(kind="assembly").code == "ASP"
    assert {"UN", "EU", "INTERPOL", "ICRC"} <= set(
        Party.objects.filter(kind="organisation").values_list("code", flat=True)
    )
    assert not state("INTERPOL").is_verified
    assert state("EU").is_verified


def test_loading_again_changes_nothing(loaded: Loaded) -> None:
    assert loaded.parties > 129
    assert system_load_reference(at=AT) == Loaded(parties=0, memberships=0, declarations=0)


def test_loading_costs_the_same_queries_whatever_is_new(django_assert_max_num_queries: object, loaded: Loaded) -> None:
    with django_assert_max_num_queries(9):  # type: ignore[operator]  # pytest-django gives a context manager
        system_load_reference(at=AT)


def test_loading_again_mends_a_fact_and_leaves_what_a_person_recorded(loaded: Loaded) -> None:
    Party.objects.filter(code="BEL").update(name_en="Belgum")
    person: Person = PersonFactory.make()
    DeclarationFactory.make(
        party=state("ITA"), text="en", languages=[["en"]], effective_on=date(2026, 1, 1), recorded_by=person
    )

    assert system_load_reference(at=AT) == Loaded(parties=1, memberships=0, declarations=0)

    assert state("BEL").name_en == "Belgium"
    assert languages("ITA") == [["en"]]
    assert Declaration.objects.filter(party=state("ITA"), recorded_by=person).count() == 1


def test_a_choice_of_one_day_is_the_persons_not_the_loads(loaded: Loaded) -> None:
    day = Declaration.objects.get(party=state("ITA"), subject="language").effective_on
    DeclarationFactory.make(
        party=state("ITA"),
        text="fr",
        languages=[["fr"]],
        effective_on=day,
        recorded_by=PersonFactory.make(),
        recorded_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    assert languages("ITA") == [["fr"]]


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("HUN", date(2026, 6, 1), "state_party"),
        ("HUN", date(2026, 6, 2), "former_party"),
        ("MNE", date(2006, 6, 2), None),
        ("MNE", date(2006, 6, 3), "state_party"),
        ("BDI", date(2017, 10, 27), None),
        ("PHL", date(2019, 3, 16), "state_party"),
        ("SDN", date(2026, 1, 1), None),
        ("USA", date(2026, 1, 1), None),
        ("UN", date(2026, 1, 1), None),
        ("OTP", date(2026, 1, 1), None),
    ],
)
def test_who_owes_cooperation_on_a_date(loaded: Loaded, code: str, on: date, expected: str | None) -> None:
    assert duty(code, on) == expected


@pytest.mark.parametrize(
    ("code", "on", "situation", "expected"),
    [
        ("HUN", date(2026, 8, 1), SituationFacts(code="NEW", opened_on=date(2026, 7, 1)), None),
        ("HUN", date(2026, 8, 1), SituationFacts(code="NEW"), None),
        ("SDN", date(2026, 1, 1), SituationFacts(code="ICC-02/05"), "security_council"),
        ("SDN", date(2026, 1, 1), SituationFacts(code="ICC-01/11", resolution="S/RES/1970(2011)"), None),
        ("LBY", date(2026, 1, 1), SituationFacts(code="ANY", resolution="1970 (2011)"), "security_council"),
        ("LBY", date(2011, 2, 25), SituationFacts(code="ICC-01/11"), None),
        ("CIV", date(2012, 1, 1), SituationFacts(code="ICC-02/11"), "declaration_12_3"),
        ("CIV", date(2012, 1, 1), SituationFacts(code="ICC-01/04"), None),
        ("CIV", date(2013, 5, 1), SituationFacts(code="ICC-02/11"), "state_party"),
        ("UKR", date(2024, 12, 31), SituationFacts(code="ICC-01/22"), "declaration_12_3"),
        ("UKR", date(2025, 1, 1), SituationFacts(code="ICC-01/22"), "state_party"),
    ],
)
def test_who_owes_cooperation_in_a_situation(
    loaded: Loaded, code: str, on: date, situation: SituationFacts, expected: str | None
) -> None:
    assert duty(code, on, situation) == expected


def test_an_arrangement_binds_while_it_runs(loaded: Loaded) -> None:
    Membership.objects.create(
        party=state("USA"), basis="arrangement", since=date(2020, 1, 1), until=date(2021, 1, 1), source="made up"
    )
    assert [duty("USA", day) for day in (date(2019, 12, 31), date(2020, 1, 1), date(2021, 1, 1))] == [
        None,
        "arrangement",
        None,
    ]


def test_a_state_that_came_back_owes_as_a_party(loaded: Loaded) -> None:
    Membership.objects.create(party=state("BDI"), basis="state_party", since=date(2028, 1, 1), source="made up")
    begun = SituationFacts(code="NEW", opened_on=date(2018, 1, 1))
    assert [duty("BDI", day, begun) for day in (date(2027, 1, 1), date(2028, 1, 1))] == [None, "state_party"]


def test_the_mark_of_an_interval_is_the_mark_of_the_duty(loaded: Loaded) -> None:
    def verified(code: str, situation: str) -> bool | None:
        found = queries.obligation_of(
            ANONYMOUS, party=state(code), situation=SituationFacts(code=situation), on=date(2025, 6, 1)
        )
        return found.verified if found else None

    assert [verified("BEL", "X"), verified("HUN", "X"), verified("SDN", "ICC-02/05")] == [True, False, False]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ALB", [["sq", "en"], ["sq", "fr"]]),
        ("AND", [["fr"], ["es"]]),
        ("BEL", [["fr"], ["nl"], ["de"]]),
        ("CHE", [["fr"], ["de"], ["it"]]),
        ("DEU", [["de"]]),
        ("GEO", [["ka"]]),
        ("ITA", [["it", "fr"]]),
        ("JPN", [["en", "ja"]]),
        ("MKD", [["mk"], ["en"]]),
        ("SWE", [["en"], ["sv"]]),
        ("BRA", [["en"], ["fr"]]),
    ],
)
def test_languages_are_alternatives_of_combinations(loaded: Loaded, code: str, expected: list[list[str]]) -> None:
    assert languages(code) == expected


def test_the_wording_stays_as_it_was(loaded: Loaded) -> None:
    row = Declaration.objects.get(party=state("BEL"), subject="language")
    assert row.text == "an official language of Belgium (fr, nl, de)"
    assert row.received_on is None
    assert not row.is_verified


def test_a_notification_takes_effect_45_days_later(loaded: Loaded) -> None:
    row = Declaration.objects.get(party=state("ISL"), subject="language")
    assert (row.received_on, row.effective_on, row.is_by_rule) == (date(2004, 6, 9), date(2004, 7, 24), True)


def test_an_attribution_by_position_and_a_national_law_are_not_verified(loaded: Loaded) -> None:
    marks = dict(Declaration.objects.filter(subject="language").values_list("party__code", "is_verified"))
    assert (marks["HUN"], marks["SWE"], marks["LIE"], marks["CHE"]) == (False, False, False, True)
