# SPDX-License-Identifier: EUPL-1.2
"""Why a State owes cooperation: articles 12(3), 13(b), 86, 87(5), 126, 127."""

from datetime import date

import pytest

from comity.statute import (
    SituationFacts,
    UnknownState,
    UnknownStateError,
    act_date_problem,
    duty_of,
    find_state,
    obligation,
    rome,
)

ARTICLES = ("12(3)", "13(b)", "86", "87(5)", "126(1)", "127(2)")
LAW = rome()
OLD = SituationFacts("FIC-01", opened_on=date(2016, 5, 2))
DARFUR = SituationFacts("FIC-02", date(2005, 6, 6), "S/RES/1593(2005)", ("SDN",))
LIBYA = SituationFacts("FIC-04", date(2011, 3, 3), "S/RES/1970 (2011)", ("LBY",))
IVORIAN = SituationFacts("FIC-05", date(2011, 10, 3), None, ("CIV",))
UKRAINIAN = SituationFacts("FIC-06", date(2022, 3, 2), None, ("UA",))


def basis(state: str, situation: SituationFacts, on: date) -> str | None:
    found = obligation(LAW, state, situation, on)
    return found.code if found else None


@pytest.mark.parametrize(
    ("state", "situation", "on", "expected"),
    [
        ("KEN", OLD, date(2026, 11, 24), "state_party"),
        ("ke", OLD, date(2026, 11, 24), "state_party"),
        ("KEN", OLD, date(2005, 5, 31), None),
        ("MNE", OLD, date(2006, 6, 2), None),
        ("MNE", OLD, date(2006, 6, 3), "state_party"),
        ("PHL", OLD, date(2019, 3, 16), "state_party"),
        ("PHL", OLD, date(2019, 3, 17), "former_party"),
        ("PHL", SituationFacts("FIC-07", date(2018, 2, 8)), date(2025, 3, 11), "former_party"),
        ("PHL", SituationFacts("FIC-03", date(2021, 9, 15)), date(2025, 3, 11), None),
        ("PHL", SituationFacts("FIC-08"), date(2025, 3, 11), None),
        ("HUN", OLD, date(2026, 6, 1), "state_party"),
        ("HUN", OLD, date(2026, 6, 2), "former_party"),
        ("HUN", SituationFacts("FIC-09", date(2026, 6, 2)), date(2026, 11, 24), None),
        ("BDI", SituationFacts("FIC-10", date(2017, 10, 25)), date(2020, 1, 1), "former_party"),
        ("CIV", IVORIAN, date(2003, 4, 17), None),
        ("CIV", IVORIAN, date(2012, 1, 1), "declaration_12_3"),
        ("CIV", IVORIAN, date(2013, 5, 1), "state_party"),
        ("CIV", OLD, date(2012, 1, 1), None),
        ("UKR", UKRAINIAN, date(2024, 12, 31), "declaration_12_3"),
        ("UKR", UKRAINIAN, date(2025, 1, 1), "state_party"),
        ("SDN", DARFUR, date(2010, 5, 25), "security_council"),
        ("SDN", DARFUR, date(2005, 3, 30), None),
        ("SDN", LIBYA, date(2014, 1, 1), None),
        ("SDN", OLD, date(2020, 1, 1), None),
        ("LBY", LIBYA, date(2014, 12, 10), "security_council"),
        ("TCD", DARFUR, date(2013, 3, 26), "state_party"),
        ("USA", OLD, date(2026, 11, 24), None),
        ("USA", SituationFacts("FIC-01", arrangements=("USA",)), date(2026, 11, 24), "arrangement"),
        ("MYS", OLD, date(2019, 4, 15), None),
        ("DEU", OLD, date(2002, 6, 30), None),
    ],
)
def test_basis_depends_on_state_situation_and_date(
    state: str, situation: SituationFacts, on: date, expected: str | None
) -> None:
    assert basis(state, situation, on) == expected


def test_bases_from_general_knowledge_stay_marked() -> None:
    found = [
        obligation(LAW, "KEN", OLD, date(2026, 1, 1)),
        obligation(LAW, "PHL", OLD, date(2020, 1, 1)),
        obligation(LAW, "CIV", IVORIAN, date(2012, 1, 1)),
    ]

    assert [(one.article, one.verified) for one in found if one] == [("86", True), ("127(2)", False), ("12(3)", False)]


def test_unknown_state_is_a_value_with_near_matches() -> None:
    unknown = find_state(LAW, "Jordn")

    assert isinstance(unknown, UnknownState)
    assert [row.iso3 for row in unknown.near][:1] == ["JOR"]
    assert "JOR (Jordanie)" in unknown.problem.fr
    with pytest.raises(UnknownStateError, match="did you mean"):
        obligation(LAW, "Jordn", OLD, date(2026, 1, 1))


def test_nothing_near_is_said_plainly() -> None:
    unknown = find_state(LAW, "§§§§§§")

    assert isinstance(unknown, UnknownState)
    assert unknown.problem.en == "“§§§§§§” is not the code of a State."


def test_the_list_of_states_is_whole() -> None:
    status = [row.status.split(":")[0] for row in LAW.parties]
    counts = {name: status.count(name) for name in dict.fromkeys(status)}

    assert counts == {"state_party": 124, "withdrawn": 3, "non_party_unsc_obligation": 2}
    assert {row.iso3 for row in LAW.parties} & {row.iso3 for row in LAW.others} == set()


def test_duty_follows_the_basis() -> None:
    party = obligation(LAW, "KEN", OLD, date(2026, 1, 1))
    docs, invitation, transfer = LAW.kinds["DOCS"], LAW.kinds["NONP"], LAW.kinds["TEMP"]

    assert duty_of(docs, party, as_invitation=False) == "compulsory"
    assert duty_of(docs, party, as_invitation=True) == "voluntary"
    assert duty_of(docs, None, as_invitation=False) == "voluntary"
    assert duty_of(invitation, None, as_invitation=False) == "voluntary"
    assert duty_of(invitation, party, as_invitation=False) == "compulsory"
    assert duty_of(transfer, party, as_invitation=False) == "conditional"


def test_date_of_an_act() -> None:
    today = date(2026, 11, 24)
    problems = [act_date_problem(on, today) for on in (date(2002, 6, 30), date(2002, 7, 1), today, date(2026, 11, 25))]

    assert [problem is None for problem in problems] == [False, True, True, False]
