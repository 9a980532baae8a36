# SPDX-License-Identifier: EUPL-1.2
"""What an act changes beside the state: one small function an act, each returning the names of what it changed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from comity.core import outbox
from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid
from comity.documents import actions as documents
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Participation
from comity.dossiers.queries import latest_data
from comity.parties import queries as parties
from comity.statute import Act

from ..models import Assignment, Condition, Cost
from ..queries.sending import terms_in_force
from .counterfiles import open_counterfile
from .desk import keep_reference, own_file_to_write
from .sending import deliver_first
from .step import Step

Effect = Callable[[Step, dict[str, Any]], set[str]]


def _approve(step: Step, data: dict[str, Any]) -> set[str]:  # noqa: ARG001 - all effects are called alike
    """Bind approver and what was in force, so that sending can say what changed; the transmitting organ comes in."""
    request = step.request
    request.approver_id = step.viewer.person_id
    request.approved_terms = (step.terms or terms_in_force(step.viewer, request)).as_json()
    if request.sender_id != request.issuer_id:
        scope = Participation.Scope.ENVELOPE if request.issuer.kind == "defence" else Participation.Scope.FULL
        dossiers.admit(
            step.viewer,
            dossier_id=request.dossier_id,
            party_id=request.sender_id,
            side=Participation.Side.SENDER,
            scope=scope,
            reason=str(step.move.act),
            at=step.at,
        )
        open_counterfile(step.viewer, request=request, party_id=request.sender_id, at=step.at)
    return {"approver", "approved_terms"}


def _return(step: Step, data: dict[str, Any]) -> set[str]:  # noqa: ARG001 - all effects are called alike
    """Unbind what approval bound; the transmitting organ, which came in at approval, does not follow into the draft."""
    request = step.request
    request.approver_id = None
    request.approved_terms = {}
    request.override_reason = ""
    if request.sender_id != request.issuer_id:
        dossiers.end_participation(
            step.viewer,
            dossier_id=request.dossier_id,
            party_id=request.sender_id,
            side=Participation.Side.SENDER,
            reason=str(step.move.act),
            at=step.at,
        )
    return {"approver", "approved_terms", "override_reason"}


def _override(step: Step, data: dict[str, Any]) -> set[str]:
    step.request.override_reason = data.get("reasons", "")
    return {"override_reason"}


def _recall(step: Step, data: dict[str, Any]) -> set[str]:  # noqa: ARG001 - all effects are called alike
    """Take the request back unread: the addressee sees nothing of it any more, and what sending bound is unbound."""
    request = step.request
    if request.addressee_id is not None:
        dossiers.end_participation(
            step.viewer,
            dossier_id=request.dossier_id,
            party_id=request.addressee_id,
            reason=str(step.move.act),
            at=step.at,
        )
    documents.take_documents_back(step.viewer, about=request.id, party_id=request.issuer_id, dossier_id=request.file_id)
    request.transport = "unsent"
    request.sent_at = request.delivered_at = None
    request.channel, request.languages, request.basis, request.is_unconfirmed = "", [], {}, False
    return {"transport", "sent_at", "delivered_at", "channel", "languages", "basis", "is_unconfirmed"}


def _confirm(step: Step, data: dict[str, Any]) -> set[str]:  # noqa: ARG001 - all effects are called alike
    step.request.is_unconfirmed = False
    return {"is_unconfirmed"}


def _register(step: Step, data: dict[str, Any]) -> set[str]:
    request = step.request
    if request.transport == "sent":
        deliver_first(request.id, at=step.at)
    request.transport, request.registered_at = "registered", step.at
    if request.addressee_id is not None:
        keep_reference(request, party_id=request.addressee_id, number=data["own_reference"], at=step.at)
    return {"transport", "registered_at"}


def _assign(step: Step, data: dict[str, Any]) -> set[str]:
    """Keep which authority executes in the requested side's own file: how a State divides its work is its affair."""
    chosen = data.pop("authority", "")
    own = parties.authorities_of(step.viewer, party_id=step.viewer.party_id) if step.viewer.party_id else []
    authority = next((one for one in own if chosen in {str(one.id), one.name}), None)
    if authority is None:
        raise Invalid(
            {"authority": _("Choose one of your own authorities: an administrator adds them to the directory.")}
        )
    Assignment(
        dossier_id=own_file_to_write(step.viewer, step.request, step.move.act),
        request=step.request,
        authority=authority,
        at=step.at,
    ).save(force_insert=True)
    return set()


