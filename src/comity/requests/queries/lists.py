# SPDX-License-Identifier: EUPL-1.2
"""Lists of requests: by key, through sight, with the same number of queries however long they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import F

from comity.core import search
from comity.core.clock import today
from comity.core.errors import NotFound
from comity.core.ids import normal_number, read_reference
from comity.core.paging import Page, page_of
from comity.core.viewer import Viewer
from comity.dossiers.models import GuardedQuerySet, Participation
from comity.dossiers.models.sight import Scope
from comity.statute import rome

from ..models import NO_DATE, Reference, Request

# A list of one, because of "is_open" alone SQLite makes no use of an index.
OPEN = {"is_open__in": [True]}
BOXES = ("received", "sent", "passing")
# What lists show; whoever needs more of a request asks for its page.
_SHOWN = (
    "dossier", "reference", "kind", "subject", "state", "transport", "is_open", "is_invitation", "urgency",
    "requested_by", "due_on", "sent_at", "created_at", "changed_at", "batch", "sender", "issuer", "addressee",
    *(f"{side}__{name}" for side in ("issuer", "addressee") for name in ("kind", "code", "name_en", "name_fr")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; the empty text means "any". `due`: overdue, week, month, none."""

    box: str = "sent"
    status: str = "open"
    state: str = ""
    kind: str = ""
    party: str = ""
    due: str = ""
    urgency: str = ""
    situation: str = ""
    file: str = ""
    sort: str = "due"


def shows_contents(viewer: Viewer, request: Request, scope: str) -> bool:
    """Whether the viewer may read a request's text: never through an envelope, nor as the addressee before fetching."""
    is_unopened = (
        viewer.party_id == request.addressee_id
        and viewer.party_id != request.issuer_id
        and request.transport in {"sent", "delivered"}
    )
    return scope == Participation.Scope.FULL and not is_unopened


def seen_by(viewer: Viewer) -> GuardedQuerySet[Request]:
    """Return the visible requests as lists show them: with parties and the viewer's own scope, and no other columns."""
    rows = _visible(viewer).annotate(scope=Scope(viewer, "dossier_id"))
    return cast("GuardedQuerySet[Request]", rows)


def _visible(viewer: Viewer) -> GuardedQuerySet[Request]:
    return Request.objects.visible_to(viewer).select_related("issuer", "addressee").only(*_SHOWN)


def in_box(rows: GuardedQuerySet[Request], viewer: Viewer, box: str) -> GuardedQuerySet[Request]:
    """Narrow to what the viewer's party received, sent, or passes on for another."""
    match box:
        case "received":
            return rows.filter(addressee_id=viewer.party_id).exclude(transport="unsent")
        case "passing":
            return rows.filter(sender_id=viewer.party_id).exclude(issuer_id=viewer.party_id)
        case _:
            return rows.filter(issuer_id=viewer.party_id)


def requests_page(
    viewer: Viewer, filters: Filters, *, after: str = "", before: str = "", size: int | None = None
) -> Page[Request]:
    """Return one page of requests in one query; rows whose text the viewer may not read come without their subject."""
    # Issuer and addressee are in the exchange with all of it; only who passes on may hold an envelope.
    seen = seen_by(viewer) if filters.box == "passing" else _visible(viewer)
    rows = _narrowed(in_box(seen, viewer, filters.box), filters)
    marked = rows.annotate(level=F("dossier__classification"))
    order = ("-changed_at", "-id") if filters.sort == "changed" else ("due_on", "id")
    limit: int = size or settings.COMITY_LIMITS["page_rows"]
    page: Page[Request] = page_of(marked, order=order, size=limit, after=after, before=before)
    for request in page.rows:
        cover(viewer, request)
    return page


def cover(viewer: Viewer, request: Request) -> Request:
    """Take the text out of a row that shows the viewer an envelope only."""
    is_party_to_it = viewer.party_id in {request.issuer_id, request.addressee_id}
    scope = Participation.Scope.FULL if is_party_to_it else getattr(request, "scope", "") or ""
    is_covered = not shows_contents(viewer, request, scope)
    if is_covered:
        request.subject = ""
    request.is_covered = is_covered  # type: ignore[attr-defined]  # a mark on this row, for the page
    return request


def _narrowed(rows: GuardedQuerySet[Request], filters: Filters) -> GuardedQuerySet[Request]:
    if filters.status in {"open", "closed"}:
        rows = rows.filter(is_open__in=[filters.status == "open"])
    if filters.state in rome().states:
        rows = rows.filter(state=filters.state)
    if filters.kind in rome().kinds:
        rows = rows.filter(kind=filters.kind)
    if filters.urgency:
        rows = rows.filter(urgency=filters.urgency)
    if filters.file:
        rows = rows.filter(file_id=_uuid(filters.file))
    if filters.situation:
        rows = rows.filter(dossier__situation__code=filters.situation)
    if filters.party:
        other = "issuer__code" if filters.box == "received" else "addressee__code"
        rows = rows.filter(**{other: filters.party})
    return _due(rows, filters.due, today())


def _uuid(text: str) -> UUID:
    """Return the id that stands in an address; raises NotFound where it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _due(rows: GuardedQuerySet[Request], due: str, day: date) -> GuardedQuerySet[Request]:
    match due:
        case "overdue":
            return rows.filter(due_on__lt=day)
        case "week":
            return rows.filter(due_on__gte=day, due_on__lte=day + timedelta(days=7))
        case "month":
            return rows.filter(due_on__gte=day, due_on__lte=day + timedelta(days=31))
        case "none":
            return rows.filter(due_on=NO_DATE)
        case _:
            return rows


def find(viewer: Viewer, typed: str, *, limit: int = 50) -> list[Request]:
    """Return visible requests by any of their references, with or without slashes, or else by words; newest first.

    The order is by date, never by a rank computed over rows the viewer cannot see.
    """
    text = typed.strip()[: settings.COMITY_LIMITS["search_characters"]]
    if not text:
        return []
    numbered = _by_number(viewer, text)
    found = [cover(viewer, row) for row in _in_order(viewer, numbered or search.find(viewer, text, limit=limit))]
    # What is not opened yet is not found by its words: finding it would tell them.
    return found if numbered else [row for row in found if not row.is_covered]  # type: ignore[attr-defined]  # see cover


def _by_number(viewer: Viewer, text: str) -> list[UUID]:
    reference = read_reference(text)
    if reference is not None:
        return list(Request.objects.visible_to(viewer).filter(reference=reference).values_list("id", flat=True))
    normal = normal_number(text)
    if not any(letter.isdigit() for letter in normal):
        return []
    return list(Reference.objects.visible_to(viewer).filter(normal=normal).values_list("request_id", flat=True)[:50])


def _in_order(viewer: Viewer, ids: Iterable[UUID]) -> list[Request]:
    return list(seen_by(viewer).filter(id__in=list(ids)).order_by("-created_at", "-id"))
