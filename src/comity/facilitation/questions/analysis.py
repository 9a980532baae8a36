# SPDX-License-Identifier: EUPL-1.2
"""Answers of many parties to one questionnaire, counted and laid side by side.

Whoever calls this gives only the answers that the reader may see: what is not given here is not counted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from .answering import counting, put
from .model import CHOICES, Kind, Question, Questionnaire, Value, Values, chosen


@dataclass(frozen=True, slots=True)
class Count:
    """How many chose one option."""

    code: str
    number: int


@dataclass(frozen=True, slots=True)
class Tally:
    """One question over all answers: to how many it was put, how many answered, and what.

    `counts` are the choices in the order of the question, each even where nobody chose it; of several choices they sum
    to more than `answered`. `total` sums the numbers, where the question asks for one.
    """

    question: Question
    asked: int
    answered: int
    counts: tuple[Count, ...] = ()
    total: Decimal | None = None

    @property
    def silent(self) -> int:
        """To how many the question was put who did not answer it."""
        return self.asked - self.answered


def tallies(form: Questionnaire, answers: Sequence[Values]) -> list[Tally]:
    """Count every question over these answers, in the order of the form."""
    asked: Counter[str] = Counter()
    counted: list[Mapping[str, Value]] = []
    for values in answers:
        asked.update(put(form, values))
        counted.append(counting(form, values))
    return [
        _tally(one, asked[one.code], [each[one.code] for each in counted if one.code in each])
        for one in form.questions()
    ]


def _tally(one: Question, asked: int, values: Sequence[Value]) -> Tally:
    counts: tuple[Count, ...] = ()
    if one.kind in CHOICES:
        votes = Counter(code for value in values for code in set(chosen(value)))
        counts = tuple(Count(option.code, votes[option.code]) for option in one.choices())
    return Tally(one, asked, len(values), counts, _total(values) if one.kind == Kind.NUMBER else None)


def _total(values: Sequence[Value]) -> Decimal:
    total = Decimal(0)
    for value in values:
        with suppress(InvalidOperation):  # what is no number was kept as it was typed; a person looks at it
            total += Decimal(str(value))
    return total


def plain(question: Question, value: Value | None, language: str) -> str:
    """Return an answer as one text in this language: choices by their words, a table a row a line."""
    if value is None:
        return ""
    if question.kind in CHOICES:
        words = {option.code: option.text.in_(language) for option in question.choices()}
        return "; ".join(words.get(code, code) for code in chosen(value))
    if isinstance(value, str):
        return value
    return "\n".join(row if isinstance(row, str) else " | ".join(row) for row in value)
