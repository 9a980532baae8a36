# SPDX-License-Identifier: EUPL-1.2
"""Queries of one form, whose SQL is composed once: composing it anew costs several times what the database needs.

A page about one thing asks the same ten questions each time, of other keys. `Prepared` lets Django compose a question
twice, with two sets of stand-ins for its values, and keeps the SQL with the places where the stand-ins came out. What
differs between the two and is no stand-in (a clock that was read, say) is refused at the first call.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from .viewer import Viewer

R = TypeVar("R", bound="QuerySet[Any, Any]")
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Composed:
    """The SQL of one form. `slots` names for each parameter the value that fills it, or holds a constant."""

    rows: Any
    compiler: Any
    sql: str
    slots: tuple[tuple[str, Any], ...]
    converters: Any


class Prepared(Generic[R]):
    """A query that always has the same form.

    `compose` is given values by name and returns the queryset. Whatever varies must come in through them: keys,
    instants, days, numbers, texts, lists of these, and a viewer (of whom party, clearance and circles may matter). It
    is called twice for each form, which is: what is None, and how long the lists are.
    """

    def __init__(self, compose: Callable[..., R]) -> None:
        self._compose = compose
        self._kept: dict[tuple[object, ...], _Composed | None] = {}

    def __call__(self, **values: Any) -> R:
        """Return the rows for these values, not yet fetched; nothing can be added to the query any more."""
        plain = dict(_plain(values))
        form = tuple((name, type(value)) for name, value in plain.items())
        if form not in self._kept:
            self._kept[form] = self._composed(values)
        composed = self._kept[form]
        if composed is None:  # nothing can answer to this form, whatever the values
            return self._compose(**values).none()
        connection = connections[composed.rows.db]
        params = tuple(_adapted(plain[name], connection) if name else value for name, value in composed.slots)
        rows = composed.rows._clone()  # noqa: SLF001 - the marks of a guarded queryset come along
        rows.query = _Filled(composed, params)
        return cast("R", rows)

    def _composed(self, values: Values) -> _Composed | None:
        first, second = _stand_ins(values, count(1)), _stand_ins(values, count(5_000))
        rows = self._compose(**first)
        using = rows.db
        compiler = rows.query.get_compiler(using)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        other_sql, other_params = self._compose(**second).query.get_compiler(using).as_sql()
        slots = tuple(_slots(first, params, second, other_params, connections[using]))
        if sql != other_sql:
            raise RuntimeError("the form of a prepared query depends on its values")
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select[: compiler.col_count]])
        rows.query = _Filled(None, ())  # type: ignore[assignment]  # what is cloned from now on is given its own
        return _Composed(rows, compiler, sql, slots, converters)


class _Filled:
    """Stands where a queryset has its query: SQL that is written already, with the values of one call."""

    values_select = ()

    def __init__(self, composed: _Composed | None, params: tuple[Any, ...]) -> None:
        self.composed, self.params = composed, params

    def chain(self) -> "_Filled":
        return self

    def get_compiler(self, using: str, *_args: Any, **_more: Any) -> Any:
        assert self.composed is not None  # only clones are fetched
        compiler, written = copy(self.composed.compiler), (self.composed.sql, self.params)
        converters = self.composed.converters
        compiler.connection = connections[using]
        compiler.as_sql = lambda *_args, **_more: written
        compiler.get_converters = lambda _columns: converters
        return compiler


def _plain(values: Values) -> Iterator[tuple[str, Any]]:
    """Take viewers and lists apart into single values, each under a name of its own."""
    for name, value in values.items():
        match value:
            case Viewer():
                yield f"{name}.party_id", value.party_id
                yield f"{name}.clearance", value.clearance
                yield from ((f"{name}.circles.{place}", circle) for place, circle in enumerate(sorted(value.circles)))
            case list() | tuple():
                yield from ((f"{name}.{place}", one) for place, one in enumerate(value))
            case _:
                yield name, value


def _stand_ins(values: Values, number: Iterator[int]) -> dict[str, Any]:
    """Return values of the same kinds that nothing else can be mistaken for."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        match value:
            case Viewer():
                found[name] = replace(
                    value,
                    party_id=_stand_in(value.party_id, number),
                    clearance=_stand_in(value.clearance, number),
                    circles=frozenset(_stand_in(circle, number) for circle in value.circles),
                )
            case list() | tuple():
                found[name] = [_stand_in(one, number) for one in value]
            case _:
                found[name] = _stand_in(value, number)
    return found


def _stand_in(value: Any, number: Iterator[int]) -> Any:
    match value:
        case None:
            return None
        case UUID():
            return UUID(int=2**100 + next(number))
        case datetime():
            return datetime(2001, 1, 1, tzinfo=UTC) + timedelta(hours=next(number), microseconds=1)
        case date():
            return date(2001, 1, 1) + timedelta(days=next(number))
        case bool():
            raise TypeError("a condition is a form of its own: make it another prepared query")
        case int():
            return 10_000 + next(number)
        case str():
            return f"stand-in {next(number)}"
        case _:
            raise TypeError(f"a prepared query takes no {type(value).__name__}")


def _slots(first: Values, params: Any, second: Values, others: Any, connection: Any) -> Iterator[tuple[str, Any]]:
    """Say for each parameter which value fills it, or that it is the same whatever the values."""
    names, other_names = (
        {_adapted(value, connection): name for name, value in _plain(values)} for values in (first, second)
    )
    for param, other in zip(params, others, strict=True):
        if param == other:
            yield "", param
        elif names.get(param) is None or names.get(param) != other_names.get(other):
            raise RuntimeError(f"a prepared query depends on something that was not given to it: {param!r}")
        else:
            yield names[param], None


def _adapted(value: Any, connection: Any) -> Any:
    """Return a value as this database takes it as a parameter."""
    match value:
        case UUID():
            return value if connection.features.has_native_uuid_field else value.hex
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case date():
            return connection.ops.adapt_datefield_value(value)
    return value
