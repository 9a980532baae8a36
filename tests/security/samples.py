# SPDX-License-Identifier: EUPL-1.2
"""One small world in which every address there is has something to show, and the people who try every door of it.

The request and its case file belong to the Office of the Prosecutor, limited to a circle of two; Belgium was asked and
has opened it. Everybody else is outside.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from comity.core import progress
from comity.core.clock import now
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Clock, Entry
from comity.dossiers.queries import with_circles
from comity.facilitation import actions as facilitations
from comity.facilitation.models import Facilitator, SessionItem
from comity.mandates import actions as mandates
from comity.mandates.actions.adding import Given
from comity.mandates.models import Mandate
from comity.parties import actions as parties
from comity.parties.models import Authority, Party
from comity.reports import actions as reports
from comity.requests import actions as requests
from comity.statute import Act, Role
from tests.factories.documents import a_whole, an_upload, document_version, with_document
from tests.factories.keys import own_key, recovery_key, signing_key_of
from tests.factories.parties import AuthorityFactory, SubstitutionFactory, person_at, post_of
from tests.factories.reports import a_build, a_published, a_report
from tests.factories.requests import a_draft, a_file, an_approved, bring_to
from tests.mandates.texts import HARBOUR
from tests.security.calls import call_things
from tests.security.walk import Door, doors

# Addresses that end in something else than a page of ours (the page of receipts is a file to keep, with a test of its
# own), or that the browser is only ever sent to.
NO_PAGES = {
    "ledger:offline",
    "account_reauthenticate_webauthn",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    "api:openapi-json",
}


@dataclass(slots=True)
class World:
    """What there is, by the names that addresses take, and who tries to reach it."""

    asking: Viewer
    approver: Viewer
    colleague: Viewer
    asked: Viewer
    uncleared: Viewer
    stranger: Viewer
    registrar: Viewer
    chamber: Viewer
    secretariat: Viewer
    defence: Viewer
    anonymous: Viewer
    things: dict[str, object]

    @property
    def personas(self) -> dict[str, Viewer]:
        """Who tries, in the order of the columns of the matrix."""
        return {name: getattr(self, name) for name in PERSONAS}

    def address(self, door: Door) -> str:
        """Return the address of a door; a part that has no sample here raises KeyError."""
        samples = {name: self._sample(door.route, name) for name in door.takes}
        if door.path:
            path = re.sub(r"{(?:\w+:)?(\w+)}", r"{\1}", door.path)
            return path.format(**samples)
        return reverse(door.route, kwargs=samples)

    def _sample(self, route: str, name: str) -> object:
        return self.things.get(f"{route}.{name}") or self.things[name]


PERSONAS = (
    "asking", "approver", "colleague", "asked", "uncleared", "stranger", "registrar", "chamber", "secretariat",
    "defence", "anonymous",
)  # fmt: skip


@pytest.fixture
def world(
    asking: Viewer,
    asking_approver: Viewer,
    asked: Viewer,
    uncleared: Viewer,
    stranger: Viewer,
    registrar: Viewer,
    chamber: Viewer,
    secretariat: Viewer,
    defence: Viewer,
    anonymous: Viewer,
    otp: Party,
    belgium: Party,
) -> World:
    at = now()
    circle = dossiers.form_circle(asking, name="Holm", reason="Leads the case", at=at)
    asking = with_circles(asking, at)
    grant = dossiers.give_grant(
        asking, circle_id=circle.id, person_id=asking_approver.person_id or uuid4(), until=at + timedelta(days=30),
        reason="Approves", at=at,
    )  # fmt: skip
    asking_approver = with_circles(asking_approver, at)
    file = a_file(asking, circle_id=circle.id)
    person = dossiers.enter_person(
        asking, dossier_id=file.id, pseudonym="Witness Plover", capacity="witness", public_name="", at=at
    )
    dossiers.write_page(
        asking, person_id=person.id, identity={"name": "A protected name"}, until=at + timedelta(days=30),
        reason="Leads the case", at=at,
    )  # fmt: skip
    request = bring_to("exhausted", asking, kind="DOCS", file=file, subject="A subject known to two sides only")
    task = requests.open_task(
        asking, request_id=request.id, text="Telephone", assignee_id=asking.person_id or uuid4(), due_on=None, at=at
    )
    view = requests.save_view(asking, name="Mine", query="box=sent", at=at)
    AuthorityFactory.make(party=belgium)
    document = with_document(asking, request)
    draft = a_draft(asking, file=file)
    colleague = person_at(otp, Role.DRAFTER, Role.OFFICER, clearance=UNDER_SEAL, function="Another team")
    own_post = post_of(asking)
    key = own_key(asking, at=at)
    own_key(asked, at=at)
    recovery_key(person_at(otp, Role.READER, is_administrator=True), [asking, asking_approver, colleague], at=at)
    recovery = parties.begin_recovery(asking, reason="Lost", at=at)
    instrument = mandates.add_instrument(secretariat, given=Given(source="invented", text=HARBOUR), at=at)
    report, block = a_report(secretariat, at=at)
    published = a_published(secretariat, at=at)
    things: dict[str, object] = {
        "request_id": request.id,
        "requests:edit.request_id": draft.id,
        "document_id": document.id,
        "version_id": document_version(document).id,
        "upload_id": an_upload(asking, request).id,
        "whole_id": a_whole(asking, request).id,
        "requests:whole_end.whole_id": a_whole(asking, request).id,  # its file is gone though the row is put back
        "requests:send.request_id": an_approved(asking, file=file).id,
        "entry_id": _entry(request.id, Act.REQUEST_SEND),
        "receipts:sign.entry_id": _entry(request.id, Act.REQUEST_REGISTER),
        "number": 1,
        "tile": "0/000",
        "digest": "00",
        "slug": "request-remind",
        "act": str(Act.REQUEST_REMIND),
        "view_id": view.id,
        "task_id": task.id,
        "clock_id": Clock.objects.unguarded("a test looks at the rows themselves").get(about=request.id).id,
        "dossier_id": file.id,
        "step": "hold",
        "circle_id": circle.id,
        "grant_id": grant.id,
        "person_id": asking.person_id,
        "reader_id": asking.person_id,
        "post_id": own_post.pk,
        "substitution_id": SubstitutionFactory.make(post=own_post, substitute_id=colleague.person_id).pk,
        "authority_id": Authority.objects.filter(party=belgium)[0].pk,
        "code": "BEL",
        "key_id": key.pk,
        "parties:end_signing_key.key_id": signing_key_of(AuthorityFactory.make(party=otp)).pk,
        "seq": 7,
        "size": 16,
        "recovery_id": recovery.pk,
        "law:kind.code": "SERV",
        "owed_id": 1,
        "notice_id": uuid4(),
        "mail_id": uuid4(),
        "hook_id": uuid4(),
        "token": "x",
        "instrument_id": instrument.id,
        "mandate_id": Mandate.rows.get(paragraph__instrument=instrument, addressed="court").id,
        "snapshot_id": reports.propose(registrar, first=_A_DAY, last=_A_DAY, at=at).id,
        "report_id": report.id,
        "report:published.report_id": published.id,
        "report:download.report_id": published.id,
        "report:receipt.report_id": published.id,
        "block_id": block.id,
        "section": "followup",
        "build_id": a_build(secretariat, report, at=at).id,
        "form": "pdf",
        "language": "fr",
        "report:redaction.language": "en",
        "report:download.language": "en",
        "report:receipt.language": "en",
        "seat": "bureau",
        "report:refuse.key": "frame",
        "progress_id": progress.begin(asking, title="Recomputing the time limits"),
        "key": "x",
        "uidb36": "x",
        "pk": 1,
    }
    things |= _in_facilitation(secretariat, asking, asked, at)
    held = things["facilitation_id"]
    assert isinstance(held, UUID)
    things |= call_things(secretariat, asked, belgium, held, at)
    for route in ("save", "texts", "split", "several", "copy"):
        things[f"requests:{route}.request_id"] = things["requests:edit.request_id"]
    for route in ("restricted", "reader", "reader_end"):
        things[f"dossiers:{route}.person_id"] = person.id
    return World(
        asking, asking_approver, colleague, asked, uncleared, stranger, registrar, chamber, secretariat, defence,
        anonymous, things,
    )  # fmt: skip


_A_DAY = date(2024, 5, 3)


def _in_facilitation(secretariat: Viewer, organ: Viewer, leader: Viewer, at: datetime) -> dict[str, object]:
    """A facilitation that Belgium leads and the Office of the Prosecutor takes part in, all of it for delegations."""
    held = facilitations.open_facilitation(
        secretariat, subject="Harbour lights", since=_A_DAY, until=_A_DAY,
        rests_on=[facilitations.Basing(symbol="ICC-ASP/10/Res.99", number="3")], at=at,
    )  # fmt: skip
    on: dict[str, Any] = {"facilitation_id": held.id, "at": at}
    layer = "delegations"
    facilitations.appoint_facilitator(secretariat, party_id=leader.party_id or uuid4(), function=leader.function, **on)
    facilitations.invite_participant(leader, party_id=organ.party_id or uuid4(), role="organ", **on)
    called = facilitations.Called("Lamps", at, at + timedelta(hours=1), "UTC", "Room 1")
    meeting = facilitations.call_meeting(leader, layer=layer, called=called, **on)
    item = facilitations.add_item(leader, meeting_id=meeting.id, title="x", mandate_id=None, paper_id=None, **on)
    paper = facilitations.submit_paper(leader, layer=layer, title="Lamps", language="en", text="x", **on)
    text = facilitations.begin_text(leader, layer=layer, title="Lamps", language="en", words="One.", **on)
    proposal = facilitations.make_proposal(
        leader, text_id=text.id, key="p1", kind="delete", words="", reason="It is dark.", **on
    )
    mandates.enter_session(secretariat, number=1, first_day=_A_DAY, source="invented", at=at)
    standing = facilitations.add_standing_item(secretariat, title_en="Lamps", title_fr="Lampes", at=at)
    facilitations.build_agenda(secretariat, number=1, at=at)
    facilitations.add_session_item(secretariat, number=1, title="Lamps", at=at)
    return {
        "facilitation_id": held.id,
        "facilitator_id": Facilitator.rows.get(facilitation=held).pk,
        "party_id": organ.party_id,
        "meeting_id": meeting.id,
        "item_id": item.pk,
        "facilitation:standing_order.item_id": standing.pk,
        "facilitation:agenda_order.item_id": SessionItem.rows.get(title="Lamps").pk,
        "paper_id": paper.id,
        "text_id": text.id,
        "proposal_id": proposal.id,
        "facilitation:propose.key": "p1",
    }


def _entry(about: UUID, act: Act) -> UUID:
    return Entry.objects.unguarded("a test looks at the rows themselves").filter(about=about, act=act)[0].id


def pages(world: World, viewer: Viewer) -> Iterator[tuple[str, str]]:
    """Every page that a person can be shown, by its name and address: all doors with GET that are not operations."""
    for door in doors():
        if door.method == "GET" and not door.route.startswith("api:") and door.route not in NO_PAGES:
            yield door.route, world.address(door)
