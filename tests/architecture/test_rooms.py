# SPDX-License-Identifier: EUPL-1.2
"""The house rules hold, and each is really broken by the fault it is meant for."""

from collections.abc import Callable, Iterator

import pytest

from . import rules
from .tree import Module, modules

Rule = Callable[[Module], Iterator[int]]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_house_rule_holds_everywhere(rule: Rule) -> None:
    broken = [f"src/comity/{module.path}:{line}" for module in modules() for line in rule(module)]

    assert broken == [], rule.__doc__


# Each rule: where, a line that breaks it, a line that comes close and does not.
PLANTED = [
    (
        rules.rows_are_fetched_in_queries_and_actions_only,
        "requests/views.py",
        "Request.objects.all()",
        "queries.inbox(viewer)",
    ),
    (rules.rows_are_fetched_in_queries_and_actions_only, "web/views.py", "Party.rows.count()", "page.rows"),
    (
        rules.rows_are_fetched_in_queries_and_actions_only,
        "requests/forms/draft.py",
        "M._default_manager",
        "form.fields",
    ),
    (rules.states_are_set_in_actions_only, "requests/tasks.py", "request.state = 'sent'", "request.subject = 'x'"),
    (rules.states_are_set_in_actions_only, "requests/queries/x.py", "a, r.transport = 1, 2", "a, r.other = 1, 2"),
    (rules.states_are_set_in_actions_only, "requests/views.py", "setattr(r, 'state', 1)", "setattr(r, 'note', 1)"),
    (rules.states_are_set_in_actions_only, "requests/queries.py", "rows.update(state='x')", "rows.update(note='x')"),
    (
        rules.what_fetches_names_its_viewer,
        "example/queries.py",
        "def inbox(party): return Request.objects.all()",
        "def inbox(viewer, party): return Request.objects.all()",
    ),
    (
        rules.what_fetches_names_its_viewer,
        "example/actions/send.py",
        "def send(request): Request.rows.get()",
        "def system_send(request): Request.rows.get()",
    ),
    (
        rules.what_follows_the_viewer_is_named,
        "example/actions.py",
        "def a(viewer, b, c): ...",
        "def a(viewer, b, *, c): ...",
    ),
    (rules.promises_are_written_down, "requests/queries.py", "def a(viewer): ...", "def _a(viewer): ..."),
    (rules.promises_are_written_down, "statute/clocks.py", "def a(): ...", "def a():\n    'Return one.'"),
    (
        rules.faces_are_private_to_their_app,
        "requests/views.py",
        "from comity.parties.forms import PersonForm",
        "from comity.parties.queries import person",
    ),
    (
        rules.faces_are_private_to_their_app,
        "requests/views.py",
        "from comity.parties import views",
        "from . import views",
    ),
    (
        rules.rows_of_another_app_come_from_its_functions,
        "requests/queries.py",
        "from comity.parties.models import Party\nParty.objects",
        "from .models import Party\nParty.objects",
    ),
    (
        rules.rows_of_another_app_come_from_its_functions,
        "requests/queries.py",
        "from comity.dossiers.models.dossier import Dossier\nDossier.rows",
        "from comity.dossiers.models.dossier import Dossier\nx: Dossier",
    ),
    (
        rules.relations_have_no_way_back,
        "requests/models.py",
        "models.ForeignKey(P)",
        "models.ForeignKey(P, related_name='+')",
    ),
    (rules.saves_name_their_fields, "requests/actions.py", "request.save()", "request.save(update_fields=['a'])"),
    (rules.raw_sql_stays_below, "web/views.py", "connection.cursor()", "cursor = 1"),
    (rules.nothing_happens_behind_the_back, "requests/apps.py", "from django.dispatch import receiver", "import json"),
    (
        rules.nothing_happens_behind_the_back,
        "config/urls.py",
        "from django.contrib import admin",
        "from django.contrib import auth",
    ),
    (rules.the_statute_is_plain_python, "statute/law.py", "import yaml", "from comity.statute.acts import Act"),
    (rules.the_statute_is_plain_python, "statute/law.py", "from comity.core import text", "import tomllib"),
    (rules.the_statute_is_plain_python, "statute/clocks.py", "date.today()", "day.isoformat()"),
    (rules.resolutions_lean_on_parts_at_their_edges, "resolutions/parser.py", "import docx", "import tomllib"),
    (rules.resolutions_lean_on_parts_at_their_edges, "resolutions/dues.py", "date.today()", "day.isoformat()"),
    (rules.no_junk_rooms, "requests/utils.py", "", None),
    (rules.no_junk_rooms, "core/common/text.py", "", None),
    (rules.exceptions_carry_their_reason, "core/x.py", "x = 1  # no" + "qa", "x = 1  # no" + "qa: S101 - measured"),
    (
        rules.exceptions_carry_their_reason,
        "core/x.py",
        "x  # type" + ": ignore[misc]",
        "x  # type" + ": ignore[misc]  # why",
    ),
    (
        rules.duties_of_the_system_are_listed,
        "requests/queries/planted.py",
        "with as_system('x'): ...",
        "system = as_viewer",
    ),
    (rules.unguarded_reads_are_listed, "requests/queries/planted.py", "Request.objects.unguarded('x')", "guarded('x')"),
]


@pytest.mark.parametrize(("rule", "path", "fault", "sound"), PLANTED)
def test_house_rule_finds_a_planted_fault(rule: Rule, path: str, fault: str, sound: str | None) -> None:
    assert list(rule(Module(path, fault))) != []
    if sound is not None:
        assert list(rule(Module(path, sound))) == []


def test_every_house_rule_has_a_planted_fault() -> None:
    assert {rule for rule, *_ in PLANTED} == set(rules.RULES)


def test_every_file_of_the_closed_list_still_needs_its_place() -> None:
    users = {module.path for module in modules() for _call, name in module.calls() if name == "unguarded"}

    assert rules.UNGUARDED - users == set()


def test_every_file_of_the_system_s_eyes_still_needs_its_place() -> None:
    users = {module.path for module in modules() for _call, name in module.calls() if name == "as_system"}

    assert users - {"core/db.py"} == rules.AS_SYSTEM
