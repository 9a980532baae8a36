# SPDX-License-Identifier: EUPL-1.2
"""The pages of figures: four steps of two people, then open to everybody; as many queries for three rows as for one."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comity.core.clock import now
from comity.core.db import as_system
from comity.core.viewer import Viewer
from comity.parties.models import Party
from comity.reports import actions
from comity.reports.models import Snapshot
from comity.statute import Role
from tests.factories.parties import person_at
from tests.factories.requests import bring_to

SignIn = Callable[[Viewer], Client]


@pytest.fixture
def counting(registry: Party) -> Viewer:
    return person_at(registry, Role.OFFICER, function="Cooperation section")


@pytest.fixture
def agreeing(registry: Party) -> Viewer:
    return person_at(registry, Role.APPROVER, Role.SENIOR, function="Head of the cooperation section")


def frozen(sign_in: SignIn, counting: Viewer, agreeing: Viewer, first: str, last: str) -> Snapshot:
    client = sign_in(counting)
    led = client.post(reverse("reports:propose"), {"first": first, "last": last})
    assert led.status_code == 302
    row = Snapshot.rows.get(stage="proposed")
    assert sign_in(agreeing).post(reverse("reports:agree", args=[row.id])).status_code == 302
    assert "The figures are being counted" in client.get(led["Location"]).content.decode()
    with as_system("reports.freeze"):
        actions.system_freeze(row.id, at=now())
    return Snapshot.rows.get(id=row.id)


def test_from_a_period_to_figures_that_everybody_reads(
    sign_in: SignIn, counting: Viewer, agreeing: Viewer, client: Client, asking: Viewer, belgium: Party
) -> None:
    for _number in range(5):
        bring_to("transmitted", asking, requested_by="2025-06-30", at=datetime(2025, 3, 3, 9, tzinfo=UTC))
    row = frozen(sign_in, counting, agreeing, "2025-01-01", "2025-12-31")

    page = client.get(reverse("reports:snapshot", args=[row.id]))

    assert page.status_code == 200
    words = page.content.decode()
    assert "Due in the period, by kind" in words
    assert '<td data-label="Unanswered">5</td>' in words
    assert client.get(reverse("reports:file", args=[row.id])).content == row.file.encode()
    lines = client.get(reverse("reports:csv", args=[row.id])).content.decode().splitlines()
    assert "kind,SERV,unanswered,5" in lines
    assert client.get(reverse("reports:receipt", args=[row.id]))["Location"] == reverse(
        "reports:snapshot", args=[row.id]
    )
    assert client.get(reverse("reports:requests", args=[row.id])).status_code == 302
    behind = sign_in(asking).get(reverse("reports:requests", args=[row.id])).content.decode()
    assert behind.count('data-label="Counted as">Unanswered') == 5


def test_a_page_in_french_has_no_english_word_of_ours(
    sign_in: SignIn, counting: Viewer, agreeing: Viewer, client: Client
) -> None:
    row = frozen(sign_in, counting, agreeing, "2025-01-01", "2025-12-31")
    client.cookies["comity_language"] = "fr"
    words = client.get(reverse("reports:snapshot", args=[row.id]), headers={"accept-language": "fr"}).content.decode()
    assert "Trop peu pour publier un nombre." in words
    assert "Too few" not in words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first": "2025-01-01", "last": ""}, "This field is required"),
        ({"first": "yesterday", "last": "2025-01-01"}, "Enter a valid date"),
        ({"first": "2025-02-01", "last": "2025-01-01"}, "The last day lies before the first"),
        ({"first": "2025-01-01", "last": "2999-01-01"}, "The period is not over yet"),
        ({"first": "1998-07-17", "last": "2003-01-01"}, "entered into force on 1 July 2002"),
        ({"first": "2010-01-01", "last": "2020-01-01"}, "at most 1830 days"),
    ],
)
def test_what_cannot_be_a_period_is_said_beside_its_field_and_kept(
    sign_in: SignIn, counting: Viewer, typed: dict[str, str], words: str
) -> None:
    page = sign_in(counting).post(reverse("reports:propose"), typed)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert f'value="{typed["first"]}"' in page.content.decode()
    assert not Snapshot.rows.exists()


def test_posted_twice_it_is_proposed_once(sign_in: SignIn, counting: Viewer) -> None:
    client = sign_in(counting)
    typed = {"first": "2025-01-01", "last": "2025-12-31", "form_token": "3f7a2f8e-5a0f-4a55-9a3a-8a1a3a6f0f10"}
    once, again = (client.post(reverse("reports:propose"), typed) for _ in range(2))
    assert once["Location"] == again["Location"]
    assert Snapshot.rows.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_three_periods_as_for_one(
    sign_in: SignIn, counting: Viewer, agreeing: Viewer, rows: int, django_assert_num_queries: Any
) -> None:
    for year in range(2023, 2023 + rows):
        frozen(sign_in, counting, agreeing, f"{year}-01-01", f"{year}-12-31")
    client = sign_in(counting)
    client.get(reverse("reports:figures"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("reports:figures"))


QUERIES = 8
