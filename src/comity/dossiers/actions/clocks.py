# SPDX-License-Identifier: EUPL-1.2
"""Clocks as rows: kept in step with what the statute computes, extended or stopped by people with a reason."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, Refused
from comity.core.viewer import Viewer
from comity.parties.actions.given import needed_text
from comity.statute import Act, ClockRun, Refusal, rome

from .. import queries
from ..models import Clock, Participation
from ..models.sight import one
from .rules import WORKING, Rule
from .timeline import record

_SIDES = frozenset({Participation.Side.ISSUER, Participation.Side.SENDER, Participation.Side.ADDRESSEE})


def keep_clocks(
    viewer: Viewer,  # noqa: ARG001 - every act names who acts
    *,
    dossier_id: UUID,
    about: UUID,
    runs: Iterable[ClockRun],
    at: datetime,
) -> list[Clock]:
    """Write the clocks that the statute computes for one thing and return the new ones; an extension given is kept.

    A clock that ran out before this act stays running until its expiry is recorded: no act that comes late meets it.
    """
    dated = [run for run in runs if run.due_at is not None]
    if not dated:
        return []
    begun = []
    kept = {
        (clock.code, clock.triggered_at): clock
        for clock in Clock.objects.unguarded("the act's own object was fetched and locked").filter(about=about)
    }
    for run in dated:
        assert run.due_at is not None  # the others are left out
        clock = kept.get((run.code, run.triggered_at))
        if clock is None:
            clock = Clock(
                dossier_id=dossier_id,
                about=about,
                code=run.code,
                article=run.article,
                trigger=str(run.trigger),
                triggered_at=run.triggered_at,
                computed_due_at=run.due_at,
                due_at=run.due_at,
                zone=run.zone,
                state="met" if run.state == "met" else "running",
            )
            clock.save(force_insert=True)
            begun.append(clock)
        elif run.state == "met" and (clock.state == "stopped" or (clock.state == "running" and at <= clock.due_at)):
            clock.state = "met"
            clock.save(update_fields=["state"])
    return begun


@transaction.atomic
def extend_clock(
    viewer: Viewer, *, clock_id: UUID, due_at: datetime, reason: str, agreed_by: str, at: datetime
) -> Clock:
    """Extend a running clock to a later instant, with the reason and who agreed; the computed instant stays on record.

    The statute says whether a clock can be extended and by whom: by the Chamber, or by the two sides in agreement.
    Raises Refused for anybody else, Invalid for a clock that runs no more and for an end that is no extension.
    """
    clock, agreed_by = _to_change(viewer, clock_id, Act.CLOCK_EXTEND, agreed_by)
    if clock.state != "running":
        raise Invalid({"": _("This clock no longer runs, so it cannot be extended.")})
    if due_at <= clock.due_at:
        raise Invalid({"due_at": _("An extension ends later than the clock does now.")})
    reason = needed_text("reason", reason, longest=2000)
    said = {"from": clock.due_at.isoformat(), "to": due_at.isoformat(), "agreed_by": agreed_by, "reason": reason}
    clock.due_at = due_at
    return _changed(viewer, clock, Act.CLOCK_EXTEND, said, at=at)


@transaction.atomic
def stop_clock(viewer: Viewer, *, clock_id: UUID, reason: str, agreed_by: str, at: datetime) -> Clock:
    """Stop a running clock, with the reason and who agreed: it runs out no more until it is let run on.

    Whoever may extend it may stop it. An act that meets it meets it all the same. Raises Refused, or Invalid for a
    clock that does not run, or that ran out already.
    """
    clock, agreed_by = _to_change(viewer, clock_id, Act.CLOCK_STOP, agreed_by)
    if clock.state != "running" or clock.due_at <= at:
        raise Invalid({"": _("This clock does not run, so it cannot be stopped.")})
    if rome().clocks[clock.code].unit == "agreed":
        raise Invalid({"": _("This date was agreed on: agree on a later one, and extend it.")})
    said = {"agreed_by": agreed_by, "reason": needed_text("reason", reason, longest=2000)}
    clock.state = "stopped"
    return _changed(viewer, clock, Act.CLOCK_STOP, said, at=at)


@transaction.atomic
def resume_clock(viewer: Viewer, *, clock_id: UUID, reason: str, agreed_by: str, at: datetime) -> Clock:
    """Let a stopped clock run on: it ends later by as long as it stood still, in hours or in whole days as it counts.

    Raises Refused as `stop_clock`, Invalid for a clock that was not stopped.
    """
    clock, agreed_by = _to_change(viewer, clock_id, Act.CLOCK_RESUME, agreed_by)
    if clock.state != "stopped":
        raise Invalid({"": _("This clock was not stopped.")})
    reason = needed_text("reason", reason, longest=2000)
    stops = (change for change in reversed(clock.changes) if change.get("act") == Act.CLOCK_STOP)
    stopped_at = datetime.fromisoformat(next(stops)["at"])
    due_at = _later(clock, stopped_at, at)
    said = {"from": clock.due_at.isoformat(), "to": due_at.isoformat(), "agreed_by": agreed_by, "reason": reason}
    clock.state, clock.due_at = "running", due_at
    return _changed(viewer, clock, Act.CLOCK_RESUME, said, at=at)


def _later(clock: Clock, stopped_at: datetime, at: datetime) -> datetime:
    if rome().clocks[clock.code].unit == "hours":
        return clock.due_at + (at - stopped_at)
    zone = ZoneInfo(clock.zone)
    stood = at.astimezone(zone).date() - stopped_at.astimezone(zone).date()
    due = clock.due_at.astimezone(zone)
    return datetime.combine(due.date() + stood, due.time(), zone)


def _to_change(viewer: Viewer, clock_id: UUID, act: Act, agreed_by: str) -> tuple[Clock, str]:
    """Lock a visible clock that this viewer may change; the sides must say who agreed, a Chamber need not."""
    rows = Clock.objects.visible_to(viewer).select_for_update(no_key=True, of=("self",))
    clock = one(rows, id=clock_id)
    side = queries.participation(viewer, clock.dossier_id).side
    refusal = refusal_to_extend(viewer, clock, side=side, act=act)
    if refusal is not None:
        raise Refused(refusal)
    if side == Participation.Side.CHAMBER or viewer.party_code == "CHM":
        return clock, agreed_by.strip()
    return clock, needed_text("agreed_by", agreed_by, longest=200)


def _changed(viewer: Viewer, clock: Clock, act: Act, said: dict[str, str], *, at: datetime) -> Clock:
    """Keep a change with the clock, and enter it."""
    by = {"by": viewer.party_code, "function": viewer.function}
    clock.changes = [*clock.changes, {"act": str(act), "at": at.isoformat(), **by, **said}]
    clock.save(update_fields=["changes", "due_at", "state"])
    record(
        viewer,
        act,
        dossier_id=clock.dossier_id,
        about=clock.about,
        at=at,
        article=clock.article,
        data={"clock": clock.code, "zone": clock.zone, **{name: text for name, text in said.items() if name != "from"}},
    )
    return clock


def refusal_to_extend(viewer: Viewer, clock: Clock, *, side: str, act: Act = Act.CLOCK_EXTEND) -> Refusal | None:
    """Return why this viewer, on this side, may not extend a clock, stop it or let it run on.

    It greys a button, and stops the act.
    """
    if not viewer.roles & WORKING:
        return Rule.READERS_CHANGE_NOTHING.refusal(act)
    by = rome().clocks[clock.code].extend_by
    # A Chamber is the Chamber also where the request is its own.
    is_chamber = side == Participation.Side.CHAMBER or viewer.party_code == "CHM"
    if ("chamber" in by and is_chamber) or ("agreement" in by and side in _SIDES):
        return None
    rule = Rule.NOT_TO_BE_EXTENDED if not by else Rule.CHAMBER_EXTENDS if by == ("chamber",) else Rule.SIDES_EXTEND
    return rule.refusal(act, clock.article)


def system_recompute(viewer: Viewer, *, about: UUID, runs: Iterable[ClockRun], state: str, at: datetime) -> list[Clock]:
    """Bring the running clocks of one thing to what the statute computes now, record each change, and return them.

    `runs` are computed without the extensions that were given. What people agreed stands: an extended clock ends no
    earlier than agreed. A clock that was met or ran out is left as it was: it was so by the rule of its day.
    """
    computed = {(run.code, run.triggered_at): run for run in runs if run.due_at is not None}
    rows = Clock.objects.unguarded("a named duty of the system").select_for_update(of=("self",))
    changed = []
    for clock in rows.filter(about=about, state="running"):
        run = computed.get((clock.code, clock.triggered_at))
        if run is None or run.due_at is None or (run.due_at, run.zone) == (clock.computed_due_at, clock.zone):
            continue
        was = {"from": clock.due_at.isoformat(), "computed_from": clock.computed_due_at.isoformat()}
        due_at = max(clock.due_at, run.due_at) if clock.due_at != clock.computed_due_at else run.due_at
        said = {**was, "to": due_at.isoformat(), "computed_to": run.due_at.isoformat(), "zone": run.zone}
        clock.changes = [*clock.changes, {**said, "at": at.isoformat(), "act": str(Act.CLOCK_RECOMPUTE)}]
        clock.computed_due_at, clock.due_at, clock.zone, clock.article = run.due_at, due_at, run.zone, run.article
        clock.save(update_fields=["changes", "computed_due_at", "due_at", "zone", "article"])
        record(
            viewer,
            Act.CLOCK_RECOMPUTE,
            dossier_id=clock.dossier_id,
            about=about,
            at=at,
            article=clock.article,
            before=state,
            after=state,
            data={"clock": clock.code, **said},
        )
        changed.append(clock)
    return changed


def system_expire(viewer: Viewer, *, about: UUID, state: str, missing: list[str], at: datetime) -> list[Clock]:
    """Mark the clocks of one thing that have run out, record each as evidence, and return them.

    The entry says what was not done by then: the acts that would have met the clock, and what of `missing` ("fetch",
    "register", "answer") the thing lacked as well. `state` is the one in which the thing stood; expiry by itself
    changes it nowhere. A clock is recorded once, however often this is called.
    """
    rows = Clock.objects.unguarded("a named duty of the system").select_for_update(of=("self",))
    gone = list(rows.filter(about=about, state="running", due_at__lte=at))
    for clock in gone:
        clock.state = "expired"
        clock.save(update_fields=["state"])
        record(
            viewer,
            Act.CLOCK_EXPIRE,
            dossier_id=clock.dossier_id,
            about=about,
            at=at,
            article=clock.article,
            before=state,
            after=state,
            data={
                "clock": clock.code,
                "due_at": clock.due_at.isoformat(),
                "since": clock.triggered_at.isoformat(),
                "not_done": [str(act) for act in rome().clocks[clock.code].met_by],
                "missing": missing,
            },
        )
    return gone
