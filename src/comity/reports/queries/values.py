# SPDX-License-Identifier: EUPL-1.2
"""The numbers of frozen figures by name, as a paragraph calls them: {kind.total.executed}, {median.total}, {first}."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from comity.core.clock import THE_HAGUE

from ..kinds import words
from ..models import Snapshot
from ..paper.model import Column, ColumnKind, Language
from ..paper.words import words as printed
from .snapshots import figures_in

WORDED = frozenset({"en", "fr"})
"""The languages in which the words of a table are there; in the others they are translated line by line."""


@dataclass(frozen=True, slots=True)
class Values:
    """The frozen figures of one snapshot, and nothing but them: no row is read."""

    snapshot: Snapshot
    tables: Mapping[str, Mapping[str, Any]]
    figures: Mapping[str, Any]

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Values":
        """Return the figures of a frozen snapshot."""
        figures = figures_in(snapshot)
        tables = {table["code"]: table for table in [*figures["due"], figures["undated"]]}
        return cls(snapshot, tables, figures)

    def knows(self, name: str) -> bool:
        """Whether there is a figure of this name; one that is not printed is known."""
        table, _, rest = name.partition(".")
        if name in {"first", "last", "frozen", "digest", "method"}:
            return True
        if table == "median":
            return rest in self.figures["median_days"]
        row, _, column = rest.partition(".")
        return self._has(table, row, column)

    def _has(self, table: str, row: str, column: str) -> bool:
        found = self.tables.get(table)
        if found is None or column not in found["columns"]:
            return False
        return not found["rows"] or any(one["code"] == row for one in found["rows"])

    def count(self, table: str, row: str, column: str) -> int | None:
        """Return a count, or None where it is not printed."""
        found = self.tables[table]
        place = found["columns"].index(column)
        counts = next((one["counts"] for one in found["rows"] if one["code"] == row), None)
        number: int | None = counts[place] if counts is not None else None
        return number

    def text(self, name: str, language: str) -> str:
        """Return a figure as it is printed in a language; of one that is not printed, the words that say so."""
        if name in {"first", "last"}:
            return printed(Language(language)).day(date.fromisoformat(self.figures[name]))
        if name == "frozen":
            assert self.snapshot.frozen_at is not None  # the figures are frozen
            return printed(Language(language)).day(self.snapshot.frozen_at.astimezone(THE_HAGUE).date())
        if name == "digest":
            return hashlib.sha256(self.snapshot.file.encode()).hexdigest()
        if name == "method":
            return self.method(language)
        table, *rest = name.split(".")
        if table == "median":
            median = Decimal(self.figures["median_days"][rest[0]]).normalize()
            places = 0 if median == int(median) else 1
            return printed(Language(language)).number(median, Column("", ColumnKind.DECIMAL, places))
        count = self.count(table, rest[0], rest[1])
        if count is None:
            return str(words()["hidden"][language])
        return printed(Language(language)).number(Decimal(count), Column("", ColumnKind.COUNT))

    def method(self, language: str) -> str:
        """Return how the figures were counted, of what period, and the digest of their file."""
        said: str = words()["method"][language]
        return said.format(**{name: self.text(name, language) for name in ("first", "last", "frozen", "digest")})


def caption_lines(snapshot: Snapshot, figure: str, language: str) -> int:
    """Return how many lines the text of a table or chart has: the caption, and each word that is to be translated."""
    table = Values.of(snapshot).tables[figure]
    return 1 if language in WORDED else 2 + len(table["columns"]) + len(table["rows"])
