# SPDX-License-Identifier: EUPL-1.2
"""Playing the acts of one request in the order of time, with what time itself brings."""

from collections.abc import Collection, Sequence
from datetime import UTC
from typing import Any

from comity.core.clock import THE_HAGUE
from comity.core.viewer import Viewer, system_viewer
from comity.dossiers.models import Participation
from comity.statute import Act, Event, Role, clocks, rome

from ...models import NO_DATE
from .calendar import Expiry, Timed, event_of, expiries, release, said_on
from .effects import EFFECTS
from .scene import Scene
from .stage import Desk

_DELIVERY, _CLOCK = system_viewer("delivery"), system_viewer("clock")
_CHOSEN = {"bearer": "court", "referred_to": "ASP"}
_SIGNED = frozenset({Act.REQUEST_APPROVE, Act.REQUEST_OVERRIDE})


def play(scene: Scene, acts: list[Timed]) -> None:
    """Play the acts, and what the passing of time brings between and after them."""
    law, kind = rome(), scene.part.kind
    gone = expiries(law, kind, acts, end=scene.end, zone=scene.zone)
    freed = release(law, kind, acts, gone) if acts else None
    if freed is not None:
        acts.append(freed)
    events, waiting, last = [Event(Act.REQUEST_CREATE, scene.begun)], list(gone), 1
    for one in acts:
        while waiting and waiting[0].at <= one.at:
            events.append(_expire(scene, waiting.pop(0)))
        _act(scene, one)
        events.append(event_of(one, scene.zone))
        last = len(events)
    events += [_expire(scene, late) for late in waiting]
    _settle(scene, events[:last], gone)


def _act(scene: Scene, one: Timed) -> None:
    move, at, viewer = one.leg.move, one.at, _who(scene, one)
    data = _given(scene, one)
    effect = EFFECTS.get(move.act)
    if effect is not None:
        scene.row |= effect(scene, one, viewer, data)
    for code in move.joins:
        if scene.desks[code] not in {scene.part.issuer, scene.part.sender}:
            scene.admit(viewer, scene.desks[code], Participation.Side.CHAMBER, move.act, at)
    is_shared = scene.is_sent or bool(viewer.system) or viewer.party_id != scene.part.issuer.party.id
    before = scene.row["state"]
    scene.row |= {"state": move.after, "changed_at": at}
    scene.record(
        viewer, move.act, scene.exchange_id if is_shared else scene.file.dossier_id, at, article=move.article,
        before=before, after=move.after, data=data,
    )  # fmt: skip


def _who(scene: Scene, one: Timed) -> Viewer:
    """Return who does an act: a duty of the system, or whoever at the desk of that side has the role for it."""
    if one.leg.side == "system":
        return _DELIVERY if one.leg.move.act == Act.REQUEST_DELIVER else _CLOCK
    desk: Desk = getattr(scene.part, one.leg.side)
    roles: frozenset[Role] = frozenset(one.leg.move.roles)
    return desk.approver if one.leg.move.act in _SIGNED or not roles & desk.drafter.roles else desk.drafter


def _given(scene: Scene, one: Timed) -> dict[str, Any]:
    """Return what the act needs, in the form in which reading the needs leaves it."""
    found: dict[str, Any] = {}
    for code in one.leg.move.needs:
        match rome().needs[code].form:
            case "date":
                day, moment = said_on(one, scene.zone)
                found |= {code: day.isoformat(), "time": moment.isoformat("minutes")}
            case "date_or_event":
                ends = {"until": one.until.isoformat()} if one.until else {"event": scene.writer.answer()}
                found[code] = ends
            case "money":
                amount = f"{scene.draw.randrange(200, 90_000)}.{scene.draw.randrange(100):02}"
                found[code] = {"amount": amount, "currency": "EUR"}
            case "reference":
                code_of_party = scene.part.addressee.party.code
                found[code] = f"{code_of_party}/{one.at.year}/{scene.draw.randrange(10**6):06}"
            case "place":
                found[code] = scene.writer.place()
            case "contact":
                found[code] = f"Duty officer {scene.draw.randrange(10, 99)}, +00 000 00 00 (invented)"
            case _:
                found[code] = _CHOSEN.get(code) or (one.leg.ground if code == "ground" else scene.writer.answer())
    return found


def _expire(scene: Scene, late: Expiry) -> Event:
    state, due_at = scene.row["state"], late.run.due_at
    assert due_at is not None  # only limits with a date run out
    scene.record(
        _CLOCK, Act.CLOCK_EXPIRE, scene.exchange_id, late.at, article=late.run.article, before=state, after=state,
        data={"clock": late.run.code, "due_at": due_at.astimezone(UTC).isoformat()},
    )  # fmt: skip
    return Event(Act.CLOCK_EXPIRE, late.at, clock=late.run.code)


def _settle(scene: Scene, events: Sequence[Event], gone: Collection[Expiry]) -> None:
    """Keep the clocks, what is owed at their end, and the day on which the request is due."""
    runs = clocks(rome(), scene.part.kind.code, events, zone=scene.zone, now=scene.row["changed_at"])
    late = {(one.run.code, one.run.triggered_at) for one in gone}
    days = [scene.row["requested_by"] or NO_DATE]
    for run in runs:
        if run.due_at is None:
            continue
        state = "expired" if (run.code, run.triggered_at) in late else run.state
        scene.sheets.dossiers.keep_clock(run, dossier_id=scene.exchange_id, about=scene.request_id, state=state)
        if run.due_at > scene.end:
            scene.owe("requests.expire_clocks", run.due_at)
        if run.state == "running":
            days.append(run.due_at.astimezone(THE_HAGUE).date())
    is_open = not rome().states[scene.row["state"]].final
    scene.row |= {"is_open": is_open, "due_on": min(days) if is_open else NO_DATE}
    scene.sheets.requests.add(**scene.row)
    texts = [given["text"] for given in scene.row["contents"].values()]
    said = [scene.row["reference"], scene.row["kind"], scene.row["subject"], *texts, *scene.numbers]
    scene.sheets.words.append((scene.request_id, scene.exchange_id, " ".join(said), scene.begun))
