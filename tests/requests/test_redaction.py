# SPDX-License-Identifier: EUPL-1.2
"""A redacted copy by its pages: marked, made by the worker, looked at, kept; nothing of what is beneath goes out."""

import io
import re
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.core.worker import do_all
from comity.documents import queries as documents
from comity.documents.files import Examination, Limits
from comity.documents.models import Document, Redaction, Upload
from comity.requests.models import Request
from comity.statute import Act
from tests.documents import makers
from tests.documents.test_files_redact import CANARY, OTHER, hexed
from tests.factories.documents import document_version, with_document
from tests.factories.requests import a_draft, act, bring_to
from tests.requests.test_documents import bring_on, sent_with, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("belgium")]
SignIn = Callable[[Viewer], Client]
# The upper quarter of the page, where the word stands.
AREA = {"left": "0", "top": "5", "width": "100", "height": "40", "reason": "Protects a witness", "article": "68(1)"}


def redact_url(request: Request, document: Document, number: int = 1, *, name: str = "document_redact_page") -> str:
    return reverse(f"requests:{name}", args=[request.id, document.id, number])


def begun(
    client: Client, asking: Viewer, data: bytes | None = None, name: str = "note.pdf"
) -> tuple[Request, Document]:
    request = a_draft(asking)
    document = with_document(
        asking, request, data=makers.pdf(pages=3) if data is None else data, name=name, title="The statement of Plover"
    )
    answer = client.post(url("document_redact", request, document.id))
    assert (answer.status_code, answer["Location"]) == (302, redact_url(request, document))
    return request, document


def mark(client: Client, request: Request, document: Document, number: int = 1, **sides: str) -> Any:
    seen = str(document_version(document).id)
    given = {"do": "mark", "version": seen, **AREA, **sides}
    return client.post(redact_url(request, document, number), given)


def made(client: Client, request: Request, document: Document, title: str = "Statement, redacted") -> Document:
    """Have the copy made, and keep it."""
    seen = str(document_version(document).id)
    assert client.post(redact_url(request, document), {"do": "order", "version": seen}).status_code == 302
    do_all()
    answer = client.post(url("document_redact_keep", request, document.id), {"title": title})
    assert answer.status_code == 302, answer.content.decode()
    return Document.objects.unguarded("a test").get(redacted_from=document.id)


def sheet(viewer: Viewer, request: Request, document: Document) -> Redaction:
    with as_viewer(viewer):
        return documents.redaction(viewer, document.id, about=request.id)


def worded_pdf(word: str) -> bytes:
    """A word wherever a file that may be taken can hold it: drawn, unseen, in notes, forms, titles and particulars."""
    plain = word.encode()
    content = (
        b"/Span << /ActualText (%s) >> BDC BT /F1 18 Tf 72 700 Td (%s) Tj ET EMC " % (plain, plain)
        + b"BT /F1 12 Tf 72 300 Td (In the open) Tj ET BT /F1 10 Tf 3 Tr 72 600 Td (%s) Tj ET" % plain
    )
    shape = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
    return makers.pdf(
        makers.stream(b"BT /F1 9 Tf 300 720 Td (%s) Tj ET" % plain, shape),  # 5
        b"<< /Type /Annot /Subtype /FreeText /Contents %s /T (%s) /Rect [72 720 250 738] /DA (/F1 9 Tf) "
        b"/AP << /N 5 0 R >> /F 4 >>" % (hexed(word), plain),  # 6
        b"<< /Type /Outlines /First 8 0 R /Last 8 0 R /Count 1 >>",  # 7
        b"<< /Title %s /Parent 7 0 R >>" % hexed(word),  # 8
        makers.stream(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>%s</x:xmpmeta>" % plain, b"/Type /Metadata /Subtype /XML"),
        b"<< /Title (%s) /Author %s >>" % (plain, hexed(word)),  # 10
        catalog=b"/Outlines 7 0 R /Metadata 9 0 R",
        page=b"/Annots [6 0 R]",
        content=content,
        trailer=b"/Info 10 0 R",
    )


def traces_of(word: str, data: bytes) -> list[str]:
    """Where a word stands in a PDF: in its bytes, in any stream unpacked, in any string, in the text of any page."""
    found = []
    plain = word.encode()
    spelled = {plain, word.encode("utf-16-be"), plain.hex().encode(), plain.hex().upper().encode()}
    if any(one in data for one in spelled):
        found.append("bytes")
    with pikepdf.open(io.BytesIO(data)) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Stream):
                unpacked = one.read_raw_bytes()
                if one.get("/Filter") == "/FlateDecode":
                    unpacked = zlib.decompress(unpacked)
                if any(spelling in unpacked for spelling in spelled):
                    found.append("stream")
            elif word in str(one):
                found.append("string")
        found.extend("page" for page in opened.pages if set(page.obj.Resources.keys()) != {"/XObject"})
    return found


