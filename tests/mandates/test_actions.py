# SPDX-License-Identifier: EUPL-1.2
"""What is found in a text, corrected, and added to a mandate for good; and who may do it."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.mandates import actions, queries
from comity.mandates.actions.adding import Given
from comity.mandates.models import (
    Bond,
    Correction,
    Instrument,
    InstrumentCorrection,
    Mandate,
    Owner,
    Paragraph,
    Session,
    Step,
)
from comity.mandates.views.feeds import FORM
from comity.parties.models import Party, PartyEntry
from comity.statute import Act
from tests.resolutions.shared import SHARED, needs_seed
from tests.resolutions.test_tabled import TABLE

from .conftest import AT, Keep
from .texts import HARBOUR

# By the trigger, or before it where the role of the application was given no such right.
REFUSED = "does not change|not deleted|permission denied"
TYPED = {
    "verb": "Urges", "kind": "exhortation", "addressee": "all States Parties", "due": "by 15 January 2012",
    "action": "paint their lighthouses by 15 January 2012", "session": "", "date": "2012-01-15", "every": "",
}  # fmt: skip


def test_a_text_becomes_paragraphs_and_mandates(keep: Keep, secretariat: Viewer) -> None:
    row = keep(review=False)

    assert (row.symbol, row.title, row.language, row.adopted) == (
        "ICC-ASP/10/Res.99", "Harbour lights", "en", date(2011, 12, 20),
    )  # fmt: skip
    assert (row.stage, row.is_of_assembly, row.added_by_id) == ("found", True, secretariat.person_id)
    assert [(one.part, str(one)) for one in Paragraph.rows.filter(instrument=row).order_by("place")] == [
        ("preamble", "pp1"), ("operative", "1"), ("operative", "2"), ("operative", "3"),
    ]  # fmt: skip
    assert [
        (str(one.paragraph), one.kind, one.addressed, one.action, one.session, one.due_on)
        for one in queries.mandates_of(secretariat, row.id)
    ] == [
        ("2", "exhortation", "states parties", "paint their lighthouses by 15 January 2012", 0, date(2012, 1, 15)),
        ("3", "request", "court", "report on the matter at its eleventh session", 11, None),
    ]
    assert PartyEntry.objects.get(act=str(Act.INSTRUMENT_ADD)).about == row.id


@needs_seed
def test_the_seed_has_its_paragraphs_and_mandates(secretariat: Viewer) -> None:
    (file,) = [path for path in (SHARED / "seed").iterdir() if path.suffix == ".txt"]
    row = actions.add_instrument(secretariat, given=Given(source="the seed", data=file.read_bytes()), at=AT)

    parts = list(Paragraph.rows.filter(instrument=row).values_list("part", flat=True))
    assert (parts.count("preamble"), parts.count("operative")) == (3, 15)
    assert Mandate.rows.filter(paragraph__instrument=row).count() == len(row.found["mandates"]) >= 10


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        (Given(source="x", text="  \n"), "text", "Paste the text"),
        (Given(source="x", text="Dear friend,\n\nthe weather is fine.\n"), "text", ""),
        (Given(source="x", data=b"%PDF-1.7\n" + b"0" * 200), "file", "Save it as"),
        (Given(source="x", data=b"PK\x03\x04" + b"0" * 200), "file", "Save it as"),
        (Given(source="x", text=HARBOUR.replace("ICC-ASP/10/Res.99", "")), "symbol", "No symbol was found"),
        (Given(source="x", text="x" * 300_001), "text", "at most 300000"),
        (Given(source="x", text=HARBOUR, title="x" * 501), "title", "too long"),
        (Given(source="x", text=HARBOUR, symbol="x" * 81), "symbol", "too long"),
    ],
)
def test_what_is_no_resolution_says_what_is_missing(secretariat: Viewer, given: Given, field: str, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        actions.add_instrument(secretariat, given=given, at=AT)

    assert list(caught.value.problems) == [field]
    assert words in caught.value.problems[field]
    assert not Instrument.rows.exists()


def test_what_is_missing_is_said_in_the_language_of_the_reader(secretariat: Viewer) -> None:
    said = []
    for language in ("en", "fr"):
        with translation.override(language), pytest.raises(Invalid) as caught:
            actions.add_instrument(secretariat, given=Given(source="x", text="Dear friend,\n\nfine.\n"), at=AT)
        said.append(caught.value.problems["text"])

    assert "résolution" in said[1]
    assert said[0] != said[1]


def test_the_same_symbol_is_not_taken_twice_however_it_is_written(keep: Keep, harbour: Instrument) -> None:
    with pytest.raises(Invalid) as caught:
        keep(symbol="icc asp/10/RES. 99")

    assert caught.value.problems == {"symbol": "icc asp/10/RES. 99 is here already. Look in the library."}


def test_a_correction_is_kept_with_its_reason(secretariat: Viewer, painting: Mandate) -> None:
    given = {**TYPED, "addressee": "the Registry", "session": "12", "date": "2012-02"}
    actions.correct_mandate(secretariat, mandate_id=painting.id, given=given, reason="Misread", at=AT)

    row = queries.mandate(secretariat, painting.id)
    assert (row.addressed, row.session, row.due_on) == ("registry", 12, date(2012, 2, 29))
    assert [
        (one.field, one.before, one.after, one.reason) for one in Correction.rows.filter(mandate=row).order_by("id")
    ] == [
        ("addressee", "all States Parties", "the Registry", "Misread"),
        ("session", "", "12", "Misread"),
        ("date", "2012-01-15", "2012-02", "Misread"),
    ]


@pytest.mark.parametrize(
    ("changed", "reason", "field"),
    [
        ({"kind": "none"}, "x", "kind"),
        ({"action": " "}, "x", "action"),
        ({"session": "eleven"}, "x", "session"),
        ({"session": "\u0661"}, "x", "session"),
        ({"date": "2012-13"}, "x", "date"),
        ({"date": "2012-02-30"}, "x", "date"),
        ({"date": "0000"}, "x", "date"),
        ({"verb": "x" * 201}, "x", "verb"),
        ({"verb": "Asks"}, "", "reason"),
        ({}, "x", ""),
    ],
)
def test_a_correction_that_cannot_be_taken_names_its_field(
    secretariat: Viewer, painting: Mandate, changed: dict[str, str], reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        actions.correct_mandate(secretariat, mandate_id=painting.id, given={**TYPED, **changed}, reason=reason, at=AT)

    assert list(caught.value.problems) == [field]
    assert not Correction.rows.exists()


def test_a_mandate_is_added_and_another_struck(secretariat: Viewer, harbour: Instrument, painting: Mandate) -> None:
    added = actions.add_mandate(secretariat, instrument_id=harbour.id, key="1", given=TYPED, reason="Overlooked", at=AT)
    actions.strike_mandate(secretariat, mandate_id=painting.id, reason="Twice", at=AT)

    assert (added.place, added.addressed, str(added.paragraph)) == (3, "states parties", "1")
    assert queries.mandate(secretariat, painting.id).is_struck
    assert [(one.mandate_id, one.field) for one in Correction.rows.order_by("id")] == [
        (added.id, "added"), (painting.id, "struck"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="struck"):
        actions.strike_mandate(secretariat, mandate_id=painting.id, reason="Again", at=AT)
    with pytest.raises(Invalid):
        actions.add_mandate(secretariat, instrument_id=harbour.id, key="pp1", given=TYPED, reason="x", at=AT)


def test_a_step_has_evidence_and_an_author(officer: Viewer, painting: Mandate) -> None:
    step = actions.take_step(
        officer, mandate_id=painting.id, status="done", evidence=" Painted white. ", document="https://example.org/x",
        at=AT,
    )  # fmt: skip

    assert (step.evidence, step.address, step.author_id, step.party_id, step.function) == (
        "Painted white.", "https://example.org/x", officer.person_id, officer.party_id, "Ministry of harbours",
    )  # fmt: skip
    assert queries.mandate(officer, painting.id).status == "done"
    with pytest.raises(Invalid) as caught:
        actions.take_step(officer, mandate_id=painting.id, status="finished", evidence=" \n", at=AT)
    assert set(caught.value.problems) == {"status", "evidence"}


def test_the_database_itself_wants_evidence(officer: Viewer, painting: Mandate) -> None:
    by: dict[str, Any] = {"author_id": officer.person_id, "party_id": officer.party_id, "at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Step(mandate=painting, status="done", evidence="", **by).save()


def test_a_later_paragraph_ends_a_mandate(secretariat: Viewer, painting: Mandate, later: Instrument) -> None:
    actions.bind(secretariat, mandate_id=painting.id, symbol="ICC-ASP/12/RES.98", number="1.", how="ends", at=AT)

    step = Step.rows.get(mandate=painting)
    assert (step.status, step.evidence) == ("ended", "Ended by paragraph 1 of ICC-ASP/12/Res.98.")
    assert [str(one.paragraph) for one in queries.bonds_of(secretariat, painting.id)] == ["1"]


@pytest.mark.parametrize(
    ("symbol", "number", "how", "field"),
    [
        ("ICC-ASP/12/Res.98", "1", "mends", "how"),
        ("ICC-ASP/44/Res.1", "1", "ends", "symbol"),
        ("ICC-ASP/12/Res.98", "9", "ends", "number"),
        ("ICC-ASP/12/Res.98", "pp1", "ends", "number"),
        ("ICC-ASP/10/Res.99", "1", "ends", "symbol"),
    ],
)
def test_a_bond_to_nothing_later_names_its_field(
    secretariat: Viewer, painting: Mandate, later: Instrument, symbol: str, number: str, how: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        actions.bind(secretariat, mandate_id=painting.id, symbol=symbol, number=number, how=how, at=AT)

    assert list(caught.value.problems) == [field]


def test_an_earlier_instrument_ends_nothing_and_a_bond_is_entered_once(
    secretariat: Viewer, painting: Mandate, later: Instrument
) -> None:
    paint = Mandate.rows.get(addressed="registry")
    with pytest.raises(Invalid, match="not later"):
        actions.bind(secretariat, mandate_id=paint.id, symbol="ICC-ASP/10/Res.99", number="2", how="ends", at=AT)

    actions.bind(secretariat, mandate_id=painting.id, symbol="ICC-ASP/12/Res.98", number="2", how="repeats", at=AT)
    with pytest.raises(Invalid, match="already"):
        actions.bind(secretariat, mandate_id=painting.id, symbol="ICC-ASP/12/Res.98", number="2", how="repeats", at=AT)


def test_a_session_gives_its_day_to_what_is_due_at_it(secretariat: Viewer, reporting: Mandate) -> None:
    assert queries.mandate(secretariat, reporting.id).due_day is None

    actions.enter_session(secretariat, number=11, first_day=date(2012, 11, 14), source="A calendar", at=AT)

    assert queries.mandate(secretariat, reporting.id).due_day == date(2012, 11, 14)
    with pytest.raises(Invalid) as caught:
        actions.enter_session(secretariat, number=11, first_day=date(1999, 1, 1), source=" ", at=AT)
    assert set(caught.value.problems) == {"number", "first_day", "source"}


def test_a_session_of_the_assembly_is_none_of_another_body(secretariat: Viewer, keep: Keep) -> None:
    row = keep(
        HARBOUR.replace("Assembly of States Parties", "General Assembly").replace("ICC-ASP/10/Res.99", "A/RES/66/999")
    )
    actions.enter_session(secretariat, number=11, first_day=date(2012, 11, 14), source="A calendar", at=AT)

    found = Mandate.rows.get(paragraph__instrument=row, session=11)
    assert queries.mandate(secretariat, found.id).due_day is None


def acts(row: Instrument, mandate: Mandate) -> dict[str, Callable[[Viewer], Any]]:
    """Every act of this room, on something that is there."""
    on: dict[str, Any] = {"mandate_id": mandate.id, "at": AT}
    return {
        "add": lambda who: actions.add_instrument(who, given=Given(source="x", text=HARBOUR), at=AT),
        "review": lambda who: actions.finish_review(who, instrument_id=row.id, at=AT),
        "add_mandate": lambda who: actions.add_mandate(
            who, instrument_id=row.id, key="1", given=TYPED, reason="x", at=AT
        ),
        "correct": lambda who: actions.correct_mandate(who, given={**TYPED, "verb": "Asks"}, reason="x", **on),
        "strike": lambda who: actions.strike_mandate(who, reason="x", **on),
        "bind": lambda who: actions.bind(who, symbol="ICC-ASP/12/Res.98", number="1", how="ends", **on),
        "session": lambda who: actions.enter_session(
            who, number=11, first_day=date(2012, 11, 14), source="x", at=AT
        ),
        "step": lambda who: actions.take_step(who, status="done", evidence="x", **on),
        "correct_instrument": lambda who: actions.correct_instrument(
            who, instrument_id=row.id, symbol="X/1", title="x", reason="x", at=AT
        ),
        "own": lambda who: actions.name_owner(who, code="REG", office="", **on),
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["add", "review", "add_mandate", "correct", "strike", "bind", "session", "step", "correct_instrument", "own"],
)
def test_nobody_else_changes_anything(
    harbour: Instrument, painting: Mandate, officer: Viewer, defence: Viewer, asking: Viewer, anonymous: Viewer,
    name: str,
) -> None:  # fmt: skip
    act = acts(harbour, painting)[name]
    people = [anonymous, defence] if name == "step" else [anonymous, defence, officer, asking]
    for who in people:
        with pytest.raises(Refused) as caught:
            act(who)
        assert caught.value.refusal.remedy.fr
    assert not Step.rows.exists()
    assert not Correction.rows.exists()
    assert not Session.rows.exists()


def test_nothing_is_added_before_the_review(secretariat: Viewer, keep: Keep) -> None:
    row = keep(review=False)
    mandate = Mandate.rows.filter(paragraph__instrument=row)[0]
    for name in ("step", "bind"):
        with pytest.raises(Refused, match="nobody else yet"):
            acts(row, mandate)[name](secretariat)
    actions.finish_review(secretariat, instrument_id=row.id, at=AT)
    acts(row, mandate)["step"](secretariat)
    with pytest.raises(Refused, match="already"):
        actions.finish_review(secretariat, instrument_id=row.id, at=AT)


def test_what_is_not_there_is_not_found(secretariat: Viewer) -> None:
    with pytest.raises(NotFound):
        actions.finish_review(secretariat, instrument_id=uuid4(), at=AT)
    with pytest.raises(NotFound):
        actions.take_step(secretariat, mandate_id=uuid4(), status="done", evidence="x", at=AT)


@pytest.fixture
def everything(secretariat: Viewer, painting: Mandate, later: Instrument) -> None:
    """A row in every table of this room."""
    actions.correct_mandate(secretariat, mandate_id=painting.id, given={**TYPED, "verb": "Asks"}, reason="x", at=AT)
    actions.bind(secretariat, mandate_id=painting.id, symbol="ICC-ASP/12/Res.98", number="1", how="ends", at=AT)
    actions.enter_session(secretariat, number=11, first_day=date(2012, 11, 14), source="x", at=AT)
    actions.name_owner(secretariat, mandate_id=painting.id, code=secretariat.party_code, office="", at=AT)
    actions.correct_instrument(
        secretariat, instrument_id=later.id, symbol=later.symbol, title="Lamps", reason="x", at=AT
    )


@pytest.mark.parametrize("model", [Bond, Correction, InstrumentCorrection, Owner, Paragraph, Session, Step])
def test_the_database_changes_nothing_that_was_added(everything: None, model: Any) -> None:
    table = model._meta.db_table
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert model.rows.exists()


def test_the_database_keeps_the_text_and_what_it_is_followed_by(everything: None) -> None:
    for statement in (
        "UPDATE mandates_instrument SET text = 'another'",
        "UPDATE mandates_instrument SET language = 'fr'",
        "UPDATE mandates_instrument SET found = '{}'",
        "DELETE FROM mandates_instrument",
        "DELETE FROM mandates_mandate",
    ):
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_mandate_stands_in_its_paragraph_also_where_nothing_is_numbered(keep: Keep) -> None:
    text = """The Assembly of States Parties,

