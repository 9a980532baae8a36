# SPDX-License-Identifier: EUPL-1.2
"""Where a made-up court plays: who asks whom how often, who acts for each, and the terms that stand towards them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar
from uuid import UUID

from comity.core.viewer import Viewer
from comity.dossiers.models import Dossier, Situation
from comity.parties.models import Party, PartyKind
from comity.statute import Act, Kind, duty_of, rome, sender_of

from ...models import Request
from ...queries.sending import Terms, terms_in_force
from .ways import Way, ways_of

T = TypeVar("T")
# How often which kind is asked for, those not named seldom, and which organ asks.
_KINDS = {
    "EVID": 14, "DOCS": 14, "SERV": 12, "IDLO": 10, "QUES": 8, "ASST": 6, "PROT": 6, "APPR": 4, "SRCH": 4, "OTHR": 3,
    "SITE": 2, "TEMP": 2, "SURR": 2, "PROV": 1, "STCT": 2, "SENT": 1, "DEFR": 1,
}  # fmt: skip
_SELDOM = 0.3
_ISSUERS = {"OTP": 10.0, "CHM": 3.0, "REG": 1.0, "PRE": 1.0, "DEFENCE": 1.0, "STATE": 1.0}
_COURT = {"STCT": "OTP", "SENT-N": "PRE", "SENT-108": "PRE", "SENT-ESC": "PRE"}
# Where a request of some age stands: most are over; what is young is still on its way.
_YOUNG = {
    "draft": 16, "in_review": 8, "approved": 10, "ready": 2, "discarded": 2, "recalled": 1, "transmitted": 22, "transmitted_unconfirmed": 2,
    "received": 22, "in_execution": 12, "consultation": 4, "executed": 2, "withdrawn": 1,
}  # fmt: skip
_GROWN = {
    "draft": 2, "in_review": 2, "approved": 2, "discarded": 2, "transmitted": 4, "received": 12, "in_execution": 22, "consultation": 6,
    "postponed": 3, "partly_executed": 6, "executed": 8, "refused": 1, "declined": 2, "withdrawn": 3, "closed": 26, "exhausted": 1,
    "arrested": 1, "before_judge": 1, "surrender_ordered": 1, "available": 1, "surrendered": 1, "may_be_released": 1,
    "blocked_98": 0.3, "legality_review": 0.3, "finding_pending": 0.1,
}  # fmt: skip
_OLD = {
    "discarded": 2, "received": 1, "in_execution": 6, "consultation": 1, "postponed": 2, "partly_executed": 3, "executed": 4,
    "refused": 1, "declined": 1, "withdrawn": 5, "closed": 74, "surrendered": 1, "may_be_released": 0.5, "exhausted": 0.3,
    "finding_heard": 0.1, "found_not_referred": 0.1, "found_deferred": 0.1, "referred": 0.1, "referral_appealed": 0.1,
}  # fmt: skip
YOUNG_DAYS, GROWN_DAYS = 45, 300
WORKING = frozenset({"en", "fr"})


class Weighted(Generic[T]):
    """Things of unequal weight, to draw from."""

    def __init__(self, weights: Iterable[tuple[T, float]]) -> None:
        pairs = [(thing, weight) for thing, weight in weights if weight > 0]
        self.things = [thing for thing, _weight in pairs]
        self.cumulated = list(accumulate(weight for _thing, weight in pairs))

    def drawn(self, draw: Random) -> T:
        """Return one of them."""
        return draw.choices(self.things, cum_weights=self.cumulated)[0]


@dataclass(frozen=True, slots=True)
class Desk:
    """One party and who acts for it: one person drafts and answers, one approves, an authority executes.

    Findings of a failure to comply are invented only for a party that `bears_findings`.
    """

    party: Party
    drafter: Viewer
    approver: Viewer
    authority_id: UUID | None = None
    bears_findings: bool = False

    @property
    def may_issue(self) -> bool:
        """Whether two persons sit here, as a request needs them."""
        return self.drafter.person_id != self.approver.person_id


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of request from one desk to another, and the ways it can go."""

    kind: Kind
    issuer: Desk
    sender: Desk
    addressee: Desk
    chamber: Desk
    situation: Situation
    terms: Terms
    ways: Mapping[str, Weighted[Way]]


