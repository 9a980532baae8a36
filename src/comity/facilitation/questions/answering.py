# SPDX-License-Identifier: EUPL-1.2
"""Answers against their questionnaire: which questions are put, and what is wrong with what was typed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from comity.statute import Text

from .model import Kind, Question, Questionnaire, Value, Values, chosen, given

_NUMBER: Final = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,6})?", re.ASCII)
_GROUPS: Final = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}’'")
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is taken: letters of a short and of a long text, rows of a table, letters of a cell."""

    short: int
    long: int
    rows: int
    cell: int


def put(form: Questionnaire, values: Values) -> set[str]:
    """Return the codes of the questions that are put, given these answers.

    A question depends on earlier ones only, so that one look in the order of the form is enough. What was answered to a
    question that is not put any more does not count, for other questions either.
    """
    found: set[str] = set()
    for one in form.questions():
        if one.when is None or (
            one.when.code in found and set(chosen(values.get(one.when.code))) & {*one.when.answers}
        ):
            found.add(one.code)
    return found


def counting(form: Questionnaire, values: Values) -> dict[str, Value]:
    """Return the answers that count: given, and to questions that are put."""
    asked = put(form, values)
    return {code: value for code, value in values.items() if code in asked and given(value)}


def problems_of(form: Questionnaire, values: Values, bounds: Bounds) -> dict[str, Text]:
    """Return what is wrong with what was typed, by the code of the question; what is missing is no problem here."""
    found = {}
    for one in form.questions():
        value = values.get(one.code)
        if given(value) and (problem := _CHECKS[one.kind](one, value or "", bounds)):
            found[one.code] = problem
    return found


def missing(form: Questionnaire, values: Values) -> list[Question]:
    """Return the compulsory questions that are put and have no answer."""
    asked = put(form, values)
    return [
        one for one in form.questions() if one.code in asked and one.is_compulsory and not given(values.get(one.code))
    ]


def normal(question: Question, value: Value) -> Value:
    """Return an answer in its one form, where it has one: 1 234,50 is 1234.50. What is no number stays as typed."""
    if question.kind == Kind.NUMBER and isinstance(value, str):
        plain = value.translate(_GROUPS)
        return plain.replace(",", ".").removeprefix("+") if _NUMBER.fullmatch(plain) else value
    if question.kind == Kind.SEVERAL:
        order = [option.code for option in question.options]
        return sorted(dict.fromkeys(chosen(value)), key=lambda code: order.index(code) if code in order else len(order))
    if question.kind == Kind.TABLE and not isinstance(value, str):
        return [row for row in value if not isinstance(row, str) and given(row)]
    return value


def _is_long(value: Value, limit: int) -> Text | None:
    over = len(value) - limit
    if over <= 0:
        return None
    return Text(
        f"This has {len(value)} characters; at most {limit} are taken. Shorten it.",
        f"Ce texte compte {len(value)} caractères ; {limit} au plus sont acceptés. Abrégez-le.",
    )


def _short(_one: Question, value: Value, bounds: Bounds) -> Text | None:
    if "\n" in value:
        return Text("Write it on one line.", "Écrivez sur une seule ligne.")
    return _is_long(value, bounds.short)


def _long(_one: Question, value: Value, bounds: Bounds) -> Text | None:
    return _is_long(value, bounds.long)


def _choice(one: Question, value: Value, _bounds: Bounds) -> Text | None:
    known = {option.code for option in one.choices()}
    if set(chosen(value)) <= known and (one.kind == Kind.SEVERAL or isinstance(value, str)):
        return None
    return Text("Choose among those that are offered.", "Choisissez parmi ce qui est proposé.")


def _number(_one: Question, value: Value, _bounds: Bounds) -> Text | None:
    if _NUMBER.fullmatch(str(value)):
        return None
    return Text(
        f"“{value}” is no number. Write it in digits, such as 1250 or 12.5.",
        f"« {value} » n'est pas un nombre. Écrivez-le en chiffres, par exemple 1250 ou 12,5.",
    )


def _date(_one: Question, value: Value, _bounds: Bounds) -> Text | None:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return Text(
            f"“{value}” is no date. Write it as 2027-03-31.",
            f"« {value} » n'est pas une date. Écrivez-la sous la forme 2027-03-31.",
        )
    if EARLIEST <= day <= LATEST:
        return None
    return Text(
        "Give a day between 1 January 1900 and 31 December 2100.",
        "Indiquez un jour entre le 1er janvier 1900 et le 31 décembre 2100.",
    )


def _table(one: Question, value: Value, bounds: Bounds) -> Text | None:
    if isinstance(value, str) or any(isinstance(row, str) or len(row) != len(one.options) for row in value):
        return Text("Fill in the columns of the table.", "Remplissez les colonnes du tableau.")
    if len(value) > bounds.rows:
        return Text(
            f"The table has {len(value)} rows; at most {bounds.rows} are taken. Leave some out.",
            f"Le tableau compte {len(value)} lignes ; {bounds.rows} au plus sont acceptées. Laissez-en de côté.",
        )
    if any(len(cell) > bounds.cell for row in value for cell in row):
        return Text(
            f"A cell has at most {bounds.cell} characters. Shorten it.",
            f"Une case compte au plus {bounds.cell} caractères. Abrégez-la.",
        )
    return None


_CHECKS: Mapping[Kind, Callable[[Question, Value, Bounds], Text | None]] = {
    Kind.SHORT: _short, Kind.LONG: _long, Kind.ONE: _choice, Kind.SEVERAL: _choice, Kind.KNOWN: _choice,
    Kind.NUMBER: _number, Kind.DATE: _date, Kind.TABLE: _table, Kind.DOCUMENT: _short,
}  # fmt: skip
