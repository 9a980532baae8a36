# SPDX-License-Identifier: EUPL-1.2
"""Who may see this: every clause of the one rule, and that nobody walks around it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Count

from comity.core.clock import now
from comity.core.viewer import CONFIDENTIAL, PUBLIC, UNDER_SEAL, Viewer, system_viewer
from comity.dossiers import queries
from comity.dossiers.models import Clock, Dossier, Entry, Participation, PersonConcerned
from comity.dossiers.models.sight import SightMissing
from comity.parties.models import Party
from comity.parties.queries import viewer_of
from tests.factories.dossiers import (
    a_circle,
    a_clock,
    a_dossier,
    a_grant,
    a_person_concerned,
    an_entry,
    in_circle,
    let_in,
    own_file,
)
from tests.factories.parties import PostFactory, SubstitutionFactory, person_at

from .people import person_of

Scope, Side = Participation.Scope, Participation.Side


def seen(viewer: Viewer) -> set[str]:
    return set(Dossier.objects.visible_to(viewer).values_list("title", flat=True))


def test_dossier_is_visible_to_those_who_take_part(otp: Party, asking: Viewer, stranger: Viewer) -> None:
    own_file(otp, title="Ours")

    assert seen(asking) == {"Ours"}
    assert seen(stranger) == set()


def test_dossier_without_participants_is_visible_to_nobody(otp: Party, asking: Viewer) -> None:
    a_dossier(otp, title="Owned, and that is not enough")

    assert seen(asking) == set()


def test_anonymous_and_system_see_nothing(otp: Party, anonymous: Viewer) -> None:
    own_file(otp)

    assert seen(anonymous) == set()
    assert seen(system_viewer("delivery")) == set()


@pytest.mark.parametrize(
    ("classification", "clearance", "is_seen"),
    [
        (PUBLIC, PUBLIC, True),
        (CONFIDENTIAL, PUBLIC, False),
        (CONFIDENTIAL, CONFIDENTIAL, True),
        (UNDER_SEAL, CONFIDENTIAL, False),
        (UNDER_SEAL, UNDER_SEAL, True),
    ],
)
def test_clearance_must_reach_the_classification(
    otp: Party, classification: int, clearance: int, is_seen: bool
) -> None:
    own_file(otp, title="File", classification=classification)

    assert seen(person_at(otp, clearance=clearance)) == ({"File"} if is_seen else set())


def test_participation_that_ended_shows_nothing(otp: Party, asking: Viewer) -> None:
    let_in(a_dossier(otp, title="Over"), otp, until=now() - timedelta(seconds=1))
    let_in(a_dossier(otp, title="Running"), otp, until=now() + timedelta(hours=1))

    assert seen(asking) == {"Running"}


def test_participation_that_begins_later_shows_nothing(otp: Party, asking: Viewer) -> None:
    let_in(a_dossier(otp, title="Tomorrow"), otp, since=now() + timedelta(days=1))

    assert seen(asking) == set()


def test_circle_narrows_to_those_in_it(otp: Party, asking: Viewer, asking_approver: Viewer) -> None:
    circle = a_circle(otp)
    let_in(a_dossier(otp, title="Narrow"), otp, circle=circle)

    assert seen(in_circle(asking, circle)) == {"Narrow"}
    assert seen(queries.with_circles(asking_approver, now())) == set()


def test_circle_never_widens(otp: Party, asking: Viewer, uncleared: Viewer, belgium: Party) -> None:
    circle = a_circle(belgium)
    let_in(a_dossier(otp, title="Sealed", classification=UNDER_SEAL), belgium, circle=circle)

    assert seen(in_circle(uncleared, circle)) == set()


@pytest.mark.parametrize(("since_days", "until_days"), [(-2, -1), (1, 2)])
def test_grant_that_ended_or_is_to_come_opens_nothing(
    otp: Party, asking: Viewer, since_days: int, until_days: int
) -> None:
    circle = a_circle(otp)
    let_in(a_dossier(otp), otp, circle=circle)
    a_grant(
        circle,
        asking.person_id,
        since=now() + timedelta(days=since_days),
        until=now() + timedelta(days=until_days),
    )

    assert seen(queries.with_circles(asking, now())) == set()


def test_grant_that_ends_this_instant_opens_nothing(otp: Party, asking: Viewer) -> None:
    at = now()
    circle = a_circle(otp)
    a_grant(circle, asking.person_id, until=at)

    assert queries.with_circles(asking, at).circles == frozenset()


def test_grant_of_another_party_opens_nothing(otp: Party, belgium: Party, asking: Viewer) -> None:
    foreign = a_circle(belgium)
    let_in(a_dossier(belgium), belgium, circle=foreign)

    assert in_circle(asking, foreign).circles == frozenset()


def test_two_circles_open_what_either_opens(otp: Party, asking: Viewer) -> None:
    first, second = a_circle(otp), a_circle(otp)
    let_in(a_dossier(otp, title="First"), otp, circle=first)
    let_in(a_dossier(otp, title="Second"), otp, circle=second)
    in_circle(asking, first)

    assert seen(in_circle(asking, second)) == {"First", "Second"}


def test_substitute_sees_through_the_circles_of_the_absent(otp: Party) -> None:
    absent = PostFactory.create(party=otp, clearance=UNDER_SEAL)
    own = PostFactory.create(party=otp, clearance=UNDER_SEAL)
    SubstitutionFactory.create(post=absent, substitute=own.person, since=date(2020, 1, 1), until=date(2039, 1, 1))
    circle = a_circle(otp)
    let_in(a_dossier(otp, title="Theirs"), otp, circle=circle)
    a_grant(circle, absent.person_id)
    at_own_post = viewer_of(own.person, None, now())
    in_their_place = viewer_of(own.person, absent.pk, now())
    assert at_own_post is not None
    assert in_their_place is not None

    assert seen(queries.with_circles(at_own_post, now())) == set()
    assert seen(queries.with_circles(in_their_place, now())) == {"Theirs"}


def test_person_of_two_parties_sees_with_one_at_a_time(otp: Party, registry: Party) -> None:
    own_file(otp, title="Of the Prosecutor")
    own_file(registry, title="Of the Registry")
    first = person_at(otp)
    person = person_of(first)
    second = PostFactory.create(party=registry, person=person)
    elsewhere = viewer_of(person, second.pk, now())
    assert elsewhere is not None

    assert seen(first) == {"Of the Prosecutor"}
    assert seen(elsewhere) == {"Of the Registry"}


def test_envelope_shows_the_dossier_and_none_of_its_persons(
    otp: Party, registry: Party, asking: Viewer, registrar: Viewer
) -> None:
    dossier = own_file(otp, title="Carried")
    let_in(dossier, registry, side=Side.SENDER, scope=Scope.ENVELOPE)
    a_person_concerned(dossier)

    assert seen(registrar) == {"Carried"}
    assert [row.pseudonym for row in PersonConcerned.objects.visible_to(asking)] == ["P-014"]
    assert list(PersonConcerned.objects.visible_to(registrar)) == []


def test_two_parts_in_one_dossier_give_one_row(otp: Party, registry: Party, registrar: Viewer) -> None:
    dossier = own_file(otp)
    let_in(dossier, registry, side=Side.SENDER, scope=Scope.ENVELOPE)
    let_in(dossier, registry, side=Side.OBSERVER)

    assert Dossier.objects.visible_to(registrar).count() == 1
    assert queries.participation(registrar, dossier.id).scope == Scope.FULL


def test_rows_that_hang_on_a_dossier_are_visible_with_it(otp: Party, asking: Viewer, stranger: Viewer) -> None:
    dossier = own_file(otp)
    entry, clock = an_entry(dossier), a_clock(dossier)

    assert list(Entry.objects.visible_to(asking)) == [entry]
    assert list(Clock.objects.visible_to(asking)) == [clock]
    assert list(Entry.objects.visible_to(stranger)) == []
    assert list(Clock.objects.visible_to(stranger)) == []


WAYS: list[Callable[[Any], object]] = [
    list,
    lambda rows: rows.count(),
    lambda rows: rows.exists(),
    lambda rows: rows.first(),
    lambda rows: rows.get(title="x"),
    lambda rows: rows.in_bulk(),
    lambda rows: rows.update(title="x"),
    lambda rows: rows.delete(),
    lambda rows: rows.aggregate(Count("id")),
    lambda rows: list(rows.iterator()),
    lambda rows: rows.aiterator(),
    lambda rows: list(rows.values_list("title")),
    lambda rows: list(rows.filter(title="x").order_by("title")[:3]),
    lambda rows: list(rows.dates("opened_at", "day")),
    lambda rows: rows.explain(),
    lambda rows: rows.raw("SELECT * FROM dossiers_dossier"),
    lambda rows: list(rows.union(rows)),
    bool,
]


@pytest.mark.parametrize("way", WAYS)
def test_rows_without_a_viewer_are_refused(db: None, way: Callable[[Any], object]) -> None:
    with pytest.raises(SightMissing):
        way(Dossier.objects.all())


@pytest.mark.parametrize(
    "join", [lambda one, other: one | other, lambda one, other: one.union(other), lambda one, other: one ^ other]
)
def test_sighted_rows_are_not_widened(asking: Viewer, join: Callable[[Any, Any], object]) -> None:
    with pytest.raises(SightMissing):
        join(Dossier.objects.visible_to(asking), Dossier.objects.all())


def test_relation_is_not_followed_without_a_viewer(otp: Party) -> None:
    person = a_person_concerned(own_file(otp))
    again = PersonConcerned.objects.unguarded("a test looks").get(pk=person.pk)

    with pytest.raises(SightMissing):
        _ = again.dossier


def test_row_is_not_refreshed_without_a_viewer(otp: Party) -> None:
    with pytest.raises(SightMissing):
        own_file(otp).refresh_from_db()


def test_reading_without_a_viewer_needs_a_reason(db: None) -> None:
    with pytest.raises(ValueError, match="say why"):
        Dossier.objects.unguarded("")


def test_changed_row_is_saved_by_its_key(otp: Party, asking: Viewer) -> None:
    dossier = own_file(otp, title="Old")
    dossier.title = "New"
    dossier.save(update_fields=["title"])

    assert seen(asking) == {"New"}


def test_party_the_viewer_left_shows_nothing(otp: Party, asking: Viewer) -> None:
    own_file(otp)

    assert seen(replace(asking, party_id=None)) == set()
