# SPDX-License-Identifier: EUPL-1.2
"""The page of one request: all of it that this viewer may see, and nothing else, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from comity.core.clock import now
from comity.core.errors import NotFound
from comity.core.prepared import Prepared
from comity.core.viewer import Viewer
from comity.documents.queries import Shown, documents_seen
from comity.dossiers import queries as dossiers
from comity.dossiers.models import Clock, Entry, GuardedQuerySet, Participation, Seen
from comity.dossiers.models.sight import one
from comity.parties.queries import PARTY_DETAILS
from comity.statute import Act, ClockRun, Element, Kind, Offer, State, clocks, rome

from ..models import Assignment, Condition, Cost, Note, Reference, Request, Task, Version
from ..models.as_sent import file_of_text
from .facts import history_of, offers_for, sides_of, zone_of
from .lists import seen_by, shows_contents

# What no page of a request shows of the parties to it.
UNREAD_OF_REQUEST = tuple(f"{side}__{name}" for side in ("issuer", "sender", "addressee") for name in PARTY_DETAILS)
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
    documents: Sequence[Shown] = ()

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


_rows = Prepared(
    lambda viewer, at, request_id: (
        Request.objects.visible_to(viewer, at=at)
        .select_related("dossier__situation", "issuer", "sender", "addressee")
        .defer(*UNREAD_OF_REQUEST)
        .filter(id=request_id)
    )
)


def request_row(viewer: Viewer, request_id: UUID) -> Request:
    """Return one visible request with all that its page shows of other rows; raises NotFound."""
    request = next(iter(_rows(viewer=viewer, at=timezone.now(), request_id=request_id)), None)
    if request is None:
        raise NotFound
    # Not joined: the person hangs on the issuer's file, which the other side does not see.
    request.person = dossiers.person_named(viewer, request.person_id)
    return request


def request_page(viewer: Viewer, request_id: UUID) -> RequestPage:
    """Return the page of one request; raises NotFound. What the timeline shows never happened is not asked for."""
    request = request_row(viewer, request_id)
    part, seen = dossiers.around(viewer, request.dossier)
    is_shown = shows_contents(viewer, request, part.scope)
    if request.dossier.disposed_at is not None:
        return _remains(viewer, request, part, seen)
    history = history_of(request)
    runs = clocks(rome(), request.kind, history.events, zone=zone_of(request), now=now())
    since = request.sent_at if _comes_in(viewer, request) else None
    entries = dossiers.timeline_seen(viewer, seen, request.id, since=since)
    page = RequestPage(
        request=request,
        kind=rome().kinds[request.kind],
        state=rome().states[request.state],
        part=part,
        sides=sides_of(viewer, request, part),
        shows_contents=is_shown,
        offers=() if request.dossier.archived_at else offers_for(viewer, request, part, history),
        entries=list(entries),
        # Only what has a date is kept as a row.
        clocks=list(dossiers.clocks(viewer, request.id, seen)) if any(run.due_at for run in runs) else [],
        runs=runs,
        references=list(_references(keys=seen.keys_for(Reference), request_id=request.id)),
    )
    if not is_shown:
        request.subject, request.contents, request.person = "", {}, None
        for entry in page.entries:
            entry.data = {} if entry.dossier_id == request.dossier_id else entry.data
    acts = {entry.act for entry in page.entries}
    if is_shown:
        page.lines = lines_of(request)
        page.documents = documents_seen(viewer, seen, request.id)
        _terms(viewer, page, acts, seen)
    _own(viewer, page, acts, seen)
    return page


def version_file(viewer: Viewer, request_id: UUID, number: int) -> bytes:
    """Return one text as it was sent, byte for byte what the receipt of its sending binds; raises NotFound."""
    request = request_row(viewer, request_id)
    part, seen = dossiers.around(viewer, request.dossier)
    since = request.sent_at if _comes_in(viewer, request) else None
    if shows_contents(viewer, request, part.scope):
        for row in _versions(keys=seen.keys_for(Version), request_id=request.id, since=since):
            if row.number == number:
                return file_of_text(
                    number=row.number, kind=row.kind, subject=row.subject, contents=row.contents, reason=row.reason
                )
    raise NotFound


def _comes_in(viewer: Viewer, request: Request) -> bool:
    """Whether it came to the viewer: what was recalled unread, and all before the latest sending, never did."""
    return viewer.party_id == request.addressee_id and viewer.party_id != request.issuer_id


def _versions_since(keys: list[UUID], request_id: UUID, since: datetime | None) -> GuardedQuerySet[Version]:
    rows = Version.objects.in_seen(Seen.again(keys)).filter(request_id=request_id)
    return rows.filter(at__gte=since) if since else rows


_versions = Prepared(_versions_since)
_references = Prepared(
    lambda keys, request_id: (
        Reference.objects.in_seen(Seen.again(keys))
        .filter(request_id=request_id)
        .select_related("party")
        .defer(*(f"party__{name}" for name in PARTY_DETAILS))
    )
)
_conditions = Prepared(
    lambda keys, request_id: Condition.objects.in_seen(Seen.again(keys)).filter(request_id=request_id)
)
_costs = Prepared(
    lambda keys, request_id: (
        Cost.objects.in_seen(Seen.again(keys)).filter(request_id=request_id).select_related("proposed_by")
    )
)


def _terms(viewer: Viewer, page: RequestPage, acts: set[str], seen: Seen) -> None:
    request = page.request
    if acts & _TERMS:
        page.conditions = list(_conditions(keys=seen.keys_for(Condition), request_id=request.id))
        page.costs = list(_costs(keys=seen.keys_for(Cost), request_id=request.id))
    if acts & _TEXTS:
        since = request.sent_at if _comes_in(viewer, request) else None
        page.versions = list(_versions(keys=seen.keys_for(Version), request_id=request.id, since=since))


def _remains(viewer: Viewer, request: Request, part: Participation, seen: Seen) -> RequestPage:
    """What is left of a request whose exchange was disposed of; nothing was said, so nothing is computed from it."""
    return RequestPage(
        request=request,
        kind=rome().kinds[request.kind],
        state=rome().states[request.state],
        part=part,
        sides=sides_of(viewer, request, part),
        shows_contents=True,
        offers=(),
        entries=list(dossiers.timeline_seen(viewer, seen, request.id)),
        clocks=(),
        runs=(),
        references=(),
    )


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
