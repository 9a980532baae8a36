# SPDX-License-Identifier: EUPL-1.2
"""Who works for a party: people invited, posts given and ended. Administrators act for their own party only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.parties import queries
from comity.parties.actions.codes import new_code
from comity.parties.actions.given import checked, needed_text
from comity.parties.actions.record import enter
from comity.parties.actions.rules import Rule
from comity.parties.models import (
    CLEARANCE_OPEN_TO,
    ROLES_OPEN_TO,
    Authority,
    Party,
    PartyKind,
    Person,
    Post,
)
from comity.statute import Act, Role


@dataclass(frozen=True, slots=True)
class PostDetails:
    """What a person is to be for a party."""

    function: str
    roles: frozenset[Role]
    clearance: int
    since: date
    until: date | None = None
    is_administrator: bool = False
    authority_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new person, their first post, and the paper code to hand over: it is shown this once."""

    person: Person
    post: Post
    code: str


@transaction.atomic
def invite_person(
    viewer: Viewer,
    *,
    email: str,
    name: str,
    language: str,
    post: PostDetails,
    at: datetime,
    party_id: UUID | None = None,
) -> Invitation:
    """Invite a person to the viewer's party, with a first post and a one-time paper code.

    An administrator of the Registry may so name the first administrator of another party (`party_id`). An address that
    is known here already, in whichever party, is never joined to a second one: every party has its own accounts.
    """
    party = _party_to_staff(party_id or viewer.party_id)
    _manage(viewer, party, Act.PERSON_INVITE, post, at=at)
    email = email.strip().lower()
    known = Person.objects.filter(email=email).first()
    if known is not None:
        _refuse_both_sides(Act.PERSON_INVITE, known, party, post)
        if Post.objects.filter(person=known, party=party).exists():
            raise Invalid({"email": _("This person is one of yours already: give another post instead.")})
        raise Invalid({"email": _("This address cannot be used here. Take one that serves for this party alone.")})
    person = _new_person(email=email, name=name, language=language)
    given = _give(viewer, Act.PERSON_INVITE, person, party, post, at=at)
    return Invitation(person=person, post=given, code=new_code(person, party, at=at))


@transaction.atomic
def give_post(viewer: Viewer, *, person_id: UUID, post: PostDetails, at: datetime) -> Post:
    """Give a person of the viewer's party a further post; nobody gives one to themselves."""
    person = queries.person_by_id(viewer, person_id=person_id)
    party = _party_to_staff(viewer.party_id)
    _manage(viewer, party, Act.POST_GIVE, post, at=at)
    if person.pk in {viewer.person_id, viewer.acting_for_id}:
        raise Rule.NOT_TO_ONESELF.broken_by(Act.POST_GIVE)
    _refuse_both_sides(Act.POST_GIVE, person, party, post)
    return _give(viewer, Act.POST_GIVE, person, party, post, at=at)


@transaction.atomic
def end_post(viewer: Viewer, *, post_id: UUID, until: date | None, reason: str, at: datetime) -> Post:
    """End a post of the viewer's party: at once, or after the last day `until`. The last administrator stays.

    An end at once holds from the person's very next page.
    """
    party = _party_to_staff(viewer.party_id)
    post = queries.post_by_id(viewer, post_id=post_id)
    if not queries.may_manage_people(viewer):
        raise Rule.OWN_ADMINISTRATORS.broken_by(Act.POST_END)
    today = at.astimezone(THE_HAGUE).date()
    if post.ended_at is not None or (post.until is not None and post.until < today):
        raise Invalid({"": _("This post has ended already.")})
    if until is not None and until < max(today, post.since):
        raise Invalid(
            {"until": _("This day has passed, or lies before the post begins. Leave it empty to end the post at once.")}
        )
    reason = needed_text("reason", reason, longest=300)
    if post.is_administrator:
        others = Post.objects.filter(Post.runs_on(today), party=party, is_administrator=True, until__isnull=True)
        if not others.filter(person__is_active=True).exclude(person_id=post.person_id).exists():
            raise Rule.LAST_ADMINISTRATOR.broken_by(Act.POST_END)
    post.until, post.ended_at = (until, None) if until else (post.until, at)
    post.save(update_fields=["until", "ended_at"])
    enter(
        viewer,
        Act.POST_END,
        party_id=party.pk,
        about=post.pk,
        at=at,
        person=post.person.name,
        post_function=post.function,
        until=until.isoformat() if until else None,
        reason=reason,
    )
    return post


