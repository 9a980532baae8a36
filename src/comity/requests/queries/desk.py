# SPDX-License-Identifier: EUPL-1.2
"""One person's desk: what needs me, what is due, what I wait for; and what the party keeps for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comity.core.clock import today
from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.dossiers.models import GuardedQuerySet
from comity.dossiers.models.sight import one
from comity.statute import Role, rome

from ..models import Counterfile, Request, SavedView, Task
from .lists import OPEN, cover, seen_by

ROWS = 6


@dataclass(frozen=True, slots=True)
class Pile:
    """One pile on the desk: its name, the first few requests, how many there are (up to a limit), the full list."""

    code: str
    name: str
    rows: Sequence[Request]
    count: int
    query: str


def _pile(viewer: Viewer, code: str, name: str, rows: GuardedQuerySet[Request], query: str) -> Pile:
    limit: int = settings.COMITY_LIMITS["counted"]
    first = [cover(viewer, row) for row in rows.order_by("due_on", "id")[:ROWS]]
    count = len(first) if len(first) < ROWS else rows.values("id")[:limit].count()
    return Pile(code, name, first, count, query)


def _turn(side: str) -> list[str]:
    """Return the open states, once sent, in which it is this side's turn."""
    before = {"draft", "in_review", "approved", "ready", "recalled"}
    return [code for code, state in rome().states.items() if state.open and state.turn == side and code not in before]


def desk(viewer: Viewer) -> list[Pile]:
    """Return the piles of a person's desk that hold anything, in the order in which they call for attention."""
    rows = seen_by(viewer)
    ours, theirs = rows.filter(issuer_id=viewer.party_id), rows.filter(addressee_id=viewer.party_id)
    piles = []
    if Role.DRAFTER in viewer.roles:
        mine = ours.filter(state__in=["draft", "recalled"], drafter_id=viewer.acting_for_id or viewer.person_id)
        piles.append(_pile(viewer, "drafts", _("My drafts"), mine, "box=sent&state=draft"))
    if Role.APPROVER in viewer.roles:
        review = ours.filter(state="in_review").exclude(drafter_id=viewer.person_id)
        piles.append(_pile(viewer, "review", _("To approve"), review, "box=sent&state=in_review"))
    passing = rows.filter(sender_id=viewer.party_id, state__in=["approved", "ready"])
    if viewer.party_kind != "state" or Role.DRAFTER in viewer.roles:
        piles.append(_pile(viewer, "send", _("Ready to send"), passing, "box=sent&state=approved"))
    if viewer.party_kind in {"state", "organisation", "organ"}:
        unopened = theirs.filter(**OPEN, transport__in=["sent", "delivered"])
        piles.append(_pile(viewer, "unopened", _("Not yet opened"), unopened, "box=received"))
        fetched = theirs.filter(**OPEN, transport="fetched")
        piles.append(_pile(viewer, "register", _("To register"), fetched, "box=received"))
        doing = theirs.filter(**OPEN, transport="registered", state__in=_turn("addressee"))
        piles.append(_pile(viewer, "execute", _("To execute or answer"), doing, "box=received"))
    answered = ours.filter(**OPEN, state__in=_turn("issuer"))
    piles.append(_pile(viewer, "check", _("To check and decide"), answered, "box=sent"))
    soon = {**OPEN, "due_on__lte": today() + timedelta(days=14)}
    due = (theirs if viewer.party_kind == "state" else ours).filter(**soon)
    box = "received" if viewer.party_kind == "state" else "sent"
    piles.append(_pile(viewer, "due", _("Due within two weeks, or overdue"), due, f"box={box}&sort=due"))
    waiting = ours.filter(**OPEN, state__in=_turn("addressee"))
    piles.append(_pile(viewer, "waiting", _("What I wait for"), waiting, "box=sent"))
    return [pile for pile in piles if pile.rows]


def own_file_id(viewer: Viewer, request: Request) -> UUID:
    """Return the dossier that the viewer's party keeps for itself beside a request; raises NotFound for none."""
    if viewer.party_id == request.issuer_id:
        return request.file_id
    found = one(Counterfile.objects.visible_to(viewer), request_id=request.id, party_id=viewer.party_id)
    return found.dossier_id


def tasks_of(viewer: Viewer) -> GuardedQuerySet[Task]:
    """Return the person's own unfinished tasks, the next due first."""
    return (
        Task.objects.visible_to(viewer)
        .filter(assignee_id=viewer.acting_for_id or viewer.person_id, finished_at__isnull=True)
        .select_related("request")
        .order_by("due_on", "at")
    )


def saved_views(viewer: Viewer) -> QuerySet[SavedView]:
    """Return the person's own saved views, by name."""
    if viewer.person_id is None or viewer.party_id is None:
        raise NotFound
    return SavedView.objects.filter(person_id=viewer.person_id, party_id=viewer.party_id)
