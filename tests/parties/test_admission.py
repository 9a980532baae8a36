# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, datetime
from typing import Any

import pytest

from comity.core.errors import Invalid, Refused
from comity.core.viewer import Viewer
from comity.parties import actions
from comity.parties.models import Party, PartyKind

AT = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


def add(viewer: Viewer, **fields: Any) -> Party:
    given = {
        "kind": PartyKind.DEFENCE,
        "code": "def-b",
        "name_en": "Team B",
        "name_fr": "Équipe B",
        "source": "Registry",
    }
    return actions.add_party(viewer, at=AT, **{**given, **fields})


def test_the_registry_enters_a_defence_team(registry_administrator: Viewer) -> None:
    party = add(registry_administrator)
    assert (party.code, party.kind, party.key_fr) == ("DEF-B", "defence", "equipe b")


@pytest.mark.parametrize("who", ["registrar", "asking_administrator", "asked_administrator"])
def test_nobody_else_enters_a_party(request: pytest.FixtureRequest, who: str) -> None:
    with pytest.raises(Refused) as refused:
        add(request.getfixturevalue(who))
    assert refused.value.refusal.code == "registry_admits"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"code": "DEF-A"}, "code"),
        ({"code": "x"}, "code"),
        ({"code": "new"}, "code"),
        ({"code": "a b"}, "code"),
        ({"kind": "state", "code": "ABCD"}, "code"),
        ({"name_en": ""}, "name_en"),
        ({"source": ""}, "source"),
    ],
)
def test_an_unusable_party_is_told_at_its_field(
    registry_administrator: Viewer, defence_team: Party, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        add(registry_administrator, **fields)
    assert set(invalid.value.problems) == {field}
