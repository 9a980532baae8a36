# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comity.core.clock import now, today
from comity.core.http import new_form_token
from comity.core.viewer import Viewer
from comity.parties.actions.codes import new_code
from comity.parties.models import Authority, Declaration, PaperCode, Party, Person, Post, Substitution
from tests.factories.keys import colleague_of, own_key
from tests.factories.parties import PASSWORD, AuthorityFactory, DeclarationFactory, PartyFactory, PostFactory

SignIn = Callable[[Viewer], Client]


def text(client: Client, page: str, *args: Any, query: str = "") -> str:
    response = client.get(reverse(f"parties:{page}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, page: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"parties:{page}", args=args), data)


# The directory


def test_the_directory_lists_and_narrows(sign_in: SignIn, asked: Viewer, norway: Party) -> None:
    client = sign_in(asked)
    assert "Norway" in text(client, "list")
    assert "Norway" not in text(client, "list", query="?q=belg&kind=state&status=state_party&on=2026-01-01")
    assert "No party answers to this" in text(client, "list", query="?q=nowhere")


def test_a_filter_that_is_none_is_told(sign_in: SignIn, asked: Viewer) -> None:
    assert "valid date" in text(sign_in(asked), "list", query="?on=yesterday")


def test_a_directory_of_many_has_pages(sign_in: SignIn, asked: Viewer, settings: Any) -> None:
    settings.COMITY_LIMITS = {**settings.COMITY_LIMITS, "page_rows": 2}
    for letter in "ABC":
        PartyFactory.make(code=f"Z{letter}")
    client = sign_in(asked)
    first = client.get(reverse("parties:list") + "?q=party")
    after = first.context["page"]["next_url"]
    assert "q=party" in after
    assert [row["party"].code for row in client.get(after).context["rows"]] == ["ZC"]


def test_a_state_shows_basis_terms_history_and_doubts(sign_in: SignIn, asked: Viewer, belgium: Party) -> None:
    DeclarationFactory.make(
        party=belgium,
        text="it with fr",
        languages=[["it", "fr"]],
        received_on=date(2020, 1, 1),
        effective_on=date(2020, 2, 15),
        source="a law",
        is_verified=False,
    )
    AuthorityFactory.make(party=belgium, name="Ministry of Justice", last_confirmed_on=date(2020, 1, 1))
    page = text(sign_in(asked), "party", "BEL")
    for words in (
        "State Party",
        "1 July 2002",
        "Italian and French",
        "45 days after receipt",
        "not verified",
        "in force",
        "Ministry of Justice",
        "more than a year ago",
    ):
        assert words in page


def test_a_page_is_complete_in_french(sign_in: SignIn, asked: Viewer, belgium: Party) -> None:
    client = sign_in(asked)
    client.cookies["language"] = "fr"
    assert "Belgique" in text(client, "party", "BEL")


def test_what_is_not_there_is_not_found(sign_in: SignIn, asked: Viewer, defence_team: Party) -> None:
    client = sign_in(asked)
    unknown, unseen = (client.get(reverse("parties:party", args=[code])) for code in ("XXX", "DEF-A"))
    assert (unknown.status_code, unseen.status_code) == (404, 404)
    assert unknown.content == unseen.content


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_number_of_queries_does_not_grow(sign_in: SignIn, asked: Viewer, belgium: Party, item_count: int) -> None:
    for number in range(item_count):
        PartyFactory.make(code=f"Z{number}")
        AuthorityFactory.make(party=belgium)
        own_key(colleague_of(asked))
        DeclarationFactory.make(party=belgium)
        PostFactory.make(party=belgium)
    client = sign_in(asked)
    for name, args, own in (("list", (), 2), ("party", ("BEL",), 6), ("people", (), 2), ("me", (), 3), ("keys", (), 3)):
        with CaptureQueriesContext(connection) as done:
            text(client, name, *args)
        read = [query["sql"] for query in done if query["sql"].lstrip().startswith(("SELECT", "WITH"))]
        # Session, person, viewer, circles and the badge come with every page; PostgreSQL is told who is looking.
        assert len([sql for sql in read if "set_config" not in sql]) == 5 + own


def test_the_registry_records_a_choice(sign_in: SignIn, registrar: Viewer, belgium: Party) -> None:
    client = sign_in(registrar)
    given = {"subject": "language", "text": "Dutch", "languages": "nl", "received_on": "2026-01-05", "source": "Note 1"}
    response = post(client, "add_declaration", "BEL", **given)
    assert response.url == reverse("parties:party", args=["BEL"])
    assert Declaration.objects.get().effective_on == date(2026, 2, 19)


def test_a_form_that_cannot_be_taken_keeps_what_was_typed(sign_in: SignIn, registrar: Viewer, belgium: Party) -> None:
    given = {
        "subject": "language",
        "text": "Dutch <b>",
        "languages": "Dutch",
        "received_on": "2026-01-05",
        "source": "Note",
    }
    response = post(sign_in(registrar), "add_declaration", "BEL", **given)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Name each language by its code" in page
    assert "Dutch &lt;b&gt;" in page
    assert not Declaration.objects.exists()


def test_a_form_posted_twice_is_taken_once(sign_in: SignIn, registrar: Viewer, belgium: Party) -> None:
    client, token = sign_in(registrar), new_form_token()
    given = {"subject": "channel", "text": "Ministry", "received_on": "2026-01-05", "source": "N", "form_token": token}
    first, second = post(client, "add_declaration", "BEL", **given), post(client, "add_declaration", "BEL", **given)
    assert first.url == second.url
    assert Declaration.objects.count() == 1


def test_an_act_that_is_not_open_says_by_which_rule(sign_in: SignIn, asked: Viewer, belgium: Party) -> None:
    response = sign_in(asked).get(reverse("parties:add_declaration", args=["BEL"]))
    assert response.status_code == 403
    assert "rule 176(3)" in response.content.decode()


def test_an_administrator_keeps_the_authorities(sign_in: SignIn, asked_administrator: Viewer, belgium: Party) -> None:
    client = sign_in(asked_administrator)
    post(client, "add_authority", "BEL", name="Ministry", is_central="on")
    row = Authority.objects.get()
    post(client, "change_authority", row.pk, name="Ministry of Justice", email="desk@example.org")
    row.refresh_from_db()
    assert (row.name, row.is_central, row.last_confirmed_on) == ("Ministry of Justice", False, today())
    Authority.objects.update(last_confirmed_on=date(2020, 1, 1))
    post(client, "confirm_authority", row.pk)
    row.refresh_from_db()
    assert row.last_confirmed_on == today()
    post(client, "end_authority", row.pk, reason="merged")
    row.refresh_from_db()
    assert row.ended_on == today()


@pytest.mark.parametrize("name", ["change_authority", "end_authority"])
def test_the_forms_of_an_authority_are_shown_to_its_keepers(
    sign_in: SignIn, asked_administrator: Viewer, asked: Viewer, belgium: Party, name: str
) -> None:
    row = AuthorityFactory.make(party=belgium)
    assert row.name in text(sign_in(asked_administrator), name, row.pk)
    assert sign_in(asked).get(reverse(f"parties:{name}", args=[row.pk])).status_code == 403
    assert sign_in(asked).get(reverse(f"parties:{name}", args=[uuid4()])).status_code == 404


def test_the_registry_enters_a_party_and_invites_its_administrator(
    sign_in: SignIn, registry_administrator: Viewer
) -> None:
    client = sign_in(registry_administrator)
    response = post(
        client, "add_party", kind="defence", code="def-b", name_en="Team B", name_fr="Équipe B", source="Registry"
    )
    assert response.url == reverse("parties:party", args=["DEF-B"])
    given = invitation(is_administrator="on")
    response = post(client, "invite_administrator", "DEF-B", **given)
    assert response.context["code"]
    assert Post.objects.get(person__email="nina@example.org").party.code == "DEF-B"


# People


def invitation(**fields: Any) -> dict[str, Any]:
    given = {
        "email": "nina@example.org",
        "name": "Nina New",
        "language": "en",
        "function": "Desk officer",
        "roles": ["officer"],
        "clearance": "1",
        "since": "2026-01-05",
    }
    return {**given, **fields}


def test_an_administrator_invites_and_the_newcomer_comes_in(
    sign_in: SignIn, asked_administrator: Viewer, client: Client
) -> None:
    response = post(sign_in(asked_administrator), "invite", **invitation())
    code = response.context["code"]
    assert code in response.content.decode()
    welcome = post(client, "welcome", email="nina@example.org", code=code.lower(), password=PASSWORD, again=PASSWORD)
    assert welcome.status_code == 302
    signed_in = client.post(reverse("account_login"), {"login": "nina@example.org", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert "Desk officer" in text(client, "me")


def test_an_invitation_that_cannot_be_taken_is_shown_again(sign_in: SignIn, asked_administrator: Viewer) -> None:
    response = post(sign_in(asked_administrator), "invite", **invitation(email="nobody", roles=["senior"]))
    assert {"email", "roles"} <= set(response.context["form"].errors)
    assert not Person.objects.filter(name="Nina New").exists()


def test_wrong_codes_count_and_the_page_says_so(client: Client, belgium: Party) -> None:
    person = PostFactory.make(party=belgium, person__email="nina@example.org").person
    new_code(person, belgium, at=now())
    response = post(client, "welcome", email="nina@example.org", code="wrong", password=PASSWORD, again=PASSWORD)
    assert "does not open the account" in response.content.decode()
    assert PASSWORD not in response.content.decode()
    assert PaperCode.objects.get().failures == 1


def test_two_passwords_that_differ_are_told(client: Client, db: None) -> None:
    response = post(client, "welcome", email="a@example.org", code="x", password=PASSWORD, again="another one of them")
    assert set(response.context["form"].errors) == {"again"}


def test_a_party_sees_its_people(sign_in: SignIn, asked: Viewer, uncleared: Viewer, stranger: Viewer) -> None:
    page = text(sign_in(asked), "people")
    assert "Press office of Belgium" in page
    assert "Central authority of Norway" not in page
    assert sign_in(asked).get(reverse("parties:person", args=[stranger.person_id])).status_code == 404
    assert "Nobody here" in text(sign_in(asked), "people", query="?show=ended")


def test_buttons_are_for_administrators(sign_in: SignIn, asked: Viewer, asked_administrator: Viewer) -> None:
    for viewer, shown in ((asked, False), (asked_administrator, True)):
        assert ("Give a post" in text(sign_in(viewer), "person", asked.person_id)) is shown
    assert sign_in(asked).get(reverse("parties:invite")).status_code == 403
    assert sign_in(asked).get(reverse("parties:record")).status_code == 403
    assert post(sign_in(asked), "issue_code", asked.person_id).status_code == 403


def test_an_administrator_gives_and_ends_a_post(sign_in: SignIn, asked: Viewer, asked_administrator: Viewer) -> None:
    client = sign_in(asked_administrator)
    text(client, "give_post", asked.person_id)
    post(client, "give_post", asked.person_id, **{**invitation(), "function": "Second post"})
    second = Post.objects.get(function="Second post")
    text(client, "end_post", second.pk)
    post(client, "end_post", second.pk, reason="done")
    second.refresh_from_db()
    assert second.ended_at is not None
    page = text(client, "record")
    assert "Second post" in page
    assert "Post ended" in page


def test_a_new_code_is_shown_once(sign_in: SignIn, asked: Viewer, asked_administrator: Viewer) -> None:
    response = post(sign_in(asked_administrator), "issue_code", asked.person_id)
    assert response.context["code"] in response.content.decode()


# Oneself


def test_a_substitute_is_named_acts_and_is_ended(sign_in: SignIn, asked: Viewer, uncleared: Viewer) -> None:
    holder, substitute = sign_in(asked), sign_in(uncleared)
    text(holder, "name_substitute", asked.post_id)
    post(
        holder,
        "name_substitute",
        asked.post_id,
        substitute=uncleared.person_id,
        since=today(),
        until=today() + timedelta(days=3),
        reason="leave",
    )
    row = Substitution.objects.get()
    assert "Central authority of Belgium" in text(substitute, "me")
    assert post(substitute, "act_as", seat=row.pk).url == "/"
    assert substitute.session["acts_as"] == str(row.pk)
    assert [seat["is_taken"] for seat in substitute.get(reverse("parties:me")).context["seats"]] == [False, True]
    post(holder, "end_substitution", row.pk)
    assert [seat["is_taken"] for seat in substitute.get(reverse("parties:me")).context["seats"]] == [True]


@pytest.mark.parametrize("seat", ["", "nonsense", str(uuid4())])
def test_a_seat_that_is_not_open_cannot_be_taken(sign_in: SignIn, asked: Viewer, stranger: Viewer, seat: str) -> None:
    client = sign_in(asked)
    assert post(client, "act_as", seat=seat).status_code == 404
    assert post(client, "act_as", seat=stranger.post_id).status_code == 404


@pytest.mark.parametrize("name", ["list", "people", "me", "invite", "record", "add_party"])
def test_who_is_not_signed_in_is_led_there(client: Client, db: None, name: str) -> None:
    address = reverse(f"parties:{name}")
    assert client.get(address)["Location"] == f"{reverse('account_login')}?next={address}"


def test_the_welcome_page_is_open(client: Client, db: None) -> None:
    assert "code on your paper" in text(client, "welcome")
