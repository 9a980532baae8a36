# SPDX-License-Identifier: EUPL-1.2
"""Persons concerned, and the restricted page: sealed, for its own readers, every reading entered."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from comity.core.clock import now
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers import actions, queries
from comity.dossiers.actions.pages import PageDamaged
from comity.dossiers.models import Dossier, PageReader, PersonConcerned, RestrictedPage
from comity.parties.models import Party
from comity.statute import Act, Role
from tests.factories.dossiers import a_person_concerned, an_exchange, let_in, own_file
from tests.factories.parties import PostFactory, person_at, viewer_of_post

from .people import id_of, person_of

IDENTITY = {"name": "Marie Claire N.", "address": "12 Quai Nord\nPort Sel", "contact": "+00 555 0100"}


def entered(viewer: Viewer, dossier: Dossier, **given: Any) -> PersonConcerned:
    terms: dict[str, Any] = {"pseudonym": "P-014", "capacity": "suspect", "public_name": "", "at": now()}
    return actions.enter_person(viewer, dossier_id=dossier.id, **(terms | given))


def written(viewer: Viewer, person: PersonConcerned, **given: Any) -> RestrictedPage:
    terms: dict[str, Any] = {"identity": IDENTITY, "until": now() + timedelta(days=90), "reason": "protection"}
    return actions.write_page(viewer, person_id=person.id, at=now(), **(terms | given))


def read(viewer: Viewer, person: PersonConcerned, reason: str = "interview", at: datetime | None = None) -> Any:
    return actions.read_page(viewer, person_id=person.id, reason=reason, at=at or now())


@pytest.fixture
def file(otp: Party) -> Dossier:
    return own_file(otp)


@pytest.fixture
def person(file: Dossier) -> PersonConcerned:
    return a_person_concerned(file, "W-201", "witness")


@pytest.fixture
def colleague(otp: Party) -> Viewer:
    return person_at(otp, Role.DRAFTER, clearance=UNDER_SEAL)


# Entering


def test_person_is_entered_by_pseudonym(asking: Viewer, file: Dossier) -> None:
    person = entered(asking, file, pseudonym=" P-014 ", public_name="Jean Exemple")
    entry = queries.timeline(asking, file.id).get()

    assert (person.pseudonym, person.public_name) == ("P-014", "Jean Exemple")
    assert (entry.act, entry.data) == (Act.PERSON_ENTER, {"pseudonym": "P-014", "capacity": "suspect"})


@pytest.mark.parametrize("capacity", ["witness", "victim"])
def test_protected_person_has_no_public_name(asking: Viewer, file: Dossier, capacity: str) -> None:
    with pytest.raises(Invalid) as error:
        entered(asking, file, capacity=capacity, public_name="Marie")
    assert list(error.value.problems) == ["public_name"]


def test_pseudonym_is_used_once_in_a_dossier(asking: Viewer, file: Dossier, otp: Party) -> None:
    entered(asking, file)
    with pytest.raises(Invalid) as error:
        entered(asking, file)
    assert list(error.value.problems) == ["pseudonym"]
    assert entered(asking, own_file(otp)).pseudonym == "P-014"


def test_person_is_entered_by_the_files_own_party_only(registry: Party, registrar: Viewer, file: Dossier) -> None:
    let_in(file, registry, side="observer")
    with pytest.raises(Refused) as error:
        entered(registrar, file)
    assert error.value.refusal.code == "own_file"


def test_person_is_not_entered_in_an_exchange(otp: Party, belgium: Party, asking: Viewer, file: Dossier) -> None:
    with pytest.raises(Refused) as error:
        entered(asking, an_exchange(file, otp, belgium))
    assert error.value.refusal.code == "file_not_exchange"


def test_reader_enters_no_person(otp: Party, file: Dossier) -> None:
    with pytest.raises(Refused) as error:
        entered(person_at(otp, Role.READER), file)
    assert error.value.refusal.code == "readers_change_nothing"


def test_person_is_not_entered_where_nothing_is_seen(stranger: Viewer, file: Dossier) -> None:
    with pytest.raises(NotFound):
        entered(stranger, file)


# Writing and reading


def test_page_gives_back_what_was_written(asking: Viewer, person: PersonConcerned) -> None:
    written(asking, person)

    assert read(asking, person) == IDENTITY


def test_page_at_rest_holds_no_word_of_it(asking: Viewer, person: PersonConcerned) -> None:
    page = written(asking, person)
    kept = bytes(page.sealed) + bytes(page.wrapped_key)

    for word in (b"Marie", b"Quai", b"555", b"name"):
        assert word not in kept


def test_same_identity_is_sealed_differently_each_time(asking: Viewer, person: PersonConcerned) -> None:
    first = bytes(written(asking, person).sealed)
    second = bytes(written(asking, person).sealed)

    assert first != second


def test_every_reading_is_entered_with_its_reason(asking: Viewer, person: PersonConcerned) -> None:
    written(asking, person)
    read(asking, person, "interview on Monday")
    read(asking, person, "travel")
    entries = queries.timeline(asking, person.dossier_id).filter(act=Act.PAGE_READ)

    assert [entry.data["reason"] for entry in entries] == ["interview on Monday", "travel"]
    assert {entry.data["pseudonym"] for entry in entries} == {"W-201"}
    assert "Marie" not in str([entry.data for entry in queries.timeline(asking, person.dossier_id)])


def test_reading_without_a_reason_is_refused_and_not_entered(asking: Viewer, person: PersonConcerned) -> None:
    written(asking, person)
    with pytest.raises(Invalid) as error:
        read(asking, person, "  ")
    assert list(error.value.problems) == ["reason"]
    assert not queries.timeline(asking, person.dossier_id).filter(act=Act.PAGE_READ).exists()


def test_colleague_who_is_no_reader_finds_nothing(asking: Viewer, colleague: Viewer, person: PersonConcerned) -> None:
    with pytest.raises(NotFound):
        read(colleague, person)
    written(asking, person)
    with pytest.raises(NotFound):
        read(colleague, person)
    with pytest.raises(NotFound):
        written(colleague, person)


def test_observer_finds_nothing(asking: Viewer, registry: Party, registrar: Viewer, person: PersonConcerned) -> None:
    let_in(person.dossier, registry, side="observer")
    with pytest.raises(NotFound):
        written(registrar, person)
    written(asking, person)
    with pytest.raises(NotFound):
        read(registrar, person)


def test_reader_who_acts_for_another_party_finds_nothing(
    asking: Viewer, registry: Party, person: PersonConcerned
) -> None:
    let_in(person.dossier, registry, side="observer")
    written(asking, person)
    elsewhere = PostFactory.create(party=registry, person=person_of(asking), clearance=UNDER_SEAL)
    with pytest.raises(NotFound):
        read(viewer_of_post(elsewhere), person)


def test_access_of_a_reader_ends_by_itself(asking: Viewer, person: PersonConcerned) -> None:
    until = now() + timedelta(days=1)
    written(asking, person, until=until)

    assert read(asking, person, at=until - timedelta(seconds=1)) == IDENTITY
    with pytest.raises(NotFound):
        read(asking, person, at=until)


def test_page_is_rewritten_by_a_reader_and_replaced_whole(asking: Viewer, person: PersonConcerned) -> None:
    page = written(asking, person)
    written(asking, person, identity={"name": "Marie"}, until=None, reason="")

    assert read(asking, person) == {"name": "Marie"}
    assert RestrictedPage.objects.get().pk == page.pk


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"identity": {"name": "  "}}, ""),
        ({"until": None}, "until"),
        ({"until": datetime(2020, 1, 1, tzinfo=now().tzinfo)}, "until"),
        ({"until": now() + timedelta(days=4000)}, "until"),
        ({"reason": ""}, "reason"),
        ({"identity": {"name": "x" * 2001}}, "name"),
    ],
)
def test_page_is_not_begun_with_faulty_terms(
    asking: Viewer, person: PersonConcerned, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as error:
        written(asking, person, **given)
    assert list(error.value.problems) == [field]
    assert not RestrictedPage.objects.exists()


def test_page_under_another_key_is_damaged(asking: Viewer, person: PersonConcerned) -> None:
    written(asking, person)
    with override_settings(COMITY_PAGES_KEY=b"\1" * 32), pytest.raises(PageDamaged):
        read(asking, person)


@pytest.mark.parametrize("column", ["sealed", "wrapped_key"])
@pytest.mark.parametrize("harm", [lambda kept: kept[:-1] + bytes([kept[-1] ^ 1]), lambda _kept: b"short"])
def test_page_that_was_tampered_with_is_damaged(
    asking: Viewer, person: PersonConcerned, column: str, harm: Any
) -> None:
    page = written(asking, person)
    RestrictedPage.objects.update(**{column: harm(bytes(getattr(page, column)))})
    with pytest.raises(PageDamaged):
        read(asking, person)


def test_page_moved_to_another_person_is_damaged(asking: Viewer, person: PersonConcerned, file: Dossier) -> None:
    other = a_person_concerned(file, "W-202", "witness")
    page, target = written(asking, person), written(asking, other, identity={"name": "Other"})
    RestrictedPage.objects.filter(pk=target.pk).update(sealed=page.sealed, wrapped_key=page.wrapped_key)
    with pytest.raises(PageDamaged):
        read(asking, other)


# Readers


def add(viewer: Viewer, person: PersonConcerned, reader: Viewer, **given: Any) -> PageReader:
    terms: dict[str, Any] = {"until": now() + timedelta(days=30), "reason": "interviews"}
    return actions.add_reader(viewer, person_id=person.id, reader_id=id_of(reader), at=now(), **(terms | given))


def test_reader_added_by_a_reader_reads(asking: Viewer, colleague: Viewer, person: PersonConcerned) -> None:
    written(asking, person)
    add(asking, person, colleague)

    assert read(colleague, person) == IDENTITY
    assert [row.person_id for row in queries.readers(asking, person.id, now())] == [
        colleague.person_id,
        asking.person_id,
    ]


def test_reader_is_added_by_readers_only(asking: Viewer, colleague: Viewer, person: PersonConcerned) -> None:
    written(asking, person)
    with pytest.raises(NotFound):
        add(colleague, person, colleague)


def test_reader_is_of_the_own_party(asking: Viewer, registrar: Viewer, person: PersonConcerned) -> None:
    written(asking, person)
    with pytest.raises(NotFound):
        add(asking, person, registrar)


@pytest.mark.parametrize(
    ("given", "field"), [({"until": datetime(2020, 1, 1, tzinfo=now().tzinfo)}, "until"), ({"reason": " "}, "reason")]
)
def test_reader_is_not_added_with_faulty_terms(
    asking: Viewer, colleague: Viewer, person: PersonConcerned, given: dict[str, Any], field: str
) -> None:
    written(asking, person)
    with pytest.raises(Invalid) as error:
        add(asking, person, colleague, **given)
    assert list(error.value.problems) == [field]


def test_reader_added_again_has_the_new_end(asking: Viewer, colleague: Viewer, person: PersonConcerned) -> None:
    written(asking, person)
    add(asking, person, colleague)
    later = now() + timedelta(days=200)
    add(asking, person, colleague, until=later)

    assert PageReader.objects.get(person_id=id_of(colleague)).until == later


def test_reader_whose_access_was_ended_finds_nothing(
    asking: Viewer, colleague: Viewer, person: PersonConcerned
) -> None:
    written(asking, person)
    add(asking, person, colleague)
    actions.end_reader(asking, person_id=person.id, reader_id=id_of(colleague), at=now())

    with pytest.raises(NotFound):
        read(colleague, person)


def test_last_reader_stays(asking: Viewer, person: PersonConcerned) -> None:
    written(asking, person)
    with pytest.raises(Invalid):
        actions.end_reader(asking, person_id=person.id, reader_id=id_of(asking), at=now())


def test_reader_who_is_none_is_not_ended(asking: Viewer, colleague: Viewer, person: PersonConcerned) -> None:
    written(asking, person)
    with pytest.raises(NotFound):
        actions.end_reader(asking, person_id=person.id, reader_id=id_of(colleague), at=now())


def test_pages_open_to_their_readers_or_to_who_may_begin_them(
    asking: Viewer, colleague: Viewer, registry: Party, registrar: Viewer, person: PersonConcerned, file: Dossier
) -> None:
    other = a_person_concerned(file, "W-202", "witness")
    let_in(file, registry, side="observer")
    written(asking, person)
    shown = queries.dossier(asking, file.id)

    assert queries.pages_open_to(asking, shown, [person, other], now()) == {person.id: True, other.id: False}
    assert queries.pages_open_to(colleague, shown, [person, other], now()) == {other.id: False}
    assert queries.pages_open_to(registrar, shown, [person, other], now()) == {}
