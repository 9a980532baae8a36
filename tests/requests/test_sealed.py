# SPDX-License-Identifier: EUPL-1.2
"""Documents of a request under seal: taken sealed to both sides or not at all, whichever way they come."""

import json
import re
from collections.abc import Callable
from typing import Any

import pyrage
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pyrage import x25519

from comity.core.clock import now
from comity.core.db import as_system, as_viewer
from comity.core.errors import Invalid, Refused
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.documents import queries as documents
from comity.documents import store
from comity.documents.actions import Said
from comity.documents.actions.reading import plaintext
from comity.documents.intake import accept_sealed
from comity.documents.models import Document, Version
from comity.parties import queries as parties
from comity.parties.actions import end_key
from comity.parties.models import Party
from comity.parties.sealing import join, split
from comity.requests import actions
from comity.requests.models import Request
from comity.requests.queries import keys_for
from comity.statute import Act
from tests.factories.documents import TEXT, accepted, document_version
from tests.factories.documents import a_file as a_content
from tests.factories.keys import a_recipient, authority_key, colleague_of, own_key, recovery_key
from tests.factories.parties import AuthorityFactory, person_of
from tests.factories.requests import a_draft, a_fetched, a_file, act, fresh, take
from tests.requests.test_uploads import begin, send
from tests.requests.test_uploads import form as upload_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("belgium")]
SignIn = Callable[[Viewer], Client]
UNSEALED = "taken sealed or not at all"


@pytest.fixture
def request_(asking: Viewer, asked: Viewer) -> Request:
    own_key(asking), own_key(asked)
    return a_draft(asking, file=a_file(asking, classification=UNDER_SEAL))


def sealed(data: bytes = TEXT, *recipients: str) -> bytes:
    to = [x25519.Recipient.from_str(one) for one in recipients or [a_recipient() for _ in range(4)]]
    return bytes(pyrage.encrypt(data, to))


def form(data: bytes, name: str = "sealed.txt.age", **more: Any) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile(name, data), "title": "My own words", "language": "en", "text_kind": "original",
        **more,
    }  # fmt: skip


def new(request: Request) -> str:
    return reverse("requests:document_new", args=[request.id])


def files_there() -> set[object]:
    return {content_id for content_id, _is_kept in store.found(settings.COMITY_DOCUMENTS)}


@pytest.mark.parametrize(("data", "name"), [(TEXT, "note.txt"), (TEXT, "note.txt.age")])
def test_a_file_that_is_not_sealed_is_refused_and_what_was_typed_stays(
    sign_in: SignIn, asking: Viewer, request_: Request, data: bytes, name: str
) -> None:
    before = files_there()

    answer = sign_in(asking).post(new(request_), form(data, name))

    text = answer.content.decode()
    assert (answer.status_code, UNSEALED in text, 'value="My own words"' in text) == (422, True, True)
    assert documents.documents(asking, request_.id) == []
    assert files_there() == before


def test_a_file_that_is_not_sealed_is_refused_at_its_first_piece(
    sign_in: SignIn, asking: Viewer, request_: Request
) -> None:
    client = sign_in(asking)
    address = begin(client, request_, name="Warrant of Ostern.txt")["Location"]

    answer = send(client, address, TEXT)

    assert (answer.status_code, UNSEALED in answer.content.decode()) == (422, True)  # type: ignore[attr-defined]
    assert client.head(address).status_code == 404


def added(viewer: Viewer, request: Request, data: bytes | None = None, name: str = "sealed.txt.age") -> Document:
    with as_viewer(viewer):
        return actions.add_request_document(
            viewer,
            request_id=request.id,
            file=accept_sealed(a_content(data or sealed()), name=name),
            said=Said(title="Paper", language="en"),
            at=now(),
        )


def test_a_sealed_file_is_kept_as_it_came_and_known_by_its_ending_alone(
    sign_in: SignIn, asking: Viewer, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "COMITY_CLAMD", "/nowhere/clamd.sock")
    client, data = sign_in(asking), sealed()

    answer = client.post(new(request_), form(data, "Warrant of Ostern.PDF.age"))

    assert answer.status_code == 302
    (found,) = documents.documents(asking, request_.id)
    version = found.version
    assert (version.name, version.name_given, version.media_type) == (
        "sealed.pdf.age", "sealed.pdf.age", "application/age-encryption",
    )  # fmt: skip
    assert (version.size, version.scanned_by, version.warnings) == (
        len(data), "", [],
    )  # fmt: skip
    got = client.post(reverse("requests:document_file", args=[request_.id, version.id]))
    assert b"".join(got.streaming_content) == data  # type: ignore[attr-defined]  # a stream


