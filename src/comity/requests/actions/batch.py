# SPDX-License-Identifier: EUPL-1.2
"""Drafts from drafts: a copy of an earlier request, one text to several States, a compound request split in two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, Refused
from comity.core.viewer import Viewer
from comity.documents import actions as documents
from comity.dossiers import actions as dossiers
from comity.dossiers.models.sight import one
from comity.statute import Act, Refusal, rome

from ..models import Request
from ..queries.acting import FOR_MANY, linked_of
from .drafts import begin_request, parties_named
from .perform import perform
from .sending import send_request
from .step import begin, index, locked


def _fill(source: Request, target: Request, *, elements: Sequence[str] | None = None) -> None:
    """Carry over what belongs to the text; never what sending bound, nor anything the other side said."""
    known = {element.code for element in rome().kinds[target.kind].elements}
    wanted = known if elements is None else known & set(elements)
    target.contents = {code: given for code, given in source.contents.items() if code in wanted}
    target.language, target.urgency = source.language, source.urgency
    target.requested_by, target.is_invitation = source.requested_by, source.is_invitation
    if source.file_id == target.file_id:
        target.person_id = source.person_id


_CARRIED = ["contents", "language", "urgency", "requested_by", "is_invitation", "person", "addressee", "parent"]


@transaction.atomic
def copy_request(viewer: Viewer, *, request_id: UUID, file_id: UUID | None, at: datetime) -> Request:
    """Begin a new draft with the text of an earlier request that the viewer sees, in the same file or another."""
    source = one(
        Request.objects.visible_to(viewer).filter(issuer_id=viewer.party_id).select_related("addressee"), id=request_id
    )
    copy = begin_request(
        viewer,
        file_id=file_id or source.file_id,
        kind=source.kind,
        subject=source.subject,
        copied_from=source,
        at=at,
    )
    _fill(source, copy)
    copy.addressee = source.addressee
    copy.save(update_fields=_CARRIED)
    index(copy)
    dossiers.record(
        viewer, Act.DRAFT_COPY, dossier_id=copy.file_id, about=copy.id, at=at, data={"from": source.reference}
    )
    return copy


@transaction.atomic
def address_to_several(viewer: Viewer, *, request_id: UUID, codes: Sequence[str], at: datetime) -> list[Request]:
    """Make one linked draft for each further State; each is its own request, and no State learns of another.

    Raises Invalid for no State, an unknown one, or more than the settings allow at once.
    """
    step = begin(viewer, request_id=request_id, act=Act.REQUEST_EDIT, at=at)
    source = step.request
    wanted = list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))
    limit: int = settings.COMITY_LIMITS["addressees"]
    if not wanted or len(wanted) > limit:
        raise Invalid({"addressees": _("Choose between 1 and %(limit)d States.") % {"limit": limit}})
    parties_chosen = [parties_named(viewer, code) for code in wanted]
    if source.issuer_id in {party.id for party in parties_chosen}:
        raise Invalid({"addressees": _("A request goes to another party than your own.")})
    if source.batch is None:
        source.batch = uuid4()
        source.save(update_fields=["batch"])
    already = set(Request.objects.visible_to(viewer).filter(batch=source.batch).values_list("addressee_id", flat=True))
    made = []
    for party in parties_chosen:
        if party.id in already:
            continue
        linked = begin_request(
            viewer, file_id=source.file_id, kind=source.kind, subject=source.subject, batch=source.batch, at=at
        )
        _fill(source, linked)
        linked.addressee = party
        linked.save(update_fields=_CARRIED)
        index(linked)
        documents.copy_documents(viewer, about=source.id, to=linked.id, dossier_id=linked.file_id, at=at)
        made.append(linked)
    return made


@transaction.atomic
def split_draft(
    viewer: Viewer, *, request_id: UUID, kind: str, subject: str, elements: Sequence[str], at: datetime
) -> Request:
    """Split a compound draft: a second one of another kind takes the chosen elements along; the first keeps its own."""
    step = begin(viewer, request_id=request_id, act=Act.REQUEST_EDIT, at=at)
    source = step.request
    second = begin_request(viewer, file_id=source.file_id, kind=kind, subject=subject, at=at)
    _fill(source, second, elements=elements or None)
    second.addressee = source.addressee
    second.parent = source
    second.save(update_fields=_CARRIED)
    index(second)
    dossiers.record(
        viewer,
        Act.DRAFT_SPLIT,
        dossier_id=source.file_id,
        about=source.id,
        at=at,
        data={"into": second.reference, "kind": kind},
    )
    return second


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act on one request of a batch: done, or refused, or in want of something."""

    request: Request
    refusal: Refusal | None = None
    problem: str = ""


@transaction.atomic
def perform_for_all(
    viewer: Viewer, *, request_id: UUID, act: Act, given: Mapping[str, str], at: datetime, seen: str = ""
) -> list[Outcome]:
    """Do an act on a request and on those of its batch that stand in the same state; each is decided by itself.

    Raises what the act on the first request raises, and then nothing was done to any of them. A refusal of one of the
    others leaves that one as it is, and is told.
    """
    if act not in FOR_MANY:
        raise Invalid({"linked": _("This is done on one request at a time.")})
    request = locked(viewer, request_id, act)
    others = linked_of(viewer, request, state=request.state)
    _one(viewer, request_id, act, given, at, seen)
    outcomes = [Outcome(request)]
    for other in others:
        try:
            _one(viewer, other.id, act, given, at, "")
        except Refused as refused:
            outcomes.append(Outcome(other, refusal=refused.refusal))
        except Invalid as invalid:
            outcomes.append(Outcome(other, problem=" ".join(invalid.problems.values())))
        else:
            outcomes.append(Outcome(other))
    return outcomes


def _one(viewer: Viewer, request_id: UUID, act: Act, given: Mapping[str, str], at: datetime, seen: str) -> None:
    if act in {Act.REQUEST_SEND, Act.REQUEST_SEND_URGENTLY}:
        send_request(viewer, request_id=request_id, at=at, urgently=act == Act.REQUEST_SEND_URGENTLY, seen=seen)
    else:
        perform(viewer, request_id=request_id, act=act, given=given, at=at, seen=seen)
