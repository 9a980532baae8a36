# SPDX-License-Identifier: EUPL-1.2
"""What of the counts is printed, as a file that is the same byte for byte whenever it is made again."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from .counting import Counts
from .definitions import definitions
from .hiding import THRESHOLD, Unprotected, hide, hide_columns
from .tables import TOTAL, Cell, Table

_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


@dataclass(frozen=True, slots=True)
class Printed:
    """The figures of one period as they may be printed; a count that is not printed is null."""

    figures: dict[str, Any]

    @property
    def file(self) -> bytes:
        """The figures as canonical JSON in ASCII: what is committed to."""
        return _encoded(self.figures).encode("ascii") + b"\n"


def printed(counts: Counts, *, first: date, last: date, moved: frozenset[Cell] = frozenset()) -> Printed:
    """Return what may be printed of the counts of a period.

    A table of which nothing can be printed safely, since too little is in it, is there without rows. `moved` are the
    cells of undated requests that differ from those of other figures by few requests, as `few_moved` gives them.
    """
    due = [_table(table) for table in counts.due]
    return Printed(
        {
            "definitions": definitions().version,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "threshold": THRESHOLD,
            "due": due,
            "undated": _table(counts.undated, moved),
            "median_days": {code: f"{days:.1f}" for code, days in sorted(counts.medians.items())},
        }
    )


def _table(table: Table, moved: frozenset[Cell] = frozenset()) -> dict[str, Any]:
    form: dict[str, Any] = {"code": table.code, "columns": [*table.columns, TOTAL]}
    try:
        hidden = hide(table, columns=hide_columns(table, moved=moved), moved=moved).cells
    except Unprotected:
        return {**form, "rows": []}

    def count(cell: Cell) -> int | None:
        return None if cell in hidden else table[cell]

    rows = [
        {"code": row, "counts": [count((row, column)) for column in (*table.columns, TOTAL)]}
        for row in (*table.rows, TOTAL)
    ]
    return {**form, "rows": rows}