Recalling its wish that ships arrive,

Requests the Court:

- to paint the lighthouses;

- to report on the paint;

Invites the Registry to keep the paint.
"""
    row = keep(f"ICC-ASP/10/Res.97\n\nPaint\n\n{text}")
    found = Mandate.rows.filter(paragraph__instrument=row).order_by("place")
    assert [(one.paragraph.place - 1, one.addressee) for one in found] == [
        (1, "the Court"), (1, "the Court"), (2, "the Registry"),
    ]  # fmt: skip


def test_symbol_and_title_are_corrected_and_what_stood_there_is_kept(
    secretariat: Viewer, officer: Viewer, harbour: Instrument, later: Instrument
) -> None:
    def correct(given: dict[str, str], viewer: Viewer = secretariat) -> Instrument:
        return actions.correct_instrument(
            viewer, instrument_id=harbour.id, at=AT,
            **{"symbol": harbour.symbol, "title": harbour.title, "reason": "misread", **given},
        )  # fmt: skip

    row = correct({"symbol": "ICC-ASP/10/Res.77", "title": "Harbour lamps"})
    assert (row.symbol, row.title) == ("ICC-ASP/10/Res.77", "Harbour lamps")
    assert [found.id for found in queries.instruments_page(secretariat, text="res77 lamps", size=5).rows] == [
        harbour.id
    ]
    kept = list(queries.instrument_corrections(secretariat, harbour.id))
    assert {(one.field, one.before, one.after, one.reason) for one in kept} == {
        ("symbol", "ICC-ASP/10/Res.99", "ICC-ASP/10/Res.77", "misread"),
        ("title", "Harbour lights", "Harbour lamps", "misread"),
    }
    for given, field in [
        ({"symbol": later.symbol}, "symbol"), ({"symbol": "/"}, "symbol"), ({"title": " "}, "title"),
        ({"title": "x" * 501}, "title"), ({"title": "Lamps", "reason": ""}, "reason"),
        ({"symbol": row.symbol, "title": row.title}, ""),
    ]:  # fmt: skip
        with pytest.raises(Invalid) as caught:
            correct(given)
        assert list(caught.value.problems) == [field]
    with pytest.raises(Refused):
        correct({"title": "Lamps"}, officer)


def test_whoever_takes_care_of_a_mandate_is_named_and_the_last_one_counts(
    secretariat: Viewer, officer: Viewer, painting: Mandate, otp: Party
) -> None:
    actions.name_owner(secretariat, mandate_id=painting.id, code="OTP", office="", at=AT)
    actions.name_owner(officer, mandate_id=painting.id, code="BEL", office="Ministry of harbours", at=AT)

    assert [(one.owner.code, one.office) for one in queries.owners_of(officer, painting.id)] == [
        ("BEL", "Ministry of harbours"), ("OTP", ""),
    ]  # fmt: skip
    assert queries.mandate(officer, painting.id).owner_code == "BEL"
    with pytest.raises(Refused):  # not for another side
        actions.name_owner(officer, mandate_id=painting.id, code="OTP", office="", at=AT)
    for code, office, field in [("XXX", "", "code"), ("BEL", "Ministry of harbours", "office")]:
        with pytest.raises(Invalid) as caught:
            actions.name_owner(secretariat, mandate_id=painting.id, code=code, office=office, at=AT)
        assert list(caught.value.problems) == [field]


def test_a_table_of_recommendations_is_an_instrument(secretariat: Viewer) -> None:
    row = actions.add_instrument(secretariat, given=Given(source="invented", text=TABLE), at=AT)

    assert (row.symbol, row.form) == ("HCA/4/Rec", "recommendation")
    assert row.text == TABLE
    assert Mandate.rows.filter(paragraph__instrument=row).count() == 4


def test_the_table_to_be_filled_in_has_66_rows_and_no_text(secretariat: Viewer) -> None:
    data = FORM.read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert [row["number"] for row in rows] == [str(number) for number in range(1, 67)]
    assert not any(row["text"] or row["addressed_to"] for row in rows)
    with pytest.raises(Invalid) as caught:
        actions.add_instrument(secretariat, given=Given(source="x", data=data), at=AT)
    assert "66 rows have no text: 1, 2, 3," in caught.value.problems["file"]


def test_a_day_that_does_not_exist_is_no_day_of_a_mandate(keep: Keep) -> None:
    row = keep(HARBOUR.replace("15 January 2012", "31 February 2012").replace("Res.99", "Res.96"))
    mandate = Mandate.rows.filter(paragraph__instrument=row).order_by("place")[0]
    assert (mandate.due, mandate.date, mandate.due_on) == ("by 31 February 2012", "", None)
