# SPDX-License-Identifier: EUPL-1.2
"""Uploads in pieces, as tus says it: begun, broken off, taken up again, finished, given up; one person's own."""

import base64
import hashlib
import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from comity.core.clock import now
from comity.core.http import new_form_token
from comity.core.viewer import Viewer
from comity.documents import actions as documents
from comity.documents import queries, store
from comity.documents.models import Upload
from comity.requests.models import Request
from comity.statute import Role
from tests.factories.documents import TEXT, an_upload
from tests.factories.parties import person_at
from tests.factories.requests import a_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("belgium")]
SignIn = Callable[[Viewer], Client]
PIECE = "application/offset+octet-stream"


@pytest.fixture
def request_(asking: Viewer) -> Request:
    return a_draft(asking)


def begin(client: Client, request: Request, *, name: str = "large.txt", size: int = len(TEXT)) -> HttpResponseBase:
    said = base64.b64encode(name.encode()).decode()
    return client.post(
        reverse("requests:uploads", args=[request.id]), content_type=PIECE,
        headers={"Upload-Length": str(size), "Upload-Metadata": f"filename {said}"},
    )  # fmt: skip


def send(client: Client, address: str, data: bytes, offset: int = 0, *, checksum: str = "") -> HttpResponseBase:
    headers = {"Upload-Offset": str(offset)} | ({"Upload-Checksum": f"sha256 {checksum}"} if checksum else {})
    return client.patch(address, data, content_type=PIECE, headers=headers)


def row(upload: str) -> Upload:
    return Upload.objects.unguarded("a test looks at the row itself").get(id=UUID(upload.split("/")[-2]))


def form(address: str, **more: Any) -> dict[str, Any]:
    upload = address.split("/")[-2]
    return {"upload": upload, "title": "A large one", "language": "en", "text_kind": "original", **more}


def test_server_says_what_it_can_do(sign_in: SignIn, asking: Viewer, request_: Request) -> None:
    answer = sign_in(asking).options(reverse("requests:uploads", args=[request_.id]))

    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,checksum,termination"
    assert answer["Tus-Max-Size"] == str(settings.COMITY_LIMITS["document_bytes"])


def test_pieces_become_a_document(sign_in: SignIn, asking: Viewer, request_: Request) -> None:
    data, client = (TEXT * 40_000)[: 2 * store.SEGMENT + 77], sign_in(asking)
    address = begin(client, request_, size=len(data))["Location"]

    first = send(client, address, data[: store.SEGMENT + 5])
    assert (first.status_code, first["Upload-Offset"]) == (204, str(store.SEGMENT + 5))
    told = client.head(address)
    assert (told["Upload-Offset"], told["Upload-Length"]) == (str(store.SEGMENT + 5), str(len(data)))
    send(client, address, data[store.SEGMENT + 5 :], store.SEGMENT + 5)
    answer = client.post(reverse("requests:document_new", args=[request_.id]), form(address))

    assert answer.status_code == 302
    (found,) = queries.documents(asking, request_.id)
    assert (found.version.size, found.version.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (found.version.name, found.document.title) == ("large.txt", "A large one")
    got = client.post(reverse("requests:document_file", args=[request_.id, found.version.id]))
    assert b"".join(got.streaming_content) == data  # type: ignore[attr-defined]  # a stream
    assert not Upload.objects.unguarded("a test").exists()


def test_form_whose_answer_was_lost_leads_to_the_same_document(
    sign_in: SignIn, asking: Viewer, request_: Request
) -> None:
    client = sign_in(asking)
    address = begin(client, request_)["Location"]
    send(client, address, TEXT)
    given = form(address, form_token=new_form_token())

    first, again = (client.post(reverse("requests:document_new", args=[request_.id]), given) for _ in range(2))

    assert (first.status_code, again.status_code, again["Location"]) == (302, 302, first["Location"])
    assert len(queries.documents(asking, request_.id)) == 1


def test_incomplete_upload_becomes_nothing(sign_in: SignIn, asking: Viewer, request_: Request) -> None:
    client = sign_in(asking)
    address = begin(client, request_)["Location"]
    send(client, address, TEXT[:10])

    answer = client.post(reverse("requests:document_new", args=[request_.id]), form(address))

    assert (answer.status_code, "This upload is incomplete" in answer.content.decode()) == (422, True)
    assert (row(address).state, queries.documents(asking, request_.id)) == ("incomplete", [])


def test_upload_that_cannot_be_taken_is_deleted(sign_in: SignIn, asking: Viewer, request_: Request) -> None:
    client, data = sign_in(asking), b"MZ\x90\x00" + b"\0" * 300
    address = begin(client, request_, size=len(data), name="note.exe")["Location"]
    send(client, address, data)

    answer = client.post(reverse("requests:document_new", args=[request_.id]), form(address))

    assert (answer.status_code, "Files of this kind are not taken (exe)" in answer.content.decode()) == (422, True)
    assert client.head(address).status_code == 404


def test_piece_from_another_place_is_refused(sign_in: SignIn, asking: Viewer, request_: Request) -> None:
    client = sign_in(asking)
    address = begin(client, request_)["Location"]
    send(client, address, TEXT[:10])

    for offset in (0, 9, 11):
        answer = send(client, address, TEXT[10:], offset)
        assert (answer.status_code, answer["Upload-Offset"]) == (409, "10")
    assert row(address).offset == 10


def test_more_than_was_announced_is_refused(sign_in: SignIn, asking: Viewer, request_: Request) -> None:
    client = sign_in(asking)
    address = begin(client, request_)["Location"]

    assert send(client, address, TEXT + b"more").status_code == 422
    assert row(address).offset == 0


def test_piece_that_was_spoilt_on_the_way_is_not_kept(sign_in: SignIn, asking: Viewer, request_: Request) -> None:
    client = sign_in(asking)
    address = begin(client, request_)["Location"]
    right = base64.b64encode(hashlib.sha256(TEXT).digest()).decode()

    spoilt = send(client, address, TEXT[:-1] + b"?", checksum=right)
    assert (spoilt.status_code, row(address).offset) == (460, 0)
    assert send(client, address, TEXT, checksum=right).status_code == 204


def test_line_that_breaks_keeps_what_has_come(asking: Viewer, request_: Request) -> None:
    upload = an_upload(asking, request_, size=3 * store.SEGMENT)
    data = os.urandom(3 * store.SEGMENT)

    def broken() -> Any:
        yield data[: store.SEGMENT]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        documents.continue_upload(asking, upload_id=upload.id, offset=0, chunks=broken())
    assert queries.upload(asking, upload.id).offset == store.SEGMENT

    done = documents.continue_upload(asking, upload_id=upload.id, offset=store.SEGMENT, chunks=[data[store.SEGMENT :]])

    assert (done.state, done.sha256) == ("complete", hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("evil\u202efdp.exe", 10, "U+202E"),
        ("zero\u200bwidth.pdf", 10, "U+200B"),
        ("bell\x07.pdf", 10, "U+0007"),
        ("line\nbreak.pdf", 10, "U+000A"),
        ("empty.pdf", 0, "from 1 to"),
        ("negative.pdf", -5, "from 1 to"),
        ("huge.pdf", 4 * 1024**3 + 1, "from 1 to"),
    ],
)
def test_what_cannot_be_taken_is_said_before_anybody_sends_it(
    sign_in: SignIn, asking: Viewer, request_: Request, name: str, size: int, said: str
) -> None:
    answer = begin(sign_in(asking), request_, name=name, size=size)

    assert (answer.status_code, said in answer.content.decode()) == (422, True)  # type: ignore[attr-defined]  # no stream
    assert not Upload.objects.unguarded("a test").exists()


