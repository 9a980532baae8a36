# SPDX-License-Identifier: EUPL-1.2
"""Every row once, in either direction, at any size; whatever stands in the address."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F, QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.core.errors import Invalid
from comity.core.models import Owed
from comity.core.paging import Page, page_of

START = datetime(2026, 1, 1, tzinfo=UTC)
UP, DOWN = ("due_at", "id"), ("-due_at", "-id")


def rows_due(minutes: list[int]) -> "QuerySet[Owed]":
    """Rows of which many are due at the same instant."""
    Owed.objects.all().delete()
    Owed.objects.bulk_create(
        Owed(name="x", key=str(number), due_at=START + timedelta(minutes=minute))
        for number, minute in enumerate(minutes)
    )
    return Owed.objects.all()


def forwards(rows: "QuerySet[Owed]", order: tuple[str, ...], size: int) -> list[Page[Owed]]:
    pages = [page_of(rows, order=order, size=size)]
    while pages[-1].next_key:
        pages.append(page_of(rows, order=order, size=size, after=pages[-1].next_key))
    return pages


def backwards(rows: "QuerySet[Owed]", order: tuple[str, ...], size: int, last: Page[Owed]) -> list[Page[Owed]]:
    pages = [last]
    while pages[0].previous_key:
        pages.insert(0, page_of(rows, order=order, size=size, before=pages[0].previous_key))
    return pages


def keys(pages: list[Page[Owed]]) -> list[int]:
    return [row.pk for page in pages for row in page.rows]


@pytest.mark.parametrize("order", [UP, DOWN])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.lists(st.integers(0, 4), max_size=14), size=st.integers(1, 6))
def test_walk_gives_each_row_once_both_ways(db: None, order: tuple[str, ...], minutes: list[int], size: int) -> None:
    rows = rows_due(minutes)
    wanted = list(rows.order_by(*order).values_list("id", flat=True))
    there = forwards(rows, order, size)
    back = backwards(rows, order, size, there[-1])

    assert keys(there) == wanted
    assert keys(back) == wanted
    assert all(len(page.rows) <= size for page in [*there, *back])


def test_first_page_has_no_way_back_and_last_none_onwards(db: None) -> None:
    pages = forwards(rows_due([0, 1, 2, 3, 4]), UP, 2)

    assert [bool(page.previous_key) for page in pages] == [False, True, True]
    assert [bool(page.next_key) for page in pages] == [True, True, False]


def test_page_that_holds_all_is_the_only_one(db: None) -> None:
    page = page_of(rows_due([0, 1]), order=UP, size=2)

    assert (len(page.rows), page.next_key, page.previous_key) == (2, "", "")


def test_empty_list_is_one_empty_page(db: None) -> None:
    assert page_of(rows_due([]), order=UP, size=5) == Page((), "", "")


def test_row_that_came_meanwhile_moves_no_other(db: None) -> None:
    rows = rows_due([0, 2, 4, 6])
    first = page_of(rows, order=UP, size=2)
    Owed.objects.create(name="x", key="new", due_at=START + timedelta(minutes=1))

    assert [row.key for row in page_of(rows, order=UP, size=2, after=first.next_key).rows] == ["2", "3"]


def test_one_query_whatever_the_page(db: None, django_assert_num_queries: Any) -> None:
    rows = rows_due(list(range(9)))
    with django_assert_num_queries(1):
        first = page_of(rows, order=DOWN, size=3)
    with django_assert_num_queries(1):
        page_of(rows, order=DOWN, size=3, after=first.next_key)


def test_list_may_be_ordered_by_an_annotation(db: None) -> None:
    rows = rows_due([0, 1, 2]).annotate(name_of=F("key"))
    first = page_of(rows, order=("name_of", "id"), size=2)

    assert [row.key for row in page_of(rows, order=("name_of", "id"), size=2, after=first.next_key).rows] == ["2"]


def written(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


BAD = [
    "x",
    "%%%",
    "é",
    "\0",
    "A" * 5,
    written("text"),
    written(None),
    written({"a": 1}),
    written([]),
    written(["2026-01-01T00:00:00+00:00"]),
    written(["2026-01-01T00:00:00+00:00", "1", "2"]),
    written(["no time", "1"]),
    written(["2026-01-01T00:00:00+00:00", "no number"]),
    written(["2026-01-01T00:00:00+00:00", 1]),
    written(["2026-01-01T00:00:00", "1"]),
    written(["2026-13-40T00:00:00+00:00", "1"]),
    written(["2026-01-01T00:00:00+00:00", "1\0"]),
    written(["2026-01-01T00:00:00+00:00", "\ud800"]),
    written([[["deep"]], "1"]),
    base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    base64.urlsafe_b64encode(b"\xff\xfe").decode(),
]


@pytest.mark.parametrize("way", ["after", "before"])
@pytest.mark.parametrize("key", BAD)
def test_key_that_is_none_of_ours_is_told(db: None, key: str, way: str) -> None:
    with pytest.raises(Invalid) as error:
        page_of(rows_due([0, 1]), order=UP, size=1, **{way: key})
    assert list(error.value.problems) == [""]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.text(max_size=60) | st.binary(max_size=40).map(lambda kept: base64.urlsafe_b64encode(kept).decode()))
def test_any_key_gives_a_page_or_is_told(db: None, key: str) -> None:
    try:
        page = page_of(Owed.objects.all(), order=UP, size=1, after=key)
    except Invalid:
        return
    assert isinstance(page, Page)


def test_key_beyond_every_number_gives_an_empty_page(db: None) -> None:
    rows = rows_due([0, 1])
    key = written(["2026-01-01T00:05:00+00:00", "9" * 40])

    assert page_of(rows, order=UP, size=1, after=key).rows == ()
