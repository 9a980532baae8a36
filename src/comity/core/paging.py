# SPDX-License-Identifier: EUPL-1.2
"""Lists by key: the next page begins after the last row shown, so that page 2,000 costs what page 1 costs."""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _

from .errors import Invalid

T = TypeVar("T", bound=Model)
T_co = TypeVar("T_co", bound=Model, covariant=True)


class Fetch(Protocol[T_co]):
    """Fetches the rows beyond a key, or the first ones where there is none."""

    def __call__(self, key: Sequence[Any], *, backwards: bool) -> Iterable[T_co]: ...


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of rows; `next_key` and `previous_key` are opaque texts for the address bar, or empty."""

    rows: tuple[T, ...]
    next_key: str
    previous_key: str


def page_of(rows: "QuerySet[T]", *, order: Sequence[str], size: int, after: str = "", before: str = "") -> Page[T]:
    """Return the page of `size` rows after (or before) a key, in this order, which must end with a unique column.

    `order` names columns as order_by does; all of them ascending or all descending. Raises Invalid for a key that is
    none of ours.
    """

    def fetch(key: Sequence[Any], *, backwards: bool) -> "QuerySet[T]":
        return cut(rows, order=order, size=size, key=key, backwards=backwards)

    return page_from(fetch, model=rows.model, order=order, size=size, after=after, before=before)


def cut(
    rows: "QuerySet[T]", *, order: Sequence[str], size: int, key: Sequence[Any] = (), backwards: bool = False
) -> "QuerySet[T]":
    """Return the rows from which a page is made: those beyond the key (all, without one), and one more than fit."""
    descending = order[0].startswith("-")
    names = [name.removeprefix("-") for name in order]
    if key:
        rows = rows.filter(_beyond(names, key, up=descending == backwards))
    flipped = [name if descending else f"-{name}" for name in names]
    return rows.order_by(*(flipped if backwards else order))[: size + 1]


def page_from(
    fetch: Fetch[T], *, model: type[T], order: Sequence[str], size: int, after: str = "", before: str = ""
) -> Page[T]:
    """Return the page that `page_of` does, of rows that the caller fetches: those that `cut` would return."""
    names = [name.removeprefix("-") for name in order]
    backwards = bool(before)
    key = _read(before or after, model, names) or []
    found = list(fetch(key, backwards=backwards))
    is_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (backwards or is_more)
    has_previous = bool(found) and (is_more if backwards else bool(key))
    return Page(
        rows=tuple(found),
        next_key=_write(found[-1], names) if has_next else "",
        previous_key=_write(found[0], names) if has_previous else "",
    )


def _beyond(names: Sequence[str], key: Sequence[Any], *, up: bool) -> Q:
    """Return the condition "after this key" as one comparison a column, the first of them usable by an index."""
    operator = "gt" if up else "lt"
    condition = Q(**{f"{names[-1]}__{operator}": key[-1]})
    for name, value in zip(reversed(names[:-1]), reversed(key[:-1]), strict=True):
        condition = Q(**{f"{name}__{operator}": value}) | (Q(**{name: value}) & condition)
    return Q(**{f"{names[0]}__{operator}e": key[0]}) & condition


def _write(row: Model, names: list[str]) -> str:
    values = [getattr(row, name) for name in names]
    plain = [value.isoformat() if isinstance(value, date | datetime) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read(key: str, model: type[Model], names: list[str]) -> list[Any] | None:
    if not key:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        if len(values) == len(names):
            return [_value(model, name, value) for name, value in zip(names, values, strict=True)]
    except (binascii.Error, ValueError, TypeError, RecursionError, ValidationError):
        pass
    raise Invalid({"": _("This is not the address of a page of the list: go back to its first page.")})


def _value(model: type[Model], name: str, text: object) -> Any:
    """Return the value of a column from its text; raises ValueError for what no row of ours could have there."""
    if not isinstance(text, str) or "\0" in text:
        raise ValueError(text)
    text.encode()
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:
        return text  # an annotation: names and other texts
    assert isinstance(column, Field)  # a list is ordered by columns, never by relations
    value = column.to_python(text)
    if isinstance(value, datetime) and is_naive(value):
        raise ValueError(text)
    return value
