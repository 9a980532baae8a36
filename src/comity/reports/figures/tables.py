# SPDX-License-Identifier: EUPL-1.2
"""A table of counts with its margins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Cell = tuple[str, str]
"""A row's code and a column's code; `TOTAL` stands for a margin."""

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by row and column, every cell and every margin among them: `table[TOTAL, TOTAL]` is the number of all.

    A table without rows has one row of zeros, its total.
    """

    code: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[Cell, int]

    @classmethod
    def of(
        cls,
        code: str,
        marks: Iterable[Cell],
        *,
        rows: Sequence[str],
        columns: Sequence[str],
    ) -> "Table":
        """Count marks, each a row's and a column's code; raises ValueError for a code that is no row or no column."""
        counts = {(row, column): 0 for row in (*rows, TOTAL) for column in (*columns, TOTAL)}
        for row, column in marks:
            if row not in rows or column not in columns:
                raise ValueError(f"{code}: no cell {row!r}, {column!r}")
            for cell in ((row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
                counts[cell] += 1
        return cls(code, tuple(rows), tuple(columns), counts)

    def __getitem__(self, cell: Cell) -> int:
        return self.counts[cell]

    def inner(self) -> Iterable[Cell]:
        """Return every cell that is no margin."""
        return ((row, column) for row in self.rows for column in self.columns)
