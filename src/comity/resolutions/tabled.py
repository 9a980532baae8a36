# SPDX-License-Identifier: EUPL-1.2
"""Recommendations in a table that a person filled in from the official text: a row each, taken as they stand.

Columns: `number`, `addressed_to` (several separated by ";") and `text`; in the first row also `symbol`, `title`,
`adopted` and `body`. Others are not read. Nothing is supplied where a row says nothing.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from .addressees import normal
from .languages import language_of
from .lexicon import LANGUAGES
from .model import Doubt, Due, Kind, Line, Mandate, Operative, Resolution, Source, Text, Unusable

COLUMNS: Final = ("number", "addressed_to", "text")
MOST_ROWS: Final = 1000
_NUMBER: Final = re.compile(r"[1-9]\d{0,2}", re.ASCII)


def is_table(text: str) -> bool:
    """Whether a text is such a table: its first line names the three columns."""
    return set(COLUMNS) <= {name.strip() for name in text.split("\n", 1)[0].strip().split(",")}


def source_of(text: str, doubts: tuple[Doubt, ...] = ()) -> Source:
    """The lines of a table, untouched."""
    return Source(lines=tuple(Line(line) for line in text.split("\n")), format="table", doubts=doubts)


def parse(source: Source, *, language: str = "") -> Resolution:
    """Return the recommendations as an instrument, one mandate for each addressee of a row.

    Raises Unusable, naming the rows, for a number that is none or stands twice, and for a row without its text.
    """
    text = "\n".join(line.text for line in source.lines)
    try:
        rows = [row for row in csv.DictReader(io.StringIO(text), strict=True) if any(map(_said, row.values()))]
    except csv.Error as error:
        raise _unusable(f"The table is broken ({error}).", f"Le tableau est endommagé ({error}).") from None
    if not rows or len(rows) > MOST_ROWS:
        raise _unusable(
            f"The table has {len(rows)} rows; from 1 to {MOST_ROWS} are read.",
            f"Le tableau a {len(rows)} lignes ; de 1 à {MOST_ROWS} sont lues.",
        )
    cells = [{str(name).strip(): _said(cell) for name, cell in row.items()} for row in rows]
    _check(cells)
    code = language if language in LANGUAGES else language_of("\n".join(row["text"] for row in cells))
    first = cells[0]
    operative = tuple(
        Operative(key=row["number"], number=row["number"], verbs=(), text=row["text"], line=place)
        for place, row in enumerate(cells, 2)
    )
    return Resolution(
        symbol=first.get("symbol", ""), title=first.get("title", ""), language=code, form="recommendation",
        adopted=first.get("adopted", ""), adoption="", body=first.get("body", ""), enacting="", operative=operative,
        mandates=tuple(one for row in cells for one in _mandates(row, code)), doubts=source.doubts,
    )  # fmt: skip


def _said(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _check(rows: list[dict[str, str]]) -> None:
    numbers = [row["number"] for row in rows]
    wrong = [number or "?" for number in numbers if not _NUMBER.fullmatch(number)]
    twice = sorted({number for number in numbers if numbers.count(number) > 1}, key=int) if not wrong else []
    silent = [row["number"] for row in rows if not row["text"]]
    if wrong:
        raise _unusable(
            f"These are no numbers of recommendations: {_list(wrong)}.",
            f"Ce ne sont pas des numéros de recommandations : {_list(wrong)}.",
        )
    if twice:
        raise _unusable(
            f"These numbers stand twice: {_list(twice)}.", f"Ces numéros figurent deux fois : {_list(twice)}."
        )
    if silent:
        raise _unusable(
            f"{len(silent)} rows have no text: {_list(silent)}.",
            f"{len(silent)} lignes n'ont pas de texte : {_list(silent)}.",
        )


def _list(numbers: list[str]) -> str:
    return ", ".join(numbers[:20]) + (" ..." if len(numbers) > 20 else "")


def _unusable(en: str, fr: str) -> Unusable:
    return Unusable(
        "table",
        Text(en, fr),
        Text(
            "Fill in each row from the official text, or take the row out.",
            "Remplissez chaque ligne d'après le texte officiel, ou retirez la ligne.",
        ),
    )


def _mandates(row: dict[str, str], language: str) -> Iterator[Mandate]:
    named = [name.strip() for name in row["addressed_to"].split(";") if name.strip()]
    for name in named or [""]:
        yield Mandate(
            key=row["number"], paragraph=row["number"], verb="", lemma="", kind=Kind.EXHORTATION, addressee=name,
            addressed=normal(name, language), action=row["text"], start=0, end=len(row["text"]), due=Due(""),
        )  # fmt: skip