def test_served_copy_holds_no_trace_of_what_is_beneath(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    """And two files that differ in that word alone become the same bytes: it has no influence on them at all."""
    served = []
    for word in (CANARY, OTHER):
        assert traces_of(word, worded_pdf(word)) != []
        client = sign_in(asking)
        request, document = begun(client, asking, worded_pdf(word))
        assert mark(client, request, document).status_code == 302
        copy = made(client, request, document)
        bring_on(request, asking)
        theirs = sign_in(asked)
        theirs.post(url("open", request))

        answer = theirs.post(url("document_file", request, document_version(copy).id))

        served.append(b"".join(answer.streaming_content))  # type: ignore[attr-defined]  # a stream
        assert traces_of(word, served[-1]) == []
        page = theirs.get(url("page", request)).content.decode()
        assert ("Statement, redacted" in page, "The statement of Plover" in page) == (True, False)
        assert theirs.get(url("document", request, document.id)).status_code == 404
    assert served[0] == served[1]


def test_copy_says_that_it_is_one_and_the_original_stays(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)
    mark(client, request, document)
    mark(client, request, document, 2, reason="Protects a family")

    copy = made(client, request, document)

    ours = client.get(url("document", request, copy.id)).content.decode()
    for words in ("Redacted copy", "2 areas are black", "Redacted copy of", "The statement of Plover", "68(1)"):
        assert words in ours
    original = client.get(url("document", request, document.id)).content.decode()
    assert ("Stays with our own side" in original, "Redacted copy made" in original) == (True, True)
    assert [entry.act for entry in documents.custody(asking, copy.id)] == [Act.DOCUMENT_ADD]
    acts = [entry.act for entry in documents.custody(asking, document.id)]
    assert acts == [Act.DOCUMENT_ADD, Act.DOCUMENT_LOOK, Act.DOCUMENT_REDACT]
    bring_on(request, asking)
    there = sign_in(asked)
    there.post(url("open", request))
    text = there.get(url("document", request, copy.id)).content.decode()
    assert ("2 areas are black" in text, "Protects a family" in text) == (True, True)
    assert "The statement of Plover" not in text
    with as_viewer(asked):
        assert [row.document.id for row in documents.documents(asked, request.id)] == [copy.id]


def test_marks_are_kept_and_drawn(sign_in: SignIn, asking: Viewer) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)
    mark(client, request, document, 2, left="12,5", top="3", width="20.25", height="4")

    text = client.get(redact_url(request, document, 2)).content.decode()

    assert '<rect x="1250" y="300" width="2025" height="400"/>' in text
    assert "<rect" not in client.get(redact_url(request, document, 1)).content.decode()
    (kept,) = sheet(asking, request, document).marks
    assert (kept["page"], kept["reason"], kept["article"]) == (2, "Protects a witness", "68(1)")
    seen = str(document_version(document).id)
    client.post(redact_url(request, document, 1), {"do": "unmark", "mark": kept["id"], "version": seen})
    assert sheet(asking, request, document).marks == []


