# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.core.viewer import CONFIDENTIAL, PUBLIC, UNDER_SEAL, Viewer
from comity.parties import queries
from comity.parties.models import Party, Person, Post, Substitution
from comity.statute import Role
from tests.factories.parties import PersonFactory, PostFactory, SubstitutionFactory, viewer_of_post

AT = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
TODAY = AT.date()


def away(post: Post, substitute: Person, **fields: Any) -> Substitution:
    return SubstitutionFactory.make(
        post=post, substitute=substitute, **{"since": date(2026, 6, 10), "until": date(2026, 6, 20), **fields}
    )


def functions(person: Person, at: datetime = AT) -> list[str]:
    own, *others = [seat.post.function for seat in queries.posts_open_to(person.pk, at)] or [""]
    return [own, *sorted(others)] if own else []


@pytest.fixture
def a(belgium: Party) -> Post:
    return PostFactory.make(
        party=belgium, person__name="A", function="post of A", clearance=UNDER_SEAL, roles=["approver"]
    )


@pytest.fixture
def b(belgium: Party) -> Post:
    return PostFactory.make(party=belgium, person__name="B", function="post of B", roles=["officer"])


@pytest.fixture
def c(belgium: Party) -> Post:
    return PostFactory.make(party=belgium, person__name="C", function="post of C", roles=["reader"])


def test_a_person_is_the_viewer_of_their_post(a: Post) -> None:
    assert queries.viewer_of(a.person, None, AT) == viewer_of_post(a)


def test_a_viewer_costs_one_query_however_long_the_chain(
    a: Post, b: Post, c: Post, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    away(a, b.person)
    away(b, c.person)
    for post in (a, c):
        with django_assert_num_queries(1):
            queries.viewer_of(post.person, None, AT)


def test_without_a_running_post_there_is_no_viewer(a: Post) -> None:
    assert queries.viewer_of(PersonFactory.make(), None, AT) is None
    for fields in (
        {"until": TODAY - timedelta(days=1)},
        {"since": TODAY + timedelta(days=1), "until": None},
        {"since": date(2020, 1, 1), "ended_at": AT - timedelta(minutes=1)},
    ):
        Post.objects.filter(pk=a.pk).update(**fields)
        assert queries.viewer_of(a.person, None, AT) is None


def test_a_post_runs_on_its_first_and_last_day_in_the_hague(a: Post) -> None:
    Post.objects.filter(pk=a.pk).update(since=date(2026, 6, 15), until=date(2026, 6, 15))
    midnight_in_the_hague = datetime(2026, 6, 14, 22, 0, tzinfo=UTC)
    assert functions(a.person, midnight_in_the_hague - timedelta(seconds=1)) == []
    assert functions(a.person, midnight_in_the_hague) == ["post of A"]
    assert functions(a.person, midnight_in_the_hague + timedelta(hours=24)) == []


def test_somebody_inactive_is_nobody(a: Post) -> None:
    a.person.is_active = False
    assert queries.viewer_of(a.person, None, AT) is None


def test_a_substitute_acts_with_the_roles_of_the_post_for_its_holder(a: Post, b: Post) -> None:
    row = away(a, b.person)
    for chosen in (a.pk, row.pk, str(a.pk), str(row.pk)):
        viewer = queries.viewer_of(b.person, chosen, AT)
        assert viewer is not None
        assert (viewer.person_id, viewer.acting_for_id, viewer.post_id) == (b.person_id, a.person_id, a.pk)
        assert viewer.roles == {Role.APPROVER}


def test_a_substitute_has_at_most_their_own_clearance(a: Post, b: Post) -> None:
    away(a, b.person)
    for own, expected in ((PUBLIC, PUBLIC), (CONFIDENTIAL, CONFIDENTIAL), (UNDER_SEAL, UNDER_SEAL)):
        Post.objects.filter(pk=b.pk).update(clearance=own)
        viewer = queries.viewer_of(b.person, a.pk, AT)
        assert viewer is not None
        assert viewer.clearance == expected


def test_without_a_choice_a_substitute_is_at_their_own_post(a: Post, b: Post) -> None:
    away(a, b.person)
    assert queries.viewer_of(b.person, None, AT) == viewer_of_post(b)


@pytest.mark.parametrize("chosen", [uuid4(), "None", "", "nonsense"])
def test_a_choice_that_is_not_open_falls_back_to_ones_own_post(b: Post, chosen: object) -> None:
    assert queries.viewer_of(b.person, chosen, AT) == viewer_of_post(b)  # type: ignore[arg-type]  # a session may hold it


def test_a_substitute_needs_a_running_post_of_the_same_party(a: Post, norway: Party) -> None:
    outsider = PersonFactory.make()
    away(a, outsider)
    assert queries.viewer_of(outsider, a.pk, AT) is None
    PostFactory.make(person=outsider, party=norway, function="of Norway")
    assert functions(outsider) == ["of Norway"]


def test_a_chain_of_substitutes_reaches_the_last_one(a: Post, b: Post, c: Post) -> None:
    away(a, b.person)
    away(b, c.person)
    assert functions(c.person) == ["post of C", "post of A", "post of B"]
    viewer = queries.viewer_of(c.person, a.pk, AT)
    assert viewer is not None
    assert viewer.acting_for_id == a.person_id
    assert viewer.roles == {Role.APPROVER}


@pytest.mark.parametrize(
    ("first", "second", "reaches"),
    [
        ({}, {}, True),
        ({"until": date(2026, 6, 14)}, {}, False),
        ({}, {"since": date(2026, 6, 16)}, False),
        ({"until": date(2026, 6, 15)}, {"since": date(2026, 6, 15)}, True),
        ({"ended_at": AT - timedelta(minutes=1)}, {}, False),
        ({}, {"ended_at": AT - timedelta(minutes=1)}, False),
    ],
)
def test_a_chain_holds_only_while_every_link_runs(
    a: Post, b: Post, c: Post, first: dict[str, Any], second: dict[str, Any], reaches: bool
) -> None:
    away(a, b.person, **first)
    away(b, c.person, **second)
    assert ("post of A" in functions(c.person)) is reaches


def test_a_chain_ends_where_the_post_between_ended(a: Post, b: Post, c: Post) -> None:
    away(a, b.person)
    away(b, c.person)
    Post.objects.filter(pk=b.pk).update(ended_at=AT)
    assert functions(c.person) == ["post of C"]


def test_a_chain_does_not_cross_into_another_party(a: Post, b: Post, norway: Party) -> None:
    away(a, b.person)
    second = PostFactory.make(person=b.person, party=norway, function="B in Norway")
    colleague = PostFactory.make(party=norway, function="colleague")
    away(second, colleague.person)
    assert functions(colleague.person) == ["colleague", "B in Norway"]


def test_two_who_name_each_other_do_not_go_round_for_ever(a: Post, b: Post) -> None:
    away(a, b.person)
    away(b, a.person)
    assert functions(a.person) == ["post of A", "post of B"]
    assert [seat.substitution_id is None for seat in queries.posts_open_to(a.person_id, AT)] == [True, False]


def test_every_own_post_is_open(a: Post, chambers: Party) -> None:
    PostFactory.make(person=a.person, party=chambers, function="second post", since=date(2021, 1, 1))
    viewers = [queries.viewer_of(a.person, seat.post.pk, AT) for seat in queries.posts_open_to(a.person_id, AT)]
    assert [viewer.party_code for viewer in viewers if isinstance(viewer, Viewer)] == ["BEL", "CHM"]