def test_one_person_has_so_many_unfinished_ones(
    sign_in: SignIn, asking: Viewer, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.COMITY_LIMITS, "unfinished_uploads", 1)
    client = sign_in(asking)

    assert [begin(client, request_).status_code, begin(client, request_).status_code] == [201, 422]


def test_upload_is_its_persons_own(sign_in: SignIn, asking: Viewer, request_: Request) -> None:
    address = reverse("requests:upload", args=[request_.id, an_upload(asking, request_).id])
    colleague = person_at(request_.issuer, Role.DRAFTER, clearance=2)

    client = sign_in(colleague)
    assert [client.head(address).status_code, send(client, address, TEXT).status_code] == [404, 404]
    assert client.delete(address).status_code == 404


def test_piece_too_large_or_of_another_sort_is_refused(
    sign_in: SignIn, asking: Viewer, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(asking)
    address = begin(client, request_)["Location"]
    assert client.patch(address, TEXT, content_type="text/plain").status_code == 415
    monkeypatch.setitem(settings.COMITY_LIMITS, "upload_piece_bytes", 10)
    assert send(client, address, TEXT).status_code == 413


def test_upload_given_up_is_gone(sign_in: SignIn, asking: Viewer, request_: Request) -> None:
    client = sign_in(asking)
    address = begin(client, request_)["Location"]
    send(client, address, TEXT[:10])
    name = row(address).id

    assert client.delete(address).status_code == 204
    assert client.head(address).status_code == 404
    assert (name, False) not in list(store.found(settings.COMITY_DOCUMENTS))


def test_upload_nobody_finished_is_swept_after_a_day(asking: Viewer, request_: Request) -> None:
    upload = an_upload(asking, request_)
    documents.continue_upload(asking, upload_id=upload.id, offset=0, chunks=[TEXT[:10]])
    hours = settings.COMITY_LIMITS["upload_hours"]

    assert documents.system_sweep(upload.id, at=now() + timedelta(hours=hours - 1)) is False
    assert documents.system_sweep(upload.id, at=now() + timedelta(hours=hours, minutes=1)) is True

    assert not Upload.objects.unguarded("a test").exists()
    assert (upload.id, False) not in list(store.found(settings.COMITY_DOCUMENTS))
