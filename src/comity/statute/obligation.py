# SPDX-License-Identifier: EUPL-1.2
"""Who owes cooperation: a property of State, situation and date, never a plain yes or no."""

import re
from dataclasses import dataclass
from datetime import date

from comity.statute.facts import Obligation, SituationFacts
from comity.statute.law import Law
from comity.statute.model import Bond, StateRow, Text, listed, near


@dataclass(frozen=True, slots=True)
class UnknownState:
    """A code that is no State's, with the codes and names that look like it."""

    code: str
    near: tuple[StateRow, ...]

    @property
    def problem(self) -> Text:
        """What is wrong and what may have been meant."""
        wrong = Text(f"“{self.code}” is not the code of a State", f"« {self.code} » n'est pas le code d'un État")
        if not self.near:
            return Text(f"{wrong.en}.", f"{wrong.fr}.")
        meant = self.proposals
        return Text(f"{wrong.en}; did you mean {meant.en}?", f"{wrong.fr} ; vouliez-vous dire {meant.fr} ?")

    @property
    def proposals(self) -> Text:
        """The near matches, as `CODE (name)`."""
        return listed(Text(f"{row.iso3} ({row.name.en})", f"{row.iso3} ({row.name.fr})") for row in self.near)


class UnknownStateError(LookupError):
    """Raised where only a known State makes sense; carries the value that explains it."""

    def __init__(self, unknown: UnknownState) -> None:
        super().__init__(unknown.problem.en)
        self.unknown = unknown


def find_state(law: Law, code: str) -> StateRow | UnknownState:
    """The State of this ISO code (two or three letters, any case), whether party or not, or what is near it."""
    wanted = code.strip().upper()
    rows = (*law.parties, *law.others)
    for row in rows:
        if wanted in {row.iso3, row.iso2}:
            return row
    by_word = {word: row for row in rows for word in (row.iso3, row.name.en, row.name.fr)}
    alike = dict.fromkeys(by_word[word] for word in near(code.strip(), by_word))
    return UnknownState(code, tuple(alike))


def obligation(law: Law, state: str, situation: SituationFacts, on: date) -> Obligation | None:
    """Why this State owes cooperation in this situation on this date, or None: then only an invitation is possible.

    Articles 12(3), 86, 87(5) and 127(2). Raises `UnknownStateError` for a code that is no State's.
    """
    row = find_state(law, state)
    if isinstance(row, UnknownState):
        raise UnknownStateError(row)
    return (
        _as_party(law, row, on)
        or _as_former_party(law, row, situation, on)
        or _by_declaration(law, row, situation, on)
        or _by_resolution(law, row, situation, on)
        or _by_arrangement(law, row, situation)
    )


def _as_party(law: Law, row: StateRow, on: date) -> Obligation | None:
    if row.in_force_on is None or on < row.in_force_on or (row.withdrawn_on is not None and on >= row.withdrawn_on):
        return None
    return _obligation(law, "state_party", row.in_force_on, row.withdrawn_on)


def _as_former_party(law: Law, row: StateRow, situation: SituationFacts, on: date) -> Obligation | None:
    """A withdrawal never reaches proceedings begun while the State was a party."""
    begun = situation.opened_on
    if row.in_force_on is None or row.withdrawn_on is None or begun is None:
        return None
    if begun >= row.withdrawn_on or on < row.withdrawn_on:
        return None
    return _obligation(law, "former_party", row.in_force_on, None)


def _by_declaration(law: Law, row: StateRow, situation: SituationFacts, on: date) -> Obligation | None:
    """A declaration under article 12(3) concerns the situation on the declaring State's own territory."""
    if not {row.iso3, row.iso2} & set(situation.territorial):
        return None
    for bond in law.bases["declaration_12_3"].bound:
        if bond.iso3 == row.iso3 and bond.since <= on and (bond.until is None or on < bond.until):
            return _obligation(law, "declaration_12_3", bond.since, bond.until, bond)
    return None


def _by_resolution(law: Law, row: StateRow, situation: SituationFacts, on: date) -> Obligation | None:
    """A resolution binds the States it names, only in the situation it referred."""
    for bond in law.bases["security_council"].bound:
        same = _number(bond.resolution) == _number(situation.resolution or "")
        if bond.iso3 == row.iso3 and same and bond.since <= on and (bond.until is None or on < bond.until):
            return _obligation(law, "security_council", bond.since, bond.until, bond)
    return None


def _by_arrangement(law: Law, row: StateRow, situation: SituationFacts) -> Obligation | None:
    if not {row.iso3, row.iso2} & set(situation.arrangements):
        return None
    return _obligation(law, "arrangement", None, None)


def _number(resolution: str) -> str:
    """The number of a resolution, however it is cited: `S/RES/1593(2005)`, `UNSC 1593`, `1593 (2005)`."""
    found = re.search(r"\d{3,4}", resolution)
    return found.group() if found else ""


def _obligation(law: Law, code: str, since: date | None, until: date | None, bond: Bond | None = None) -> Obligation:
    basis = law.bases[code]
    note = bond.note if bond else basis.note
    return Obligation(code, basis.article, since, until, basis.verified, note)
