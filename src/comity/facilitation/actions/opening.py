# SPDX-License-Identifier: EUPL-1.2
"""Opening a facilitation, appointing who leads it, ending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import CONFIDENTIAL, PUBLIC, Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.queries import party_of, person_of
from comity.mandates.models import Mandate, Paragraph
from comity.mandates.queries import mandate, paragraph_named
from comity.parties.actions.given import needed_text
from comity.parties.queries import parties_named, posts_of_function
from comity.statute import Act

from .. import queries
from ..models import Basis, Facilitation, Facilitator, Participant
from .entering import led
from .inviting import is_state_party, let_in
from .rules import Rule


@dataclass(frozen=True, slots=True)
class Basing:
    """What a facilitation is to rest on: a mandate, or the paragraph of that number in the instrument named."""

    mandate_id: UUID | None = None
    symbol: str = ""
    number: str = ""


@transaction.atomic
def open_facilitation(
    viewer: Viewer, *, subject: str, since: date, until: date, rests_on: Sequence[Basing], at: datetime
) -> Facilitation:
    """Open a facilitation with its three layers. Raises Refused, or Invalid naming the field."""
    if not queries.may_open(viewer):
        raise Rule.ASSEMBLY_OPENS.broken_by(Act.FACILITATION_OPEN)
    subject = needed_text("subject", subject, longest=settings.COMITY_LIMITS["title_characters"])
    if until < since:
        raise Invalid({"until": _("The term ends before it begins. Give a later day.")})
    if viewer.clearance < CONFIDENTIAL:
        raise Invalid({"": _("What delegations write is confidential, and you are not cleared for it. A colleague who "
                             "is opens the facilitation.")})  # fmt: skip
    bases = [_basis(viewer, one) for one in rests_on]
    if not bases:
        raise Invalid({"": _("Name the mandate or the paragraph on which the facilitation rests.")})
    layers = {
        name: dossiers.open_consultation(viewer, title=subject, classification=classification, at=at)
        for name, classification in (("public", PUBLIC), ("invited", PUBLIC), ("delegations", CONFIDENTIAL))
    }
    row = Facilitation(
        id=uuid4(),
        subject=subject,
        since=since,
        until=until,
        keeper_id=party_of(viewer),
        opened_by_id=person_of(viewer),
        opened_at=at,
        **layers,
    )
    row.save(force_insert=True)
    Basis.rows.bulk_create(
        Basis(facilitation=row, paragraph=paragraph, mandate=found) for paragraph, found in dict.fromkeys(bases)
    )
    _record(
        viewer, Act.FACILITATION_OPEN, row, at=at, after=row.state, subject=subject, since=since.isoformat(),
        until=until.isoformat(),
        rests_on=[f"{paragraph.instrument.symbol}, {paragraph}" for paragraph, _mandate in bases],
    )  # fmt: skip
    return row


def _basis(viewer: Viewer, given: Basing) -> tuple[Paragraph, Mandate | None]:
    if given.mandate_id is not None:
        try:
            found = mandate(viewer, given.mandate_id)
        except NotFound:
            raise Invalid({"mandate": _("Choose among those that are offered.")}) from None
        return found.paragraph, found
    paragraph = paragraph_named(viewer, symbol=given.symbol, number=given.number)
    if paragraph is None:
        raise Invalid({"number": _("The library holds no operative paragraph %(number)s of %(symbol)s.")
                       % {"number": given.number, "symbol": given.symbol}})  # fmt: skip
    return paragraph, None


@transaction.atomic
def appoint_facilitator(
    viewer: Viewer, *, facilitation_id: UUID, party_id: UUID, function: str, at: datetime
) -> Facilitator:
    """Let a post of a party lead a facilitation; its party takes part from now on. Raises Refused, or Invalid.

    The post is named by its function, which is all that is shown of it across walls; it must be one post.
    """
    if not queries.may_open(viewer):
        raise Rule.ASSEMBLY_OPENS.broken_by(Act.FACILITATOR_APPOINT)
    found = led(viewer, facilitation_id, Act.FACILITATOR_APPOINT, at=at)
    day = at.astimezone(THE_HAGUE).date()
    party = parties_named(viewer, party_ids=[party_id]).get(party_id)
    posts = posts_of_function(viewer, party_id=party_id, function=function, on=day) if party else []
    if party is None or len(posts) != 1:
        raise Invalid({"function": _("No post of that party bears exactly this function now, or more than one does. "
                                     "Ask the party how it is written.")})  # fmt: skip
    if any(one.post_id == posts[0].pk for one in queries.facilitators_of(viewer, found.row.id, at=at)):
        raise Invalid({"function": _("This post is a facilitator already.")})
    role = Participant.Role.DELEGATION if party.kind == "state" else Participant.Role.ORGAN
    if party.kind not in {"state", "organ"} or (party.kind == "state" and not is_state_party(viewer, party, day)):
        raise Invalid({"party": _("A facilitator comes from a State Party or an organ of the Court.")})
    let_in(viewer, found, party=party, role=role, at=at)
    row = Facilitator(facilitation=found.row, post=posts[0], party=party, function=posts[0].function, since=at)
    row.save(force_insert=True)
    _record(viewer, Act.FACILITATOR_APPOINT, found.row, at=at, party=party.code, function=row.function)
    return row


@transaction.atomic
def relieve_facilitator(viewer: Viewer, *, facilitation_id: UUID, facilitator_id: int, at: datetime) -> Facilitator:
    """End the appointment of a facilitator; its party takes part as before. Raises NotFound, or Refused."""
    if not queries.may_open(viewer):
        raise Rule.ASSEMBLY_OPENS.broken_by(Act.FACILITATOR_RELIEVE)
    found = led(viewer, facilitation_id, Act.FACILITATOR_RELIEVE, at=at)
    row = next((one for one in queries.facilitators_of(viewer, found.row.id, at=at) if one.pk == facilitator_id), None)
    if row is None:
        raise NotFound
    row.until = at
    row.save(update_fields=["until"])
    _record(viewer, Act.FACILITATOR_RELIEVE, found.row, at=at, party=row.party.code, function=row.function)
    return row


@transaction.atomic
def end_facilitation(viewer: Viewer, *, facilitation_id: UUID, outcome: str, at: datetime) -> Facilitation:
    """End a facilitation, saying what came of it, which everybody reads. Raises Refused, or Invalid.

    What is in its layers stays readable to who takes part. It does not end while a silence runs.
    """
    found = led(viewer, facilitation_id, Act.FACILITATION_END, at=at)
    if not queries.may_open(viewer):
        raise Rule.ASSEMBLY_OPENS.broken_by(Act.FACILITATION_END)
    if queries.is_silence_running(viewer, found.row):
        raise Invalid({"": _("A silence procedure is running in it. Wait for its end.")})
    row = found.row
    row.outcome = needed_text("outcome", outcome, longest=settings.COMITY_LIMITS["field_characters"])
    row.state, row.ended_at = Facilitation.State.ENDED, at
    row.save(update_fields=["state", "ended_at", "outcome"])
    _record(viewer, Act.FACILITATION_END, row, at=at, before="open", after="ended", outcome=row.outcome)
    return row


def _record(
    viewer: Viewer, act: Act, row: Facilitation, *, at: datetime, before: str = "", after: str = "", **data: Any
) -> None:
    dossiers.record(
        viewer, act, dossier_id=row.public_id, about=row.id, at=at, before=before, after=after, data=data
    )  # fmt: skip
