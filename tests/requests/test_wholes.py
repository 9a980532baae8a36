# SPDX-License-Identifier: EUPL-1.2
"""The whole file of a request as one PDF: asked for, made by the worker, taken, and gone after its time."""

import hashlib
import io
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pikepdf
import pypdfium2
import pytest
from django.conf import settings
from django.test import Client

from comity.core import worker
from comity.core.clock import now
from comity.core.db import as_system, as_viewer
from comity.core.viewer import Viewer
from comity.documents import actions as document_actions
from comity.documents import queries as documents
from comity.documents.models import Whole
from comity.dossiers.models import Participation
from comity.parties.models import Post
from comity.requests import actions
from comity.requests.models import Request
from comity.statute import Act, Role
from tests.documents import makers
from tests.factories.documents import document_version, with_document
from tests.factories.dossiers import a_circle, in_circle
from tests.factories.parties import person_at, person_of, post_of
from tests.factories.requests import a_draft, bring_to, entries
from tests.requests.test_documents import bring_on, files_there, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("belgium")]
SignIn = Callable[[Viewer], Client]
WHY = "a test looks at the row itself"


def made(client: Client, request: Request) -> Whole:
    """Ask for the PDF, let the worker do what is owed for it, and return its row."""
    answer = client.post(url("wholes", request))
    assert answer.status_code == 302, answer.content.decode()
    for row in worker.take_up(only=["requests.make_whole"]):
        assert worker.do(row)
    return row_of(answer["Location"].split("/")[-2])


def row_of(whole_id: UUID | str) -> Whole:
    with as_system("test"):
        return Whole.objects.unguarded(WHY).get(id=whole_id)


def taken(client: Client, request: Request, whole: Whole) -> bytes:
    answer = client.post(url("whole_file", request, whole.id))
    assert answer.status_code == 200, answer.content.decode()
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a stream


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in opened]


def flat(pdf: bytes) -> str:
    return " ".join(" ".join(texts(pdf)).split())


def kept_for_eyes(pdf: bytes, name: str) -> None:
    """Where COMITY_TEST_PAPERS names a directory, keep a PDF there, for somebody to look at."""
    place = os.environ.get("COMITY_TEST_PAPERS")
    if place:
        (Path(place) / name).write_bytes(pdf)


def a_full_one(asking: Viewer) -> Request:
    request = a_draft(asking, subject="Service of the notice of hearing on Mr Plover")
    with_document(
        asking, request, data=makers.pdf(content=b"BT /F1 18 Tf 72 700 Td (The warrant itself) Tj ET", pages=2),
        name="warrant.pdf", title="The warrant", protections=("witnesses",), handling="Two persons only",
    )  # fmt: skip
    with_document(asking, request, data=makers.picture(size=(900, 600)), name="crate.png", title="The crate")
    with_document(asking, request, data=makers.MP4, name="film.mp4", title="The film")
    with_document(
        asking, request, data=makers.pdf(page=b"/Rotate 90", content=b"BT /F1 18 Tf 72 700 Td (Lying down) Tj ET"),
        name="plan.pdf", title="The plan",
    )  # fmt: skip
    return request


