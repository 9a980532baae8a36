# SPDX-License-Identifier: EUPL-1.2
"""Keys of authorities: who registers one with which to sign, and what the public log tells of them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.ledger.format.ack import public_of, sign_ack, sign_claim
from comity.ledger.models import Announcement
from comity.ledger.queries import origin
from comity.parties import actions, queries
from comity.parties.models import Authority, Party, PartyEntry, PartyKind, SigningKey
from comity.statute import Role
from tests.factories.keys import AT, a_seed, authority_key, claim_of, own_key, recovery_key, signing_key
from tests.factories.parties import AuthorityFactory, PartyFactory, person_at

LATER = AT + timedelta(hours=1)


@pytest.fixture
def authority(belgium: Party) -> Authority:
    return AuthorityFactory.make(party=belgium)


def told() -> list[tuple[str, str, str]]:
    rows = Announcement.objects.order_by("id").values_list("told", flat=True)
    return [(one["purpose"], one["event"], one["key"]) for one in rows]


def test_key_is_registered_told_and_entered(asked_administrator: Viewer, authority: Authority) -> None:
    seed = a_seed()

    key = signing_key(asked_administrator, authority, seed)

    row = Announcement.objects.get()
    assert (key.public, key.epoch, key.leaf_id) == (public_of(seed), 1, row.leaf_id)
    assert row.told == {
        "v": 1, "kind": "key", "event": "registered", "purpose": "signing", "party": "BEL",
        "authority": str(authority.pk), "key": public_of(seed), "at": "2026-06-15T10:00:00Z",
    }  # fmt: skip
    assert PartyEntry.objects.get().act == "parties:signer:register"
    assert queries.signing_keys_of(asked_administrator, party_id=authority.party_id) == [key]
    assert queries.running_signing_key(asked_administrator, public=key.public) == key


def test_new_key_ends_the_one_before(asked_administrator: Viewer, authority: Authority) -> None:
    first = signing_key(asked_administrator, authority)
    second = signing_key(asked_administrator, authority, at=LATER)
    first.refresh_from_db()

    assert (first.ended_at, second.epoch) == (LATER, 2)
    assert told() == [
        ("signing", "registered", first.public),
        ("signing", "retired", first.public),
        ("signing", "registered", second.public),
    ]
    assert queries.running_signing_key(asked_administrator, public=first.public) is None


def test_ended_key_is_told_and_ends_once(asked_administrator: Viewer, authority: Authority) -> None:
    key = signing_key(asked_administrator, authority)
    actions.end_signing_key(asked_administrator, key_id=key.pk, reason="The officer left", at=LATER)

    assert told()[-1] == ("signing", "retired", key.public)
    assert "The officer left" not in str(list(Announcement.objects.values_list("told", flat=True)))
    with pytest.raises(NotFound):
        actions.end_signing_key(asked_administrator, key_id=key.pk, reason="again", at=LATER)


def test_sealing_keys_of_authorities_are_told_and_no_others(
    asked_administrator: Viewer, asked: Viewer, authority: Authority, belgium: Party
) -> None:
    own_key(asked)
    holders = [asked, *(person_at(belgium, Role.READER) for _ in range(2))]
    recovery_key(asked_administrator, holders)
    assert told() == []

    first = authority_key(asked_administrator, authority)
    second = authority_key(asked_administrator, authority, at=LATER)
    actions.end_key(asked_administrator, key_id=second.pk, reason="lost", at=LATER)

    assert told() == [
        ("sealing", "registered", first.recipient),
        ("sealing", "retired", first.recipient),
        ("sealing", "registered", second.recipient),
        ("sealing", "retired", second.recipient),
    ]
    assert authority.name not in str(list(Announcement.objects.values_list("told", flat=True)))


def test_authority_that_leaves_the_directory_takes_its_keys_with_it(
    asked_administrator: Viewer, authority: Authority
) -> None:
    sealing, signing = authority_key(asked_administrator, authority), signing_key(asked_administrator, authority)

    actions.end_authority(asked_administrator, authority_id=authority.pk, reason="Merged", at=LATER)

    assert told()[2:] == [("sealing", "retired", sealing.recipient), ("signing", "retired", signing.public)]
    for key in (sealing, signing):
        key.refresh_from_db()
        assert key.ended_at == LATER


def test_of_a_defence_team_nothing_is_told(db: None) -> None:
    """That there is one may tell that somebody has been summoned."""
    team = PartyFactory.make(code="DEF-A", kind=PartyKind.DEFENCE)
    lead = person_at(team, Role.READER, is_administrator=True)
    authority = AuthorityFactory.make(party=team)

    authority_key(lead, authority)
    with pytest.raises(Refused) as refused:
        signing_key(lead, authority)

    assert refused.value.refusal.code == "told_to_all"
    assert not Announcement.objects.exists()
    assert not SigningKey.objects.exists()


@pytest.mark.parametrize("who", ["asked", "stranger", "registrar", "registry_administrator", "asking_administrator"])
def test_nobody_else_gives_an_authority_a_key(request: pytest.FixtureRequest, authority: Authority, who: str) -> None:
    viewer: Viewer = request.getfixturevalue(who)
    with pytest.raises(Refused):
        signing_key(viewer, authority)
    assert not Announcement.objects.exists()


def test_nobody_else_ends_it(
    asked_administrator: Viewer, asked: Viewer, stranger: Viewer, anonymous: Viewer, authority: Authority
) -> None:
    key = signing_key(asked_administrator, authority)
    with pytest.raises(Refused):
        actions.end_signing_key(asked, key_id=key.pk, reason="x", at=LATER)
    for viewer in (stranger, anonymous):
        with pytest.raises(NotFound):
            actions.end_signing_key(viewer, key_id=key.pk, reason="x", at=LATER)
        assert queries.running_signing_key(viewer, public=key.public) is None
    assert queries.signing_keys_of(anonymous, party_id=authority.party_id) == []


@pytest.mark.parametrize(
    "typed", ["", "x" * 64, "0" * 64, "01" + "0" * 62, "COMITY-SIGNING-KEY-1" + "A" * 64, "ab" * 31]
)
def test_what_is_no_public_key_is_refused_at_its_field(
    asked_administrator: Viewer, authority: Authority, typed: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        actions.register_signing_key(asked_administrator, authority_id=authority.pk, public=typed, claim="", at=AT)
    assert set(invalid.value.problems) == {"public"}
    assert typed == "" or typed not in str(invalid.value)


def test_key_is_registered_by_who_has_it_and_where_it_says_that_it_belongs(
    asked_administrator: Viewer, asking_administrator: Viewer, authority: Authority, otp: Party, belgium: Party
) -> None:
    """A key that was announced is known to everybody; another's registration of it would say that it is theirs."""
    seed = a_seed()
    theirs, second = AuthorityFactory.make(party=otp), AuthorityFactory.make(party=belgium, name="Other")
    here = {"origin": origin(), "party": "BEL", "authority": str(authority.pk)}
    claims = [
        "", "x", "0" * 128, claim_of(seed, authority)[:-1], claim_of(a_seed(), authority), claim_of(seed, second),
        *(sign_claim(seed, **{**here, name: "other"}) for name in here),
        sign_ack(seed, origin=origin(), leaf=bytes(32)),
    ]  # fmt: skip
    cases = [(asked_administrator, authority, claim) for claim in claims]
    for viewer, one, claim in [*cases, (asking_administrator, theirs, claim_of(seed, authority))]:
        with pytest.raises(Invalid) as invalid:
            actions.register_signing_key(viewer, authority_id=one.pk, public=public_of(seed), claim=claim, at=AT)
        assert set(invalid.value.problems) == {"claim"}
    assert told() == []
    key = actions.register_signing_key(
        asked_administrator, authority_id=authority.pk, public=public_of(seed), at=AT,
        claim=f" {claim_of(seed, authority).upper()}\n",
    )  # fmt: skip
    assert key.public == public_of(seed)


