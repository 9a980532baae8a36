# SPDX-License-Identifier: EUPL-1.2
"""Signing under an act: who may, what is taken, and that the receipt then proves whose act it was."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from comity.core.clock import now
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.dossiers import actions, queries
from comity.dossiers.models import Acknowledgement, Entry
from comity.ledger import actions as ledger
from comity.ledger.format.ack import sign_ack
from comity.ledger.format.receipt import verify_receipt
from comity.ledger.format.tree import leaf_hash
from comity.ledger.queries import origin, peers, system_check, system_entries_of
from comity.parties import actions as parties
from comity.parties.models import Authority, Party
from comity.parties.queries import running_signing_key
from comity.requests.models import Request
from comity.statute import Act, Role
from tests.factories.keys import a_seed, signing_key
from tests.factories.parties import AuthorityFactory, person_at
from tests.factories.requests import bring_to

SignIn = Callable[[Viewer], Client]
SEED = a_seed()


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.COMITY_DATA = tmp_path


def close() -> None:
    ledger.system_sequence()
    ledger.system_publish(at=now())


@pytest.fixture
def authority(belgium: Party) -> Authority:
    return AuthorityFactory.make(party=belgium)


@pytest.fixture
def key(asked_administrator: Viewer, authority: Authority) -> str:
    """A signing key that stands in the log before anything is done."""
    made = signing_key(asked_administrator, authority, SEED, at=now())
    close()
    return made.public


@pytest.fixture
def request_(key: str, asking: Viewer, asked: Viewer) -> Request:
    return bring_to("executed", asking, kind="DOCS")


def entry_of(request_: Request, act: Act = Act.REQUEST_REGISTER) -> Entry:
    return Entry.objects.unguarded("a test looks at the rows themselves").filter(about=request_.id, act=act)[0]


def signature(entry: Entry, seed: bytes = SEED) -> str:
    return sign_ack(seed, origin=origin(), leaf=leaf_hash(system_entries_of([entry.leaf_id])[entry.leaf_id]))


def sign(viewer: Viewer, entry: Entry, key: str, given: str = "") -> Acknowledgement:
    return actions.sign_receipt(viewer, entry_id=entry.id, key=key, signature=given or signature(entry), at=now())


@pytest.mark.parametrize("act", [Act.REQUEST_REGISTER, Act.REQUEST_FETCH])
@pytest.mark.parametrize("when", ["before", "after"])
def test_signed_receipt_proves_to_both_sides_whose_act_it_was(
    request_: Request, key: str, asking: Viewer, asked: Viewer, authority: Authority, act: Act, when: str
) -> None:
    """It may be signed before the log has closed over the act, and after."""
    entry = entry_of(request_, act)
    if when == "after":
        close()
    sign(asked, entry, f" {key.upper()}\n")
    close()

    for viewer in (asking, asked):
        found = verify_receipt(queries.receipt(viewer, entry.id).file, peers().policy)
        assert (found.fault, found.payload["entry"]) == (None, str(entry.id))
        assert found.acknowledged is not None
        assert (found.acknowledged["authority"], found.acknowledged["key"]) == (str(authority.pk), key)
    assert system_check()[1] == []
    done = entry_of(request_, Act.RECEIPT_SIGN)
    assert (done.party_id, done.data["entry"], done.data["key"]) == (asked.party_id, str(entry.id), key)


def test_receipt_without_signature_says_nothing_of_one(request_: Request, asked: Viewer) -> None:
    close()
    found = verify_receipt(queries.receipt(asked, entry_of(request_).id).file, peers().policy)

    assert (found.fault, found.acknowledged) == (None, None)


def test_signature_of_another_key_act_or_log_is_refused(
    request_: Request, key: str, asked: Viewer, settings: Any
) -> None:
    entry, other = entry_of(request_), entry_of(request_, Act.REQUEST_FETCH)
    leaf = leaf_hash(system_entries_of([entry.leaf_id])[entry.leaf_id])
    for given in (
        signature(entry, a_seed()), signature(other), sign_ack(SEED, origin="other.example/ledger", leaf=leaf),
        "0" * 128, "x", signature(entry)[:-2],
    ):  # fmt: skip
        with pytest.raises(Invalid) as invalid:
            sign(asked, entry, key, given)
        assert set(invalid.value.problems) == {"signature"}
    assert queries.acknowledgement(asked, entry) is None


def test_key_that_is_ended_foreign_or_unknown_is_refused(
    request_: Request, key: str, asked: Viewer, asked_administrator: Viewer, asking_administrator: Viewer, otp: Party
) -> None:
    entry = entry_of(request_)
    foreign = a_seed()
    theirs = signing_key(asking_administrator, AuthorityFactory.make(party=otp), foreign, at=now())
    close()
    for one, seed in ((theirs.public, foreign), ("0" * 64, SEED)):
        with pytest.raises(Invalid) as invalid:
            sign(asked, entry, one, signature(entry, seed))
        assert set(invalid.value.problems) == {"key"}
    kept = running_signing_key(asked, public=key)
    assert kept is not None
    parties.end_signing_key(asked_administrator, key_id=kept.pk, reason="lost", at=now())
    with pytest.raises(Invalid):
        sign(asked, entry, key)


def test_key_that_came_later_than_the_act_is_refused(
    asking: Viewer, asked: Viewer, asked_administrator: Viewer, authority: Authority
) -> None:
    request_ = bring_to("executed", asking, kind="DOCS")
    entry = entry_of(request_)
    key = signing_key(asked_administrator, authority, SEED, at=now()).public
    for _ in range(2):  # the key waits for its place; then it has one, behind the act
        with pytest.raises(Invalid) as invalid:
            sign(asked, entry, key)
        assert set(invalid.value.problems) == {"key"}
        close()


def test_nobody_but_an_officer_of_the_acting_party_signs(
    request_: Request, key: str, asking: Viewer, stranger: Viewer, uncleared: Viewer, anonymous: Viewer, belgium: Party
) -> None:
    entry = entry_of(request_)
    drafter = person_at(belgium, Role.DRAFTER)
    for viewer, code in ((asking, "signed_by_receiver"), (drafter, "officers_sign")):
        with pytest.raises(Refused) as refused:
            sign(viewer, entry, key)
        assert refused.value.refusal.code == code
    for viewer in (stranger, anonymous):
        with pytest.raises(NotFound):
            sign(viewer, entry, key)


def test_other_acts_are_not_signed(request_: Request, key: str, asked: Viewer, asking: Viewer) -> None:
    for viewer, act in ((asked, Act.REQUEST_DELIVER), (asked, Act.REQUEST_SEND), (asking, Act.REQUEST_SEND)):
        with pytest.raises(Refused):
            sign(viewer, entry_of(request_, act), key)


def test_act_is_signed_once(request_: Request, key: str, asked: Viewer) -> None:
    sign(asked, entry_of(request_), key)
    with pytest.raises(Refused) as refused:
        sign(asked, entry_of(request_), key)
    assert refused.value.refusal.code == "signed_once"


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_signature_is_insert_only(request_: Request, key: str, asked: Viewer, verb: str) -> None:
    sign(asked, entry_of(request_), key)
    rows = Acknowledgement.objects.unguarded("a test looks at the rows themselves")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(signature="0" * 128) if verb == "update" else rows.delete()


def test_signature_is_seen_with_its_act_and_by_nobody_else(
    request_: Request, key: str, asking: Viewer, asked: Viewer, stranger: Viewer, uncleared: Viewer, anonymous: Viewer
) -> None:
    entry = entry_of(request_)
    row = sign(asked, entry, key)
    assert [queries.acknowledgement(viewer, entry) for viewer in (asking, asked)] == [row, row]
    assert [queries.acknowledgement(viewer, entry) for viewer in (stranger, anonymous)] == [None, None]


def test_page_offers_takes_and_shows_the_signature(
    request_: Request, key: str, asking: Viewer, asked: Viewer, sign_in: SignIn, authority: Authority
) -> None:
    entry, client = entry_of(request_), sign_in(asked)
    address = f"/receipts/{entry.id}/"
    close()
    assert f"{address}sign/" in client.get(address).content.decode()
    page = client.get(f"{address}sign/")
    assert f"comity sign receipt {entry.id}.tlog-proof" in page.content.decode()
    wrong = client.post(f"{address}sign/", {"key": key, "signature": "0" * 128})
    assert (wrong.status_code, f'value="{key}"' in wrong.content.decode()) == (422, True)

    answer = client.post(f"{address}sign/", {"key": key, "signature": signature(entry)}, follow=True)

    said = answer.content.decode()
    assert authority.name in said
    assert f"{address}sign/" not in said
    assert authority.name in sign_in(asking).get(address).content.decode()
    found = verify_receipt(sign_in(asking).get(f"{address}file/").content, peers().policy)
    assert found.acknowledged is not None
    assert client.get(f"{address}sign/").status_code == 403


def test_asking_side_is_not_offered_to_sign(request_: Request, asking: Viewer, sign_in: SignIn) -> None:
    entry, client = entry_of(request_), sign_in(asking)
    assert f"/receipts/{entry.id}/sign/" not in client.get(f"/receipts/{entry.id}/").content.decode()
    assert client.get(f"/receipts/{entry.id}/sign/").status_code == 403


def test_whoever_has_no_signing_key_is_led_to_where_one_is_registered(
    asking: Viewer, asked: Viewer, sign_in: SignIn
) -> None:
    entry = entry_of(bring_to("executed", asking, kind="DOCS"))
    page = sign_in(asked).get(f"/receipts/{entry.id}/sign/").content.decode()
    assert "No signing key yet" in page
    assert 'href="/parties/BEL/"' in page
    assert "data-sign-log" not in page
