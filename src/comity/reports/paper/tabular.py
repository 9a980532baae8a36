# SPDX-License-Identifier: EUPL-1.2
"""The tables of a document as data: one XLSX with a sheet for each, and one CSV for each.

Numbers are numbers, text is text and never a formula or an address. A number that is hidden is "·", one that is missing
is empty. The same document gives the same bytes.
"""

import csv
import io
import re
from datetime import UTC, date, datetime, time
from typing import Any, Final

import xlsxwriter

from comity.resolutions.writers.tables import safe

from . import checks, printing
from .limits import Limits
from .model import Cell, Column, ColumnKind, Paper, Table
from .words import HIDDEN, Words, words

_BOM: Final = "\ufeff"
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")


def xlsx(paper: Paper, *, limits: Limits | None = None) -> bytes:
    """Return every table of the document on a sheet of its own, with its method and source; raises Unfit."""
    checks.check(paper, limits=limits)
    of, head = words(paper.language), paper.masthead
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        at = datetime.combine(head.issued, time(12), tzinfo=UTC).replace(tzinfo=None)
        author = (head.body or head.organisation)[:255]
        book.set_properties({"title": f"{head.symbol} – {paper.title}"[:255], "author": author, "created": at})
        formats = _Formats(book)
        found = printing.tables(paper)
        for number, table in enumerate(found, 1):
            sheet = book.add_worksheet(_NOT_IN_A_NAME.sub("", of.filled("table", str(number)))[:31])
            _sheet(sheet, paper, table, number, formats)
        if not found:
            book.add_worksheet(of.filled("table", "0")[:31])
    return out.getvalue()


class _Formats:
    """The forms of cells, one for each number of decimals."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 12})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.note = book.add_format({"font_size": 9})

    def of(self, column: Column, *, is_total: bool) -> Any:
        """Return the form of the cells of a column."""
        decimals = f".{'0' * column.places}" if column.places and column.kind is not ColumnKind.COUNT else ""
        form = {ColumnKind.TEXT: "@", ColumnKind.DATE: "yyyy-mm-dd"}.get(column.kind, f"#,##0{decimals}")
        form = f'{form}"%"' if column.kind is ColumnKind.PERCENT else form
        if (form, is_total) not in self._made:
            wraps = {"text_wrap": True} if column.kind is ColumnKind.TEXT else {}
            given = {"num_format": form, "bold": is_total, "valign": "top", **wraps}
            self._made[form, is_total] = self._book.add_format(given)
        return self._made[form, is_total]


def _sheet(sheet: Any, paper: Paper, table: Table, number: int, formats: _Formats) -> None:
    of = words(paper.language)
    if of.is_rtl:
        sheet.right_to_left()
    sheet.write_string(0, 0, printing.table_caption(table, of, number), formats.title)
    sheet.write_string(1, 0, f"{paper.masthead.symbol} – {paper.title}", formats.note)
    top = 3
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, 40 if place == 0 else 16)
        sheet.write_string(top, place, column.heading, formats.head)
    for at, row in enumerate(table.rows, top + 1):
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            _write(sheet, (at, place), cell, column, formats.of(column, is_total=row.total))
    for at, line in enumerate(printing.below(table, of), top + len(table.rows) + 2):
        sheet.write_string(at, 0, line, formats.note)
    sheet.freeze_panes(top + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(top)
    sheet.fit_to_pages(1, 0)


def _write(sheet: Any, place: tuple[int, int], cell: Cell, column: Column, form: Any) -> None:
    if cell.hidden:
        sheet.write_string(*place, HIDDEN, form)
    elif cell.number is not None:
        sheet.write_number(*place, float(cell.number), form)
    elif column.kind is ColumnKind.DATE and cell.text[:1].isdigit() and cell.text >= "1900-03-01":
        sheet.write_datetime(*place, datetime.combine(date.fromisoformat(cell.text), time(), tzinfo=None), form)
    else:
        sheet.write_string(*place, cell.text, form)


def csvs(paper: Paper, *, limits: Limits | None = None) -> dict[str, bytes]:
    """Return every table of the document as CSV in UTF-8 with its mark, by the name of a file; raises Unfit."""
    checks.check(paper, limits=limits)
    of = words(paper.language)
    return {f"table-{number}.csv": _csv(table, of) for number, table in enumerate(printing.tables(paper), 1)}


def _csv(table: Table, of: Words) -> bytes:
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow([safe(column.heading) for column in table.columns])
    for row in table.rows:
        write.writerow([_plain(cell) for cell in row.cells])
    write.writerow([])
    for line in printing.below(table, of):
        write.writerow([safe(line)])
    return (_BOM + out.getvalue()).encode()


def _plain(cell: Cell) -> str:
    if cell.hidden:
        return HIDDEN
    return safe(cell.text) if cell.number is None else format(cell.number, "f")
