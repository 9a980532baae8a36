# SPDX-License-Identifier: EUPL-1.2
"""Sending, and the passage that follows: everything of one sending in one transaction, never half of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comity.core import outbox
from comity.core.db import as_system
from comity.core.errors import Refused
from comity.core.viewer import Viewer, system_viewer
from comity.documents import actions as documents
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Participation
from comity.dossiers.models.sight import one
from comity.statute import Act, Refusal, Text, rome

from ..models import Request, Version
from ..models.as_sent import documents_of_text
from ..queries.sending import changed_terms, terms_in_force
from .counterfiles import open_counterfile
from .sealing import demand_sealed_for_both
from .step import Step, begin, finish


@transaction.atomic
def send_request(viewer: Viewer, *, request_id: UUID, at: datetime, urgently: bool = False, seen: str = "") -> Request:
    """Send an approved request: bind channel, languages and basis in force now, freeze the text, let the addressee in.

    Its documents go with it; the entry commits to their digests. Raises Refused where something that was approved has
    changed since, saying what (rule 180(2)), where a document may not go before its provider consents, or is not sealed
    for both sides of a request under seal; Conflict where somebody acted on it since the mark `seen`. Nothing is sent
    then.
    """
    act = Act.REQUEST_SEND_URGENTLY if urgently else Act.REQUEST_SEND
    try:
        step = begin(viewer, request_id=request_id, act=act, at=at, seen=seen)
    except Refused as refused:
        raise _with_changes(viewer, request_id, refused) from None
    request = step.request
    bound = (step.terms or terms_in_force(viewer, request)).as_json()
    request.channel, request.languages, request.basis = bound["channel"], bound["languages"], bound["basis"]
    request.transport, request.sent_at = "sent", step.at
    request.is_unconfirmed = step.move.after == "transmitted_unconfirmed"
    demand_sealed_for_both(request, act, party_id=request.issuer_id)
    number, text = _freeze(request, at=step.at)
    given = documents.give_documents(
        viewer, about=request.id, party_id=request.issuer_id, dossier_id=request.dossier_id, act=act, at=step.at
    )
    assert request.addressee_id is not None  # the guard `complete` holds only for a request with an addressee
    dossiers.admit(
        viewer,
        dossier_id=request.dossier_id,
        party_id=request.addressee_id,
        side=Participation.Side.ADDRESSEE,
        scope=Participation.Scope.FULL,
        reason=str(act),
        at=at,
    )
    finish(
        step,
        changed={"channel", "languages", "basis", "transport", "sent_at", "is_unconfirmed"},
        data={"terms": bound, "version": number, "documents": [*text, *given]},
        dossier_id=request.dossier_id,
    )
    outbox.owe("requests.deliver", str(request.id))
    return request


@as_system("freeze")
def _freeze(request: Request, *, at: datetime) -> tuple[int, list[dict[str, Any]]]:
    """Keep the text as it leaves and return number and digest; whoever transmits may hold an envelope only."""
    number = 1 + Version.objects.unguarded("the request was fetched and locked").filter(request=request).count()
    text = {
        "number": number,
        "kind": Version.Kind.ORIGINAL,
        "subject": request.subject,
        "contents": request.contents,
    }
    Version(dossier_id=request.dossier_id, request=request, at=at, **text).save(force_insert=True)
    return number, documents_of_text(**text)


def _with_changes(viewer: Viewer, request_id: UUID, refused: Refused) -> Refused:
    """Say what changed, where the refusal is that something did, or that something is missing because of it."""
    if refused.refusal.code not in {"basis_current", "complete"}:
        return refused
    request = one(Request.objects.visible_to(viewer).select_related("dossier__situation", "addressee"), id=request_id)
    changes = changed_terms(request, terms_in_force(viewer, request))
    if not changes:
        return refused
    said, guard = " ".join(changes), rome().guards["basis_current"]
    return Refused(Refusal(refused.refusal.act, guard.article, guard.code, Text(said, said), guard.remedy))


@transaction.atomic
def system_deliver(request_id: UUID, *, at: datetime) -> Request | None:
    """Hand a sent request to the addressee's desk, with a file of their own; done once, however often called."""
    viewer = system_viewer("delivery")
    try:
        step = begin(viewer, request_id=request_id, act=Act.REQUEST_DELIVER, at=at)
    except Refused:
        return None
    _deliver(step)
    return step.request


def _deliver(step: Step) -> None:
    request = step.request
    request.transport, request.delivered_at = "delivered", step.at
    assert request.addressee_id is not None  # it was sent
    open_counterfile(step.viewer, request=request, party_id=request.addressee_id, at=step.at)
    finish(step, changed={"transport", "delivered_at"})


def deliver_first(request_id: UUID, *, at: datetime) -> None:
    """Hand over a request that its addressee reached for before the worker did."""
    with as_system("delivery"):
        _deliver(begin(system_viewer("delivery"), request_id=request_id, act=Act.REQUEST_DELIVER, at=at))


@transaction.atomic
def fetch_request(viewer: Viewer, *, request_id: UUID, at: datetime) -> Request:
    """Open a request for the first time at the addressee's desk: its contents are shown from here on; the sender knows.

    Fetched is not acknowledged: registration is an act of its own. A request not yet handed over is delivered first.
    """
    step = begin(viewer, request_id=request_id, act=Act.REQUEST_FETCH, at=at)
    if step.request.transport == "sent":
        deliver_first(request_id, at=at)
        step = begin(viewer, request_id=request_id, act=Act.REQUEST_FETCH, at=at)
    step.request.transport, step.request.fetched_at = "fetched", step.at
    finish(step, changed={"transport", "fetched_at"})
    return step.request
