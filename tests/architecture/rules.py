# SPDX-License-Identifier: EUPL-1.2
"""House rules that an import graph cannot see: each takes one module and returns what breaks it, line by line."""

import ast
import re
import sys
from collections.abc import Iterator
from typing import TypeGuard

from .tree import APPS, COMPOSERS, PACKAGE, Module, modules

MANAGERS = frozenset({"objects", "rows", "_default_manager", "_base_manager"})
FACES = frozenset({"views", "forms", "api", "urls", "tasks"})
RELATIONS = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField"})
RAW = frozenset({"raw", "extra", "RawSQL", "cursor"})
JUNK = frozenset({"utils", "util", "helpers", "common", "lib", "misc", "base"})
NAMED_BY_DJANGO = frozenset({"core/sqlite/base.py"})  # where it looks for a database engine
MACHINES = frozenset({"state", "transport"})

# The only files that may read guarded rows without a viewer. A new one needs a reason in the call and a line here.
UNGUARDED = frozenset(
    {
        "documents/actions/disposal.py",  # as below
        "documents/actions/giving.py",
        "documents/actions/keys.py",
        "documents/actions/redacting.py",  # the worker makes what was ordered, whoever may see it
        "documents/actions/sweeping.py",
        "documents/actions/verifying.py",
        "documents/actions/wholes.py",  # a duty of the system makes it for the one person who alone may take it
        "documents/queries.py",
        "dossiers/actions/clocks.py",
        "dossiers/actions/disposal.py",  # a duty of the system, on the rows of the one dossier it disposes of
        "dossiers/actions/dossiers.py",
        "dossiers/actions/keeping.py",  # a file and the exchanges begun in it are archived together
        "dossiers/queries.py",
        "notices/queries.py",
        "requests/actions/counterfiles.py",
        "requests/actions/desk.py",
        "requests/actions/disposal.py",  # as above
        "requests/actions/load/batch.py",
        "requests/actions/sending.py",
        "requests/actions/step.py",
        "requests/queries/counting.py",  # counts for the Assembly: no reader is given a row
        "reports/actions/disposal.py",  # a duty of the system, on the rows of the one dossier it disposes of
        "reports/actions/making.py",  # the worker makes what was ordered, whoever may see it
        "reports/queries/counting.py",  # as above
        "documents/actions/reading.py",  # of what its room has published
        "facilitation/actions/disposal.py",  # as below
        "facilitation/queries/duties.py",  # duties of the system: the end of a silence, and whom it is told to
        "facilitation/queries/calls.py",  # who has not answered is reminded by a duty of the system
        "facilitation/queries/seeing.py",  # the public layer, of the one dossier that it is
        "reports/queries/making.py",  # as two above
    }
)


# The only files that may look with the system's eyes in the middle of a person's unit of work (PostgreSQL).
AS_SYSTEM = frozenset(
    {
        "core/search.py",
        "documents/actions/giving.py",
        "dossiers/actions/dossiers.py",
        "dossiers/models/sight.py",
        "requests/actions/counterfiles.py",
        "requests/actions/sending.py",
    }
)


def rows_are_fetched_in_queries_and_actions_only(module: Module) -> Iterator[int]:
    """A page, a form or a task asks a query; it never fetches for itself."""
    # What a library calls objects within documents/files is no manager: that package cannot import Django.
    if module.app not in APPS | COMPOSERS or module.room in {"models", "queries", "actions", "files"}:
        return
    for node in module.nodes():
        if _is_manager(node):
            yield node.lineno


def _is_manager(node: ast.AST) -> TypeGuard[ast.Attribute]:
    """`Model.rows` is a manager, `page.rows` is a list."""
    if not isinstance(node, ast.Attribute) or node.attr not in MANAGERS:
        return False
    return node.attr != "rows" or (isinstance(node.value, ast.Name) and node.value.id[:1].isupper())


