# SPDX-License-Identifier: EUPL-1.2
"""The Assembly's side of the demonstration: an invented resolution, a facilitation on it, a text, a silence."""

from datetime import datetime, timedelta
from typing import Any

from comity.config.demonstration.cast import Cast
from comity.core.clock import THE_HAGUE
from comity.core.viewer import Viewer
from comity.facilitation import actions
from comity.facilitation.models import Layer
from comity.facilitation.questions import Kind, Question, When
from comity.mandates import actions as mandates
from comity.mandates.actions.adding import Given
from comity.parties.actions import system_made_up_party
from comity.parties.models import PartyKind
from comity.statute import Text

SYMBOL = "ICC-ASP/99/Res.1"
RESOLUTION = f"""{SYMBOL}

Lanterns for the harbour of Ostern (invented for the demonstration)

Adopted at the 3rd plenary meeting, on 4 December 2025, by consensus

The Assembly of States Parties,

Recalling that the harbour of Ostern exists in this demonstration only,

1. Requests the Bureau to hold consultations on lighting the harbour, and to report at its hundredth session;

2. Invites States Parties to share how they keep their lanterns;
"""
REPORT_SYMBOL = "ICC-ASP/99/1"
REPORT = """Report on the lanterns of Ostern

1. This report exists in this demonstration only.

2. Oil was lent to three harbours.

3. Wicks were cut twice.
"""
DRAFT = """States Parties keep a list of their lanterns, and name who answers for it.

The list is reviewed once a year, in March.

Lanterns that were lent are returned with their oil."""
STATEMENT = """States Parties light one lantern each on the first evening of the session.

The Court is informed of the hour."""

STANDING = (("Opening of the session", "Ouverture de la session"), ("Cooperation (invented)", "Coopération (fictive)"))


def consult(cast: Cast, *, at: datetime) -> None:
    """Open a facilitation that Belgium leads, with a text under proposals and another one under silence."""
    assembly, leader = cast.viewer("assembly"), cast.viewer("belgium")
    given = Given(source="invented for the demonstration", text=RESOLUTION)
    instrument = mandates.add_instrument(assembly, given=given, at=at)
    mandates.finish_review(assembly, instrument_id=instrument.id, at=at)
    held = actions.open_facilitation(
        assembly, subject="Cooperation on the lanterns of Ostern (invented)", since=at.date(),
        until=(at + timedelta(days=200)).date(), rests_on=[actions.Basing(symbol=instrument.symbol, number="1")], at=at,
    )  # fmt: skip
    on: dict[str, Any] = {"facilitation_id": held.id, "at": at}
    _gather(cast, assembly, leader, on)
    _meet(cast, leader, on)
    _draft(cast, leader, on)
    _ask(cast, assembly, on)
    _report(cast, assembly, on)
    words = actions.begin_text(
        leader, layer="delegations", title="Statement on the first evening", language="en", words=STATEMENT, **on
    )
    actions.begin_silence(leader, text_id=words.id, until=at + timedelta(days=5), **on)
    number = 100
    mandates.enter_session(
        assembly, number=number, first_day=(at + timedelta(days=150)).date(), source="invented for the demonstration",
        at=at,
    )  # fmt: skip
    for title_en, title_fr in STANDING:
        actions.add_standing_item(assembly, title_en=title_en, title_fr=title_fr, at=at)
    actions.build_agenda(assembly, number=number, at=at)


def _gather(cast: Cast, assembly: Viewer, leader: Viewer, on: dict[str, Any]) -> None:
    assert leader.party_id is not None
    actions.appoint_facilitator(assembly, party_id=leader.party_id, function=leader.function, **on)
    for key, role in (("norway", "delegation"), ("costarica", "delegation"), ("otp.drafter", "organ")):
        party_id = cast.viewer(key).party_id
        assert party_id is not None
        actions.invite_participant(leader, party_id=party_id, role=role, **on)
    society = system_made_up_party(
        kind=PartyKind.ORGANISATION, code="LANTERN", name_en="Society of Lantern Keepers (invented)",
        name_fr="Société des gardiens de lanternes (fictive)", at=on["at"],
    )  # fmt: skip
    actions.invite_participant(leader, party_id=society.id, role="ngo", **on)


