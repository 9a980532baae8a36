# SPDX-License-Identifier: EUPL-1.2
"""How long a report of 200 pages takes, in every form: from its model to bytes, its charts drawn anew each time."""

import io
import os
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf

from comity.config.measure import machine
from comity.reports.paper import pdf, printing, tabular, web, word
from comity.reports.paper.model import (
    Annex,
    Block,
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Footnote,
    Language,
    Masthead,
    Paper,
    Paragraph,
    Row,
    Run,
    Section,
    Style,
    Table,
)

PARAGRAPHS = 900
SENTENCE = (
    "The keepers of the lamps, in consultation with the harbour States, took stock of the requests that were sent in "
    "the period, of what became of each, and of the time that it took until the first answer came. "
)


def sample() -> Paper:
    """A report of an invented court: 900 paragraphs, a third with a footnote, 30 tables, half of them with a chart."""
    sections = []
    for part in range(30):
        blocks: list[Block] = [_paragraph(part * 30 + number + 1) for number in range(30)]
        table = _table(part)
        alternative = "Most requests were executed; few were refused."
        kind = list(ChartKind)[part % 3]
        chart = Chart(f"c{part}", kind, f"Requests, part {part + 1}", alternative, table, (1, 2, 3))
        blocks.insert(15, chart if part % 2 else table)
        sections.append(Section(f"s{part}", tuple(blocks), f"Harbours of part {part + 1}", str(part + 1)))
    return Paper(
        Language.ENGLISH,
        Masthead("Harbour Court", "Assembly of Harbour States", "HCA/4/32", date(2031, 11, 5)),
        "Report of the keepers on pilotage",
        sections=tuple(sections[:-2]),
        annexes=(Annex("a1", "Tables", tuple(sections[-2:])),),
        contents=True,
    )


def _paragraph(number: int) -> Paragraph:
    note = (Footnote(f"n{number}", (Run(f"HCA/3/{number}, para. 7."),)),) if number % 3 == 0 else ()
    content = (Run("Recalling", Style.ITALIC), Run(f" what paragraph {number} said: {SENTENCE * 4}"), *note)
    return Paragraph(f"p{number}", content, str(number))


def _table(part: int) -> Table:
    columns = (Column("Kind"), *(Column(name, ColumnKind.COUNT) for name in ("Executed", "Consulting", "Refused")))
    rows = tuple(
        Row((Cell(f"Kind of request {row}"), *(Cell(number=Decimal(part * 7 + row * 11 + at)) for at in (9, 5, 6))))
        for row in range(12)
    )
    return Table(
        f"t{part}", f"Requests of part {part + 1}", columns, rows, "All requests sent.", "Records of the keepers."
    )


def measure(seconds: float) -> dict[str, Any]:
    """Figures of as many rounds as fit into `seconds`, at least one: the first is as a new worker makes it."""
    places = [Path(place) for place in os.environ.get("COMITY_FONTS", "/usr/share/fonts").split(os.pathsep)]
    paper = sample()
    forms: dict[str, Callable[[Paper], bytes]] = {
        "pdf": lambda paper: pdf.pdf(paper, fonts=places),
        "docx": word.docx_of,
        "html": web.page,
        "xlsx": tabular.xlsx,
    }
    found: dict[str, Any] = {"paragraphs": PARAGRAPHS, "charts": 15, "tables": 30, "forms": {}}
    for name, form in forms.items():
        took: list[float] = []
        cores: list[float] = []
        begun = time.monotonic()
        made = b""
        while not took or time.monotonic() - begun < seconds:
            printing.picture.cache_clear()
            at, spent = time.monotonic(), time.process_time()
            made = form(paper)
            took.append(time.monotonic() - at)
            cores.append(time.process_time() - spent)
        figures = {"first_s": took[0], "best_s": min(took), "cpu_s": min(cores)}
        found["forms"][name] = {**{key: round(value, 2) for key, value in figures.items()}, "kib": len(made) // 1024}
        if name == "pdf":
            with pikepdf.open(io.BytesIO(made)) as opened:
                found["pages"] = len(opened.pages)
    return found | {"machine": machine()}


def lines(found: dict[str, Any]) -> list[str]:
    """The figures for a person."""
    head = (
        f"{found['pages']} pages, {found['paragraphs']} paragraphs, {found['tables']} tables, {found['charts']} charts"
    )
    rows = [
        f"{name:<5} first {form['first_s']:.2f} s, best {form['best_s']:.2f} s"
        f" ({form['cpu_s']:.2f} s of processor time), {form['kib']} KiB"
        for name, form in found["forms"].items()
    ]
    return [head, *rows, str(found["machine"])]
