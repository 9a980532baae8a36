# SPDX-License-Identifier: EUPL-1.2
"""Why a State owes cooperation: the statute's answer, over the intervals that stand in the database."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from comity.core.prepared import Prepared
from comity.core.viewer import Viewer
from comity.parties.models import Membership, Party, PartyKind
from comity.statute import Law, Obligation, SituationFacts, StateRow, Text, obligation, rome
from comity.statute.model import Bond

_STRONGEST_FIRST = ("state_party", "former_party", "declaration_12_3", "security_council", "arrangement")
_BASIS_OF = {"former_party": "state_party"}


_memberships = Prepared(lambda party_id: Membership.objects.filter(party_id=party_id).order_by("since", "pk"))


def obligation_of(viewer: Viewer, *, party: Party, situation: SituationFacts, on: date) -> Obligation | None:
    """Return why this State owes cooperation in this situation on that date, or None: then only an invitation can go.

    Articles 12(3), 86, 87(5) and 127(2), in one query. `verified` is true only where both the rule and the interval
    are. An organisation and an organ of the Court owe nothing under Part 9 as such (article 87(6)).
    """
    if party.kind != PartyKind.STATE:
        return None
    rows = list(_memberships(party_id=party.id))
    facts = _with_rows(party, rows, situation, on)
    found = [one for law in _laws(party, rows) if (one := obligation(law, party.code, facts, on)) is not None]
    if not found:
        return None
    strongest = min(found, key=lambda one: (_STRONGEST_FIRST.index(one.code), one.since or date.min))
    return _marked(strongest, rows)


def _with_rows(party: Party, rows: Iterable[Membership], situation: SituationFacts, on: date) -> SituationFacts:
    """Return the situation with what this State's intervals say of it: they name it by its number."""
    for row in rows:
        is_running = (row.since is None or row.since <= on) and (row.until is None or on < row.until)
        is_same = bool(situation.code) and row.situation_code == situation.code
        if row.basis == Membership.Basis.DECLARATION and is_same:
            situation = replace(situation, territorial=(*situation.territorial, party.code))
        elif row.basis == Membership.Basis.SECURITY_COUNCIL and is_same and not situation.resolution:
            situation = replace(situation, resolution=row.instrument)
        elif row.basis == Membership.Basis.ARRANGEMENT and is_running and (is_same or not row.situation_code):
            situation = replace(situation, arrangements=(*situation.arrangements, party.code))
    return situation


def _laws(party: Party, rows: list[Membership]) -> Iterable[Law]:
    """Return the law with this State's intervals instead of those it came with, once for each membership."""
    bases = dict(rome().bases)
    for code in (Membership.Basis.DECLARATION.value, Membership.Basis.SECURITY_COUNCIL.value):
        bonds = tuple(_bond(party, row) for row in rows if row.basis == code and row.since is not None)
        bases[code] = replace(bases[code], bound=bonds)
    law = replace(rome(), bases=bases, others=())
    own: list[Membership | None] = [row for row in rows if row.basis == Membership.Basis.STATE_PARTY]
    return [replace(law, parties=(_state(party, row),)) for row in own or [None]]


def _bond(party: Party, row: Membership) -> Bond:
    note = Text(row.note_en, row.note_fr)
    return Bond(iso3=party.code, since=row.since or date.min, until=row.until, resolution=row.instrument, note=note)


def _state(party: Party, row: Membership | None) -> StateRow:
    return StateRow(
        iso3=party.code,
        iso2=party.iso2,
        name=Text(party.name_en, party.name_fr),
        region="",
        ratified_on=None,
        instrument=row.instrument if row else "",
        in_force_on=row.since if row else None,
        withdrawn_on=row.until if row else None,
        status="",
        apic_on=None,
        channel="",
        languages="",
        declaration_source="",
        source="",
    )


def _marked(found: Obligation, rows: list[Membership]) -> Obligation:
    """Return the obligation with the mark of the interval it rests on."""
    basis = _BASIS_OF.get(found.code, found.code)
    its_own = [row for row in rows if row.basis == basis and row.since == found.since]
    return replace(found, verified=found.verified and all(row.is_verified for row in its_own))
