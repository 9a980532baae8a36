# SPDX-License-Identifier: EUPL-1.2
"""An official document as one frozen value: who issues it, under what symbol, and its text block by block.

`canonical.read` gives it from JSON, `checks.check` says whether it can be printed; the writers beside make it bytes.
Every id is stable: it stays with its section or block from one version to the next, and versions are compared by it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

VERSION = 1
"""Of the JSON; raised when a field changes its meaning."""


class Language(StrEnum):
    """The official languages of the Court (article 50(1))."""

    ARABIC = "ar"
    CHINESE = "zh"
    ENGLISH = "en"
    FRENCH = "fr"
    RUSSIAN = "ru"
    SPANISH = "es"


class Distribution(StrEnum):
    GENERAL = "general"
    LIMITED = "limited"
    RESTRICTED = "restricted"


class Style(StrEnum):
    PLAIN = "plain"
    ITALIC = "italic"
    BOLD = "bold"
    BOLD_ITALIC = "bold-italic"


# Text


@dataclass(frozen=True, slots=True)
class Run:
    """Some text in one style; a line break in it is kept. What is secret goes in the redaction pass."""

    text: str
    style: Style = Style.PLAIN
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote where its marker stands; its number is given in the order of the text, by whoever prints."""

    id: str
    content: tuple[Run, ...]
    secret: bool = False


Inline = Run | Footnote


# Blocks


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its number ("12", "12bis") is given, never counted, and empty where it has none."""

    id: str
    content: tuple[Inline, ...]
    number: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of another text, set apart."""

    id: str
    content: tuple[Inline, ...]
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list; its marker ("(a)", "(i)") is given, and a dash is set where it is empty. Levels begin at 0."""

    id: str
    content: tuple[Inline, ...]
    marker: str = ""
    level: int = 0
    secret: bool = False


@dataclass(frozen=True, slots=True)
class List:
    id: str
    items: tuple[Item, ...]
    secret: bool = False


class ColumnKind(StrEnum):
    TEXT = "text"
    COUNT = "count"
    """Whole numbers."""
    DECIMAL = "decimal"
    """Numbers with `Column.places` decimals."""
    PERCENT = "percent"
    """As DECIMAL; 12.5 is twelve and a half per cent."""
    DATE = "date"
    """Text of the form 2031-05-04."""

    @property
    def is_number(self) -> bool:
        return self in {ColumnKind.COUNT, ColumnKind.DECIMAL, ColumnKind.PERCENT}


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    kind: ColumnKind = ColumnKind.TEXT
    places: int = 0
    secret: bool = False
    """Its heading and all its cells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Text, a number, nothing, or a number that is hidden because it is small: then it is not here either."""

    text: str = ""
    number: Decimal | None = None
    hidden: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """As many cells as there are columns. A total is set apart, and no chart draws it."""

    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, with how they were counted and where they come from; the first column names the row."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    method: str = ""
    source: str = ""
    secret: bool = False


class ChartKind(StrEnum):
    BAR = "bar"
    STACKED = "stacked"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table, which always stands beside it: `label` is the column of names, `series` those drawn."""

    id: str
    kind: ChartKind
    caption: str
    alternative: str
    """What the picture shows, in words, for who does not see it."""
    table: Table
    series: tuple[int, ...]
    label: int = 0
    secret: bool = False


Block = Paragraph | Quote | List | Table | Chart


# The document


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (level 1 to 4, none skipped) with what stands below it; its number ("A.") is given.

    A section without a heading continues what came before; it has level 1.
    """

    id: str
    blocks: tuple[Block, ...]
    heading: str = ""
    number: str = ""
    level: int = 1
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Annex:
    """`number` is "I", "II", or empty where there is one annex only."""

    id: str
    title: str
    sections: tuple[Section, ...]
    number: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above the title on the first page; the symbol stands on every page."""

    organisation: str
    """"International Criminal Court", in the language of the document."""
    body: str
    """"Assembly of States Parties"; empty where the organisation itself issues it."""
    symbol: str
    issued: date
    distribution: Distribution = Distribution.GENERAL
    originals: tuple[Language, ...] = ()
    """The languages of the original; the document's own where none is given."""
    session: str = ""
    place: str = ""
    dates: str = ""
    """Of the session, as printed: "1–6 December 2031"."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document in one language."""

    language: Language
    masthead: Masthead
    title: str
    subtitle: str = ""
    summary: tuple[Section, ...] = ()
    """A foreword or an executive summary, before the text."""
    sections: tuple[Section, ...] = ()
    annexes: tuple[Annex, ...] = ()
    contents: bool = False
    """Whether a table of contents is printed."""

    def parts(self) -> Iterator[Section]:
        """Return every section in the order of the text."""
        yield from self.summary
        yield from self.sections
        for annex in self.annexes:
            yield from annex.sections

    def blocks(self) -> Iterator[Block]:
        """Return every block in the order of the text; a chart holds its table."""
        for section in self.parts():
            yield from section.blocks
