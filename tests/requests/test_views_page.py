# SPDX-License-Identifier: EUPL-1.2
import html as entities
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from comity.core.clock import now
from comity.core.viewer import Viewer
from comity.dossiers.models import Participation
from comity.parties.models import Party, Person
from comity.requests import actions
from comity.statute import Act, Role
from tests.factories.parties import person_at
from tests.factories.requests import (
    TEXT,
    a_delivered,
    a_draft,
    a_fetched,
    a_registered,
    a_sent,
    act,
    an_approved,
    bring_to,
    fresh,
    in_execution,
    take,
)

from .questions import questions

SignIn = Callable[[Viewer], Client]


def shown(client: Client, request: object, name: str = "page") -> str:
    answer = client.get(reverse(f"requests:{name}", args=[request.id]))  # type: ignore[attr-defined]  # a Request
    assert answer.status_code == 200
    return entities.unescape(answer.content.decode())


def offered(page: str) -> set[str]:
    """The acts to which the page leads."""
    return set(re.findall(r"/act/([a-z-]+)/", page))


def name_of(viewer: Viewer) -> str:
    assert viewer.person_id is not None
    return Person.objects.get(pk=viewer.person_id).name


@pytest.mark.parametrize("item_count", [1, 3])
def test_page_asks_the_same_number_of_questions_however_much_happened(
    asking: Viewer, asked: Viewer, sign_in: SignIn, item_count: int
) -> None:
    request = in_execution(asking)
    for number in range(item_count):
        act(asked, request, Act.REPLY_INFORM, text=f"Progress {number}")
        actions.add_reference(asked, request_id=request.id, number=f"NV/{number}", at=now())
        actions.write_note(asked, request_id=request.id, text=f"Note {number}", at=now())

    assert questions(sign_in(asked), reverse("requests:page", args=[request.id])) == 13


def test_page_of_a_stranger_is_the_page_of_nothing(
    asking: Viewer, asked: Viewer, stranger: Viewer, sign_in: SignIn
) -> None:
    request, client = a_fetched(asking), sign_in(stranger)

    answer = client.get(reverse("requests:page", args=[request.id]))
    nothing = client.get(reverse("requests:page", args=["00000000-0000-4000-8000-000000000000"]))

    assert (answer.status_code, answer.content) == (404, nothing.content)


