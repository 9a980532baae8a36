# SPDX-License-Identifier: EUPL-1.2
"""What can be done with a request: the acts the statute allows here, in groups, and those it does not, with why."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from comity.statute import Act, Offer, Refusal, Text, rome

from .words import url_of_act

# The step that usually comes next, in the order of the main way; the first two that are allowed stand out.
_NEXT = (
    Act.REQUEST_FETCH,
    Act.REQUEST_EDIT,
    Act.REQUEST_APPROVE,
    Act.REQUEST_SEND,
    Act.REQUEST_SEND_URGENTLY,
    Act.REQUEST_CONFIRM,
    Act.REQUEST_REVISE,
    Act.REQUEST_REGISTER,
    Act.REQUEST_ASSIGN,
    Act.POSTPONEMENT_AGREE,
    Act.CONDITIONS_ACCEPT,
    Act.CONSULTATION_REPLY,
    Act.REQUEST_CLOSE,
    Act.CUSTODY_ARREST,
    Act.CUSTODY_APPEAR,
    Act.CUSTODY_ORDER,
    Act.CUSTODY_MAKE_AVAILABLE,
    Act.CUSTODY_SURRENDER,
    Act.REPLY_ACCEPT,
    Act.REPLY_FULL,
    Act.IMMUNITY_RESOLVE,
    Act.LEGALITY_REJECT,
    Act.FINDING_HEAR,
    Act.REQUEST_SUBMIT,
)
_FINAL = frozenset({Act.REQUEST_DISCARD, Act.REQUEST_WITHDRAW, Act.REQUEST_RECALL})
_LEADING = 2


@dataclass(frozen=True, slots=True)
class Button:
    """One act that may be done now."""

    label: Text
    url: str
    article: str
    is_first: bool = False
    is_final: bool = False
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Acts of one sort."""

    name: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The acts of one request: those that usually come next, the others in groups, those that are not open now."""

    leading: tuple[Button, ...]
    groups: tuple[Group, ...]
    refused: tuple[tuple[Text, Refusal], ...]


def shown_offers(offers: Sequence[Offer], request_id: UUID, *, is_consulting: bool) -> Shown:
    """Sort the offers of the statute for reading; while the sides consult, the reply in it stands first."""
    acts = rome().acts
    allowed = {offer.act: offer for offer in offers if offer.move is not None}
    # Sending urgently stands on the page of sending.
    if Act.REQUEST_SEND in allowed:
        allowed.pop(Act.REQUEST_SEND_URGENTLY, None)
    next_acts = [act for act in _NEXT if is_consulting or act != Act.CONSULTATION_REPLY]
    leading = [act for act in next_acts if act in allowed][:_LEADING]
    first = tuple(_button(act, allowed[act], request_id, is_first=place == 0) for place, act in enumerate(leading))
    rest = [act for act in allowed if act not in leading]
    groups = []
    for name, prefixes in _groups():
        buttons = tuple(_button(act, allowed[act], request_id) for act in rest if act.startswith(prefixes))
        if buttons:
            groups.append(Group(name, buttons))
    refused = tuple((acts[offer.act].label, offer.refusal) for offer in offers if offer.refusal is not None)
    return Shown(first, tuple(groups), refused)


def _groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        (_("Answer"), ("requests:reply:", "requests:legality:", "requests:immunity:", "requests:competing:")),
        (_("Consult and agree"), ("requests:consultation:", "requests:conditions:", "requests:postponement:")),
        (_("Custody and surrender"), ("arrest:",)),
        (_("Costs"), ("requests:cost:",)),
        (_("Before the Chamber"), ("compliance:",)),
        (_("The request itself"), ("requests:request:",)),
    )


def _button(act: Act, offer: Offer, request_id: UUID, *, is_first: bool = False) -> Button:
    assert offer.move is not None
    return Button(
        label=rome().acts[act].label,
        url=url_of_act(act, request_id),
        article=offer.move.article,
        is_first=is_first,
        is_final=act in _FINAL,
        is_post=act == Act.REQUEST_FETCH,
    )
