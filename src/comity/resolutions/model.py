# SPDX-License-Identifier: EUPL-1.2
"""What a resolution consists of, as frozen values: lines as readers hand them over, and the structure found in them.

Text -> `Source` (by `resolutions.text` or a reader) -> `resolutions.parse` -> `Resolution` (to writers and rows).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Text(NamedTuple):
    """A sentence for users, in English and French."""

    en: str
    fr: str

    def in_(self, language: str) -> str:
        """The French sentence for `fr` and its variants, the English one for every other language."""
        return self.fr if language[:2].lower() == "fr" else self.en


# What readers hand over


class Style(StrEnum):
    ITALIC = "italic"
    BOLD = "bold"
    SUPERSCRIPT = "superscript"


class Span(NamedTuple):
    """A part of a text set in another style, by offsets as in a slice."""

    start: int
    end: int
    style: Style


class Role(StrEnum):
    """What a line is, where the format of the file says so outright; the parser finds out for itself otherwise."""

    BODY = "body"
    HEADER = "header"
    """Header of a page: repeats, never text of the resolution, but the symbol may stand there."""
    FOOTER = "footer"
    NOTE = "note"
    """A whole footnote, its marker in front ("3 See ...")."""
    ROW = "row"
    """A row of a table, its cells separated by tabs."""


class Line(NamedTuple):
    """One line as it stands on the page, or one whole paragraph where `Source.flowing` is set.

    Tabs, and blanks in front, are kept. A line without text stands for the gap between two paragraphs.
    """

    text: str
    spans: tuple[Span, ...] = ()
    page: int = 0
    """Counted from 1; 0 where there are no pages."""
    indent: float = 0.0
    """Distance of the first letter from the left edge (right edge for Arabic) in points, where the format has one."""
    size: float = 0.0
    """Height of the letters in points, 0 where it is not known. Notes are set smaller than the text."""
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader found in a file."""

    lines: tuple[Line, ...]
    format: str
    """"text", "markdown", "docx", "pdf", or "table" (see `tabled`)."""
    flowing: bool = False
    """Each line is a whole paragraph (as in DOCX): none is ever joined with the next."""
    doubts: "tuple[Doubt, ...]" = ()


# What is doubtful, and what cannot be used


class Doubt(NamedTuple):
    """Something a reader of the result should look at."""

    code: str
    """A name that stays: "gap", "verb", "marker", "note", "contradiction", "language", "numbering", "encoding" ..."""
    place: str
    """Key of the paragraph, "note 3", "annex 1", or "" for the whole."""
    line: int
    """Line of the source, counted from 1; 0 where there is none."""
    message: Text
    remedy: Text
    weight: float = 0.3
    """How much of the paragraph's confidence it takes, between 0 (a remark) and 1."""


class Unusable(Exception):
    """The input cannot be read as a resolution; says what was missing and what to do."""

    def __init__(self, code: str, message: Text, remedy: Text) -> None:
        super().__init__(message.en)
        self.code = code
        self.message = message
        self.remedy = remedy


# The structure


class Kind(StrEnum):
    """What an operative verb does. Verbs that welcome, note or recall do nothing and give no mandate."""

    REQUEST = "request"
    EXHORTATION = "exhortation"
    INVITATION = "invitation"
    DECISION = "decision"
    AUTHORISATION = "authorisation"
    NONE = "none"


class Verb(NamedTuple):
    """An opening verb of a paragraph, or a further one within it ("welcomes ... and encourages")."""

    text: str
    """As it stands: "further requests"."""
    lemma: str
    """The entry of the data: "request"; "" where no entry was found."""
    kind: Kind
    start: int
    """Offsets in the paragraph's text."""
    end: int