def test_addressee_sees_an_envelope_until_somebody_opens_it(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request, client = a_delivered(asking, subject="The harbour letters"), sign_in(asked)

    before = shown(client, request)
    assert "A request not yet opened" in before
    assert "Open the request" in before
    assert "harbour letters" not in before
    assert TEXT not in before
    assert fresh(request).transport == "delivered"

    client.post(reverse("requests:open", args=[request.id]))

    after = shown(client, request)
    assert "The harbour letters" in after
    assert TEXT in after
    assert fresh(request).transport == "fetched"


def test_looking_at_the_address_of_opening_opens_nothing(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = a_delivered(asking)

    answer = sign_in(asked).get(reverse("requests:open", args=[request.id]))

    assert answer["Location"] == reverse("requests:page", args=[request.id])
    assert fresh(request).transport == "delivered"


@pytest.mark.parametrize("name", ["print", "versions"])
def test_nothing_else_shows_what_is_not_opened(asking: Viewer, asked: Viewer, sign_in: SignIn, name: str) -> None:
    request = a_delivered(asking)

    answer = sign_in(asked).get(reverse(f"requests:{name}", args=[request.id]))

    assert answer["Location"] == reverse("requests:page", args=[request.id])


@pytest.mark.parametrize("slug", ["request-register", "request-forward", "consultation-raise"])
def test_no_form_shows_the_subject_of_what_is_not_opened(
    asking: Viewer, asked: Viewer, sign_in: SignIn, slug: str
) -> None:
    request = a_delivered(asking, subject="The harbour letters")

    answer = sign_in(asked).get(reverse("requests:act", args=[request.id, slug]))

    assert "harbour letters" not in answer.content.decode()


def test_whoever_passes_on_an_envelope_sees_no_contents(
    chamber: Viewer, registrar: Viewer, belgium: object, sign_in: SignIn
) -> None:
    request = an_approved(chamber, kind="SURR")
    Participation.rows.filter(dossier=request.dossier_id, party__code="REG").update(scope="envelope")

    page = shown(sign_in(registrar), request)

    assert "You see the envelope" in page
    assert TEXT not in page
    assert request.subject not in page


def test_page_shows_persons_within_and_functions_across_the_wall(
    asking: Viewer, asked: Viewer, sign_in: SignIn
) -> None:
    request = a_registered(asking)
    ours = name_of(asking)

    own, other = shown(sign_in(asking), request), shown(sign_in(asked), request)

    assert ours in own
    assert ours not in other
    assert f"{asking.function}, Office of the Prosecutor" in other


def test_page_says_who_acted_for_whom(asking: Viewer, asked: Viewer, belgium: Party, sign_in: SignIn) -> None:
    request = a_registered(asking)
    absent = person_at(belgium, Role.OFFICER, clearance=2, function="Head of the central authority")
    standing_in = replace(absent, person_id=asked.person_id, acting_for_id=absent.person_id)
    act(standing_in, request, Act.REPLY_INFORM, text="Under way.")

    page = shown(sign_in(asked), request)

    assert f"{name_of(asked)} for {name_of(absent)}" in page
    assert name_of(absent) not in shown(sign_in(asking), request)


def test_offers_lead_to_the_acts_the_statute_allows_and_explain_the_others(
    asking: Viewer, asked: Viewer, sign_in: SignIn
) -> None:
    request = in_execution(asking)

    page = shown(sign_in(asked), request)

    assert {"reply-full", "reply-partial", "consultation-raise", "postponement-propose"} <= offered(page)
    assert "reply-decline" not in offered(page)
    assert "not open now, and why" in page
    assert "rests on a duty to cooperate" in page


def test_voluntary_request_may_be_accepted_or_declined(president: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = a_registered(president, kind="SENT")

    assert {"reply-accept", "reply-decline"} <= offered(shown(sign_in(asked), request))


def test_basis_channel_and_languages_are_those_bound_at_sending(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = a_fetched(asking)

    page = shown(sign_in(asked), request)

    assert "State Party" in page
    assert "Diplomatic channel" in page
    assert "bound at sending" in page


def test_clock_is_shown_with_its_computation(asking: Viewer, asked: Viewer, chambers: object, sign_in: SignIn) -> None:
    request = bring_to("consultation", asking, kind="DOCS")
    take(request, Act.CONSULTATION_EXHAUST)

    page = shown(sign_in(asked), request)

    assert "Ruling on legality (article 93)" in page
    assert "Began with: Consultations declared exhausted" in page
    assert "+ 15 days =" in page


def test_consultation_is_shown_as_a_thread(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = in_execution(asking)
    act(asked, request, Act.CONSULTATION_RAISE, text="The address is unknown.")
    act(asking, request, Act.CONSULTATION_REPLY, text="It is Quay 7.")

    page = shown(sign_in(asked), request)

    thread = page[page.index("Consultations</h2>") : page.index("Timeline</h2>")]
    assert thread.index("The address is unknown.") < thread.index("It is Quay 7.")


def test_internal_notes_and_tasks_never_cross(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = a_registered(asking)
    actions.write_note(asked, request_id=request.id, text="Ask the port authority.", at=now())
    assert asked.person_id is not None
    actions.open_task(
        asked, request_id=request.id, text="Find the crate", assignee_id=asked.person_id, due_on=None, at=now()
    )

    ours, theirs = shown(sign_in(asked), request), shown(sign_in(asking), request)

    assert "Ask the port authority." in ours
    assert "Find the crate" in ours
    assert "port authority" not in theirs
    assert "Find the crate" not in theirs
    assert "Internal note written" not in theirs


def test_batch_is_shown_to_the_issuer_alone(asking: Viewer, asked: Viewer, norway: object, sign_in: SignIn) -> None:
    request = a_draft(asking)
    other = actions.address_to_several(asking, request_id=request.id, codes=["NOR"], at=now())[0]
    request = take(request, Act.REQUEST_SUBMIT)
    for what in (Act.REQUEST_APPROVE, Act.REQUEST_SEND, Act.REQUEST_FETCH):
        request = take(request, what)

    assert other.reference in shown(sign_in(asking), request)
    assert other.reference not in shown(sign_in(asked), request)


def test_versions_stand_side_by_side_with_the_changed_words_marked(
    asking: Viewer, asked: Viewer, sign_in: SignIn
) -> None:
    request = a_fetched(asking)
    actions.correct_request(
        asking,
        request_id=request.id,
        texts={"purpose": TEXT.replace("warehouse 4", "warehouse 7 <b>")},
        subject="",
        reason="The number was wrong.",
        at=now(),
    )

    answer = sign_in(asked).get(reverse("requests:versions", args=[request.id])).content.decode()

    assert "<del>4</del>" in answer
    assert "<ins>7 &lt;b&gt;</ins>" in answer
    assert "The number was wrong." in answer


def test_print_ends_with_a_form_for_an_answer_on_paper(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    page = shown(sign_in(asked), a_registered(asking), "print")

    assert TEXT in page
    assert "Form for an answer on paper" in page
    assert "Your reference" in page
    assert "Reply in full" in page


def test_print_of_what_was_not_sent_has_no_form(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    assert "Form for an answer on paper" not in shown(sign_in(asking), an_approved(asking), "print")


def test_draft_is_shown_as_not_sent(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    page = shown(sign_in(asking), a_draft(asking))

    assert "Not sent: nobody outside" in page
    assert "/edit/" in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_is_read_in_the_language_of_the_reader(
    asking: Viewer, asked: Viewer, sign_in: SignIn, language: str
) -> None:
    client = sign_in(asked)
    client.cookies["language"] = language

    page = shown(client, a_registered(asking))

    assert {"en": "Serve documents", "fr": "Signification de documents"}[language] in page


def test_recalled_request_is_gone_for_the_addressee(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    request = a_delivered(asking)
    take(request, Act.REQUEST_RECALL)

    assert sign_in(asked).get(reverse("requests:page", args=[request.id])).status_code == 404


def test_sent_request_not_yet_handed_over_is_opened_all_the_same(
    asking: Viewer, asked: Viewer, sign_in: SignIn
) -> None:
    request = a_sent(asking)

    sign_in(asked).post(reverse("requests:open", args=[request.id]))

    assert fresh(request).transport == "fetched"
