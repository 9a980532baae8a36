# SPDX-License-Identifier: EUPL-1.2
"""Every clause of the wall is needed: without it somebody sees, writes or lets in what nobody may.

A mutant is put up by the owner, for whom the wall holds too, within a transaction that is undone. Its probe must leak
then, and must not leak without it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, models

from comity.config import wall
from comity.config.owner import as_owner
from comity.config.wall.policies import DUTY, FULL, OPEN, PARTY, Policy, unlimited, walled_tables
from comity.core import search
from comity.core.db import _tell, as_system, as_viewer, sight_context
from comity.core.viewer import system_viewer
from comity.dossiers.models import Acknowledgement, Consent, Dossier, Entry, Participation
from comity.reports.models import Counted
from comity.requests.models import Version
from tests.security.walled import (
    GUARDED,
    WALLED,
    Court,
    a_copy,
    a_court,
    do,
    insert,
    key_of,
    keys_of,
    path_of,
    rows_naming_foreign_ones,
    undone,
)

pytestmark = pytest.mark.postgresql
PARTS = Participation._meta.db_table
REFUSED = "row-level security policy"

# What an update may set blindly, without reading a row: only the policy for updates stands before it. The record is
# left out, and so are versions: their triggers refuse the owner too.
BLIND = {
    "core_findable": "words = 'x'",
    "dossiers_clock": "article = 'x'",
    "dossiers_dossier": "title = 'x'",
    "dossiers_disposal": "reason = 'x'",
    "dossiers_hold": "reason = 'x'",
    "dossiers_limit": "at = now()",
    "dossiers_pagereader": "reason = 'x'",
    "dossiers_participation": "reason = 'x'",
    "dossiers_personconcerned": "public_name = 'x'",
    "dossiers_restrictedpage": "written_at = now()",
    "reports_block": "section = 'x'",
    "reports_build": "digest = 'x'",
    "reports_builtfile": "sha256 = 'x'",
    "reports_clearance": "seat = 'x'",
    "reports_pass": "digest = 'x'",
    "reports_rendering": "text = 'x'",
    "reports_report": "title = 'x'",
    "reports_wording": "text = 'x'",
    "requests_assignment": "at = now()",
    "requests_condition": "text = 'x'",
    "requests_cost": "item = 'x'",
    "requests_counterfile": "party_id = (SELECT id FROM parties_party WHERE code = 'BEL')",
    "requests_drafttext": "text = 'x'",
    "requests_note": "text = 'x'",
    "requests_reference": "number = 'x'",
    "requests_request": "channel = 'x'",
    "requests_task": "text = 'x'",
}
# The triggers that refuse every change refuse to move a row, too; a dossier is where it is.
NEVER_MOVED = {Acknowledgement, Consent, Counted, Dossier, Entry, Version}
# What a party may limit to a circle, by the column that names it.
NARROWED = {model._meta.db_table: model.narrowed_by for model in GUARDED if model.narrowed_by}
# Clauses of sight beside those of taking part.
OTHERS = {
    "dossiers_restrictedpage": (
        f"dossiers_restrictedpage.party_id = {PARTY}",
        "EXISTS (SELECT FROM dossiers_personconcerned c WHERE c.id = dossiers_restrictedpage.person_concerned_id)",
    ),
    PARTS: (f"comity_sees({PARTS}.dossier_id, false)",),
    "dossiers_limit": (f"dossiers_limit.party_id = {PARTY}",),
    **{table: (unlimited(f"{table}.{column}"),) for table, column in NARROWED.items()},
}
# Tables that do not ask about a part themselves.
WITHOUT_PARTS = {"core_findable", "dossiers_limit", "dossiers_pagereader", "dossiers_restrictedpage"}
# Clauses of the functions: the text, what stands in its place, and the probe that must leak.
FUNCTIONS = (
    ("comity_sight", "IF NOT FOUND THEN", "IF false THEN", "forged"),
    ("comity_sees", "p.party_id = s.party", "true", "unlike"),
    ("comity_sees", "p.dossier_id = which", "true", "unlike"),
    ("comity_sees", "p.classification <= s.clearance", "true", "unlike"),
    ("comity_sees", "p.since <= greatest(s.at, statement_timestamp())", "true", "unlike"),
    ("comity_sees", "(p.until IS NULL OR p.until > s.at)", "true", "unlike"),
    ("comity_sees", "(p.circle_id IS NULL OR p.circle_id = ANY (s.circles))", "true", "unlike"),
    ("comity_sees", "(p.scope = 'full' OR NOT fully)", "true", "widened"),
    ("comity_founds", "d.owner_id = s.party", "true", "let in"),
    ("comity_founds", "d.id = which", "true", "let in"),
    ("comity_founds", "NOT EXISTS (SELECT FROM dossiers_participation p WHERE p.dossier_id = which)", "true", "let in"),
    ("comity_seen", "WHERE id = $1", "", "named"),
    ("comity_find", "s.party = party", "true", "found"),
    ("comity_find", "clearance <= s.clearance", "true", "found"),
    ("comity_find", "circles <@ s.circles", "true", "found"),
    ("comity_find", "p.scope = 'full'", "true", "found"),
    ("comity_find", "p.party_id = $1", "true", "found"),
    ("comity_find", "p.classification <= $2", "true", "found"),
    ("comity_find", "p.since <= greatest($4, statement_timestamp())", "true", "found"),
    ("comity_find", "(p.until IS NULL OR p.until > $4)", "true", "found"),
    ("comity_find", "(p.circle_id IS NULL OR p.circle_id = ANY ($3))", "true", "found"),
)


@pytest.fixture
def court(db: None) -> Iterator[Court]:
    """The court as its owner makes it, who is the application too, so that the wall holds for all it does."""
    with as_owner(), undone(), as_system("test"):
        wall.lay("comity")
        yield a_court()


@dataclass(frozen=True, slots=True)
class Probes:
    """Each returns what leaked: nothing, where the wall stands."""

    court: Court

    def accepted(self, persona: str, statement: Callable[[], object]) -> bool:
        """Whether the wall lets a statement of a person touch a row; what a key then says comes too late."""
        try:
            with as_viewer(self.court.personas[persona]), undone():
                return statement() != 0
        except IntegrityError:
            return True
        except ProgrammingError as error:
            if REFUSED not in str(error):
                raise
            return False

    def unlike(self, *tables: type[models.Model]) -> list[str]:
        return self.court.unlike(*tables)

    def forged(self) -> list[str]:
        told = sight_context(system_viewer("test"))
        _tell("forged" + told)
        found = [model._meta.db_table for model in WALLED if keys_of(model)]
        _tell(told)
        return found

    def found(self) -> list[str]:
        """Who finds what they do not see in full, or finds with eyes that are not theirs."""
        court, leaks = self.court, []
        asking = court.personas["asking"]
        for persona, viewer in court.personas.items():
            full = court.full_requests(persona)
            others = [replace(viewer, party_id=asking.party_id), replace(viewer, circles=asking.circles)]
            for eyes in (viewer, replace(viewer, clearance=asking.clearance), *others):
                with as_viewer(viewer):
                    if not set(search.find(eyes, "subject", limit=99)) <= full:
                        leaks.append(persona)
        return leaks

    def widened(self) -> list[str]:
        envelope = self.court.dossiers["defended"]
        row = a_copy(Participation, envelope)
        registrar = self.court.personas["registrar"]
        own = {**row, "party_id": registrar.party_id, "side": "observer", "scope": "full"}
        widen = f"UPDATE {PARTS} SET scope = 'full' WHERE scope = 'envelope'"
        attempts: dict[str, Callable[[], object]] = {
            "inserted": partial(insert, Participation, own),
            "updated": partial(do, widen),
        }
        return [name for name, attempt in attempts.items() if self.accepted("registrar", attempt)]

    def let_in(self) -> list[str]:
        attempts = [("stranger", "unattended", "stranger"), ("outside_circle", "limited", "outside_circle")]
        return [
            f"{persona} {sort}"
            for persona, sort, party in [*attempts, ("asking", "unattended", "asked")]
            if self.accepted(persona, partial(insert, Participation, self._part(sort, party)))
        ]

    def _part(self, sort: str, persona: str) -> dict[str, Any]:
        row = a_copy(Participation, self.court.dossiers["file"])
        viewer = self.court.personas[persona]
        return {**row, "dossier_id": self.court.dossiers[sort].id, "party_id": viewer.party_id, "side": "observer"}

    def named(self, table: str = "") -> list[str]:
        rows = [row for row in rows_naming_foreign_ones(self.court) if row[0].startswith(table)]
        return [name for name, model, row in rows if self.accepted("stranger", partial(insert, model, row))]

    def inserted(self, model: type[models.Model]) -> bool:
        return self.accepted("stranger", partial(insert, model, a_copy(model, self.court.dossiers["asked"])))

    def moved(self, model: type[models.Model]) -> bool:
        foreign = key_of(model, self.court.dossiers["asked"])
        return self.accepted("stranger", partial(do, f"UPDATE {_table(model)} SET {path_of(model)} = %s", foreign))

    def touched(self, model: type[models.Model], statement: str) -> bool:
        own = len(self.court.expected("stranger", model))
        return self.accepted("stranger", lambda: do(statement) > own)


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table


def put_up(policy: Policy) -> None:
    do(f"DROP POLICY {policy.name} ON {policy.table}")
    do(policy.sql)


def without(policy: Policy, text: str, instead: str = "true") -> Policy:
    """Return the policy without a clause."""
    return replace(policy, using=policy.using.replace(text, instead), check=policy.check.replace(text, instead))


def function(name: str) -> str:
    """Return the statement that makes a function as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [name])
        return str(cursor.fetchone()[0])


