# SPDX-License-Identifier: EUPL-1.2
"""What can be said of a file: codes with values. The sentences in both languages are made by the pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Problem(StrEnum):
    """Why a file is refused."""

    ACTIVE_CONTENT = "active-content"
    ARCHIVE = "archive"
    ATTACHMENT = "attachment"
    BROKEN = "broken"
    EMBEDDED_FILE = "embedded-file"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    EXTERNAL_LINK = "external-link"
    MACROS = "macros"
    NAME_CHARACTERS = "name-characters"
    NAME_EMPTY = "name-empty"
    NAME_LENGTH = "name-length"
    NAME_PATH = "name-path"
    NAME_RESERVED = "name-reserved"
    NOT_A_FILE = "not-a-file"
    NOT_TEXT = "not-text"
    OLD_FORMAT = "old-format"
    PACKAGE_BOMB = "package-bomb"
    PACKAGE_LIES = "package-lies"
    PACKAGE_NESTED = "package-nested"
    PACKAGE_PATH = "package-path"
    PIXEL_FLOOD = "pixel-flood"
    POLYGLOT = "polyglot"
    SCRIPT = "script"
    TOO_DEMANDING = "too-demanding"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    TYPE_NOT_ALLOWED = "type-not-allowed"
    WRONG_TYPE = "wrong-type"
    XML_DEPTH = "xml-depth"
    XML_ENTITIES = "xml-entities"


class Caution(StrEnum):
    """What a person should know of a file that is taken."""

    ATTACHMENTS = "attachments"
    DIRECTION = "direction"
    EMBEDDED_DOCUMENT = "embedded-document"
    FORMULAS = "formulas"
    NOT_LOOKED_INTO = "not-looked-into"
    REPAIRED = "repaired"
    RESTRICTED = "restricted"
    SIGNED = "signed"
    TRAILING_DATA = "trailing-data"


# In English, for whoever translates them; every value in braces is a key of `Note.values`.
EXPLANATIONS: Mapping[Problem | Caution, str] = {
    Problem.ACTIVE_CONTENT: "It holds content that acts when opened ({what}). Save it as a PDF without it.",
    Problem.ARCHIVE: "An archive is not taken, for what is inside would go unseen. Attach its files one by one.",
    Problem.ATTACHMENT: "The attachment {name} of this message cannot be taken ({problem}). Attach it by itself.",
    Problem.BROKEN: "It cannot be read to its end ({what}). Open it in its program and save it anew.",
    Problem.EMBEDDED_FILE: "Another file travels inside it ({what}). Take it out and attach it by itself.",
    Problem.EMPTY: "It is empty.",
    Problem.ENCRYPTED: "It is locked with a password. Save it without; confidentiality is kept here by sealing.",
    Problem.EXTERNAL_LINK: "It fetches something from elsewhere when opened ({what}). Break the link and save it anew.",
    Problem.MACROS: "It holds macros. Save it as a document without macros, or as PDF.",
    Problem.NAME_CHARACTERS: "Its name holds characters that cannot be seen or turn the writing ({what}). Rename it.",
    Problem.NAME_EMPTY: "It has no name.",
    Problem.NAME_LENGTH: "Its name is longer than {limit} bytes. Shorten it.",
    Problem.NAME_PATH: "Its name looks like a path. Give it a name without slash, backslash, colon or leading dot.",
    Problem.NAME_RESERVED: "Its name cannot be kept on every computer ({what}). Rename it.",
    Problem.NOT_A_FILE: "It is not a plain file, or changed while it was read.",
    Problem.NOT_TEXT: "It is not text in UTF-8 (byte {at}). Save it as text in the encoding UTF-8.",
    Problem.OLD_FORMAT: "It has an old format of office programs. Save it as DOCX, XLSX, PPTX or PDF.",
    Problem.PACKAGE_BOMB: "Unpacked it would be far larger than any document ({what}).",
    Problem.PACKAGE_LIES: "What its table of contents says is not what is inside ({what}). Save it anew.",
    Problem.PACKAGE_NESTED: "Packages lie in packages in it ({what}). Take them out.",
    Problem.PACKAGE_PATH: "A part of it has a name that leads out of the file ({what}).",
    Problem.PIXEL_FLOOD: "A picture in it is {width} by {height} pixels; {limit} are the most. Reduce or divide it.",
    Problem.POLYGLOT: "It is two kinds of file at once ({what}). Save it anew in its program.",
    Problem.SCRIPT: "It holds a script ({what}). Print it to a new PDF.",
    Problem.TOO_DEMANDING: "Reading it takes more than any document of its kind should ({what}). Save it anew.",
    Problem.TOO_LARGE: "It has {size} bytes; {limit} are the most for its kind. Divide it.",
    Problem.TOO_MANY: "It has more {what} than {limit}. Divide it.",
    Problem.TYPE_NOT_ALLOWED: "Files of this kind are not taken ({what}). Save it as PDF or another usual kind.",
    Problem.WRONG_TYPE: "Its name says {name}, its content says {found}. Give it the ending of what it is.",
    Problem.XML_DEPTH: "Its inner text is nested deeper than {limit} levels.",
    Problem.XML_ENTITIES: "Its inner text defines abbreviations of its own, as documents never do and attacks do.",
    Caution.ATTACHMENTS: "This message has attachments: {what}.",
    Caution.DIRECTION: "The text turns its direction of writing, so that it may read otherwise than it is ({what}).",
    Caution.EMBEDDED_DOCUMENT: "Another document is embedded in it ({what}); it was examined too.",
    Caution.FORMULAS: "Some cells begin like formulas; a spreadsheet program may calculate them ({what}).",
    Caution.NOT_LOOKED_INTO: "What this file holds was not looked into; only its kind is known.",
    Caution.REPAIRED: "It is not quite as its format demands; other programs may show it differently.",
    Caution.RESTRICTED: "It asks programs to restrict printing or copying.",
    Caution.SIGNED: "It bears an electronic signature; any changed copy of it will not.",
    Caution.TRAILING_DATA: "After its end follow {size} bytes that no program shows.",
}


@dataclass(frozen=True)
class Note:
    """A problem or a caution: its code, where in the file, and the values for its sentence."""

    code: Problem | Caution
    where: str = ""
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    def english(self) -> str:
        """The explanation with its values: for logs and for whoever has no page to show."""
        return EXPLANATIONS[self.code].format_map(self.values)

    def plain(self) -> dict[str, object]:
        """What `note_of` makes a note of again."""
        return {"code": str(self.code), "where": self.where, "values": dict(self.values)}


def note_of(plain: Mapping[str, object]) -> Note:
    """The note that was made plain; an unknown code raises ValueError."""
    code, values = str(plain["code"]), plain["values"]
    if not isinstance(values, Mapping):
        raise TypeError("the values of a note are a mapping")
    kind = Problem if code in set(Problem) else Caution
    return Note(kind(code), str(plain["where"]), {str(key): str(value) for key, value in values.items()})


class Unfit(Exception):
    """The file cannot be used for what was asked; the note says why."""

    def __init__(self, code: Problem, where: str = "", **values: object) -> None:
        self.note = Note(code, shown(where), {key: shown(str(value)) for key, value in values.items()})
        super().__init__(self.note.english())

    @classmethod
    def by(cls, note: Note) -> "Unfit":
        """The same, said by a note."""
        return cls(Problem(note.code), note.where, **note.values)


def shown(text: str, most: int = 120) -> str:
    """Foreign text that is safe to show: one line, nothing invisible, nothing that turns the writing, not long."""
    line = "".join(sign if sign.isprintable() else " " for sign in text[: most * 4])
    line = " ".join(line.split())
    return line if len(line) <= most else line[: most - 1] + "…"
