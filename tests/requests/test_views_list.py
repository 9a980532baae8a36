# SPDX-License-Identifier: EUPL-1.2
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from comity.core.clock import today
from comity.core.viewer import Viewer
from comity.dossiers.models import Clock
from comity.requests.models import SavedView
from comity.statute import Act
from tests.factories.requests import a_delivered, a_draft, a_sent, an_approved, bring_to, in_review, take

from .questions import questions

SignIn = Callable[[Viewer], Client]
LIST = reverse("requests:list")


def rows_in(html: str) -> list[str]:
    return re.findall(r'<a class="row-title" href="[^"]+">(?:<em>)?(.*?)(?:</em>)?</a>', html)


def body(client: Client, query: str = "") -> str:
    answer = client.get(f"{LIST}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("item_count", [1, 3])
def test_list_asks_the_same_number_of_questions_however_long_it_is(
    asking: Viewer, belgium: object, sign_in: SignIn, item_count: int
) -> None:
    for number in range(item_count):
        a_sent(asking, subject=f"Request {number}")
    client = sign_in(asking)

    assert questions(client, LIST) == 9
    assert len(rows_in(body(client))) == item_count


def test_list_shows_drafts_and_sent_requests_of_the_issuer(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    a_draft(asking, subject="Still written")
    in_review(asking, subject="Looked at")
    a_sent(asking, subject="Gone out")

    html = body(sign_in(asking))

    assert sorted(rows_in(html)) == ["Gone out", "Looked at", "Still written"]


def test_list_hides_the_subject_of_what_is_not_opened(asking: Viewer, asked: Viewer, sign_in: SignIn) -> None:
    a_delivered(asking, subject="The harbour letters")

    html = body(sign_in(asked))

    assert rows_in(html) == ["Not yet opened"]
    assert "harbour letters" not in html


def test_list_of_who_passes_on_shows_envelopes(
    chamber: Viewer, registrar: Viewer, belgium: object, sign_in: SignIn
) -> None:
    an_approved(chamber, kind="SURR", subject="Arrest of Suspect Kestrel")

    html = body(sign_in(registrar), "?box=passing")

    assert rows_in(html) == ["Arrest of Suspect Kestrel"]


def test_list_of_a_stranger_is_empty(asking: Viewer, asked: Viewer, stranger: Viewer, sign_in: SignIn) -> None:
    a_delivered(asking)

    assert rows_in(body(sign_in(stranger))) == []


def test_list_narrows_by_the_name_of_the_other_party(
    asking: Viewer, belgium: object, norway: object, sign_in: SignIn
) -> None:
    a_sent(asking, subject="To Belgium")
    a_sent(asking, addressee="NOR", subject="To Norway")
    client = sign_in(asking)

    assert rows_in(body(client, "?party=Norway")) == ["To Norway"]
    assert rows_in(body(client, "?party=bel")) == ["To Belgium"]


def test_list_says_so_where_a_party_is_unknown(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    a_sent(asking)

    html = body(sign_in(asking), "?party=Atlantis")

    assert rows_in(html) == []
    assert "“Atlantis” is no State or organisation known here" in html


def test_list_calls_a_wish_a_wish_and_flags_it_once_past(asking: Viewer, belgium: object, sign_in: SignIn) -> None:
    a_sent(asking, requested_by=(today() - timedelta(days=3)).isoformat())

    html = body(sign_in(asking))

    assert "Requested by" in html
    assert "overdue" in html
    assert "deadline" not in html.lower()


def test_list_names_the_article_of_a_time_limit(
    asking: Viewer, asked: Viewer, chambers: object, sign_in: SignIn
) -> None:
    request = bring_to("consultation", asking, kind="DOCS")
    take(request, Act.CONSULTATION_EXHAUST)

    html = body(sign_in(asking))

    assert Clock.objects.unguarded("a test").count() == 1
    assert "Time limit" in html
    assert "regulation 108(2) of the Court" in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "No requests yet"),
        ("?box=received", "Nothing has been received"),
        ("?kind=DOCS", "No request answers to these"),
    ],
)
def test_empty_list_says_what_to_do(asking: Viewer, sign_in: SignIn, query: str, said: str) -> None:
    assert said in body(sign_in(asking), query)


def test_list_refuses_the_key_of_no_page(asking: Viewer, sign_in: SignIn) -> None:
    assert sign_in(asking).get(LIST, {"after": "nonsense"}).status_code == 400


def test_list_takes_control_characters_for_nothing(asking: Viewer, sign_in: SignIn) -> None:
    assert sign_in(asking).get(LIST, {"party": "\x00", "kind": "\x00", "situation": "\x00"}).status_code == 200


def test_view_is_kept_opened_and_deleted(asking: Viewer, sign_in: SignIn) -> None:
    client = sign_in(asking)
    query = "status=any&kind=DOCS"

    answer = client.post(reverse("requests:views_save"), {"name": "Documents", "query": query})
    assert answer["Location"] == f"{LIST}?{query}"
    assert "Documents" in body(client)

    view = SavedView.objects.get()
    client.post(reverse("requests:views_delete", args=[view.id]))
    assert SavedView.objects.count() == 0


def test_view_without_a_name_is_not_kept_and_says_why(asking: Viewer, sign_in: SignIn) -> None:
    answer = sign_in(asking).post(reverse("requests:views_save"), {"name": " ", "query": ""}, follow=True)

    assert "This is needed" in answer.content.decode()
    assert SavedView.objects.count() == 0


def test_view_of_somebody_else_is_not_there(asking: Viewer, asking_approver: Viewer, sign_in: SignIn) -> None:
    sign_in(asking).post(reverse("requests:views_save"), {"name": "Mine", "query": ""})
    view = SavedView.objects.get()

    assert sign_in(asking_approver).post(reverse("requests:views_delete", args=[view.id])).status_code == 404
