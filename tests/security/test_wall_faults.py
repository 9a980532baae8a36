# SPDX-License-Identifier: EUPL-1.2
"""Every fault planted in the wall is found before anything is served; roles for which no wall stands are refused."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from comity.config import checkup, wall
from comity.config.owner import as_owner
from comity.config.problem import Problem
from comity.config.wall.policies import walled_tables
from comity.dossiers.models import Guarded
from tests.plugins.roles import APP
from tests.security.walled import WALLED

pytestmark = pytest.mark.postgresql

ALTERED = "is not the one that this program lays."
REMADE = "is missing, or is not as it was made."
# What an owner might do, and what must be said of it.
FAULTS = (
    ("ALTER TABLE requests_note DISABLE ROW LEVEL SECURITY", "Row-level security of requests_note is off."),
    (
        "ALTER TABLE requests_note NO FORCE ROW LEVEL SECURITY",
        "Row-level security of requests_note does not hold for its owner.",
    ),
    ("ALTER TABLE core_findable DISABLE ROW LEVEL SECURITY", "Row-level security of core_findable is off."),
    ("DROP POLICY wall_select ON requests_request", "The policy wall_select of requests_request is missing."),
    ("DROP POLICY wall_insert ON requests_cost", "The policy wall_insert of requests_cost is missing."),
    ("DROP POLICY door ON dossiers_entry", "The policy door of dossiers_entry is missing."),
    ("ALTER POLICY wall_update ON requests_task USING (true)", f"The policy wall_update of requests_task {ALTERED}"),
    ("COMMENT ON POLICY wall_delete ON requests_cost IS 'x'", f"The policy wall_delete of requests_cost {ALTERED}"),
    ("ALTER FUNCTION comity_sight SECURITY INVOKER", f"The function comity_sight {REMADE}"),
    ("ALTER FUNCTION comity_find RESET search_path", f"The function comity_find {REMADE}"),
    (
        "UPDATE comity_key SET inside = outside",
        "PostgreSQL has another key than COMITY_DATA: it believes nobody, and shows nothing.",
    ),
    ("GRANT UPDATE ON dossiers_entry TO comity_app", "The application has the right to UPDATE dossiers_entry."),
    ("GRANT DELETE ON ledger_leaf TO comity_app", "The application has the right to DELETE ledger_leaf."),
    (
        "GRANT UPDATE (act) ON dossiers_entry TO comity_app",
        "The application has the right to UPDATE act of dossiers_entry.",
    ),
    ("GRANT DELETE ON dossiers_hold TO comity_app", "The application has the right to DELETE dossiers_hold."),
    (
        "ALTER TABLE dossiers_entry DISABLE TRIGGER dossiers_entry_insert_only",
        "No trigger refuses to delete rows of dossiers_entry.",
    ),
    ("GRANT UPDATE ON requests_version TO comity_app", "The application has the right to UPDATE requests_version."),
    ("GRANT DELETE ON parties_partyentry TO comity_app", "The application has the right to DELETE parties_partyentry."),
    ("GRANT TRUNCATE ON requests_request TO comity_app", "The application has the right to TRUNCATE requests_request."),
    ("GRANT SELECT ON comity_key TO comity_app", "The application has the right to SELECT comity_key."),
)
# Laying the wall anew does not make functions: those come with the migrations.
REPAIRS = (
    "ALTER TABLE dossiers_entry ENABLE TRIGGER dossiers_entry_insert_only",
    "REVOKE UPDATE (act) ON dossiers_entry FROM comity_app",
    "ALTER FUNCTION comity_sight SECURITY DEFINER",
    "ALTER FUNCTION comity_find SET search_path = pg_catalog, public, pg_temp",
)


@pytest.fixture
def repaired(transactional_db: None) -> Iterator[None]:
    yield
    with as_owner(), connection.cursor() as cursor:
        for statement in REPAIRS:
            cursor.execute(statement)
        wall.lay(str(APP["USER"]))


def as_role(monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    monkeypatch.setattr(settings, "COMITY_OWNER_DATABASE", {**settings.COMITY_OWNER_DATABASE, "USER": role})


@pytest.mark.django_db
def test_wall_stands() -> None:
    assert wall.check() == f"{len(walled_tables())} tables"


def test_every_confidential_table_is_walled() -> None:
    assert set(walled_tables()) == {model._meta.db_table for model in WALLED}


@pytest.mark.django_db
def test_every_row_that_names_a_dossier_is_behind_the_wall() -> None:
    """A table with such a column is either walled or public; a new one must be looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT table_name FROM information_schema.columns WHERE column_name = 'dossier_id'")
        tables = {name for (name,) in cursor.fetchall()}

    assert tables <= set(walled_tables())
    assert Guarded._meta.abstract


