# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.parties import actions, queries
from comity.parties.actions import PostDetails
from comity.parties.models import Party, PartyEntry, Person, Post
from comity.statute import Role
from tests.factories.parties import (
    AuthorityFactory,
    PersonFactory,
    PostFactory,
    SubstitutionFactory,
    person_at,
    person_of,
    post_of,
)

AT = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
TODAY = AT.date()
OFFICER = PostDetails(function="Desk officer", roles=frozenset({Role.OFFICER}), clearance=1, since=TODAY)
ADMINISTRATOR = replace(OFFICER, is_administrator=True)


def invite(viewer: Viewer, post: PostDetails = OFFICER, **fields: Any) -> actions.Invitation:
    given = {"email": " New@Example.org ", "name": "Nina New", "language": "fr", **fields}
    return actions.invite_person(viewer, post=post, at=AT, **given)


def refusal(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusal.code


# Inviting


def test_an_invited_person_has_a_post_and_no_password(asked_administrator: Viewer, belgium: Party) -> None:
    made = invite(asked_administrator)
    assert (made.person.email, made.person.has_usable_password()) == ("new@example.org", False)
    assert (made.post.party, made.post.roles, made.post.clearance) == (belgium, ["officer"], 1)
    viewer = queries.viewer_of(made.person, None, AT)
    assert viewer is not None
    assert viewer.roles == {Role.OFFICER}


def test_an_invitation_goes_on_record_without_its_code(asked_administrator: Viewer, belgium: Party) -> None:
    made = invite(asked_administrator)
    entry = PartyEntry.objects.get()
    assert (entry.act, entry.party, entry.about, entry.actor_id) == (
        "parties:person:invite",
        belgium,
        made.post.pk,
        asked_administrator.person_id,
    )
    assert made.code not in str(entry.data)


@pytest.mark.parametrize("who", ["asked", "asking", "registrar", "defence"])
def test_only_administrators_invite(request: pytest.FixtureRequest, who: str) -> None:
    with pytest.raises(Refused) as refused:
        invite(request.getfixturevalue(who))
    assert refusal(refused) == "own_administrators"
    assert not Person.objects.filter(email="new@example.org").exists()


def test_administrators_invite_for_their_own_party_only(asked_administrator: Viewer, norway: Party) -> None:
    with pytest.raises(Refused) as refused:
        invite(asked_administrator, party_id=norway.pk)
    assert refusal(refused) == "own_administrators"


def test_nobody_invites_for_a_party_they_may_not_know_of(asked_administrator: Viewer, defence_team: Party) -> None:
    with pytest.raises(NotFound):
        invite(asked_administrator, party_id=defence_team.pk)


def test_the_registry_names_the_first_administrator_of_a_party(registry_administrator: Viewer, norway: Party) -> None:
    made = invite(registry_administrator, ADMINISTRATOR, party_id=norway.pk)
    assert (made.post.party, made.post.is_administrator) == (norway, True)
    with pytest.raises(Refused) as refused:
        invite(registry_administrator, ADMINISTRATOR, party_id=norway.pk, email="second@example.org")
    assert refusal(refused) == "first_administrator_only"


def test_the_registry_names_nobody_but_an_administrator(registry_administrator: Viewer, norway: Party) -> None:
    with pytest.raises(Refused) as refused:
        invite(registry_administrator, party_id=norway.pk)
    assert refusal(refused) == "first_administrator_only"


def test_a_colleagues_address_is_told(asked: Viewer, asked_administrator: Viewer) -> None:
    email = person_of(asked).email
    with pytest.raises(Invalid) as invalid:
        invite(asked_administrator, email=email.upper())
    assert "one of yours" in invalid.value.problems["email"]


def test_an_address_of_another_party_is_never_joined(stranger: Viewer, asked_administrator: Viewer) -> None:
    email = person_of(stranger).email
    with pytest.raises(Invalid) as invalid:
        invite(asked_administrator, email=email)
    assert set(invalid.value.problems) == {"email"}
    assert Post.objects.filter(person=person_of(stranger)).count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": ""}, "email"),
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Nina \u202e New"}, "name"),
    ],
)
def test_unusable_input_is_told_at_its_field(asked_administrator: Viewer, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        invite(asked_administrator, **fields)
    assert set(invalid.value.problems) == {field}


# Roles and clearances


@pytest.mark.parametrize(
    ("administrator", "roles", "clearance", "is_open"),
    [
        ("asking_administrator", {Role.SENIOR, Role.APPROVER}, 2, True),
        ("asked_administrator", {Role.DRAFTER, Role.APPROVER, Role.OFFICER}, 2, True),
        ("asked_administrator", {Role.SENIOR}, 1, False),
        ("asked_administrator", {Role.OFFICER}, 3, False),
        ("asked_administrator", {Role.OFFICER}, -1, False),
    ],
)
def test_a_party_has_only_the_roles_open_to_it(
    request: pytest.FixtureRequest, administrator: str, roles: set[Role], clearance: int, is_open: bool
) -> None:
    post = replace(OFFICER, roles=frozenset(roles), clearance=clearance)
    viewer: Viewer = request.getfixturevalue(administrator)
    if is_open:
        assert invite(viewer, post).post.clearance == clearance
        return
    with pytest.raises((Refused, Invalid)):
        invite(viewer, post)


@pytest.mark.parametrize(("role", "clearance"), [(Role.DRAFTER, 1), (Role.APPROVER, 1), (Role.OFFICER, 2)])
def test_the_secretariat_neither_drafts_nor_sees_what_is_under_seal(
    assembly: Party, role: Role, clearance: int
) -> None:
    administrator = person_at(assembly, Role.READER, is_administrator=True)
    with pytest.raises(Refused) as refused:
        invite(administrator, replace(OFFICER, roles=frozenset({role}), clearance=clearance))
    assert refusal(refused) == "not_open_to_party"


def test_an_organisation_answers_and_drafts_nothing(interpol: Party) -> None:
    administrator = person_at(interpol, Role.READER, is_administrator=True)
    invite(administrator)
    with pytest.raises(Refused) as refused:
        invite(administrator, replace(OFFICER, roles=frozenset({Role.DRAFTER})), email="other@example.org")
    assert refusal(refused) == "not_open_to_party"


# Giving


def test_a_colleague_is_given_a_further_post(asked: Viewer, asked_administrator: Viewer, belgium: Party) -> None:
    authority = AuthorityFactory.make(party=belgium)
    post = actions.give_post(
        asked_administrator, person_id=_id(asked), post=replace(OFFICER, authority_id=authority.pk), at=AT
    )
    assert (post.person_id, post.authority) == (asked.person_id, authority)


def test_nobody_gives_themselves_a_post(asked_administrator: Viewer) -> None:
    with pytest.raises(Refused) as refused:
        actions.give_post(asked_administrator, person_id=_id(asked_administrator), post=OFFICER, at=AT)
    assert refusal(refused) == "not_to_oneself"


def test_a_substitute_gives_nothing_to_whom_they_act_for(asked_administrator: Viewer, belgium: Party) -> None:
    colleague = person_at(belgium, Role.READER)
    acting = replace(asked_administrator, person_id=colleague.person_id, acting_for_id=asked_administrator.person_id)
    for person_id in (_id(colleague), _id(asked_administrator)):
        with pytest.raises(Refused) as refused:
            actions.give_post(acting, person_id=person_id, post=OFFICER, at=AT)
        assert refusal(refused) == "not_to_oneself"


def test_a_person_of_another_party_is_not_found(stranger: Viewer, asked_administrator: Viewer) -> None:
    for person_id in (_id(stranger), uuid4()):
        with pytest.raises(NotFound):
            actions.give_post(asked_administrator, person_id=person_id, post=OFFICER, at=AT)


def test_an_authority_of_another_party_is_refused(asked: Viewer, asked_administrator: Viewer, norway: Party) -> None:
    post = replace(OFFICER, authority_id=AuthorityFactory.make(party=norway).pk)
    with pytest.raises(Invalid) as invalid:
        actions.give_post(asked_administrator, person_id=_id(asked), post=post, at=AT)
    assert set(invalid.value.problems) == {"authority"}


def test_a_post_does_not_end_before_it_begins(asked: Viewer, asked_administrator: Viewer) -> None:
    with pytest.raises(Invalid) as invalid:
        actions.give_post(
            asked_administrator, person_id=_id(asked), post=replace(OFFICER, until=TODAY - timedelta(days=1)), at=AT
        )
    assert set(invalid.value.problems) == {"until"}


# Both sides


@pytest.mark.parametrize(("there", "here"), [("otp", "defence_team"), ("defence_team", "otp")])
@pytest.mark.parametrize(
    ("fields", "is_refused"),
    [
        ({}, True),
        ({"until": TODAY}, True),
        ({"since": TODAY + timedelta(days=10)}, True),
        ({"until": TODAY - timedelta(days=1)}, False),
        ({"ended_at": AT - timedelta(days=1)}, False),
    ],
)
def test_nobody_works_for_both_sides(
    request: pytest.FixtureRequest, there: str, here: str, fields: dict[str, Any], is_refused: bool
) -> None:
    there_party, here_party = request.getfixturevalue(there), request.getfixturevalue(here)
    person = PersonFactory.make()
    PostFactory.make(party=there_party, person=person, **fields)
    PostFactory.make(party=here_party, person=person, until=date(2021, 1, 1))
    administrator = person_at(here_party, Role.READER, is_administrator=True)
    if not is_refused:
        assert actions.give_post(administrator, person_id=person.pk, post=OFFICER, at=AT).party == here_party
        return
    with pytest.raises(Refused) as refused:
        actions.give_post(administrator, person_id=person.pk, post=OFFICER, at=AT)
    assert refusal(refused) == "both_sides"
    with pytest.raises(Refused) as refused:
        invite(administrator, email=person.email)
    assert refusal(refused) == "both_sides"


def test_a_post_that_ends_before_the_other_begins_is_no_conflict(otp: Party, defence_team: Party) -> None:
    person = PersonFactory.make()
    PostFactory.make(party=otp, person=person, since=TODAY + timedelta(days=10))
    PostFactory.make(party=defence_team, person=person, until=date(2021, 1, 1))
    administrator = person_at(defence_team, Role.READER, is_administrator=True)
    post = replace(OFFICER, until=TODAY + timedelta(days=9))
    assert actions.give_post(administrator, person_id=person.pk, post=post, at=AT).until == post.until


# Ending


def end(viewer: Viewer, post_id: Any, **fields: Any) -> Post:
    return actions.end_post(viewer, post_id=post_id, at=AT, **{"until": None, "reason": "left", **fields})


def test_an_end_at_once_holds_from_the_next_page(asked: Viewer, asked_administrator: Viewer) -> None:
    end(asked_administrator, asked.post_id)
    person = person_of(asked)
    assert queries.viewer_of(person, None, AT) is None


def test_a_planned_end_counts_after_its_day(asked: Viewer, asked_administrator: Viewer) -> None:
    end(asked_administrator, asked.post_id, until=TODAY)
    person = person_of(asked)
    assert queries.viewer_of(person, None, AT) is not None
    assert queries.viewer_of(person, None, AT + timedelta(days=1)) is None


def test_only_administrators_end_posts_and_only_their_own_partys(
    asked: Viewer, uncleared: Viewer, stranger: Viewer, asked_administrator: Viewer
) -> None:
    with pytest.raises(Refused) as refused:
        end(asked, uncleared.post_id)
    assert refusal(refused) == "own_administrators"
    with pytest.raises(NotFound):
        end(asked_administrator, stranger.post_id)


@pytest.mark.parametrize(
    ("second", "is_refused"),
    [
        (None, True),
        ({"until": TODAY + timedelta(days=30)}, True),
        ({"since": TODAY + timedelta(days=1)}, True),
        ({"ended_at": AT}, True),
        ({"person__is_active": False}, True),
        ({"is_administrator": False}, True),
        ({}, False),
    ],
)
@pytest.mark.parametrize("until", [None, TODAY + timedelta(days=5)])
def test_the_last_administrator_stays(
    asked_administrator: Viewer, belgium: Party, second: dict[str, Any] | None, is_refused: bool, until: date | None
) -> None:
    if second is not None:
        PostFactory.make(party=belgium, **{"is_administrator": True, **second})
    if not is_refused:
        end(asked_administrator, asked_administrator.post_id, until=until)
        return
    with pytest.raises(Refused) as refused:
        end(asked_administrator, asked_administrator.post_id, until=until)
    assert refusal(refused) == "last_administrator"
    assert post_of(asked_administrator).ended_at is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"until": TODAY - timedelta(days=1)}, "until"), ({"reason": ""}, "reason"), ({"reason": "x" * 301}, "reason")],
)
def test_an_unusable_end_is_told_at_its_field(
    asked: Viewer, asked_administrator: Viewer, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        end(asked_administrator, asked.post_id, **fields)
    assert set(invalid.value.problems) == {field}


def test_what_has_ended_does_not_end_again(asked: Viewer, asked_administrator: Viewer) -> None:
    end(asked_administrator, asked.post_id)
    with pytest.raises(Invalid):
        end(asked_administrator, asked.post_id)


# Seeing


def test_people_are_seen_from_within_their_party_only(asked: Viewer, stranger: Viewer, anonymous: Viewer) -> None:
    assert queries.person_by_id(asked, person_id=_id(asked)).pk == asked.person_id
    for viewer in (stranger, anonymous):
        with pytest.raises(NotFound):
            queries.person_by_id(viewer, person_id=_id(asked))
        with pytest.raises(NotFound):
            queries.post_by_id(viewer, post_id=post_of(asked).pk)
        assert queries.posts_of_person(viewer, person_id=_id(asked)) == []
        assert asked.person_id not in queries.colleagues(viewer, on=TODAY).values_list("pk", flat=True)
        assert queries.substitutions_of(viewer, post_ids=[post_of(asked).pk], on=TODAY) == []


def test_posts_are_listed_by_name(asked: Viewer, belgium: Party) -> None:
    Person.objects.filter(pk=_id(asked)).update(name="M")
    for name, fields in (("A", {}), ("Z", {}), ("B", {"until": date(2021, 1, 1)}), ("Y", {"since": date(2030, 1, 1)})):
        PostFactory.make(party=belgium, person__name=name, **fields)
    listed = [
        [post.person.name for post in queries.posts_page(asked, on=TODAY, size=50, ended=ended).rows]
        for ended in (False, True)
    ]
    assert listed == [["A", "M", "Y", "Z"], ["B"]]


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    asked: Viewer, belgium: Party, item_count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _item in range(item_count):
        post = PostFactory.make(party=belgium)
        SubstitutionFactory.make(post=post, substitute=person_of(asked))
    with django_assert_num_queries(1):
        page = queries.posts_page(asked, on=TODAY, size=50)
        assert len([post.person.name for post in page.rows]) == item_count + 1
    with django_assert_num_queries(1):
        rows = queries.substitutions_of(asked, post_ids=[post.pk for post in page.rows], on=TODAY)
        assert len([row.substitute.name for row in rows]) == item_count
    with django_assert_num_queries(1):
        queries.record_page(asked, size=50)


# The record


def test_the_database_itself_keeps_the_record(asked_administrator: Viewer) -> None:
    invite(asked_administrator)
    entry = PartyEntry.objects.get()
    for change in (lambda: PartyEntry.objects.update(act="other"), entry.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_record_is_read_by_its_own_party(asked_administrator: Viewer, stranger: Viewer, anonymous: Viewer) -> None:
    invite(asked_administrator)
    assert [len(queries.record_page(one, size=50).rows) for one in (asked_administrator, stranger, anonymous)] == [
        1,
        0,
        0,
    ]


def test_first_administrators_are_made_in_one_go(otp: Party, registry: Party) -> None:
    made = actions.system_first_administrators(
        {"OTP": [("A", "a@example.org"), ("B", "b@example.org")], "REG": [("C", "c@example.org")]}, language="en", at=AT
    )
    assert [(party.code, person.name, len(code)) for party, person, code in made] == [
        ("OTP", "A", 34),
        ("OTP", "B", 34),
        ("REG", "C", 34),
    ]
    assert Post.objects.filter(is_administrator=True).count() == 3


def _id(viewer: Viewer) -> UUID:
    assert viewer.person_id
    return viewer.person_id
