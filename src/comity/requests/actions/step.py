# SPDX-License-Identifier: EUPL-1.2
"""The one step that every act on a request takes: fetch and lock, decide, then (after the change) keep, record, owe."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from comity.core import outbox, search
from comity.core.clock import THE_HAGUE, today
from comity.core.errors import Conflict, Invalid, NotFound, Refused
from comity.core.prepared import Prepared
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Entry, GuardedQuerySet
from comity.dossiers.queries import participation
from comity.statute import Act, Move, Refusal, act_date_problem, clocks, decide, rome

from ..models import NO_DATE, Reference, Request
from ..queries.facts import JUDGED, History, event_of, facts_of, history_of, zone_of
from ..queries.page import UNREAD_OF_REQUEST
from ..queries.sending import Terms, terms_in_force
from .telling import tell


@dataclass(slots=True)
class Step:
    """A request fetched, locked and decided on: change it, then `finish` the step.

    `terms` are those in force towards the addressee; read only where the decision rests on them.
    """

    viewer: Viewer
    request: Request
    move: Move
    at: datetime
    before: str
    history: History
    given: Mapping[str, str]
    terms: Terms | None = None


def _lock(rows: GuardedQuerySet[Request], request_id: UUID) -> GuardedQuerySet[Request]:
    joined = rows.select_related("dossier__situation", "issuer", "sender", "addressee").defer(*UNREAD_OF_REQUEST)
    return joined.select_for_update(of=("self",)).filter(id=request_id)


_visible = Prepared(lambda viewer, at, request_id: _lock(Request.objects.visible_to(viewer, at=at), request_id))
_every = Prepared(lambda request_id: _lock(Request.objects.unguarded("a named duty of the system"), request_id))


def locked(viewer: Viewer, request_id: UUID, act: Act | None) -> Request:
    """Return the request, visible and locked until the transaction ends, for an act on it.

    Raises NotFound, and Refused where its dossier is archived: but not for what is done to no dossier (None), as the
    reading of a document is.
    """
    rows = (
        _every(request_id=request_id)
        if viewer.system
        else _visible(viewer=viewer, at=timezone.now(), request_id=request_id)
    )
    found = next(iter(rows), None)
    if found is None:
        raise NotFound
    if act is not None:
        dossiers.demand_open(found.dossier, act)
    return found


def demand_day(viewer: Viewer, at: datetime) -> None:
    """Raise Invalid for a day on which no act can have been done: before the Statute was in force, or to come."""
    problem = act_date_problem(at.astimezone(THE_HAGUE).date(), today())
    if problem is not None:
        raise Invalid({"at": problem.in_(viewer.language)})


def begin(
    viewer: Viewer,
    *,
    request_id: UUID,
    act: Act,
    at: datetime,
    given: Mapping[str, str] | None = None,
    seen: str = "",
) -> Step:
    """Fetch and lock the request and let the statute decide.

    Raises NotFound, Refused, Invalid for an impossible date, or Conflict where acts were done since the mark `seen`.
    """
    request, said = locked(viewer, request_id, act), given or {}
    demand_day(viewer, at)
    part = None if viewer.system else participation(viewer, request.dossier_id)
    history = history_of(request)
    at = history.after(at)
    terms = terms_in_force(viewer, request) if request.state in JUDGED else None
    facts = facts_of(
        viewer,
        request,
        part=part,
        history=history,
        terms=terms,
        ground=said.get("ground") or None,
        has_consent=said.get("consent") == "on",
        at=at,
    )
    decided = decide(rome(), act, facts)
    if isinstance(decided, Refusal):
        raise Refused(decided)
    if seen and seen != history.mark:
        raise Conflict(field="", mine=seen, theirs=history.mark, revision=len(history.done))
    return Step(viewer, request, decided, at, request.state, history, said, terms)


def finish(
    step: Step,
    *,
    changed: set[str],
    data: dict[str, Any] | None = None,
    dossier_id: UUID | None = None,
    thread: UUID | None = None,
    is_new_text: bool = False,
) -> Entry:
    """Move the request, save the named fields, record the entry, keep the clocks and the words it is found by."""
    request, move = step.request, step.move
    state = rome().states[move.after]
    request.state = move.after
    request.is_open = not state.final
    request.changed_at = step.at
    entry = dossiers.record(
        step.viewer,
        move.act,
        dossier_id=dossier_id or _place_of(step.viewer, request),
        about=request.id,
        at=step.at,
        article=move.article,
        before=step.before,
        after=move.after,
        data=data,
        thread=thread,
    )
    events = [*step.history.events, event_of(move.act, step.at, entry.data, ZoneInfo(zone_of(request)))]
    runs = clocks(rome(), request.kind, events, zone=zone_of(request), now=step.at)
    for clock in dossiers.keep_clocks(
        step.viewer, dossier_id=request.dossier_id, about=request.id, runs=runs, at=step.at
    ):
        outbox.owe("requests.expire_clocks", str(request.id), at=clock.due_at)
    running = [run.due_at.astimezone(THE_HAGUE).date() for run in runs if run.due_at and run.state == "running"]
    request.due_on = min([*running, request.requested_by or NO_DATE]) if request.is_open else NO_DATE
    request.save(update_fields=sorted({"state", "is_open", "changed_at", "due_on", *changed}))
    if is_new_text:
        index(request)
    tell(step.viewer, request, entry)
    return entry


def _place_of(viewer: Viewer, request: Request) -> UUID:
    """Return where an act is recorded: on the exchange from sending on, and before that on the issuer's own file.

    What the transmitting organ does before sending stands on the exchange: the two do not share the issuer's file.
    """
    is_shared = request.is_sent or viewer.system or viewer.party_id != request.issuer_id
    return request.dossier_id if is_shared else request.file_id


def index(request: Request, *, is_new: bool = False) -> None:
    """Keep the words by which a request is found: its references, subject and contents."""
    rows = Reference.objects.unguarded("the request itself was fetched and locked").filter(request_id=request.id)
    numbers = [] if is_new else list(rows.values_list("number", flat=True))
    texts = [given.get("text", "") for given in request.contents.values()]
    search.index(
        about=request.id,
        dossier_id=request.dossier_id,
        at=request.created_at,
        words=" ".join([request.reference, request.kind, request.subject, *texts, *numbers]),
        is_new=is_new,
    )
