# SPDX-License-Identifier: EUPL-1.2
"""The second wall: PostgreSQL itself shows a viewer the rows that the first one would, and lets nobody write behind it.

That a context could be used again, in another session or later, is no concern of it: we keep a context nowhere, and who
can hand one to PostgreSQL has the application's own connection.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection, models
from django.db.utils import IntegrityError, ProgrammingError
from pytest_django import Settings

from comity.core import search
from comity.core.db import _tell, as_system, as_viewer, sight_context
from comity.core.models import Findable
from comity.core.viewer import Viewer
from comity.dossiers.models import Dossier, GuardedQuerySet, Participation
from tests.security.walled import (
    GUARDED,
    PERSONAS,
    WALLED,
    Court,
    a_copy,
    a_court,
    do,
    insert,
    key_of,
    keys_of,
    path_of,
    rows_naming_foreign_ones,
    undone,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
REFUSED = "row-level security policy"


@pytest.fixture
def court(db: None) -> Court:
    return a_court()


def all_shown() -> dict[str, int]:
    return {model._meta.db_table: found for model in WALLED if (found := len(keys_of(model)))}


def table(model: type[models.Model]) -> str:
    return model._meta.db_table


def test_every_row_is_shown_to_a_duty_of_the_system(court: Court) -> None:
    with as_system("test"):
        assert min(all_shown().values()) >= len(court.dossiers)
        assert len(all_shown()) == len(WALLED)


def test_nothing_is_shown_without_a_context(court: Court) -> None:
    _tell("")

    assert all_shown() == {}


@pytest.mark.parametrize("persona", PERSONAS)
def test_raw_rows_are_those_of_the_first_wall(court: Court, persona: str) -> None:
    expected = {table(model): court.expected(persona, model) for model in WALLED}

    assert {table(model): court.shown(persona, model) for model in WALLED} == expected


def test_sights_differ(court: Court) -> None:
    """Without this the comparison above would say nothing."""
    names = {dossier.id: name for name, dossier in court.dossiers.items()}
    seen = {persona: {names[key] for key in court.shown(persona, Dossier) if key in names} for persona in PERSONAS}

    exchanges = {"asked", "foreign", "ended", "coming", "narrowed"}
    assert seen == {
        "asking": {"file", "limited", "sealed", *exchanges},
        "outside_circle": {"file", "sealed", *exchanges},
        "uncleared_colleague": {"file", *exchanges},
        "asked": {"asked", "narrowed", "defended", "internal"},
        "uncleared": set(),
        "stranger": {"foreign", "own"},
        "registrar": {"defended"},
        "chamber": set(),
        "defence": {"defended"},
        "anonymous": set(),
    }


FORGED: dict[str, Callable[[list[str]], list[str]]] = {
    "duty": lambda part: ["clock", *part[1:]],
    "party": lambda part: [part[0], str(uuid4()), *part[2:]],
    "clearance": lambda part: [*part[:2], "2", *part[3:]],
    "circles": lambda part: [*part[:3], str(uuid4()), *part[4:]],
    "instant": lambda part: [*part[:4], "2020-01-01T00:00:00+00:00", part[5]],
    "signature": lambda part: [*part[:5], "0" * 64],
    "no signature": lambda part: part[:5],
    "signature of another key": lambda part: part,
    "one more field": lambda part: [*part[:5], "", part[5]],
    "one field less": lambda part: [*part[:3], *part[4:]],
}


@pytest.mark.parametrize("forgery", FORGED)
def test_nothing_is_shown_for_a_forged_context(court: Court, forgery: str, settings: Settings) -> None:
    asking = replace(court.personas["asking"], clearance=1)
    if forgery == "signature of another key":
        settings.COMITY_SIGHT_KEY = b"another key of thirty-two bytes!"
    told = sight_context(asking).split("|")
    if forgery != "signature of another key":
        _tell("|".join(told))
        assert all_shown() != {}

    _tell("|".join(FORGED[forgery](told)))

    assert all_shown() == {}


def test_nothing_is_shown_for_nonsense(court: Court) -> None:
    for text in ("x", "|||||", "clock", "é" * 80, "|" * 80, "'; SELECT 1 --"):
        _tell(text)

        assert all_shown() == {}


@pytest.mark.parametrize("persona", PERSONAS)
def test_second_wall_stands_where_the_first_one_fell(
    court: Court, persona: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {table(model): court.expected(persona, model) for model in GUARDED}

    def everything(
        self: GuardedQuerySet[models.Model], viewer: Viewer, *, at: datetime | None = None
    ) -> GuardedQuerySet[models.Model]:
        open_rows = self.all()
        open_rows.is_sighted = True
        return open_rows

    monkeypatch.setattr(GuardedQuerySet, "visible_to", everything)
    viewer = court.personas[persona]
    with as_viewer(viewer):
        shown = {table(model): set(model.objects.visible_to(viewer).values_list("pk", flat=True)) for model in GUARDED}

    assert shown == expected


def refusals(court: Court, persona: str, statements: Iterable[tuple[str, Callable[[], object]]]) -> dict[str, str]:
    """Return how each statement of a person was refused; "" where it was not."""
    found = {}
    for name, statement in statements:
        found[name] = ""
        try:
            with as_viewer(court.personas[persona]), undone():
                statement()
        except (IntegrityError, ProgrammingError) as error:
            found[name] = str(error)
    return found


def test_no_row_is_written_into_a_foreign_dossier(court: Court) -> None:
    rows = {model: a_copy(model, court.dossiers["asked"]) for model in WALLED}

    said = refusals(court, "stranger", ((table(model), partial(insert, model, row)) for model, row in rows.items()))

    assert [name for name, text in said.items() if REFUSED not in text] == []


def test_no_row_is_moved_into_a_foreign_dossier(court: Court) -> None:
    """Of the viewer's own rows: those of the index are nobody's, and records and versions are never changed at all."""
    foreign = {model: key_of(model, court.dossiers["asked"]) for model in WALLED if model not in {Dossier, Findable}}

    said = refusals(
        court,
        "stranger",
        (
            (table(model), partial(do, f"UPDATE {table(model)} SET {path_of(model)} = %s", key))
            for model, key in foreign.items()
        ),
    )

    others = {name: text for name, text in said.items() if REFUSED not in text}
    assert [text.splitlines()[0] for text in others.values()] == [
        f"permission denied for table {name}" for name in others
    ]
    assert set(others) == {
        "dossiers_acknowledgement",
        "dossiers_consent",
        "dossiers_entry",
        "reports_counted",
        "requests_version",
    }


NEVER_CHANGED = {
    "dossiers_acknowledgement",
    "dossiers_consent",
    "dossiers_entry",
    "reports_counted",
    "requests_version",
}


@pytest.mark.parametrize(
    ("verb", "refused"),
    [
        ("UPDATE {0} SET {1} = {1}", NEVER_CHANGED),
        ("DELETE FROM {0}", NEVER_CHANGED | {"documents_version", "dossiers_disposal", "dossiers_hold"}),
    ],
)
def test_no_foreign_row_is_changed_or_deleted(court: Court, verb: str, refused: set[str]) -> None:
    own = {model: len(court.shown("stranger", model)) for model in WALLED}
    touched: dict[type[models.Model], int] = {}

    def touch(model: type[models.Model]) -> None:
        touched[model] = do(verb.format(table(model), path_of(model)))

    said = refusals(court, "stranger", ((table(model), partial(touch, model)) for model in WALLED))

    assert [model for model, rows in touched.items() if rows > own[model]] == []
    assert {name for name, text in said.items() if text} == refused


def a_part(dossier: Dossier, viewer: Viewer, side: str = Participation.Side.OBSERVER) -> Participation:
    assert viewer.party_id is not None
    return Participation(dossier=dossier, party_id=viewer.party_id, side=side, classification=1)


@pytest.mark.parametrize(
    ("persona", "sort"),
    [("stranger", "asked"), ("stranger", "unattended"), ("outside_circle", "limited"), ("uncleared", "asked"),
     ("asked", "ended"), ("registrar", "defended"), ("chamber", "sealed")],
)  # fmt: skip
def test_nobody_lets_themselves_in(court: Court, persona: str, sort: str) -> None:
    viewer = court.personas[persona]
    part = a_part(court.dossiers[sort], viewer)

    with pytest.raises(ProgrammingError, match=REFUSED), as_viewer(viewer):
        part.save(force_insert=True)


def test_nobody_widens_an_envelope_of_their_own(court: Court) -> None:
    with pytest.raises(ProgrammingError, match=REFUSED), as_viewer(court.personas["registrar"]):
        Participation.rows.filter(dossier=court.dossiers["defended"]).filter(scope="envelope").update(scope="full")


def test_party_is_let_in_by_who_sees_the_dossier(court: Court) -> None:
    part = a_part(court.dossiers["asked"], court.personas["chamber"])

    with as_viewer(court.personas["asked"]):
        part.save(force_insert=True)

    assert court.dossiers["asked"].id in court.shown("chamber", Dossier)


def test_dossier_is_made_by_the_party_whose_own_it_is(court: Court) -> None:
    stranger, asked = court.personas["stranger"], court.personas["asked"]
    assert stranger.party_id
    assert asked.party_id
    with as_viewer(stranger):
        mine = Dossier(kind="judicial", owner_id=stranger.party_id, title="mine", classification=1)
        mine.save(force_insert=True)
        a_part(mine, stranger, side="issuer").save(force_insert=True)
    assert mine.id in court.shown("stranger", Dossier)

    for owner, parent in ((asked.party_id, None), (stranger.party_id, court.dossiers["asked"])):
        theirs = Dossier(kind="judicial", owner_id=owner, parent=parent, title="theirs", classification=1)
        with pytest.raises(ProgrammingError, match=REFUSED), as_viewer(stranger):
            theirs.save(force_insert=True)


def test_no_row_names_a_foreign_row(court: Court) -> None:
    rows = list(rows_naming_foreign_ones(court))

    said = refusals(court, "stranger", ((name, partial(insert, model, row)) for name, model, row in rows))

    assert [name for name, text in said.items() if REFUSED not in text] == []
    assert {"requests_note.request_id", "requests_request.file_id", "requests_request.parent_id"} <= set(said)


def test_foreign_row_and_missing_row_are_refused_alike(court: Court) -> None:
    """A foreign key alone would take the foreign row and refuse the missing one, and so tell them apart."""
    name, model, row = next(one for one in rows_naming_foreign_ones(court) if one[0] == "requests_note.request_id")
    missing = {**row, "request_id": uuid4()}

    said = refusals(
        court, "stranger", [(name, partial(insert, model, row)), ("missing", partial(insert, model, missing))]
    )

    assert said["missing"] == said[name]


@pytest.mark.parametrize("statement", ["UPDATE dossiers_entry SET act = 'x'", "DELETE FROM dossiers_entry"])
def test_timeline_is_neither_changed_nor_deleted(court: Court, statement: str) -> None:
    """Refused by the missing right, before any trigger is asked."""
    with pytest.raises(ProgrammingError, match="permission denied"), as_viewer(court.personas["asking"]):
        do(statement)


@pytest.mark.parametrize("persona", PERSONAS)
def test_search_finds_what_the_viewer_sees_in_full(court: Court, persona: str) -> None:
    viewer = court.personas[persona]
    expected = court.full_requests(persona)

    with as_viewer(viewer):
        assert set(search.find(viewer, "subject", limit=50)) == expected


def test_search_finds_nothing_for_other_eyes(court: Court) -> None:
    with as_viewer(court.personas["stranger"]):
        assert search.find(court.personas["asked"], "subject", limit=50) == []
        assert search.find(replace(court.personas["stranger"], clearance=3), "subject", limit=50) == []


def test_search_is_not_led_to_another_table(court: Court) -> None:
    """A table of the session's own, under the name of ours, is not asked."""
    stranger = court.personas["stranger"]
    with as_viewer(stranger), undone(), connection.cursor() as cursor:
        honest = set(search.find(stranger, "subject", limit=50))
        cursor.execute("CREATE TEMPORARY TABLE dossiers_participation AS SELECT gen_random_uuid() AS dossier_id")
        assert set(search.find(stranger, "subject", limit=50)) == honest
