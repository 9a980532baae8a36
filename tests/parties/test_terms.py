# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.core.viewer import ANONYMOUS
from comity.parties import queries
from comity.parties.models import Party
from tests.factories.parties import DeclarationFactory


def channel(party: Party, on: date) -> str:
    return queries.channel_in_force(ANONYMOUS, party_id=party.pk, on=on).text


def test_without_a_choice_it_is_the_diplomatic_channel_and_either_working_language(belgium: Party) -> None:
    found, languages = queries.terms_in_force(ANONYMOUS, party_id=belgium.pk, on=date(2026, 1, 1))
    assert (found.text, found.article, found.declaration) == ("Diplomatic channel", "87(1)(a)", None)
    assert (languages.languages.rows(), languages.article) == ([["en"], ["fr"]], "rule 178(2)")


def test_a_choice_holds_from_its_day_on_and_never_before(belgium: Party) -> None:
    DeclarationFactory.make(party=belgium, subject="channel", text="old", effective_on=None)
    DeclarationFactory.make(party=belgium, subject="channel", text="new", effective_on=date(2026, 3, 1))
    assert [channel(belgium, day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == ["old", "new"]


def test_of_two_choices_of_one_day_the_later_recorded_holds(belgium: Party) -> None:
    for day, text in ((2, "second"), (1, "first")):
        DeclarationFactory.make(
            party=belgium,
            subject="channel",
            text=text,
            effective_on=date(2026, 3, 1),
            recorded_at=datetime(2026, 1, day, tzinfo=UTC),
        )
    assert channel(belgium, date(2026, 3, 1)) == "second"


def test_another_partys_choice_does_not_count(belgium: Party, norway: Party) -> None:
    DeclarationFactory.make(party=norway, languages=[["no"]], effective_on=date(2020, 1, 1))
    found = queries.languages_in_force(ANONYMOUS, party_id=belgium.pk, on=date(2026, 1, 1))
    assert found.languages.rows() == [["en"], ["fr"]]


@pytest.mark.parametrize("item_count", [1, 3])
def test_channel_and_languages_come_in_one_query(
    belgium: Party, item_count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _item in range(item_count):
        DeclarationFactory.make(party=belgium)
    with django_assert_num_queries(1):
        queries.terms_in_force(ANONYMOUS, party_id=belgium.pk, on=date(2026, 1, 1))