def of(command: str) -> dict[str, Policy]:
    return {table: one for table, laid in walled_tables().items() for one in laid if one.command == command}


def survives(mutants: list[Policy], leaks: Callable[[], object]) -> bool:
    """Whether nothing leaks although a mutant stands; each must differ from what is laid."""
    laid = {policy for policies in walled_tables().values() for policy in policies}
    assert mutants
    assert not laid & set(mutants)
    with undone():
        for mutant in mutants:
            put_up(mutant)
        return not leaks()


def test_no_probe_leaks_where_the_wall_stands(court: Court) -> None:
    probes = Probes(court)

    found = [probes.unlike(), probes.forged(), probes.found(), probes.widened(), probes.let_in(), probes.named()]
    assert found == [[]] * len(found)
    assert [model for model in WALLED if probes.inserted(model)] == []
    assert [model for model in WALLED if model not in NEVER_MOVED and probes.moved(model)] == []
    assert [table for table in BLIND if probes.touched(_models()[table], f"UPDATE {table} SET {BLIND[table]}")] == []


def test_every_clause_of_sight_is_needed(court: Court) -> None:
    """Of each table alone: the duty, the scope, and what is said there only."""
    survivors = []
    for table, policy in of("SELECT").items():
        texts = [text for text in (FULL.format(p="p"), *OTHERS.get(table, ())) if text in policy.using]
        mutants = [without(policy, text) for text in texts]
        mutants += [without(policy, DUTY, instead) for instead in ("true", "false") if DUTY in policy.using]
        survivors += [mutant.using for mutant in mutants if survives([mutant], partial(court.unlike, _models()[table]))]

    assert survivors == []


