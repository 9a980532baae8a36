# SPDX-License-Identifier: EUPL-1.2
"""The kinds of report, read from `kinds.toml`, and the words of drafts, read from `wording.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from comity.statute.model import Role, Text

DRAWS: Final = frozenset({"mandates", "figures", "text"})


class KindsError(ValueError):
    """The data contradict themselves."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who clears: a role at a party, under a name of its own. Each seat is filled by another person."""

    code: str
    party: str
    role: Role
    name: Text


@dataclass(frozen=True, slots=True)
class Section:
    """A section: what it draws from, and the words by which the mandates of its theme are proposed for it."""

    code: str
    heading: Mapping[str, str]
    draws: frozenset[str]
    theme: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report: the party that keeps it, those that contribute, and the normal form of its addressee."""

    code: str
    name: Text
    title: Mapping[str, str]
    keeper: str
    contributors: tuple[str, ...]
    is_confidential: bool
    addressee: str
    seats: tuple[Seat, ...]
    sections: tuple[Section, ...]

    def section(self, code: str) -> Section | None:
        """Return the section of this code, if there is one."""
        return next((one for one in self.sections if one.code == code), None)

    def seats_of(self, party: str, roles: frozenset[Role]) -> tuple[Seat, ...]:
        """Return the seats that a person of this party with these roles may fill."""
        return tuple(seat for seat in self.seats if seat.party == party and seat.role in roles)


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds, the six languages by their own names, and the words of the masthead by language."""

    kinds: Mapping[str, Kind]
    languages: Mapping[str, str]
    masthead: Mapping[str, Mapping[str, str]]

    def __getitem__(self, code: str) -> Kind:
        return self.kinds[code]


def read(text: str) -> Kinds:
    """Return the kinds of a file; raises KindsError."""
    given = tomllib.loads(text)
    languages = given["languages"]
    themes = {code: tuple(word for words in row.values() for word in words) for code, row in given["themes"].items()}
    found = {code: _kind(code, row, themes) for code, row in given["kinds"].items()}
    problems = [
        f"{kind.code}: {problem}" for kind in found.values() for problem in _problems(kind, frozenset(languages))
    ]
    if problems:
        raise KindsError("; ".join(problems))
    return Kinds(found, languages, given["masthead"])


def _kind(code: str, row: Mapping[str, Any], themes: Mapping[str, tuple[str, ...]]) -> Kind:
    return Kind(
        code, Text(**row["name"]), row["title"], row["keeper"], tuple(row["contributors"]), row["confidential"],
        row["addressee"],
        tuple(Seat(one["code"], one["party"], Role(one["role"]), Text(**one["name"])) for one in row["seats"]),
        tuple(
            Section(one["code"], one["heading"], frozenset(one["draws"]), themes.get(one.get("theme", ""), ()))
            for one in row["sections"]
        ),
    )  # fmt: skip


def _problems(kind: Kind, languages: frozenset[str]) -> list[str]:
    parties = {kind.keeper, *kind.contributors}
    codes = [one.code for one in kind.sections]
    return [
        *(["no title in every language"] if set(kind.title) != languages else []),
        *(f"{one.code} has no heading in every language" for one in kind.sections if set(one.heading) != languages),
        *(f"{one.code} draws from nothing known" for one in kind.sections if not one.draws <= DRAWS or not one.draws),
        *(f"{seat.code} sits at no party of it" for seat in kind.seats if seat.party not in parties),
        *(["a section twice"] if len(set(codes)) != len(codes) else []),
    ]


@cache
def kinds() -> Kinds:
    """Return the kinds in force."""
    return read(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))


@cache
def words() -> Mapping[str, Any]:
    """Return the fixed words of what is drafted, by language."""
    return tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))
