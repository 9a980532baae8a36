# SPDX-License-Identifier: EUPL-1.2
"""The one answer to "who may see this".

A dossier is visible to a viewer when the viewer's party takes part in it now, the viewer's clearance reaches its
classification, and the participation is either open to the party's whole desk or limited to a circle that the viewer
is in now. Every other confidential row hangs on one dossier and is visible with it, save what the viewer's own party
limits to one of its circles (`Limit`): that is seen in this circle alone. There is no second, per-object predicate: a
single object is the visible set with a key.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, TypeVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from comity.core.db import as_system
from comity.core.errors import NotFound
from comity.core.viewer import Viewer

T = TypeVar("T", bound=models.Model)


class SightMissing(RuntimeError):
    """Guarded rows were asked for without saying who is looking."""


# The one sentence, in the words of both databases. `{part}` is a participation; the last clause is about circles.
_OPENS = (
    "({part}.until IS NULL OR {part}.until > %s) AND {circles} AND {part}.party_id = %s AND {part}.since <= %s"
    " AND {part}.classification <= %s"
)


class _Sight(models.Expression):
    """A condition on rows that hang on a dossier, written by hand: composing it anew costs more than answering it."""

    conditional = True

    def __init__(self, viewer: Viewer, key: str, *, at: datetime | None = None) -> None:
        super().__init__(output_field=models.BooleanField())
        self.viewer, self.key, self.at = viewer, models.F(key), at or timezone.now()

    def get_source_expressions(self) -> list[Any]:
        return [self.key]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.key,) = exprs

    def opens(self, connection: Any, part: str) -> tuple[str, tuple[Any, ...]]:
        """Return the sentence about a participation, with its values as this database takes them."""
        field = models.UUIDField()
        party, *circles = (
            field.get_db_prep_value(key, connection) for key in (self.viewer.party_id, *sorted(self.viewer.circles))
        )
        at = connection.ops.adapt_datetimefield_value(self.at)
        marks = ", ".join(["%s"] * len(circles))
        in_circle = (
            f"({part}.circle_id IS NULL OR {part}.circle_id IN ({marks}))" if circles else f"{part}.circle_id IS NULL"
        )
        return _OPENS.format(part=part, circles=in_circle), (at, *circles, party, at, self.viewer.clearance)


class _Opens(_Sight):
    """Whether a participation opens its dossier to the viewer; `key` is any column of it."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return self.opens(connection, compiler.quote_name_unless_alias(self.key.alias))  # type: ignore[attr-defined]  # resolved by now


class Visible(_Sight):
    """Whether the dossier that `key` names is open to the viewer; in full, where `scope` asks for that."""

    def __init__(self, viewer: Viewer, key: str, *, in_full: bool = False, at: datetime | None = None) -> None:
        super().__init__(viewer, key, at=at)
        self.in_full = in_full

    def as_sql(self, compiler: Any, connection: Any, *, fence: str = "") -> tuple[str, tuple[Any, ...]]:
        key, values = compiler.compile(self.key)
        condition, more = self.opens(connection, "sight")
        scope = " AND sight.scope = 'full'" if self.in_full else ""
        where = f"{condition} AND sight.dossier_id = {key}{scope}{fence}"
        sql = f"EXISTS (SELECT 1 FROM dossiers_participation sight WHERE {where})"  # noqa: S608 - marks, no value
        return sql, (*more, *values)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Ask row by row: PostgreSQL would join, and guess badly how many rows a party sees of the many there are."""
        return self.as_sql(compiler, connection, fence=" OFFSET 0")


class Unlimited(_Sight):
    """Whether the viewer's own party has not limited what `key` names, or only to a circle that the viewer is in."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        key, values = compiler.compile(self.key)
        field = models.UUIDField()
        mine = (
            field.get_db_prep_value(one, connection) for one in (self.viewer.party_id, *sorted(self.viewer.circles))
        )
        party, *circles = mine
        others = f" AND narrow.circle_id NOT IN ({', '.join(['%s'] * len(circles))})" if circles else ""
        where = f"narrow.about = {key} AND narrow.party_id = %s{others}"
        sql = f"NOT EXISTS (SELECT 1 FROM dossiers_limit narrow WHERE {where})"  # noqa: S608 - marks, no value
        return sql, (*values, party, *circles)


