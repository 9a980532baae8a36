# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a document: the provider's consent, and taking it out."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.actions.rules import demand_work
from comity.parties.actions.given import needed_text
from comity.statute import Act

from .. import queries
from ..models import Document
from .rules import Rule


@transaction.atomic
def record_consent(viewer: Viewer, *, document_id: UUID, about: UUID, consent: str, at: datetime) -> Document:
    """Record that the provider of a document consents to its being handed on: who, when, in which words.

    Until then a condition keeps it where it is (articles 54(3)(e), 72, 73, 93(8)). Refused for another party's
    document and for one without a condition.
    """
    document = queries.document_to_change(viewer, document_id, about=about)
    demand_work(viewer, Act.DOCUMENT_CONSENT)
    if document.party_id != viewer.party_id:
        raise Rule.OWN_DOCUMENT.broken_by(Act.DOCUMENT_CONSENT)
    if not document.conditions or not document.provider:
        raise Rule.NO_CONDITION.broken_by(Act.DOCUMENT_CONSENT)
    document.consent, document.consented_at = needed_text("consent", consent, longest=500), at
    document.save(update_fields=["consent", "consented_at"])
    _record(viewer, Act.DOCUMENT_CONSENT, document, at=at, consent=document.consent)
    return document


@transaction.atomic
def withdraw_document(viewer: Viewer, *, document_id: UUID, about: UUID, reason: str, at: datetime) -> Document:
    """Take a document out, with the reason: it stays listed, and nobody of another party downloads it any more."""
    document = queries.document_to_change(viewer, document_id, about=about)
    demand_work(viewer, Act.DOCUMENT_WITHDRAW)
    if document.party_id != viewer.party_id:
        raise Rule.OWN_DOCUMENT.broken_by(Act.DOCUMENT_WITHDRAW)
    if document.state == Document.State.WITHDRAWN:
        raise Rule.NOT_GIVEN.broken_by(Act.DOCUMENT_WITHDRAW)
    document.state, document.withdrawn_at = Document.State.WITHDRAWN, at
    document.reason = needed_text("reason", reason, longest=500)
    document.save(update_fields=["state", "withdrawn_at", "reason"])
    _record(viewer, Act.DOCUMENT_WITHDRAW, document, at=at, reason=document.reason)
    return document


@transaction.atomic
def release_document(viewer: Viewer, *, document_id: UUID, about: UUID, reason: str, at: datetime) -> Document:
    """Let the original of a redacted copy be handed on after all, with the reason; refused where it is not kept."""
    document = queries.document_to_change(viewer, document_id, about=about)
    demand_work(viewer, Act.DOCUMENT_RELEASE)
    if document.party_id != viewer.party_id:
        raise Rule.OWN_DOCUMENT.broken_by(Act.DOCUMENT_RELEASE)
    if document.state != Document.State.KEPT:
        raise Rule.NOT_KEPT.broken_by(Act.DOCUMENT_RELEASE)
    reason = needed_text("reason", reason, longest=500)
    document.state = Document.State.PREPARED
    document.save(update_fields=["state"])
    _record(viewer, Act.DOCUMENT_RELEASE, document, at=at, reason=reason)
    return document


def _record(viewer: Viewer, act: Act, document: Document, *, at: datetime, **said: str) -> None:
    dossiers.record(viewer, act, dossier_id=document.dossier_id, about=document.id, at=at, data=dict(said))
