# SPDX-License-Identifier: EUPL-1.2
"""The model of a document: its one form as JSON, and what is refused before anything is printed."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from comity.reports.paper import canonical, checks
from comity.reports.paper.limits import Limits, Unfit
from comity.reports.paper.model import (
    Block,
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Footnote,
    Item,
    List,
    Paper,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)  # fmt: skip

from .papers import TEXTS, sample


def with_blocks(*blocks: Block) -> Paper:
    return replace(sample(), sections=(Section("s", blocks),), annexes=())


def codes(paper: Paper, **limits: int) -> list[tuple[str, str]]:
    return [(one.code, one.place) for one in checks.problems(paper, limits=Limits(**limits))]


@pytest.mark.parametrize("language", TEXTS)
def test_document_comes_back_equal_from_its_one_form(language: str) -> None:
    paper = sample(language)

    data = canonical.canonical(paper)

    assert canonical.read(data) == paper
    assert canonical.canonical(canonical.read(data)) == data
    assert canonical.of(canonical.form(paper)) == paper
    assert [canonical.block_of(canonical.form(block)) for block in paper.blocks()] == list(paper.blocks())
    assert codes(paper) == []


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (lambda form: form.pop("title"), "missing", "title"),
        (lambda form: form.update(colour="red"), "unknown", "colour"),
        (lambda form: form.update(version=2), "version", "version"),
        (lambda form: form.update(title=5), "type", "title"),
        (lambda form: form.update(contents=1), "type", "contents"),
        (lambda form: form.update(language="de"), "choice", "language"),
        (lambda form: form["masthead"].update(issued="2031-02-30"), "date", "masthead.issued"),
        (lambda form: form["sections"][0].update(level=True), "type", "sections[0].level"),
        (lambda form: form["sections"][0]["blocks"][0].update(type="script"), "choice", "sections[0].blocks[0].type"),
        (
            lambda form: form["sections"][1]["blocks"][1]["rows"][0]["cells"][1].update(number="1e999"),
            "number",
            "sections[1].blocks[1].rows[0].cells[1].number",
        ),
        (
            lambda form: form["sections"][0]["blocks"][0]["content"][2]["content"][0].update(type="footnote"),
            "unknown",
            "sections[0].blocks[0].content[2].content[0].type",
        ),
    ],
)
def test_form_that_is_not_ours_is_refused_with_its_place(
    change: Callable[[dict[str, Any]], object], code: str, place: str
) -> None:
    form = canonical.form(sample())
    change(form)

    with pytest.raises(Unfit) as refused:
        canonical.read(json.dumps(form))

    assert (refused.value.code, refused.value.place) == (code, place)
    assert refused.value.message.fr
    assert refused.value.remedy.fr


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_json"),
        (b"\xff{}", "no_json"),
        (b'{"version": NaN}', "no_json"),
        (b"[" * 100_000, "no_json"),
        (b'{"title": "a", "title": "b"}', "twice"),
        (b"[]", "type"),
        (b" " * 20_000_001, "too_large"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        canonical.read(data)

    assert refused.value.code == code


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\u202e", "\u2066", "\ud800", "\ufffe", "\t", "\r", "\u2028"])
def test_sign_that_deceives_or_that_no_file_can_hold_is_refused_wherever_it_stands(sign: str) -> None:
    paper = with_blocks(
        Paragraph("p", (Run(f"a{sign}"), Footnote("n", (Run(f"b{sign}"),)))),
        List("l", (Item("i", (Run(f"c{sign}"),), "(a)"),)),
        Table("t", "caption", (Column("head"),), (Row((Cell(f"d{sign}"),)),), method=f"e{sign}"),
    )
    paper = replace(paper, title=f"f{sign}", masthead=replace(paper.masthead, symbol=f"g{sign}"))

    assert codes(paper) == [
        ("sign", place)
        for place in (
            "masthead.symbol", "title", "sections[0].blocks[0].content[0].text",
            "sections[0].blocks[0].content[1].content[0].text", "sections[0].blocks[1].items[0].content[0].text",
            "sections[0].blocks[2].method", "sections[0].blocks[2].rows[0].cells[0]",
        )
    ]  # fmt: skip


def test_each_limit_is_a_setting() -> None:
    assert Limits.of(settings.COMITY_LIMITS) == Limits()


def test_each_limit_is_held() -> None:
    long, block = "x" * 1_000_000, Paragraph("p", (Run("text"),))
    row = Row((Cell("a"), Cell(number=Decimal(1))))
    columns = (Column("a"), Column("b", ColumnKind.COUNT))
    many = Table("t", "c", columns, (row,) * 10_000)
    few = Table("t", "c", columns, (row,) * 2)
    chart = Chart("c", ChartKind.BAR, "c", "alternative", few, (1,))

    assert codes(with_blocks(Paragraph("p", (Run(long),)))) == [("too_long", "sections[0].blocks[0]")]
    assert codes(with_blocks(many)) == [("too_many", "sections[0].blocks[0].rows")]
    assert codes(with_blocks(few), table_columns=1) == [("too_many", "sections[0].blocks[0].columns")]
    assert codes(with_blocks(chart), chart_rows=1) == [("too_many", "sections[0].blocks[0].table.rows")]
    assert codes(with_blocks(chart), chart_series=0) == [("too_many", "sections[0].blocks[0].series")]
    assert codes(with_blocks(chart), charts=0) == [("too_many", "charts")]
    assert codes(with_blocks(block), blocks=0) == [("too_many", "blocks")]
    assert codes(with_blocks(block), sections=0) == [("too_many", "sections")]
    assert codes(sample(), footnotes=1) == [("too_many", "footnotes")]
    assert codes(sample(), characters=10) == [("too_long", "")]
    assert codes(replace(sample(), title="x" * 501)) == [("too_long", "title")]
    assert ("too_long", "sections[1].blocks[1].method") in codes(sample(), cell_characters=5)


@pytest.mark.parametrize(
    ("block", "code", "place"),
    [
        (Paragraph("P!", (Run("a"),)), "id", ".id"),
        (Paragraph("s", (Run("a"),)), "same_id", ".id"),
        (Paragraph("p", ()), "empty", ""),
        (Paragraph("p", (Run("a"), Footnote("n", (Run(" "),)))), "empty", ".content[1]"),
        (List("l", ()), "empty", ".items"),
        (List("l", (Item("i", (Run("a"),), level=1),)), "level", ".items[0].level"),
        (Table("t", "c", (Column("a"), Column("b")), (Row((Cell("a"),)),)), "ragged", ".rows[0]"),
        (Table("t", "c", (Column("a", ColumnKind.COUNT),), (Row((Cell("5"),)),)), "cell", ".rows[0].cells[0]"),
        (Table("t", "c", (Column("a"),), (Row((Cell(number=Decimal(5)),)),)), "cell", ".rows[0].cells[0]"),
        (Table("t", "c", (Column("a", ColumnKind.DATE),), (Row((Cell("5 May"),)),)), "cell", ".rows[0].cells[0]"),
        (
            Table("t", "c", (Column("a", ColumnKind.COUNT),), (Row((Cell(number=Decimal(3), hidden=True),)),)),
            "hidden",
            ".rows[0].cells[0]",
        ),
        (Table("t", "", (Column("a"),), ()), "empty", ".caption"),
        (Table("t", "c", (), ()), "empty", ".columns"),
    ],
)
def test_block_that_cannot_be_printed_is_refused(block: Block, code: str, place: str) -> None:
    assert codes(with_blocks(block)) == [(code, f"sections[0].blocks[0]{place}")]


def test_chart_draws_only_numbers_of_its_table_and_has_words_for_those_who_do_not_see_it() -> None:
    table = Table("t", "c", (Column("a"), Column("b", ColumnKind.COUNT)), (Row((Cell("x"), Cell(number=Decimal(-1)))),))
    here = "sections[0].blocks[0]"

    assert codes(with_blocks(Chart("c", ChartKind.BAR, "c", " ", table, (1,)))) == [("empty", f"{here}.alternative")]
    assert codes(with_blocks(Chart("c", ChartKind.BAR, "c", "a", table, (2,)))) == [("chart", f"{here}.series[0]")]
    assert codes(with_blocks(Chart("c", ChartKind.BAR, "c", "a", table, (1,), label=1))) == [("chart", f"{here}.label")]
    assert codes(with_blocks(Chart("c", ChartKind.BAR, "c", "a", table, ()))) == [("empty", f"{here}.series")]
    assert codes(with_blocks(Chart("c", ChartKind.STACKED, "c", "a", table, (1,)))) == [("chart", f"{here}.series[0]")]
    assert codes(with_blocks(Chart("c", ChartKind.BAR, "c", "a", table, (1,)))) == []


def test_heading_that_skips_a_level_is_refused() -> None:
    paper = replace(sample(), sections=(Section("a", (), "A"), Section("b", (), "B", level=3)))

    assert codes(paper) == [("level", "sections[1].level")]
