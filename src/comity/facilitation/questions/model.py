# SPDX-License-Identifier: EUPL-1.2
"""What a questionnaire is: sections of questions, each with its type, its help and the condition under which it is put.

A questionnaire is plain data. `values` are the answers of one party by the code of the question:
a text for most types, a list of texts for several choices, a list of rows (lists of texts) for a table. A document is
named by its symbol or its address.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comity.statute import Text

Value = str | list[str] | list[list[str]]
Values = Mapping[str, Value]

KNOWN = ("yes", "no", "unknown")
"""The answers to a question of type `known`: that one does not know is an answer, and is not "no"."""


class Kind(StrEnum):
    """The types of question."""

    SHORT = "short"
    LONG = "long"
    ONE = "one"
    SEVERAL = "several"
    KNOWN = "known"
    NUMBER = "number"
    DATE = "date"
    TABLE = "table"
    DOCUMENT = "document"


CHOICES = frozenset({Kind.ONE, Kind.SEVERAL, Kind.KNOWN})


_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices of a question, or one of the columns of its table."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class When:
    """The condition under which a question is put: an earlier question, shown itself, has one of these answers."""

    code: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `options` are the choices of `one` and `several`, and the columns of `table`."""

    code: str
    kind: Kind
    text: Text
    help: Text = _NOTHING
    is_compulsory: bool = False
    options: tuple[Option, ...] = ()
    when: When | None = None

    def choices(self) -> tuple[Option, ...]:
        """Return what can be chosen; nothing where the answer is no choice."""
        if self.kind == Kind.KNOWN:
            return _KNOWN
        return self.options if self.kind in CHOICES else ()


_KNOWN = (
    Option("yes", Text("Yes", "Oui")),
    Option("no", Text("No", "Non")),
    Option("unknown", Text("Not known", "Non connu")),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions under one heading."""

    title: Text
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All sections in their order. The codes of questions are unique in the whole."""

    sections: tuple[Section, ...] = ()

    def questions(self) -> Iterator[Question]:
        """Yield every question in the order of the form."""
        for section in self.sections:
            yield from section.questions

    def question(self, code: str) -> Question | None:
        """Return the question of this code, else None."""
        return next((one for one in self.questions() if one.code == code), None)


def given(value: Value | None) -> bool:
    """Whether anything was answered: blanks, and tables of blanks, are nothing."""
    if value is None or isinstance(value, str):
        return bool(value and value.strip())
    return any(given(one) for one in value)


def chosen(value: Value | None) -> Sequence[str]:
    """Return what was chosen, of one choice or of several."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(one for one in value if isinstance(one, str))
