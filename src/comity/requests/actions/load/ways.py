# SPDX-License-Identifier: EUPL-1.2
"""Ways through the lifecycle, walked on the statute's own table without a row: every leg was decided by `decide`."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from comity.statute import Act, Facts, Kind, Law, Move, Refusal, Role, decide, grounds_for, next_transport

EVERYBODY = frozenset({Role.DRAFTER, Role.OFFICER, Role.APPROVER, Role.SENIOR})
# Where these stand alone in the table, the house always does them together.
_BEFORE = {
    Act.REQUEST_REGISTER: (Act.REQUEST_FETCH, "addressee"),
    Act.POSTPONEMENT_AGREE: (Act.POSTPONEMENT_PROPOSE, "addressee"),
}
_AFTER = {Act.REQUEST_SEND: (Act.REQUEST_DELIVER, "system"), Act.REQUEST_SEND_URGENTLY: (Act.REQUEST_DELIVER, "system")}
_PERIODS = {Act.POSTPONEMENT_PROPOSE, Act.POSTPONEMENT_AGREE, Act.POSTPONEMENT_DECLINE, Act.POSTPONEMENT_SUSPEND}
_NOT_WALKED = {Act.REQUEST_RETURN, Act.REQUEST_FORWARD}
_SIDES = {"either": ("addressee", "issuer"), "any": ("addressee",)}
# What people do on the way without getting anywhere new.
_ASIDES: tuple[tuple[tuple[Act, str], ...], ...] = (
    ((Act.REQUEST_REMIND, "sender"),),
    ((Act.REPLY_INFORM, "addressee"),),
    ((Act.CONDITIONS_OFFER, "addressee"), (Act.CONDITIONS_ACCEPT, "issuer")),
    ((Act.COST_PROPOSE, "addressee"), (Act.COST_AGREE, "issuer")),
    ((Act.COST_PROPOSE, "addressee"), (Act.COST_AGREE, "issuer"), (Act.COST_SETTLE, "addressee")),
    ((Act.CONSULTATION_RAISE, "addressee"), (Act.CONSULTATION_REPLY, "issuer"), (Act.CONSULTATION_SETTLE, "issuer")),
    ((Act.CONSULTATION_REPLY, "issuer"), (Act.CONSULTATION_REPLY, "addressee")),
    ((Act.REQUEST_SUPPLEMENT, "issuer"),),
    ((Act.REQUEST_ASSIGN, "addressee"),),
)
_VARIANTS = 3


@dataclass(frozen=True, slots=True)
class Leg:
    """One act on a way: the row of the table, who does it, and the ground relied on, where it needs one."""

    move: Move
    side: str
    ground: str


@dataclass(frozen=True, slots=True)
class Way:
    """The acts that bring a request of one kind from its draft to a state."""

    state: str
    legs: tuple[Leg, ...]
    is_urgent: bool = False


@dataclass(slots=True)
class _Walk:
    """A request that exists only as far as the lifecycle looks at it."""

    law: Law
    kind: Kind
    duty: str
    is_urgent: bool
    state: str = "draft"
    transport: str = "unsent"
    is_unconfirmed: bool = False
    counts: Counter[Act] = field(default_factory=Counter)
    last_period: Act | None = None
    proposers: Counter[str] = field(default_factory=Counter)
    legs: list[Leg] = field(default_factory=list)

    def take(self, act: Act, side: str) -> bool:
        """Do an act if the statute lets this side do it here."""
        ground = next(iter(grounds_for(self.law, act, self.kind.code)), "")
        decided = decide(self.law, act, self._facts(side, ground))
        if isinstance(decided, Refusal):
            return False
        self.legs.append(Leg(decided, side, ground if decided.grounds else ""))
        self.state, self.transport = decided.after, next_transport(self.law, act, self.transport)
        self.counts[act] += 1
        self.is_unconfirmed = act == Act.REQUEST_SEND_URGENTLY or (self.is_unconfirmed and act != Act.REQUEST_CONFIRM)
        if act in _PERIODS:
            self.last_period = act
        if act == Act.COST_PROPOSE:
            self.proposers[side] += 1
        return True

    def _facts(self, side: str, ground: str) -> Facts:
        count = self.counts
        settled = count[Act.CONDITIONS_ACCEPT] + count[Act.CONDITIONS_DECLINE]
        proposed_by_others = self.proposers.total() - self.proposers[side]
        return Facts(
            state=self.state,
            transport=self.transport,
            kind=self.kind.code,
            sides=frozenset({side}),
            roles=EVERYBODY,
            duty=self.duty,
            urgent=self.is_urgent,
            ground=ground or None,
            guards={
                "complete": True,
                "not_drafter": True,
                "basis_current": True,
                "consent": True,
                "unconfirmed": self.is_unconfirmed,
                "conditions_offered": count[Act.CONDITIONS_OFFER] > settled,
                "postponement_proposed": self.last_period == Act.POSTPONEMENT_PROPOSE,
                "cost_proposed": proposed_by_others > count[Act.COST_AGREE],
                "cost_agreed": count[Act.COST_AGREE] > count[Act.COST_SETTLE],
                "arrest_recorded": bool(count[Act.CUSTODY_ARREST] + count[Act.CUSTODY_REARREST]),
                "window_closed": self._window_closes(),
            },
        )

    def _window_closes(self) -> bool:
        """Whether the fifteen days began, so that they are over once the calendar lets them pass (RoC 108)."""
        begun = {"legality_93": Act.CONSULTATION_EXHAUST, "legality_99_4": Act.REQUEST_FETCH}
        is_running = any(self.counts[act] for code, act in begun.items() if code in self.kind.clocks)
        return bool(self.counts[Act.LEGALITY_REJECT]) or (is_running and not self.counts[Act.LEGALITY_APPLY])


def ways_of(law: Law, kind: Kind, duty: str, draw: Random) -> dict[str, list[Way]]:
    """Return ways to every state that requests of this kind and duty reach, several to most of them."""
    found: dict[str, list[Way]] = {}
    for is_urgent in (False, True) if kind.urgent else (False,):
        shortest = _shortest(law, kind, duty, is_urgent=is_urgent)
        shortest |= {f"{state} ": [*acts, *last] for state, acts, last in _endings(law, kind, shortest)}
        for acts in shortest.values():
            if is_urgent and not {Act.REQUEST_SEND_URGENTLY, Act.REQUEST_OVERRIDE} & {act for act, _side in acts}:
                continue
            for variant in _variants(law, kind, duty, acts, draw, is_urgent=is_urgent):
                found.setdefault(variant.state, []).append(variant)
    return found


Acts = list[tuple[Act, str]]


def _walked(law: Law, kind: Kind, duty: str, acts: Sequence[tuple[Act, str]], *, is_urgent: bool) -> _Walk | None:
    walk = _Walk(law, kind, duty, is_urgent)
    return walk if all(walk.take(act, side) for act, side in acts) else None


def _shortest(law: Law, kind: Kind, duty: str, *, is_urgent: bool) -> dict[str, Acts]:
    """Return the shortest way to each state, breadth first."""
    found: dict[str, Acts] = {"draft": []}
    queue = deque(["draft"])
    while queue:
        here = queue.popleft()
        for acts in _onward(law, kind, here, found[here], is_urgent=is_urgent):
            walk = _walked(law, kind, duty, acts, is_urgent=is_urgent)
            if walk is not None and walk.state not in found:
                found[walk.state] = acts
                queue.append(walk.state)
    return found


def _onward(law: Law, kind: Kind, here: str, acts: Acts, *, is_urgent: bool) -> Iterator[Acts]:
    for move in law.moves:
        if move.before != here or move.after == here or move.act in _NOT_WALKED or not move.covers(kind.code):
            continue
        if is_urgent and move.act == Act.REQUEST_SEND and here == "approved":
            continue
        for side in _SIDES.get(move.by, (move.by,)):
            before = [_BEFORE[move.act]] if move.act in _BEFORE else []
            after = [_AFTER[move.act]] if move.act in _AFTER else []
            yield [*acts, *before, (move.act, side), *after]


def _endings(law: Law, kind: Kind, shortest: dict[str, Acts]) -> Iterator[tuple[str, Acts, Acts]]:
    """Requests are closed and withdrawn from many states, not only from the one that is reached first."""
    for move in law.moves:
        is_ending = move.act in {Act.REQUEST_CLOSE, Act.REQUEST_WITHDRAW}
        if is_ending and move.before in shortest and move.covers(kind.code):
            yield f"{move.before} {move.after}", shortest[move.before], [(move.act, "issuer")]


def _variants(law: Law, kind: Kind, duty: str, acts: Acts, draw: Random, *, is_urgent: bool) -> Iterator[Way]:
    """Yield the plain way and some with asides, each walked from its beginning."""
    plain = _walked(law, kind, duty, acts, is_urgent=is_urgent)
    if plain is None:
        return
    yield Way(plain.state, tuple(plain.legs), is_urgent)
    registered = next((place for place, (act, _side) in enumerate(acts, 1) if act == Act.REQUEST_REGISTER), 0)
    for number in range(_VARIANTS if registered else 0):
        longer = list(acts)
        for _aside in range(1 + number):
            place = draw.randint(registered, len(longer))
            longer[place:place] = draw.choice(_ASIDES)
        walk = _walked(law, kind, duty, longer, is_urgent=is_urgent)
        if walk is not None and walk.state == plain.state:
            yield Way(walk.state, tuple(walk.legs), is_urgent)
