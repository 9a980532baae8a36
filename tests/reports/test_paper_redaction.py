# SPDX-License-Identifier: EUPL-1.2
"""The redaction pass: with one secret or with another under a mark, every form is the same byte for byte."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pytest
from django.conf import settings

from comity.reports.paper import canonical, checks, comparison, pdf, tabular, web, word
from comity.reports.paper.model import (
    Annex,
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Footnote,
    Inline,
    Item,
    List,
    Paper,
    Paragraph,
    Quote,
    Row,
    Run,
    Section,
    Style,
    Table,
)  # fmt: skip
from comity.reports.paper.redaction import has_secrets, redacted

from .papers import sample

FIRST, SECOND = ("Amber", 17), ("The whole Brigantine, twice over \U0001f98a", 4242)


def table(key: str, word_: str, number: int, *, secret: bool = False) -> Table:
    columns = (Column("Kind"), Column("Count", ColumnKind.COUNT), Column(word_, ColumnKind.COUNT, secret=True))
    first = Row((Cell("open"), Cell(number=Decimal(8)), Cell(number=Decimal(number))))
    second = Row((Cell(word_, secret=True), Cell(number=Decimal(number), secret=True), Cell(hidden=number < 100)))
    return Table(key, "caption", columns, (first, second), secret=secret)


def paper_with(word_: str, number: int) -> Paper:
    """Secrets of different length, number and form in every place where a secret can stand."""
    many = tuple(Run(word_, style, secret=True) for style in [*Style][: 1 + number % 4])
    note: tuple[Inline, ...] = (Footnote(f"note-{number}", (Run(word_),), secret=True),) if number > 100 else ()
    items = tuple(Item(f"i{at}", (Run(word_),), f"({at})", secret=True) for at in range(1, 2 + number % 3))
    chart = Chart("c1", ChartKind.BAR, word_, word_, table("ct1", word_, number), (1, 2))
    blocks = (
        Paragraph("p1", (Run("open "), *many, *note, Run(" open")), "1"),
        Paragraph("p2", (Run(word_), Footnote("n2", (Run(word_),))), "2", secret=True),
        Paragraph("p3", (Run("open"), Footnote("n3", (Run("open "), Run(word_, secret=True)))), "3"),
        Paragraph("p4", (Run("open"), Footnote("n4", (Run(word_),), secret=True)), "4"),
        Quote("q1", (Run(word_),), secret=True),
        List("l1", (Item("i0", (Run("open"),), "(0)"), *items)),
        List("l2", (Item("j0", (Run(word_),), "(z)"),) * 1, secret=True),
        table("t1", word_, number),
        table("t2", word_, number, secret=True),
        chart,
        replace(chart, id="c2", table=table("ct2", word_, number), secret=True),
        replace(chart, id="c3", table=table("ct3", word_, number, secret=True)),
    )
    below = Section("s3", (Paragraph("p5", (Run(word_),)),), word_, level=2) if number > 100 else None
    return replace(
        sample(),
        sections=(
            Section("s1", blocks, "open"),
            Section("s2", (Paragraph("p6", (Run(word_),)),) * 1, word_, "A", secret=True),
            *([below] if below else []),
            Section("s4", (Paragraph("p7", (Run("open"),)),), "open"),
        ),
        annexes=(Annex("a1", word_, (Section("as", (Paragraph("ap", (Run(word_),)),), word_),), "I", secret=True),),
    )


def unpacked(data: bytes) -> Mapping[str, bytes]:
    """Return everything in a file, decompressed."""
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as document:
            streams = {
                f"{one.objgen}": one.read_bytes() + repr(sorted(one.keys())).encode()
                for one in document.objects
                if isinstance(one, pikepdf.Stream) and "/Width" not in one
            }
            plain = io.BytesIO()
            document.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all,
                          object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)  # fmt: skip
            return {**streams, "whole": plain.getvalue()}
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {name: package.read(name) for name in package.namelist()}
    return {"": data}


FORMS: dict[str, Callable[[Paper], bytes]] = {
    "json": canonical.canonical,
    "pdf": lambda paper: pdf.pdf(paper, fonts=settings.COMITY_FONTS),
    "docx": word.docx_of,
    "html": web.page,
    "fragment": lambda paper: web.fragment(paper).encode(),
    "xlsx": tabular.xlsx,
    "csv": lambda paper: b"".join(tabular.csvs(paper).values()),
    "comparison": lambda paper: comparison.fragment(comparison.compare(sample(), paper)).encode(),
    "printed comparison": lambda paper: comparison.printed(
        comparison.compare(sample(), paper), fonts=settings.COMITY_FONTS
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_whatever_was_secret(form: str) -> None:
    one, two = (FORMS[form](redacted(paper_with(*secret))) for secret in (FIRST, SECOND))

    assert unpacked(one) == unpacked(two)
    assert one == two
    inside = b"".join(unpacked(one).values())
    for secret in (b"Amber", b"Brigantine", b"4242"):
        assert secret not in inside


@pytest.mark.parametrize("form", [name for name in FORMS if name not in {"pdf", "printed comparison"}])
def test_without_the_pass_the_secret_is_there(form: str) -> None:
    """So that the test above would see it: what it looks for is found where nothing was taken out."""
    inside = b"".join(unpacked(FORMS[form](paper_with(*FIRST))).values())

    assert b"Amber" in inside


def test_pass_takes_out_all_marks_can_be_printed_and_repeated() -> None:
    paper = paper_with(*SECOND)

    once = redacted(paper)

    assert has_secrets(paper)
    assert not has_secrets(once)
    assert redacted(once) == once
    assert not list(checks.problems(once))


def test_chart_of_which_nothing_drawn_is_secret_stays_and_one_that_is_touched_becomes_its_table() -> None:
    chart = Chart("c", ChartKind.BAR, "caption", "words", table("t", "x", 1), (1,))
    open_rows = replace(chart.table, rows=chart.table.rows[:1])
    paper = replace(
        sample(), sections=(Section("s", (chart, replace(chart, id="d", table=replace(open_rows, id="u")))),)
    )

    first, second = redacted(paper).sections[0].blocks

    assert isinstance(first, Table)
    assert isinstance(second, Chart)
    assert second.alternative == "words"


def test_document_without_secrets_stays_as_it_is() -> None:
    assert redacted(sample()) == sample()
    assert not has_secrets(sample("ar"))


@pytest.mark.parametrize(("language", "mark"), [("en", "[redacted]"), ("fr", "[expurgé]"), ("ar", "[محجوب]")])
def test_mark_is_in_the_language_of_the_document(language: str, mark: str) -> None:
    paper = replace(sample(language), sections=(Section("s", (Paragraph("p", (Run("x"),), secret=True),)),))

    assert redacted(paper).sections[0].blocks == (Paragraph("p", (Run(mark),)),)
