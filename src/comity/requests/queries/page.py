# SPDX-License-Identifier: EUPL-1.2
"""The page of one request: all of it that this viewer may see, and nothing else, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db.models import F, Model

from comity.core.clock import now
from comity.core.viewer import Viewer
from comity.dossiers import queries as dossiers
from comity.dossiers.models import Clock, Entry, GuardedQuerySet, Participation, Seen
from comity.dossiers.models.sight import one
from comity.statute import Act, ClockRun, Element, Kind, Offer, State, clocks, rome

from ..models import Assignment, Condition, Cost, Note, Reference, Request, Task, Version
from .facts import history_of, offers_for, sides_of, zone_of
from .lists import seen_by, shows_contents

T = TypeVar("T", bound=Model)

_PARTY = ("region", "remark_en", "remark_fr", "source", "as_of", "is_verified", "key_en", "key_fr")
_PERSON = ("password", "last_login", "email", "joined_at")
# What no page of a request shows: columns of joined rows that would only cost time.
_UNREAD_OF_PARTIES = tuple(f"party__{name}" for name in _PARTY)
_UNREAD = (
    "correlation", "salt", *_UNREAD_OF_PARTIES,
    *(f"{who}__{name}" for who in ("actor", "acting_for") for name in _PERSON),
)  # fmt: skip
UNREAD_OF_REQUEST = tuple(f"{side}__{name}" for side in ("issuer", "sender", "addressee") for name in _PARTY)
_TERMS = {str(act) for act in (Act.CONDITIONS_OFFER, Act.COST_PROPOSE)}
_TEXTS = {str(act) for act in (Act.REQUEST_CORRECT, Act.REQUEST_SUPPLEMENT)}


@dataclass(frozen=True, slots=True)
class Line:
    """One element of a request as it is read: what was given, or why it does not apply."""

    element: Element
    text: str
    not_applicable: bool
    reason: str


@dataclass(slots=True)
class RequestPage:
    """What one viewer sees of one request. `lines`, `versions` and `person` are empty where only the envelope is shown.

    `clocks` are the rows, extended or not; `runs` is how the statute computes them, and those without a date.
    """

    request: Request
    kind: Kind
    state: State
    part: Participation
    sides: frozenset[str]
    shows_contents: bool
    offers: Sequence[Offer]
    entries: Sequence[Entry]
    clocks: Sequence[Clock]
    runs: Sequence[ClockRun]
    references: Sequence[Reference]
    lines: Sequence[Line] = ()
    versions: Sequence[Version] = ()
    conditions: Sequence[Condition] = ()
    costs: Sequence[Cost] = ()
    notes: Sequence[Note] = ()
    tasks: Sequence[Task] = ()
    assignments: Sequence[Assignment] = ()
    linked: Sequence[Request] = field(default_factory=list)

    @property
    def has_own_file(self) -> bool:
        """Whether the viewer's party keeps a dossier of its own beside this request."""
        is_received = "addressee" in self.sides and self.request.delivered_at is not None
        return bool(self.sides & {"issuer", "sender", "chamber"}) or is_received


def request_heading(viewer: Viewer, request_id: UUID) -> tuple[Request, str]:
    """Return one visible request, and its subject as far as the viewer may read it; raises NotFound."""
    request = request_row(viewer, request_id)
    scope = dossiers.participation(viewer, request.dossier_id).scope
    return request, request.subject if shows_contents(viewer, request, scope) else ""


def kind_of(viewer: Viewer, request_id: UUID) -> str:
    """Return the kind of one visible request, and nothing else of it; raises NotFound."""
    return one(Request.objects.visible_to(viewer).only("kind"), id=request_id).kind


def request_row(viewer: Viewer, request_id: UUID) -> Request:
    """Return one visible request with all that its page shows of other rows; raises NotFound."""
    request = one(
        Request.objects.visible_to(viewer)
        .select_related("dossier__situation", "issuer", "sender", "addressee")
        .defer(*UNREAD_OF_REQUEST),
        id=request_id,
    )
    # Not joined: the person hangs on the issuer's file, which the other side does not see.
    request.person = dossiers.person_named(viewer, request.person_id)
    return request


