# SPDX-License-Identifier: EUPL-1.2
"""Receipts: who may have one, when, and that it proves exactly what was done."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from comity.core.clock import now
from comity.core.errors import NotFound
from comity.core.viewer import Viewer
from comity.dossiers import queries
from comity.dossiers.models import Entry, Participation
from comity.dossiers.models.committed import form_of
from comity.ledger import actions as ledger
from comity.ledger.format.receipt import Document, Fault, build_receipt, verify_receipt
from comity.ledger.queries import peers, system_last_signed, system_proof_of
from comity.requests.models import Request
from comity.statute import Act
from tests.factories.requests import bring_to

SignIn = Callable[[Viewer], Client]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.COMITY_DATA = tmp_path


@pytest.fixture
def request_(asking: Viewer, asked: Viewer) -> Request:
    return bring_to("executed", asking, kind="DOCS")


def entry_of(request_: Request, act: Act) -> Entry:
    return Entry.objects.unguarded("a test looks at the rows themselves").filter(about=request_.id, act=act)[0]


def close() -> None:
    ledger.system_sequence()
    ledger.system_publish(at=now())


@pytest.mark.parametrize("act", [Act.REQUEST_SEND, Act.REQUEST_DELIVER, Act.REQUEST_FETCH, Act.REQUEST_REGISTER])
def test_receipt_proves_the_act_to_both_sides(request_: Request, asking: Viewer, asked: Viewer, act: Act) -> None:
    entry = entry_of(request_, act)
    close()

    for viewer in (asking, asked):
        found = verify_receipt(queries.receipt(viewer, entry.id).file, peers().policy)
        assert (found.fault, found.payload["act"], found.payload["entry"]) == (None, str(act), str(entry.id))
        assert found.payload["at"] == entry.at.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_every_entry_of_a_whole_request_is_proven(request_: Request) -> None:
    close()
    rows = list(Entry.objects.unguarded("a test looks at the rows themselves").select_related("party"))

    for entry in rows:
        logged = system_proof_of(entry.leaf_id)
        form = form_of(entry, party_code=entry.party.code if entry.party else "")
        assert logged is not None
        data = build_receipt(bytes(entry.salt), form, index=logged.seq, siblings=logged.siblings, note=logged.note)
        assert verify_receipt(data, peers().policy).fault is None, entry.act
    assert len(rows) > 8


def test_receipt_is_pending_until_the_log_closes(request_: Request, asking: Viewer, sign_in: SignIn) -> None:
    entry = entry_of(request_, Act.REQUEST_SEND)
    client = sign_in(asking)

    page, file = client.get(f"/receipts/{entry.id}/"), client.get(f"/receipts/{entry.id}/file/")

    assert (page.status_code, "Pending" in page.content.decode()) == (200, True)
    assert "Download" not in page.content.decode()
    assert (file.status_code, file.headers["Location"]) == (302, f"/receipts/{entry.id}/")


def test_receipt_is_a_file_that_verifies(request_: Request, asking: Viewer, sign_in: SignIn) -> None:
    entry = entry_of(request_, Act.REQUEST_SEND)
    close()
    client = sign_in(asking)

    page, file = client.get(f"/receipts/{entry.id}/"), client.get(f"/receipts/{entry.id}/file/")

    assert f"/receipts/{entry.id}/file/" in page.content.decode()
    assert file.headers["Content-Disposition"] == f'attachment; filename="{entry.id}.tlog-proof"'
    assert file.headers["Cache-Control"] == "no-store"
    assert verify_receipt(file.content, peers().policy).code == 0


def test_receipt_of_a_later_closing_is_of_the_newest_checkpoint(request_: Request, asking: Viewer) -> None:
    entry = entry_of(request_, Act.REQUEST_SEND)
    close()
    ledger.system_commit({"n": 1})
    close()

    found = queries.receipt(asking, entry.id)

    assert found.logged is not None
    assert found.logged.size == system_last_signed()[0].size
    assert verify_receipt(found.file, peers().policy).code == 0


def test_stranger_has_none(request_: Request, stranger: Viewer, uncleared: Viewer, anonymous: Viewer) -> None:
    close()
    for viewer in (stranger, uncleared, anonymous):
        with pytest.raises(NotFound):
            queries.receipt(viewer, entry_of(request_, Act.REQUEST_SEND).id)


def test_own_side_s_entries_are_not_the_other_side_s(request_: Request, asking: Viewer, asked: Viewer) -> None:
    entry = entry_of(request_, Act.REQUEST_APPROVE)
    close()

    assert queries.receipt(asking, entry.id).file
    with pytest.raises(NotFound):
        queries.receipt(asked, entry.id)


def test_envelope_gives_none(request_: Request, asked: Viewer) -> None:
    """What was given could be guessed from its digest by whoever may not read it."""
    close()
    Participation.rows.filter(dossier=request_.dossier_id, party_id=queries.party_of(asked)).update(scope="envelope")

    with pytest.raises(NotFound):
        queries.receipt(asked, entry_of(request_, Act.REQUEST_SEND).id)


def test_unknown_entry_is_not_there(asking: Viewer) -> None:
    with pytest.raises(NotFound):
        queries.receipt(asking, UUID(int=1))


def test_changed_payload_is_told(request_: Request, asking: Viewer) -> None:
    """The row said something else when the act was done: its receipt no longer verifies."""
    entry = entry_of(request_, Act.REQUEST_SEND)
    close()
    found = queries.receipt(asking, entry.id)
    assert found.logged is not None
    form = {**form_of(entry, party_code="OTP"), "at": "2020-01-01T00:00:00Z"}

    data = build_receipt(
        bytes(entry.salt), form, index=found.logged.seq, siblings=found.logged.siblings, note=found.logged.note
    )

    assert verify_receipt(data, peers().policy).fault == Fault.CHANGED


def test_page_of_the_request_leads_to_the_receipts(request_: Request, asking: Viewer, sign_in: SignIn) -> None:
    text = sign_in(asking).get(f"/requests/{request_.id}/").content.decode()

    for act in (Act.REQUEST_SEND, Act.REQUEST_DELIVER, Act.REQUEST_FETCH):
        assert f"/receipts/{entry_of(request_, act).id}/" in text
    assert f"/receipts/{entry_of(request_, Act.REQUEST_APPROVE).id}/" not in text


def test_text_as_it_was_sent_belongs_to_its_receipt(request_: Request, asked: Viewer, sign_in: SignIn) -> None:
    close()
    client, entry = sign_in(asked), entry_of(request_, Act.REQUEST_SEND)
    address = f"/requests/{request_.id}/versions/1/file/"
    assert address in client.get(f"/requests/{request_.id}/").content.decode()

    text, receipt = client.get(address).content, client.get(f"/receipts/{entry.id}/file/").content

    found = verify_receipt(receipt, peers().policy, [Document.of("text", text)])
    assert (found.fault, found.documents) == (None, ["text"])
    changed = Document.of("text", text.replace(b"1", b"2"))
    assert verify_receipt(receipt, peers().policy, [changed]).fault == Fault.DOCUMENT
    assert client.get(f"/requests/{request_.id}/versions/2/file/").status_code == 404
