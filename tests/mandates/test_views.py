# SPDX-License-Identifier: EUPL-1.2
"""The pages of mandates: from a pasted text to evidence that everybody reads; nothing typed is lost."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from comity.core.viewer import Viewer
from comity.mandates import actions
from comity.mandates.models import Correction, Instrument, Mandate, Step

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
        ("a.pdf", b"%PDF-1.4\n1 0 obj\nendobj\n" + b"0" * 64, "or paste its text."),
        ("a.docx", b"PK\x03\x04" + b"0" * 64, "or paste its text."),
        ("a.txt", b"", "The submitted file is empty."),
        ("a.txt", b"x" * 1_500_001, "are read. Give the resolution alone."),
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
        "due_day": "2012-12-31", "status": "", "overdue": "yes",
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
    ("name", "number"), [("board", 9), ("library", 8), ("mandate", 12), ("instrument", 11), ("sessions", 8), ("csv", 7)]
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
