# SPDX-License-Identifier: EUPL-1.2
"""Parties and people for tests. Codes and names of States are real; every person is made up.

`PostFactory.make(...)` makes and saves a row, like calling the factory, but says what it returns.
"""
# mypy: disable-error-code="attr-defined,no-untyped-call,untyped-decorator"
# factory_boy calls itself typed and annotates none of what is used here.

from datetime import date
from typing import Any, TypeVar

import factory
from django.db.models import Model
from factory.django import DjangoModelFactory

from comity.core.viewer import CONFIDENTIAL, Viewer
from comity.parties.models import (
    Authority,
    Declaration,
    Membership,
    Party,
    PartyKind,
    Person,
    Post,
    Substitution,
    folded,
)
from comity.statute import Role

EARLY = date(2020, 1, 1)
PASSWORD = "long enough for a test"

M = TypeVar("M", bound=Model)


class RowFactory(DjangoModelFactory[M]):
    class Meta:
        abstract = True

    @classmethod
    def make(cls, **fields: Any) -> M:
        return cls.create(**fields)


class PartyFactory(RowFactory[Party]):
    class Meta:
        model = Party
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"P{n}")
    kind = PartyKind.STATE
    name_en = factory.LazyAttribute(lambda party: f"Party {party.code}")
    name_fr = factory.LazyAttribute(lambda party: f"Partie {party.code}")
    key_en = factory.LazyAttribute(lambda party: folded(party.name_en))
    key_fr = factory.LazyAttribute(lambda party: folded(party.name_fr))
    source = "made up for tests"
    as_of = EARLY


class MembershipFactory(RowFactory[Membership]):
    class Meta:
        model = Membership

    party = factory.SubFactory(PartyFactory)
    basis = Membership.Basis.STATE_PARTY
    since = date(2002, 7, 1)
    source = "made up for tests"


class DeclarationFactory(RowFactory[Declaration]):
    class Meta:
        model = Declaration

    party = factory.SubFactory(PartyFactory)
    subject = Declaration.Subject.LANGUAGE
    text = "fr"
    languages = [["fr"]]
    source = "made up for tests"


class AuthorityFactory(RowFactory[Authority]):
    class Meta:
        model = Authority

    party = factory.SubFactory(PartyFactory)
    name = factory.Sequence(lambda n: f"Authority {n}")


class PersonFactory(RowFactory[Person]):
    """A person with a password that `client.force_login` never needs; ask for `password=PASSWORD` where one does."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")

    @factory.post_generation
    def password(self: Person, _create: bool, given: str | None, **_: Any) -> None:
        if given:
            self.set_password(given)
        else:
            self.set_unusable_password()
        self.save(update_fields=["password"])


class PostFactory(RowFactory[Post]):
    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    party = factory.SubFactory(PartyFactory)
    function = factory.LazyAttribute(lambda post: f"Officer of {post.party.code}")
    roles = factory.LazyFunction(lambda: [Role.DRAFTER.value, Role.OFFICER.value])
    clearance = CONFIDENTIAL
    since = EARLY


class SubstitutionFactory(RowFactory[Substitution]):
    class Meta:
        model = Substitution

    post = factory.SubFactory(PostFactory)
    substitute = factory.SubFactory(PersonFactory)
    since = EARLY
    until = date(2030, 1, 1)
    reason = "leave"


def viewer_of_post(post: Post, *, acting_for: Post | None = None) -> Viewer:
    """Return the viewer that a person is while at this post, without a query."""
    return Viewer(
        person_id=post.person_id,
        acting_for_id=acting_for.person_id if acting_for else None,
        party_id=post.party_id,
        party_code=post.party.code,
        party_name=post.party.name,
        party_kind=post.party.kind,
        post_id=post.pk,
        function=post.function,
        roles=frozenset(Role(role) for role in post.roles),
        is_administrator=post.is_administrator,
        clearance=post.clearance,
        language=post.person.language,
    )


def person_of(viewer: Viewer) -> Person:
    """Return the person behind a viewer of the cast."""
    assert viewer.person_id
    return Person.objects.get(pk=viewer.person_id)


def post_of(viewer: Viewer) -> Post:
    """Return the post at which a viewer of the cast acts."""
    assert viewer.post_id
    return Post.objects.get(pk=viewer.post_id)


def person_at(party: Party, *roles: Role, **fields: Any) -> Viewer:
    """Return the viewer of a new person with a new post at this party."""
    return viewer_of_post(PostFactory.make(party=party, roles=[role.value for role in roles], **fields))
