# SPDX-License-Identifier: EUPL-1.2
"""The pages: what a person does on them from the first form to the last, and what each costs."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from comity.core.viewer import ANONYMOUS, Viewer
from comity.facilitation import actions
from comity.facilitation.models import Facilitation, Paper, Proposal, Text, TextVersion

from .conftest import AT

SignIn = Callable[[Viewer], Client]


def _propose(viewer: Viewer, text: Text, key: str) -> Proposal:
    return actions.make_proposal(
        viewer, facilitation_id=text.facilitation_id, text_id=text.id, key=key, kind="replace", words="Other words.",
        reason="Because.", at=AT,
    )  # fmt: skip


def test_a_text_is_shown_in_brackets(text: Text, delegate: Viewer, sign_in: SignIn) -> None:
    _propose(delegate, text, "p1")

    shown = sign_in(delegate).get(f"/facilitations/{text.facilitation_id}/texts/{text.id}/?view=brackets")

    assert "[Lamps are lit at dusk.] [<strong>France:</strong> Other words.]" in shown.content.decode()


def test_a_proposal_is_made_and_taken_up_on_the_pages(
    text: Text, leader: Viewer, delegate: Viewer, sign_in: SignIn
) -> None:
    here = f"/facilitations/{text.facilitation_id}/texts/{text.id}/"

    wrong = sign_in(delegate).post(f"{here}propose/p1/", {"kind": "replace", "words": "", "reason": "Because."})
    made = sign_in(delegate).post(f"{here}propose/p1/", {"kind": "delete", "words": "", "reason": "Because."})
    row = Proposal.objects.unguarded("a test").get(of=text)
    taken = sign_in(leader).post(f"{here}next/", {"seen": "1", "accepted": str(row.id)})

    assert (wrong.status_code, made.status_code, taken.status_code) == (422, 302, 302)
    assert "Because." in wrong.content.decode()
    assert TextVersion.objects.unguarded("a test").filter(of=text).count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_text_costs_the_same_however_many_proposals(
    count: int, text: Text, delegate: Viewer, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for key in ("p1", "p2", "p3")[:count]:
        _propose(delegate, text, key)
    client = sign_in(delegate)
    client.get("/facilitations/")

    with django_assert_num_queries(15):
        client.get(f"/facilitations/{text.facilitation_id}/texts/{text.id}/")


@pytest.mark.parametrize("count", [1, 3])
def test_papers_cost_the_same_however_many(
    count: int, held: Facilitation, delegate: Viewer, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        actions.submit_paper(
            delegate, facilitation_id=held.id, layer="invited", title=f"{number}", language="en", text="x", at=AT
        )
    client = sign_in(delegate)
    client.get("/facilitations/")

    with django_assert_num_queries(12):
        client.get(f"/facilitations/{held.id}/papers/")


@pytest.mark.parametrize(("layer", "code"), [("public", 200), ("invited", 404)])
def test_the_file_of_a_public_paper_is_everybodys_and_no_others(
    layer: str, code: int, held: Facilitation, leader: Viewer, sign_in: SignIn
) -> None:
    file = SimpleUploadedFile("lamps.txt", b"Lamps are lit at dusk.", content_type="text/plain")
    typed = {"layer": layer, "title": "Lamps", "language": "en", "meeting": "", "text": "", "file": file}

    posted = sign_in(leader).post(f"/facilitations/{held.id}/papers/new/", typed)

    assert posted.status_code == 302, posted.content.decode()[:4000]
    paper = Paper.objects.unguarded("a test").get()
    page = sign_in(leader).get(posted["Location"]).content.decode()
    address = page.split(f"/facilitations/{held.id}/papers/{paper.id}/files/")[1].split("/")[0]
    given = sign_in(ANONYMOUS).post(f"/facilitations/{held.id}/papers/{paper.id}/files/{address}/")
    assert given.status_code == code
    if code == 200:
        assert b"".join(given.streaming_content) == b"Lamps are lit at dusk."  # type: ignore[attr-defined]  # a stream
