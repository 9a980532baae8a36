# SPDX-License-Identifier: EUPL-1.2
"""Operations on requests: list, read, begin, save, act, send, open. Schemas name every field that leaves the house."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from comity.core.http import ViewerRequest
from comity.statute import Act, rome

from . import actions, queries
from .models import NO_DATE, Request

router = Router(tags=["requests"])


class Problem(Schema):
    """A problem document (RFC 9457)."""

    title: str
    status: int
    article: str = ""
    code: str = ""
    remedy: str = ""
    act: str = ""
    fields: dict[str, str] = Field(default_factory=dict)


ERRORS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class RequestOut(Schema):
    """One request as a list shows it. `subject` is empty where only the envelope is shown."""

    id: UUID
    reference: str
    kind: str
    article: str
    issuer: str
    addressee: str | None
    subject: str
    state: str
    transport: str
    is_open: bool
    urgency: str
    requested_by: date | None
    due_on: date | None
    sent_at: datetime | None
    changed_at: datetime


class PageOut(Schema):
    """One page of a list; give `next` as `after` for the next page."""

    rows: list[RequestOut]
    next: str
    previous: str


class EntryOut(Schema):
    """One act of the timeline; `function` and `party` say who did it."""

    at: datetime
    act: str
    article: str
    before: str
    after: str
    party: str
    function: str
    data: dict[str, Any]


class ClockOut(Schema):
    """One clock with its computation."""

    code: str
    article: str
    trigger: str
    triggered_at: datetime
    computed_due_at: datetime
    due_at: datetime
    state: str


class OfferOut(Schema):
    """One act that the statute knows here: allowed, or refused by an article for a reason."""

    act: str
    allowed: bool
    needs: list[str]
    article: str
    reason: str


class RequestPageOut(RequestOut):
    """One request whole, as its page shows it to this viewer."""

    contents: dict[str, Any]
    language: str
    channel: str
    languages: list[list[str]]
    basis: dict[str, Any]
    timeline: list[EntryOut]
    clocks: list[ClockOut]
    acts: list[OfferOut]


class BeginIn(Schema):
    """A new draft: the case file, the kind, and (all optional) its first fields as `save` takes them."""

    file: UUID
    kind: str = Field(max_length=12)
    fields: dict[str, str] = Field(default_factory=dict)


class SaveIn(Schema):
    """Fields of a draft by name, and the marks of the texts they are based on; a field without a mark was empty."""

    fields: dict[str, str]
    marks: dict[str, str] = Field(default_factory=dict)


class SavedOut(Schema):
    """What a save did: fields saved, fields that somebody else changed meanwhile (their text), fields refused (why)."""

    id: UUID
    reference: str
    saved: list[str]
    conflicts: dict[str, str]
    problems: dict[str, str]


class ActIn(Schema):
    """What an act needs, by the codes of its needs."""

    given: dict[str, str] = Field(default_factory=dict)


def _viewer_request(request: HttpRequest) -> ViewerRequest:
    return cast("ViewerRequest", request)


def out(request: Request) -> dict[str, Any]:
    """Return the fields of one row that a list may show."""
    return {
        "id": request.id,
        "reference": request.reference,
        "kind": request.kind,
        "article": rome().kinds[request.kind].article,
        "issuer": request.issuer.code,
        "addressee": request.addressee.code if request.addressee else None,
        "subject": request.subject,
        "state": request.state,
        "transport": request.transport,
        "is_open": request.is_open,
        "urgency": request.urgency,
        "requested_by": request.requested_by,
        "due_on": None if request.due_on == NO_DATE else request.due_on,
        "sent_at": request.sent_at,
        "changed_at": request.changed_at,
    }


class ListIn(Schema):
    """Filters of the list; the empty text means any."""

    box: str = "sent"
    status: str = "open"
    state: str = ""
    kind: str = ""
    party: str = ""
    due: str = ""
    urgency: str = ""
    situation: str = ""
    sort: str = "due"
    after: str = ""
    before: str = ""


@router.get("", response={200: PageOut, **ERRORS}, operation_id="requests_list")
def list_requests(request: HttpRequest, asked: Query[ListIn]) -> dict[str, Any]:
    """Return one page of the requests that the viewer's party received, sent or passes on."""
    values = asked.dict()
    after, before = values.pop("after"), values.pop("before")
    page = queries.requests_page(_viewer_request(request).viewer, queries.Filters(**values), after=after, before=before)
    return {"rows": [out(row) for row in page.rows], "next": page.next_key, "previous": page.previous_key}