def states_are_set_in_actions_only(module: Module) -> Iterator[int]:
    """Both state machines move by an act, and acts are in actions."""
    if module.room == "actions":
        return
    for node in module.nodes():
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_sets_a_state(target) for target in targets):
                yield node.lineno
    for call, name in module.calls():
        if name == "setattr" and len(call.args) > 1 and getattr(call.args[1], "value", None) in MACHINES:
            yield call.lineno
        if name == "update" and MACHINES & {keyword.arg for keyword in call.keywords}:
            yield call.lineno


def _sets_a_state(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple):
        return any(_sets_a_state(part) for part in target.elts)
    return (
        isinstance(target, ast.Attribute)
        and target.attr in MACHINES
        and not (isinstance(target.value, ast.Name) and target.value.id == "self")
    )


def what_fetches_names_its_viewer(module: Module) -> Iterator[int]:
    """A public query or action that touches rows takes `viewer` first; duties of the machine say `system_`."""
    if module.room not in {"queries", "actions"}:
        return
    public = _exported_by_its_room(module)
    for function in module.tree.body:
        if not isinstance(function, ast.FunctionDef) or function.name.startswith(("_", "system_")):
            continue
        if public is not None and function.name not in public:
            continue
        touches = any(_is_manager(node) for node in ast.walk(function))
        if touches and [argument.arg for argument in function.args.args[:1]] != ["viewer"]:
            yield function.lineno


def _exported_by_its_room(module: Module) -> set[str] | None:
    """Return what a room that is a folder hands out; the rest is between its own files, on rows already seen."""
    room = f"{module.app}/{module.room}/__init__.py"
    entrance = next((other for other in modules() if other.path == room), None)
    return {name for _line, _module, names in entrance.imports() for name in names} if entrance else None


def what_follows_the_viewer_is_named(module: Module) -> Iterator[int]:
    """After `viewer` and the thing acted on, arguments of an action are given by name."""
    if module.room != "actions":
        return
    public = _exported_by_its_room(module)
    for function in module.tree.body:
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
            if public is not None and function.name not in public:
                continue
            names = [argument.arg for argument in function.args.args]
            if names[:1] == ["viewer"] and len(names) > 2:
                yield function.lineno


def promises_are_written_down(module: Module) -> Iterator[int]:
    """Public functions of statute, queries and actions say in one sentence what a caller may rely on."""
    if module.app != "statute" and module.room not in {"queries", "actions"}:
        return
    for function in module.tree.body:
        if (
            isinstance(function, ast.FunctionDef)
            and not function.name.startswith("_")
            and not ast.get_docstring(function)
        ):
            yield function.lineno


def faces_are_private_to_their_app(module: Module) -> Iterator[int]:
    """Pages, forms, API and tasks of one app are no business of another."""
    if module.app not in APPS:
        return
    for line, name, names in module.imports():
        parts = name.split(".")
        is_other = parts[0] == PACKAGE and len(parts) > 1 and parts[1] in APPS - {module.app}
        if is_other and FACES & {*parts[2:3], *names}:
            yield line


def rows_of_another_app_come_from_its_functions(module: Module) -> Iterator[int]:
    """A foreign model may be named, in a type or a relation; its manager belongs to its own app."""
    foreign: set[str] = set()
    for _line, name, names in module.imports():
        parts = name.split(".")
        if parts[0] == PACKAGE and "models" in parts and parts[1] != module.app:
            foreign.update(names)
    for node in module.nodes():
        if (
            isinstance(node, ast.Attribute)
            and node.attr in MANAGERS
            and isinstance(node.value, ast.Name)
            and node.value.id in foreign
        ):
            yield node.lineno


def relations_have_no_way_back(module: Module) -> Iterator[int]:
    """`related_name="+"`: no reverse door around `visible_to`."""
    if module.room != "models":
        return
    for call, name in module.calls():
        closed = any(word.arg == "related_name" and getattr(word.value, "value", None) == "+" for word in call.keywords)
        if name in RELATIONS and not closed:
            yield call.lineno


