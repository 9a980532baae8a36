# SPDX-License-Identifier: EUPL-1.2
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pyrage import x25519

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import CONFIDENTIAL, UNDER_SEAL, Viewer
from comity.parties import actions, queries, sealing
from comity.parties.models import Authority, Party, PartyEntry, Person, Post, SealingKey
from tests.factories.keys import AT, a_recipient, authority_key, colleague_of, own_key, recovery_key
from tests.factories.parties import AuthorityFactory, post_of

LATER = AT + timedelta(hours=1)
ON = AT.date()


def recipients(viewer: Viewer, party: Party) -> list[str]:
    return queries.recipients_of(viewer, party_id=party.pk, on=ON)


def test_a_person_registers_their_own_key(asked: Viewer) -> None:
    recipient = a_recipient()
    key = own_key(asked, f" {recipient}\n")
    assert (key.recipient, key.epoch, key.kind, key.person_id) == (recipient, 1, "person", asked.person_id)
    assert queries.own_key(asked) == key
    entry = PartyEntry.objects.get()
    assert (entry.act, entry.party_id, entry.actor_id) == ("parties:key:register", asked.party_id, asked.person_id)
    assert entry.data["fingerprint"] == sealing.in_groups(sealing.fingerprint(recipient)) == key.fingerprint


def test_a_new_key_ends_the_one_before_and_counts_on(asked: Viewer) -> None:
    first = own_key(asked)
    second = own_key(asked, at=LATER)
    first.refresh_from_db()
    assert (first.ended_at, second.epoch, queries.own_key(asked)) == (LATER, 2, second)
    entry = PartyEntry.objects.get(act="parties:key:rotate")
    assert entry.data["before"] == first.fingerprint
    actions.end_key(asked, key_id=second.pk, reason="lost", at=LATER)
    third = own_key(asked, at=LATER + timedelta(hours=1))
    assert (third.epoch, PartyEntry.objects.filter(act="parties:key:register").count()) == (3, 2)


@pytest.mark.parametrize("typed", ["", "age1", "AGE-SECRET-KEY-1QQQ", "ssh-ed25519 AAAA", "secret"])
def test_what_is_no_recipient_is_refused_at_its_field(asked: Viewer, typed: str) -> None:
    with pytest.raises(Invalid) as invalid:
        actions.register_own_key(asked, recipient=typed, at=AT)
    assert set(invalid.value.problems) == {"recipient"}
    assert not SealingKey.objects.exists()


def test_an_identity_pasted_by_mistake_is_kept_nowhere(asked: Viewer) -> None:
    identity = str(x25519.Identity.generate())
    with pytest.raises(Invalid) as invalid:
        actions.register_own_key(asked, recipient=identity, at=AT)
    assert identity not in str(invalid.value)
    assert not PartyEntry.objects.exists()


def test_a_key_is_registered_once_and_for_all(asked: Viewer, stranger: Viewer) -> None:
    key = own_key(asked)
    actions.end_key(asked, key_id=key.pk, reason="lost", at=LATER)
    for viewer in (asked, stranger):
        with pytest.raises(Invalid) as invalid:
            own_key(viewer, key.recipient, at=LATER)
        assert set(invalid.value.problems) == {"recipient"}


def test_who_is_nobodys_has_no_key(anonymous: Viewer, db: None) -> None:
    with pytest.raises(NotFound):
        own_key(anonymous)
    assert (queries.own_key(anonymous), queries.keys_of_own_party(anonymous)) == (None, [])


def test_its_own_administrator_registers_an_authoritys_key(asked_administrator: Viewer, belgium: Party) -> None:
    authority = AuthorityFactory.make(party=belgium)
    key = authority_key(asked_administrator, authority)
    second = authority_key(asked_administrator, authority, at=LATER)
    other = authority_key(asked_administrator, AuthorityFactory.make(party=belgium), at=LATER)
    key.refresh_from_db()
    assert (key.ended_at, second.epoch, other.epoch) == (LATER, 2, 1)
    assert queries.shared_keys_of(asked_administrator, party_id=belgium.pk) == sorted(
        [second, other], key=lambda one: one.pk
    )


@pytest.mark.parametrize("who", ["asked", "stranger", "registrar", "registry_administrator", "asking_administrator"])
def test_nobody_else_gives_a_party_a_key(request: pytest.FixtureRequest, belgium: Party, who: str) -> None:
    """The Registry, which keeps the directory for others, least of all."""
    viewer: Viewer = request.getfixturevalue(who)
    authority = AuthorityFactory.make(party=belgium)
    with pytest.raises(Refused) as refused:
        authority_key(viewer, authority)
    assert refused.value.refusal.act == "parties:key:register"
    if who == "asked":
        with pytest.raises(Refused):
            recovery_key(viewer, [viewer, colleague_of(viewer), colleague_of(viewer)])
    assert not SealingKey.objects.exists()


def test_an_ended_or_unknown_authority_takes_no_key(asked_administrator: Viewer, belgium: Party) -> None:
    ended = AuthorityFactory.make(party=belgium, ended_on=date(2026, 1, 1))
    for authority in (ended, Authority(pk=uuid4())):
        with pytest.raises(NotFound):
            authority_key(asked_administrator, authority)


