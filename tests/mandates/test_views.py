# SPDX-License-Identifier: EUPL-1.2
"""The pages of mandates: from a pasted text to evidence that everybody reads; nothing typed is lost."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import docx as docx_library
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from comity.core.viewer import Viewer
from comity.documents import files, intake
from comity.mandates import actions
from comity.mandates.models import Correction, Instrument, Mandate, Step
from tests.documents.makers import docx, pdf

from .conftest import AT, Keep
from .texts import HARBOUR, LATER

SignIn = Callable[[Viewer], Client]


def words_of(client: Client, name: str, *args: object, query: str = "") -> str:
    page = client.get(reverse(f"mandates:{name}", args=args) + query)
    assert page.status_code == 200
    return page.content.decode()


def test_from_a_pasted_text_to_a_mandate_with_evidence(
    sign_in: SignIn, secretariat: Viewer, officer: Viewer, client: Client
) -> None:
    keeper = sign_in(secretariat)
    led = keeper.post(reverse("mandates:add"), {"text": HARBOUR, "source": "invented"})
    row = Instrument.rows.get()
    assert led["Location"] == reverse("mandates:instrument", args=[row.id])
    shown = words_of(client, "instrument", row.id)
    assert "Trust the text, not what was found." in shown
    assert "confidence: 100 %" in shown
    assert "paint their lighthouses" not in words_of(client, "board")

    painting = Mandate.rows.get(addressed="states parties")
    typed = keeper.get(reverse("mandates:correct", args=[painting.id])).context["form"].initial
    corrected = keeper.post(
        reverse("mandates:correct", args=[painting.id]), {**typed, "verb": "Strongly urges", "reason": "Cut short"}
    )
    assert corrected.status_code == 302
    assert keeper.post(reverse("mandates:review", args=[row.id])).status_code == 302
    assert "Trust the text" not in words_of(client, "instrument", row.id)

    step = {"status": "under_way", "evidence": "Half of them are white.", "document": "ICC-ASP/11/INF.9"}
    assert sign_in(officer).post(reverse("mandates:step", args=[painting.id]), step).status_code == 302

    page = words_of(client, "mandate", painting.id)
    for said in ("Half of them are white.", "ICC-ASP/11/INF.9", "Belgium, Ministry of harbours", "Cut short"):
        assert said in page
    board = words_of(client, "board")
    assert "paint their lighthouses by 15 January 2012" in board
    assert "<strong>Overdue</strong>" in board
    assert "Under way" in board


def test_a_file_of_text_is_read_and_its_doubts_are_shown(sign_in: SignIn, secretariat: Viewer) -> None:
    text = HARBOUR.replace("3. Requests", "5. Requests")
    file = SimpleUploadedFile("lights.md", text.encode("utf-8"))
    led = sign_in(secretariat).post(reverse("mandates:add"), {"file": file, "source": "invented"})
    assert led.status_code == 302

    row = Instrument.rows.get()
    assert row.text == text
    assert row.found["doubts"]
    page = words_of(Client(), "instrument", row.id)
    assert row.found["doubts"][0]["message"]["en"] in page
    french = Client(headers={"accept-language": "fr"}).get(reverse("mandates:instrument", args=[row.id]))
    assert row.found["doubts"][0]["message"]["fr"] in french.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": "Dear friend,\n\nfine weather.", "source": "a letter"}, "fine weather."),
        ({"text": "", "source": "a letter"}, "Paste the text, or choose a file."),
        ({"text": HARBOUR, "source": ""}, "This field is required."),
        ({"text": HARBOUR, "source": "a letter", "symbol": "/"}, "No symbol was found"),
        ({"text": HARBOUR, "source": "a letter", "symbol": "A\u202eB"}, 'value="A'),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(
    sign_in: SignIn, secretariat: Viewer, typed: dict[str, str], words: str
) -> None:
    page = sign_in(secretariat).post(reverse("mandates:add"), typed)

    assert page.status_code == 422
    shown = page.content.decode()
    assert words in shown
    assert f'value="{typed["source"]}"' in shown or not typed["source"]
    assert typed["text"][:12] in shown
    assert not Instrument.rows.exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF-1.4\n1 0 obj\nendobj\n" + b"0" * 64, "paste the text."),
        ("a.docx", b"PK\x03\x04" + b"0" * 64, "paste the text."),
        ("a.docx", docx(body=""), "paste"),
        ("a.txt", b"", "The submitted file is empty."),
        ("a.txt", b"x" * 10_000_001, "are read. Give the resolution alone."),
        ("scan.pdf", pdf(content=b""), "paste"),
    ],
)
def test_a_file_that_is_no_text_says_what_to_do(
    sign_in: SignIn, secretariat: Viewer, name: str, data: bytes, words: str
) -> None:
    file = SimpleUploadedFile(name, data)
    page = sign_in(secretariat).post(reverse("mandates:add"), {"file": file, "source": "invented"})

    assert page.status_code == 422
    assert words in page.content.decode()
    assert 'value="invented"' in page.content.decode()


def as_word(text: str) -> bytes:
    written = docx_library.Document()
    for line in text.split("\n\n"):
        written.add_paragraph(line)
    made = io.BytesIO()
    written.save(made)
    return made.getvalue()


def as_pdf(text: str) -> bytes:
    lines = b"".join(b"(%s) Tj T*\n" % line.encode() for line in text.splitlines())
    return pdf(content=b"BT /F1 11 Tf 16 TL 72 760 Td\n" + lines + b"ET")


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_word_file_and_a_pdf_give_what_their_text_gives(
    sign_in: SignIn, secretariat: Viewer, keep: Keep, form: str
) -> None:
    data = as_word(HARBOUR) if form == "docx" else as_pdf(HARBOUR)
    led = sign_in(secretariat).post(
        reverse("mandates:add"), {"file": SimpleUploadedFile(f"lights.{form}", data), "source": "invented"}
    )
    assert led.status_code == 302

    row = Instrument.rows.get()
    of_file = list(Mandate.rows.values_list("paragraph__number", "verb", "kind", "addressed", "action", "due_on"))
    assert (row.symbol, row.title) == ("ICC-ASP/10/Res.99", "Harbour lights")
    assert row.text.split() == HARBOUR.split()
    of_text = keep(HARBOUR.replace("Res.99", "Res.97"))
    assert of_file == list(
        Mandate.rows.filter(paragraph__instrument=of_text).values_list(
            "paragraph__number", "verb", "kind", "addressed", "action", "due_on"
        )
    )


def test_a_file_whose_reader_was_ended_is_refused_in_words(
    sign_in: SignIn, secretariat: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "limits", lambda: files.Limits(cell_memory=1 << 20))
    page = sign_in(secretariat).post(
        reverse("mandates:add"), {"file": SimpleUploadedFile("a.docx", as_word(HARBOUR)), "source": "invented"}
    )
    assert page.status_code == 422
    assert "Reading it takes more than any document of its kind should" in page.content.decode()


def test_a_form_that_an_action_refuses_keeps_what_was_typed(
    sign_in: SignIn, secretariat: Viewer, officer: Viewer, painting: Mandate
) -> None:
    empty = sign_in(officer).post(
        reverse("mandates:step", args=[painting.id]), {"status": "done", "evidence": " ", "document": "INF.9"}
    )
    assert empty.status_code == 422
    assert 'value="INF.9"' in empty.content.decode()
    assert not Step.rows.exists()

    keeper = sign_in(secretariat)
    bound = keeper.post(
        reverse("mandates:bind", args=[painting.id]), {"symbol": "ICC-ASP/77/Res.1", "number": "4", "how": "ends"}
    )
    assert bound.status_code == 422
    assert "Add it to the library first." in bound.content.decode()
    assert 'value="ICC-ASP/77/Res.1"' in bound.content.decode()
    session = keeper.post(
        reverse("mandates:sessions"), {"number": "11", "first_day": "1999-01-01", "source": "A calendar"}
    )
    assert session.status_code == 422
    assert "entered into force on 1 July 2002" in session.content.decode()
    assert 'value="1999-01-01"' in session.content.decode()


def test_a_mandate_is_added_struck_and_bound_on_pages(
    sign_in: SignIn, secretariat: Viewer, harbour: Instrument, painting: Mandate, later: Instrument
) -> None:
    keeper = sign_in(secretariat)
    typed = {
        "key": "1",
        "kind": "request",
        "action": "light the lamps",
        "addressee": "the Court",
        "reason": "Overlooked",
    }
    added = keeper.post(reverse("mandates:add_mandate", args=[harbour.id]), typed)
    new = Mandate.rows.get(action="light the lamps")
    assert added["Location"] == reverse("mandates:mandate", args=[new.id])
    assert keeper.post(reverse("mandates:strike", args=[new.id]), {"reason": "It only welcomes"}).status_code == 302
    bond = {"symbol": "ICC-ASP/12/Res.98", "number": "1", "how": "ends"}
    assert keeper.post(reverse("mandates:bind", args=[painting.id]), bond).status_code == 302

    assert "It only welcomes" in words_of(keeper, "mandate", new.id)
    assert "light the lamps" not in words_of(keeper, "board")
    assert "Struck: see why" in words_of(keeper, "instrument", harbour.id)
    page = words_of(keeper, "mandate", painting.id)
    assert "paragraph 1 of ICC-ASP/12/Res.98" in page
    assert "Ended by paragraph 1 of ICC-ASP/12/Res.98." in page
    assert Correction.rows.count() == 2


def actions_shown(page: str, *mandates: Mandate) -> list[str]:
    """The actions of these mandates, in the order in which the page shows them."""
    return sorted((one.action for one in mandates if one.action in page), key=page.index)


def test_the_board_shows_overdue_first_and_is_narrowed(
    secretariat: Viewer, painting: Mandate, reporting: Mandate, later: Instrument, client: Client
) -> None:
    actions.enter_session(secretariat, number=11, first_day=date(2011, 12, 31), source="A calendar", at=AT)
    keeping = Mandate.rows.get(addressed="registry")
    every = (keeping, painting, reporting)

    assert actions_shown(words_of(client, "board"), *every) == [reporting.action, painting.action, keeping.action]
    actions.take_step(secretariat, mandate_id=reporting.id, status="done", evidence="A report", at=AT)
    for query, found in [
        ("", [painting, reporting, keeping]),
        ("?status=overdue", [painting]),
        ("?status=done", [reporting]),
        ("?status=none", [painting, keeping]),
        ("?session=11", [reporting]),
        ("?addressee=STATES", [painting]),
        ("?addressed=registry", [keeping]),
        ("?mine=1", []),
        ("?session=eleven", [painting, reporting, keeping]),
    ]:
        assert actions_shown(words_of(client, "board", query=query), *every) == [one.action for one in found], query


def test_the_board_shows_what_is_asked_of_my_side(
    sign_in: SignIn, asked: Viewer, registrar: Viewer, painting: Mandate, reporting: Mandate, later: Instrument
) -> None:
    every = (painting, reporting, Mandate.rows.get(addressed="registry"))
    state = words_of(sign_in(asked), "board", query="?mine=1")
    assert actions_shown(state, *every) == [painting.action]
    assert "Asked of my State" in state
    assert actions_shown(words_of(sign_in(registrar), "board", query="?mine=1"), *every) == [every[2].action]


def test_the_table_for_a_spreadsheet_has_no_formula(
    secretariat: Viewer, painting: Mandate, reporting: Mandate, client: Client
) -> None:
    given = {"verb": "Urges", "kind": "request", "action": '=HYPERLINK("x")', "addressee": "+States", "date": "2012"}
    actions.correct_mandate(secretariat, mandate_id=painting.id, given=given, reason="A trap", at=AT)

    answer = client.get(reverse("mandates:csv") + "?status=overdue")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    head, row = list(csv.reader(io.StringIO(answer.content.decode())))
    assert dict(zip(head, row, strict=True)) == {
        "symbol": "ICC-ASP/10/Res.99", "paragraph": "2", "verb": "Urges", "kind": "request",
        "addressee": "'+States", "action": "'=HYPERLINK(\"x\")", "due": "", "session": "", "date": "2012", "every": "",
        "due_day": "2012-12-31", "status": "", "overdue": "yes", "owner": "",
    }  # fmt: skip


def test_the_table_ends_at_its_limit(client: Client, painting: Mandate, reporting: Mandate, settings: Any) -> None:
    settings.COMITY_LIMITS = {**settings.COMITY_LIMITS, "mandates_exported": 1}
    assert len(client.get(reverse("mandates:csv")).content.decode().splitlines()) == 2


def test_the_library_is_searched_by_symbol_and_title(keep: Keep, harbour: Instrument, client: Client) -> None:
    keep(LATER, review=False)
    for typed, symbols in [
        ("", ["ICC-ASP/10/Res.99", "ICC-ASP/12/Res.98"]),
        ("lights", ["ICC-ASP/10/Res.99", "ICC-ASP/12/Res.98"]),
        ("more LÏGHTS", ["ICC-ASP/12/Res.98"]),
        ("asp/10", ["ICC-ASP/10/Res.99"]),
        ("iccasp10res99", ["ICC-ASP/10/Res.99"]),
        ("submarines", []),
        ("%", ["ICC-ASP/10/Res.99", "ICC-ASP/12/Res.98"]),
    ]:
        page = client.get(reverse("mandates:library"), {"q": typed}).content.decode()
        assert [one for one in ("ICC-ASP/10/Res.99", "ICC-ASP/12/Res.98") if f">{one}</a>" in page] == symbols, typed


@pytest.mark.parametrize("name", ["board", "library"])
def test_the_key_of_another_list_is_no_page(client: Client, painting: Mandate, name: str) -> None:
    assert client.get(reverse(f"mandates:{name}"), {"after": "W10"}).status_code == 400


def test_pages_in_french_have_no_english_word_of_ours(painting: Mandate) -> None:
    french = Client(headers={"accept-language": "fr"})
    for name, args in (("board", []), ("library", []), ("sessions", []), ("mandate", [painting.id])):
        page = words_of(french, name, *args)
        assert "Mandat" in page
        for word in ("Where it stands", "What was done", "First day", "Not reviewed yet", "By when"):
            assert word not in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "number"), [("board", 9), ("library", 8), ("mandate", 13), ("instrument", 12), ("sessions", 8), ("csv", 7)]
)
def test_pages_take_as_many_queries_for_three_rows_as_for_one(
    sign_in: SignIn, secretariat: Viewer, keep: Keep, name: str, number: int, rows: int, django_assert_num_queries: Any
) -> None:
    for count in range(rows):
        text = HARBOUR.replace("Res.99", f"Res.{count}").replace(
            "3. Requests",
            "".join(f"{3 + more}. Requests the Bureau to row;\n\n" for more in range(count)) + f"{3 + count}. Requests",
        )
        row = keep(text)
        mandate = Mandate.rows.filter(paragraph__instrument=row)[0]
        actions.enter_session(secretariat, number=11 + count, first_day=date(2012, 11, 14), source="A calendar", at=AT)
    for count in range(rows):
        actions.take_step(secretariat, mandate_id=mandate.id, status="open", evidence=f"Seen {count}", at=AT)
    address = reverse(f"mandates:{name}", args={"mandate": [mandate.id], "instrument": [row.id]}.get(name, []))
    client = sign_in(secretariat)
    client.get(address)
    with django_assert_num_queries(number):
        assert client.get(address).status_code == 200


def test_a_board_is_subscribed_to_as_a_feed_and_a_calendar(
    secretariat: Viewer, officer: Viewer, painting: Mandate, reporting: Mandate, client: Client
) -> None:
    actions.take_step(officer, mandate_id=painting.id, status="under_way", evidence="Paint was bought.", at=AT)
    actions.name_owner(secretariat, mandate_id=painting.id, code="BEL", office="Harbours", at=AT)
    actions.take_step(officer, mandate_id=reporting.id, status="done", evidence="Reported.", at=AT)

    answer = client.get(reverse("mandates:feed"), {"addressed": "states parties"})
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    titles = [entry.findtext("a:title", "", names) for entry in feed.findall("a:entry", names)]
    assert sorted(titles) == [
        "ICC-ASP/10/Res.99, Paragraph 2: Under way. Paint was bought.",
        "ICC-ASP/10/Res.99, Paragraph 2: Who takes care of it: Belgium, Harbours",
    ]
    ids = {entry.findtext("a:id", "", names) for entry in feed.findall("a:entry", names)}
    assert len(ids) == 2
    assert {entry.findtext("a:author/a:name", "", names) for entry in feed.findall("a:entry", names)} == {
        "Belgium", "Secretariat of the Assembly of States Parties",
    }  # fmt: skip

    calendar = Calendar.from_ical(client.get(reverse("mandates:dates")).content.decode())
    days = [(event.decoded("DTSTART"), str(event["UID"]).split("@")[0]) for event in calendar.walk("VEVENT")]
    assert days == [(date(2012, 1, 15), str(painting.id))]


def test_a_feed_ends_at_its_limit(officer: Viewer, painting: Mandate, client: Client, settings: Any) -> None:
    for number in range(3):
        actions.take_step(officer, mandate_id=painting.id, status="open", evidence=f"Step {number}.", at=AT)
    settings.COMITY_LIMITS = {**settings.COMITY_LIMITS, "feed_entries": 2}
    feed = client.get(reverse("mandates:feed")).content.decode()
    assert (feed.count("<entry>"), "Step 0." in feed) == (2, False)


def test_a_symbol_is_corrected_and_an_owner_named_on_pages(
    sign_in: SignIn, secretariat: Viewer, officer: Viewer, painting: Mandate, harbour: Instrument
) -> None:
    typed = {"symbol": "ICC-ASP/10/Res.77", "title": "Harbour lights", "reason": "misread"}
    led = sign_in(secretariat).post(reverse("mandates:correct_instrument", args=[harbour.id]), typed)
    assert led.status_code == 302
    page = words_of(Client(), "instrument", harbour.id)
    assert "<s>ICC-ASP/10/Res.99</s> → ICC-ASP/10/Res.77" in page

    theirs = sign_in(officer)
    assert '<option value="OTP"' not in words_of(theirs, "own", painting.id)
    led = theirs.post(reverse("mandates:own", args=[painting.id]), {"code": "BEL", "office": "Harbours"})
    assert led.status_code == 302
    assert "Belgium, Harbours" in words_of(Client(), "mandate", painting.id)
    assert "taken care of by BEL" in " ".join(words_of(Client(), "board").split())


def test_the_table_of_recommendations_is_offered(sign_in: SignIn, secretariat: Viewer) -> None:
    address = reverse("mandates:recommendations")
    assert f'href="{address}"' in words_of(sign_in(secretariat), "add")
    assert Client().get(address)["Content-Disposition"] == 'attachment; filename="recommendations.csv"'