@dataclass(slots=True)
class Stage:
    """All that a made-up court needs to know of the real rows around it, read once.

    Desks that come first are asked more often than those that follow. `issuer` and `state`, where they are given,
    narrow the court to requests of that issuer and in that state.
    """

    desks: Mapping[str, Desk]
    situations: Sequence[Situation]
    viewer: Viewer
    begun: date
    on: date
    seed: str
    issuer: str = ""
    state: str = ""
    kinds: Weighted[Kind] = field(default_factory=lambda: Weighted(()))
    pools: dict[str, Weighted[Desk]] = field(default_factory=dict)
    issuers: dict[str, Weighted[Desk]] = field(default_factory=dict)
    _terms: dict[tuple[UUID, int], Terms] = field(default_factory=dict)
    _ways: dict[tuple[str, str], dict[str, Weighted[Way]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._fill_pools()
        self.issuers = {code: Weighted(self._issuers(kind)) for code, kind in rome().kinds.items()}
        known = [kind for code, kind in rome().kinds.items() if self.issuers[code].things and _pool(kind) in self.pools]
        self.kinds = Weighted((kind, _KINDS.get(kind.code, _SELDOM)) for kind in known)

    def _fill_pools(self) -> None:
        """Sort the desks into those that owe cooperation all the time, those that do not, and organisations."""
        states = [desk for desk in self.desks.values() if desk.party.kind == PartyKind.STATE]
        steady = [desk for desk in states if self._is_steady(desk.party)]
        groups = {
            "party": [desk for desk in steady if self.terms(desk.party, self.situations[0]).obligation is not None],
            "outside": [desk for desk in steady if self.terms(desk.party, self.situations[0]).obligation is None],
            "organisation": [desk for desk in self.desks.values() if desk.party.kind == PartyKind.ORGANISATION],
            "state issuer": [desk for desk in steady if desk.may_issue],
            **{code: [desk] for code, desk in self.desks.items()},
        }
        for name, group in groups.items():
            if group:
                self.pools[name] = Weighted((desk, 1 / place) for place, desk in enumerate(group, 1))

    def _is_steady(self, party: Party) -> bool:
        """Whether a party takes one of the Court's languages, on terms that were the same all along."""
        takes = any(WORKING & set(one) for one in self.terms(party, self.situations[0]).languages)
        return takes and all(
            self._read(party, situation, self.begun).as_json() == self.terms(party, situation).as_json()
            for situation in self.situations
        )

    def terms(self, party: Party, situation: Situation) -> Terms:
        """Return the terms towards a party in a situation, read once."""
        key = (party.id, situation.pk)
        if key not in self._terms:
            self._terms[key] = self._read(party, situation, self.on)
        return self._terms[key]

    def _read(self, party: Party, situation: Situation, on: date) -> Terms:
        return terms_in_force(self.viewer, Request(addressee=party, dossier=Dossier(situation=situation)), on)

    def _issuers(self, kind: Kind) -> list[tuple[Desk, float]]:
        found = []
        for code in kind.issuers:
            if code == "STATE":
                group = self.pools.get("state issuer")
                found += [(desk, _ISSUERS[code] / len(group.things)) for desk in group.things] if group else []
            else:
                named = [desk for desk in self.desks.values() if code in {desk.party.code, desk.party.kind.upper()}]
                found += [(desk, _ISSUERS[code]) for desk in named if desk.may_issue]
        return [(desk, weight) for desk, weight in found if self.issuer in {"", desk.party.code}]

    def part(self, draw: Random) -> Part:
        """Return what one request is about: kind, sides and terms, those that are asked most often first."""
        addressee = issuer = None
        while addressee is issuer:
            kind = self.kinds.drawn(draw)
            issuer = self.issuers[kind.code].drawn(draw)
            addressee = self.pools[_pool(kind)].drawn(draw)
        assert issuer is not None
        assert addressee is not None
        code = sender_of(kind, {"state": "STATE", "defence": "DEFENCE"}.get(issuer.party.kind, issuer.party.code))
        situation = draw.choice(self.situations)
        terms = self.terms(addressee.party, situation)
        return Part(
            kind=kind,
            issuer=issuer,
            sender=self.desks.get(code, issuer),
            addressee=addressee,
            chamber=self.desks["CHM"],
            situation=situation,
            terms=terms,
            ways=self._ways_of(kind, duty_of(kind, terms.obligation, as_invitation=False)),
        )

    def in_situation(self, part: Part, situation: Situation) -> Part:
        """Return the same part in the situation of the file in which it is played."""
        return replace(part, situation=situation, terms=self.terms(part.addressee.party, situation))

    def _ways_of(self, kind: Kind, duty: str) -> dict[str, Weighted[Way]]:
        key = (kind.code, duty)
        if key not in self._ways:
            draw = Random(f"{self.seed} {kind.code} {duty}")  # noqa: S311 - made-up data
            found = ways_of(rome(), kind, duty, draw)
            self._ways[key] = {state: Weighted((way, _weight(way)) for way in ways) for state, ways in found.items()}
        return self._ways[key]


def _pool(kind: Kind) -> str:
    """Return of which desks requests of a kind ask."""
    if kind.code == "NONP":
        return "outside"
    if kind.addressees[0] == "court":
        return _COURT.get(kind.code, "REG")
    return "organisation" if kind.addressees[0] == "organisation" else "party"


def states_at(age_days: float) -> Mapping[str, float]:
    """Return where requests of that age stand, by weight."""
    return _YOUNG if age_days < YOUNG_DAYS else _GROWN if age_days < GROWN_DAYS else _OLD


def _weight(way: Way) -> float:
    """Most ways lead through execution; what is urgent is rare, and findings of a Chamber rarer still."""
    acts = {leg.move.act for leg in way.legs}
    weight = 0.02 if Act.FINDING_APPLY in acts else 5.0 if Act.REPLY_FULL in acts else 1.0
    return weight / 12 if way.is_urgent else weight