class Scope(_Sight):
    """The widest scope in which the dossier that `key` names is open to the viewer; NULL where it is not."""

    conditional = False

    def __init__(self, viewer: Viewer, key: str, *, at: datetime | None = None) -> None:
        super().__init__(viewer, key, at=at)
        self.output_field = models.CharField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        key, values = compiler.compile(self.key)
        condition, more = self.opens(connection, "sight")
        # "full" comes after "envelope".
        where = f"{condition} AND sight.dossier_id = {key}"
        sql = f"(SELECT MAX(sight.scope) FROM dossiers_participation sight WHERE {where})"  # noqa: S608 - as above
        return sql, (*more, *values)


def participations_of(viewer: Viewer, *, at: datetime | None = None) -> "models.QuerySet[Any]":
    """Return the participations that open a dossier to this viewer now (none for a viewer without a party).

    `at` is now, where it must be given: to a query that is prepared.
    """
    from .dossier import Participation  # noqa: PLC0415 - the queryset of the model that is defined on top of this one

    if viewer.party_id is None:
        return Participation.rows.none()
    return Participation.rows.filter(_Opens(viewer, "id", at=at))


@dataclass(frozen=True, slots=True)
class Seen:
    """Dossiers just found visible to a viewer, each with the widest scope. Made by `seen_by_participations` alone.

    A page about one thing asks many tables for rows of the same two or three dossiers: it finds out once which of them
    are visible, instead of letting every statement ask again.
    """

    scopes: Mapping[UUID, str]

    def keys_for(self, model: "type[Guarded]") -> list[UUID]:
        """Return the dossiers whose rows of this model are seen: of an envelope, only some."""
        return [key for key, scope in self.scopes.items() if model.is_in_envelope or scope == "full"]

    @classmethod
    def again(cls, keys: Iterable[UUID]) -> Self:
        """Return what `keys_for` gave as seen dossiers once more: for a query that is prepared."""
        return cls(dict.fromkeys(keys, "full"))


def seen_by_participations(rows: "Iterable[Any]") -> Seen:
    """Return the dossiers that these participations open; they must come from `participations_of`."""
    scopes: dict[UUID, str] = {}
    for row in rows:
        if scopes.get(row.dossier_id) != "full":
            scopes[row.dossier_id] = row.scope
    return Seen(scopes)


