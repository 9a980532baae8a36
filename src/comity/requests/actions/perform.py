# SPDX-License-Identifier: EUPL-1.2
"""One action for every reasoned act: the statute says whether it may be done and what it needs, effects the rest."""

from collections.abc import Collection, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.documents import actions as documents
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Participation
from comity.dossiers.queries import party_of
from comity.parties import queries as parties
from comity.statute import Act

from ..models import Request
from .counterfiles import open_counterfile
from .effects import EFFECTS
from .needs import read_needs
from .sealing import demand_sealed_for_both
from .step import Step, begin, finish


@transaction.atomic
def perform(
    viewer: Viewer,
    *,
    request_id: UUID,
    act: Act,
    given: Mapping[str, str],
    at: datetime,
    thread: UUID | None = None,
    seen: str = "",
    chosen_documents: Collection[UUID] = (),
    opens: bool = False,
) -> Request:
    """Do one reasoned act on a request, and hand on with it the chosen ones of the documents prepared for it.

    `given` maps codes of the act's needs (`law.needs`) to texts as typed; `ground` among them names the article relied
    on; `seen` is the mark (`History.mark`) of the request as the person saw it. What of these documents is limited on
    the own side stays so, or is opened there (`opens`). Raises NotFound, Refused (article, reason, remedy), Conflict
    where somebody acted since that mark, or Invalid naming each need that is missing or cannot be read; nothing is
    changed then.
    """
    if not performed_by_form(act):
        raise Invalid({"act": _("This is not done here: it has a page of its own.")})
    step = begin(viewer, request_id=request_id, act=act, at=at, given=given, seen=seen)
    data = read_needs(step.move, given, on=at.astimezone(THE_HAGUE).date())
    if act == Act.REQUEST_SUBMIT:
        # Said before a second person reads it, and not only when it is to be sent.
        demand_sealed_for_both(step.request, act, party_id=step.request.issuer_id)
    effect = EFFECTS.get(act)
    changed: set[str] = set() if effect is None else effect(step, data)
    for code in step.move.joins:
        _join(step, code)
    if chosen_documents:
        data["documents"] = give_chosen(step, chosen_documents, opens=opens)
    finish(
        step, changed=changed, data=data, thread=thread, is_new_text=act in {Act.REQUEST_SUBMIT, Act.REQUEST_REGISTER}
    )
    return step.request


def give_chosen(step: Step, chosen: Collection[UUID], *, opens: bool = False) -> list[dict[str, Any]]:
    """Hand documents on with an act that the other side sees: before sending, they go with the request itself."""
    request, viewer = step.request, step.viewer
    if not request.is_sent:
        raise Invalid({"documents": _("Documents go with the request once it is sent.")})
    demand_sealed_for_both(request, step.move.act, party_id=party_of(viewer), chosen=chosen)
    return documents.give_documents(
        viewer,
        about=request.id,
        party_id=party_of(viewer),
        dossier_id=request.dossier_id,
        act=step.move.act,
        at=step.at,
        chosen=chosen,
        opens=opens,
    )


def _join(step: Step, code: str) -> None:
    """Let a Chamber in on an application to it: it must see what it decides on (Regulations of the Court 108, 109)."""
    party = parties.party_by_code(step.viewer, code=code)
    if party.id not in {step.request.issuer_id, step.request.sender_id}:
        dossiers.admit(
            step.viewer,
            dossier_id=step.request.dossier_id,
            party_id=party.id,
            side=Participation.Side.CHAMBER,
            scope=Participation.Scope.FULL,
            reason=str(step.move.act),
            at=step.at,
        )
        open_counterfile(step.viewer, request=step.request, party_id=party.id, at=step.at)


def act_named(name: str) -> Act:
    """Return the act of that name; raises Invalid naming the nearest ones for none."""
    try:
        return Act(name)
    except ValueError:
        close = ", ".join(get_close_matches(name, [str(act) for act in Act], n=3))
        raise Invalid(
            {"act": _("There is no act “%(name)s”. Nearest: %(near)s.") % {"name": name, "near": close}}
        ) from None


def performed_by_form(act: Act) -> bool:
    """Whether an act is done by `perform`; the others have an action and a page of their own."""
    return act not in _OWN_ACTIONS


_OWN_ACTIONS: frozenset[Act] = frozenset(
    {
        Act.REQUEST_EDIT,
        Act.REQUEST_SEND,
        Act.REQUEST_SEND_URGENTLY,
        Act.REQUEST_DELIVER,
        Act.REQUEST_FETCH,
        Act.REQUEST_CORRECT,
        Act.REQUEST_SUPPLEMENT,
    }
)
