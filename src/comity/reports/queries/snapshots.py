# SPDX-License-Identifier: EUPL-1.2
"""Snapshots: the frozen ones are everybody's, what was only proposed is the Registry's."""

import hashlib
import json
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from comity.core.errors import NotFound
from comity.core.paging import Page, page_of
from comity.core.viewer import Viewer
from comity.dossiers.models.committed import form_committed_to
from comity.ledger.format.receipt import build_receipt
from comity.ledger.queries import system_proof_of
from comity.statute import Act, Role

from ..models import Counted, Snapshot

COUNTS = "REG"
"""The organ that counts: the Registry."""
BY = "figures"
"""Under which name the freezing is committed to: it is a duty of the system, agreed to by two persons."""
_PROPOSE = frozenset({Role.OFFICER, Role.DRAFTER, Role.APPROVER, Role.SENIOR})
_AGREE = frozenset({Role.APPROVER, Role.SENIOR})


def may_propose(viewer: Viewer) -> bool:
    """Whether the viewer may propose a period to be counted."""
    return viewer.party_code == COUNTS and bool(viewer.roles & _PROPOSE)


def may_agree(viewer: Viewer, snapshot: Snapshot) -> bool:
    """Whether the viewer may agree to a proposed period: a second person, with the role to approve."""
    is_second = snapshot.proposed_by_id not in {viewer.person_id, viewer.acting_for_id}
    return viewer.party_code == COUNTS and is_second and bool(viewer.roles & _AGREE)


def snapshots(viewer: Viewer) -> QuerySet[Snapshot]:
    """Return the snapshots that the viewer may know of, the latest period first."""
    rows = Snapshot.rows.select_related("proposed_by", "settled_by")
    return rows if viewer.party_code == COUNTS else rows.filter(stage=Snapshot.Stage.FROZEN)


def snapshot(viewer: Viewer, snapshot_id: UUID) -> Snapshot:
    """Return one snapshot that the viewer may know of; raises NotFound."""
    found = snapshots(viewer).filter(id=snapshot_id).first()
    if found is None:
        raise NotFound
    return found


def system_agreed_days(first: date, last: date) -> QuerySet[Snapshot]:
    """Return what was agreed to or frozen and has a day in common with a period."""
    rows = Snapshot.rows.filter(stage__in=[Snapshot.Stage.AGREED, Snapshot.Stage.FROZEN])
    return rows.filter(first_day__lte=last, last_day__gte=first)


def behind(viewer: Viewer, snapshot: Snapshot, *, size: int, after: str = "", before: str = "") -> Page[Counted]:
    """Return a page of the requests counted in a snapshot that the viewer may see: their number tells of no others."""
    rows = Counted.objects.visible_to(viewer).filter(snapshot=snapshot).select_related("request", "request__addressee")
    return page_of(rows, order=("id",), size=size, after=after, before=before)


def form_of(snapshot: Snapshot) -> dict[str, Any]:
    """Return what the commitment of a frozen snapshot binds."""
    if snapshot.frozen_at is None:
        raise NotFound
    return form_committed_to(
        entry_id=snapshot.id,
        act=str(Act.SNAPSHOT_FREEZE),
        about=snapshot.id,
        dossier_id=snapshot.id,
        article="",
        before=str(Snapshot.Stage.AGREED),
        after=str(Snapshot.Stage.FROZEN),
        by=BY,
        at=snapshot.frozen_at,
        data={"documents": [_document(snapshot)]},
    )


def _document(snapshot: Snapshot) -> dict[str, Any]:
    data = snapshot.file.encode()
    return {"name": "figures.json", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def receipt_of(snapshot: Snapshot) -> bytes:
    """Return the receipt of a frozen snapshot, which binds its file; empty while the log has not closed over it."""
    if snapshot.leaf_id is None:
        raise NotFound
    logged = system_proof_of(snapshot.leaf_id)
    if logged is None:
        return b""
    form = form_of(snapshot)
    return build_receipt(bytes(snapshot.salt), form, index=logged.seq, siblings=logged.siblings, note=logged.note)


def figures_in(snapshot: Snapshot) -> dict[str, Any]:
    """Return the figures of a frozen snapshot as they were frozen."""
    found: dict[str, Any] = json.loads(snapshot.file)
    return found