def test_a_sealed_file_that_comes_in_pieces_is_taken_as_well(
    sign_in: SignIn, asking: Viewer, request_: Request
) -> None:
    client, data = sign_in(asking), sealed(TEXT * 5000)
    address = begin(client, request_, name="Warrant of Ostern.txt", size=len(data))["Location"]
    # The first piece is shorter than the line by which a sealed file is known.
    for start, end in ((0, 5), (5, 300), (300, len(data))):
        assert send(client, address, data[start:end], start).status_code == 204

    answer = client.post(new(request_), upload_form(address))

    assert answer.status_code == 302
    (found,) = documents.documents(asking, request_.id)
    assert (found.version.name, found.version.size) == ("sealed.txt.age", len(data))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pyrage.passphrase.encrypt(TEXT, "four plain words here"), "sealed with a passphrase"),
        (sealed()[:300], "breaks off before its content"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "sealed as text (armor)"),
        (b"age-encryption.org/v1\n-> piv-p256 a b\n\n--- " + b"A" * 43 + b"\n" + bytes(40), "needs a plugin"),
        (b"age-encryption.org/v1\n" + TEXT, "is damaged"),
    ],
)
def test_a_file_sealed_otherwise_is_refused_by_name_and_deleted(
    sign_in: SignIn, asking: Viewer, request_: Request, data: bytes, said: str
) -> None:
    client, before = sign_in(asking), files_there()

    answer = client.post(new(request_), form(data))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)

    address = begin(client, request_, size=len(data))["Location"]
    if send(client, address, data).status_code == 204:
        answer = client.post(new(request_), upload_form(address))
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert (client.head(address).status_code, files_there()) == (404, before)


def test_no_other_way_leads_in(asking: Viewer, request_: Request) -> None:
    with as_viewer(asking), pytest.raises(Invalid) as invalid:
        actions.add_request_document(
            asking, request_id=request_.id, file=accepted(), said=Said(title="Paper", language="en"), at=now()
        )
    assert UNSEALED in invalid.value.problems["file"]
    document = added(asking, request_)
    with as_viewer(asking), pytest.raises(Invalid):
        actions.replace_request_document(
            asking, request_id=request_.id, document_id=document.id, file=accepted(sealed(), "a.age"), at=now()
        )


def test_a_request_that_is_not_under_seal_takes_files_as_before(sign_in: SignIn, asking: Viewer) -> None:
    request = a_draft(asking)
    client = sign_in(asking)
    assert "data-seal-to" not in client.get(new(request)).content.decode()
    assert client.post(new(request), form(TEXT, "note.txt")).status_code == 302


def test_a_request_that_is_not_under_seal_takes_a_sealed_text_in_pieces_as_before(
    sign_in: SignIn, asking: Viewer
) -> None:
    request, client = a_draft(asking), sign_in(asking)
    data = pyrage.encrypt(TEXT, [x25519.Identity.generate().to_public()], armored=True)
    address = begin(client, request, name="sealed.age", size=len(data))["Location"]

    assert send(client, address, data).status_code == 204
    assert client.post(new(request), upload_form(address)).status_code == 302


