# SPDX-License-Identifier: EUPL-1.2
import html as entities
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from comity.core.clock import today
from comity.core.http import TOKEN_FIELD
from comity.core.viewer import Viewer
from comity.dossiers.models import Clock
from comity.parties.models import Declaration, Party
from comity.requests.models import Assignment, Condition, Cost, Request
from comity.statute import Act, Role
from tests.factories.parties import AuthorityFactory, DeclarationFactory, person_at
from tests.factories.requests import (
    SUBJECT,
    TEXT,
    a_fetched,
    a_registered,
    a_sent,
    act,
    an_approved,
    bring_to,
    entries,
    fresh,
    in_execution,
    in_review,
    take,
)

SignIn = Callable[[Viewer], Client]


def form_of(request: Request, slug: str) -> str:
    return reverse("requests:act", args=[request.id, slug])


def text_of(answer: Any) -> str:
    return entities.unescape(answer.content.decode())


def do(client: Client, request: Request, slug: str, **given: str) -> Any:
    return client.post(form_of(request, slug), given)


def test_form_says_what_the_act_does_and_who_will_see_it(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    page = text_of(sign_in(asked).get(form_of(in_execution(asking), "reply-full")))

    assert "article 99(3)" in page
    assert "Executed" in page
    assert "Office of the Prosecutor" in page
    assert "never your name" in page


def test_form_of_an_act_within_says_that_nobody_else_sees_it(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    page = text_of(sign_in(asking).get(form_of(in_review(asking), "request-return")))

    assert "Your own side only" in page


def test_act_is_done_and_leads_back_to_the_request(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = in_execution(asking)

    answer = do(sign_in(asked), request, "reply-full", text="All was served.")

    assert answer["Location"] == reverse("requests:page", args=[request.id])
    assert fresh(request).state == "executed"
    assert entries(request, Act.REPLY_FULL)[0].data == {"text": "All was served."}


def test_missing_need_is_named_and_the_rest_kept(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = in_execution(asking, kind="DOCS")

    answer = do(sign_in(asked), request, "reply-refuse", reasons="State secrets are concerned.")

    assert answer.status_code == 422
    page = text_of(answer)
    assert "This is needed: Ground" in page
    assert "State secrets are concerned." in page
    assert fresh(request).state == "in_execution"


@pytest.mark.parametrize(
    ("text", "said"),
    [("left\u202eright", "U+202E"), ("bell \x07", "U+0007"), ("x" * 20_001, "20001")],
)
def test_text_that_cannot_be_taken_is_told_and_kept(
    asking: Viewer, asked: Viewer, sign_in: SignIn, text: str, said: str
) -> None:
    request = in_execution(asking)

    answer = do(sign_in(asked), request, "reply-full", text=text)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert text[:4] in text_of(answer)
    assert fresh(request).state == "in_execution"


def test_refused_act_is_explained_on_its_form_with_what_was_typed(
    asking: Viewer, asked: Viewer, sign_in: SignIn
) -> None:
    request = in_execution(asking)

    answer = do(sign_in(asked), request, "reply-decline", text_optional="We would rather not.")

    assert answer.status_code == 403
    page = text_of(answer)
    assert "rests on a duty to cooperate" in page
    assert "article 86" in page
    assert "We would rather not." in page


def test_form_of_an_act_that_is_not_open_says_why(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    answer = sign_in(asked).get(form_of(a_registered(asking), "request-close"))

    assert answer.status_code == 403
    assert "Choose one of the acts offered" in text_of(answer)


@pytest.mark.parametrize("slug", ["no-such-act", "dossier-open", "person-invite"])
def test_address_of_no_act_is_not_there(asking: Viewer, belgium: object, sign_in: SignIn, slug: str) -> None:
    assert sign_in(asking).get(form_of(in_review(asking), slug)).status_code == 404


def test_second_approval_by_the_drafter_is_refused(otp: Party, belgium: object, sign_in: SignIn) -> None:
    both = person_at(otp, Role.DRAFTER, Role.APPROVER, clearance=2)
    request = in_review(both)

    answer = do(sign_in(both), request, "request-approve")

    assert answer.status_code == 403
    assert "You drafted this request, so you cannot approve it" in text_of(answer)
    assert fresh(request).state == "in_review"


def test_whoever_submits_or_approves_sees_the_text_its_gaps_and_the_terms(
    asking: Viewer, asking_approver: Viewer, belgium: object, sign_in: SignIn
) -> None:
    request = in_review(asking, facts="")

    act(asking, request, Act.REQUEST_RETURN)
    page = text_of(sign_in(asking).get(form_of(request, "request-submit")))
    assert "Neither given nor marked as not applicable: Essential facts." in page
    assert TEXT in page

    complete = in_review(asking)
    page = text_of(sign_in(asking_approver).get(form_of(complete, "request-approve")))
    assert "Nothing that blocks it." in page
    assert TEXT in page
    assert "Diplomatic channel" in page


def test_incomplete_request_is_not_approved(
    asking: Viewer, asking_approver: Viewer, belgium: object, sign_in: SignIn
) -> None:
    request = in_review(asking, complete=False)

    answer = do(sign_in(asking_approver), request, "request-approve")

    assert answer.status_code == 403
    assert "still lacks something compulsory" in text_of(answer)


def test_form_posted_twice_is_taken_once(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, client = in_execution(asking), sign_in(asked)
    form = {"text": "Half of it.", TOKEN_FIELD: str(uuid4())}

    first, second = do(client, request, "reply-partial", **form), do(client, request, "reply-partial", **form)

    assert first["Location"] == second["Location"]
    assert len(entries(request, Act.REPLY_PARTIAL)) == 1


def test_stale_form_is_shown_again_with_its_text_and_what_happened(
    asking: Viewer, asked: Viewer, sign_in: SignIn
) -> None:
    request, client = in_execution(asking), sign_in(asked)
    seen = client.get(form_of(request, "reply-full")).context["seen"]
    act(asking, request, Act.REQUEST_REMIND, note="Any news?")

    answer = do(client, request, "reply-full", text="All was served.", seen=seen)

    assert answer.status_code == 409
    page = text_of(answer)
    assert "This request changed while you wrote" in page
    assert "Any news?" in page
    assert "All was served." in page
    assert fresh(request).state == "in_execution"

    again = do(client, request, "reply-full", text="All was served.", seen=answer.context["form"]["seen"].value())
    assert again.status_code == 302


def test_delivery_overtakes_nobodys_form(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, client = a_sent(asking), sign_in(asking)
    seen = client.get(form_of(request, "request-remind")).context["seen"]
    take(request, Act.REQUEST_FETCH)

    assert do(client, request, "request-remind", seen=seen).status_code == 302


def test_postponement_until_a_date_or_an_event_never_both(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, client = in_execution(asking), sign_in(asked)
    later = (today() + timedelta(days=30)).isoformat()
    said = {"ground": "94", "reasons": "Our own trial."}

    both = do(client, request, "postponement-propose", **said, period_until=later, period_event="The verdict")
    none = do(client, request, "postponement-propose", **said)
    past = do(client, request, "postponement-propose", **said, period_until="2020-01-01")
    event = do(client, request, "postponement-propose", **said, period_event="The verdict")

    assert "either a date or an event" in text_of(both)
    assert "This is needed: Until" in text_of(none)
    assert "has passed" in text_of(past)
    assert event.status_code == 302


def test_agreeing_begins_with_the_period_that_was_proposed(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, client = in_execution(asking), sign_in(asking)
    later = (today() + timedelta(days=30)).isoformat()
    act(asked, request, Act.POSTPONEMENT_PROPOSE, period_until=later)

    form = client.get(form_of(request, "postponement-agree")).context["form"]
    assert form["period_until"].value() == later

    do(client, request, "postponement-agree", period_until=later)
    assert fresh(request).postponed_until == date.fromisoformat(later)
    assert Clock.objects.unguarded("a test").filter(code="postponement_end", state="running").count() == 1


def test_grounds_offered_are_those_of_the_kind(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    page = text_of(sign_in(asked).get(form_of(in_execution(asking), "consultation-raise")))

    assert "fundamental legal principle" in page
    assert "National security: cooperative steps" not in page


def test_authority_is_chosen_from_ones_own_directory(
    asking: Viewer, asked: Viewer, belgium: Party, norway: Party, sign_in: SignIn
) -> None:
    request, client = a_registered(asking), sign_in(asked)
    ours = AuthorityFactory.make(party=belgium, name="Federal prosecutor")
    AuthorityFactory.make(party=norway, name="Kripos")

    page = text_of(client.get(form_of(request, "request-assign")))
    assert "Federal prosecutor" in page
    assert "Kripos" not in page

    do(client, request, "request-assign", authority=str(ours.pk))
    assert Assignment.objects.unguarded("a test").get().authority_id == ours.pk
    assert fresh(request).state == "in_execution"


def test_conditions_are_offered_and_accepted(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = in_execution(asking)
    do(sign_in(asked), request, "conditions-offer", conditions="In the presence of a judge.")
    condition = Condition.objects.unguarded("a test").get()
    client = sign_in(asking)

    page = text_of(client.get(form_of(request, "conditions-accept")))
    assert "In the presence of a judge." in page

    do(client, request, "conditions-accept", condition=str(condition.id))
    condition = Condition.objects.unguarded("a test").get()
    assert condition.state == "accepted"
    assert "binds" not in page


def test_costs_are_proposed_agreed_and_settled(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, ours, theirs = in_execution(asking), sign_in(asked), sign_in(asking)

    given = {"amount_currency": "EUR", "bearer": "court", "reasons": "A diver"}
    wrong = do(ours, request, "cost-propose", **given, amount_amount="a lot")
    do(ours, request, "cost-propose", **given, amount_amount="1 250,50")
    cost = Cost.objects.unguarded("a test").get()
    do(theirs, request, "cost-agree", cost=str(cost.id))
    do(ours, request, "cost-settle", cost=str(cost.id))

    assert "is no amount" in text_of(wrong)
    assert (str(cost.amount), cost.currency) == ("1250.50", "EUR")
    assert Cost.objects.unguarded("a test").get().state == "settled"


@pytest.mark.parametrize(
    ("day", "said"),
    [("2001-05-03", "before the Statute"), ("2200-01-01", "in the future"), ("3 May", "is no date")],
)
def test_day_of_an_act_that_cannot_be_is_told(
    chamber: Viewer, asked: Viewer, sign_in: SignIn, day: str, said: str
) -> None:
    request = in_execution(chamber, kind="SURR")

    answer = do(sign_in(asked), request, "custody-arrest", date=day, place="Ostern")

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Ostern" in text_of(answer)


def test_clock_runs_from_the_day_of_the_arrest_not_of_its_recording(
    chamber: Viewer, asked: Viewer, sign_in: SignIn
) -> None:
    request = in_execution(chamber, kind="PROV", urgency="urgent")
    arrested = today() - timedelta(days=2)

    do(sign_in(asked), request, "custody-arrest", date=arrested.isoformat(), date_time="14:30", place="Ostern")

    clock = Clock.objects.unguarded("a test").get(code="prov_papers")
    assert clock.due_at.date() == arrested + timedelta(days=60)


def test_order_before_the_full_request_asks_for_consent(chamber: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, client = bring_to("arrested", chamber, kind="PROV", urgency="urgent"), sign_in(asked)
    given = {"date": today().isoformat()}

    assert "consents to being surrendered" in text_of(client.get(form_of(request, "custody-order")))
    without = do(client, request, "custody-order", **given)
    with_it = do(client, request, "custody-order", **given, consent="on")

    assert without.status_code == 403
    assert "only with his or her consent" in text_of(without)
    assert with_it.status_code == 302


def test_chamber_let_in_is_announced(asking: Viewer, asked: Viewer, chambers: object, sign_in: SignIn) -> None:
    page = text_of(sign_in(asked).get(form_of(in_execution(asking), "immunity-raise")))

    assert "The Chamber is let in" in page


def test_messages_of_a_consultation_share_its_thread(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = in_execution(asking)

    do(sign_in(asked), request, "consultation-raise", ground="97", text="Unknown address.")
    do(sign_in(asking), request, "consultation-reply", text="Quay 7.")
    do(sign_in(asked), request, "consultation-raise", ground="93(3)", text="And a principle.")

    threads = [entry.thread for entry in entries(request, Act.CONSULTATION_RAISE, Act.CONSULTATION_REPLY)]
    assert threads[0] is not None
    assert threads[0] == threads[1]
    assert threads[2] not in {None, threads[0]}


def test_reply_chooses_among_two_consultations(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, client = in_execution(asking), sign_in(asked)
    do(client, request, "consultation-raise", ground="97", text="Unknown address.")
    do(client, request, "consultation-raise", ground="93(3)", text="And a principle.")
    first = entries(request, Act.CONSULTATION_RAISE)[0].thread

    do(sign_in(asking), request, "consultation-reply", text="Quay 7.", thread=str(first))

    assert entries(request, Act.CONSULTATION_REPLY)[0].thread == first


# --- sending ---------------------------------------------------------------------------------------------------------


def sending(request: Request) -> str:
    return reverse("requests:send", args=[request.id])


def test_sending_shows_who_will_see_and_what_is_bound(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    page = text_of(sign_in(asking).get(sending(an_approved(asking))))

    assert "Send to Belgium" in page
    assert "Who will see this" in page
    assert "Diplomatic channel" in page
    assert "English or French" in page
    assert "urgently" not in page


def test_request_is_sent(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request = an_approved(asking)

    answer = sign_in(asking).post(sending(request), {"how": "proper"})

    assert answer["Location"] == reverse("requests:page", args=[request.id])
    assert (fresh(request).state, fresh(request).transport) == ("transmitted", "sent")


def test_urgent_request_is_sent_urgently(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request, client = an_approved(asking, urgency="urgent"), sign_in(asking)

    assert "Send urgently" in text_of(client.get(sending(request)))
    client.post(sending(request), {"how": "urgently"})

    assert fresh(request).state == "transmitted_unconfirmed"


def test_sending_stops_and_says_what_changed_since_approval(asking: Viewer, belgium: Party, sign_in: SignIn) -> None:
    request, client = an_approved(asking), sign_in(asking)
    DeclarationFactory.make(
        party=belgium,
        subject=Declaration.Subject.CHANNEL,
        text="Ministry of Justice",
        languages=[],
        effective_on=today(),
    )

    page = text_of(client.get(sending(request)))
    assert "Something changed since the request was approved" in page
    assert "Ministry of Justice" in page

    answer = client.post(sending(request), {"how": "proper"})
    assert answer.status_code == 403
    assert "The channel was “Diplomatic channel” and is now “Ministry of Justice”" in text_of(answer)
    assert fresh(request).state == "approved"


def test_stale_page_of_sending_sends_nothing(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    request, client = an_approved(asking), sign_in(asking)
    seen = client.get(sending(request)).context["seen"]
    take(request, Act.REQUEST_PREPARE)

    answer = client.post(sending(request), {"how": "proper", "seen": seen})

    assert answer.status_code == 409
    assert fresh(request).transport == "unsent"


def test_sending_a_draft_is_refused(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    assert sign_in(asking).get(sending(in_review(asking))).status_code == 403


def test_registry_sends_what_a_chamber_approved(
    chamber: Viewer, registrar: Viewer, belgium: object, sign_in: SignIn
) -> None:
    request = an_approved(chamber, kind="SURR")

    assert sign_in(chamber).get(sending(request)).status_code == 403
    assert sign_in(registrar).post(sending(request), {"how": "proper"}).status_code == 302
    assert fresh(request).state == "transmitted"


# --- corrigendum and supplement --------------------------------------------------------------------------------------


def test_corrigendum_begins_with_the_old_text(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, client = a_fetched(asking), sign_in(asking)
    url = reverse("requests:correct", args=[request.id])

    form = client.get(url).context["form"]
    assert form["text-purpose"].value() == TEXT

    answer = client.post(url, {"reason": "Wrong number.", "subject": SUBJECT, "text-purpose": "Warehouse 7."})
    assert answer["Location"] == reverse("requests:versions", args=[request.id])
    assert fresh(request).contents["purpose"]["text"] == "Warehouse 7."


def test_corrigendum_without_a_difference_or_a_reason_is_refused(
    asking: Viewer, asked: Viewer, sign_in: SignIn
) -> None:
    request, client = a_fetched(asking), sign_in(asking)
    url = reverse("requests:correct", args=[request.id])

    same = client.post(url, {"reason": "None.", "subject": SUBJECT, "text-purpose": TEXT})
    unsaid = client.post(url, {"reason": "", "subject": SUBJECT, "text-purpose": "Warehouse 7."})

    assert "Nothing differs from what was sent" in text_of(same)
    assert (unsaid.status_code, "Warehouse 7." in text_of(unsaid)) == (422, True)
    assert fresh(request).contents["purpose"]["text"] == TEXT


def test_supplement_is_added_below_what_was_sent(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = a_fetched(asking)
    url = reverse("requests:supplement", args=[request.id])

    sign_in(asking).post(url, {"reason": "As asked.", "text-purpose": "And warehouse 7."})

    assert fresh(request).contents["purpose"]["text"] == f"{TEXT}\n\nAnd warehouse 7."


def test_corrigendum_is_the_issuers_alone(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    answer = sign_in(asked).get(reverse("requests:correct", args=[a_fetched(asking).id]))

    assert answer.status_code == 403
