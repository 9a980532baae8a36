# SPDX-License-Identifier: EUPL-1.2
"""From a row and a viewer to the facts on which the statute decides."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from comity.core.clock import THE_HAGUE, now
from comity.core.viewer import Viewer
from comity.dossiers.models import Participation
from comity.dossiers.queries import system_acts_on
from comity.statute import Act, Event, Facts, Offer, Role, clocks, duty_of, permitted, rome

from ..models import DraftText, Request
from .assessment import assessment_of
from .sending import Terms, bound_basis, changed_terms, terms_in_force

# A draft may be submitted with gaps: the second person sees them, and approval waits for them.
JUDGED = frozenset({"in_review", "approved", "ready"})
_NOON = time(12)
_PERIODS = (Act.POSTPONEMENT_PROPOSE, Act.POSTPONEMENT_AGREE, Act.POSTPONEMENT_DECLINE, Act.POSTPONEMENT_SUSPEND)


# What happens beside the acts of people, or inside one side only: it overtakes nobody's form.
_UNNOTICED = frozenset({act for act, info in rome().acts.items() if info.internal}) | {
    Act.REQUEST_DELIVER,
    Act.REQUEST_FETCH,
}


@dataclass(frozen=True, slots=True)
class Done:
    """One act of a request's history, as far as later acts depend on it."""

    event: Event
    party_id: Any
    id: Any


@dataclass(frozen=True, slots=True)
class History:
    """All that happened to one request, oldest first, whoever may read it: the law counts every act."""

    done: tuple[Done, ...] = ()
    counts: Mapping[Act, int] = field(default_factory=dict)
    latest: datetime | None = None

    def after(self, at: datetime) -> datetime:
        """Return this moment, or that of the last act where a clock went back or two acts overtook each other.

        Whoever waits for the lock of a request read the clock before those whom they wait for. Acts of one moment stand
        in the order in which they were recorded.
        """
        return at if self.latest is None else max(at, self.latest)

    @property
    def mark(self) -> str:
        """A short mark of the last act of a person: a form that bears another one was overtaken. It counts nothing."""
        return next((str(done.id)[:8] for done in reversed(self.done) if done.event.act not in _UNNOTICED), "")

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
    zone = ZoneInfo(zone_of(request))
    acts = system_acts_on(request.id)
    done = tuple(Done(event_of(act, at, data, zone), party, entry_id) for act, at, data, party, entry_id in acts)
    return History(done, Counter(one.event.act for one in done), acts[-1][1] if acts else None)


def event_of(act: str, at: datetime, data: Mapping[str, Any], zone: ZoneInfo) -> Event:
    """Return the act as the law's clocks count it: from the day on which it happened, where it was recorded later."""
    period = data.get("period") or data.get("period_optional") or {}
    until = date.fromisoformat(period["until"]) if period.get("until") else None
    if act == Act.CLOCK_EXTEND:
        until = datetime.fromisoformat(data["to"]).astimezone(ZoneInfo(data.get("zone", THE_HAGUE.key))).date()
    if data.get("date"):
        moment = time.fromisoformat(data["time"]) if data.get("time") else _NOON
        at = min(at, datetime.combine(date.fromisoformat(data["date"]), moment, zone))
    return Event(act=Act(act), at=at, until=until, clock=data.get("clock", ""))


def zone_of(request: Request) -> str:
    """Return the time zone in which clocks of the requested side run: that of its capital, or The Hague."""
    return request.addressee.zone if request.addressee else THE_HAGUE.key


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
    terms: Terms | None = None,
    ground: str | None = None,
    has_consent: bool = False,
    at: datetime | None = None,
) -> Facts:
    """Return the facts of one request as this viewer stands to it at an instant (now, if none is given).

    The costly ones are computed only where an act before sending depends on them; `terms` are those in force, where the
    caller has read them already.
    """
    kind = rome().kinds[request.kind]
    guards = {
        "not_drafter": not _wrote(viewer, request),
        "unconfirmed": request.is_unconfirmed,
        "consent": has_consent,
        **_from_history(viewer, request, history, at or now()),
    }
    if request.state in JUDGED:
        terms = terms or terms_in_force(viewer, request)
        gaps = assessment_of(viewer, request, terms).blocking
        guards["complete"] = not gaps or (bool(request.override_reason) and all(gap.overridable for gap in gaps))
        guards["basis_current"] = not changed_terms(request, terms)
    return Facts(
        state=request.state,
        transport=request.transport,
        kind=request.kind,
        sides=sides_of(viewer, request, part),
        roles=viewer.roles,
        duty=duty_of(kind, bound_basis(request), as_invitation=request.is_invitation),
        urgent=request.urgency != Request.Urgency.STANDARD,
        guards=guards,
        ground=ground,
    )


def _wrote(viewer: Viewer, request: Request) -> bool:
    """Whether the viewer, or whom they stand in for, drafted the request or typed into it: somebody else approves."""
    people = {one for one in (viewer.person_id, viewer.acting_for_id) if one is not None}
    if request.drafter_id in people:
        return True
    if request.state != "in_review" or not viewer.roles & {Role.APPROVER, Role.SENIOR}:
        return False
    return DraftText.objects.visible_to(viewer).filter(request_id=request.id, person_id__in=people).exists()


def _from_history(viewer: Viewer, request: Request, history: History, at: datetime) -> dict[str, bool]:
    count = history.counts
    settled = count.get(Act.CONDITIONS_ACCEPT, 0) + count.get(Act.CONDITIONS_DECLINE, 0)
    ours = history.by(Act.COST_AGREE, viewer.party_id, is_own=True)
    return {
        "conditions_offered": count.get(Act.CONDITIONS_OFFER, 0) > settled,
        "postponement_proposed": history.last_of(_PERIODS) == Act.POSTPONEMENT_PROPOSE,
        "cost_proposed": history.by(Act.COST_PROPOSE, viewer.party_id, is_own=False) > ours,
        "cost_agreed": count.get(Act.COST_AGREE, 0) > count.get(Act.COST_SETTLE, 0),
        "arrest_recorded": bool({Act.CUSTODY_ARREST, Act.CUSTODY_REARREST} & set(count)),
        "window_closed": _window_is_closed(request, history, at),
    }


def _window_is_closed(request: Request, history: History, at: datetime) -> bool:
    """Whether the State can no longer ask for a ruling on legality (RoC 108): time gone, or ruled."""
    if Act.LEGALITY_REJECT in history.counts:
        return True
    if not {Act.CONSULTATION_EXHAUST, Act.REQUEST_DELIVER} & set(history.counts):
        return False
    runs = clocks(rome(), request.kind, history.events, zone=zone_of(request), now=at)
    return any(run.article.startswith("RoC 108") and run.state == "expired" for run in runs)


def offers_for(viewer: Viewer, request: Request, part: Participation | None, history: History) -> tuple[Offer, ...]:
    """Return every act that the table knows here for this viewer, each with its move or with why it is refused.

    Consent of the person concerned is asked for on the form, so its lack greys no button.
    """
    return permitted(rome(), facts_of(viewer, request, part=part, history=history, has_consent=True))
