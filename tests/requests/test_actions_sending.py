# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pkgutil import resolve_name
from typing import Any

import pytest
from django.db import transaction

from comity.core import worker
from comity.core.clock import now, today
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.models import Owed
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers.models import Clock, Dossier, Entry, Participation
from comity.ledger.models import Leaf
from comity.parties.models import Declaration, Membership, Party
from comity.requests import actions
from comity.requests.models import Counterfile, Request, Version
from comity.requests.models.as_sent import documents_of_text
from comity.requests.queries import Filters, find, request_page, requests_page
from comity.statute import Act, Role
from tests.factories.parties import DeclarationFactory, person_at
from tests.factories.requests import (
    TEXT,
    a_delivered,
    a_fetched,
    a_registered,
    a_sent,
    act,
    an_approved,
    bring_to,
    deliver,
    entries,
    fresh,
    owed,
    save,
    take,
)

Make = Callable[..., Request]
WHY = "a test looks at the rows themselves"


def sees(viewer: Viewer, request: Request) -> bool:
    return Request.objects.visible_to(viewer).filter(id=request.id).exists()


# --- What sending binds ----------------------------------------------------------------------------------------------


def test_sending_binds_channel_languages_and_basis_in_force(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    DeclarationFactory.make(party=belgium, subject="channel", text="Ministry of Justice, Brussels", languages=[])
    DeclarationFactory.make(party=belgium, languages=[["fr"], ["nl", "de"]])
    request = act(asking, an_approved(asking, language="fr"), Act.REQUEST_SEND)
    shown = fresh(request)
    assert (shown.state, shown.transport, shown.sent_at) == ("transmitted", "sent", request.sent_at)
    assert (shown.channel, shown.languages) == ("Ministry of Justice, Brussels", [["fr"], ["nl", "de"]])
    assert (shown.basis["code"], shown.basis["article"], shown.basis["since"]) == ("state_party", "86", "2002-07-01")


def test_sending_freezes_the_first_version(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    (version,) = Version.objects.unguarded(WHY).filter(request=request)
    assert (version.number, version.kind, version.subject, version.contents) == (
        1,
        "original",
        request.subject,
        request.contents,
    )


def test_sending_is_recorded_on_the_exchange_with_its_terms(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    (entry,) = entries(request, Act.REQUEST_SEND)
    assert (entry.dossier_id, entry.before, entry.after, entry.article) == (
        request.dossier_id,
        "approved",
        "transmitted",
        "87(1)(a)",
    )
    assert entry.data == {
        "terms": {"channel": request.channel, "languages": request.languages, "basis": request.basis},
        "version": 1,
        "documents": documents_of_text(number=1, kind="original", subject=request.subject, contents=request.contents),
    }
    assert [row.name for row in owed(request)] == ["requests.deliver"]


def test_addressee_is_let_in_by_sending_and_not_before(asking: Viewer, asked: Viewer, stranger: Viewer) -> None:
    request = an_approved(asking)
    assert not sees(asked, request)
    act(asking, request, Act.REQUEST_SEND)
    assert sees(asked, request)
    assert not sees(stranger, request)


def test_addressee_sees_nothing_of_what_was_done_before_sending(asking: Viewer, asked: Viewer) -> None:
    at = now() - timedelta(days=3)
    request = an_approved(asking, at=at)
    take(request, Act.REQUEST_SEND, at=at + timedelta(days=1))
    deliver(request, at=at + timedelta(days=1))
    take(request, Act.REQUEST_FETCH, at=at + timedelta(days=2))
    assert [entry.act for entry in request_page(asked, request.id).entries] == [
        Act.REQUEST_SEND,
        Act.REQUEST_DELIVER,
        Act.REQUEST_FETCH,
    ]


def test_addressee_sees_nothing_of_what_the_transmitting_organ_did_before_sending(
    chamber: Viewer, registrar: Viewer, asked: Viewer
) -> None:
    at = now() - timedelta(days=3)
    request = an_approved(chamber, kind="SURR", at=at)
    act(registrar, request, Act.REQUEST_PREPARE, at=at)
    act(registrar, request, Act.REQUEST_SEND, at=at + timedelta(days=1))
    assert [entry.act for entry in request_page(asked, request.id).entries] == [Act.REQUEST_SEND]
    assert Act.REQUEST_PREPARE in [entry.act for entry in request_page(chamber, request.id).entries]


def test_later_change_of_terms_does_not_touch_a_request_already_sent(
    asking: Viewer, asked: Viewer, belgium: Party
) -> None:
    request = a_sent(asking)
    DeclarationFactory.make(party=belgium, subject="channel", text="Another channel", languages=[])
    take(request, Act.REQUEST_REGISTER)
    assert fresh(request).channel == "Diplomatic channel"


def test_sending_takes_a_role(asking: Viewer, otp: Party, asked: Viewer) -> None:
    request = an_approved(asking)
    with pytest.raises(Refused) as caught:
        act(person_at(otp, Role.READER, clearance=UNDER_SEAL), request, Act.REQUEST_SEND)
    assert caught.value.refusal.code == "wrong_role"


@pytest.mark.parametrize("state", ["draft", "in_review", "transmitted", "received", "closed", "discarded"])
def test_request_is_sent_from_no_other_state(state: str, asking: Viewer, asked: Viewer) -> None:
    request = bring_to(state, asking)
    before = len(entries(request))
    with pytest.raises(Refused):
        act(asking, request, Act.REQUEST_SEND)
    assert (fresh(request).state, len(entries(request))) == (state, before)


@pytest.mark.parametrize("what", [Act.REQUEST_SEND, Act.REQUEST_SEND_URGENTLY, Act.REQUEST_FETCH, Act.REQUEST_DELIVER])
def test_what_has_an_action_of_its_own_is_done_by_no_other(what: Act, asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking) if what in {Act.REQUEST_FETCH, Act.REQUEST_DELIVER} else an_approved(asking)
    viewer = asked if what == Act.REQUEST_FETCH else asking
    before = (fresh(request).state, fresh(request).transport, len(entries(request)))
    with pytest.raises(Exception):  # noqa: B017, PT011 - whichever error: nothing may come of it
        actions.perform(viewer, request_id=request.id, act=what, given={}, at=now())
    assert (fresh(request).state, fresh(request).transport, len(entries(request))) == before


# --- One transaction, never half of it -------------------------------------------------------------------------------

SENDING = "comity.requests.actions.sending"
STEPS = {
    "freezing the text": f"{SENDING}._freeze",
    "letting the addressee in": f"{SENDING}.dossiers.admit",
    "recording": f"{SENDING}.finish",
    "owing the delivery": f"{SENDING}.outbox.owe",
}


def everything() -> dict[str, Any]:
    """What a sending writes to, row by row, and the requests as they are."""
    unguarded: list[Any] = [Dossier, Entry, Clock, Version, Counterfile]
    counts = {model.__name__: model.objects.unguarded(WHY).count() for model in unguarded}
    counts |= {"Participation": Participation.rows.count(), "Leaf": Leaf.objects.count(), "Owed": Owed.objects.count()}
    return counts | {"requests": list(Request.objects.unguarded(WHY).order_by("id").values())}


@pytest.mark.parametrize("place", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_sending_that_fails_half_way_leaves_nothing(
    place: str, when: str, asking: Viewer, asked: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = an_approved(asking)
    before = everything()
    real: Callable[..., Any] = resolve_name(STEPS[place])

    def fails(*args: Any, **kwargs: Any) -> Any:
        if when == "after":
            real(*args, **kwargs)
        raise OSError("the plug was pulled")

    monkeypatch.setattr(STEPS[place], fails)
    with pytest.raises(OSError, match="plug"), transaction.atomic():
        act(asking, request, Act.REQUEST_SEND)
    assert everything() == before
    assert not sees(asked, request)
    monkeypatch.undo()
    assert act(asking, request, Act.REQUEST_SEND).transport == "sent"


@pytest.mark.django_db(transaction=True)
def test_sending_that_fails_half_way_leaves_nothing_in_the_database(
    asking: Viewer, asked: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = an_approved(asking)
    before = everything()

    def fails(*_args: Any, **_kwargs: Any) -> None:
        raise OSError("the plug was pulled")

    monkeypatch.setattr(f"{SENDING}.outbox.owe", fails)
    with pytest.raises(OSError, match="plug"):
        act(asking, request, Act.REQUEST_SEND)
    assert everything() == before


# --- What changed since approval -------------------------------------------------------------------------------------


def stops(viewer: Viewer, request: Request) -> str:
    """Return what sending says when it stops, having seen that the request stays approved and nothing was written."""
    before = everything()
    with pytest.raises(Refused) as caught:
        act(viewer, request, Act.REQUEST_SEND)
    assert everything() == before
    assert fresh(request).state == "approved"
    assert (caught.value.refusal.code, caught.value.refusal.article) == ("basis_current", "rule 180(2)")
    return caught.value.refusal.reason.en


def test_language_declared_since_approval_stops_sending(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = an_approved(asking)
    DeclarationFactory.make(party=belgium, languages=[["nl"], ["it", "fr"]])
    said = stops(asking, request)
    assert said == "The accepted languages were en / fr and are now nl / it + fr."


def test_channel_declared_since_approval_stops_sending(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = an_approved(asking)
    DeclarationFactory.make(party=belgium, subject="channel", text="Federal Ministry", languages=[])
    assert stops(asking, request) == "The channel was “Diplomatic channel” and is now “Federal Ministry”."


def test_withdrawal_that_took_effect_since_approval_stops_sending(
    asking: Viewer, asked: Viewer, belgium: Party
) -> None:
    request = an_approved(asking)
    Membership.objects.filter(party=belgium).update(until=today())
    said = stops(asking, request)
    assert said == "The obligation basis was 86 and is now 127(2)."


def test_withdrawal_that_leaves_no_basis_stops_sending(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = an_approved(asking)
    Membership.objects.filter(party=belgium).delete()
    assert stops(asking, request) == "The obligation basis was 86 and is now none."


def test_declaration_that_works_only_later_does_not_stop_sending(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = an_approved(asking)
    DeclarationFactory.make(party=belgium, languages=[["nl"]], effective_on=today() + timedelta(days=45))
    assert act(asking, request, Act.REQUEST_SEND).languages == [["en"], ["fr"]]


def test_request_that_stopped_goes_after_it_was_approved_again(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = an_approved(asking)
    DeclarationFactory.make(party=belgium, languages=[["nl"]])
    stops(asking, request)
    act(asking, request, Act.REQUEST_RETURN)
    save(asking, request, language="nl")
    act(asking, request, Act.REQUEST_SUBMIT)
    take(request, Act.REQUEST_APPROVE)
    assert act(asking, request, Act.REQUEST_SEND).languages == [["nl"]]


def test_several_things_that_changed_are_all_said(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = an_approved(asking)
    DeclarationFactory.make(party=belgium, languages=[["nl"]])
    DeclarationFactory.make(party=belgium, subject="channel", text="Federal Ministry", languages=[])
    said = stops(asking, request)
    assert "nl" in said
    assert "Federal Ministry" in said


def test_declaration_of_another_state_does_not_stop_sending(asking: Viewer, asked: Viewer, norway: Party) -> None:
    request = an_approved(asking)
    Declaration.objects.all().delete()
    DeclarationFactory.make(party=norway, languages=[["nl"]])
    assert act(asking, request, Act.REQUEST_SEND).state == "transmitted"


# --- Urgently --------------------------------------------------------------------------------------------------------


def test_urgent_request_goes_first_and_is_confirmed_later(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking, urgently=True)
    assert (request.state, request.is_unconfirmed) == ("transmitted_unconfirmed", True)
    act(asking, request, Act.REQUEST_CONFIRM)
    assert (fresh(request).state, fresh(request).is_unconfirmed) == ("transmitted", False)
    with pytest.raises(Refused):
        act(asking, request, Act.REQUEST_CONFIRM)


def test_urgent_request_registered_before_its_confirmation_is_still_to_be_confirmed(
    asking: Viewer, asked: Viewer
) -> None:
    request = a_sent(asking, urgently=True)
    request = take(request, Act.REQUEST_REGISTER)
    assert (request.state, request.is_unconfirmed) == ("received", True)
    act(asking, request, Act.REQUEST_CONFIRM)
    assert (fresh(request).state, fresh(request).is_unconfirmed) == ("received", False)


def test_provisional_arrest_needs_no_confirmation(chamber: Viewer, asked: Viewer) -> None:
    request = a_sent(chamber, kind="PROV", urgently=True)
    assert (request.state, request.is_unconfirmed) == ("transmitted", False)


def test_request_not_marked_urgent_is_not_sent_urgently(asking: Viewer, asked: Viewer) -> None:
    request = an_approved(asking)
    with pytest.raises(Refused) as caught:
        act(asking, request, Act.REQUEST_SEND_URGENTLY)
    assert caught.value.refusal.code == "urgent"


def test_kind_that_is_never_urgent_is_not_sent_urgently(president: Viewer, asked: Viewer) -> None:
    request = an_approved(president, kind="SENT")
    with pytest.raises(Refused) as caught:
        act(president, request, Act.REQUEST_SEND_URGENTLY)
    assert caught.value.refusal.code == "wrong_kind"


# --- Delivery, fetching, registration --------------------------------------------------------------------------------


def test_delivery_done_twice_is_done_once(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    assert deliver(request)
    assert not deliver(request)
    assert [entry.act for entry in entries(request, Act.REQUEST_DELIVER)] == [Act.REQUEST_DELIVER]
    assert Counterfile.objects.unguarded(WHY).filter(request=request).count() == 1


def test_worker_delivers_what_is_owed(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    assert worker.do_all() == 1
    assert (fresh(request).transport, owed(request)) == ("delivered", [])
    (entry,) = entries(request, Act.REQUEST_DELIVER)
    assert (entry.party_id, entry.actor_id) == (None, None)


def test_file_opened_at_delivery_is_the_addressees_alone(asking: Viewer, asked: Viewer) -> None:
    request = a_delivered(asking)
    own = Counterfile.objects.unguarded(WHY).get(request=request)
    assert Dossier.objects.visible_to(asked).filter(id=own.dossier_id).exists()
    assert not Dossier.objects.visible_to(asking).filter(id=own.dossier_id).exists()


def test_fetching_before_delivery_delivers_first(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    actions.fetch_request(asked, request_id=request.id, at=now())
    assert [entry.act for entry in entries(request)][-2:] == [Act.REQUEST_DELIVER, Act.REQUEST_FETCH]
    shown = fresh(request)
    assert shown.transport == "fetched"
    assert shown.delivered_at is not None
    assert worker.do_all() == 1
    assert len(entries(request, Act.REQUEST_DELIVER)) == 1


def test_request_fetched_is_not_registered(asking: Viewer, asked: Viewer) -> None:
    request = a_fetched(asking)
    assert (request.state, request.transport, request.registered_at) == ("transmitted", "fetched", None)


def test_request_fetched_twice_is_refused_the_second_time(asking: Viewer, asked: Viewer) -> None:
    request = a_fetched(asking)
    with pytest.raises(Refused):
        actions.fetch_request(asked, request_id=request.id, at=now())
    assert len(entries(request, Act.REQUEST_FETCH)) == 1


def test_request_is_fetched_by_an_officer_of_the_addressee_only(
    asking: Viewer, asked: Viewer, stranger: Viewer, belgium: Party
) -> None:
    request = a_delivered(asking)
    with pytest.raises(NotFound):
        actions.fetch_request(stranger, request_id=request.id, at=now())
    for viewer, code in ((asking, "wrong_side"), (person_at(belgium, Role.READER, clearance=2), "wrong_role")):
        with pytest.raises(Refused) as caught:
            actions.fetch_request(viewer, request_id=request.id, at=now())
        assert caught.value.refusal.code == code


def test_contents_are_shown_to_the_addressee_from_fetching_on(asking: Viewer, asked: Viewer) -> None:
    request = a_delivered(asking)
    sealed = request_page(asked, request.id)
    assert (sealed.shows_contents, sealed.request.subject, sealed.request.contents, sealed.lines) == (False, "", {}, ())
    assert [row.subject for row in requests_page(asked, Filters(box="received")).rows] == [""]
    take(request, Act.REQUEST_FETCH)
    page = request_page(asked, request.id)
    assert page.request.subject == request.subject
    assert page.lines[0].text == TEXT


def test_request_not_yet_fetched_is_not_found_by_its_words(asking: Viewer, asked: Viewer) -> None:
    request = a_delivered(asking)
    assert find(asked, "warehouse") == []
    assert [row.id for row in find(asked, request.reference)] == [request.id]
    take(request, Act.REQUEST_FETCH)
    assert [row.id for row in find(asked, "warehouse")] == [request.id]


def test_registration_keeps_the_states_reference_and_contact(asking: Viewer, asked: Viewer) -> None:
    request = a_fetched(asking)
    act(asked, request, Act.REQUEST_REGISTER, own_reference="JUD/2027/9", contact="Duty officer, +32 2 000 00 00")
    shown = fresh(request)
    assert (shown.state, shown.transport) == ("received", "registered")
    assert shown.registered_at is not None
    (entry,) = entries(request, Act.REQUEST_REGISTER)
    assert entry.data == {"own_reference": "JUD/2027/9", "contact": "Duty officer, +32 2 000 00 00"}
    for viewer in (asked, asking):
        assert [row.number for row in request_page(viewer, request.id).references] == ["JUD/2027/9"]
        assert [row.id for row in find(viewer, "jud20279")] == [request.id]


def test_registration_on_paper_delivers_first_and_opens_the_states_own_file(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    act(asked, request, Act.REQUEST_REGISTER)
    assert [entry.act for entry in entries(request)][-2:] == [Act.REQUEST_DELIVER, Act.REQUEST_REGISTER]
    shown = fresh(request)
    assert (shown.state, shown.transport, shown.fetched_at) == ("received", "registered", None)
    assert act(asked, request, Act.REQUEST_ASSIGN).state == "in_execution"


# --- Recall ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [a_sent, a_delivered])
def test_recalled_request_is_gone_from_the_addressee(make: Make, asking: Viewer, asked: Viewer) -> None:
    request = make(asking)
    take(request, Act.REQUEST_REMIND)
    act(asking, request, Act.REQUEST_RECALL, note="Wrong State")
    shown = fresh(request)
    assert (shown.state, shown.transport, shown.sent_at, shown.channel) == ("recalled", "unsent", None, "")
    assert (shown.languages, shown.basis) == ([], {})
    assert not sees(asked, request)
    with pytest.raises(NotFound):
        request_page(asked, request.id)
    assert requests_page(asked, Filters(box="received")).rows == ()
    assert (find(asked, request.reference), find(asked, "warehouse")) == ([], [])
    assert Entry.objects.visible_to(asked).filter(about=request.id).count() == 0
    with pytest.raises(NotFound):
        actions.fetch_request(asked, request_id=request.id, at=now())


def test_delivery_owed_for_a_recalled_request_does_nothing(asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    act(asking, request, Act.REQUEST_RECALL)
    assert worker.do_all() == 1
    assert (fresh(request).transport, entries(request, Act.REQUEST_DELIVER)) == ("unsent", [])


@pytest.mark.parametrize("make", [a_fetched, a_registered])
def test_request_fetched_is_not_recalled(make: Make, asking: Viewer, asked: Viewer) -> None:
    request = make(asking)
    with pytest.raises(Refused):
        act(asking, request, Act.REQUEST_RECALL)
    assert sees(asked, request)


def test_recalled_request_is_revised_and_sent_again(asking: Viewer, asked: Viewer) -> None:
    at = now() - timedelta(days=9)
    request = a_delivered(asking, facts="The wrong facts", at=at)
    act(asking, request, Act.REQUEST_RECALL, at=at + timedelta(days=1), note="The facts are wrong")
    act(asking, request, Act.REQUEST_REVISE, at=at + timedelta(days=2))
    assert fresh(request).approver_id is None
    save(asking, request, facts="The right facts", at=at + timedelta(days=3))
    act(asking, request, Act.REQUEST_SUBMIT, at=at + timedelta(days=3))
    take(request, Act.REQUEST_APPROVE, at=at + timedelta(days=3))
    act(asking, request, Act.REQUEST_SEND, at=at + timedelta(days=4))
    deliver(request, at=at + timedelta(days=4))
    actions.fetch_request(asked, request_id=request.id, at=at + timedelta(days=5))
    assert Counterfile.objects.unguarded(WHY).filter(request=request).count() == 1
    page = request_page(asked, request.id)
    assert next(line.text for line in page.lines if line.element.code == "facts") == "The right facts"
    assert [entry.act for entry in page.entries] == [Act.REQUEST_SEND, Act.REQUEST_DELIVER, Act.REQUEST_FETCH]


def test_text_that_was_recalled_is_never_shown_beside_a_corrigendum(asking: Viewer, asked: Viewer) -> None:
    at = now() - timedelta(days=9)
    request = a_delivered(asking, facts="The wrong facts", at=at)
    act(asking, request, Act.REQUEST_RECALL, at=at + timedelta(days=1))
    act(asking, request, Act.REQUEST_REVISE, at=at + timedelta(days=2))
    save(asking, request, facts="The right facts", at=at + timedelta(days=3))
    act(asking, request, Act.REQUEST_SUBMIT, at=at + timedelta(days=3))
    take(request, Act.REQUEST_APPROVE, at=at + timedelta(days=3))
    act(asking, request, Act.REQUEST_SEND, at=at + timedelta(days=4))
    actions.fetch_request(asked, request_id=request.id, at=at + timedelta(days=5))
    actions.correct_request(
        asking, request_id=request.id, texts={"facts": "The best facts"}, subject="", reason="A slip", at=now()
    )
    shown = [version.contents["facts"]["text"] for version in request_page(asked, request.id).versions]
    assert shown == ["The right facts", "The best facts"]
    own = [version.contents["facts"]["text"] for version in request_page(asking, request.id).versions]
    assert own == ["The wrong facts", "The right facts", "The best facts"]


# --- Through another organ -------------------------------------------------------------------------------------------


def test_registry_transmits_for_chambers(chamber: Viewer, registrar: Viewer, asked: Viewer) -> None:
    request = an_approved(chamber, kind="SURR")
    assert request.sender.code == "REG"
    with pytest.raises(Refused) as caught:
        act(chamber, request, Act.REQUEST_SEND)
    assert caught.value.refusal.code == "wrong_side"
    act(registrar, request, Act.REQUEST_SEND)
    (entry,) = entries(request, Act.REQUEST_SEND)
    assert (entry.actor_id, entry.function) == (registrar.person_id, "Judicial cooperation, Registry")
    assert sees(chamber, request)
    assert [row.id for row in requests_page(registrar, Filters(box="passing")).rows] == [request.id]


def test_registry_recalls_what_it_transmitted_for_chambers(chamber: Viewer, registrar: Viewer, asked: Viewer) -> None:
    request = a_sent(chamber, kind="SURR")
    act(registrar, request, Act.REQUEST_RECALL)
    assert (fresh(request).state, sees(asked, request)) == ("recalled", False)


@pytest.mark.parametrize("kind", ["DOCS", "SERV"])
def test_registry_transmits_what_chambers_ask_under_article_93(
    kind: str, chamber: Viewer, registrar: Viewer, asked: Viewer
) -> None:
    assert a_sent(chamber, kind=kind).sender.code == "REG"


def test_prosecutor_sends_without_the_registry(asking: Viewer, registrar: Viewer, asked: Viewer) -> None:
    request = a_registered(asking)
    assert request.sender.code == "OTP"
    assert not sees(registrar, request)


def test_presidency_sends_enforcement_itself(president: Viewer, registrar: Viewer, asked: Viewer) -> None:
    request = a_sent(president, kind="SENT")
    assert request.sender.code == "PRE"
    assert not sees(registrar, request)


def test_state_asks_the_court(asked: Viewer, asking: Viewer, stranger: Viewer) -> None:
    request = a_registered(asked, kind="STCT")
    assert (request.sender.code, request.state) == ("BEL", "received")
    assert sees(asking, request)
    assert not sees(stranger, request)


def test_person_concerned_stays_with_the_asking_side_until_fetched(asking: Viewer, asked: Viewer) -> None:
    request = a_delivered(asking)
    assert request_page(asked, request.id).request.person is None


@pytest.mark.parametrize(
    "at", [now() + timedelta(days=1), datetime(2002, 6, 30, 12, tzinfo=UTC)], ids=["tomorrow", "before the Statute"]
)
def test_fetching_on_an_impossible_day_is_refused(at: datetime, asking: Viewer, asked: Viewer) -> None:
    request = a_sent(asking)
    with pytest.raises(Invalid) as caught:
        actions.fetch_request(asked, request_id=request.id, at=at)
    assert set(caught.value.problems) == {"at"}
    assert fresh(request).transport == "sent"


def test_acts_stay_in_their_order_where_the_clock_goes_back(asking: Viewer, asked: Viewer) -> None:
    request = a_delivered(asking)
    ago = now() - timedelta(hours=1)

    take(request, Act.REQUEST_FETCH, at=ago)
    take(fresh(request), Act.REQUEST_REGISTER, at=ago)

    done = [entry.act for entry in entries(request)]
    assert done[-3:] == [Act.REQUEST_DELIVER, Act.REQUEST_FETCH, Act.REQUEST_REGISTER]
    found = fresh(request)
    assert found.fetched_at is not None
    assert found.delivered_at is not None
    assert found.fetched_at >= found.delivered_at
