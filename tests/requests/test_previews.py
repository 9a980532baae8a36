# SPDX-License-Identifier: EUPL-1.2
"""Pages of a document looked at without downloading it: entered, drawn apart, through the sight of the file itself."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from comity.core.clock import now
from comity.core.viewer import Viewer
from comity.documents import queries as documents
from comity.documents import showing
from comity.documents.models import Document
from comity.requests.models import Request
from comity.statute import Act
from tests.documents import makers
from tests.factories.documents import document_version, with_document
from tests.factories.requests import a_draft
from tests.requests.test_documents import sent_with, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("belgium")]
SignIn = Callable[[Viewer], Client]


def look(client: Client, request: Request, document: Document) -> Any:
    return client.post(url("document_look", request, document_version(document).id))


def page_url(request: Request, document: Document, number: int = 1, *, picture: bool = False) -> str:
    name = "document_picture" if picture else "document_page"
    return reverse(f"requests:{name}", args=[request.id, document_version(document).id, number])


def a_pdf(asking: Viewer, *, pages: int = 3) -> tuple[Request, Document]:
    request = a_draft(asking)
    return request, with_document(asking, request, data=makers.pdf(pages=pages), name="note.pdf")


def test_pages_are_looked_at_one_by_one(sign_in: SignIn, asking: Viewer) -> None:
    request, document = a_pdf(asking)
    client = sign_in(asking)

    answer = look(client, request, document)

    assert (answer.status_code, answer["Location"]) == (302, page_url(request, document))
    text = client.get(page_url(request, document, 2)).content.decode()
    assert 'alt="Page 2 of 3"' in text
    for number in (1, 3):
        assert f'href="{page_url(request, document, number)}"' in text
    picture = client.get(page_url(request, document, 2, picture=True))
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert picture["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert picture["Cache-Control"] == "no-store"
    assert Image.open(io.BytesIO(picture.content)).format == "PNG"


def test_looking_is_entered_as_a_download_is(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request, document = sent_with(asking, data=makers.pdf(), name="note.pdf")
    client = sign_in(asked)
    client.post(url("open", request))

    look(client, request, document)

    assert [entry.act for entry in documents.custody(asked, document.id)] == [Act.DOCUMENT_GIVE, Act.DOCUMENT_LOOK]
    assert Act.DOCUMENT_LOOK not in [entry.act for entry in documents.custody(asking, document.id)]
    text = client.get(url("document", request, document.id)).content.decode()
    assert "Pages of the document looked at" in text


def test_no_page_is_shown_to_whom_no_entry_names(sign_in: SignIn, asking: Viewer, asking_approver: Viewer) -> None:
    """Neither to a colleague of who looked, nor after an hour."""
    request, document = a_pdf(asking)
    client, colleague = sign_in(asking), sign_in(asking_approver)
    look(client, request, document)

    assert colleague.get(page_url(request, document, picture=True)).status_code == 404
    assert "is entered on your own side" in colleague.get(page_url(request, document)).content.decode()
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        later = sign_in(asking)
        assert later.get(page_url(request, document, picture=True)).status_code == 404


def test_pages_follow_the_sight_of_the_file(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request, document = sent_with(asking, data=makers.pdf(), name="note.pdf")
    client = sign_in(asked)

    assert look(client, request, document).status_code == 404
    client.post(url("open", request))
    assert look(client, request, document).status_code == 302
    assert client.get(page_url(request, document, picture=True)).status_code == 200
    sign_in(asking).post(url("document_withdraw", request, document.id), {"reason": "Sent in error"})

    client = sign_in(asked)
    assert client.get(page_url(request, document, picture=True)).status_code == 404
    assert client.get(page_url(request, document)).status_code == 404
    assert look(client, request, document).status_code == 403


def test_page_that_is_not_there_is_not_found(sign_in: SignIn, asking: Viewer) -> None:
    request, document = a_pdf(asking)
    client = sign_in(asking)
    look(client, request, document)

    for number in (0, 4):
        assert client.get(page_url(request, document, number)).status_code == 404
        assert client.get(page_url(request, document, number, picture=True)).status_code == 404


def test_text_is_shown_as_it_begins(sign_in: SignIn, asking: Viewer) -> None:
    request = a_draft(asking)
    document = with_document(asking, request, data=b"One crate <b>was</b> moved.\n")
    client = sign_in(asking)
    look(client, request, document)

    text = client.get(page_url(request, document)).content.decode()

    assert "One crate &lt;b&gt;was&lt;/b&gt; moved." in text


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"age-encryption.org/v1\n-> X25519 a\nb\n--- c\n" + b"\0" * 40, "note.age", "This file is sealed"),
        (b"ID3\x04" + b"\0" * 400, "talk.mp3", "Sound and film are not shown here"),
    ],
)
def test_what_cannot_be_shown_is_said(sign_in: SignIn, asking: Viewer, data: bytes, name: str, said: str) -> None:
    request = a_draft(asking)
    document = with_document(asking, request, data=data, name=name)
    client = sign_in(asking)

    page = client.get(url("document", request, document.id)).content.decode()
    answer = look(client, request, document)

    assert (said in page, "Look at the pages" in page) == (True, False)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert [entry.act for entry in documents.custody(asking, document.id)] == [Act.DOCUMENT_ADD]


def test_file_that_is_too_large_is_not_shown(sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.COMITY_LIMITS, "preview_bytes", 100)
    request, document = a_pdf(asking)

    assert "are not shown here; download the file" in look(sign_in(asking), request, document).content.decode()


def test_page_that_takes_too_long_is_not_drawn(
    sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that keeps the painter busy: only the painter ends, and nothing is entered."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Group << /S /Transparency >>"
    slow = makers.pdf(makers.stream(b"0 0 600 800 re f", form), content=b"/N Do " * 40_000).replace(
        b"/Resources << /Font << /F1 3 0 R >> >>", b"/Resources << /XObject << /N 5 0 R >> >>"
    )
    monkeypatch.setattr("comity.documents.intake._traces", lambda *_: ())  # it takes as long to look for what hides
    request = a_draft(asking)
    document = with_document(asking, request, data=slow, name="slow.pdf")
    monkeypatch.setitem(settings.COMITY_LIMITS, "preview_seconds", 1)

    answer = look(sign_in(asking), request, document)

    assert (answer.status_code, "This file cannot be shown here" in answer.content.decode()) == (422, True)
    assert [entry.act for entry in documents.custody(asking, document.id)] == [Act.DOCUMENT_ADD]


def test_no_more_pages_are_drawn_at_once_than_may_be(
    sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, document = a_pdf(asking)
    client = sign_in(asking)
    look(client, request, document)
    monkeypatch.setitem(settings.COMITY_LIMITS, "preview_seconds", 0)
    turns = settings.COMITY_LIMITS["previews_at_once"]
    for _turn in range(turns):
        assert showing.turns().acquire(timeout=1)
    try:
        answer = client.get(page_url(request, document, picture=True))
        said = look(client, request, document)
    finally:
        showing.turns().release(turns)

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert (said.status_code, "try again in a moment" in said.content.decode()) == (503, True)


def test_damaged_file_is_not_shown(sign_in: SignIn, asking: Viewer) -> None:
    request, document = a_pdf(asking)
    name = document_version(document).content_id.hex
    path = settings.COMITY_DOCUMENTS / "kept" / name[:2] / name
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    answer = look(sign_in(asking), request, document)

    assert (answer.status_code, "This file is damaged" in answer.content.decode()) == (500, True)


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_however_many_documents(
    sign_in: SignIn, asking: Viewer, count: int, django_assert_num_queries: Any
) -> None:
    request = a_draft(asking)
    shown = [with_document(asking, request, data=makers.pdf(), name=f"{n}.pdf") for n in range(count)]
    client = sign_in(asking)
    look(client, request, shown[0])

    with django_assert_num_queries(12):
        client.get(page_url(request, shown[0]))
