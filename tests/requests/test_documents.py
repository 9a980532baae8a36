# SPDX-License-Identifier: EUPL-1.2
"""Documents with a request, by its pages: prepared, sent, opened, answered, downloaded, taken out."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.errors import Refused
from comity.core.viewer import Viewer
from comity.documents import queries as documents
from comity.documents import store
from comity.documents.models import Document
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Request
from comity.statute import Act, Role
from tests.documents import makers
from tests.factories.documents import TEXT, document_version, with_document
from tests.factories.parties import person_at
from tests.factories.requests import a_draft, act, an_approved, bring_to, entries, someone_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("belgium")]
SignIn = Callable[[Viewer], Client]


def form(data: bytes = TEXT, name: str = "note.txt", **more: Any) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile(name, data), "title": "Note on the crate", "language": "en", "text_kind": "original",
        **more,
    }  # fmt: skip


def url(name: str, request: Request, *more: object) -> str:
    return reverse(f"requests:{name}", args=[request.id, *more])


def files_there() -> set[object]:
    return {content_id for content_id, _is_kept in store.found(settings.COMITY_DOCUMENTS)}


def test_document_is_added_to_a_draft_and_shown_with_its_digest(sign_in: SignIn, asking: Viewer) -> None:
    request, client = a_draft(asking), sign_in(asking)

    answer = client.post(url("document_new", request), form(protections=["witnesses"], handling="Two persons only"))

    (found,) = documents.documents(asking, request.id)
    assert (answer.status_code, answer["Location"]) == (302, url("document", request, found.document.id))
    digest = hashlib.sha256(TEXT).hexdigest()
    for page in (answer["Location"], url("page", request), url("edit", request)):
        text = client.get(page).content.decode()
        for words in ("Note on the crate", digest, "English", "Original", "Protects: Possible witnesses", "87(4)"):
            assert words in text, page
        assert "Handling: Two persons only" in text


def test_what_was_typed_stays_where_the_file_cannot_be_taken(sign_in: SignIn, asking: Viewer) -> None:
    request, before = a_draft(asking), files_there()

    answer = sign_in(asking).post(
        url("document_new", request), form(b"MZ\x90\x00" + b"\0" * 300, name="note.exe", title="My own words")
    )

    text = answer.content.decode()
    assert (answer.status_code, "Files of this kind are not taken (exe)" in text) == (422, True)
    assert 'value="My own words"' in text
    assert documents.documents(asking, request.id) == []
    assert files_there() == before


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "It is empty"), (b"<html><script>x()</script>", "Its name says txt, its content says html")],
)
def test_bad_file_is_refused_and_deleted(sign_in: SignIn, asking: Viewer, data: bytes, said: str) -> None:
    request, before = a_draft(asking), files_there()

    answer = sign_in(asking).post(url("document_new", request), form(data))

    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert files_there() == before


def test_file_over_the_limit_is_refused_and_the_form_stays(
    sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.COMITY_LIMITS, "plain_upload_bytes", 1000)
    request, before = a_draft(asking), files_there()

    answer = sign_in(asking).post(url("document_new", request), form(b"a" * 1001, title="My own words"))

    assert answer.status_code == 422
    assert "A form takes a file of at most" in answer.content.decode()
    assert "My own words" in answer.content.decode()
    assert files_there() == before


def test_body_far_over_the_limit_is_not_read(sign_in: SignIn, asking: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.COMITY_LIMITS, "plain_upload_bytes", 1000)

    answer = sign_in(asking).post(url("document_new", a_draft(asking)), form(b"a" * 1_100_000))

    assert answer.status_code == 413


def test_form_of_a_foreign_page_is_refused(asking: Viewer, sign_in: SignIn) -> None:
    request, before = a_draft(asking), files_there()
    client = Client(enforce_csrf_checks=True)
    client.cookies = sign_in(asking).cookies

    answer = client.post(url("document_new", request), form())

    assert (answer.status_code, documents.documents(asking, request.id)) == (403, [])
    assert files_there() == before


def test_same_form_twice_is_one_document(asking: Viewer, sign_in: SignIn) -> None:
    request, client = a_draft(asking), sign_in(asking)
    token = "00000000-0000-4000-8000-000000000001"

    first = client.post(url("document_new", request), form(form_token=token))
    again = client.post(url("document_new", request), form(form_token=token))

    assert (first["Location"], len(documents.documents(asking, request.id))) == (again["Location"], 1)


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "C:\\temp\\note.txt"])
def test_place_on_the_senders_computer_is_left_out_of_a_name(sign_in: SignIn, asking: Viewer, name: str) -> None:
    request = a_draft(asking)
    sign_in(asking).post(url("document_new", request), form(name=name))

    (found,) = documents.documents(asking, request.id)
    assert found.version.name in {"passwd.txt", "note.txt"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("x" * 300 + ".txt", "Its name is longer than 150 bytes"),
        ("con.txt", "cannot be kept on every computer"),
        (".htaccess", "Its name looks like a path"),
    ],
)
def test_name_that_would_deceive_or_not_be_kept_is_refused(
    sign_in: SignIn, asking: Viewer, name: str, said: str
) -> None:
    request, before = a_draft(asking), files_there()

    answer = sign_in(asking).post(url("document_new", request), form(name=name, title="My own words"))

    text = answer.content.decode()
    assert (answer.status_code, said in text, 'value="My own words"' in text) == (422, True, True)
    assert files_there() == before


def test_what_hides_in_a_file_is_said_to_those_who_hand_it_on(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    pdf = makers.pdf(b"<< /Author (Ada Corvane) >>", trailer=b"/Info 5 0 R")
    request = a_draft(asking)
    document = with_document(asking, request, data=pdf, name="note.pdf")

    page = sign_in(asking).get(url("document", request, document.id)).content.decode()

    assert ("Look before you hand it on" in page, "Who wrote or changed it" in page) == (True, True)
    assert "Ada Corvane" in page


def test_download_is_an_attachment_that_runs_nowhere(sign_in: SignIn, asking: Viewer) -> None:
    request = a_draft(asking)
    document = with_document(asking, request, name="naïve “note”.txt")
    client = sign_in(asking)

    answer = client.post(url("document_file", request, document_version(document).id))

    assert b"".join(answer.streaming_content) == TEXT  # type: ignore[attr-defined]  # a stream
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''na%C3%AFve")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (answer["X-Content-Type-Options"], answer["Content-Length"]) == ("nosniff", str(len(TEXT)))
    assert answer["Cache-Control"] == "no-store"
    custody = [entry.act for entry in documents.custody(asking, document.id)]
    assert custody == [Act.DOCUMENT_ADD, Act.DOCUMENT_READ]


def test_damaged_file_is_an_error_page_and_no_byte(sign_in: SignIn, asking: Viewer) -> None:
    request = a_draft(asking)
    document = with_document(asking, request)
    name = document_version(document).content_id.hex
    path = settings.COMITY_DOCUMENTS / "kept" / name[:2] / name
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    answer = sign_in(asking).post(url("document_file", request, document_version(document).id))

    assert (answer.status_code, "This file is damaged" in answer.content.decode()) == (500, True)
    assert TEXT not in answer.content


def sent_with(asking: Viewer, **said: Any) -> tuple[Request, Document]:
    request = a_draft(asking)
    document = with_document(asking, request, **said)
    return bring_on(request, asking), document


def bring_on(request: Request, asking: Viewer) -> Request:
    """Let a draft be approved and sent."""
    act(asking, request, Act.REQUEST_SUBMIT)
    approver = someone_at_otp(request, Role.APPROVER)
    act(approver, request, Act.REQUEST_APPROVE)
    act(asking, request, Act.REQUEST_PREPARE)
    with as_viewer(asking):
        return actions.send_request(asking, request_id=request.id, at=now())


def someone_at_otp(request: Request, role: Role) -> Viewer:
    return someone_at(request.issuer, role, but=request.drafter_id)


def test_sending_binds_the_digests(asking: Viewer) -> None:
    request, document = sent_with(asking)

    (entry,) = entries(request, Act.REQUEST_SEND)
    version = document_version(document)
    _text, *files = entry.data["documents"]  # the text of the request itself comes first
    assert files == [
        {
            "document": str(document.id), "version": str(version.id), "number": 1, "sha256": version.sha256,
            "size": len(TEXT), "language": "en",
        }
    ]  # fmt: skip


def test_addressee_reads_documents_only_after_opening(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request, document = sent_with(asking, title="A title for later")
    client = sign_in(asked)
    version = document_version(document)
    doors = [url("document", request, document.id), url("document_file", request, version.id)]

    assert "A title for later" not in client.get(url("page", request)).content.decode()
    assert [client.get(doors[0]).status_code, client.post(doors[1]).status_code] == [404, 404]
    client.post(url("open", request))

    page = client.get(url("page", request)).content.decode()
    assert ("A title for later" in page, version.sha256 in page) == (True, True)
    assert b"".join(client.post(doors[1]).streaming_content) == TEXT  # type: ignore[attr-defined]  # a stream
    assert [entry.act for entry in documents.custody(asking, document.id)] == [Act.DOCUMENT_ADD, Act.DOCUMENT_GIVE]


def test_lead_only_material_does_not_go_before_consent(asking: Viewer, sign_in: SignIn) -> None:
    request = a_draft(asking)
    document = with_document(asking, request, provider="The Kingdom of Ostern", conditions=("lead_only",))

    with pytest.raises(Refused) as refused:
        bring_on(request, asking)
    assert refused.value.refusal.article == "54(3)(e)"
    client = sign_in(asking)
    answer = client.post(url("document_consent", request, document.id), {"consent": "Letter of 3 May 2027"})
    assert answer.status_code == 302

    with as_viewer(asking):
        sent = actions.send_request(asking, request_id=request.id, at=now())
    assert sent.transport == "sent"


def test_documents_do_not_change_once_a_second_person_looks_at_them(asking: Viewer, sign_in: SignIn) -> None:
    request = a_draft(asking)
    document = with_document(asking, request)
    act(asking, request, Act.REQUEST_SUBMIT)
    client = sign_in(asking)

    for name, more, given in (
        ("document_new", (), form()),
        ("document_replace", (document.id,), {"file": SimpleUploadedFile("a.txt", b"x\n")}),
        ("document_withdraw", (document.id,), {"reason": "It is wrong"}),
    ):
        assert client.post(url(name, request, *more), given).status_code == 403, name
    assert "Add a document" not in client.get(url("page", request)).content.decode()


def test_recall_takes_documents_back(asking: Viewer, asked: Viewer) -> None:
    request, document = sent_with(asking)

    act(asking, request, Act.REQUEST_RECALL)

    with as_viewer(asked):
        assert documents.documents(asked, request.id) == []
    (shown,) = documents.documents(asking, request.id)
    assert (shown.document.id, shown.document.state) == (document.id, "prepared")


def test_answer_takes_the_chosen_documents(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request = bring_to("in_execution", asking)
    kept = with_document(asked, request, title="Not yet")
    report = with_document(asked, request, title="The report")
    client = sign_in(asked)
    page = client.get(url("act", request, "reply-inform")).content.decode()
    assert ("The report (note.txt)" in page, "Not yet (note.txt)" in page) == (True, True)
    assert documents.documents(asking, request.id) == []

    answer = client.post(
        url("act", request, "reply-inform"), {"text": "See the report.", "documents": [str(report.id)]}
    )

    assert answer.status_code == 302
    assert [row.document.title for row in documents.documents(asking, request.id)] == ["The report"]
    (entry,) = entries(request, Act.REPLY_INFORM)
    assert [row["document"] for row in entry.data["documents"]] == [str(report.id)]
    assert [row.document.id for row in documents.prepared(asked, request.id)] == [kept.id]
    assert asked.person_id is not None
    text = sign_in(asking).get(url("document", request, report.id)).content.decode()
    assert "Central authority of Belgium" in text


def test_document_taken_out_stays_listed_with_its_reason(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request, document = sent_with(asking)
    sign_in(asked).post(url("open", request))
    answer = sign_in(asking).post(url("document_withdraw", request, document.id), {"reason": "Sent in error"})
    assert answer.status_code == 302

    client = sign_in(asked)
    assert "Taken out: Sent in error" in client.get(url("page", request)).content.decode()
    assert client.post(url("document_file", request, document_version(document).id)).status_code == 403


def test_replaced_file_is_the_one_that_goes(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request = a_draft(asking)
    document = with_document(asking, request)
    sign_in(asking).post(
        url("document_replace", request, document.id), {"file": SimpleUploadedFile("new.txt", b"New words.\n")}
    )
    bring_on(request, asking)
    client = sign_in(asked)
    client.post(url("open", request))

    page = client.get(url("document", request, document.id)).content.decode()

    assert ("new.txt" in page, "note.txt" in page) == (True, False)


def test_approved_request_shows_what_goes_with_it(sign_in: SignIn, asking: Viewer) -> None:
    request = a_draft(asking)
    with_document(asking, request, title="The warrant")
    act(asking, request, Act.REQUEST_SUBMIT)
    act(someone_at_otp(request, Role.APPROVER), request, Act.REQUEST_APPROVE)
    act(asking, request, Act.REQUEST_PREPARE)

    text = sign_in(asking).get(url("send", request)).content.decode()

    assert ("Documents that go with it" in text, "The warrant" in text) == (True, True)
    assert "Documents that go with it" not in sign_in(asking).get(url("send", an_approved(asking))).content.decode()


def bundle_of(client: Client, request: Request) -> zipfile.ZipFile:
    answer = client.post(url("bundle", request))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == f'attachment; filename="{request.reference}.zip"'
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]  # a stream


def test_whole_file_is_taken_out_with_digests(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request, document = sent_with(asking, title="The warrant", protections=("witnesses",), handling="Two persons only")
    client = sign_in(asked)
    client.post(url("open", request))

    found = bundle_of(client, request)

    assert found.namelist() == ["request.html", "request.json", "documents/001-note.txt", "manifest.json"]
    assert found.testzip() is None
    manifest = json.loads(found.read("manifest.json"))
    for one in manifest["files"]:
        data = found.read(one["path"])
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (one["sha256"], one["size"])
    listed = manifest["files"][2]
    assert (listed["title"], listed["handling"]) == ("The warrant", "Two persons only")
    assert [one["article"] for one in listed["protects"]] == ["87(4)"]
    told = json.loads(found.read("request.json"))
    assert told["reference"] == request.reference
    assert {entry["act"] for entry in told["timeline"]} >= {str(Act.REQUEST_SEND), str(Act.REQUEST_FETCH)}
    assert "The warrant: note.txt" in found.read("request.html").decode()
    acts = [entry.act for entry in documents.custody(asked, document.id)]
    assert acts == [Act.DOCUMENT_GIVE, Act.DOCUMENT_READ]
    assert len(entries(request, Act.BUNDLE_MAKE)) == 1


def test_whole_file_shows_each_side_what_it_sees(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    """No names of persons across the wall, none of what is prepared, and nothing before the opening."""
    request, _document = sent_with(asking)
    client = sign_in(asked)
    assert client.post(url("bundle", request)).status_code == 404
    client.post(url("open", request))
    with_document(asking, request, title="Prepared for later")

    theirs, ours = bundle_of(client, request), bundle_of(sign_in(asking), request)

    drafter = request.drafter.name
    assert (len(theirs.namelist()), len(ours.namelist())) == (4, 5)
    text = "".join(theirs.read(name).decode() for name in theirs.namelist())
    assert (drafter in text, "Prepared for later" in text) == (False, False)
    assert drafter in ours.read("request.json").decode()


def test_reader_takes_nothing_out(sign_in: SignIn, asking: Viewer) -> None:
    request = a_draft(asking)
    reader = person_at(request.issuer, Role.READER, clearance=2)

    assert sign_in(reader).post(url("bundle", request)).status_code == 403


def test_damaged_file_cuts_the_zip_off(sign_in: SignIn, asking: Viewer) -> None:
    request = a_draft(asking)
    name = document_version(with_document(asking, request)).content_id.hex
    path = settings.COMITY_DOCUMENTS / "kept" / name[:2] / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    answer = sign_in(asking).post(url("bundle", request))

    with pytest.raises(store.Damaged):
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a stream


def test_each_of_several_states_gets_its_own_copy(asking: Viewer, norway: Party) -> None:
    """One file on the disk, and nothing by which one State learns of the other; a consent does not go along."""
    request = a_draft(asking)
    original = with_document(asking, request, title="The warrant", protections=("victims",), handling="With care")
    with_document(
        asking, request, title="In French", text_kind="courtesy", translation_of=original.id, language="fr",
        provider="Ostern", conditions=("third_party",),
    )  # fmt: skip
    before = files_there()
    with as_viewer(asking):
        (linked,) = actions.address_to_several(asking, request_id=request.id, codes=["NOR"], at=now())

    rows = documents.documents(asking, linked.id)
    assert files_there() == before
    assert {row.document.title for row in rows} == {"The warrant", "In French"}
    copy = next(row.document for row in rows if row.document.title == "The warrant")
    other = next(row.document for row in rows if row.document.title == "In French")
    assert (copy.protections, copy.handling, other.translation_of_id) == (["victims"], "With care", copy.id)
    assert (other.conditions, other.consented_at, copy.id == original.id) == (["third_party"], None, False)
    version, first = document_version(copy), document_version(original)
    assert (version.sha256, version.content_id, version.id == first.id) == (first.sha256, first.content_id, False)