def test_ending_a_key_needs_its_owner_or_an_administrator_and_a_reason(
    asked: Viewer, asked_administrator: Viewer, stranger: Viewer
) -> None:
    key = own_key(asked)
    with pytest.raises(NotFound):
        actions.end_key(stranger, key_id=key.pk, reason="x", at=LATER)
    with pytest.raises(Refused):
        actions.end_key(colleague_of(asked), key_id=key.pk, reason="x", at=LATER)
    with pytest.raises(Invalid):
        actions.end_key(asked, key_id=key.pk, reason=" ", at=LATER)
    actions.end_key(asked_administrator, key_id=key.pk, reason="left", at=LATER)
    assert queries.own_key(asked) is None
    with pytest.raises(NotFound):
        actions.end_key(asked, key_id=key.pk, reason="again", at=LATER)
    assert PartyEntry.objects.get(act="parties:key:end").data["reason"] == "left"


def test_the_directory_shows_authorities_and_recovery_but_no_persons_key(
    asked: Viewer, asked_administrator: Viewer, stranger: Viewer, anonymous: Viewer, belgium: Party
) -> None:
    own_key(asked)
    shared = authority_key(asked_administrator, AuthorityFactory.make(party=belgium))
    assert queries.shared_keys_of(stranger, party_id=belgium.pk) == [shared]
    assert queries.shared_keys_of(anonymous, party_id=belgium.pk) == []


def test_a_file_is_sealed_to_both_sides_and_to_nobody_else(
    asking: Viewer, asked: Viewer, asked_administrator: Viewer, uncleared: Viewer, stranger: Viewer, belgium: Party
) -> None:
    helpers = [colleague_of(asked, clearance=CONFIDENTIAL) for _ in range(3)]
    keys = [
        own_key(asking),
        own_key(asked),
        authority_key(asked_administrator, AuthorityFactory.make(party=belgium)),
        recovery_key(asked_administrator, helpers),
    ]
    left_out = [own_key(uncleared), own_key(stranger), own_key(helpers[0]), own_key(asked_administrator)]
    found = recipients(asking, belgium)
    assert found == sorted(key.recipient for key in keys)
    assert not set(found) & {key.recipient for key in left_out}
    assert found == queries.recipients_of(asked, party_id=asking.party_id or uuid4(), on=ON)


def test_who_left_or_ended_their_key_is_sealed_to_no_more(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    own_key(asking)
    stays, goes, ends, moves = (own_key(one) for one in [asked, *(_cleared(asked) for _ in range(3))])
    Post.objects.filter(person=goes.person).update(ended_at=AT)
    actions.end_key(colleague_of(asked, is_administrator=True), key_id=ends.pk, reason="lost", at=LATER)
    Person.objects.filter(name=str(moves.person)).update(is_active=False)
    found = recipients(asking, belgium)
    assert stays.recipient in found
    assert len(found) == 2


def test_an_ended_authority_is_sealed_to_no_more(
    asking: Viewer, asked: Viewer, asked_administrator: Viewer, belgium: Party
) -> None:
    own_key(asking), own_key(asked)
    authority = AuthorityFactory.make(party=belgium)
    authority_key(asked_administrator, authority)
    assert len(recipients(asking, belgium)) == 3
    actions.end_authority(asked_administrator, authority_id=authority.pk, reason="merged", at=AT)
    assert len(recipients(asking, belgium)) == 2


def _cleared(viewer: Viewer) -> Viewer:
    return colleague_of(viewer, clearance=UNDER_SEAL)


def test_a_side_without_a_key_is_named(asking: Viewer, asked: Viewer, belgium: Party, otp: Party) -> None:
    with pytest.raises(Invalid, match="Belgium"):
        recipients(asking, belgium)
    own_key(asked)
    with pytest.raises(Invalid, match="Office of the Prosecutor"):
        recipients(asking, belgium)
    own_key(asking)
    assert len(recipients(asking, belgium)) == 2
    assert len(recipients(asking, otp)) == 1


def test_a_hidden_party_is_not_found(asking: Viewer, defence: Viewer, anonymous: Viewer, belgium: Party) -> None:
    own_key(asking), own_key(defence)
    for viewer, party_id in ((asking, defence.party_id), (asking, uuid4()), (anonymous, belgium.pk)):
        with pytest.raises(NotFound):
            queries.recipients_of(viewer, party_id=party_id or uuid4(), on=ON)


def test_beyond_sixteen_people_open_through_their_authority(
    asking: Viewer, asked: Viewer, asked_administrator: Viewer, asking_administrator: Viewer, belgium: Party, otp: Party
) -> None:
    own_key(asking)
    for _ in range(15):
        own_key(_cleared(asked))
    assert len(recipients(asking, belgium)) == sealing.MOST_RECIPIENTS
    own_key(asked)
    with pytest.raises(Invalid, match="Belgium"):
        recipients(asking, belgium)
    theirs = authority_key(asked_administrator, AuthorityFactory.make(party=belgium))
    ours = authority_key(asking_administrator, AuthorityFactory.make(party=otp))
    assert recipients(asking, belgium) == sorted([theirs.recipient, ours.recipient])
    for _ in range(15):
        authority_key(asked_administrator, AuthorityFactory.make(party=belgium))
    with pytest.raises(Invalid, match="16"):
        recipients(asking, belgium)


def test_the_database_refuses_a_second_running_key_and_a_key_without_owner(asked: Viewer) -> None:
    key = own_key(asked)
    post = post_of(asked)
    for wrong in (
        SealingKey(party=post.party, kind="person", person=post.person, recipient="age1x", epoch=2, made_at=AT),
        SealingKey(party=post.party, kind="authority", person=post.person, recipient="age1x", epoch=1, made_at=AT),
        SealingKey(party=post.party, kind="recovery", recipient="age1x", epoch=1, made_at=AT),
        SealingKey(party=post.party, kind="recovery", recipient=key.recipient, threshold=2, epoch=1, made_at=AT),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save(force_insert=True)