def _meet(cast: Cast, leader: Viewer, on: dict[str, Any]) -> None:
    begins = on["at"].replace(hour=9, minute=0) + timedelta(days=7)
    called = actions.Called(
        "First meeting on the lanterns", begins, begins + timedelta(hours=2), "Europe/Amsterdam", "Room of the Harbour"
    )
    meeting = actions.call_meeting(leader, layer="invited", called=called, **on)
    paper = actions.submit_paper(
        cast.viewer("norway"), layer="delegations", title="Oil and wicks", language="en", meeting_id=meeting.id,
        text="An invented paper: who lends a lantern says how much oil is in it.", **on,
    )  # fmt: skip
    for title, paper_id in (("Opening", None), ("Oil and wicks", paper.id), ("Any other matter", None)):
        actions.add_item(leader, meeting_id=meeting.id, title=title, mandate_id=None, paper_id=paper_id, **on)


def _draft(cast: Cast, leader: Viewer, on: dict[str, Any]) -> None:
    text = actions.begin_text(
        leader, layer="delegations", title="Draft on the list of lanterns", language="en", words=DRAFT, **on
    )
    for key, paragraph, kind, words, reason in (
        ("norway", "p2", "replace", "The list is reviewed every second year.", "A review costs a winter."),
        ("costarica", "p2", "delete", "", "A list that is kept needs no review."),
        ("otp.drafter", "p1", "add", "The list is open to the organs of the Court.", "They come by night."),
    ):
        actions.make_proposal(
            cast.viewer(key), text_id=text.id, key=paragraph, kind=kind, words=words, reason=reason, **on
        )


def _ask(cast: Cast, assembly: Viewer, on: dict[str, Any]) -> None:
    """Open a call, to which one State has answered on paper."""
    heading = actions.Heading(
        Text("Lanterns in national law (invented)", "Les lanternes en droit national (fictif)"),
        Text("An invented call: how are lanterns kept?", "Un appel fictif : comment les lanternes sont-elles tenues ?"),
        Layer.INVITED, (on["at"] + timedelta(days=30)).date(),
    )  # fmt: skip
    call = actions.add_call(assembly, heading=heading, **on)
    of: dict[str, Any] = on | {"call_id": call.id}
    actions.add_section(assembly, title=Text("Law and practice", "Droit et pratique"), **of)
    law = Question("", Kind.KNOWN, Text("Is there a law on lanterns?", "Y a-t-il une loi sur les lanternes ?"),
                   is_compulsory=True)  # fmt: skip
    name = Question("", Kind.SHORT, Text("What is it called?", "Comment s'appelle-t-elle ?"), when=When("q1", ("yes",)))
    number = Question("", Kind.NUMBER, Text("How many lanterns are lit?", "Combien de lanternes sont allumées ?"))
    for question in (law, name, number):
        actions.put_question(assembly, section=0, question=question, **of)
    actions.open_call(assembly, **of)
    answering = cast.viewer("costarica").party_id
    assert answering is not None
    actions.enter_paper(
        assembly, party_id=answering, values={"q1": "yes", "q2": "Lantern Act (invented)", "q3": "12"},
        audience="participants", received_on=on["at"].astimezone(THE_HAGUE).date(), **of,
    )  # fmt: skip


def _report(cast: Cast, assembly: Viewer, on: dict[str, Any]) -> None:
    """Enter a report, with a comment to which the Court has replied and one to which it has not."""
    given = Given(
        source="invented for the demonstration", text=REPORT, symbol=REPORT_SYMBOL, language="en",
        title="Report on the lanterns of Ostern (invented)",
    )  # fmt: skip
    report = mandates.add_report(assembly, given=given, at=on["at"])
    mandates.finish_review(assembly, instrument_id=report.id, at=on["at"])
    said: dict[str, Any] = on | {"symbol": REPORT_SYMBOL, "layer": "delegations", "language": "en"}
    norway = cast.viewer("norway")
    comment = actions.add_comment(norway, number="2", text="An invented concern: oil is dear.", **said)
    actions.reply(
        cast.viewer("otp.drafter"), comment_id=comment.id, language="en", text="An invented reply: it is.", **on
    )
    actions.add_comment(norway, number="3", text="An invented concern: wicks are short.", **said)
