# SPDX-License-Identifier: EUPL-1.2
"""The law as one value, read from its files and refused when they do not agree with each other."""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Self

from comity.statute import audit, load
from comity.statute.model import Tables

ROME = Path(__file__).parent / "rome"


class LawError(Exception):
    """The files of the law are inconsistent; `problems` names file and entry of each fault."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("The law cannot be loaded:\n" + "\n".join(f"- {problem}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Law(Tables):
    """The audited tables: every article, act, state, need and ground that one of them names exists in another."""

    @classmethod
    def from_dir(cls, path: Path) -> Self:
        """The law in this directory; raises `LawError` with every problem found."""
        tables, unreadable = load.read(path)
        problems = (*unreadable, *audit.problems(tables))
        if problems:
            raise LawError(problems)
        return cls(**{field.name: getattr(tables, field.name) for field in fields(Tables)})


@cache
def rome() -> Law:
    """The Rome Statute, its Rules and the Regulations of the Court, as far as cooperation needs them; read once."""
    return Law.from_dir(ROME)
