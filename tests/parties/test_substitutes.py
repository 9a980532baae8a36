# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.parties import actions, queries
from comity.parties.models import Party, PartyEntry, Post, Substitution
from tests.factories.parties import PostFactory, person_of, post_of

AT = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
TODAY = AT.date()


def name(viewer: Viewer, post: Viewer | Post, substitute: Any, **fields: Any) -> Substitution:
    given = {"since": TODAY, "until": TODAY + timedelta(days=7), "reason": "leave", **fields}
    post_id: Any = post.post_id if isinstance(post, Viewer) else post.pk
    person_id: Any = substitute.person_id if isinstance(substitute, Viewer) else substitute
    return actions.name_substitute(viewer, post_id=post_id, substitute_id=person_id, at=AT, **given)


def test_the_holder_names_a_colleague(asked: Viewer, uncleared: Viewer) -> None:
    row = name(asked, asked, uncleared)
    viewer = queries.viewer_of(person_of(uncleared), row.pk, AT)
    assert viewer is not None
    assert viewer.acting_for_id == asked.person_id
    entry = PartyEntry.objects.get()
    assert (entry.act, entry.data["reason"]) == ("parties:substitution:name", "leave")


def test_an_administrator_names_one_for_a_colleague(
    asked: Viewer, uncleared: Viewer, asked_administrator: Viewer
) -> None:
    assert name(asked_administrator, asked, uncleared).substitute_id == uncleared.person_id


def test_a_colleague_does_not(asked: Viewer, uncleared: Viewer) -> None:
    with pytest.raises(Refused) as refused:
        name(uncleared, asked, uncleared)
    assert refused.value.refusal.code == "holder_or_administrator"


def test_another_partys_post_is_not_found(asked: Viewer, stranger: Viewer, asking_administrator: Viewer) -> None:
    for viewer in (stranger, asking_administrator):
        with pytest.raises(NotFound):
            name(viewer, asked, viewer)


def test_a_substitute_comes_from_the_same_party(asked: Viewer, stranger: Viewer) -> None:
    for substitute in (stranger, uuid4()):
        with pytest.raises(Invalid) as invalid:
            name(asked, asked, substitute)
        assert set(invalid.value.problems) == {"substitute"}


def test_a_substitute_holds_a_running_post(asked: Viewer, belgium: Party) -> None:
    gone = PostFactory.make(party=belgium, until=date(2021, 1, 1))
    with pytest.raises(Invalid) as invalid:
        name(asked, asked, gone.person_id)
    assert set(invalid.value.problems) == {"substitute"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"until": TODAY - timedelta(days=1), "since": TODAY - timedelta(days=3)}, "until"),
        ({"since": TODAY + timedelta(days=8)}, "until"),
        ({"until": TODAY + timedelta(days=367)}, "until"),
        ({"since": TODAY - timedelta(days=1)}, "since"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"reason": "a\u202eb"}, "reason"),
    ],
)
def test_unusable_input_is_told_at_its_field(
    asked: Viewer, uncleared: Viewer, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        name(asked, asked, uncleared, **fields)
    assert set(invalid.value.problems) == {field}


def test_nobody_is_their_own_substitute(asked: Viewer) -> None:
    with pytest.raises(Invalid) as invalid:
        name(asked, asked, asked)
    assert set(invalid.value.problems) == {"substitute"}


def test_an_ended_post_needs_no_substitute(asked: Viewer, uncleared: Viewer, asked_administrator: Viewer) -> None:
    Post.objects.filter(pk=post_of(asked).pk).update(ended_at=AT)
    with pytest.raises(Invalid) as invalid:
        name(asked_administrator, asked, uncleared)
    assert set(invalid.value.problems) == {"since"}


def test_the_same_days_are_not_named_twice(asked: Viewer, uncleared: Viewer) -> None:
    first = name(asked, asked, uncleared)
    with pytest.raises(Invalid) as invalid:
        name(asked, asked, uncleared, since=first.until, until=first.until + timedelta(days=2))
    assert set(invalid.value.problems) == {"substitute"}
    name(asked, asked, uncleared, since=first.until + timedelta(days=1), until=first.until + timedelta(days=2))


def test_an_end_holds_at_once(asked: Viewer, uncleared: Viewer) -> None:
    row = name(asked, asked, uncleared)
    actions.end_substitution(asked, substitution_id=row.pk, at=AT)
    viewer = queries.viewer_of(person_of(uncleared), row.pk, AT)
    assert viewer is not None
    assert viewer.acting_for_id is None
    with pytest.raises(Invalid):
        actions.end_substitution(asked, substitution_id=row.pk, at=AT)


def test_only_holder_and_administrator_end_it(
    asked: Viewer, uncleared: Viewer, stranger: Viewer, asked_administrator: Viewer
) -> None:
    row = name(asked, asked, uncleared)
    with pytest.raises(Refused):
        actions.end_substitution(uncleared, substitution_id=row.pk, at=AT)
    with pytest.raises(NotFound):
        actions.end_substitution(stranger, substitution_id=row.pk, at=AT)
    assert actions.end_substitution(asked_administrator, substitution_id=row.pk, at=AT).ended_at == AT
