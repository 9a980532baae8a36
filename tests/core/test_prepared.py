# SPDX-License-Identifier: EUPL-1.2
"""A prepared query answers as the same query composed anew, for whatever values, and refuses what it cannot know."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from comity.core.clock import now
from comity.core.prepared import Prepared
from comity.core.viewer import ANONYMOUS, UNDER_SEAL, Viewer
from comity.dossiers.models import Dossier, Participation
from comity.dossiers.models.sight import SightMissing
from comity.parties.models import Party
from tests.factories.dossiers import a_circle, a_dossier, in_circle, let_in, own_file

pytestmark = pytest.mark.django_db


def by_code(code: str) -> QuerySet[Party]:
    return Party.objects.filter(code=code).order_by("code")


def opened(party_id: Any, kinds: list[str], since: datetime) -> QuerySet[Any]:
    return Participation.rows.filter(dossier__kind__in=kinds, party_id=party_id, since__lte=since).select_related(
        "party"
    )


def test_rows_are_those_of_the_query_itself(otp: Party, belgium: Party) -> None:
    prepared = Prepared(by_code)

    assert [list(prepared(code=code)) for code in ("OTP", "BEL", "none", "OTP")] == [[otp], [belgium], [], [otp]]


def test_joined_rows_come_along(otp: Party, django_assert_num_queries: Any) -> None:
    own_file(otp)
    prepared = Prepared(opened)
    rows = prepared(party_id=otp.id, kinds=["judicial"], since=now())

    with django_assert_num_queries(1):
        assert [row.party.code for row in rows] == ["OTP"]


def test_form_of_its_own_for_each_length_and_what_is_none(otp: Party) -> None:
    own_file(otp)
    prepared = Prepared(opened)

    counts = [
        len(prepared(party_id=party_id, kinds=kinds, since=now()))
        for party_id in (otp.id, uuid4(), None)
        for kinds in (["judicial"], ["fund"], ["judicial", "fund"], ["fund", "judicial"], [])
    ]
    assert counts == [1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]


def test_values_are_taken_anew_each_time(otp: Party) -> None:
    dossier = own_file(otp)
    prepared = Prepared(opened)
    before = dossier.opened_at.replace(year=2003)

    assert [len(prepared(party_id=otp.id, kinds=["judicial"], since=at)) for at in (before, now(), before)] == [0, 1, 0]


def test_viewer_is_looked_through_again_each_time(otp: Party, asking: Viewer, stranger: Viewer) -> None:
    circle = a_circle(otp)
    wide, narrow, sealed = a_dossier(otp), a_dossier(otp), a_dossier(otp, classification=UNDER_SEAL)
    let_in(wide, otp)
    let_in(narrow, otp, circle=circle)
    let_in(sealed, otp)
    prepared = Prepared(lambda viewer, at: Dossier.objects.visible_to(viewer, at=at).order_by("title"))
    lowered = replace(asking, clearance=1)

    for viewer in (
        asking,
        lowered,
        in_circle(asking, circle),
        in_circle(lowered, a_circle(otp)),
        stranger,
        ANONYMOUS,
        asking,
    ):
        assert set(prepared(viewer=viewer, at=timezone.now())) == set(Dossier.objects.visible_to(viewer))


def test_guarded_rows_stay_guarded() -> None:
    prepared = Prepared(lambda title: Dossier.objects.filter(title=title))

    with pytest.raises(SightMissing):
        list(prepared(title="x"))


def test_values_of_columns_can_be_asked_for(otp: Party) -> None:
    prepared = Prepared(lambda code: Party.objects.filter(code=code).values_list("code", "kind"))

    assert list(prepared(code="OTP")) == [("OTP", "organ")]


def test_what_was_not_given_is_refused() -> None:
    prepared = Prepared(lambda code: Participation.rows.filter(party__code=code, since__lte=timezone.now()))

    with pytest.raises(RuntimeError, match="not given"):
        prepared(code="OTP")


def test_form_that_depends_on_a_value_is_refused() -> None:
    prepared = Prepared(lambda number: Party.objects.all()[:number])

    with pytest.raises(RuntimeError):
        prepared(number=3)


@pytest.mark.parametrize("value", [True, 1.5, {}, b""])
def test_value_of_another_sort_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        Prepared(by_code)(code=value)
