# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from comity.core.clock import now
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.dossiers import actions, queries
from comity.dossiers.models import Circle, Grant
from comity.parties.models import Party, PartyEntry, Post
from comity.statute import Act, Role
from tests.factories.dossiers import a_circle, a_grant, in_circle
from tests.factories.parties import person_at

from .people import id_of


def formed(viewer: Viewer, name: str = "Arrest team", reason: str = "an arrest under seal") -> Circle:
    return actions.form_circle(viewer, name=name, reason=reason, at=now())


def given(viewer: Viewer, circle: Circle, to: Viewer, **terms: Any) -> Grant:
    usual: dict[str, Any] = {"until": now() + timedelta(days=30), "reason": "analyst of the case"}
    return actions.give_grant(viewer, circle_id=circle.id, person_id=id_of(to), at=now(), **(usual | terms))


def now_in(viewer: Viewer) -> frozenset[Any]:
    return queries.with_circles(viewer, now()).circles


# Forming


def test_who_forms_a_circle_is_in_it_for_the_longest_time(asking: Viewer) -> None:
    circle = formed(asking)
    grant = Grant.objects.get(circle=circle)

    assert now_in(asking) == {circle.id}
    assert (grant.until - grant.since).days == settings.COMITY_LIMITS["grant_days"]


def test_circle_name_is_used_once_in_a_party(asking: Viewer, asked: Viewer) -> None:
    formed(asking)
    with pytest.raises(Invalid) as error:
        formed(asking)
    assert list(error.value.problems) == ["name"]
    assert formed(asked).name == "Arrest team"


@pytest.mark.parametrize(("name", "reason", "field"), [("", "x", "name"), ("x", " ", "reason")])
def test_circle_needs_name_and_reason(asking: Viewer, name: str, reason: str, field: str) -> None:
    with pytest.raises(Invalid) as error:
        formed(asking, name, reason)
    assert list(error.value.problems) == [field]


def test_reader_forms_no_circle(otp: Party) -> None:
    with pytest.raises(Refused):
        formed(person_at(otp, Role.READER))


def test_nobody_forms_no_circle(db: None, anonymous: Viewer) -> None:
    with pytest.raises(NotFound):
        formed(anonymous)


def test_partys_record_names_no_circle_and_no_reason(asking: Viewer) -> None:
    circle = formed(asking)
    entry = PartyEntry.objects.get(act=Act.CIRCLE_FORM)

    assert entry.about == circle.id
    assert "Arrest" not in str(entry.data)
    assert "arrest" not in str(entry.data)


# Granting


def test_colleague_let_in_is_in_until_the_end(asking: Viewer, asking_approver: Viewer) -> None:
    circle = formed(asking)
    grant = given(queries.with_circles(asking, now()), circle, asking_approver)

    assert now_in(asking_approver) == {circle.id}
    assert queries.with_circles(asking_approver, grant.until).circles == frozenset()
    assert (grant.reason, grant.granted_by_id) == ("analyst of the case", asking.person_id)


def test_who_is_not_in_a_circle_lets_nobody_in(asking: Viewer, asking_approver: Viewer) -> None:
    circle = formed(asking)
    with pytest.raises(NotFound):
        given(asking_approver, circle, asking_approver)


def test_person_of_another_party_is_not_let_in(asking: Viewer, asked: Viewer) -> None:
    circle = formed(asking)
    with pytest.raises(NotFound):
        given(queries.with_circles(asking, now()), circle, asked)


def test_person_whose_post_has_ended_is_not_let_in(asking: Viewer, asking_approver: Viewer) -> None:
    circle = formed(asking)
    Post.objects.filter(person_id=id_of(asking_approver)).update(ended_at=now())
    with pytest.raises(NotFound):
        given(queries.with_circles(asking, now()), circle, asking_approver)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"until": now() - timedelta(days=1)}, "until"),
        ({"until": now() + timedelta(days=4000)}, "until"),
        ({"reason": " "}, "reason"),
    ],
)
def test_grant_with_faulty_terms_is_not_given(
    asking: Viewer, asking_approver: Viewer, terms: dict[str, Any], field: str
) -> None:
    circle = formed(asking)
    with pytest.raises(Invalid) as error:
        given(queries.with_circles(asking, now()), circle, asking_approver, **terms)
    assert list(error.value.problems) == [field]


def test_new_grant_takes_the_place_of_the_running_one(asking: Viewer, asking_approver: Viewer) -> None:
    circle = formed(asking)
    viewer = queries.with_circles(asking, now())
    given(viewer, circle, asking_approver)
    shorter = given(viewer, circle, asking_approver, until=now() + timedelta(days=2))
    running = queries.grants(viewer, circle.id, now()).filter(person_id=id_of(asking_approver))

    assert [row.id for row in running] == [shorter.id]


# Ending


def test_ended_grant_counts_no_more(asking: Viewer, asking_approver: Viewer) -> None:
    circle = formed(asking)
    viewer = queries.with_circles(asking, now())
    grant = given(viewer, circle, asking_approver)
    actions.end_grant(viewer, grant_id=grant.id, at=now())

    assert now_in(asking_approver) == frozenset()
    assert [entry.act for entry in PartyEntry.objects.order_by("id") if entry.act == Act.GRANT_END] == [Act.GRANT_END]


def test_last_person_stays_in_a_circle(asking: Viewer) -> None:
    circle = formed(asking)
    with pytest.raises(Invalid):
        actions.end_grant(queries.with_circles(asking, now()), grant_id=Grant.objects.get(circle=circle).id, at=now())


def test_grant_of_a_circle_one_is_not_in_is_not_ended(asking: Viewer, asking_approver: Viewer) -> None:
    circle = formed(asking)
    for grant_id in (Grant.objects.get(circle=circle).id, uuid4()):
        with pytest.raises(NotFound):
            actions.end_grant(asking_approver, grant_id=grant_id, at=now())


# A circle that nobody is in any more


def test_administrator_opens_an_empty_circle_again(
    otp: Party, asking: Viewer, asking_administrator: Viewer, asking_approver: Viewer
) -> None:
    circle = a_circle(otp)
    a_grant(circle, asking.person_id, since=now() - timedelta(days=9), until=now() - timedelta(days=1))
    given(asking_administrator, circle, asking_approver)

    assert now_in(asking_approver) == {circle.id}


def test_administrator_is_not_told_of_a_circle_that_somebody_is_in(
    otp: Party, asking: Viewer, asking_administrator: Viewer
) -> None:
    circle = a_circle(otp)
    in_circle(asking, circle)

    assert list(queries.circles(asking_administrator, now())) == []
    with pytest.raises(NotFound):
        given(asking_administrator, circle, asking_administrator)


def test_empty_circle_of_another_party_stays_hidden(belgium: Party, asking_administrator: Viewer) -> None:
    a_circle(belgium)

    assert list(queries.circles(asking_administrator, now())) == []
