# SPDX-License-Identifier: EUPL-1.2
"""Proposals to paragraphs: made by a party, changed and withdrawn by that party alone."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.dossiers.queries import person_of
from comity.parties.actions.given import needed_text
from comity.statute import Act

from .. import queries
from ..models import Proposal
from .entering import Held, by, held, record
from .rules import Rule
from .texts import open_text


@transaction.atomic
def make_proposal(
    viewer: Viewer, *, facilitation_id: UUID, text_id: UUID, key: str, kind: str, words: str, reason: str, at: datetime
) -> Proposal:
    """Propose a change to one paragraph of the latest version. Raises Refused, or Invalid naming the field."""
    found = _proposer(viewer, facilitation_id, Act.PROPOSAL_MAKE, at)
    text, version = open_text(viewer, found, text_id, Act.PROPOSAL_MAKE)
    if key not in {"", *(one["key"] for one in version.paragraphs)}:
        raise Invalid({"key": _("This paragraph is not in the latest version any more.")})
    if kind not in Proposal.Kind.values or (not key and kind != Proposal.Kind.ADD):
        raise Invalid({"kind": _("Choose among those that are offered.")})
    said = _said(kind, words, reason)
    rows = queries.proposals_of(viewer, found.row, text_id, standing=found.standing)
    number, limit = rows.count() + 1, settings.COMITY_LIMITS["proposals"]
    if number > limit:
        raise Invalid({"": _("This text has %(limit)d proposals, which is as many as it takes.") % {"limit": limit}})
    on = {"facilitation_id": text.facilitation_id, "dossier_id": text.dossier_id, "layer": text.layer}
    row = Proposal(
        **on, **by(viewer, at), **said, id=uuid4(), of=text, number=number, key=key, kind=kind,
        author_id=person_of(viewer),
    )  # fmt: skip
    row.save(force_insert=True)
    record(
        viewer, Act.PROPOSAL_MAKE, row, about=text.id, at=at, after=row.state, number=number, key=key, kind=kind,
        version=version.number, **said,
    )  # fmt: skip
    return row


@transaction.atomic
def edit_proposal(
    viewer: Viewer, *, facilitation_id: UUID, proposal_id: UUID, words: str, reason: str, at: datetime
) -> Proposal:
    """Change the words and the reason of a proposal of the viewer's own party; the timeline keeps what they were."""
    row = _own(viewer, facilitation_id, proposal_id, Act.PROPOSAL_EDIT, at)
    said = _said(row.kind, words, reason)
    was = {"words_before": row.words, "reason_before": row.reason}
    row.words, row.reason, row.edited_at, row.revision = said["words"], said["reason"], at, row.revision + 1
    row.save(update_fields=["words", "reason", "edited_at", "revision"])
    record(viewer, Act.PROPOSAL_EDIT, row, about=row.of_id, at=at, number=row.number, **was, **said)
    return row


@transaction.atomic
def withdraw_proposal(viewer: Viewer, *, facilitation_id: UUID, proposal_id: UUID, at: datetime) -> Proposal:
    """Withdraw a proposal of the viewer's own party; it stays readable as withdrawn."""
    row = _own(viewer, facilitation_id, proposal_id, Act.PROPOSAL_WITHDRAW, at)
    row.state = Proposal.State.WITHDRAWN
    row.save(update_fields=["state"])
    record(
        viewer, Act.PROPOSAL_WITHDRAW, row, about=row.of_id, at=at, before="open", after=row.state, number=row.number
    )  # fmt: skip
    return row


def _proposer(viewer: Viewer, facilitation_id: UUID, act: Act, at: datetime) -> Held:
    found = held(viewer, facilitation_id, act, at=at)
    if not found.standing.may_propose:
        raise Rule.PROPOSERS.broken_by(act)
    return found


def _own(viewer: Viewer, facilitation_id: UUID, proposal_id: UUID, act: Act, at: datetime) -> Proposal:
    """Return an open proposal of the viewer's own party; raises NotFound, or Refused for any other."""
    found = held(viewer, facilitation_id, act, at=at)
    row = queries.proposal(viewer, found.row, proposal_id, standing=found.standing)
    if not found.standing.may_propose:
        raise Rule.PROPOSERS.broken_by(act)
    if row.party_id != viewer.party_id:
        raise Rule.OWN_PROPOSAL.broken_by(act)
    if row.state != Proposal.State.OPEN:
        raise Rule.NOT_OPEN.broken_by(act)
    open_text(viewer, found, row.of_id, act)
    return row


def _said(kind: str, words: str, reason: str) -> dict[str, Any]:
    longest = settings.COMITY_LIMITS["field_characters"]
    if kind == Proposal.Kind.DELETE:
        return {"words": "", "reason": needed_text("reason", reason, longest=longest)}
    problems: dict[str, str] = {}
    said: dict[str, str] = {}
    for name, typed in (("words", words), ("reason", reason)):
        try:
            said[name] = needed_text(name, typed, longest=longest)
        except Invalid as error:
            problems |= error.problems
    if problems:
        raise Invalid(problems)
    return said