@pytest.mark.parametrize(("statement", "said"), FAULTS)
def test_planted_fault_is_found(statement: str, said: str, repaired: None) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)

    with pytest.raises(Problem) as found:
        wall.check()

    assert (found.value.what, found.value.mend.startswith("As the owner: comity run --migrate")) == (said, True)


def test_application_without_its_rights_is_told(repaired: None) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM comity_app")

    with pytest.raises(Problem, match="comity_app of COMITY_DATABASE_URL has no rights on the tables"):
        wall.check_rights()
    checkup.check_not_newer()  # the owner is named, who looks
    with pytest.MonkeyPatch.context() as without_owner:
        nobody_else = {**settings.COMITY_OWNER_DATABASE, "USER": APP["USER"]}
        without_owner.setattr(settings, "COMITY_OWNER_DATABASE", nobody_else)
        with pytest.raises(Problem, match="COMITY_DATABASE_URL: permission denied for table django_migrations"):
            checkup.check_not_newer()


def test_wall_laid_again_is_whole(repaired: None) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP POLICY wall_select ON requests_request")
        cursor.execute("ALTER TABLE requests_note DISABLE ROW LEVEL SECURITY")
        cursor.execute("GRANT ALL ON dossiers_entry TO comity_app")
        wall.lay(str(APP["USER"]))

    assert wall.check() == f"{len(walled_tables())} tables"


@pytest.mark.django_db(transaction=True)
def test_superuser_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    as_role(monkeypatch, "postgres")

    with as_owner(), pytest.raises(Problem, match=r"role postgres .* is a superuser") as found:
        wall.check_role()

    assert "docs/operations.md" in found.value.mend


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("CREATE ROLE {role} LOGIN BYPASSRLS", "may bypass row-level security"),
        ("CREATE ROLE {role} LOGIN IN ROLE postgres", "is a superuser"),
        ("CREATE ROLE {role} LOGIN IN ROLE comity", "can become the owner of"),
    ],
)
def test_role_for_which_no_wall_stands_is_refused(made: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    role = f"comity_tried_{os.getpid()}"  # roles are the whole server's, and other tests run beside this one
    as_role(monkeypatch, "postgres")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(made.format(role=role))
    try:
        as_role(monkeypatch, role)
        with as_owner(), pytest.raises(Problem, match=said):
            wall.check()
    finally:
        as_role(monkeypatch, "postgres")
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"DROP ROLE {role}")


@pytest.mark.django_db(transaction=True)
def test_application_that_owns_a_table_is_refused(monkeypatch: pytest.MonkeyPatch, repaired: None) -> None:
    as_role(monkeypatch, "postgres")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_owed OWNER TO comity_app")
    try:
        with pytest.raises(Problem, match="The application owns core_owed"):
            wall.check()
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE core_owed OWNER TO comity")
    monkeypatch.undo()


@pytest.mark.django_db(transaction=True)
def test_one_role_for_all_is_walled_too_and_told_what_it_lacks() -> None:
    """Where the application is the owner: laid for it, the wall holds, the search index included; then laid back."""
    try:
        with as_owner():
            wall.lay("comity")
            said = wall.check()
    finally:
        with as_owner():
            wall.lay(str(APP["USER"]))

    assert said.startswith(f"{len(walled_tables())} tables, but the application owns them")