def test_key_is_registered_once_and_for_all(
    asked_administrator: Viewer, asking_administrator: Viewer, authority: Authority, otp: Party
) -> None:
    seed = a_seed()
    signing_key(asked_administrator, authority, seed)
    other = AuthorityFactory.make(party=otp)
    for viewer, one in ((asked_administrator, authority), (asking_administrator, other)):
        with pytest.raises(Invalid):
            signing_key(viewer, one, seed, at=LATER)
    assert len(told()) == 1


def test_ended_authority_gets_none(asked_administrator: Viewer, authority: Authority) -> None:
    actions.end_authority(asked_administrator, authority_id=authority.pk, reason="Merged", at=AT)
    with pytest.raises(NotFound):
        signing_key(asked_administrator, authority)
    with pytest.raises(NotFound):
        actions.register_signing_key(asked_administrator, authority_id=uuid4(), public="0" * 64, claim="", at=AT)


def test_one_running_key_for_an_authority(authority: Authority) -> None:
    first, second = (
        SigningKey(authority=authority, public=f"{number:064}", epoch=number, leaf_id=number, made_at=AT)
        for number in range(2)
    )
    first.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save(force_insert=True)


def test_pages_register_and_end_a_key(
    asked_administrator: Viewer, authority: Authority, sign_in: Any, stranger: Viewer
) -> None:
    client, seed = sign_in(asked_administrator), a_seed()
    address = f"/parties/authorities/{authority.pk}/signing/"
    told = f"comity sign key --out comity-signing-key-BEL.age --of {origin()} BEL {authority.pk}"
    assert told in client.get(address).content.decode()
    wrong = client.post(address, {"public": "not a key"})
    assert (wrong.status_code, "not a key" in wrong.content.decode()) == (422, True)

    wrong = client.post(address, {"public": public_of(seed), "claim": "0" * 128})
    assert (wrong.status_code, public_of(seed) in wrong.content.decode()) == (422, True)
    client.post(address, {"public": public_of(seed), "claim": claim_of(seed, authority)})
    key = SigningKey.objects.get()
    page = client.get("/parties/BEL/").content.decode()
    assert key.in_groups in page
    assert "data-passkey-copy" in client.get(address).content.decode()
    assert key.in_groups in sign_in(stranger).get("/parties/BEL/").content.decode()

    client.post(f"/parties/signing/{key.pk}/end/", {"reason": "lost"})
    assert key.in_groups not in client.get("/parties/BEL/").content.decode()


def test_page_of_an_authoritys_sealing_key_offers_a_copy_for_a_passkey(
    asked_administrator: Viewer, authority: Authority, sign_in: Any
) -> None:
    client, address = sign_in(asked_administrator), f"/parties/authorities/{authority.pk}/key/"
    assert "data-passkey-copy" not in client.get(address).content.decode()
    authority_key(asked_administrator, authority)
    page = client.get(address).content.decode()
    assert 'data-key-file="comity-key-BEL-authority-passkey.age"' in page
