# SPDX-License-Identifier: EUPL-1.2
"""The numbers of frozen figures by name, as a paragraph calls them: {kind.total.executed}, {median.total}, {first}."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from comity.core.clock import THE_HAGUE

from ..kinds import day_in, words
from ..models import Snapshot
from .snapshots import figures_in


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
            return day_in(date.fromisoformat(self.figures[name]), language)
        if name == "frozen":
            assert self.snapshot.frozen_at is not None  # the figures are frozen
            return day_in(self.snapshot.frozen_at.astimezone(THE_HAGUE).date(), language)
        if name == "digest":
            return hashlib.sha256(self.snapshot.file.encode()).hexdigest()
        if name == "method":
            return self.method(language)
        table, *rest = name.split(".")
        if table == "median":
            return _number(Decimal(self.figures["median_days"][rest[0]]), language)
        count = self.count(table, rest[0], rest[1])
        return str(words()["hidden"][language]) if count is None else str(count)

    def method(self, language: str) -> str:
        """Return how the figures were counted, of what period, and the digest of their file."""
        said: str = words()["method"][language]
        return said.format(**{name: self.text(name, language) for name in ("first", "last", "frozen", "digest")})


def _number(number: Decimal, language: str) -> str:
    plain = format(number.normalize(), "f")
    return plain if language in {"en", "zh"} else plain.replace(".", ",")


def label_count(snapshot: Snapshot, figure: str) -> int:
    """Return how many words name the rows and columns of a table of frozen figures, its corner among them."""
    table = Values.of(snapshot).tables[figure]
    return 1 + len(table["columns"]) + len(table["rows"])
