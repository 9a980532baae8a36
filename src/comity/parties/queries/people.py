# SPDX-License-Identifier: EUPL-1.2
"""People, posts and substitutes, as seen from within their own party and from nowhere else."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from comity.core.errors import NotFound
from comity.core.paging import Page, page_of
from comity.core.viewer import Viewer
from comity.parties.models import PartyEntry, Person, Post, Substitution
from comity.parties.queries.rights import may_admit_parties
from comity.statute import Role

# Columns of a person that only sign-in and their own page need.
PERSON_DETAILS = ("password", "last_login", "email", "joined_at")


def posts_page(
    viewer: Viewer, *, on: date, size: int, ended: bool = False, after: str = "", before: str = ""
) -> Page[Post]:
    """Return one page of the posts of the viewer's own party, by name of the person: running or to come, or ended."""
    is_over = Post.is_over_on(on)
    rows = _own(viewer).annotate(name=F("person__name")).select_related("person", "authority")
    return page_of(
        rows.filter(is_over if ended else ~is_over), order=("name", "id"), size=size, after=after, before=before
    )


def posts_of_person(viewer: Viewer, *, person_id: UUID) -> list[Post]:
    """Return one person's posts in the viewer's own party, newest first."""
    return list(_own(viewer).filter(person_id=person_id).order_by("-since", "pk"))


def posts_of_function(viewer: Viewer, *, party_id: UUID, function: str, on: date) -> list[Post]:
    """Return the running posts of a party that bear this function, which is what is shown of them across walls."""
    return list(Post.objects.filter(Post.runs_on(on), party_id=party_id, function__iexact=function.strip()))


def post_by_id(viewer: Viewer, *, post_id: UUID) -> Post:
    """Return the post of that id in the viewer's own party, with its person; raises NotFound otherwise."""
    found = _own(viewer).select_related("person").filter(pk=post_id).first()
    if found is None:
        raise NotFound
    return found


def person_by_id(viewer: Viewer, *, person_id: UUID) -> Person:
    """Return a person who holds or held a post in the viewer's own party; raises NotFound otherwise."""
    found = Person.objects.filter(pk=person_id, pk__in=_own(viewer).values("person_id")).first()
    if found is None:
        raise NotFound
    return found


def colleagues(viewer: Viewer, *, on: date, but_not: UUID | None = None) -> QuerySet[Person]:
    """Return the people with a running post in the viewer's own party, by name: who can be assigned or substitute."""
    posts = _own(viewer).filter(Post.runs_on(on))
    rows = Person.objects.filter(pk__in=posts.values("person_id"), is_active=True).order_by("name", "pk")
    return rows.exclude(pk=but_not) if but_not else rows


def substitutions_of(viewer: Viewer, *, post_ids: Sequence[UUID], on: date) -> list[Substitution]:
    """Return the substitutions on these posts of the viewer's own party that run now or are to come."""
    rows = Substitution.objects.filter(
        post_id__in=post_ids, post__in=_own(viewer), ended_at__isnull=True, until__gte=on
    )
    return list(rows.select_related("substitute").order_by("since", "pk"))


def substitution_by_id(viewer: Viewer, *, substitution_id: UUID) -> Substitution:
    """Return a substitution on a post of the viewer's own party, with post and person; raises NotFound otherwise."""
    rows = Substitution.objects.filter(pk=substitution_id, post__in=_own(viewer))
    found = rows.select_related("post", "post__person", "substitute").first()
    if found is None:
        raise NotFound
    return found


def record_page(viewer: Viewer, *, size: int, after: str = "", before: str = "") -> Page[PartyEntry]:
    """Return one page of what was done on the affairs of the viewer's own party, newest first."""
    rows = PartyEntry.objects.filter(party_id=viewer.party_id) if viewer.party_id else PartyEntry.objects.none()
    rows = rows.select_related("actor", "acting_for")
    return page_of(rows, order=("-at", "-id"), size=size, after=after, before=before)


def has_administrator(viewer: Viewer, *, party_id: UUID, on: date) -> bool:
    """Return whether somebody administers that party on that day; always true to who admits no parties."""
    if not may_admit_parties(viewer):
        return True
    posts = Post.objects.filter(Post.runs_on(on), party_id=party_id, is_administrator=True, person__is_active=True)
    return posts.exists()


def system_people(person_ids: Iterable[UUID]) -> list[Person]:
    """Return these people: for duties of the system that write to them."""
    return list(Person.objects.filter(pk__in=list(person_ids)))


def system_people_at(party_ids: Iterable[UUID], *, roles: Collection[Role], on: date) -> set[UUID]:
    """Return who holds a running post with one of these roles at one of these parties: whom something is told to."""
    posts = Post.objects.filter(Post.runs_on(on), party_id__in=list(party_ids), person__is_active=True)
    return {person for person, held in posts.values_list("person_id", "roles") if set(roles) & set(held)}


def system_administrators_of(party_id: UUID, *, on: date) -> set[UUID]:
    """Return who administers a party on a day: its focal points."""
    posts = Post.objects.filter(Post.runs_on(on), party_id=party_id, is_administrator=True, person__is_active=True)
    return set(posts.values_list("person_id", flat=True))


def system_has_people() -> bool:
    """Return whether anybody at all has an account here."""
    return Person.objects.exists()


def _own(viewer: Viewer) -> QuerySet[Post]:
    return Post.objects.filter(party_id=viewer.party_id) if viewer.party_id else Post.objects.none()
