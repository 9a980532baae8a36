# SPDX-License-Identifier: EUPL-1.2
"""From the models to the policies of their tables: for each command, on which rows a viewer may use it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from comity.core.models import Findable
from comity.dossiers.models import (
    Dossier,
    Guarded,
    Limit,
    PageReader,
    Participation,
    PersonConcerned,
    RestrictedPage,
)

# The words of the index are no viewer's: `comity_find` alone reads them, as the owner of the table. Row security would
# keep the @@ operator from its index there, so it is not forced on the owner, unless the application is the owner.
NOT_FORCED = frozenset({Findable._meta.db_table})

# Asked once a query: an InitPlan.
DUTY = "(SELECT s.duty IS NOT NULL FROM comity_sight() s)"
PARTY = "(SELECT s.party FROM comity_sight() s)"
CIRCLES = "(SELECT s.circles FROM comity_sight() s)"
# The clauses of `participations_of`, in its order. What has just begun by this machine's clock has begun, although the
# unit of work is older.
OPEN = (
    "({p}.until IS NULL OR {p}.until > s.at)",
    "({p}.circle_id IS NULL OR {p}.circle_id = ANY (s.circles))",
    "{p}.party_id = s.party",
    "{p}.since <= greatest(s.at, statement_timestamp())",
    "{p}.classification <= s.clearance",
)
FULL = "{p}.scope = 'full'"


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy for one command: the rows it may touch (`using`), and those it may leave (`check`).

    PostgreSQL shows nothing without a permissive policy, and adds up what several of them let in. So the only one,
    `door`, stands wide open, and all others are restrictive: whatever is added later, it lets in no more.
    """

    table: str
    command: str
    using: str = ""
    check: str = ""

    @property
    def name(self) -> str:
        """The name, the same on every table."""
        return "door" if self.command == "ALL" else f"wall_{self.command.lower()}"

    @property
    def sql(self) -> str:
        """The statement that creates it."""
        kind = "PERMISSIVE" if self.command == "ALL" else "RESTRICTIVE"
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return f"CREATE POLICY {self.name} ON {self.table} AS {kind} FOR {self.command}{using}{check}"

    @property
    def mark(self) -> str:
        """A short mark of the statement, kept beside the policy, by which a later program knows an older one."""
        return hashlib.sha256(self.sql.encode()).hexdigest()[:16]


def walled_tables() -> Mapping[str, tuple[Policy, ...]]:
    """Return every walled table with its policies: the door, and one for each command."""
    tables = {model._meta.db_table: tuple(_guarded(model)) for model in _guarded_models()}
    tables[Dossier._meta.db_table] = tuple(_dossiers())
    tables[Participation._meta.db_table] = tuple(_participations())
    tables[RestrictedPage._meta.db_table] = tuple(_alike(RestrictedPage, _page_seen()))
    tables[PageReader._meta.db_table] = tuple(_alike(PageReader, _reader_seen()))
    tables[Limit._meta.db_table] = tuple(_alike(Limit, f"{DUTY} OR {Limit._meta.db_table}.party_id = {PARTY}"))
    tables[Findable._meta.db_table] = tuple(_alike(Findable, DUTY))
    return {table: (Policy(table, "ALL", using="true"), *tables[table]) for table in sorted(tables)}


def _guarded_models() -> Iterator[type[Guarded]]:
    for model in apps.get_models():
        if issubclass(model, Guarded):
            yield model


def takes_part(dossier: str, *, is_in_envelope: bool = True) -> str:
    """Return the condition that the viewer takes part in a dossier now.

    OFFSET 0 keeps PostgreSQL from answering for all dossiers at once (a hash of every participation of the party): one
    probe of an index for each row is what makes the first fifty of a list, and a single row, cheap for everybody.
    """
    said = [clause.format(p="p") for clause in (OPEN if is_in_envelope else (*OPEN, FULL))]
    return (
        f"EXISTS (SELECT FROM comity_sight() s, {Participation._meta.db_table} p"
        f" WHERE p.dossier_id = {dossier} AND {' AND '.join(said)} OFFSET 0)"
    )


