# SPDX-License-Identifier: EUPL-1.2
"""The definitions of what is counted, read from `definitions.toml`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comity.statute import Text


class DefinitionsError(ValueError):
    """The definitions contradict themselves, or the states of the law they are made for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a request came to by the last instant of a period, and the states of the case it stands for."""

    code: str
    name: Text
    meaning: Text
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Age:
    """A band of days from sending to the last instant of a period, from `days` on."""

    code: str
    days: int
    name: Text


@dataclass(frozen=True, slots=True)
class Definitions:
    """All definitions of one version."""

    version: int
    outcomes: tuple[Outcome, ...]
    ages: tuple[Age, ...]

    def outcome_of(self, state: str) -> Outcome | None:
        """Return the outcome that a state of the case stands for; none for a request that is not under way."""
        return next((outcome for outcome in self.outcomes if state in outcome.states), None)

    def age_of(self, days: int) -> Age:
        """Return the band of a number of days, which is not negative."""
        return next(age for age in reversed(self.ages) if days >= age.days)

    def check(self, states: Iterable[str], *, closed: str) -> None:
        """Raise DefinitionsError unless each of these states but `closed` belongs to exactly one outcome."""
        given = [state for outcome in self.outcomes for state in outcome.states]
        twice = sorted({state for state in given if given.count(state) > 1})
        missing = sorted(set(states) - set(given) - {closed})
        unknown = sorted(set(given) - set(states))
        problems = [("in two outcomes", twice), ("in no outcome", missing), ("no state of the law", unknown)]
        found = [f"{words}: {', '.join(names)}" for words, names in problems if names]
        if found:
            raise DefinitionsError("; ".join(found))


def read(text: str) -> Definitions:
    """Return the definitions of a file; raises DefinitionsError."""
    given = tomllib.loads(text)
    outcomes = tuple(
        Outcome(code, Text(**row["name"]), Text(**row["meaning"]), tuple(row["states"]))
        for code, row in given["outcomes"].items()
    )
    ages = tuple(Age(row["code"], row["days"], Text(**row["name"])) for row in given["ages"])
    if [age.days for age in ages] != sorted({age.days for age in ages}) or ages[0].days != 0:
        raise DefinitionsError("the bands of age must begin at 0 and rise")
    return Definitions(given["version"], outcomes, ages)


@cache
def definitions() -> Definitions:
    """Return the definitions in force."""
    return read(Path(__file__).with_name("definitions.toml").read_text())