def test_copy_is_looked_at_before_it_is_kept(sign_in: SignIn, asking: Viewer) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)
    mark(client, request, document)
    seen = str(document_version(document).id)
    client.post(redact_url(request, document), {"do": "order", "version": seen})
    assert "The copy is being made" in client.get(redact_url(request, document)).content.decode()
    assert client.get(redact_url(request, document, name="document_redact_picture")).status_code == 404
    do_all()

    answer = client.get(redact_url(request, document, name="document_redact_picture"))

    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    drawn = Image.open(io.BytesIO(answer.content)).convert("L")
    assert drawn.getpixel((drawn.width // 2, drawn.height // 4)) == 0
    text = client.get(redact_url(request, document)).content.decode()
    assert ("Page 1 of 3 of the redacted copy" in text, "Keep the copy" in text) == (True, True)
    assert [row.document.id for row in documents.documents(asking, request.id)] == [document.id]


def test_marks_changed_after_the_copy_take_it_away(sign_in: SignIn, asking: Viewer) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)
    mark(client, request, document)
    client.post(redact_url(request, document), {"do": "order", "version": str(document_version(document).id)})
    do_all()
    mark(client, request, document, 3)

    answer = client.post(url("document_redact_keep", request, document.id), {"title": "x"})

    assert (answer.status_code, "have it made once more" in answer.content.decode()) == (422, True)
    assert Upload.objects.unguarded("a test").count() == 0


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ({"left": "-3"}, "A mark begins on the page"),
        ({"left": "100"}, "A mark begins on the page"),
        ({"top": "NaN"}, "Give a number of per cent"),
        ({"top": "Infinity"}, "Give a number of per cent"),
        ({"width": "wide"}, "Give a number of per cent"),
        ({"width": "1e9"}, "Give a number of per cent"),
        ({"width": "0"}, "A mark is larger than 0"),
        ({"height": "-1"}, "A mark is larger than 0"),
        ({"left": "80", "width": "30"}, "from 80 per cent on, 20 per cent are left"),
        ({"reason": " "}, "Say why this area is blackened"),
    ],
)
def test_mark_that_cannot_be_is_told_and_nothing_typed_is_lost(
    sign_in: SignIn, asking: Viewer, sides: dict[str, str], said: str
) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)

    typed = {**AREA, "reason": "My own words", **sides}
    answer = mark(client, request, document, 1, **typed)

    text = answer.content.decode()
    assert (answer.status_code, said in text) == (422, True)
    for name in ("left", "top", "width", "height", "article"):
        assert re.search(rf'name="{name}" value="{re.escape(typed[name])}"', text), name
    assert sheet(asking, request, document).marks == []


def test_no_more_is_marked_than_the_limit(sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.COMITY_LIMITS, "redaction_marks", 2)
    client = sign_in(asking)
    request, document = begun(client, asking)
    for number in (1, 2):
        mark(client, request, document, number)

    answer = mark(client, request, document, 3, reason="My own words")

    text = answer.content.decode()
    assert (answer.status_code, "2 areas are marked already" in text, "My own words" in text) == (422, True, True)
    assert len(sheet(asking, request, document).marks) == 2


def test_page_that_is_not_there_is_not_marked(sign_in: SignIn, asking: Viewer) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)

    assert mark(client, request, document, 4).status_code == 404
    assert sheet(asking, request, document).marks == []