@router.get("search", response={200: list[RequestOut], **ERRORS}, operation_id="requests_search")
def search_requests(request: HttpRequest, q: str) -> list[dict[str, Any]]:
    """Return visible requests by reference or words, newest first, at most fifty."""
    return [out(row) for row in queries.find(_viewer_request(request).viewer, q)]


@router.get("{uuid:request_id}", response={200: RequestPageOut, **ERRORS}, operation_id="requests_read")
def read_request(request: HttpRequest, request_id: UUID) -> dict[str, Any]:
    """Return one request whole."""
    page = queries.request_page(_viewer_request(request).viewer, request_id)
    row = page.request
    return {
        **out(row),
        "contents": row.contents,
        "language": row.language,
        "channel": row.channel,
        "languages": row.languages,
        "basis": row.basis,
        "timeline": [
            {
                "at": entry.at,
                "act": entry.act,
                "article": entry.article,
                "before": entry.before,
                "after": entry.after,
                "party": entry.party.code if entry.party else "",
                "function": entry.function,
                "data": entry.data,
            }
            for entry in page.entries
        ],
        "clocks": [
            {
                "code": clock.code,
                "article": clock.article,
                "trigger": clock.trigger,
                "triggered_at": clock.triggered_at,
                "computed_due_at": clock.computed_due_at,
                "due_at": clock.due_at,
                "state": clock.state,
            }
            for clock in page.clocks
        ],
        "acts": [
            {
                "act": str(offer.act),
                "allowed": offer.move is not None,
                "needs": list(offer.move.needs) if offer.move else [],
                "article": offer.move.article if offer.move else offer.refusal.article if offer.refusal else "",
                "reason": offer.refusal.reason.en if offer.refusal else "",
            }
            for offer in page.offers
        ],
    }


@router.post("", response={201: SavedOut, **ERRORS}, operation_id="requests_begin")
def begin_request(request: HttpRequest, given: BeginIn) -> Status[dict[str, Any]]:
    """Begin a draft in one of the party's own case files."""
    seen = _viewer_request(request)
    begun = actions.begin_request(seen.viewer, file_id=given.file, kind=given.kind, at=seen.at)
    marks = {name: queries.mark_of(queries.draft_value(begun, name)) for name in given.fields}
    saved = actions.save_draft(seen.viewer, request_id=begun.id, typed=given.fields, marks=marks, at=seen.at)
    return Status(201, _saved(saved))


@router.put("{uuid:request_id}", response={200: SavedOut, **ERRORS}, operation_id="requests_save")
def save_request(request: HttpRequest, request_id: UUID, given: SaveIn) -> dict[str, Any]:
    """Save fields of a draft; what somebody else changed meanwhile is not overwritten."""
    seen = _viewer_request(request)
    marks = {name: given.marks.get(name, queries.mark_of("")) for name in given.fields}
    return _saved(actions.save_draft(seen.viewer, request_id=request_id, typed=given.fields, marks=marks, at=seen.at))


def _saved(saved: actions.Saved) -> dict[str, Any]:
    return {
        "id": saved.request.id,
        "reference": saved.request.reference,
        "saved": sorted(saved.saved),
        "conflicts": {conflict.field: conflict.theirs for conflict in saved.conflicts},
        "problems": saved.problems,
    }


@router.post("{uuid:request_id}/acts/{act}", response={200: RequestOut, **ERRORS}, operation_id="requests_act")
def act_on_request(request: HttpRequest, request_id: UUID, act: str, given: ActIn) -> dict[str, Any]:
    """Do one act, named as everywhere (`requests:reply:partial` ...), on a request."""
    seen = _viewer_request(request)
    named = actions.act_named(act)
    match named:
        case Act.REQUEST_SEND | Act.REQUEST_SEND_URGENTLY:
            done = actions.send_request(
                seen.viewer, request_id=request_id, at=seen.at, urgently=named == Act.REQUEST_SEND_URGENTLY
            )
        case Act.REQUEST_FETCH:
            done = actions.fetch_request(seen.viewer, request_id=request_id, at=seen.at)
        case _:
            done = actions.perform(seen.viewer, request_id=request_id, act=named, given=given.given, at=seen.at)
    return out(done)
