# SPDX-License-Identifier: EUPL-1.2
"""Every clause of the wall is needed: without it somebody sees, writes or lets in what nobody may.

A mutant is put up by the owner, for whom the wall holds too, within a transaction that is undone. Its probe must leak
then, and must not leak without it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import pytest
from django.db import DatabaseError, connection, models

from comity.config import wall
from comity.config.owner import as_owner
from comity.config.wall.policies import DUTY, FULL, OPEN, PARTY, Policy, walled_tables
from comity.core import search
from comity.core.db import _tell, as_system, as_viewer, sight_context
from comity.core.viewer import system_viewer
from comity.dossiers.models import Dossier, Entry, Participation
from tests.security.walled import (
    WALLED,
    Court,
    a_copy,
    a_court,
    insert,
    key_of,
    keys_of,
    path_of,
    rows_naming_foreign_ones,
    undone,
)

pytestmark = pytest.mark.postgresql
PARTS = Participation._meta.db_table

# What an update may set blindly, without reading a row: only the policy for updates stands before it. The record is
# left out: its trigger refuses the owner too.
BLIND = {
    "core_findable": "words = 'x'",
    "dossiers_clock": "article = 'x'",
    "dossiers_dossier": "title = 'x'",
    "dossiers_pagereader": "reason = 'x'",
    "dossiers_participation": "reason = 'x'",
    "dossiers_personconcerned": "public_name = 'x'",
    "dossiers_restrictedpage": "written_at = now()",
    "requests_assignment": "at = now()",
    "requests_condition": "text = 'x'",
    "requests_cost": "item = 'x'",
    "requests_counterfile": "party_id = (SELECT id FROM parties_party WHERE code = 'BEL')",
    "requests_drafttext": "text = 'x'",
    "requests_note": "text = 'x'",
    "requests_reference": "number = 'x'",
    "requests_request": "channel = 'x'",
    "requests_task": "text = 'x'",
    "requests_version": "subject = 'x'",
}
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
    ("comity_find", "p.party_id = party", "true", "found"),
    ("comity_find", "p.classification <= clearance", "true", "found"),
    ("comity_find", "p.since <= greatest(s.at, statement_timestamp())", "true", "found"),
    ("comity_find", "(p.until IS NULL OR p.until > s.at)", "true", "found"),
    ("comity_find", "(p.circle_id IS NULL OR p.circle_id = ANY (circles))", "true", "found"),
)


@pytest.fixture
def court(transactional_db: None) -> Iterator[Court]:
    """The court as its owner makes it, who is the application too, so that the wall holds for all it does."""
    with as_owner(), undone(), as_system("test"):
        wall.lay("comity")
        yield a_court()


@dataclass(frozen=True, slots=True)
class Probes:
    """Each returns what leaked: nothing, where the wall stands."""

    court: Court

    def accepted(self, persona: str, statement: Callable[[], object]) -> bool:
        """Whether a statement of a person is taken, and touches a row."""
        try:
            with as_viewer(self.court.personas[persona]), undone():
                return statement() != 0
        except DatabaseError:
            return False

    def unlike(self) -> list[str]:
        return self.court.unlike()

    def forged(self) -> list[str]:
        told = sight_context(system_viewer("test"))
        _tell("forged" + told)
        found = [model._meta.db_table for model in WALLED if keys_of(model)]
        _tell(told)
        return found

    def found(self) -> list[str]:
        """Who finds what they do not see in full, or finds with eyes that are not theirs."""
        court, leaks = self.court, []
        for persona, viewer in court.personas.items():
            full = court.full_requests(persona)
            other = replace(court.personas["asking"], party_id=viewer.party_id)
            wider = replace(viewer, clearance=2, circles=other.circles)
            with as_viewer(viewer):
                leaks += [persona for eyes in (viewer, other, wider) if not set(search.find(eyes, "subject", limit=99)) <= full]
                if persona != "asking" and search.find(court.personas["asking"], "subject", limit=99):
                    leaks.append(persona)
        return leaks

    def widened(self) -> list[str]:
        envelope = self.court.dossiers["defended"]
        row = a_copy(Participation, envelope)
        registrar = self.court.personas["registrar"]
        own = {**row, "party_id": registrar.party_id, "side": "observer", "scope": "full"}
        widen = f"UPDATE {PARTS} SET scope = 'full' WHERE scope = 'envelope'"
        attempts = {"inserted": partial(insert, Participation, own), "updated": partial(do, widen)}
        return [name for name, attempt in attempts.items() if self.accepted("registrar", attempt)]

    def let_in(self) -> list[str]:
        attempts = [("stranger", "unattended", "stranger"), ("outside_circle", "limited", "outside_circle")]
        return [
            f"{persona} {sort}"
            for persona, sort, party in [*attempts, ("asking", "unattended", "asked")]
            if self.accepted(persona, partial(insert, Participation, self._part(sort, party)))
        ]

    def _part(self, sort: str, persona: str) -> dict[str, object]:
        row = a_copy(Participation, self.court.dossiers["file"])
        viewer = self.court.personas[persona]
        return {**row, "dossier_id": self.court.dossiers[sort].id, "party_id": viewer.party_id, "side": "observer"}

    def named(self) -> list[str]:
        rows = rows_naming_foreign_ones(self.court)
        return [name for name, model, row in rows if self.accepted("stranger", partial(insert, model, row))]

    def inserted(self, model: type[models.Model]) -> bool:
        return self.accepted("stranger", partial(insert, model, a_copy(model, self.court.dossiers["asked"])))

    def moved(self, model: type[models.Model]) -> bool:
        foreign = key_of(model, self.court.dossiers["asked"])
        return self.accepted("stranger", partial(do, f"UPDATE {_table(model)} SET {path_of(model)} = %s", foreign))

    def touched(self, model: type[models.Model], statement: str) -> bool:
        own = len(self.court.expected("stranger", model))
        return self.accepted("stranger", lambda: do(statement) > own)


def do(statement: str, *given: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table


def put_up(policy: Policy) -> None:
    do(f"DROP POLICY {policy.name} ON {policy.table}")
    do(policy.sql)


def without(policy: Policy, text: str, instead: str = "true") -> Policy:
    """Return the policy without a clause."""
    return replace(policy, using=policy.using.replace(text, instead), check=policy.check.replace(text, instead))


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
    assert [model for model in WALLED if model not in {Dossier, Entry} and probes.moved(model)] == []
    assert [table for table in BLIND if probes.touched(_models()[table], f"UPDATE {table} SET {BLIND[table]}")] == []


@pytest.mark.parametrize("clause", [*OPEN, FULL])
def test_clause_of_sight_is_needed(court: Court, clause: str) -> None:
    text = clause.format(p="p")
    mutants = [without(policy, text) for policy in of("SELECT").values() if text in policy.using]

    assert not survives(mutants, Probes(court).unlike)


@pytest.mark.parametrize("clause", OPEN)
def test_clause_of_the_viewer_s_own_part_is_needed(court: Court, clause: str) -> None:
    assert not survives([without(of("SELECT")[PARTS], clause.format(p=PARTS))], Probes(court).unlike)


@pytest.mark.parametrize("instead", ["true", "false"])
def test_duty_of_the_system_is_needed(court: Court, instead: str) -> None:
    survivors = [
        table for table, policy in of("SELECT").items() if survives([without(policy, DUTY, instead)], Probes(court).unlike)
    ]

    assert survivors == []


def test_every_policy_is_needed(court: Court) -> None:
    """Each command's policy of each table, torn down alone."""
    probes, survivors = Probes(court), []
    for table, model in _models().items():
        for command, leaks in (
            ("SELECT", probes.unlike),
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
    """An update leaves no row in a foreign dossier; PostgreSQL asks the policy for reading as well, so both are torn."""
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
        assert not survives([torn], lambda table=table: [name for name in probes.named() if name.startswith(f"{table}.")])


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


@pytest.mark.parametrize(("function", "text", "instead", "probe"), FUNCTIONS)
def test_clause_of_a_function_is_needed(court: Court, function: str, text: str, instead: str, probe: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [function])
        made: str = cursor.fetchone()[0]
    assert text in made

    with undone(), connection.cursor() as cursor:
        cursor.execute(made.replace(text, instead))
        leaked = getattr(Probes(court), probe.replace(" ", "_"))()

    assert leaked != []


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("dossiers_restrictedpage", f"dossiers_restrictedpage.party_id = {PARTY}"),
        ("dossiers_restrictedpage", "EXISTS (SELECT FROM dossiers_personconcerned c"
         " WHERE c.id = dossiers_restrictedpage.person_concerned_id)"),
        (PARTS, f"comity_sees({PARTS}.dossier_id, false)"),
    ],
)  # fmt: skip
def test_other_clause_of_sight_is_needed(court: Court, table: str, text: str) -> None:
    assert not survives([without(of("SELECT")[table], text)], Probes(court).unlike)


def _models() -> dict[str, type[models.Model]]:
    return {_table(model): model for model in WALLED}