@pytest.mark.parametrize("clause", OPEN)
def test_every_clause_of_taking_part_is_needed(court: Court, clause: str) -> None:
    """A part is asked about on the table of the row and on that of the parts, so the clause is forgotten on both."""
    texts = (clause.format(p="p"), clause.format(p=PARTS))
    mutants = [without(policy, text) for policy in of("SELECT").values() for text in texts if text in policy.using]
    with undone(), connection.cursor() as cursor:
        for mutant in mutants:
            put_up(mutant)
        made = function("comity_sees")
        assert texts[0] in made
        cursor.execute(made.replace(texts[0], "true"))
        survivors = [policy.table for policy in mutants if not court.unlike(_models()[policy.table])]

    assert len(mutants) == len(of("SELECT")) - len(WITHOUT_PARTS)
    assert survivors == []


def test_every_policy_is_needed(court: Court) -> None:
    """Each command's policy of each table, torn down alone."""
    probes, survivors = Probes(court), []
    for table, model in _models().items():
        for command, leaks in (
            ("SELECT", partial(probes.unlike, model)),
            ("INSERT", partial(probes.inserted, model)),
            ("UPDATE", partial(probes.touched, model, f"UPDATE {table} SET {BLIND.get(table)}")),
            ("DELETE", partial(probes.touched, model, f"DELETE FROM {table}")),
        ):
            if table in BLIND or command in {"SELECT", "INSERT"}:
                laid = of(command)[table]
                torn = replace(laid, using=laid.using and "true", check=laid.check and "true")
                if survives([torn], leaks):
                    survivors.append(f"{command} {table}")

    assert survivors == []