class GuardedQuerySet(models.QuerySet[T]):
    """Rows that hang on a dossier; nothing is fetched before `visible_to` or `unguarded` was called."""

    is_sighted = False
    duty = ""

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # private, but the way Django itself carries marks along
        clone.is_sighted, clone.duty = self.is_sighted, self.duty
        return clone

    def _fetch_all(self) -> None:
        with self._eyes() if self._result_cache is None else nullcontext():
            super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        with self._eyes():
            rows = super().iterator(*args, **kwargs)
            # What is read row by row would be read with the eyes of whoever looks between two rows.
            return iter(list(rows)) if self.duty else rows

    def count(self) -> int:
        with self._eyes():
            return super().count()

    def exists(self) -> bool:
        with self._eyes():
            return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> Any:
        with self._eyes():
            return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        with self._eyes():
            return super().update(**kwargs)

    def delete(self) -> Any:
        with self._eyes():
            return super().delete()

    def aiterator(self, *args: Any, **kwargs: Any) -> Any:
        self._demand_sight()
        return super().aiterator(*args, **kwargs)

    def explain(self, *args: Any, **kwargs: Any) -> Any:
        with self._eyes():
            return super().explain(*args, **kwargs)

    def raw(self, *_args: Any, **_kwargs: Any) -> Any:
        raise SightMissing(f"{self.model.__name__}: rows of a statement by hand have no viewer")

    def union(self, *others: Any, **kwargs: Any) -> Any:
        self._demand_sight_of(others)
        return super().union(*others, **kwargs)

    def __or__(self, other: Any) -> Self:
        self._demand_sight_of([other])
        return super().__or__(other)

    def __xor__(self, other: Any) -> Self:
        self._demand_sight_of([other])
        return super().__xor__(other)

    def _eyes(self) -> AbstractContextManager[None]:
        """Refuse rows without a viewer; let PostgreSQL look with the system's eyes where no viewer limits the rows."""
        self._demand_sight()
        return as_system(self.duty) if self.duty else nullcontext()

    def _demand_sight(self) -> None:
        if not self.is_sighted:
            raise SightMissing(f"{self.model.__name__}: call visible_to(viewer) first")

    def _demand_sight_of(self, others: Iterable[Any]) -> None:
        """Refuse to widen sighted rows by rows without a viewer."""
        self._demand_sight()
        for other in others:
            other._demand_sight()  # noqa: SLF001 - another queryset of this class

    def visible_to(self, viewer: Viewer, *, at: datetime | None = None) -> Self:
        """Return the rows whose dossier this viewer may see now; `at` as for `participations_of`."""
        path: str = self.model.dossier_path  # type: ignore[attr-defined]  # every guarded model has one
        is_in_envelope: bool = self.model.is_in_envelope  # type: ignore[attr-defined]  # every guarded model says so
        is_nobody = viewer.party_id is None
        sighted = self.none() if is_nobody else self.filter(Visible(viewer, path, in_full=not is_in_envelope, at=at))
        sighted = sighted.narrowed(viewer)
        sighted.is_sighted, sighted.duty = True, ""
        return sighted

    def in_seen(self, seen: "Seen", viewer: Viewer | None = None) -> Self:
        """Return the rows of dossiers that were found visible a moment ago, in the same unit of work.

        Say whose eyes found them where a party may limit such rows.
        """
        path: str = self.model.dossier_path  # type: ignore[attr-defined]  # every guarded model has one
        sighted = self.filter(**{f"{path}__in": seen.keys_for(self.model)})  # type: ignore[arg-type]  # it is guarded
        sighted = sighted.narrowed(viewer)
        sighted.is_sighted, sighted.duty = True, ""
        return sighted

    def narrowed(self, viewer: Viewer | None) -> Self:
        """Leave out what the viewer's own party limits to a circle that they are not in."""
        column: str = self.model.narrowed_by  # type: ignore[attr-defined]  # every guarded model says so
        if not column:
            return self
        if viewer is None:
            raise SightMissing(f"{self.model.__name__}: rows that a party may limit have a viewer")
        return self.filter(Unlimited(viewer, column)) if viewer.party_id is not None else self

    def unguarded(self, reason: str) -> Self:
        """Return all rows, for a named duty of the system or a row just made; the reason is for who reads the code.

        Which files may call this is a closed list in the house rules.
        """
        if not reason:
            raise ValueError("say why these rows are read without a viewer")
        open_rows = self.all()
        open_rows.is_sighted, open_rows.duty = True, reason
        return open_rows


class GuardedManager(models.Manager[T]):
    """The default and base manager of guarded rows: related managers and prefetches meet the same refusal."""

    def get_queryset(self) -> GuardedQuerySet[T]:
        return GuardedQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer, *, at: datetime | None = None) -> GuardedQuerySet[T]:
        """Return the rows whose dossier this viewer may see now; see GuardedQuerySet.visible_to."""
        return self.get_queryset().visible_to(viewer, at=at)

    def in_seen(self, seen: "Seen", viewer: Viewer | None = None) -> GuardedQuerySet[T]:
        """Return the rows of dossiers found visible a moment ago; see GuardedQuerySet.in_seen."""
        return self.get_queryset().in_seen(seen, viewer)

    def unguarded(self, reason: str) -> GuardedQuerySet[T]:
        """Return all rows without a viewer; see GuardedQuerySet.unguarded."""
        return self.get_queryset().unguarded(reason)


class Guarded(models.Model):
    """A row that hangs on one dossier, named by `dossier_path`; `is_in_envelope` says whether an envelope shows it.

    `narrowed_by` is the column that holds the id of what a party may limit to a circle, where it may.
    """

    dossier_path = "dossier_id"
    is_in_envelope = True
    narrowed_by = ""
    objects = GuardedManager["Guarded"]()

    class Meta:
        abstract = True
        base_manager_name = "objects"


def one(rows: GuardedQuerySet[T], **key: Any) -> T:
    """Return the one visible row of that key; raises NotFound alike for a foreign row and for none at all."""
    found = rows.filter(**key).first()
    if found is None:
        raise NotFound
    return found
