# SPDX-License-Identifier: EUPL-1.2
"""The pages: a form becomes one action, what was typed is kept, and who may not see a thing finds nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.core.clock import now
from comity.core.http import new_form_token
from comity.core.viewer import Viewer
from comity.dossiers import actions, queries
from comity.dossiers.models import Circle, Dossier, Entry, Grant, PageReader, Participation, RestrictedPage
from comity.parties.models import Party
from comity.statute import Act, Role
from tests.factories.dossiers import (
    a_circle,
    a_dossier,
    a_person_concerned,
    a_situation,
    an_exchange,
    let_in,
    own_file,
)
from tests.factories.parties import person_at

from .people import id_of, person_of

SignIn = Callable[[Viewer], Client]
# Four of each tell who is looking (session, person, seat, circles), two are the savepoint around a test's unit of work.
LIST_QUERIES, PAGE_QUERIES, CIRCLES_QUERIES = 9, 17, 9
NEXT_WEEK = (now() + timedelta(days=7)).date().isoformat()
LAST_YEAR = (now() - timedelta(days=365)).date().isoformat()


def page(client: Client, name: str, /, *args: Any, query: str = "") -> str:
    response = client.get(reverse(f"dossiers:{name}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, name: str, /, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"dossiers:{name}", args=args), data)


@pytest.fixture
def file(otp: Party) -> Dossier:
    return own_file(otp, title="The Holm case")


# The list


def test_list_shows_the_files_of_ones_own_side(sign_in: SignIn, asking: Viewer, otp: Party, norway: Party) -> None:
    own_file(otp, title="Ours")
    own_file(norway, title="Theirs")
    shown = page(sign_in(asking), "list")

    assert "Ours" in shown
    assert "Theirs" not in shown


def test_list_is_narrowed_by_title_and_case_number(sign_in: SignIn, asking: Viewer, otp: Party) -> None:
    own_file(otp, title="Alpha")
    other = own_file(otp, title="Beta")
    Dossier.objects.unguarded("a test sets it").filter(pk=other.pk).update(case_number="ICC-01/19")
    client = sign_in(asking)

    assert "Alpha" not in page(client, "list", query="?q=01/19")
    assert "Beta" in page(client, "list", query="?q=01/19")
    assert "Alpha" in page(client, "list", query="?q=alph")
    assert "No file answers to this" in page(client, "list", query="?q=nowhere")


def test_list_tells_of_an_unusable_filter(sign_in: SignIn, asking: Viewer) -> None:
    assert "errorlist" in page(sign_in(asking), "list", query="?q=a%00b")
    assert "errorlist" in page(sign_in(asking), "list", query="?q=a%E2%80%AEb")


def test_list_of_many_has_pages(sign_in: SignIn, asking: Viewer, otp: Party, settings: Any) -> None:
    settings.COMITY_LIMITS = {**settings.COMITY_LIMITS, "page_rows": 2}
    for hours, letter in enumerate("ABC"):
        let_in(a_dossier(otp, title=f"File {letter}", opened_at=now() - timedelta(hours=hours)), otp)
    client = sign_in(asking)
    first = client.get(reverse("dossiers:list") + "?q=file")
    second = client.get(first.context["page"]["next_url"])

    assert [row["name"] for row in first.context["rows"]] == ["File A", "File B"]
    assert [row["name"] for row in second.context["rows"]] == ["File C"]
    assert [row["name"] for row in client.get(second.context["page"]["previous_url"]).context["rows"]] == [
        "File A",
        "File B",
    ]


def test_page_of_a_list_that_is_none_is_told(sign_in: SignIn, asking: Viewer) -> None:
    assert sign_in(asking).get(reverse("dossiers:list") + "?after=nonsense").status_code == 400


def test_list_of_what_others_opened_hides_titles_behind_an_envelope(
    sign_in: SignIn, registrar: Viewer, registry: Party, otp: Party
) -> None:
    whole, envelope = own_file(otp, title="Shown title"), own_file(otp, title="Hidden title")
    let_in(whole, registry, side="observer")
    let_in(envelope, registry, side="observer", scope="envelope")
    client = sign_in(registrar)
    shown = page(client, "list", query="?of=others")

    assert "Shown title" in shown
    assert "Hidden title" not in shown
    assert shown.count("Case file kept by: Office of the Prosecutor") == 1
    assert "Shown title" not in page(client, "list")
    assert "No file answers" in page(client, "list", query="?of=others&q=hidden")


@pytest.mark.parametrize("item_count", [1, 3])
def test_list_asks_a_fixed_number_of_queries(
    sign_in: SignIn, asking: Viewer, otp: Party, item_count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(item_count):
        let_in(a_dossier(otp), otp)
    client = sign_in(asking)
    with django_assert_num_queries(LIST_QUERIES):
        page(client, "list")


# A new file


def opened(**given: Any) -> dict[str, Any]:
    return {
        "title": "The Holm case",
        "case_number": "",
        "situation": "",
        "classification": "1",
        "circle": "desk",
        **given,
    }


def test_file_is_opened(sign_in: SignIn, asking: Viewer) -> None:
    a_situation("TST-01")
    response = post(sign_in(asking), "new", **opened(situation="TST-01", case_number="ICC-01/19"))
    dossier = Dossier.objects.visible_to(asking).select_related("situation").get()

    assert response.status_code == 302
    assert response["Location"] == reverse("dossiers:page", args=[dossier.pk])
    assert (dossier.title, dossier.case_number, str(dossier.situation)) == (
        "The Holm case",
        "ICC-01/19",
        "Situation in Testland",
    )


def test_form_posted_twice_opens_one_file(sign_in: SignIn, asking: Viewer) -> None:
    client, data = sign_in(asking), opened(form_token=new_form_token())
    first, second = post(client, "new", **data), post(client, "new", **data)

    assert first["Location"] == second["Location"]
    assert Dossier.objects.visible_to(asking).count() == 1


def test_file_of_a_circle_is_opened_for_that_circle(sign_in: SignIn, asking: Viewer) -> None:
    circle = actions.form_circle(asking, name="Arrest team", reason="r", at=now())
    post(sign_in(asking), "new", **opened(circle=str(circle.pk)))

    assert Participation.rows.get().circle == circle


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "x" * 201}, "at most 200"),
        ({"title": "a\u202eb"}, "errorlist"),
        ({"situation": "NOWHERE"}, "Select a valid choice"),
        ({"classification": "9"}, "Select a valid choice"),
        ({"circle": str(uuid4())}, "Select a valid choice"),
        ({"circle": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_lost(
    sign_in: SignIn, asking: Viewer, given: dict[str, str], words: str
) -> None:
    response = post(sign_in(asking), "new", **opened(case_number="KEPT-1", **given))

    assert response.status_code == 200
    assert words in response.content.decode()
    assert 'value="KEPT-1"' in response.content.decode()
    assert not Dossier.objects.visible_to(asking).exists()


def test_reader_is_told_why_not(sign_in: SignIn, otp: Party) -> None:
    response = sign_in(person_at(otp, Role.READER)).get(reverse("dossiers:new"))

    assert response.status_code == 403
    assert "A reader changes nothing" in response.content.decode()


# The page of a file


def test_page_shows_what_the_file_is_about(sign_in: SignIn, asking: Viewer, file: Dossier, registry: Party) -> None:
    a_person_concerned(file, "W-201", "witness")
    let_in(file, registry, side="observer", reason="protection", until=now() + timedelta(days=1))
    shown = page(sign_in(asking), "page", file.pk)

    for words in ("The Holm case", "W-201", "Witness", "Registry", "protection", "the whole desk", "is-confidential"):
        assert words in shown
    assert f"/requests/?file={file.pk}" in shown


def test_page_names_persons_of_ones_own_side_and_functions_of_the_other(
    sign_in: SignIn, asking: Viewer, asked: Viewer, otp: Party, belgium: Party, file: Dossier
) -> None:
    let_in(file, belgium, side="observer")
    actions.admit(asked, dossier_id=file.pk, party_id=otp.pk, side="observer", scope="full", reason="r", at=now())
    actions.enter_person(asking, dossier_id=file.pk, pseudonym="P-1", capacity="suspect", public_name="", at=now())
    shown = page(sign_in(asking), "page", file.pk)

    assert person_of(asking).name in shown
    assert person_of(asked).name not in shown
    assert asked.function in shown


def test_page_says_for_whom_a_substitute_acted(sign_in: SignIn, asking: Viewer, asking_approver: Viewer) -> None:
    stand_in = replace(asking, acting_for_id=asking_approver.person_id)
    dossier = actions.open_dossier(
        stand_in, title="T", situation=None, case_number="", classification=1, circle_id=None, at=now()
    )

    assert f"{person_of(asking).name} for {person_of(asking_approver).name}" in page(
        sign_in(asking), "page", dossier.pk
    )


def test_page_of_an_envelope_shows_the_envelope(
    sign_in: SignIn, registrar: Viewer, registry: Party, asking: Viewer, file: Dossier
) -> None:
    actions.enter_person(asking, dossier_id=file.pk, pseudonym="P-014", capacity="suspect", public_name="", at=now())
    let_in(file, registry, side="observer", scope="envelope")
    shown = page(sign_in(registrar), "page", file.pk)

    assert "envelope only" in shown
    for words in ("The Holm case", "P-014", "Person concerned entered"):
        assert words not in shown


def test_page_of_an_exchange_shows_no_title(
    sign_in: SignIn, asked: Viewer, otp: Party, belgium: Party, file: Dossier
) -> None:
    exchange = an_exchange(file, otp, belgium)
    Dossier.objects.unguarded("a test sets it").filter(pk=exchange.pk).update(title="What it is about")
    shown = page(sign_in(asked), "page", exchange.pk)

    assert "Exchange of one request" in shown
    assert "What it is about" not in shown
    assert "The Holm case" not in shown


def test_page_of_a_file_not_seen_is_not_there(sign_in: SignIn, stranger: Viewer, file: Dossier) -> None:
    client = sign_in(stranger)
    foreign = client.get(reverse("dossiers:page", args=[file.pk]))
    nothing = client.get(reverse("dossiers:page", args=[uuid4()]))

    assert (foreign.status_code, foreign.content, foreign.headers) == (404, nothing.content, nothing.headers)


@pytest.mark.parametrize("item_count", [1, 3])
def test_page_asks_a_fixed_number_of_queries(
    sign_in: SignIn,
    asking: Viewer,
    file: Dossier,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    registry: Party,
    chambers: Party,
    presidency: Party,
) -> None:
    for number, party in zip(range(item_count), (registry, chambers, presidency), strict=False):
        actions.enter_person(
            asking, dossier_id=file.pk, pseudonym=f"P-{number}", capacity="suspect", public_name="", at=now()
        )
        let_in(file, party, side="observer")
    client = sign_in(asking)
    with django_assert_num_queries(PAGE_QUERIES):
        page(client, "page", file.pk)


# Persons


def test_person_is_entered(sign_in: SignIn, asking: Viewer, file: Dossier) -> None:
    response = post(sign_in(asking), "person_new", file.pk, pseudonym="P-014", capacity="suspect", public_name="")

    assert response.status_code == 302
    assert [person.pseudonym for person in queries.persons(asking, file.pk)] == ["P-014"]


def test_public_name_of_a_witness_is_told_beside_the_field(sign_in: SignIn, asking: Viewer, file: Dossier) -> None:
    response = post(sign_in(asking), "person_new", file.pk, pseudonym="W-1", capacity="witness", public_name="Marie N.")

    assert "goes by the pseudonym alone" in response.context["form"].errors["public_name"][0]
    assert 'value="Marie N."' in response.content.decode()


def test_observer_enters_no_person(sign_in: SignIn, registrar: Viewer, registry: Party, file: Dossier) -> None:
    let_in(file, registry, side="observer")
    assert sign_in(registrar).get(reverse("dossiers:person_new", args=[file.pk])).status_code == 403
    assert sign_in(registrar).post(reverse("dossiers:person_new", args=[file.pk])).status_code == 403


# The restricted page

IDENTITY = {"name": "Marie Claire N.", "address": "12 Quai Nord", "contact": "", "birth": "", "identifiers": ""}


@pytest.fixture
def witness(asking: Viewer, file: Dossier) -> Any:
    return a_person_concerned(file, "W-201", "witness")


def written(viewer: Viewer, witness: Any) -> None:
    actions.write_page(
        viewer,
        person_id=witness.pk,
        identity=IDENTITY,
        until=now() + timedelta(days=30),
        reason="protection",
        at=now(),
    )


def test_restricted_page_is_begun_read_and_changed(sign_in: SignIn, asking: Viewer, witness: Any) -> None:
    client = sign_in(asking)
    begun = post(client, "restricted", witness.pk, **IDENTITY, until=NEXT_WEEK, reason="protection")
    assert begun.status_code == 302
    assert "Marie" not in page(client, "restricted", witness.pk)

    read = post(client, "restricted", witness.pk, act=Act.PAGE_READ, reason="interview")
    assert read.status_code == 200
    assert "Marie Claire N." in read.content.decode()
    assert read["Cache-Control"] == "no-store"

    changed = post(client, "restricted", witness.pk, act=Act.PAGE_WRITE, **{**IDENTITY, "name": "Marie N."})
    assert changed.status_code == 302
    assert actions.read_page(asking, person_id=witness.pk, reason="check", at=now())["name"] == "Marie N."


def test_restricted_page_is_never_read_by_looking(sign_in: SignIn, asking: Viewer, witness: Any) -> None:
    written(asking, witness)
    page(sign_in(asking), "restricted", witness.pk)

    assert not Entry.objects.visible_to(asking).filter(act=Act.PAGE_READ).exists()


def test_restricted_page_is_not_read_without_a_reason(sign_in: SignIn, asking: Viewer, witness: Any) -> None:
    written(asking, witness)
    response = post(sign_in(asking), "restricted", witness.pk, act=Act.PAGE_READ, reason=" ")

    assert "reason" in response.context["reading"].errors
    assert "Marie" not in response.content.decode()


def test_every_reading_counts(sign_in: SignIn, asking: Viewer, witness: Any) -> None:
    written(asking, witness)
    client, token = sign_in(asking), new_form_token()
    for _ in range(2):
        post(client, "restricted", witness.pk, act=Act.PAGE_READ, reason="interview", form_token=token)

    assert Entry.objects.visible_to(asking).filter(act=Act.PAGE_READ).count() == 2


@pytest.mark.parametrize(
    ("given", "field"), [({"until": LAST_YEAR}, "until"), ({"until": ""}, "until"), ({"reason": ""}, "reason")]
)
def test_restricted_page_is_not_begun_on_faulty_terms(
    sign_in: SignIn, asking: Viewer, witness: Any, given: dict[str, str], field: str
) -> None:
    terms = {"until": NEXT_WEEK, "reason": "protection", **given}
    response = post(sign_in(asking), "restricted", witness.pk, **IDENTITY, **terms)

    assert list(response.context["form"].errors) == [field]
    assert "Marie Claire N." in response.content.decode()
    assert not RestrictedPage.objects.exists()


def test_empty_change_of_a_restricted_page_is_told(sign_in: SignIn, asking: Viewer, witness: Any) -> None:
    written(asking, witness)
    response = post(sign_in(asking), "restricted", witness.pk, act=Act.PAGE_WRITE, **dict.fromkeys(IDENTITY, ""))

    assert "at least one particular" in response.context["writing"].non_field_errors()[0]


def test_restricted_page_of_others_is_not_there(
    sign_in: SignIn, asking: Viewer, asking_approver: Viewer, registrar: Viewer, registry: Party, witness: Any
) -> None:
    let_in(witness.dossier, registry, side="observer")
    written(asking, witness)
    for viewer in (asking_approver, registrar):
        client = sign_in(viewer)
        nothing = client.get(reverse("dossiers:restricted", args=[uuid4()]))
        for name in ("restricted", "reader"):
            for answer in (
                client.get(reverse(f"dossiers:{name}", args=[witness.pk])),
                post(client, name, witness.pk, act=Act.PAGE_READ, reason="x"),
                post(client, name, witness.pk, act=Act.PAGE_WRITE, **IDENTITY),
            ):
                assert (answer.status_code, answer.content) == (404, nothing.content)


def test_observer_begins_no_restricted_page(sign_in: SignIn, registrar: Viewer, registry: Party, witness: Any) -> None:
    let_in(witness.dossier, registry, side="observer")

    assert sign_in(registrar).get(reverse("dossiers:restricted", args=[witness.pk])).status_code == 404


def test_reader_of_the_desk_begins_no_restricted_page(sign_in: SignIn, otp: Party, witness: Any) -> None:
    assert (
        sign_in(person_at(otp, Role.READER)).get(reverse("dossiers:restricted", args=[witness.pk])).status_code == 403
    )


def test_reader_is_added_and_ended(sign_in: SignIn, asking: Viewer, asking_approver: Viewer, witness: Any) -> None:
    written(asking, witness)
    client = sign_in(asking)
    added = post(client, "reader", witness.pk, person=str(id_of(asking_approver)), until=NEXT_WEEK, reason="interviews")
    assert added["Location"] == reverse("dossiers:restricted", args=[witness.pk])
    assert person_of(asking_approver).name in page(client, "restricted", witness.pk)

    post(client, "reader_end", witness.pk, id_of(asking_approver))
    assert [row.person_id for row in queries.readers(asking, witness.pk, now())] == [asking.person_id]


def test_who_ends_their_own_reading_is_led_to_the_file(
    sign_in: SignIn, asking: Viewer, asking_approver: Viewer, witness: Any
) -> None:
    written(asking, witness)
    actions.add_reader(
        asking,
        person_id=witness.pk,
        reader_id=id_of(asking_approver),
        until=now() + timedelta(days=1),
        reason="r",
        at=now(),
    )
    response = post(sign_in(asking), "reader_end", witness.pk, id_of(asking))

    assert response["Location"] == reverse("dossiers:page", args=[witness.dossier_id])


def test_reader_with_a_faulty_end_is_told(
    sign_in: SignIn, asking: Viewer, asking_approver: Viewer, witness: Any
) -> None:
    written(asking, witness)
    response = post(
        sign_in(asking), "reader", witness.pk, person=str(id_of(asking_approver)), until=LAST_YEAR, reason="kept words"
    )

    assert list(response.context["form"].errors) == ["until"]
    assert "kept words" in response.content.decode()
    assert PageReader.objects.count() == 1


# Circles


def test_circle_is_formed_and_opened_to_a_colleague(sign_in: SignIn, asking: Viewer, asking_approver: Viewer) -> None:
    client = sign_in(asking)
    formed = post(client, "circles", name="Arrest team", reason="an arrest")
    circle = Circle.objects.get()
    assert formed["Location"] == reverse("dossiers:circle", args=[circle.pk])

    post(client, "circle", circle.pk, person=str(id_of(asking_approver)), until=NEXT_WEEK, reason="analyst")
    assert person_of(asking_approver).name in page(client, "circle", circle.pk)
    assert "Arrest team" in page(sign_in(asking_approver), "circles")

    grant = Grant.objects.get(person_id=id_of(asking_approver))
    ended = post(client, "grant_end", grant.pk)
    assert ended["Location"] == reverse("dossiers:circle", args=[circle.pk])
    assert "Arrest team" not in page(sign_in(asking_approver), "circles")


def test_circle_one_is_not_in_is_not_there(
    sign_in: SignIn, asking: Viewer, asking_approver: Viewer, asked: Viewer
) -> None:
    circle = actions.form_circle(asking, name="Arrest team", reason="r", at=now())
    for viewer in (asking_approver, asked):
        client = sign_in(viewer)
        foreign = client.get(reverse("dossiers:circle", args=[circle.pk]))
        nothing = client.get(reverse("dossiers:circle", args=[uuid4()]))
        assert (foreign.status_code, foreign.content) == (404, nothing.content)
        assert post(client, "grant_end", Grant.objects.get().pk).status_code == 404


def test_circle_of_a_name_already_used_is_told(sign_in: SignIn, asking: Viewer) -> None:
    actions.form_circle(asking, name="Arrest team", reason="r", at=now())
    response = post(sign_in(asking), "circles", name="Arrest team", reason="kept words")

    assert list(response.context["form"].errors) == ["name"]
    assert "kept words" in response.content.decode()


def test_grant_with_a_faulty_end_is_told(sign_in: SignIn, asking: Viewer, asking_approver: Viewer) -> None:
    circle = actions.form_circle(asking, name="Arrest team", reason="r", at=now())
    response = post(
        sign_in(asking),
        "circle",
        circle.pk,
        person=str(id_of(asking_approver)),
        until="2999-01-01",
        reason="kept words",
    )

    assert "within 366 days" in response.context["form"].errors["until"][0]
    assert "kept words" in response.content.decode()


def test_who_leaves_a_circle_is_led_to_the_list(sign_in: SignIn, asking: Viewer, asking_approver: Viewer) -> None:
    circle = actions.form_circle(asking, name="Arrest team", reason="r", at=now())
    client = sign_in(asking)
    post(client, "circle", circle.pk, person=str(id_of(asking_approver)), until=NEXT_WEEK, reason="r")
    response = post(client, "grant_end", Grant.objects.get(person_id=id_of(asking)).pk)

    assert response["Location"] == reverse("dossiers:circles")


def test_administrator_opens_an_empty_circle_again(
    sign_in: SignIn, otp: Party, asking: Viewer, asking_administrator: Viewer
) -> None:
    circle = a_circle(otp, "Left alone")
    client = sign_in(asking_administrator)
    assert "nobody any more" in page(client, "circles")
    assert "Nobody is in this circle any more" in page(client, "circle", circle.pk)
    response = post(client, "circle", circle.pk, person=str(id_of(asking)), until=NEXT_WEEK, reason="r")

    assert response["Location"] == reverse("dossiers:circles")
    assert "Left alone" not in page(client, "circles")


@pytest.mark.parametrize("item_count", [1, 3])
def test_circles_ask_a_fixed_number_of_queries(
    sign_in: SignIn, asking: Viewer, item_count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(item_count):
        actions.form_circle(asking, name=f"Circle {number}", reason="r", at=now())
    client = sign_in(asking)
    with django_assert_num_queries(CIRCLES_QUERIES):
        page(client, "circles")


# Limiting


def test_file_is_limited_and_opened_again(
    sign_in: SignIn, asking: Viewer, asking_approver: Viewer, file: Dossier
) -> None:
    circle = actions.form_circle(asking, name="Arrest team", reason="r", at=now())
    client = sign_in(asking)
    post(client, "limit", file.pk, circle=str(circle.pk))
    assert sign_in(asking_approver).get(reverse("dossiers:page", args=[file.pk])).status_code == 404
    assert "only the circle “Arrest team”" in page(client, "page", file.pk)

    post(client, "limit", file.pk, circle="desk")
    assert sign_in(asking_approver).get(reverse("dossiers:page", args=[file.pk])).status_code == 200


def test_circle_one_is_not_in_is_no_choice(sign_in: SignIn, asking: Viewer, otp: Party, file: Dossier) -> None:
    response = post(sign_in(asking), "limit", file.pk, circle=str(a_circle(otp).pk))

    assert list(response.context["form"].errors) == ["circle"]


def test_other_side_limits_its_own_part(
    sign_in: SignIn, asked: Viewer, otp: Party, belgium: Party, file: Dossier
) -> None:
    exchange = an_exchange(file, otp, belgium)
    circle = actions.form_circle(asked, name="Unit 7", reason="r", at=now())
    response = post(sign_in(asked), "limit", exchange.pk, circle=str(circle.pk))

    assert response.status_code == 302
    assert Participation.rows.get(dossier=exchange, party=belgium).circle == circle


# Observers


def test_party_is_let_in_and_out(sign_in: SignIn, asking_approver: Viewer, registrar: Viewer, file: Dossier) -> None:
    client = sign_in(asking_approver)
    form = {"party": "REG", "scope": "full", "until": NEXT_WEEK, "reason": "protection"}
    assert post(client, "admit", file.pk, **form).status_code == 302
    assert "The Holm case" in page(sign_in(registrar), "page", file.pk)

    assert "From its next page on" in page(client, "participation_end", file.pk, "REG")
    assert post(client, "participation_end", file.pk, "REG", reason="done").status_code == 302
    assert sign_in(registrar).get(reverse("dossiers:page", args=[file.pk])).status_code == 404


def test_other_side_is_no_choice(
    sign_in: SignIn, asking_approver: Viewer, belgium: Party, registry: Party, file: Dossier
) -> None:
    form = {"party": "BEL", "scope": "full", "until": NEXT_WEEK, "reason": "kept words"}
    response = post(sign_in(asking_approver), "admit", file.pk, **form)

    assert list(response.context["form"].errors) == ["party"]
    assert "kept words" in response.content.decode()


@pytest.mark.parametrize("name", ["admit", "participation_end"])
def test_who_is_no_approver_is_told_why_not(
    sign_in: SignIn, asking: Viewer, registry: Party, file: Dossier, name: str
) -> None:
    let_in(file, registry, side="observer")
    args = [file.pk, "REG"] if name == "participation_end" else [file.pk]
    client = sign_in(asking)
    for answer in (
        client.get(reverse(f"dossiers:{name}", args=args)),
        client.post(reverse(f"dossiers:{name}", args=args)),
    ):
        assert answer.status_code == 403
        assert "An approver of the party" in answer.content.decode()
    assert "An approver of the party" in page(client, "page", file.pk)


@pytest.mark.parametrize("code", ["REG", "BEL", "OTP", "NOWHERE"])
def test_part_that_is_no_observers_is_not_ended(
    sign_in: SignIn, asking_approver: Viewer, otp: Party, belgium: Party, registry: Party, file: Dossier, code: str
) -> None:
    exchange = an_exchange(file, otp, belgium)
    response = post(sign_in(asking_approver), "participation_end", exchange.pk, code, reason="x")

    assert response.status_code == 404
    assert Participation.rows.filter(dossier=exchange, until__isnull=True).count() == 2


# For all


def names() -> list[tuple[str, list[Any]]]:
    some = uuid4()
    return [
        ("page", [some]),
        ("person_new", [some]),
        ("limit", [some]),
        ("admit", [some]),
        ("participation_end", [some, "REG"]),
        ("restricted", [some]),
        ("reader", [some]),
        ("reader_end", [some, some]),
        ("circle", [some]),
        ("grant_end", [some]),
    ]


@pytest.mark.parametrize(("name", "args"), names(), ids=lambda value: value if isinstance(value, str) else "")
def test_page_of_nothing_is_the_one_page_of_nothing(
    sign_in: SignIn, asking: Viewer, name: str, args: list[Any]
) -> None:
    client = sign_in(asking)
    nothing = client.get("/no/such/page/")
    if name != "page":
        posted = client.post(reverse(f"dossiers:{name}", args=args), {"reason": "x"})
        assert (posted.status_code, posted.content) == (404, nothing.content)
    if name not in {"reader_end", "grant_end"}:
        got = client.get(reverse(f"dossiers:{name}", args=args))
        assert (got.status_code, got.content) == (404, nothing.content)


@pytest.mark.parametrize("name", ["list", "new", "circles"])
def test_who_is_not_signed_in_is_sent_to_the_door(client: Client, db: None, name: str) -> None:
    response = client.get(reverse(f"dossiers:{name}"))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_speak_the_readers_language(sign_in: SignIn, asking: Viewer, file: Dossier, language: str) -> None:
    client = sign_in(asking)
    client.cookies["language"] = language
    shown = page(client, "page", file.pk)

    assert f'<html lang="{language}"' in shown
    assert ("Who takes part" in shown) == (language == "en")