def test_whole_file_is_made_and_taken(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request = bring_on(a_full_one(asking), asking)
    client = sign_in(asked)
    client.post(url("open", request))

    whole = made(client, request)

    assert (whole.state, whole.problem) == ("ready", {})
    page = client.get(url("whole", request, whole.id)).content.decode()
    assert ("Download the PDF" in page, whole.sha256 in page) == (True, True)
    pdf = taken(client, request, whole)
    kept_for_eyes(pdf, "whole-en.pdf")
    assert (hashlib.sha256(pdf).hexdigest(), len(pdf)) == (whole.sha256, whole.size)
    pages, text = texts(pdf), flat(pdf)
    assert len(pages) == whole.pages
    person = person_of(asked)
    for number, said in enumerate(pages, 1):
        assert request.reference in said
        assert "CONFIDENTIAL" in said
        assert f"Made for {person.name}, Central authority of Belgium" in " ".join(said.split())
        assert f"Page {number} of {len(pages)}" in said
    for words in (
        "The warrant itself", "Lying down", "Protects: Possible witnesses", "article 87(4)",
        "Handling: Two persons only",
        "A file of this kind cannot be a page: it is in the zip only.", "Fetched by the addressee",
        "the log has not closed over it yet",
        ", page 2 of 2",
    ):  # fmt: skip
        assert words in text, words
    for title in ("The warrant", "The crate", "The film", "The plan"):
        assert title in text
    assert request.drafter.name not in text


def test_in_french_every_word_is_french(sign_in: SignIn, asking: Viewer) -> None:
    request, client = a_full_one(asking), sign_in(asking)
    client.cookies["language"] = "fr"

    whole = made(client, request)

    pdf = taken(client, request, whole)
    kept_for_eyes(pdf, "whole-fr.pdf")
    text = flat(pdf)
    for words in (
        "Dossier complet d’une demande", "Table des matières", "Ce qui est demandé", "Chronologie", "CONFIDENTIEL",
        "Page 1 sur", "Établi pour", "Protège : Témoins", "notre côté seulement",
    ):  # fmt: skip
        assert words in text, words
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "fr"


def test_without_pages_of_others_it_is_pdf_a_and_the_same_twice(
    sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, client = a_draft(asking), sign_in(asking)
    at = now()
    monkeypatch.setattr("comity.requests.views.whole_making.now", lambda: at)

    first, second = made(client, request), made(client, request)

    assert (first.id == second.id, first.sha256) == (False, second.sha256)
    pdf = taken(client, request, first)
    assert "No documents." in flat(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        meta = opened.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert opened.Root.MarkInfo.Marked


def test_with_pages_of_others_it_claims_nothing_for_them(sign_in: SignIn, asking: Viewer) -> None:
    request, client = a_full_one(asking), sign_in(asking)

    pdf = taken(client, request, made(client, request))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "pdfaid:part" not in opened.open_metadata()


def test_nothing_that_acts_or_tells_comes_along(sign_in: SignIn, asking: Viewer) -> None:
    """What the intake would have refused, were it to come all the same; and what a note shows is drawn in."""
    request, client = a_draft(asking), sign_in(asking)
    note = makers.stream(b"0 0 1 rg 0 0 50 50 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 50 50] ")
    data = makers.pdf(
        note,
        b"<< /Type /Annot /Subtype /Stamp /Rect [10 10 60 60] /F 4 /AP << /N 5 0 R >> "
        b"/A << /S /URI /URI (https://example.org/) >> >>",
        page=b"/Annots [6 0 R] /PieceInfo << /Secret 1 >>",
        catalog=b"/Names << >>",
    )
    with_document(asking, request, data=data, name="note.pdf", title="The note")

    pdf = taken(client, request, made(client, request))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        last = opened.pages[-1]
        assert "/PieceInfo" not in last.obj
        assert not [one for one in last.obj.get("/Annots", []) if "/A" in one and one.A.get("/S") == "/URI"]
        everything = b"".join(item.unparse() for item in opened.objects if not isinstance(item, pikepdf.Stream))
        assert (b"example.org" in everything, b"Secret" in everything) == (False, False)
    with pypdfium2.PdfDocument(pdf) as drawn:
        picture = drawn[len(drawn) - 1].render(scale=1).to_pil().convert("RGB")
    assert any(colour[1] == (0, 0, 255) for colour in picture.getcolors(1 << 20))


def test_document_prepared_by_the_other_side_is_in_nobody_elses(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request = bring_to("in_execution", asking)
    with_document(asked, request, data=makers.pdf(content=b"BT /F1 18 Tf 9 9 Td (Only ours) Tj ET"), name="own.pdf",
                  title="Not yet handed on")  # fmt: skip

    theirs = flat(taken(client := sign_in(asking), request, made(client, request)))
    ours = flat(taken(client := sign_in(asked), request, made(client, request)))

    assert ("Not yet handed on" in theirs, "Only ours" in theirs) == (False, False)
    assert ("Not yet handed on" in ours, "Only ours" in ours) == (True, True)


def test_only_who_asked_may_have_it(sign_in: SignIn, asking: Viewer, asked: Viewer, stranger: Viewer) -> None:
    request = bring_to("in_execution", asking)
    whole = made(sign_in(asked), request)
    colleague = person_at(post_of(asked).party, Role.OFFICER, clearance=2)

    for other in (asking, stranger, colleague):
        client = sign_in(other)
        assert client.get(url("whole", request, whole.id)).status_code == 404
        assert client.post(url("whole_file", request, whole.id)).status_code == 404
        assert client.post(url("whole_end", request, whole.id)).status_code == 404
    assert row_of(whole.id).state == "ready"


def test_reader_of_a_party_is_refused(sign_in: SignIn, asking: Viewer) -> None:
    request = a_draft(asking)
    client = sign_in(person_at(request.issuer, Role.READER, clearance=2))

    assert client.get(url("wholes", request)).status_code == 200
    assert client.post(url("wholes", request)).status_code == 403


def test_download_is_entered_with_every_document_inside(sign_in: SignIn, asking: Viewer) -> None:
    request, client = a_full_one(asking), sign_in(asking)
    whole = made(client, request)
    inside = {file["document"] for file in whole.files if file["has_pages"]}
    rows = {row.document.title: row.document for row in documents.documents(asking, request.id)}
    assert inside == {str(rows[title].id) for title in ("The warrant", "The crate", "The plan")}
    assert [entry.act for entry in documents.custody(asking, rows["The warrant"].id)] == [Act.DOCUMENT_ADD]

    taken(client, request, whole)

    for title, acts in (("The warrant", [Act.DOCUMENT_ADD, Act.DOCUMENT_READ]), ("The film", [Act.DOCUMENT_ADD])):
        assert [entry.act for entry in documents.custody(asking, rows[title].id)] == acts, title
    (entry,) = entries(request, Act.BUNDLE_MAKE)
    assert (entry.data["sha256"], len(entry.data["files"])) == (whole.sha256, 3)


def test_sight_that_ended_meanwhile_closes_it(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request = bring_to("in_execution", asking)
    client = sign_in(asked)
    whole = made(client, request)

    part = Participation.rows.get(dossier_id=request.dossier_id, party=post_of(asked).party)
    Participation.rows.filter(pk=part.pk).update(since=now() - timedelta(days=1), until=now() - timedelta(seconds=1))

    assert client.get(url("whole", request, whole.id)).status_code == 404
    assert client.post(url("whole_file", request, whole.id)).status_code == 404


def test_lowered_clearance_closes_it(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request = bring_to("in_execution", asking)
    client = sign_in(asked)
    whole = made(client, request)

    Post.objects.filter(pk=post_of(asked).pk).update(clearance=0)

    assert client.post(url("whole_file", request, whole.id)).status_code == 404


def test_document_no_longer_seen_closes_it(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    """The request is still there, one document of it is not: the own file in which it was prepared was closed to us."""
    request = bring_to("in_execution", asking)
    document = with_document(asked, request, data=makers.pdf(), name="own.pdf", title="Ours")
    client = sign_in(asked)
    whole = made(client, request)

    Participation.rows.filter(dossier_id=document.dossier_id).update(
        since=now() - timedelta(days=1), until=now() - timedelta(seconds=1)
    )

    assert client.get(url("page", request)).status_code == 200
    assert client.post(url("whole_file", request, whole.id)).status_code == 404


@pytest.mark.parametrize("name", ["own.pdf", "own.mp4"])
def test_document_limited_to_others_meanwhile_closes_it(sign_in: SignIn, asking: Viewer, name: str) -> None:
    """Whether its pages are in it or its title alone."""
    request = a_draft(asking)
    data = makers.pdf() if name == "own.pdf" else makers.MP4
    document = with_document(asking, request, data=data, name=name, title="Ours")
    client = sign_in(asking)
    whole = made(client, request)
    chief = in_circle(person_at(request.issuer, Role.SENIOR, clearance=2), a_circle(request.issuer, "Closed"))
    with as_viewer(chief):
        actions.limit_request_document(
            chief, request_id=request.id, document_id=document.id, circle_id=next(iter(chief.circles)), readers=[],
            reason="Need to know", at=now(),
        )  # fmt: skip

    assert client.post(url("whole_file", request, whole.id)).status_code == 404
    assert "Ours" not in flat(taken(client, request, made(client, request)))


def test_document_taken_out_meanwhile_is_refused_and_left_out_anew(
    sign_in: SignIn, asking: Viewer, asked: Viewer
) -> None:
    request = a_draft(asking)
    document = with_document(asking, request, data=makers.pdf(), name="warrant.pdf", title="The warrant")
    bring_on(request, asking)
    client = sign_in(asked)
    client.post(url("open", request))
    whole = made(client, request)
    sign_in(asking).post(url("document_withdraw", request, document.id), {"reason": "Sent in error"})

    refused = client.post(url("whole_file", request, whole.id))
    anew = made(client, request)

    assert (refused.status_code, "was taken out by the party that gave it" in refused.content.decode()) == (403, True)
    text = flat(taken(client, request, anew))
    assert ("It was taken out, so its pages are not here." in text, "Sent in error" in text) == (True, True)
    assert "Note verbale" not in text
    assert [file["has_pages"] for file in anew.files] == [False]


@pytest.mark.parametrize("spoilt", ["changed", "missing"])
def test_damaged_file_is_named_and_the_zip_offered(
    sign_in: SignIn, asking: Viewer, spoilt: str, caplog: pytest.LogCaptureFixture
) -> None:
    request, client = a_full_one(asking), sign_in(asking)
    (warrant,) = (one.document for one in documents.documents(asking, request.id) if one.document.title == "The crate")
    name = document_version(warrant).content_id
    path = settings.COMITY_DOCUMENTS / "kept" / name.hex[:2] / name.hex
    path.write_bytes(path.read_bytes()[:-1] + b"?") if spoilt == "changed" else path.unlink()
    before = files_there()

    whole = made(client, request)

    assert (whole.state, whole.problem) == ("failed", {"code": "damaged", "what": "The crate"})
    page = client.get(url("whole", request, whole.id)).content.decode()
    assert ("The document “The crate” is damaged" in page, url("bundle", request) in page) == (True, True)
    assert client.post(url("whole_file", request, whole.id)).status_code == 404
    assert files_there() == before
    assert [record.levelname for record in caplog.records if "damaged" in record.message] == ["CRITICAL"]


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(makers.pdf())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="x", user="y"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [(locked_pdf(), "It is locked with a password"), (b"%PDF-1.7\nnothing of it\n", "It cannot be read to its end")],
)
def test_pdf_without_pages_to_read_is_a_sheet(
    sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch, data: bytes, said: str
) -> None:
    """No such file comes in today; one that did is no reason to have nothing."""
    monkeypatch.setattr(
        "comity.documents.intake._examined",
        lambda *_: (type("E", (), {"problem": None, "media_type": "application/pdf", "warnings": ()})(), ()),
    )
    request, client = a_draft(asking), sign_in(asking)
    with_document(asking, request, data=data, name="locked.pdf", title="The warrant")

    whole = made(client, request)

    text = flat(taken(client, request, whole))
    assert ([file["has_pages"] for file in whole.files], f"into pages: {said}" in text) == ([False], True)


def test_two_thousand_pages_are_bound(sign_in: SignIn, asking: Viewer) -> None:
    request, client = a_draft(asking), sign_in(asking)
    with_document(asking, request, data=makers.pdf(pages=2000), name="long.pdf", title="The long one")

    whole = made(client, request)

    assert (whole.state, whole.pages > 2000) == ("ready", True)


@pytest.mark.parametrize(
    ("limit", "value", "code", "said"),
    [
        ("whole_pages", 0, "pages", "With the document “The crate” it has more pages"),
        ("whole_bytes", 10, "bytes", "With the document “The crate” it holds more"),
        ("whole_seconds", 0, "time", "At the document “The crate” the time for making it was over"),
    ],
)
def test_limit_names_the_document_at_which_it_was_passed(
    sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, code: str, said: str
) -> None:
    request, client = a_draft(asking), sign_in(asking)
    with_document(asking, request, data=makers.picture(), name="crate.png", title="The crate")
    monkeypatch.setitem(settings.COMITY_LIMITS, limit, value)

    whole = made(client, request)

    assert (whole.state, whole.problem["code"]) == ("failed", code)
    page = client.get(url("whole", request, whole.id)).content.decode()
    assert (said in page, url("bundle", request) in page) == (True, True)


def test_sign_that_no_font_has_is_named(sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "COMITY_FONTS", [Path("/usr/share/fonts/truetype/dejavu")])  # others may have it
    request, client = a_draft(asking, subject="Service of \U00013080"), sign_in(asking)

    whole = made(client, request)

    assert whole.problem == {"code": "sign", "what": "\U00013080"}
    assert "is in no font of this installation" in client.get(url("whole", request, whole.id)).content.decode()


def test_what_was_typed_is_never_read_as_source(sign_in: SignIn, asking: Viewer) -> None:
    typed = '#panic("no") $x$ *not bold* <b>x</b> \\ #read("/etc/passwd") مذكرة شفوية Ελλάδα'
    request, client = a_draft(asking, subject=typed), sign_in(asking)

    text = flat(taken(client, request, made(client, request)))

    assert '#panic("no") $x$ *not bold* <b>x</b> \\ #read("/etc/passwd")' in text


def test_asking_twice_is_one_and_too_many_are_refused(
    sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, client = a_draft(asking), sign_in(asking)
    monkeypatch.setitem(settings.COMITY_LIMITS, "whole_files", 1)
    first, second = (client.post(url("wholes", request))["Location"] for _ in range(2))
    assert first == second
    (row,) = worker.take_up(only=["requests.make_whole"])
    worker.do(row)

    refused = client.post(url("wholes", request))
    assert (refused.status_code, "delete one first" in refused.content.decode()) == (422, True)

    before = files_there()
    whole = row_of(first.split("/")[-2])
    assert client.post(url("whole_end", request, whole.id)).status_code == 302
    assert before - files_there() == {whole.content_id}
    assert client.get(first).status_code == 404
    assert client.post(url("wholes", request)).status_code == 302


def test_page_shows_how_far_it_is_with_and_without_scripts(sign_in: SignIn, asking: Viewer) -> None:
    request, client = a_draft(asking), sign_in(asking)
    where = client.post(url("wholes", request))["Location"]

    page, part = client.get(where).content.decode(), client.get(where, headers={"HX-Request": "true"}).content.decode()

    assert ("This waits for its turn." in page, "Look again" in page, "<html" in page) == (True, True, True)
    assert ("This waits for its turn." in part, 'hx-trigger="every 2s"' in part, "<html" in part) == (True, True, False)


def test_it_is_deleted_after_its_time(sign_in: SignIn, asking: Viewer) -> None:
    request, client = a_draft(asking), sign_in(asking)
    whole = made(client, request)
    until = now() + timedelta(hours=settings.COMITY_LIMITS["whole_hours"])
    assert abs(whole.until - until) < timedelta(minutes=1)

    assert whole.content_id is not None
    assert document_actions.system_sweep(whole.content_id, at=until + timedelta(hours=2)) is False
    assert document_actions.system_forget_whole(whole.id, at=until - timedelta(minutes=5)) is False
    assert document_actions.system_forget_whole(whole.id, at=until + timedelta(minutes=1)) is True

    assert whole.content_id not in files_there()
    assert client.get(url("whole", request, whole.id)).status_code == 404


def test_time_over_closes_it_though_the_sweep_is_late(
    sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, client = a_draft(asking), sign_in(asking)
    monkeypatch.setitem(settings.COMITY_LIMITS, "whole_hours", 0)

    client.post(url("wholes", request))

    with as_system("test"):
        (whole,) = Whole.objects.unguarded(WHY)
    assert client.get(url("whole", request, whole.id)).status_code == 404
    (row,) = worker.take_up(only=["requests.make_whole"])
    assert (worker.do(row), row_of(whole.id).content_id) == (True, None)


def test_it_is_encrypted_verified_and_wrapped_anew(sign_in: SignIn, asking: Viewer) -> None:
    request, client = a_draft(asking, subject="A subject to look for"), sign_in(asking)
    whole = made(client, request)
    assert whole.content_id is not None
    path = settings.COMITY_DOCUMENTS / "kept" / whole.content_id.hex[:2] / whole.content_id.hex
    assert (path.stat().st_mode & 0o777, b"%PDF" in path.read_bytes()) == (0o600, False)
    with as_system("test"):
        assert [fault for content, fault in document_actions.system_verify() if content == whole.content_id] == [None]

    path.write_bytes(path.read_bytes()[:-1] + b"?")

    with as_system("test"):
        faults = [fault for content, fault in document_actions.system_verify() if content == whole.content_id]
    assert [fault is None for fault in faults] == [False]
    answer = client.post(url("whole_file", request, whole.id))
    assert (answer.status_code, "This PDF is damaged" in answer.content.decode()) == (500, True)


def test_ended_post_stops_the_making(sign_in: SignIn, asking: Viewer) -> None:
    request, client = a_draft(asking), sign_in(asking)
    where = client.post(url("wholes", request))["Location"]
    Post.objects.filter(pk=post_of(asking).pk).update(ended_at=now() - timedelta(minutes=1))

    (row,) = worker.take_up(only=["requests.make_whole"])

    assert worker.do(row)
    assert row_of(where.split("/")[-2]).problem["code"] == "sight"