class Ref(NamedTuple):
    """A marker of a footnote; `at` is the offset in the paragraph's text, from which the marker itself is taken out."""

    marker: str
    at: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `caption` is what stands above."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Sub:
    """An item of a list within a paragraph, and the lists within it."""

    key: str
    """Unique in the resolution: "5(a)(ii)"."""
    label: str
    """As it stands: "(a)", "a)", "(ii)", "–"; "" where the text has none."""
    text: str
    line: int
    verbs: tuple[Verb, ...] = ()
    refs: tuple[Ref, ...] = ()
    italics: tuple[Span, ...] = ()
    sub: "tuple[Sub, ...]" = ()
    tail: str = ""
    """What follows its own list without a label of its own."""

    def walk(self) -> "Iterator[Sub]":
        """This item and all below it, in the order of the text."""
        yield self
        for item in self.sub:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class Preambular:
    key: str
    """Unique in the resolution: "pp3", "B.pp3"."""
    verb: str
    """"Recalling also"; "" where none was found."""
    text: str
    line: int
    section: int = 0
    """Index in `Resolution.sections`, 1 for the first; 0 before any."""
    refs: tuple[Ref, ...] = ()
    italics: tuple[Span, ...] = ()
    sub: tuple[Sub, ...] = ()
    tail: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Operative:
    key: str
    """Unique in the resolution: "7"; "II.7" where numbers restart; "(3)" for the third without a number."""
    number: str
    """As it stands, without its full stop: "7", "7 bis"; "" where the paragraph has none."""
    verbs: tuple[Verb, ...]
    text: str
    """Without number and markers; lists within it are in `sub`."""
    line: int
    section: int = 0
    refs: tuple[Ref, ...] = ()
    italics: tuple[Span, ...] = ()
    sub: tuple[Sub, ...] = ()
    tail: str = ""
    tables: tuple[Table, ...] = ()
    confidence: float = 1.0


class Division(StrEnum):
    """Why a section is one."""

    PART = "part"
    """It has a label: "II", "B.", "Section 3"."""
    HEADING = "heading"
    """A heading without a label."""
    ADOPTED = "adopted"
    """A declaration that the text adopts within its own body; its paragraphs are the resolution's own."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the body; paragraphs name it by its place in `Resolution.sections`."""

    division: Division
    label: str
    title: str
    line: int
    enacting: str = ""
    """The enacting phrase where the section has its own: "The General Assembly"."""
    within: int = 0
    """The section it is part of, as in `Operative.section`."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, as given."""

    marker: str
    text: str
    line: int
    places: tuple[str, ...] = ()
    """Keys of the paragraphs where its marker stands; "title", "annex 1"; none where no marker was found."""
    repeats: int = 1
    """1, or 2 for the second note with the same marker, and so on (numbering begun anew)."""


@dataclass(frozen=True, slots=True)
class Annex:
    """What is attached; its paragraphs are never operative."""

    label: str
    """"Annex", "Annex II", "Appendix", "Annexe I", "المرفق"."""
    title: str
    text: str
    """All of it, its paragraphs separated by empty lines."""
    line: int
    items: tuple[Sub, ...] = ()
    """Its paragraphs, numbered or not, in order."""
    tables: tuple[Table, ...] = ()


class Due(NamedTuple):
    """By when."""

    stated: str
    """The words of the text: "at its eleventh session", "by 15 January 2018", "annually"; "" where none."""
    session: int = 0
    """Number of the session named; 0 where none is."""
    date: str = ""
    """The day (2018-01-15), month (2018-01) or year (2018) named."""
    every: str = ""
    """"year", "six months", "session" ... where it recurs."""


class Mandate(NamedTuple):
    """One task laid on one addressee by one verb."""

    key: str
    """Of the paragraph or item in which the verb stands."""
    paragraph: str
    """Number of the operative paragraph as it stands, or its key where it has none."""
    verb: str
    lemma: str
    kind: Kind
    addressee: str
    """As it stands; who decides is the body that speaks."""
    addressed: str
    """The addressee in the form in which addressees are compared (`resolutions.addressees.normal`)."""
    action: str
    """The words of the text, verbatim."""
    start: int
    """Offset of the action in the text of `key`."""
    end: int
    due: Due


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution, decision or statement as it was found in a text."""

    symbol: str
    title: str
    language: str
    """"en", "fr", "es" or "ar"."""
    form: str
    """"resolution", "decision", "declaration", "statement", "recommendation", "conclusions"."""
    adopted: str
    """The day of adoption (2011-12-20); "" where the text does not say."""
    adoption: str
    """The words that say so."""
    body: str
    """Who speaks: "Assembly of States Parties"."""
    enacting: str
    """The enacting phrase as it stands, without its comma: "The Assembly of States Parties"."""
    preamble: tuple[Preambular, ...] = ()
    operative: tuple[Operative, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()
    annexes: tuple[Annex, ...] = ()
    drafts: "tuple[Resolution, ...]" = ()
    """Drafts it recommends to another body, whose paragraphs and mandates they are. Their notes stand in `notes`."""
    tables: tuple[Table, ...] = ()
    """Tables of the body that hang on no paragraph."""
    mandates: tuple[Mandate, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    left: tuple[str, ...] = field(default=())
    """Lines of the body that were given no place: never silently dropped."""
    confidence: float = 1.0
    """That of its least certain paragraph, less what is doubtful about the whole."""
