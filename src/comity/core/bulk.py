# SPDX-License-Identifier: EUPL-1.2
"""Many rows of one model at once, as the load of a whole court needs them; everything else saves row by row."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models

if TYPE_CHECKING:
    Column = models.Field[Any, Any]
else:
    Column = models.Field  # subscripted for the type checker only


class Sheet:
    """Rows of one model, gathered and then inserted together; a column that is not given holds the model's default.

    Keys that the database counts are left to it, but where `keys` says that they are given. `is_open`: no policy stands
    before the table, so PostgreSQL copies into it without a detour.
    """

    def __init__(self, model: type[models.Model], *, keys: bool = False, is_open: bool = False) -> None:
        self.model, self.is_open = model, is_open
        self.columns: list[Column] = [
            column for column in model._meta.concrete_fields if keys or not isinstance(column, models.AutoField)
        ]
        self.rows: list[list[Any]] = []
        self._place = {column.attname: place for place, column in enumerate(self.columns)}
        self._blank = [_default(column) for column in self.columns]

    def add(self, **values: Any) -> list[Any]:
        """Add one row and return it, so that it can be changed; a relation is given by its column, as `dossier_id`."""
        row = self._blank.copy()
        self.change(row, **values)
        self.rows.append(row)
        return row

    def change(self, row: list[Any], **values: Any) -> None:
        """Change a row that is not yet inserted."""
        for name, value in values.items():
            row[self._place[name]] = value

    def insert(self) -> None:
        """Insert the rows gathered and forget them; constraints and policies of the table hold as ever."""
        if not self.rows:
            return
        if connection.vendor == "postgresql":
            (_copy if self.is_open else _copy_behind)(self.model, self.columns, self.rows)
        else:
            _execute_many(self.model, self.columns, self.rows)
        self.rows = []


def next_keys(model: type[models.Model], count: int) -> Sequence[int]:
    """Take `count` keys of a model whose keys the database counts; call it in the transaction that uses them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')::regclass) FROM generate_series(1, %s)", [table, count]
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        first = (cursor.fetchone() or [0])[0] + 1
        return range(first, first + count)


def _default(column: Column) -> Any:
    """A value that rows may share; a default that draws a key or reads a clock has none, so the row brings its own."""
    if column.default in {dict, list}:
        return column.default()
    return None if callable(column.default) else column.get_default()


def _execute_many(model: type[models.Model], columns: list[Column], rows: list[list[Any]]) -> None:
    names = ", ".join(f'"{column.column}"' for column in columns)
    adapters = [_adapter(column) for column in columns]
    adapted = [
        [value if value is None or adapt is None else adapt(value) for value, adapt in zip(row, adapters, strict=True)]
        for row in rows
    ]
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(columns))
        # Names of our own models, and no value.
        cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})', adapted)  # noqa: S608 - see above


def _adapter(column: Column) -> Callable[[Any], Any] | None:
    """How SQLite wants the values of a column: it has no type of its own for these."""
    while isinstance(column, models.ForeignKey):
        column = column.target_field
    match column:
        case models.UUIDField():
            return _hex
        case models.DateTimeField():
            return _stored_datetime
        case models.DateField() | models.DecimalField():
            return str
        case models.JSONField():
            return _json
    return None


def _hex(value: UUID) -> str:
    return value.hex


@lru_cache(maxsize=20_000)
def _stored_datetime(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _json(value: Any) -> str:
    return json.dumps(value)


def _names(columns: list[Column]) -> str:
    return ", ".join(f'"{column.column}"' for column in columns)


def _copy(model: type[models.Model], columns: list[Column], rows: list[list[Any]], *, table: str = "") -> None:
    """COPY into the table of a model, or into another with the same columns."""
    json_places = [place for place, column in enumerate(columns) if isinstance(column, models.JSONField)]
    place = table or f'"{model._meta.db_table}"'
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {place} ({_names(columns)}) FROM STDIN") as copy,  # as above
    ):
        for row in rows:
            for at in json_places:
                row[at] = _json(row[at])
            copy.write_row(row)


def _copy_behind(model: type[models.Model], columns: list[Column], rows: list[list[Any]]) -> None:
    """COPY into a table of this transaction, then insert from there: COPY itself cannot pass row-level security."""
    table, names = f'"{model._meta.db_table}"', _names(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE bulk_rows ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA"  # noqa: S608 - as above
        )
        _copy(model, columns, rows, table="bulk_rows")
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM bulk_rows")  # noqa: S608 - as above
        cursor.execute("DROP TABLE bulk_rows")