def unlimited(column: str) -> str:
    """Return the condition that the viewer's own party has not limited what a column names to circles of others.

    A party's limits are shown to all of that party by their own policy: else this would not find those it asks for.
    """
    mine = f"l.circle_id = ANY (coalesce({CIRCLES}, '{{}}'))"
    return (
        f"NOT EXISTS (SELECT FROM {Limit._meta.db_table} l"
        f" WHERE l.about = {column} AND l.party_id = {PARTY} AND NOT {mine} OFFSET 0)"
    )


def _alike(model: type[models.Model], seen: str, *, inserted: str = "") -> Iterator[Policy]:
    """One condition for every command; what is inserted may have to fulfil more."""
    table = model._meta.db_table
    yield Policy(table, "SELECT", using=seen)
    yield Policy(table, "INSERT", check=inserted or seen)
    yield Policy(table, "UPDATE", using=seen, check=seen)
    yield Policy(table, "DELETE", using=seen)


def _guarded(model: type[Guarded]) -> Iterator[Policy]:
    table = model._meta.db_table
    member = takes_part(f"{table}.{model.dossier_path}", is_in_envelope=model.is_in_envelope)
    if model.narrowed_by:
        member = f"({member} AND {unlimited(f'{table}.{model.narrowed_by}')})"
    parents = "".join(f" AND {condition}" for condition in _parents_seen(model))
    yield from _alike(model, f"{DUTY} OR {member}", inserted=f"{DUTY} OR ({member}{parents})")


def _parents_seen(model: type[Guarded]) -> Iterator[str]:
    """A foreign key accepts a row behind the wall and refuses a missing one, so what a new row names must be seen."""
    for field in model._meta.concrete_fields:
        parent = _guarded_parent(field)
        if parent is not None and field.attname != model.dossier_path:
            column = f"{model._meta.db_table}.{field.column}"
            yield f"({column} IS NULL OR comity_seen('{parent._meta.db_table}', {column}))"


def _guarded_parent(field: "models.Field[Any, Any]") -> type[Guarded] | None:
    parent = field.related_model
    return parent if isinstance(parent, type) and issubclass(parent, Guarded) else None


def _dossiers() -> Iterator[Policy]:
    """A dossier is made before anybody takes part in it: by the party whose own it is."""
    table = Dossier._meta.db_table
    founded = " AND ".join([f"{table}.owner_id = {PARTY}", *_parents_seen(Dossier)])
    yield from _alike(Dossier, f"{DUTY} OR {takes_part(f'{table}.id')}", inserted=f"{DUTY} OR ({founded})")


def _participations() -> Iterator[Policy]:
    """Who sees a dossier sees who takes part in it. The viewer's own open part is known without a look behind the wall.

    Letting in is for those who see the dossier, and for the party that has just made it; nobody widens an envelope of
    their own.
    """
    table = Participation._meta.db_table
    own = " AND ".join(clause.format(p=table) for clause in OPEN)
    is_own = f"EXISTS (SELECT FROM comity_sight() s WHERE {own} OFFSET 0)"
    seen = f"{DUTY} OR {is_own} OR comity_sees({table}.dossier_id, false)"
    kept = f"{DUTY} OR comity_sees({table}.dossier_id, {table}.party_id = {PARTY})"
    founded = f"({table}.party_id = {PARTY} AND comity_founds({table}.dossier_id))"
    yield Policy(table, "SELECT", using=seen)
    yield Policy(table, "INSERT", check=f"{kept} OR {founded}")
    yield Policy(table, "UPDATE", using=seen, check=kept)
    yield Policy(table, "DELETE", using=seen)


def _page_seen() -> str:
    """A restricted page is its own party's, where the person concerned is seen; its readers are told apart above."""
    page, person = RestrictedPage._meta.db_table, PersonConcerned._meta.db_table
    shown = f"EXISTS (SELECT FROM {person} c WHERE c.id = {page}.person_concerned_id)"
    return f"{DUTY} OR ({page}.party_id = {PARTY} AND {shown})"


def _reader_seen() -> str:
    """A reader is seen with the page."""
    reader, page = PageReader._meta.db_table, RestrictedPage._meta.db_table
    return f"EXISTS (SELECT FROM {page} g WHERE g.id = {reader}.page_id)"
