# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime
from typing import Any

import pytest

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.parties import actions, queries
from comity.parties.models import Declaration, Party, PartyEntry

AT = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


def record(viewer: Viewer, party: Party, **fields: Any) -> Declaration:
    given: dict[str, Any] = {
        "subject": "language",
        "text": "French or Dutch",
        "languages": "fr or nl",
        "source": "Note verbale 12/2026",
        "received_on": date(2026, 6, 1),
        "agreed_on": None,
    }
    return actions.record_declaration(viewer, party_id=party.pk, at=AT, **{**given, **fields})


def test_a_choice_takes_effect_45_days_after_receipt(registrar: Viewer, belgium: Party) -> None:
    row = record(registrar, belgium)
    assert (row.effective_on, row.languages, row.recorded_by_id) == (
        date(2026, 7, 16),
        [["fr"], ["nl"]],
        registrar.person_id,
    )
    before, after = (
        queries.languages_in_force(registrar, party_id=belgium.pk, on=day).text
        for day in (date(2026, 7, 15), date(2026, 7, 16))
    )
    assert (before, after) == ("en or fr", "French or Dutch")


def test_a_choice_takes_effect_on_the_agreed_day(registrar: Viewer, belgium: Party) -> None:
    assert record(registrar, belgium, agreed_on=date(2026, 6, 2)).effective_on == date(2026, 6, 2)


def test_a_channel_needs_no_languages(registrar: Viewer, belgium: Party) -> None:
    assert record(registrar, belgium, subject="channel", text="Ministry of Justice", languages="").languages == []


def test_an_organisation_chooses_too(registrar: Viewer, interpol: Party) -> None:
    assert record(registrar, interpol).party == interpol


def test_it_goes_on_record(registrar: Viewer, belgium: Party) -> None:
    record(registrar, belgium)
    entry = PartyEntry.objects.get()
    assert (entry.act, entry.party, entry.actor_id, entry.function, entry.at) == (
        "parties:declaration:record",
        belgium,
        registrar.person_id,
        registrar.function,
        AT,
    )
    assert entry.data["effective_on"] == "2026-07-16"


@pytest.mark.parametrize(
    "who", ["asking", "asked", "asked_administrator", "registry_administrator", "chamber", "defence"]
)
def test_nobody_but_the_registrys_officers_records_a_choice(
    request: pytest.FixtureRequest, belgium: Party, who: str
) -> None:
    with pytest.raises(Refused) as refused:
        record(request.getfixturevalue(who), belgium)
    assert (refused.value.refusal.article, refused.value.refusal.code) == ("rule 176(3)", "registry_records")
    assert not Declaration.objects.exists()


def test_an_organ_of_the_court_chooses_nothing(registrar: Viewer, otp: Party) -> None:
    with pytest.raises(Refused) as refused:
        record(registrar, otp)
    assert refused.value.refusal.article == "rule 176(4)"


def test_an_unseen_party_is_not_found(asking: Viewer, defence_team: Party) -> None:
    with pytest.raises(NotFound):
        record(asking, defence_team)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"languages": ""}, "languages"),
        ({"languages": "French"}, "languages"),
        ({"languages": "fr or qq"}, "languages"),
        ({"text": ""}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"text": "fr \u202e or"}, "text"),
        ({"text": "fr \x07"}, "text"),
        ({"source": ""}, "source"),
        ({"subject": "colour"}, "subject"),
        ({"received_on": date(2026, 6, 16)}, "received_on"),
        ({"received_on": date(1998, 7, 16)}, "received_on"),
        ({"agreed_on": date(2026, 5, 31)}, "agreed_on"),
    ],
)
def test_unusable_input_is_told_at_its_field(
    registrar: Viewer, belgium: Party, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        record(registrar, belgium, **fields)
    assert set(invalid.value.problems) == {field}
    assert not Declaration.objects.exists()
    assert not PartyEntry.objects.exists()
