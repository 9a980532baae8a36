# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from comity.core.clock import today
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.parties import actions
from comity.parties.actions import AuthorityDetails
from comity.parties.models import Authority, Party, PartyEntry
from tests.factories.parties import AuthorityFactory

AT = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
DETAILS = AuthorityDetails(name="Ministry of Justice", email="desk@example.org", is_central=True)


@pytest.mark.parametrize("who", ["asked_administrator", "registrar", "registry_administrator"])
def test_its_keepers_enter_an_authority_and_so_confirm_it(
    request: pytest.FixtureRequest, belgium: Party, who: str
) -> None:
    row = actions.add_authority(request.getfixturevalue(who), party_id=belgium.pk, details=DETAILS, at=AT)
    assert (row.name, row.is_central, row.last_confirmed_on) == ("Ministry of Justice", True, date(2026, 6, 15))


@pytest.mark.parametrize("who", ["asked", "stranger", "asking_administrator", "defence", "secretariat"])
@pytest.mark.parametrize("act", ["add", "change", "confirm", "end"])
def test_nobody_else_touches_it(request: pytest.FixtureRequest, belgium: Party, who: str, act: str) -> None:
    viewer: Viewer = request.getfixturevalue(who)
    row = AuthorityFactory.make(party=belgium)
    acts: dict[str, Callable[[], Authority]] = {
        "add": lambda: actions.add_authority(viewer, party_id=belgium.pk, details=DETAILS, at=AT),
        "change": lambda: actions.change_authority(viewer, authority_id=row.pk, details=DETAILS, at=AT),
        "confirm": lambda: actions.confirm_authority(viewer, authority_id=row.pk, at=AT),
        "end": lambda: actions.end_authority(viewer, authority_id=row.pk, reason="gone", at=AT),
    }
    with pytest.raises(Refused) as refused:
        acts[act]()
    assert refused.value.refusal.act == f"parties:authority:{act}"
    assert not PartyEntry.objects.exists()


def test_a_change_keeps_what_stood_there_on_record(asked_administrator: Viewer, belgium: Party) -> None:
    row = AuthorityFactory.make(party=belgium, name="Old name", telephone="1")
    changed = actions.change_authority(asked_administrator, authority_id=row.pk, details=DETAILS, at=AT)
    assert (changed.name, changed.telephone) == ("Ministry of Justice", "")
    data = PartyEntry.objects.get(act="parties:authority:change").data
    assert data["before"]["name"] == "Old name"
    assert data["telephone"] == ""


def test_confirming_sets_the_day(asked_administrator: Viewer, belgium: Party) -> None:
    row = AuthorityFactory.make(party=belgium, last_confirmed_on=date(2020, 1, 1))
    assert actions.confirm_authority(asked_administrator, authority_id=row.pk, at=AT).last_confirmed_on == AT.date()


def test_an_entry_nobody_confirmed_for_a_year_is_stale(belgium: Party) -> None:
    days = (None, today() - timedelta(days=367), today() - timedelta(days=366), today())
    stale = [AuthorityFactory.make(party=belgium, last_confirmed_on=day).is_stale for day in days]
    assert stale == [True, True, False, False]


def test_an_ended_authority_can_no_longer_be_touched_and_its_name_is_free(
    asked_administrator: Viewer, belgium: Party
) -> None:
    row = AuthorityFactory.make(party=belgium, name=DETAILS.name)
    actions.end_authority(asked_administrator, authority_id=row.pk, reason="merged", at=AT)
    with pytest.raises(NotFound):
        actions.confirm_authority(asked_administrator, authority_id=row.pk, at=AT)
    actions.add_authority(asked_administrator, party_id=belgium.pk, details=DETAILS, at=AT)
    assert Authority.objects.filter(name=DETAILS.name).count() == 2


def test_an_unknown_one_is_not_found(asked_administrator: Viewer) -> None:
    with pytest.raises(NotFound):
        actions.confirm_authority(asked_administrator, authority_id=uuid4(), at=AT)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Taken"}, "name"),
        ({"email": "no address"}, "email"),
        ({"address": "a\u202eb"}, "address"),
    ],
)
def test_unusable_input_is_told_at_its_field(
    asked_administrator: Viewer, belgium: Party, fields: dict[str, Any], field: str
) -> None:
    AuthorityFactory.make(party=belgium, name="Taken")
    given = AuthorityDetails(**{"name": "Ministry", **fields})
    with pytest.raises(Invalid) as invalid:
        actions.add_authority(asked_administrator, party_id=belgium.pk, details=given, at=AT)
    assert set(invalid.value.problems) == {field}


def test_ending_needs_a_reason(asked_administrator: Viewer, belgium: Party) -> None:
    row = AuthorityFactory.make(party=belgium)
    with pytest.raises(Invalid) as invalid:
        actions.end_authority(asked_administrator, authority_id=row.pk, reason=" ", at=AT)
    assert set(invalid.value.problems) == {"reason"}