def test_a_side_without_a_key_is_named_and_nothing_can_be_sent(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request, client = a_draft(asking, file=a_file(asking, classification=UNDER_SEAL)), sign_in(asking)
    before = files_there()

    page = client.get(new(request)).content.decode()
    for words in (
        "Nothing can be sealed.",
        "Office of the Prosecutor has no sealing key",
        "Belgium has no sealing key",
    ):
        assert words in page
    assert ('type="file"' in page, "Add the document</button>" in page) == (False, False)
    answer = client.post(new(request), form(sealed()))
    assert (answer.status_code, "Belgium has no sealing key" in answer.content.decode()) == (422, True)
    told = begin(client, request)
    assert (told.status_code, "Make one under People, Sealing keys" in told.content.decode()) == (422, True)  # type: ignore[attr-defined]
    assert files_there() == before


def test_without_an_addressee_there_is_nobody_to_seal_to(sign_in: SignIn, asking: Viewer) -> None:
    own_key(asking)
    request = a_draft(asking, file=a_file(asking, classification=UNDER_SEAL), addressee="", complete=False)

    page = sign_in(asking).get(new(request)).content.decode()

    assert ("Choose the addressee first" in page, 'type="file"' in page) == (True, False)


def test_the_form_says_whose_keys_they_are_and_how_to_seal_without_a_script(
    sign_in: SignIn, asking: Viewer, asked: Viewer, asked_administrator: Viewer, belgium: Party
) -> None:
    keys = [
        own_key(asking), own_key(asked),
        authority_key(asked_administrator, AuthorityFactory.make(party=belgium, name="Federal Service")),
        recovery_key(asked_administrator, [asked, colleague_of(asked), colleague_of(asked)]),
    ]  # fmt: skip
    request = a_draft(asking, file=a_file(asking, classification=UNDER_SEAL))

    page = sign_in(asking).get(new(request)).content.decode()

    found = re.search(r'data-seal-to="(\[.*?\])"', page)
    assert found
    recipients = sorted(key.recipient for key in keys)
    assert json.loads(found[1].replace("&quot;", '"')) == recipients
    assert f"comity seal FILE --to {' '.join(recipients)}" in page
    assert f"age -r {' -r '.join(recipients)} -o FILE.age FILE" in page
    for words in (
        "Federal Service (Belgium)",
        "Recovery key of Belgium",
        "A person of Belgium",
        person_of(asking).name,
    ):
        assert words in page
    assert all(key.fingerprint in page for key in keys)
    assert person_of(asked).name not in page
    # What can be chosen where no script runs is the sealed file alone.
    assert re.search(
        r"<noscript>.*<input [^>]*type=.file. name=.file. [^>]*accept=.\.age.[^>]*>.*</noscript>", page, re.DOTALL
    )
    assert page.count('name="file"') == 2
    assert re.search(r'<input type="file" name="file"[^>]* disabled', page)


def test_for_whom_it_was_sealed_is_told_to_each_side_as_far_as_it_is_its_business(
    sign_in: SignIn, asking: Viewer, asked: Viewer, asked_administrator: Viewer, belgium: Party
) -> None:
    sender, reader = own_key(asking), own_key(asked)
    authority = authority_key(asked_administrator, AuthorityFactory.make(party=belgium, name="Federal Service"))
    request = a_draft(asking, file=a_file(asking, classification=UNDER_SEAL))
    document = added(asking, request)
    for step in (Act.REQUEST_SUBMIT, Act.REQUEST_APPROVE, Act.REQUEST_SEND, Act.REQUEST_FETCH):
        request = take(request, step)
    end_key(asked, key_id=reader.pk, reason="The machine was replaced", at=now())
    later = own_key(asked, at=now())
    address = reverse("requests:document", args=[request.id, document.id])

    pages = {one: sign_in(one).get(address).content.decode() for one in (asking, asked)}

    def shown(viewer: Viewer) -> list[bool]:
        return [key.fingerprint in pages[viewer] for key in (sender, authority, reader, later)]

    assert "The file shows 4 recipients" in pages[asked]
    assert (shown(asking), shown(asked)) == ([True, True, False, False], [False, True, True, False])
    assert ("ended since" in pages[asked], "ended since" in pages[asking]) == (True, False)
    for page in pages.values():
        assert "A key registered later does not open it" in page


def test_a_document_sealed_for_another_state_does_not_go(
    sign_in: SignIn, asking: Viewer, stranger: Viewer, request_: Request
) -> None:
    added(asking, request_)
    with as_viewer(asking):
        (copy,) = actions.address_to_several(asking, request_id=request_.id, codes=["NOR"], at=now())
    with pytest.raises(Refused) as refused:
        act(asking, copy, Act.REQUEST_SUBMIT)
    assert refused.value.refusal.code == "sealed_for_both"
    # Norway's keys, from the sender's own copy of the file.
    own_key(stranger)
    (row,) = documents.documents(asking, copy.id)
    with as_viewer(asking):
        actions.replace_request_document(
            asking, request_id=copy.id, document_id=row.document.id,
            file=accept_sealed(a_content(sealed()), name="sealed.txt.age"), at=now(),
        )  # fmt: skip
    for step in (Act.REQUEST_SUBMIT, Act.REQUEST_APPROVE, Act.REQUEST_SEND):
        take(copy, step)
    assert fresh(copy).transport == "sent"


def test_what_was_prepared_for_a_reply_is_sealed_for_both_sides_too(
    asking: Viewer, asked: Viewer, request_: Request
) -> None:
    sent = a_fetched(asking, file=a_file(asking, classification=UNDER_SEAL))
    document = added(asked, sent)
    keys = {str(key.pk) for viewer in (asking, asked) if (key := parties.own_key(viewer))}
    assert document_version(document).seal == {"recipients": 4, "keys": sorted(keys)}


def test_a_lost_authority_key_loses_no_file(
    asking: Viewer, asked: Viewer, asked_administrator: Viewer, belgium: Party
) -> None:
    """The recovery key opens it, joined from two of three shares; the key of the authority is needed by nobody."""
    lost, recovery = x25519.Identity.generate(), x25519.Identity.generate()
    own_key(asking)
    authority_key(asked_administrator, AuthorityFactory.make(party=belgium), str(lost.to_public()))
    holders = [asked, colleague_of(asked), colleague_of(asked)]
    recovery_key(asked_administrator, holders, recipient=str(recovery.to_public()))
    shares = split(str(recovery), threshold=2, count=3, epoch=1)
    request = a_draft(asking, file=a_file(asking, classification=UNDER_SEAL))
    recipients = [key.recipient for key in keys_for(asking, request, at=now())]
    document = added(asking, request, sealed(TEXT, *recipients))
    del lost, recovery

    joined = x25519.Identity.from_str(join([shares[2], shares[0]]).identity)

    content = b"".join(plaintext(document_version(document)))
    assert pyrage.decrypt(content, [joined]) == TEXT


def test_for_whom_it_was_sealed_is_never_changed(asking: Viewer, request_: Request) -> None:
    version = document_version(added(asking, request_))
    rows = Version.objects.unguarded("a test").filter(id=version.id)
    for other in ({"recipients": 1, "keys": []}, None):
        with as_system("test"), pytest.raises(IntegrityError), transaction.atomic():
            rows.update(seal=other)
    with as_system("test"):
        assert rows.get().seal == version.seal