@pytest.mark.parametrize("data", [makers.pdf(pages=0), b"%PDF-1.7\nnothing"])
def test_file_that_cannot_be_drawn_is_not_redacted(
    sign_in: SignIn, asking: Viewer, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The intake refuses both; one that came in before its rules did is told as clearly."""
    request = a_draft(asking)
    with pytest.raises(Invalid):
        with_document(asking, request, data=data, name="empty.pdf")
    passed = Examination("application/pdf", len(data), "", None)
    monkeypatch.setattr("comity.documents.intake._examined", lambda *_: (passed, ()))
    document = with_document(asking, request, data=data, name="empty.pdf")

    answer = sign_in(asking).post(url("document_redact", request, document.id))

    assert (answer.status_code, "This file cannot be shown here" in answer.content.decode()) == (422, True)


def test_what_has_no_pages_to_draw_is_not_redacted(sign_in: SignIn, asking: Viewer) -> None:
    request = a_draft(asking)
    document = with_document(asking, request)
    client = sign_in(asking)

    answer = client.post(url("document_redact", request, document.id))

    assert (answer.status_code, "Only a PDF or a picture can be redacted" in answer.content.decode()) == (422, True)
    assert "Make a redacted copy" not in client.get(url("document", request, document.id)).content.decode()


def test_other_sides_document_is_not_redacted(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request, document = sent_with(asking, data=makers.pdf(), name="note.pdf")
    client = sign_in(asked)
    client.post(url("open", request))

    answer = client.post(url("document_redact", request, document.id))

    text = answer.content.decode()
    assert (answer.status_code, "Only the party that gave this document changes it" in text) == (403, True)


def test_what_was_handed_on_is_not_redacted(sign_in: SignIn, asking: Viewer) -> None:
    request, document = sent_with(asking, data=makers.pdf(), name="note.pdf")

    answer = sign_in(asking).post(url("document_redact", request, document.id))

    assert (answer.status_code, "What was handed on" in answer.content.decode()) == (403, True)


def test_nothing_is_redacted_once_a_second_person_looks_at_it(sign_in: SignIn, asking: Viewer) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)
    act(asking, request, Act.REQUEST_SUBMIT)

    assert mark(client, request, document).status_code == 403
    assert client.post(url("document_redact_keep", request, document.id), {"title": "x"}).status_code == 422


def test_file_replaced_meanwhile_is_told_and_the_marks_go_over(sign_in: SignIn, asking: Viewer) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)
    mark(client, request, document, 3)
    stale = str(document_version(document).id)
    new = SimpleUploadedFile("new.pdf", makers.pdf(pages=2))
    client.post(url("document_replace", request, document.id), {"file": new})

    answer = mark(client, request, document, version=stale, reason="My own words")

    text = answer.content.decode()
    assert (answer.status_code, "The file was replaced" in text) == (422, True)
    assert "Take the marks over to the new file" in text
    client.post(url("document_redact", request, document.id), {"carry": "1"})
    (kept,) = sheet(asking, request, document).marks
    assert kept["page"] == 3
    order = client.post(redact_url(request, document), {"do": "order", "version": str(document_version(document).id)})
    assert "There is no page 3 in this file" in order.content.decode()


def test_marks_are_each_persons_own(sign_in: SignIn, asking: Viewer, asking_approver: Viewer) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)
    mark(client, request, document)

    assert sign_in(asking_approver).get(redact_url(request, document)).status_code == 404
    with as_viewer(asking_approver), pytest.raises(NotFound):
        documents.redaction(asking_approver, document.id, about=request.id)


def test_copy_that_cannot_be_made_is_said_and_the_marks_stay(
    sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)
    mark(client, request, document)
    monkeypatch.setattr("comity.documents.actions.redacting.limits", lambda: Limits(redacted_pages=2))
    client.post(redact_url(request, document), {"do": "order", "version": str(document_version(document).id)})

    do_all()

    text = client.get(redact_url(request, document)).content.decode()
    assert ("The copy could not be made" in text, "It has more pages than 2" in text) == (True, True)
    assert len(sheet(asking, request, document).marks) == 1


def test_original_goes_only_once_it_is_released(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)
    mark(client, request, document)
    copy = made(client, request, document)
    assert client.post(url("document_release", request, document.id), {"reason": ""}).status_code == 422
    assert client.post(url("document_release", request, copy.id), {"reason": "x"}).status_code == 403

    answer = client.post(url("document_release", request, document.id), {"reason": "The witness agreed"})

    assert answer.status_code == 302
    bring_on(request, asking)
    sign_in(asked).post(url("open", request))
    with as_viewer(asked):
        assert {row.document.id for row in documents.documents(asked, request.id)} == {copy.id, document.id}


def test_conditions_go_with_the_copy_and_a_consent_does_not(sign_in: SignIn, asking: Viewer) -> None:
    client = sign_in(asking)
    request = bring_to("in_execution", asking)
    document = with_document(
        asking, request, data=makers.pdf(), name="note.pdf", provider="Ostern", conditions=("lead_only",),
        protections=("witnesses",), handling="With care",
    )  # fmt: skip
    client.post(url("document_consent", request, document.id), {"consent": "Letter of 3 May 2027"})
    client.post(url("document_redact", request, document.id))
    mark(client, request, document)

    copy = made(client, request, document)

    assert (copy.conditions, copy.protections, copy.handling) == (["lead_only"], ["witnesses"], "With care")
    assert (copy.provider, copy.consented_at) == ("Ostern", None)
    assert document.added_at <= copy.added_at <= now()


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_marks_costs_the_same_however_many_documents(
    sign_in: SignIn, asking: Viewer, count: int, django_assert_num_queries: Any
) -> None:
    client = sign_in(asking)
    request, document = begun(client, asking)
    for number in range(1, count):
        with_document(asking, request, data=makers.pdf(), name=f"{number}.pdf")
        mark(client, request, document, number)

    with django_assert_num_queries(13):
        client.get(redact_url(request, document))