def request_page(viewer: Viewer, request_id: UUID) -> RequestPage:
    """Return the page of one request; raises NotFound. What the timeline shows never happened is not asked for."""
    request = request_row(viewer, request_id)
    part, seen = dossiers.around(viewer, request.dossier)
    is_shown = shows_contents(viewer, request, part.scope)
    history = history_of(request)
    runs = clocks(rome(), request.kind, history.events, zone=zone_of(request), now=now())
    entries = _since_sending(viewer, request, dossiers.timeline(viewer, request.id, seen).defer(*_UNREAD))
    page = RequestPage(
        request=request,
        kind=rome().kinds[request.kind],
        state=rome().states[request.state],
        part=part,
        sides=sides_of(viewer, request, part),
        shows_contents=is_shown,
        offers=offers_for(viewer, request, part, history),
        entries=list(entries),
        # Only what has a date is kept as a row.
        clocks=list(dossiers.clocks(viewer, request.id, seen)) if any(run.due_at for run in runs) else [],
        runs=runs,
        references=list(
            Reference.objects.in_seen(seen).filter(request=request).select_related("party").defer(*_UNREAD_OF_PARTIES)
        ),
    )
    if not is_shown:
        request.subject, request.contents, request.person = "", {}, None
        for entry in page.entries:
            entry.data = {} if entry.dossier_id == request.dossier_id else entry.data
    acts = {entry.act for entry in page.entries}
    if is_shown:
        page.lines = lines_of(request)
        _terms(viewer, page, acts, seen)
    _own(viewer, page, acts, seen)
    return page


def _since_sending(viewer: Viewer, request: Request, rows: GuardedQuerySet[T]) -> GuardedQuerySet[T]:
    """Begin with the latest sending at the addressee's desk: what was recalled unread never came."""
    is_addressee = viewer.party_id == request.addressee_id and viewer.party_id != request.issuer_id
    return rows.filter(at__gte=request.sent_at) if is_addressee and request.sent_at else rows


def _terms(viewer: Viewer, page: RequestPage, acts: set[str], seen: Seen) -> None:
    request = page.request
    if acts & _TERMS:
        page.conditions = list(Condition.objects.in_seen(seen).filter(request=request))
        page.costs = list(Cost.objects.in_seen(seen).filter(request=request).select_related("proposed_by"))
    if acts & _TEXTS:
        page.versions = list(_since_sending(viewer, request, Version.objects.in_seen(seen).filter(request=request)))


def _own(viewer: Viewer, page: RequestPage, acts: set[str], seen: Seen) -> None:
    """What the viewer's own side keeps for itself: its dossier is its own, whatever it sees of the exchange."""
    request = page.request
    if Act.NOTE_WRITE in acts:
        page.notes = list(Note.objects.in_seen(seen).filter(request=request).select_related("person"))
    if Act.TASK_OPEN in acts:
        page.tasks = list(
            Task.objects.in_seen(seen)
            .filter(request=request)
            .select_related("assignee")
            .order_by(F("finished_at").asc(nulls_first=True), "due_on", "at")
        )
    if Act.REQUEST_ASSIGN in acts:
        page.assignments = list(Assignment.objects.in_seen(seen).filter(request=request).select_related("authority"))
    if request.batch is not None and "issuer" in page.sides:
        page.linked = list(seen_by(viewer).filter(batch=request.batch).exclude(id=request.id).order_by("reference"))


def lines_of(request: Request) -> tuple[Line, ...]:
    """Return the elements of the request's kind with what was given for each."""
    found = []
    for element in rome().kinds[request.kind].elements:
        given = request.contents.get(element.code, {})
        found.append(Line(element, given.get("text", ""), bool(given.get("not_applicable")), given.get("reason", "")))
    return tuple(found)
