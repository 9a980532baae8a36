# SPDX-License-Identifier: EUPL-1.2
"""The silence procedure: a version is adopted unless a delegation objects before an instant.

What counts is when an objection reached the house, not when it was dealt with: the work that notes the end waits for
`silence_grace_seconds` after it, and an objection that came before the end and waited for the lock until then is heard.
Both lock the facilitation, so there is one outcome.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core import outbox
from comity.core.errors import Invalid
from comity.core.viewer import Viewer, system_viewer
from comity.dossiers.queries import party_of
from comity.notices.models import Notice
from comity.parties.actions.given import needed_text
from comity.statute import Act

from .. import queries
from ..models import Facilitation, Participant, Silence, Text
from ..queries.duties import system_facilitation_of_silence, system_participants, system_silence
from .entering import held, led, record
from .rules import Rule
from .telling import tell
from .texts import open_text

END, REMIND = "facilitation.end_silence", "facilitation.remind_silence"


@transaction.atomic
def begin_silence(viewer: Viewer, *, facilitation_id: UUID, text_id: UUID, until: datetime, at: datetime) -> Silence:
    """Put the latest version of a text under silence until an instant. Raises Refused, or Invalid naming the field."""
    found = led(viewer, facilitation_id, Act.SILENCE_BEGIN, at=at)
    text, version = open_text(viewer, found, text_id, Act.SILENCE_BEGIN)
    limits = settings.COMITY_LIMITS
    least, most = limits["silence_least_hours"], limits["silence_most_hours"]
    if not at + timedelta(hours=least) <= until <= at + timedelta(hours=most):
        raise Invalid({"until": _("A silence lasts at least %(least)d and at most %(most)d hours from now.")
                       % {"least": least, "most": most}})  # fmt: skip
    if queries.proposals_of(viewer, found.row, text_id, standing=found.standing).filter(state="open").exists():
        raise Invalid({"": _("Proposals to this text are open. Take them up, or ask who made them to withdraw them.")})
    on = {"facilitation_id": text.facilitation_id, "dossier_id": text.dossier_id, "layer": text.layer}
    row = Silence(**on, id=uuid4(), of=text, version=version, begun_at=at, until=until)
    row.save(force_insert=True)
    _turn(text, Text.State.SILENCE)
    record(
        viewer, Act.SILENCE_BEGIN, row, about=text.id, at=at, before="drafting", after="silence",
        version=version.number, until=until.isoformat(),
    )  # fmt: skip
    tell(viewer, Act.SILENCE_BEGIN, row, mark=f"silence {row.id} begun", at=at)
    outbox.owe(END, str(row.id), at=until + timedelta(seconds=limits["silence_grace_seconds"]))
    outbox.owe(REMIND, str(row.id), at=max(at, until - timedelta(hours=limits["silence_reminder_hours"])))
    return row


@transaction.atomic
def break_silence(viewer: Viewer, *, facilitation_id: UUID, text_id: UUID, reason: str, at: datetime) -> Silence:
    """Object to a version under silence, with a reason: the text is under discussion again, and all see who objected.

    Raises NotFound, Invalid without a reason, Refused for whoever has no voice and once the silence has ended.
    """
    found = held(viewer, facilitation_id, Act.SILENCE_BREAK, at=at)
    text = queries.text(viewer, found.row, text_id, standing=found.standing)
    if not found.standing.has_voice:
        raise Rule.VOICE.broken_by(Act.SILENCE_BREAK)
    row = next(iter(queries.silences_of(viewer, found.row, text_id, standing=found.standing)), None)
    if row is None or row.state != Silence.State.RUNNING or at >= row.until:
        raise Rule.SILENCE_OVER.broken_by(Act.SILENCE_BREAK)
    row.reason = needed_text("reason", reason, longest=settings.COMITY_LIMITS["field_characters"])
    row.state, row.ended_at, row.broken_by_id = Silence.State.BROKEN, at, party_of(viewer)
    row.function = viewer.function
    row.save(update_fields=["state", "ended_at", "broken_by", "function", "reason"])
    _turn(text, Text.State.DRAFTING)
    record(
        viewer, Act.SILENCE_BREAK, row, about=text.id, at=at, before="silence", after="drafting", reason=row.reason
    )  # fmt: skip
    tell(viewer, Act.SILENCE_BREAK, row, mark=f"silence {row.id} broken", at=at)
    return row


@transaction.atomic
def system_end_silence(silence_id: UUID, *, at: datetime) -> Silence | None:
    """Note that a silence was kept, once its time is over: the text is adopted. Does nothing to one that has ended.

    The entry is the negative evidence: from when to when, and which delegations could have objected and did not.
    """
    row = _locked(silence_id)
    if row is None or row.state != Silence.State.RUNNING or at < row.until:
        return None
    viewer = system_viewer("clock")
    row.state, row.ended_at = Silence.State.KEPT, row.until
    row.save(update_fields=["state", "ended_at"])
    _turn(row.of, Text.State.ADOPTED)
    silent = [one.party.code for one in system_participants(row, at=row.until)
              if one.role == Participant.Role.DELEGATION]  # fmt: skip
    record(
        viewer, Act.SILENCE_KEEP, row, about=row.of_id, at=at, before="silence", after="adopted",
        since=row.begun_at.isoformat(), until=row.until.isoformat(), silent=silent, not_done=[str(Act.SILENCE_BREAK)],
    )  # fmt: skip
    tell(viewer, Act.SILENCE_KEEP, row, mark=f"silence {row.id} kept", at=at)
    return row


@transaction.atomic
def system_remind_silence(silence_id: UUID, *, at: datetime) -> Silence | None:
    """Remind those who have not objected yet that a silence ends soon, once. Does nothing to one that has ended."""
    row = _locked(silence_id)
    if row is None or row.state != Silence.State.RUNNING or at >= row.until:
        return None
    tell(
        system_viewer("clock"), Act.SILENCE_REMIND, row, mark=f"silence {row.id} soon", at=at, why=Notice.Why.SOON
    )  # fmt: skip
    return row


def _locked(silence_id: UUID) -> Silence | None:
    """Lock the facilitation first, as every act does, then the silence."""
    facilitation_id = system_facilitation_of_silence(silence_id)
    if facilitation_id is None:
        return None
    Facilitation.rows.select_for_update(no_key=True).get(id=facilitation_id)
    return system_silence(silence_id)


def _turn(text: Text, state: Text.State) -> None:
    text.state = state
    text.save(update_fields=["state"])
