# SPDX-License-Identifier: EUPL-1.2
"""The pages of the law say what the statute holds, all of it, in either language."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.core.viewer import Viewer
from comity.statute import NOTHING, Act, rome
from comity.web import law_tables
from comity.web.templatetags.comity import law_anchor

SignIn = Callable[[Viewer], Client]
LANGUAGES = ("en", "fr")


def page(client: Client, name: str, *args: str, query: str = "", language: str = "en") -> str:
    client.cookies["language"] = language
    response = client.get(reverse(f"law:{name}", args=args) + query)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.fixture
def reader(sign_in: SignIn, secretariat: Viewer) -> Client:
    return sign_in(secretariat)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_provision_stands_at_its_anchor(reader: Client, language: str) -> None:
    shown = page(reader, "articles", language=language)
    ids = set(re.findall(r'<tr id="([a-z0-9-]+)"', shown))

    assert ids == {law_anchor(code) for code in rome().articles}
    assert [article.code for article in rome().articles.values() if article.title.in_(language) not in shown] == []


def test_every_citation_of_these_pages_leads_to_a_provision(reader: Client) -> None:
    pages = [page(reader, name) for name in ("articles", "kinds", "lifecycle", "clocks")]
    pages += [page(reader, "kind", code) for code in rome().kinds]
    cited = {anchor for shown in pages for anchor in re.findall(r'href="/law/#([a-z0-9-]+)"', shown)}

    assert cited - {law_anchor(code) for code in rome().articles} == set()


def test_what_was_not_verified_says_so(reader: Client) -> None:
    doubtful = [article for article in rome().articles.values() if not article.verified]

    assert page(reader, "articles").count(">not verified<") == len(doubtful)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_listed_and_has_its_page(reader: Client, language: str) -> None:
    listed = page(reader, "kinds", language=language)
    for kind in rome().kinds.values():
        assert f'href="/law/kinds/{kind.code}/"' in listed
        shown = page(reader, "kind", kind.code, language=language)
        for text in (
            kind.name,
            *(element.name for element in kind.elements),
            *(rome().acts[answer].label for answer in kind.answers),
            *(rome().clocks[clock].name for clock in kind.clocks),
        ):
            assert text.in_(language) in shown


@pytest.mark.parametrize("code", ["NONE", "serv", "x" * 500, "a b"])
def test_kind_that_is_none_is_not_there(reader: Client, code: str) -> None:
    response = reader.get(reverse("law:kind", args=[code]))

    assert (response.status_code, response.content) == (404, reader.get("/no/such/page/").content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_act_of_the_lifecycle_is_shown(reader: Client, language: str) -> None:
    shown = page(reader, "lifecycle", language=language)

    assert [code for code, state in rome().states.items() if state.meaning.in_(language) not in shown] == []
    assert {move.act for move in rome().moves if rome().acts[move.act].label.in_(language) not in shown} == set()


def test_lifecycle_of_a_kind_shows_what_it_can_come_to(reader: Client) -> None:
    shown = page(reader, "lifecycle", query="?kind=DOCS")
    states = set(re.findall(r'id="state-(\w+)"', shown))

    assert "executed" in states
    assert not {"arrested", "surrendered"} & states
    assert {"arrested", "surrendered"} <= set(
        re.findall(r'id="state-(\w+)"', page(reader, "lifecycle", query="?kind=SURR"))
    )


def test_lifecycle_of_no_kind_shows_all(reader: Client) -> None:
    assert page(reader, "lifecycle", query="?kind=NONE").count("<tr") == page(reader, "lifecycle").count("<tr")


@pytest.mark.parametrize("code", ["DOCS", "SURR", "SENT", "TRAN", "NONP"])
def test_rows_of_a_kind_are_rows_of_the_table(code: str) -> None:
    table = {(move.before, move.act) for move in rome().moves if move.covers(code)}
    rows = law_tables.lifecycle(code)["rows"]
    shown = {(state.code if state else NOTHING, row["info"].act) for row in rows for state in row["before"]}

    assert shown <= table
    assert (NOTHING, Act.REQUEST_CREATE) in shown


def test_lifecycle_loses_no_row_of_the_table() -> None:
    rows = law_tables.lifecycle("")["rows"]
    shown = {(state.code if state else NOTHING, row["info"].act) for row in rows for state in row["before"]}

    assert shown == {(move.before, move.act) for move in rome().moves}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_time_limit_is_shown(reader: Client, language: str) -> None:
    shown = page(reader, "clocks", language=language)

    assert set(re.findall(r'id="clock-(\w+)"', shown)) == set(rome().clocks)
    assert [code for code, clock in rome().clocks.items() if clock.effect.in_(language) not in shown] == []


@pytest.mark.parametrize("name", ["articles", "kinds", "lifecycle", "clocks"])
def test_law_asks_nothing_of_the_database(
    reader: Client, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # Who is looking: session, person, seat, circles, and the badge, in the savepoint around a test's unit of work.
    with django_assert_num_queries(7):
        page(reader, name)


@pytest.mark.parametrize("persona", ["asking", "asked", "stranger", "secretariat", "defence", "uncleared"])
def test_law_is_open_to_everybody_who_signed_in(sign_in: SignIn, request: pytest.FixtureRequest, persona: str) -> None:
    client = sign_in(request.getfixturevalue(persona))

    assert client.get(reverse("law:articles")).status_code == 200


def test_law_is_behind_the_door(client: Client, db: None) -> None:
    assert client.get(reverse("law:articles")).status_code == 302
