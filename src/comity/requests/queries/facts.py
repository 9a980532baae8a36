# SPDX-License-Identifier: EUPL-1.2
"""From a row and a viewer to the facts on which the statute decides."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comity.core.viewer import Viewer
from comity.dossiers.models import Entry, Participation
from comity.statute import Act, Event, Facts, Offer, clocks, permitted, rome

from ..models import Request
from .assessment import assessment_of
from .sending import changed_terms, terms_in_force

BEFORE_SENDING = frozenset({"draft", "in_review", "approved", "ready"})
_PERIODS = (Act.POSTPONEMENT_PROPOSE, Act.POSTPONEMENT_AGREE, Act.POSTPONEMENT_DECLINE, Act.POSTPONEMENT_SUSPEND)


@dataclass(frozen=True, slots=True)
class Done:
    """One act of a request's history, as far as later acts depend on it."""

    event: Event
    party_id: Any


@dataclass(frozen=True, slots=True)
class History:
    """All that happened to one request, oldest first, whoever may read it: the law counts every act."""

    done: tuple[Done, ...] = ()
    counts: Mapping[Act, int] = field(default_factory=dict)

    @property
    def events(self) -> list[Event]:
        """The history as the statute's clocks want it."""
        return [done.event for done in self.done]

    def last_of(self, acts: Sequence[Act]) -> Act | None:
        """Return which of these acts was done last, or None."""
        return next((done.event.act for done in reversed(self.done) if done.event.act in acts), None)

    def by(self, act: Act, party_id: object, *, is_own: bool) -> int:
        """Return how often an act was done by a party (or, if not `is_own`, by the others)."""
        return sum(done.event.act == act and (done.party_id == party_id) == is_own for done in self.done)


def history_of(request: Request) -> History:
    """Return the history of a request that was fetched through sight: one query."""
    rows = (
        Entry.objects.unguarded("the law counts every act, whoever may read it")
        .filter(about=request.id)
        .order_by("at", "leaf_id")
        .values_list("act", "at", "data", "party_id")
    )
    done = tuple(Done(Event(act=Act(act), at=at, until=_until(data)), party) for act, at, data, party in rows)
    return History(done, Counter(one.event.act for one in done))


def _until(data: Mapping[str, Any]) -> date | None:
    period = data.get("period") or data.get("period_optional") or {}
    return date.fromisoformat(period["until"]) if period.get("until") else None


def sides_of(viewer: Viewer, request: Request, part: Participation | None = None) -> frozenset[str]:
    """Return on which sides of a request the viewer stands: issuer, sender, addressee, chamber, or system."""
    if viewer.system:
        return frozenset({"system"})
    sides = set()
    if viewer.party_id == request.issuer_id:
        sides.add("issuer")
    if viewer.party_id == request.sender_id:
        sides.add("sender")
    if viewer.party_id == request.addressee_id and request.is_sent:
        sides.add("addressee")
    is_chamber = part is not None and part.side == Participation.Side.CHAMBER
    if is_chamber or (viewer.party_code == "CHM" and "issuer" in sides):
        sides.add("chamber")
    return frozenset(sides)


def facts_of(
    viewer: Viewer,
    request: Request,
    *,
    history: History,
    part: Participation | None = None,
    ground: str | None = None,
    has_consent: bool = False,
) -> Facts:
    """Return the facts of one request as this viewer stands to it; the costly ones are computed only before sending."""
    kind = rome().kinds[request.kind]
    guards = {
        "not_drafter": request.drafter_id not in {viewer.person_id, viewer.acting_for_id},
        "unconfirmed": request.is_unconfirmed,
        "consent": has_consent,
        **_from_history(viewer, request, history),
    }
    if request.state in BEFORE_SENDING:
        terms = terms_in_force(viewer, request)
        guards["complete"] = bool(request.override_reason) or assessment_of(viewer, request, terms).ready
        guards["basis_current"] = not changed_terms(request, terms)
    return Facts(
        state=request.state,
        transport=request.transport,
        kind=request.kind,
        sides=sides_of(viewer, request, part),
        roles=viewer.roles,
        duty="voluntary" if request.is_invitation else kind.duty,
        urgent=request.urgency != Request.Urgency.STANDARD,
        guards=guards,
        ground=ground,
    )


def _from_history(viewer: Viewer, request: Request, history: History) -> dict[str, bool]:
    count = history.counts
    settled = count.get(Act.CONDITIONS_ACCEPT, 0) + count.get(Act.CONDITIONS_DECLINE, 0)
    ours = history.by(Act.COST_AGREE, viewer.party_id, is_own=True)
    return {
        "conditions_offered": count.get(Act.CONDITIONS_OFFER, 0) > settled,
        "postponement_proposed": history.last_of(_PERIODS) == Act.POSTPONEMENT_PROPOSE,
        "cost_proposed": history.by(Act.COST_PROPOSE, viewer.party_id, is_own=False) > ours,
        "cost_agreed": count.get(Act.COST_AGREE, 0) > count.get(Act.COST_SETTLE, 0),
        "arrest_recorded": bool({Act.CUSTODY_ARREST, Act.CUSTODY_REARREST} & set(count)),
        "window_closed": _window_is_closed(request, history),
    }


def _window_is_closed(request: Request, history: History) -> bool:
    """Whether the State can no longer ask for a ruling on legality (Regulations of the Court 108): time gone, or ruled."""
    if Act.LEGALITY_REJECT in history.counts:
        return True
    if not {Act.CONSULTATION_EXHAUST, Act.REQUEST_DELIVER} & set(history.counts):
        return False
    return any(
        run.article.startswith("RoC 108") and run.state == "expired" for run in clocks(rome(), request.kind, history.events)
    )


def offers_for(
    viewer: Viewer, request: Request, part: Participation | None, history: History
) -> tuple[Offer, ...]:
    """Return every act that the table knows here for this viewer, each with its move or with why it is refused.

    Consent of the person concerned is asked for on the form, so its lack greys no button.
    """
    return permitted(rome(), facts_of(viewer, request, part=part, history=history, has_consent=True))
