# SPDX-License-Identifier: EUPL-1.2
"""Answers submitted, version by version: from the screen, or from paper by a clerk; and withdrawn by their own side."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import CONFIDENTIAL, PUBLIC, Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Participation
from comity.dossiers.queries import party_of, person_of
from comity.parties.actions.given import needed_text
from comity.parties.queries import parties_named
from comity.statute import Act

from .. import queries
from ..models import Audience, Call, Layer, Submission
from ..questions import Value, Values, counting, normal, problems_of
from .answers import Place, digest_of, place_of, said, tidied, unfit
from .call_rules import CallRule
from .entering import held


@transaction.atomic
def submit_answer(viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, at: datetime) -> Submission:
    """Submit a cleared answer: a new version that replaces the one before. Late ones are taken, and say so.

    Raises NotFound, or Refused where it was not cleared.
    """
    place = place_of(viewer, facilitation_id, call_id, Act.ANSWER_SUBMIT, at)
    answer = queries.answer_of(viewer, call_id)
    if answer is None:
        raise NotFound
    if answer.cleared_by_id is None:
        raise CallRule.CLEARED_FIRST.broken_by(Act.ANSWER_SUBMIT)
    values = counting(queries.questionnaire(place.call), answer.values)
    given = Given(party_of(viewer), values, answer.audience, at, cleared_by_id=answer.cleared_by_id)
    return add_version(viewer, place, given, Act.ANSWER_SUBMIT, at)


@dataclass(frozen=True, slots=True)
class Given:
    """What becomes a version: whose, what it says, to whom, and when it came; on paper nobody cleared it here."""

    party_id: UUID
    values: dict[str, Value]
    audience: str
    came_at: datetime
    cleared_by_id: UUID | None = None

    @property
    def is_paper(self) -> bool:
        """Whether it came on paper."""
        return self.cleared_by_id is None


def add_version(viewer: Viewer, place: Place, given: Given, act: Act, at: datetime) -> Submission:
    """Add a version of a party's answer, the facilitation being locked, and let it replace the one before."""
    call = place.call
    before = queries.submissions_by(
        viewer, place.facilitation, call.id, standing=place.standing, party_id=given.party_id
    )  # fmt: skip
    desk = before[0].desk_id if before else _desk(viewer, place, given.party_id, at)
    for old in before:
        if old.stands:
            _end(old, replaced_at=at)
    number = before[0].number + 1 if before else 1
    party = parties_named(viewer, party_ids=[given.party_id])[given.party_id]
    row = Submission(
        id=uuid4(), facilitation=place.facilitation, call=call, desk_id=desk, party=party, number=number,
        dossier_id=_dossier(place, given.audience, desk), audience=given.audience, values=given.values,
        sha256=digest_of(given.values, call_id=call.id, party=party.code, number=number), is_paper=given.is_paper,
        came_at=given.came_at, cleared_by_id=given.cleared_by_id, entered_by_id=person_of(viewer),
        function=viewer.function, at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    told = {"number": number, "sha256": row.sha256, "party": party.code, "audience": str(given.audience)}
    dossiers.record(viewer, act, dossier_id=row.dossier_id, about=row.id, at=at, data=told)
    return row


def _dossier(place: Place, audience: str, desk: UUID) -> UUID:
    """Return where an answer hangs, and so who reads it. No answer is read more widely than its call."""
    is_public = place.call.layer == Layer.PUBLIC
    if audience == Audience.PUBLIC and is_public:
        return place.facilitation.public_id
    if audience == Audience.SECRETARIAT:
        return desk
    return place.facilitation.invited_id if is_public else place.call.dossier_id


def _desk(viewer: Viewer, place: Place, party_id: UUID, at: datetime) -> UUID:
    """Open the dossier in which a party and the Assembly alone are."""
    is_narrow = place.call.layer == Layer.DELEGATIONS
    level = CONFIDENTIAL if is_narrow else PUBLIC  # as the layer of the call itself
    desk = dossiers.open_consultation(viewer, title=place.call.title_en, classification=level, at=at)
    for one in {place.facilitation.keeper_id, party_id} - {desk.owner_id}:
        dossiers.admit(
            viewer, dossier_id=desk.id, party_id=one, side=Participation.Side.ADDRESSEE,
            scope=Participation.Scope.FULL, reason=place.call.title_en, at=at,
        )  # fmt: skip
    return desk.id


def _end(old: Submission, **ended: object) -> None:
    """Take a version out of the sight of others: only its party and the Assembly read it from now on."""
    for name, value in ended.items():
        setattr(old, name, value)
    old.dossier_id = old.desk_id
    old.save(update_fields=["dossier_id", *ended])


@transaction.atomic
def withdraw_answer(
    viewer: Viewer, *, facilitation_id: UUID, submission_id: UUID, reason: str, at: datetime
) -> Submission:
    """Withdraw the answer of the viewer's own party, with the reason; its versions are kept, and another may follow.

    Raises NotFound, or Refused for anybody else's and for one that does not stand any more.
    """
    found = held(viewer, facilitation_id, Act.ANSWER_WITHDRAW, at=at)
    row = queries.submission(viewer, found.row, submission_id, standing=found.standing)
    if row.party_id != viewer.party_id or not found.standing.works:
        raise CallRule.OWN_WORDS.broken_by(Act.ANSWER_WITHDRAW)
    if not row.stands:
        raise CallRule.STANDS_NO_MORE.broken_by(Act.ANSWER_WITHDRAW)
    reason = needed_text("reason", reason, longest=settings.COMITY_LIMITS["field_characters"])
    dossiers.record(
        viewer, Act.ANSWER_WITHDRAW, dossier_id=row.dossier_id, about=row.id, at=at, data={"number": row.number}
    )
    _end(row, withdrawn_at=at, reason=reason)
    return row


@transaction.atomic
def enter_paper(
    viewer: Viewer, *, facilitation_id: UUID, call_id: UUID, party_id: UUID, values: Values, audience: str,
    received_on: date, at: datetime,
) -> Submission:  # fmt: skip
    """Enter an answer that came on paper, as a clerk of the Assembly.

    What is missing there is missing; what is wrong in form is refused. Raises NotFound, Refused, or Invalid.
    """
    found = held(viewer, facilitation_id, Act.ANSWER_ENTER, at=at)
    call = queries.call(viewer, found.row, call_id, standing=found.standing)
    if not (found.standing.is_secretariat and found.standing.works):
        raise CallRule.CLERK_ENTERS.broken_by(Act.ANSWER_ENTER)
    if call.state != Call.State.OPEN:
        raise CallRule.CALL_OPEN.broken_by(Act.ANSWER_ENTER)
    form = queries.questionnaire(call)
    plain = {one.code: normal(one, tidied(values[one.code])) for one in form.questions() if one.code in values}
    problems = {code: said(text) for code, text in problems_of(form, plain, queries.bounds()).items()}
    problems |= {code: hidden for code, value in plain.items() if (hidden := unfit(value))}
    if party_id not in {one.party_id for one in queries.addressed(viewer, call, at=at)}:
        problems["party"] = _("This call is not put to that party. Choose one of the list.")
    if received_on > at.astimezone(THE_HAGUE).date():
        problems["received_on"] = _("This date lies in the future. Give the day on which it really came.")
    if call.opened_at and received_on < call.opened_at.astimezone(THE_HAGUE).date():
        problems["received_on"] = _("The call was opened after that day. Give the day on which it really came.")
    if not counting(form, plain):
        problems[""] = _("Nothing was entered. Enter what the paper says.")
    if problems:
        raise Invalid(problems)
    place = Place(found.row, call, found.standing)
    given = Given(party_id, counting(form, plain), audience, datetime.combine(received_on, time(0), THE_HAGUE))
    return add_version(viewer, place, given, Act.ANSWER_ENTER, at)
