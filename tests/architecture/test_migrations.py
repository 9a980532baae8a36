# SPDX-License-Identifier: EUPL-1.2
"""Migrations are one line without branches, say all that the models say, and stand on their own."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState

from .tree import APPS, SOURCE

FILES = sorted(path for path in SOURCE.rglob("migrations/*.py") if path.name != "__init__.py")


def test_migrations_say_all_that_the_models_say() -> None:
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(
        loader.project_state(), ProjectState.from_apps(apps), NonInteractiveMigrationQuestioner()
    )

    changes = detector.changes(graph=loader.graph)

    assert {app: [str(step) for step in steps] for app, steps in changes.items()} == {}


def test_migrations_of_an_app_are_one_line() -> None:
    graph = MigrationLoader(None).graph

    assert [app for app in sorted({*APPS, "core"}) if len(graph.leaf_nodes(app)) != 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_migration_is_named_for_what_it_does(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_(?!auto)[a-z0-9_]+\.py", path.name) is not None


def foreign_imports(source: str) -> list[str]:
    """Return the modules of this project that a migration imports."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "." * node.level)
    return [name for name in names if name.startswith(("comity", "."))]


def test_migrations_import_no_code_that_may_change() -> None:
    broken = {path.name: found for path in FILES if (found := foreign_imports(path.read_text(encoding="utf-8")))}

    assert broken == {}


@pytest.mark.parametrize("line", ["from comity.requests import actions", "import comity.statute", "from . import x"])
def test_import_of_changing_code_is_found(line: str) -> None:
    assert len(foreign_imports(line)) == 1
