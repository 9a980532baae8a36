# SPDX-License-Identifier: EUPL-1.2
"""A document as JSON and back: one form only, so that equal documents are equal bytes and have one digest.

Every field is written. What is read may leave out fields that have a default; an unknown field, another type, a
value that is not allowed, or a key given twice is refused with its place.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any

from . import model
from .limits import Limits, Unfit, refused
from .model import Paper

_KINDS: dict[type, str] = {
    model.Run: "run", model.Footnote: "footnote", model.Paragraph: "paragraph", model.Quote: "quote",
    model.List: "list", model.Table: "table", model.Chart: "chart",
}  # fmt: skip
_TAG = "type"
_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def canonical(paper: Paper) -> bytes:
    """Return the document as JSON in UTF-8, the same bytes for the same document."""
    return _encoded({"version": model.VERSION, **_written(paper)}).encode() + b"\n"


def read(data: bytes | str, *, limits: Limits | None = None) -> Paper:
    """Return the document of some JSON; raises Unfit. Whether it can be printed is for `checks.check` to say."""
    bounds = limits or Limits()
    if len(data) > bounds.json_bytes:
        raise refused("too_large", "", limit=bounds.json_bytes)
    try:
        found = json.loads(data, object_pairs_hook=_once, parse_constant=_no_number)
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise refused("no_json", "", why=str(error)[:200]) from None
    return of(found)


def of(found: Any) -> Paper:
    """Return the document of JSON that was parsed already; raises Unfit."""
    if not isinstance(found, dict):
        raise refused("type", "", wanted="object", given=_named(found))
    version, rest = found.get("version"), {key: value for key, value in found.items() if key != "version"}
    if version != model.VERSION or isinstance(version, bool):
        raise refused("version", "version", wanted=str(model.VERSION), given=str(version)[:40])
    paper: Paper = _reader(Paper)(rest, "")
    return paper


def block_of(found: Any, place: str = "") -> model.Block:
    """Return one block of JSON that was parsed already; raises Unfit."""
    block: model.Block = _reader(model.Block)(found, place)
    return block


def form(value: "Paper | model.Section | model.Block") -> dict[str, Any]:
    """Return a document, a section or a block as what JSON can hold; `of` and `block_of` read it back."""
    written: dict[str, Any] = _written(value)
    return {"version": model.VERSION, **written} if isinstance(value, Paper) else written


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise refused("twice", "", name=next(name for name in names if names.count(name) > 1)[:80])
    return found


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _written(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        tag = {_TAG: _KINDS[type(value)]} if type(value) in _KINDS else {}
        return tag | {one.name: _written(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _named(value: Any) -> str:
    names = {dict: "object", list: "list", str: "text", bool: "true or false", int: "number", float: "number"}
    return names.get(type(value), "nothing")


Reader = Callable[[Any, str], Any]


@cache
def _reader(kind: Any) -> Reader:
    """Return what makes a value of this type out of JSON, with its place in the document."""
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if typing.get_origin(kind) is tuple:
        return _tuple(typing.get_args(kind)[0])
    if isinstance(kind, types.UnionType):
        return _union(typing.get_args(kind))
    return _enum(kind) if issubclass(kind, StrEnum) else _dataclass(kind)


def _plain(kind: type, wanted: str) -> Reader:
    def reader(value: Any, place: str) -> Any:
        if type(value) is not kind:
            raise refused("type", place, wanted=wanted, given=_named(value))
        return value

    return reader


def _date(value: Any, place: str) -> date:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:
        raise refused("date", place, given=str(value)[:40])
    return found


def _decimal(value: Any, place: str) -> Decimal:
    try:
        found = Decimal(value) if isinstance(value, str) and len(value) <= 40 else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite() or abs(found.adjusted()) > 30:
        raise refused("number", place, given=str(value)[:40])
    return found.normalize()


def _tuple(inner: Any) -> Reader:
    def reader(value: Any, place: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise refused("type", place, wanted="list", given=_named(value))
        one = _reader(inner)
        return tuple(one(item, f"{place}[{number}]") for number, item in enumerate(value))

    return reader


def _union(kinds: tuple[Any, ...]) -> Reader:
    if type(None) in kinds:
        (inner,) = [kind for kind in kinds if kind is not type(None)]
        return lambda value, place: None if value is None else _reader(inner)(value, place)
    tagged = {_KINDS[kind]: kind for kind in kinds}

    def reader(value: Any, place: str) -> Any:
        if not isinstance(value, dict):
            raise refused("type", place, wanted="object", given=_named(value))
        kind = value.get(_TAG)
        if not isinstance(kind, str) or kind not in tagged:
            raise refused("choice", f"{place}.{_TAG}", allowed=", ".join(sorted(tagged)), given=str(kind)[:40])
        return _reader(tagged[kind])(value, place)

    return reader


def _enum(kind: type[StrEnum]) -> Reader:
    def reader(value: Any, place: str) -> StrEnum:
        if not isinstance(value, str) or value not in set(kind):
            raise refused("choice", place, allowed=", ".join(sorted(kind)), given=str(value)[:40])
        return kind(value)

    return reader


def _dataclass(kind: Any) -> Reader:
    hints = typing.get_type_hints(kind)
    fields = {one.name: _reader(hints[one.name]) for one in dataclasses.fields(kind)}
    needed = [one.name for one in dataclasses.fields(kind) if one.default is dataclasses.MISSING]
    tag = {_TAG: _KINDS[kind]} if kind in _KINDS else {}

    def reader(value: Any, place: str) -> Any:
        if not isinstance(value, dict):
            raise refused("type", place, wanted="object", given=_named(value))
        value = {name: one for name, one in value.items() if name not in tag or one != tag[name]}
        dot = f"{place}." if place else ""
        for name in value:
            if name not in fields:
                raise refused("unknown", f"{dot}{name[:80]}", allowed=", ".join(sorted(fields)))
        for name in needed:
            if name not in value:
                raise refused("missing", f"{dot}{name}")
        return kind(**{name: fields[name](one, f"{dot}{name}") for name, one in value.items()})

    return reader


_SIMPLE: dict[Any, Reader] = {
    str: _plain(str, "text"),
    int: _plain(int, "number"),
    bool: _plain(bool, "true or false"),
    date: _date,
    Decimal: _decimal,
}

__all__ = ["Unfit", "block_of", "canonical", "form", "of", "read"]