def test_every_check_of_what_is_left_behind_is_needed(court: Court) -> None:
    """An update leaves no row in a foreign dossier. PostgreSQL asks the policy for reading as well: both are torn."""
    probes, survivors = Probes(court), []
    for table, model in _models().items():
        if table not in BLIND or model is Dossier or table == "core_findable":
            continue
        laid, seen = of("UPDATE")[table], of("SELECT")[table]
        own = f"{seen.using} OR true"
        if survives([replace(laid, check="true"), replace(seen, using=own)], partial(probes.moved, model)):
            survivors.append(table)

    assert survivors == []


def test_every_named_row_must_be_seen(court: Court) -> None:
    probes = Probes(court)
    for table, policy in of("INSERT").items():
        if "comity_seen(" not in policy.check:
            continue
        torn = replace(policy, check=policy.check.replace("comity_seen(", "true OR comity_seen("))
        assert not survives([torn], partial(probes.named, table))


@pytest.mark.parametrize(
    ("table", "text", "instead", "probe"),
    [
        (PARTS, f"{PARTS}.party_id = {PARTY})", "false)", "widened"),
        (PARTS, f"comity_founds({PARTS}.dossier_id)", "true", "let_in"),
        (PARTS, f"({PARTS}.party_id = {PARTY} AND", "(true AND", "let_in"),
        ("dossiers_dossier", f"dossiers_dossier.owner_id = {PARTY}", "true", "owned"),
    ],
)
def test_clause_of_letting_in_is_needed(court: Court, table: str, text: str, instead: str, probe: str) -> None:
    probes = Probes(court)
    foreign = {**a_copy(Dossier, court.dossiers["asked"]), "parent_id": None}
    leaks = {
        "widened": probes.widened,
        "let_in": probes.let_in,
        "owned": lambda: probes.accepted("stranger", partial(insert, Dossier, foreign)),
    }[probe]

    assert not survives([without(of("INSERT")[table], text, instead)], leaks)


def test_every_clause_of_the_functions_is_needed(court: Court) -> None:
    probes, survivors = Probes(court), []
    leaks: dict[str, Callable[[], list[str]]] = {
        "found": probes.found,
        "forged": probes.forged,
        "let in": probes.let_in,
        "named": probes.named,
        "unlike": partial(probes.unlike, Participation),
        "widened": probes.widened,
    }
    for name, text, instead, probe in FUNCTIONS:
        with undone(), connection.cursor() as cursor:
            made = function(name)
            assert text in made
            cursor.execute(made.replace(text, instead))
            if not leaks[probe]():
                survivors.append((name, text))

    assert survivors == []


def _models() -> dict[str, type[models.Model]]:
    return {_table(model): model for model in WALLED}
