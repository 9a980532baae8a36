# SPDX-License-Identifier: EUPL-1.2
"""Comments on paragraphs of reports: made, replied to, closed or withdrawn by their own side. Nobody edits anything."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid
from comity.core.ids import normal_number
from comity.core.viewer import Viewer
from comity.dossiers.actions.rules import WORKING
from comity.dossiers.queries import party_of, person_of
from comity.mandates.models import Instrument, Paragraph
from comity.mandates.queries import REPORT, paragraph_named, report_named
from comity.notices import actions as notices
from comity.parties.actions.given import needed_text
from comity.parties.actions.record import enter
from comity.parties.queries import system_people_at
from comity.statute import Act

from .. import queries
from ..models import Comment, Language, Participant, Reply, Succession
from .call_rules import CallRule
from .entering import Held, held, record
from .telling import tell


@transaction.atomic
def add_comment(
    viewer: Viewer, *, facilitation_id: UUID, symbol: str, number: str, layer: str, language: str, text: str,
    at: datetime,
) -> Comment:  # fmt: skip
    """Comment on a numbered paragraph of a report, in a layer that the viewer reads.

    Raises NotFound, Refused, or Invalid naming the field.
    """
    found = held(viewer, facilitation_id, Act.COMMENT_ADD, at=at)
    if not (found.standing.works and found.standing.role):
        raise CallRule.PARTICIPANTS_COMMENT.broken_by(Act.COMMENT_ADD)
    placed, paragraph = found.placed(layer), _paragraph(viewer, symbol, number)
    text = _text(text)
    row = Comment(
        **placed, id=uuid4(), paragraph=paragraph, party_id=party_of(viewer), author_id=person_of(viewer),
        function=viewer.function, language=_language(language), text=text, at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    record(
        viewer, Act.COMMENT_ADD, row, about=row.id, at=at, after=row.state, symbol=symbol, paragraph=str(paragraph),
        text=text,
    )  # fmt: skip
    tell(viewer, Act.COMMENT_ADD, row, mark=f"comment {row.id}", at=at)
    return row


def _paragraph(viewer: Viewer, symbol: str, number: str) -> Paragraph:
    found = paragraph_named(viewer, symbol=symbol, number=number)
    if found is None or found.instrument.form != REPORT or found.instrument.stage != Instrument.Stage.REVIEWED:
        raise Invalid({"number": _("The report has no such paragraph. Give the number that stands before it.")})
    return found


def _text(typed: str) -> str:
    return needed_text("text", typed, longest=settings.COMITY_LIMITS["comment_characters"])


def _language(given: str) -> str:
    if given not in Language.values:
        raise Invalid({"language": _("Choose among those that are offered.")})
    return given


def _thread(viewer: Viewer, facilitation_id: UUID, comment_id: UUID, act: Act, at: datetime) -> tuple[Held, Comment]:
    """Return a comment that is open, with its facilitation, which is locked; raises NotFound or Refused."""
    found = held(viewer, facilitation_id, act, at=at)
    row = queries.comment(viewer, found.row, comment_id, standing=found.standing)
    if not (found.standing.works and found.standing.role):
        raise CallRule.PARTICIPANTS_COMMENT.broken_by(act)
    if row.state != Comment.State.OPEN:
        raise CallRule.COMMENT_ENDED.broken_by(act)
    return found, row


@transaction.atomic
def reply(
    viewer: Viewer, *, facilitation_id: UUID, comment_id: UUID, language: str, text: str, at: datetime
) -> Reply:  # fmt: skip
    """Reply as an organ of the Court, which answers the comment; or add to it as its own side, which awaits one anew.

    Raises NotFound, Refused for anybody else, or Invalid naming the field.
    """
    found, row = _thread(viewer, facilitation_id, comment_id, Act.COMMENT_REPLY, at)
    is_courts = found.standing.role == Participant.Role.ORGAN
    if not is_courts and row.party_id != viewer.party_id:
        raise CallRule.COURT_REPLIES.broken_by(Act.COMMENT_REPLY)
    one = Reply(
        id=uuid4(), facilitation=found.row, dossier_id=row.dossier_id, layer=row.layer, comment=row,
        party_id=party_of(viewer), author_id=person_of(viewer), function=viewer.function,
        is_courts=is_courts and row.party_id != viewer.party_id, language=_language(language), text=_text(text), at=at,
    )  # fmt: skip
    one.save(force_insert=True)
    row.answered_at = at if one.is_courts else None
    row.save(update_fields=["answered_at"])
    record(viewer, Act.COMMENT_REPLY, row, about=row.id, at=at, after=row.state, reply=str(one.id), text=one.text)
    _tell_thread(viewer, row, one, at)
    return one


def _tell_thread(viewer: Viewer, row: Comment, one: Reply, at: datetime) -> None:
    """Tell the side that commented of a reply; what it adds itself, those who replied."""
    parties = {row.party_id} if one.is_courts else {other.party_id for other in _answering(viewer, row)}
    people = system_people_at(parties, roles=WORKING, on=at.astimezone(THE_HAGUE).date())
    notices.tell(
        viewer, people=people, dossier_id=row.dossier_id, about=row.facilitation_id, act=Act.COMMENT_REPLY,
        mark=f"reply {one.id}", at=at,
    )  # fmt: skip


def _answering(viewer: Viewer, row: Comment) -> list[Any]:
    return list(Reply.objects.visible_to(viewer).filter(comment=row, is_courts=True))


@transaction.atomic
def close_comment(viewer: Viewer, *, facilitation_id: UUID, comment_id: UUID, reason: str, at: datetime) -> Comment:
    """Close a comment, as its own side: it is settled. Raises NotFound or Refused."""
    return _end(viewer, facilitation_id, comment_id, Act.COMMENT_CLOSE, Comment.State.CLOSED, reason, at)


@transaction.atomic
def withdraw_comment(viewer: Viewer, *, facilitation_id: UUID, comment_id: UUID, reason: str, at: datetime) -> Comment:
    """Withdraw a comment, as its own side: it stays, and is no concern any more. Raises NotFound or Refused."""
    return _end(viewer, facilitation_id, comment_id, Act.COMMENT_WITHDRAW, Comment.State.WITHDRAWN, reason, at)


def _end(
    viewer: Viewer, facilitation_id: UUID, comment_id: UUID, act: Act, state: str, reason: str, at: datetime
) -> Comment:
    _found, row = _thread(viewer, facilitation_id, comment_id, act, at)
    if row.party_id != viewer.party_id:
        raise CallRule.OWN_WORDS.broken_by(act)
    row.state, row.ended_at, row.reason = state, at, reason.strip()
    row.save(update_fields=["state", "ended_at", "reason"])
    record(viewer, act, row, about=row.id, at=at, before="open", after=state, reason=row.reason)
    return row


@transaction.atomic
def enter_succession(viewer: Viewer, *, symbol: str, earlier: str, at: datetime) -> Succession:
    """Enter that one report follows another, once, as an officer of the Assembly. Raises Refused, or Invalid."""
    if not queries.may_open(viewer):
        raise CallRule.CALL_LEADS.broken_by(Act.SUCCESSION_ENTER)
    later_one, earlier_one = report_named(viewer, symbol), report_named(viewer, earlier)
    if later_one is None or earlier_one is None:
        name = "symbol" if later_one is None else "earlier"
        raise Invalid({name: _("The library holds no reviewed report of this symbol.")})
    if normal_number(symbol) == normal_number(earlier) or later_one.id in queries.earlier_than(viewer, earlier_one.id):
        raise Invalid({"earlier": _("A report follows an earlier one, and not itself.")})
    row = Succession(earlier=earlier_one, later=later_one, entered_by_id=person_of(viewer), entered_at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Invalid({"earlier": _("It is entered already which report follows this one.")}) from None
    enter(
        viewer, Act.SUCCESSION_ENTER, party_id=party_of(viewer), about=later_one.id, at=at, symbol=later_one.symbol,
        earlier=earlier_one.symbol,
    )  # fmt: skip
    return row