def _postpone(step: Step, data: dict[str, Any]) -> set[str]:
    """Take the period from the act itself, or from the latest proposal that is now agreed (article 94(1))."""
    proposed = latest_data(step.viewer, about=step.request.id, act=Act.POSTPONEMENT_PROPOSE)
    period = data.get("period") or proposed.get("period", {})
    data["period"] = period
    request = step.request
    request.postponed_until = date.fromisoformat(period["until"]) if period.get("until") else None
    request.postponed_event = period.get("event", "")
    if request.postponed_until is not None:
        outbox.owe("requests.end_postponement", str(request.id), at=start_of(request.postponed_until))
    return {"postponed_until", "postponed_event"}


def start_of(day: date) -> datetime:
    """Return the instant at which a postponement until a day ends: when that day begins in The Hague."""
    return datetime(day.year, day.month, day.day, tzinfo=THE_HAGUE)


def _resume(step: Step, data: dict[str, Any]) -> set[str]:  # noqa: ARG001 - all effects are called alike
    step.request.postponed_until, step.request.postponed_event = None, ""
    return {"postponed_until", "postponed_event"}


def _offer(step: Step, data: dict[str, Any]) -> set[str]:
    condition = Condition(
        id=uuid4(),
        dossier_id=step.request.dossier_id,
        request=step.request,
        text=data["conditions"],
        offered_at=step.at,
    )
    condition.save(force_insert=True)
    data["condition"] = str(condition.id)
    return set()


def _settle_condition(state: str) -> Effect:
    def effect(step: Step, data: dict[str, Any]) -> set[str]:
        rows = Condition.objects.visible_to(step.viewer).filter(request=step.request, state=Condition.State.OFFERED)
        try:
            condition = rows.filter(id=UUID(step.given.get("condition", ""))).first()
        except ValueError:
            condition = None
        if condition is None:
            raise Invalid({"condition": _("Choose one of the conditions that are offered and not yet settled.")})
        condition.state, condition.settled_at = state, step.at
        condition.save(update_fields=["state", "settled_at"])
        data["condition"] = str(condition.id)
        return set()

    return effect


def _propose_cost(step: Step, data: dict[str, Any]) -> set[str]:
    """Propose an extraordinary cost for the Court to bear after consultation (article 100(1)(f))."""
    if data["bearer"] not in {"court", "state"}:
        raise Invalid({"bearer": _("Choose who bears the cost: the requested State or the Court.")})
    assert step.viewer.party_id is not None  # the statute lets a party's person do this only
    cost = Cost(
        id=uuid4(),
        dossier_id=step.request.dossier_id,
        request=step.request,
        item=data["reasons"][:200],
        rule="100(1)(f)",
        borne_by=data["bearer"],
        amount=data["amount"]["amount"],
        currency=data["amount"]["currency"],
        on=step.at.date(),
        proposed_by_id=step.viewer.party_id,
    )
    cost.save(force_insert=True)
    data["cost"] = str(cost.id)
    return set()


def _move_cost(before: str, after: str) -> Effect:
    def effect(step: Step, data: dict[str, Any]) -> set[str]:
        rows = Cost.objects.visible_to(step.viewer).filter(request=step.request, state=before)
        try:
            cost = rows.filter(id=UUID(step.given.get("cost", ""))).first()
        except ValueError:
            cost = None
        if cost is None:
            raise Invalid({"cost": _("Choose one of the costs that stand at this stage.")})
        if after == Cost.State.AGREED and cost.proposed_by_id == step.viewer.party_id:
            raise Invalid({"cost": _("The other side agrees to a cost that your side proposed.")})
        cost.state = after
        cost.save(update_fields=["state"])
        data["cost"] = str(cost.id)
        return set()

    return effect


EFFECTS: dict[Act, Effect] = {
    Act.REQUEST_APPROVE: _approve,
    Act.REQUEST_RETURN: _return,
    Act.REQUEST_OVERRIDE: _override,
    Act.REQUEST_RECALL: _recall,
    Act.REQUEST_REVISE: _return,
    Act.REQUEST_CONFIRM: _confirm,
    Act.REQUEST_REGISTER: _register,
    Act.REQUEST_ASSIGN: _assign,
    Act.POSTPONEMENT_AGREE: _postpone,
    Act.POSTPONEMENT_SUSPEND: _postpone,
    Act.POSTPONEMENT_RESUME: _resume,
    Act.CONDITIONS_OFFER: _offer,
    Act.CONDITIONS_ACCEPT: _settle_condition(Condition.State.ACCEPTED),
    Act.CONDITIONS_DECLINE: _settle_condition(Condition.State.DECLINED),
    Act.COST_PROPOSE: _propose_cost,
    Act.COST_AGREE: _move_cost(Cost.State.PROPOSED, Cost.State.AGREED),
    Act.COST_SETTLE: _move_cost(Cost.State.AGREED, Cost.State.SETTLED),
}
