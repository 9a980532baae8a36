# SPDX-License-Identifier: EUPL-1.2
"""Calls for input, and the answers to them as far as the viewer may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from comity.core.viewer import Viewer
from comity.dossiers.models import GuardedQuerySet
from comity.dossiers.models.sight import one
from comity.parties.queries import PARTY_DETAILS
from comity.statute import Role

from ..models import LAYERS, Answer, Call, Facilitation, Participant, Submission, Typed
from ..questions import Bounds, Questionnaire, Tally, from_json, tallies
from .seeing import rows_of
from .standing import Standing

CLEARING = frozenset({Role.OFFICER, Role.APPROVER})
"""Whoever has one of these roles clears what a colleague wrote."""


def bounds() -> Bounds:
    """Return how much an answer may hold, as the settings say."""
    of = settings.COMITY_LIMITS
    return Bounds(short=of["answer_short"], long=of["answer_long"], rows=of["answer_rows"], cell=of["answer_cell"])


def questionnaire(call: Call) -> Questionnaire:
    """Return what a call asks."""
    return from_json(call.form)


def calls_of(viewer: Viewer, facilitation: Facilitation, *, standing: Standing) -> list[Call]:
    """Return the calls of a facilitation that the viewer may read, the newest first."""
    return list(_calls(viewer, facilitation, standing).defer("form").order_by("-added_at", "-id"))


def call(viewer: Viewer, facilitation: Facilitation, call_id: UUID, *, standing: Standing) -> Call:
    """Return one call that the viewer may read; raises NotFound."""
    return one(_calls(viewer, facilitation, standing), id=call_id)


def _calls(viewer: Viewer, facilitation: Facilitation, standing: Standing) -> GuardedQuerySet[Call]:
    rows = rows_of(viewer, Call, facilitation, standing=standing)
    is_ours = standing.is_facilitator or standing.is_secretariat
    # What was never opened is nobody's but theirs who prepare it, also where they withdrew it.
    return rows if is_ours else rows.filter(opened_at__isnull=False)


def answer_of(viewer: Viewer, call_id: UUID) -> Answer | None:
    """Return what the viewer's own party is preparing; None where nobody began."""
    if viewer.party_id is None:
        return None
    rows = Answer.objects.visible_to(viewer).filter(call_id=call_id, party_id=viewer.party_id)
    return rows.select_related("changed_by", "cleared_by").first()


def typed_into(viewer: Viewer, answer: Answer, code: str = "") -> list[Typed]:
    """Return every text that was typed into an answer of the viewer's own party, the newest first."""
    rows = Typed.objects.visible_to(viewer).filter(answer=answer)
    rows = rows.filter(code=code) if code else rows
    return list(rows.select_related("person").order_by("-id")[: settings.COMITY_LIMITS["answer_texts"]])


def submissions_of(
    viewer: Viewer, facilitation: Facilitation, call_id: UUID, *, standing: Standing
) -> list[Submission]:  # fmt: skip
    """Return the answers to a call that stand and that the viewer may read, by the name of the party: one query."""
    rows = _submissions(viewer, facilitation, standing).filter(
        call_id=call_id, replaced_at__isnull=True, withdrawn_at__isnull=True
    )
    return list(rows.order_by("party__key_en", "id"))


def submission(
    viewer: Viewer, facilitation: Facilitation, submission_id: UUID, *, standing: Standing
) -> Submission:  # fmt: skip
    """Return one version of an answer that the viewer may read; raises NotFound."""
    return one(_submissions(viewer, facilitation, standing).select_related("call"), id=submission_id)


def submissions_by(
    viewer: Viewer, facilitation: Facilitation, call_id: UUID, *, standing: Standing, party_id: UUID
) -> list[Submission]:
    """Return the versions of one party's answer that the viewer may read, the newest first."""
    rows = _submissions(viewer, facilitation, standing).filter(call_id=call_id, party_id=party_id)
    return list(rows.order_by("-number"))


def _submissions(viewer: Viewer, facilitation: Facilitation, standing: Standing) -> GuardedQuerySet[Submission]:
    rows = rows_of(viewer, Submission, facilitation, standing=standing)
    return rows.select_related("party").defer(*(f"party__{name}" for name in PARTY_DETAILS))


def addressed(viewer: Viewer, call: Call, *, at: datetime) -> list[Participant]:
    """Return the participants to whom a call is put at this instant, by name."""
    roles = [role for role, layers in LAYERS.items() if call.layer in layers]
    rows = Participant.objects.visible_to(viewer).filter(
        Q(until__isnull=True) | Q(until__gt=at), facilitation_id=call.facilitation_id, role__in=roles
    )
    return list(rows.select_related("party").order_by("party__key_en"))


def is_addressed(standing: Standing, call: Call) -> bool:
    """Whether the viewer's party is one to which the call is put."""
    return bool(standing.role) and call.layer in LAYERS[standing.role]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The answers that one viewer may read, counted. `total` is how many those are, and says nothing of others."""

    form: Questionnaire
    submissions: list[Submission]
    tallies: list[Tally]

    @property
    def total(self) -> int:
        """How many answers were counted."""
        return len(self.submissions)


def analysis(viewer: Viewer, facilitation: Facilitation, call: Call, *, standing: Standing) -> Analysis:
    """Count the answers that stand and that the viewer may read, and no others."""
    form = questionnaire(call)
    found = submissions_of(viewer, facilitation, call.id, standing=standing)
    return Analysis(form, found, tallies(form, [row.values for row in found]))


def awaited(viewer: Viewer, call: Call, submissions: Sequence[Submission], *, at: datetime) -> list[Any]:
    """Return the parties to which a call is put and of which none of these answers is.

    Only for those who see every answer: to others it would tell who answered behind a wall.
    """
    came = {row.party_id for row in submissions}
    return [row.party for row in addressed(viewer, call, at=at) if row.party_id not in came]


def system_to_remind(*, before: datetime, at: datetime) -> list[tuple[Call, set[UUID]]]:
    """Return the open calls that end before an instant, each with the parties that have not answered yet."""
    duty = "a reminder goes to whoever has not answered"
    found = []
    rows = Call.objects.unguarded(duty).filter(state=Call.State.OPEN, due_at__gt=at, due_at__lte=before)
    for row in rows.filter(facilitation__state=Facilitation.State.OPEN).defer("form").order_by("due_at"):
        roles = [role for role, layers in LAYERS.items() if row.layer in layers]
        put_to = Participant.objects.unguarded(duty).filter(
            Q(until__isnull=True) | Q(until__gt=at), facilitation_id=row.facilitation_id, role__in=roles
        )
        came = Submission.objects.unguarded(duty).filter(call=row, replaced_at__isnull=True, withdrawn_at__isnull=True)
        silent = set(put_to.values_list("party_id", flat=True)) - set(came.values_list("party_id", flat=True))
        found.append((row, silent))
    return found