def saves_name_their_fields(module: Module) -> Iterator[int]:
    """A changed row writes what was changed, a new one says that it is new."""
    if module.room != "actions":
        return
    for call, name in module.calls():
        if name == "save" and not {"update_fields", "force_insert"} & {keyword.arg for keyword in call.keywords}:
            yield call.lineno


def raw_sql_stays_below(module: Module) -> Iterator[int]:
    """SQL by hand is read with care; so it stands where it is looked for."""
    if module.app in {"core", "config"} or module.room in {"models", "queries", "actions"}:
        return
    for call, name in module.calls():
        if name in RAW:
            yield call.lineno


def nothing_happens_behind_the_back(module: Module) -> Iterator[int]:
    """No signals in domain code, no admin on confidential rows."""
    for line, name, names in module.imports():
        if name.startswith("django.contrib.admin") or (name == "django.contrib" and "admin" in names):
            yield line
        if module.app in APPS and (
            name.startswith(("django.dispatch", "django.db.models.signals")) or "receiver" in names
        ):
            yield line


def the_statute_is_plain_python(module: Module) -> Iterator[int]:
    """Standard library only, and no clock of its own: the same facts give the same answer for ever."""
    if module.app != "statute":
        return
    for line, name, _names in module.imports():
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith(f"{PACKAGE}.statute"):
            yield line
    for call, name in module.calls():
        if name in {"now", "today", "utcnow", "time"} and isinstance(call.func, ast.Attribute):
            yield call.lineno


def resolutions_lean_on_parts_at_their_edges(module: Module) -> Iterator[int]:
    """What is found in a text is found by the standard library alone; parts of others read and write formats."""
    if module.app != "resolutions" or module.path.startswith(("resolutions/readers/", "resolutions/writers/")):
        return
    for line, name, _names in module.imports():
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith(f"{PACKAGE}.resolutions"):
            yield line
    for call, name in module.calls():
        if name in {"now", "today", "utcnow", "time"} and isinstance(call.func, ast.Attribute):
            yield call.lineno


def no_junk_rooms(module: Module) -> Iterator[int]:
    """A file named for nothing collects everything."""
    if module.path in NAMED_BY_DJANGO:
        return
    if JUNK & {part.removesuffix(".py") for part in module.path.split("/")}:
        yield 1


def exceptions_carry_their_reason(module: Module) -> Iterator[int]:
    """`noqa` and `type: ignore` name their code and say why."""
    for number, line in enumerate(module.text.splitlines(), 1):
        if re.search(r"#\s*noqa", line) and not re.search(r"#\s*noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*\s+(- |# )\S", line):
            yield number
        if re.search(r"#\s*type:\s*ignore", line) and not re.search(r"#\s*type: ignore\[[\w, -]+\]\s+# \S", line):
            yield number


def unguarded_reads_are_listed(module: Module) -> Iterator[int]:
    """Reading guarded rows without a viewer is a closed list of files."""
    if module.path in UNGUARDED or module.path.startswith("dossiers/models/"):
        return
    for call, name in module.calls():
        if name == "unguarded":
            yield call.lineno


def duties_of_the_system_are_listed(module: Module) -> Iterator[int]:
    """Doing a step with the system's eyes is a closed list of files."""
    if module.path in AS_SYSTEM or module.path == "core/db.py":
        return
    for line, name, names in module.imports():
        if "as_system" in names and name == "comity.core.db":
            yield line
    for call, name in module.calls():
        if name == "as_system":
            yield call.lineno


RULES = (
    rows_are_fetched_in_queries_and_actions_only,
    states_are_set_in_actions_only,
    what_fetches_names_its_viewer,
    what_follows_the_viewer_is_named,
    promises_are_written_down,
    faces_are_private_to_their_app,
    rows_of_another_app_come_from_its_functions,
    relations_have_no_way_back,
    saves_name_their_fields,
    raw_sql_stays_below,
    nothing_happens_behind_the_back,
    the_statute_is_plain_python,
    resolutions_lean_on_parts_at_their_edges,
    no_junk_rooms,
    exceptions_carry_their_reason,
    unguarded_reads_are_listed,
    duties_of_the_system_are_listed,
)
