# SPDX-License-Identifier: EUPL-1.2
"""Lists of requests: by key, through sight, with the same number of queries however long they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from comity.core import search
from comity.core.clock import today
from comity.core.errors import NotFound
from comity.core.ids import normal_number, read_reference
from comity.core.paging import Page, cut, page_from
from comity.core.prepared import Prepared
from comity.core.viewer import Viewer
from comity.dossiers.models import GuardedQuerySet, Participation
from comity.dossiers.models.sight import Scope
from comity.parties.queries import parties_named
from comity.statute import rome

from ..models import NO_DATE, Reference, Request

# A list of one, because of "is_open" alone SQLite makes no use of an index.
OPEN = {"is_open__in": [True]}
BOXES = ("received", "sent", "passing")
# What lists show; whoever needs more of a request asks for its page.
_SHOWN = (
    "dossier", "reference", "kind", "subject", "state", "transport", "is_open", "is_invitation", "urgency",
    "requested_by", "due_on", "sent_at", "created_at", "changed_at", "batch", "sender", "issuer", "addressee",
)  # fmt: skip
_OF_PARTIES = [f"{side}__{name}" for side in ("issuer", "addressee") for name in ("kind", "code", "name_en", "name_fr")]


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


def seen_by(viewer: Viewer, *, at: datetime | None = None) -> GuardedQuerySet[Request]:
    """Return the visible requests as lists show them: with parties and the viewer's own scope, and no other columns."""
    rows = Request.objects.visible_to(viewer, at=at).annotate(scope=Scope(viewer, "dossier_id", at=at))
    named = rows.select_related("issuer", "addressee").only(*_SHOWN, *_OF_PARTIES)
    return cast("GuardedQuerySet[Request]", named)


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
    """Return one page of requests; rows whose text the viewer may not read come without their subject.

    The few parties are fetched once and not with every row of theirs.
    """
    order = ("-changed_at", "-id") if filters.sort == "changed" else ("due_on", "id")
    limit: int = size or settings.COMITY_LIMITS["page_rows"]
    given = _given(filters)
    form = replace(filters, **{name: "given" if name in given else "" for name in _FREE})

    def fetch(key: Sequence[Any], *, backwards: bool) -> Iterable[Request]:
        query = _query(form, order, limit, is_keyed=bool(key), backwards=backwards)
        return query(viewer=viewer, at=timezone.now(), key=list(key), **given, **_days(filters.due, today()))

    page: Page[Request] = page_from(fetch, model=Request, order=order, size=limit, after=after, before=before)
    keys = {key for one in page.rows for key in (one.issuer_id, one.addressee_id) if key}
    names = parties_named(viewer, party_ids=keys)
    for request in page.rows:
        request.issuer = names[request.issuer_id]
        request.addressee = names[request.addressee_id] if request.addressee_id else None
        cover(viewer, request)
    return page


@lru_cache(maxsize=1_000)
def _query(
    form: Filters, order: tuple[str, ...], size: int, *, is_keyed: bool, backwards: bool
) -> Prepared[GuardedQuerySet[Request]]:
    """Return the query of all lists that are narrowed by the same things, whatever the values are."""

    def compose(viewer: Viewer, at: datetime, key: list[Any], **given: Any) -> GuardedQuerySet[Request]:
        seen = Request.objects.visible_to(viewer, at=at).only(*_SHOWN)
        rows = _narrowed(in_box(seen, viewer, form.box), form, given)
        marked: GuardedQuerySet[Any] = rows.annotate(level=F("dossier__classification"))
        if form.box == "passing":  # issuer and addressee are in the exchange with all of it; who passes on may not be
            marked = marked.annotate(scope=Scope(viewer, "dossier_id", at=at))
        assert bool(key) == is_keyed
        return cast("GuardedQuerySet[Request]", cut(marked, order=order, size=size, key=key, backwards=backwards))

    return Prepared(compose)


def cover(viewer: Viewer, request: Request) -> Request:
    """Take the text out of a row that shows the viewer an envelope only."""
    is_party_to_it = viewer.party_id in {request.issuer_id, request.addressee_id}
    scope = Participation.Scope.FULL if is_party_to_it else getattr(request, "scope", "") or ""
    is_covered = not shows_contents(viewer, request, scope)
    if is_covered:
        request.subject = ""
    request.is_covered = is_covered  # type: ignore[attr-defined]  # a mark on this row, for the page
    return request


# What is given as a value, beside the few words that make a list another one.
_FREE = ("state", "kind", "party", "urgency", "situation", "file")


def _given(filters: Filters) -> dict[str, Any]:
    """Return the values a list is narrowed to; a state or kind that does not exist narrows nothing."""
    found: dict[str, Any] = {name: getattr(filters, name) for name in _FREE if getattr(filters, name)}
    if found.get("state") not in rome().states:
        found.pop("state", None)
    if found.get("kind") not in rome().kinds:
        found.pop("kind", None)
    if "file" in found:
        found["file"] = _uuid(filters.file)
    return found


def _narrowed(rows: GuardedQuerySet[Request], form: Filters, given: Mapping[str, Any]) -> GuardedQuerySet[Request]:
    columns = {
        "state": "state",
        "kind": "kind",
        "urgency": "urgency",
        "file": "file_id",
        "situation": "dossier__situation__code",
        "party": "issuer__code" if form.box == "received" else "addressee__code",
        "since": "due_on__gte",
        "until": "due_on__lte",
        "before": "due_on__lt",
        "exactly": "due_on",
    }
    if form.status in {"open", "closed"}:
        rows = rows.filter(is_open__in=[form.status == "open"])
    return rows.filter(**{columns[name]: value for name, value in given.items()})


def _uuid(text: str) -> UUID:
    """Return the id that stands in an address; raises NotFound where it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _days(due: str, day: date) -> dict[str, date]:
    match due:
        case "overdue":
            return {"before": day}
        case "week":
            return {"since": day, "until": day + timedelta(days=7)}
        case "month":
            return {"since": day, "until": day + timedelta(days=31)}
        case "none":
            return {"exactly": NO_DATE}
        case _:
            return {}


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


_referred = Prepared(
    lambda viewer, at, reference: (
        Request.objects.visible_to(viewer, at=at).filter(reference=reference).values_list("id", flat=True)
    )
)
_numbered = Prepared(
    lambda viewer, at, normal: (
        Reference.objects.visible_to(viewer, at=at).filter(normal=normal).values_list("request_id", flat=True)[:50]
    )
)
_found = Prepared(lambda viewer, at, keys: seen_by(viewer, at=at).filter(id__in=keys).order_by("-created_at", "-id"))


def _by_number(viewer: Viewer, text: str) -> list[UUID]:
    reference = read_reference(text)
    if reference is not None:
        return list(_referred(viewer=viewer, at=timezone.now(), reference=reference))
    normal = normal_number(text)
    if not any(letter.isdigit() for letter in normal):
        return []
    return list(_numbered(viewer=viewer, at=timezone.now(), normal=normal))


def _in_order(viewer: Viewer, ids: Iterable[UUID]) -> list[Request]:
    return list(_found(viewer=viewer, at=timezone.now(), keys=list(ids)))
