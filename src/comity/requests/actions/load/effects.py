# SPDX-License-Identifier: EUPL-1.2
"""What an act of a made-up court changes beside the state: the same as in `actions.effects` and `actions.sending`."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from comity.core.clock import THE_HAGUE
from comity.core.ids import normal_number
from comity.core.viewer import Viewer
from comity.dossiers.models import Participation
from comity.statute import Act

from ...models import Condition, Cost, Version
from ...models.as_sent import documents_of_text
from .calendar import Timed
from .scene import Scene

# Given the scene, the act with its time, who does it, and what was given with it; returns the columns it changes.
Effect = Callable[[Scene, Timed, Viewer, dict[str, Any]], dict[str, Any]]


def _approve(scene: Scene, one: Timed, viewer: Viewer, _data: dict[str, Any]) -> dict[str, Any]:
    part = scene.part
    if part.sender is not part.issuer:
        scope = Participation.Scope.ENVELOPE if part.issuer.party.kind == "defence" else Participation.Scope.FULL
        scene.admit(viewer, part.sender, Participation.Side.SENDER, one.leg.move.act, one.at, scope=str(scope))
        scene.open_own_file(part.sender, one.at)
    return {"approver_id": viewer.person_id, "approved_terms": part.terms.as_json()}


def _send(scene: Scene, one: Timed, viewer: Viewer, data: dict[str, Any]) -> dict[str, Any]:
    bound = scene.part.terms.as_json()
    documents = _keep_version(scene, Version.Kind.ORIGINAL, one.at)
    scene.admit(viewer, scene.part.addressee, Participation.Side.ADDRESSEE, one.leg.move.act, one.at)
    data |= {"terms": bound, "version": scene.versions, "documents": documents}
    is_urgent = one.leg.move.act == Act.REQUEST_SEND_URGENTLY
    return {**bound, "transport": "sent", "sent_at": one.at, "is_unconfirmed": is_urgent}


def _keep_version(scene: Scene, kind: str, at: datetime, reason: str = "") -> list[dict[str, Any]]:
    scene.versions += 1
    text = {
        "number": scene.versions,
        "kind": str(kind),
        "reason": reason,
        "subject": scene.row["subject"],
        "contents": scene.row["contents"],
    }
    scene.sheets.versions.add(dossier_id=scene.exchange_id, request_id=scene.request_id, at=at, **text)
    return documents_of_text(**text)


def _deliver(scene: Scene, one: Timed, _viewer: Viewer, _data: dict[str, Any]) -> dict[str, Any]:
    scene.open_own_file(scene.part.addressee, one.at)
    return {"transport": "delivered", "delivered_at": one.at}


def _fetch(_scene: Scene, one: Timed, _viewer: Viewer, _data: dict[str, Any]) -> dict[str, Any]:
    return {"transport": "fetched", "fetched_at": one.at}


def _register(scene: Scene, one: Timed, _viewer: Viewer, data: dict[str, Any]) -> dict[str, Any]:
    number = data["own_reference"]
    scene.numbers.append(number)
    scene.sheets.references.add(
        dossier_id=scene.exchange_id,
        request_id=scene.request_id,
        party_id=scene.part.addressee.party.id,
        number=number,
        normal=normal_number(number)[:80],
        added_at=one.at,
    )
    return {"transport": "registered", "registered_at": one.at}


def _recall(scene: Scene, one: Timed, viewer: Viewer, _data: dict[str, Any]) -> dict[str, Any]:
    addressee, side = scene.part.addressee.party, Participation.Side.ADDRESSEE
    scene.sheets.dossiers.end_part(scene.exchange_id, party_id=addressee.id, side=side, at=one.at)
    said = {"party": addressee.code, "side": str(side), "reason": one.leg.move.act.value}
    scene.record_part(viewer, Act.PARTICIPANT_END, one.at, said)
    unbound = {"channel": "", "languages": [], "basis": {}, "is_unconfirmed": False}
    return {"transport": "unsent", "sent_at": None, "delivered_at": None, **unbound}


def _confirm(_scene: Scene, _one: Timed, _viewer: Viewer, _data: dict[str, Any]) -> dict[str, Any]:
    return {"is_unconfirmed": False}


def _assign(scene: Scene, one: Timed, _viewer: Viewer, data: dict[str, Any]) -> dict[str, Any]:
    data.pop("authority")
    desk = scene.part.addressee
    scene.sheets.assignments.add(
        dossier_id=scene.own_files[desk.party.id],
        request_id=scene.request_id,
        authority_id=desk.authority_id,
        at=one.at,
    )
    return {}


def _supplement(scene: Scene, one: Timed, _viewer: Viewer, data: dict[str, Any]) -> dict[str, Any]:
    code, given = next(iter(scene.row["contents"].items()))
    longer = {code: {"text": f"{given['text']}\n\n{scene.writer.sentence(code)}"}}
    reason = scene.writer.answer()
    scene.row["contents"] = scene.row["contents"] | longer
    documents = _keep_version(scene, Version.Kind.SUPPLEMENT, one.at, reason)
    data.clear()
    data |= {"reasons": reason, "version": scene.versions, "fields": [code], "documents": documents}
    return {}


def _postpone(scene: Scene, _one: Timed, _viewer: Viewer, data: dict[str, Any]) -> dict[str, Any]:
    period = data["period"]
    until = date.fromisoformat(period["until"]) if "until" in period else None
    if until is not None:
        begins = datetime(until.year, until.month, until.day, tzinfo=THE_HAGUE)
        if begins > scene.end:
            scene.owe("requests.end_postponement", begins)
    return {"postponed_until": until, "postponed_event": period.get("event", "")}


def _resume(_scene: Scene, _one: Timed, _viewer: Viewer, _data: dict[str, Any]) -> dict[str, Any]:
    return {"postponed_until": None, "postponed_event": ""}


def _offer(scene: Scene, one: Timed, _viewer: Viewer, data: dict[str, Any]) -> dict[str, Any]:
    key = scene.sheets.dossiers.new_id()
    scene.open_condition = scene.sheets.conditions.add(
        id=key, dossier_id=scene.exchange_id, request_id=scene.request_id, text=data["conditions"], offered_at=one.at
    )
    data["condition"] = str(key)
    return {}


def _accept(scene: Scene, one: Timed, _viewer: Viewer, data: dict[str, Any]) -> dict[str, Any]:
    assert scene.open_condition is not None  # the guard `conditions_offered` held
    accepted = Condition.State.ACCEPTED.value
    scene.sheets.conditions.change(scene.open_condition, state=accepted, settled_at=one.at)
    data["condition"] = str(scene.open_condition[0])
    return {}


def _propose_cost(scene: Scene, one: Timed, viewer: Viewer, data: dict[str, Any]) -> dict[str, Any]:
    key = scene.sheets.dossiers.new_id()
    scene.open_cost = scene.sheets.costs.add(
        id=key,
        dossier_id=scene.exchange_id,
        request_id=scene.request_id,
        item=data["reasons"][:200],
        rule="100(1)(f)",
        borne_by=data["bearer"],
        on=one.at.date(),
        proposed_by_id=viewer.party_id,
        **data["amount"],
    )
    data["cost"] = str(key)
    return {}


def _move_cost(state: str) -> Effect:
    def effect(scene: Scene, _one: Timed, _viewer: Viewer, data: dict[str, Any]) -> dict[str, Any]:
        assert scene.open_cost is not None  # the guard on costs held
        scene.sheets.costs.change(scene.open_cost, state=state)
        data["cost"] = str(scene.open_cost[0])
        return {}

    return effect


EFFECTS: dict[Act, Effect] = {
    Act.REQUEST_APPROVE: _approve,
    Act.REQUEST_SEND: _send,
    Act.REQUEST_SEND_URGENTLY: _send,
    Act.REQUEST_DELIVER: _deliver,
    Act.REQUEST_FETCH: _fetch,
    Act.REQUEST_REGISTER: _register,
    Act.REQUEST_RECALL: _recall,
    Act.REQUEST_CONFIRM: _confirm,
    Act.REQUEST_ASSIGN: _assign,
    Act.REQUEST_SUPPLEMENT: _supplement,
    Act.POSTPONEMENT_AGREE: _postpone,
    Act.POSTPONEMENT_SUSPEND: _postpone,
    Act.POSTPONEMENT_RESUME: _resume,
    Act.CONDITIONS_OFFER: _offer,
    Act.CONDITIONS_ACCEPT: _accept,
    Act.COST_PROPOSE: _propose_cost,
    Act.COST_AGREE: _move_cost(Cost.State.AGREED.value),
    Act.COST_SETTLE: _move_cost(Cost.State.SETTLED.value),
}
