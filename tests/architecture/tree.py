# SPDX-License-Identifier: EUPL-1.2
"""The source files as the house rules see them."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = "comity"
SOURCE = ROOT / "src" / PACKAGE
APPS = frozenset(
    {"reports", "mandates", "facilitation", "ledger", "parties", "dossiers", "documents", "notices", "requests"}
)
COMPOSERS = frozenset({"web", "api"})
SKIPPED = frozenset(
    {".git", ".venv", ".cache", "node_modules", "dist", "collected", "var", "__pycache__", ".hypothesis", "build"}
)


@dataclass(frozen=True)
class Module:
    """One Python file of the package: `requests/views/inbox.py` is in app `requests`, room `views`."""

    path: str
    text: str

    @property
    def app(self) -> str:
        return self.path.split("/")[0].removesuffix(".py")

    @property
    def room(self) -> str:
        parts = self.path.split("/")
        return parts[1].removesuffix(".py") if len(parts) > 1 else ""

    @property
    def tree(self) -> ast.Module:
        return parsed(self.text)

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Yield every call with the last part of the called name."""
        for node in self.nodes():
            if isinstance(node, ast.Call):
                yield node, getattr(node.func, "attr", getattr(node.func, "id", ""))

    def imports(self) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Yield line, absolute module and imported names; a relative import is resolved to the package's own name."""
        here = [PACKAGE, *self.path.removesuffix(".py").split("/")]
        for node in self.nodes():
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node.lineno, alias.name, ()
            elif isinstance(node, ast.ImportFrom):
                base = here[: -node.level] if node.level else []
                module = ".".join([*base, *([node.module] if node.module else [])])
                yield node.lineno, module, tuple(alias.name for alias in node.names)


@cache
def parsed(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package but the migrations, which Django writes."""
    return tuple(
        Module(path.relative_to(SOURCE).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts and not SKIPPED & set(path.parts)
    )


@cache
def everything() -> tuple[Path, ...]:
    """Return every file of the repository that is kept, not made."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED and not name.endswith(".egg-info")]
        found += [Path(folder) / name for name in names]
    return tuple(sorted(found))


def files(*suffixes: str) -> tuple[Path, ...]:
    """Return the files of the repository with one of these endings."""
    return tuple(path for path in everything() if path.suffix in suffixes)
