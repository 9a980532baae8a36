# SPDX-License-Identifier: EUPL-1.2
"""Found by words, through sight, newest first, on both databases alike."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.core import search
from comity.core.clock import now
from comity.core.viewer import ANONYMOUS, UNDER_SEAL, Viewer, system_viewer
from comity.dossiers.models import Dossier, Participation
from comity.dossiers.queries import with_circles
from comity.parties.models import Party
from tests.factories.dossiers import a_circle, a_dossier, in_circle, let_in, own_file


def thing(dossier: Dossier, words: str) -> UUID:
    about = uuid4()
    search.index(about=about, dossier_id=dossier.id, words=words, at=now())
    return about


def found(viewer: Viewer, typed: str, limit: int = 50) -> list[UUID]:
    return search.find(viewer, typed, limit=limit)


@pytest.fixture
def file(otp: Party) -> Dossier:
    return own_file(otp)


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("Étude de l’île d’Yeu", "etude"),
        ("etude", "ÉTUDE"),
        ("Interview in Port Sel", "port interview"),
        ("Straße", "strasse"),
        ("e\u0301lan", "élan"),
        ("Interview", "inter"),
        ("Port Sel 12", "port se"),
        ("OTP-7K3F-9QXD", "otp-7k3f-9qxd"),
        ("VAR/2026/0117", "2026 0117"),
        ("العربية", "العرب"),
        ("a_b", "a_b"),
    ],
)
def test_thing_is_found_by_its_words(asking: Viewer, file: Dossier, words: str, typed: str) -> None:
    about = thing(file, words)

    assert found(asking, typed) == [about]


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("Interview", "view"),
        ("Interview in Port Sel", "port paris"),
        ("Interview in Port Sel", "intervi port"),
        ("Interview", ""),
        ("Interview", "  ...  "),
    ],
)
def test_thing_is_not_found_by_what_it_does_not_say(asking: Viewer, file: Dossier, words: str, typed: str) -> None:
    thing(file, words)

    assert found(asking, typed) == []


@pytest.mark.parametrize(
    "typed", ["'", '"', "a' | 'b", "a:*", "NOT a", "a OR b", "(", "*", "a\\", "NEAR(a b)", "words: a", "^a", "\0"]
)
def test_signs_of_the_query_languages_mean_nothing(asking: Viewer, file: Dossier, typed: str) -> None:
    thing(file, "something else entirely")

    assert found(asking, typed) == []


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=30))
def test_whatever_is_typed_raises_nothing(asking: Viewer, typed: str) -> None:
    assert found(asking, typed) == []


def test_thing_in_a_foreign_dossier_is_not_found(stranger: Viewer, asking: Viewer, file: Dossier) -> None:
    about = thing(file, "arrest")

    assert (found(asking, "arrest"), found(stranger, "arrest")) == ([about], [])


def test_envelope_is_not_found_by_its_contents(otp: Party, registry: Party, registrar: Viewer, file: Dossier) -> None:
    let_in(file, registry, side=Participation.Side.SENDER, scope=Participation.Scope.ENVELOPE)
    thing(file, "arrest")

    assert found(registrar, "arrest") == []


def test_search_sees_as_visible_to_sees(otp: Party, belgium: Party, asking: Viewer, uncleared: Viewer) -> None:
    circle = a_circle(otp)
    ended, future = a_dossier(otp), a_dossier(otp)
    let_in(ended, otp, until=now() - timedelta(days=1))
    let_in(future, otp, since=now() + timedelta(days=1))
    narrow, sealed = a_dossier(otp), a_dossier(belgium, classification=UNDER_SEAL)
    let_in(narrow, otp, circle=circle)
    let_in(sealed, belgium)
    things = {name: thing(dossier, "word") for name, dossier in [("narrow", narrow), ("sealed", sealed)]}
    thing(ended, "word")
    thing(future, "word")

    assert found(asking, "word") == []
    assert found(with_circles(uncleared, now()), "word") == []
    assert found(in_circle(asking, circle), "word") == [things["narrow"]]


@pytest.mark.parametrize("nobody", [ANONYMOUS, system_viewer("delivery")])
def test_who_acts_for_no_party_finds_nothing(file: Dossier, nobody: Viewer) -> None:
    thing(file, "word")

    assert found(nobody, "word") == []


def test_newest_come_first_and_no_more_than_asked_for(asking: Viewer, file: Dossier) -> None:
    things = [thing(file, f"word {number}") for number in range(5)]

    assert found(asking, "word", limit=3) == [things[4], things[3], things[2]]


def test_order_does_not_follow_what_others_wrote(asking: Viewer, file: Dossier, norway: Party) -> None:
    first, second = thing(file, "word word word"), thing(file, "word")
    before = found(asking, "word")
    for _ in range(20):
        thing(own_file(norway), "word")

    assert before == found(asking, "word") == [second, first]


def test_new_words_take_the_place_of_the_old(asking: Viewer, file: Dossier) -> None:
    about = thing(file, "before")
    search.index(about=about, dossier_id=file.id, words="after", at=now())

    assert (found(asking, "before"), found(asking, "after")) == ([], [about])


def test_same_words_again_change_nothing(asking: Viewer, file: Dossier) -> None:
    about = thing(file, "word")
    search.index(about=about, dossier_id=file.id, words="word", at=now())

    assert found(asking, "word") == [about]


def test_only_so_many_words_are_asked_for(asking: Viewer, file: Dossier, settings: Any) -> None:
    settings.COMITY_LIMITS = {**settings.COMITY_LIMITS, "search_words": 2}
    about = thing(file, "one two")

    assert found(asking, "one two three four") == [about]


def test_words_are_folded_once_for_index_and_search() -> None:
    assert search.folded_words("Île d’Yeu: ÉTUDE n° 2, straße_1") == [
        "ile",
        "d",
        "yeu",
        "etude",
        "n",
        "2",
        "strasse",
        "1",
    ]


def test_party_let_in_later_finds_what_was_there_before(file: Dossier, norway: Party, stranger: Viewer) -> None:
    about = thing(file, "word")
    let_in(file, norway, side=Participation.Side.OBSERVER)
    search.open_to(norway.id, dossier_id=file.id)

    assert found(stranger, "word") == [about]


def test_mark_of_a_party_is_no_word(asking: Viewer, otp: Party, file: Dossier) -> None:
    thing(file, "word")

    assert [found(asking, typed) for typed in (f"_{otp.id.hex}", f"_{otp.id.hex[:6]}", otp.id.hex, "_")] == [[]] * 4


def test_word_of_any_length_is_found(asking: Viewer, file: Dossier) -> None:
    about = thing(file, "x" * 3_000)

    assert found(asking, "x" * 3_000) == [about]


def test_one_query_finds(asking: Viewer, file: Dossier, django_assert_num_queries: Any) -> None:
    thing(file, "word")
    with django_assert_num_queries(1):
        found(asking, "word")