@transaction.atomic
def system_first_administrators(
    people: Mapping[str, Sequence[tuple[str, str]]], *, language: str, at: datetime
) -> list[tuple[Party, Person, str]]:
    """Make the first administrators of a new court, by party code: (name, e-mail) -> party, person, paper code."""
    made = []
    viewer = Viewer(system="init", function="init")
    for code, listed in people.items():
        party = Party.objects.get(code=code)
        for name, email in listed:
            person = _new_person(email=email, name=name, language=language)
            details = PostDetails(
                function="Administrator",
                roles=frozenset({Role.READER}),
                clearance=0,
                since=at.astimezone(THE_HAGUE).date(),
                is_administrator=True,
            )
            _give(viewer, Act.PERSON_INVITE, person, party, details, at=at)
            made.append((party, person, new_code(person, party, at=at)))
    return made


def _new_person(*, email: str, name: str, language: str) -> Person:
    person = Person(email=email.strip().lower(), name=name, language=language)
    person.set_unusable_password()
    checked(person).save(force_insert=True)
    return person


def _party_to_staff(party_id: UUID | None) -> Party:
    """Lock the party's row: two administrators who end each other's posts must come one after the other."""
    party = Party.objects.select_for_update(no_key=True).filter(pk=party_id).first() if party_id else None
    if party is None:
        raise NotFound
    return party


def _manage(viewer: Viewer, party: Party, act: Act, details: PostDetails, *, at: datetime) -> None:
    """Own administrators manage; the Registry's may name the first administrator of another party."""
    if viewer.party_id == party.pk and viewer.is_administrator:
        return
    queries.party_by_id(viewer, party_id=party.pk)
    if not queries.may_admit_parties(viewer):
        raise Rule.OWN_ADMINISTRATORS.broken_by(act)
    today = at.astimezone(THE_HAGUE).date()
    if not details.is_administrator or queries.has_administrator(viewer, party_id=party.pk, on=today):
        raise Rule.FIRST_ADMINISTRATOR_ONLY.broken_by(act)


def _refuse_both_sides(act: Act, person: Person, party: Party, details: PostDetails) -> None:
    """Raise Refused where the new post would put one person on both sides, on any day."""
    if party.kind == PartyKind.DEFENCE:
        other = Q(party__code="OTP")
    elif party.code == "OTP":
        other = Q(party__kind=PartyKind.DEFENCE)
    else:
        return
    overlapping = Q(until__isnull=True) | Q(until__gte=details.since)
    if details.until is not None:
        overlapping &= Q(since__lte=details.until)
    if Post.objects.filter(overlapping, other, person=person, ended_at__isnull=True).exists():
        raise Rule.BOTH_SIDES.broken_by(act)


@transaction.atomic
def choose_language(viewer: Viewer, *, language: str, at: datetime) -> None:  # noqa: ARG001 - as every action
    """Choose the language in which one is written to; raises Invalid for none of ours, NotFound for no person."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid({"language": _("Choose one of these.")})
    if viewer.person_id is None:
        raise NotFound
    Person.objects.filter(pk=viewer.person_id).update(language=language)


def _give(viewer: Viewer, act: Act, person: Person, party: Party, details: PostDetails, *, at: datetime) -> Post:
    kind = PartyKind(party.kind)
    if not details.roles <= ROLES_OPEN_TO[kind] or details.clearance > CLEARANCE_OPEN_TO[kind]:
        raise Rule.NOT_OPEN_TO_PARTY.broken_by(act)
    if (
        details.authority_id
        and not Authority.objects.filter(pk=details.authority_id, party=party, ended_on=None).exists()
    ):
        raise Invalid({"authority": _("The directory has no such authority of this party.")})
    if details.until is not None and details.until < details.since:
        raise Invalid({"until": _("The last day lies before the first one. Check both dates.")})
    post = checked(
        Post(
            person=person,
            party=party,
            authority_id=details.authority_id,
            function=details.function,
            roles=sorted(role.value for role in details.roles),
            is_administrator=details.is_administrator,
            clearance=details.clearance,
            since=details.since,
            until=details.until,
        )
    )
    post.save(force_insert=True)
    enter(
        viewer,
        act,
        party_id=party.pk,
        about=post.pk,
        at=at,
        person=person.name,
        post_function=post.function,
        roles=post.roles,
        clearance=post.clearance,
        is_administrator=post.is_administrator,
        since=post.since.isoformat(),
        until=post.until.isoformat() if post.until else None,
    )
    return post
