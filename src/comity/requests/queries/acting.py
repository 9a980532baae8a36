# SPDX-License-Identifier: EUPL-1.2
"""What a person sees before an act on a request: whether it is allowed, what it does, who will see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.documents.queries import Shown, prepared
from comity.dossiers import queries as dossiers
from comity.dossiers.actions import demand_open
from comity.dossiers.models import Entry, Participation
from comity.parties import queries as parties
from comity.parties.models import Authority
from comity.statute import Act, Assessment, Kind, Move, Refusal, decide, rome

from ..models import Condition, Cost, Request
from .assessment import assessment_of
from .facts import History, facts_of, history_of, sides_of
from .lists import seen_by, shows_contents
from .page import request_row
from .sending import Reader, Terms, changed_terms, readers_of, terms_in_force


@dataclass(slots=True)
class Acting:
    """One act on one request as one viewer stands to it. `move` shapes the form even where `refusal` says why not."""

    request: Request
    kind: Kind
    part: Participation
    sides: frozenset[str]
    history: History
    move: Move
    refusal: Refusal | None
    shows_contents: bool
    readers: Sequence[Reader] = ()
    linked: Sequence[Request] = ()
    authorities: Sequence[Authority] = ()
    conditions: Sequence[Condition] = ()
    costs: Sequence[Cost] = ()
    entries: Sequence[Entry] = ()
    terms: Terms | None = None
    assessment: Assessment | None = None
    prepared: Sequence[Shown] = ()

    @property
    def is_shared(self) -> bool:
        """Whether the other side sees the act: from sending on, and at sending."""
        return self.request.is_sent or self.move.act in {Act.REQUEST_SEND, Act.REQUEST_SEND_URGENTLY}


def acting(viewer: Viewer, request_id: UUID, act: Act) -> Acting:
    """Return one act as the viewer may or may not do it now; raises NotFound, also for an act that no table knows.

    The ground is not judged: it is chosen on the form. Raises Refused where the request is archived.
    """
    request = request_row(viewer, request_id)
    demand_open(request.dossier, act)
    part = dossiers.participation(viewer, request.dossier_id)
    history = history_of(request)
    move = _move(request, act)
    facts = facts_of(
        viewer, request, part=part, history=history, has_consent=True, ground=next(iter(move.grounds), None)
    )
    decided = decide(rome(), act, facts)
    refusal = decided if isinstance(decided, Refusal) and not decided.code.startswith("ground_") else None
    found = Acting(
        request=request,
        kind=rome().kinds[request.kind],
        part=part,
        sides=sides_of(viewer, request, part),
        history=history,
        move=decided if isinstance(decided, Move) else move,
        refusal=refusal,
        shows_contents=shows_contents(viewer, request, part.scope),
    )
    if not found.shows_contents:
        request.subject, request.contents, request.person = "", {}, None
    _more(viewer, found)
    return found


def _move(request: Request, act: Act) -> Move:
    """The row of the table that shapes the form: that of the request's state, or else any for its kind."""
    rows = [move for move in rome().moves if move.act == act and move.covers(request.kind)]
    rows = rows or [move for move in rome().moves if move.act == act]
    if not rows:
        raise NotFound
    return next((move for move in rows if move.before == request.state), rows[0])


def _more(viewer: Viewer, found: Acting) -> None:
    request, move = found.request, found.move
    if found.is_shared:
        found.readers = readers_of(viewer, request)
    if "authority" in move.needs and viewer.party_id is not None:
        found.authorities = parties.authorities_of(viewer, party_id=viewer.party_id)
    if move.act in {Act.CONDITIONS_ACCEPT, Act.CONDITIONS_DECLINE}:
        found.conditions = list(Condition.objects.visible_to(viewer).filter(request=request))
    if move.act in {Act.COST_AGREE, Act.COST_SETTLE}:
        rows = Cost.objects.visible_to(viewer).filter(request=request)
        # Each side agrees to what the other proposed.
        found.costs = list(rows.exclude(proposed_by_id=viewer.party_id) if move.act == Act.COST_AGREE else rows)
    if move.act in FOR_MANY and found.sides & {"issuer", "sender"}:
        found.linked = linked_of(viewer, request, state=request.state)
    if move.act in WEIGHED and found.shows_contents:
        found.terms = terms_in_force(viewer, request)
        found.assessment = assessment_of(viewer, request, found.terms)
    if found.shows_contents and request.is_sent:
        found.prepared = prepared(viewer, request.id)
    if found.shows_contents:
        found.entries = list(dossiers.timeline(viewer, request.id))


# Where a second look is taken at the text: it stands on the page of the act, with what the statute says of it.
WEIGHED = frozenset({Act.REQUEST_SUBMIT, Act.REQUEST_APPROVE, Act.REQUEST_OVERRIDE})
# What may be done at once on all requests of a batch that stand in the same state.
FOR_MANY = frozenset(
    {
        Act.REQUEST_SUBMIT,
        Act.REQUEST_APPROVE,
        Act.REQUEST_RETURN,
        Act.REQUEST_SEND,
        Act.REQUEST_SEND_URGENTLY,
        Act.REQUEST_WITHDRAW,
        Act.REQUEST_REMIND,
    }
)
# What is said in a consultation; the first of them opens one.
IN_THREADS = frozenset(
    {
        Act.CONSULTATION_RAISE,
        Act.CONSULTATION_REPLY,
        Act.CONSULTATION_SETTLE,
        Act.CONSULTATION_MODIFY,
        Act.CONSULTATION_EXHAUST,
    }
)


def linked_of(viewer: Viewer, request: Request, *, state: str = "") -> list[Request]:
    """Return the other requests of the same batch that the viewer sees and whose issuer is the same, by reference."""
    if request.batch is None:
        return []
    rows = seen_by(viewer).filter(batch=request.batch, issuer_id=request.issuer_id).exclude(id=request.id)
    return list((rows.filter(state=state) if state else rows).order_by("reference"))


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves with a request at sending: the terms in force now, and in words what changed since approval."""

    terms: Terms
    changes: tuple[str, ...]


def leaving(viewer: Viewer, request: Request) -> Leaving:
    """Return the terms that sending would bind now, and what changed since the request was approved (rule 180(2))."""
    terms = terms_in_force(viewer, request)
    return Leaving(terms, changed_terms(request, terms))
