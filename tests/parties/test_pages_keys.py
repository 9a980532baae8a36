# SPDX-License-Identifier: EUPL-1.2
"""The pages of keys as they are without JavaScript: made with the age tool, registered by hand."""

import html
import json
import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from comity.core.viewer import Viewer
from comity.parties import queries
from comity.parties.models import Party, PartyEntry, SealingKey
from tests.factories.keys import a_recipient, authority_key, colleague_of, own_key, recovery_key
from tests.factories.parties import AuthorityFactory, person_of

SignIn = Callable[[Viewer], Client]


def shown(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"parties:{name}", args=args))
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_a_recipient_typed_by_hand_is_registered_and_ended(asked: Viewer, sign_in: SignIn) -> None:
    client, recipient = sign_in(asked), a_recipient()
    assert client.post(reverse("parties:keys"), {"recipient": recipient}).status_code == 302
    assert recipient in shown(client, "keys")
    key = SealingKey.objects.get()
    address = reverse("parties:end_key", args=[key.pk])
    assert key.fingerprint in shown(client, "end_key", key.pk)
    assert client.post(address, {"reason": "Lost"}).status_code == 302
    assert queries.own_key(asked) is None
    assert recipient not in shown(client, "keys")


def test_what_is_no_recipient_is_said_beside_its_field(asked: Viewer, sign_in: SignIn) -> None:
    response = sign_in(asked).post(reverse("parties:keys"), {"recipient": "age1"})
    assert "This is no age recipient" in response.content.decode()
    assert not SealingKey.objects.exists()


def test_nothing_on_the_page_would_send_a_passphrase_or_a_file(asked: Viewer, sign_in: SignIn) -> None:
    own_key(asked)
    page = shown(sign_in(asked), "keys") + shown(sign_in(asked), "party", "BEL")
    for tag in re.findall(r'<input[^>]*type="(?:password|file)"[^>]*>', page):
        assert " name=" not in tag


def test_an_administrator_registers_an_authoritys_key(
    asked_administrator: Viewer, belgium: Party, sign_in: SignIn
) -> None:
    authority = AuthorityFactory.make(party=belgium, name="Ministry of Justice")
    client = sign_in(asked_administrator)
    for recipient in (a_recipient(), a_recipient()):
        address = reverse("parties:authority_key", args=[authority.pk])
        assert client.post(address, {"recipient": recipient}).status_code == 302
        assert recipient in shown(client, "authority_key", authority.pk)
        assert recipient in shown(client, "party", "BEL")
    assert SealingKey.objects.filter(ended_at=None).count() == 1


def test_the_directory_shows_fingerprints_to_everybody_and_buttons_to_its_own(
    asked_administrator: Viewer, stranger: Viewer, belgium: Party, sign_in: SignIn
) -> None:
    key = authority_key(asked_administrator, AuthorityFactory.make(party=belgium))
    for viewer, may in ((stranger, False), (asked_administrator, True)):
        page = shown(sign_in(viewer), "party", "BEL")
        assert (key.fingerprint in page, "Replace the sealing key" in page) == (True, may)


def test_the_list_for_the_browser_is_that_of_the_query(
    asking: Viewer, asked: Viewer, belgium: Party, sign_in: SignIn
) -> None:
    client = sign_in(asking)
    page = shown(client, "seal", "BEL")
    assert "Belgium has no sealing key" in page
    assert "data-seal-to" not in page
    keys = [own_key(asking), own_key(asked)]
    page = shown(client, "seal", "BEL")
    found = re.search(r'data-seal-to="(\[.*?\])"', page)
    assert found
    assert json.loads(found[1]) == sorted(key.recipient for key in keys)
    assert all(key.fingerprint in page for key in keys)


def test_a_recovery_key_from_the_offline_tool_is_registered_with_its_holders(
    asked: Viewer, asked_administrator: Viewer, sign_in: SignIn
) -> None:
    holders = [asked, colleague_of(asked), colleague_of(asked)]
    client = sign_in(asked_administrator)
    given = {f"holder_{number}": str(person_of(one).pk) for number, one in enumerate(holders, 1)}
    address = reverse("parties:recovery_key")
    refused = client.post(address, {"recipient": a_recipient(), "quorum": "3/5", **given})
    assert "Two of three, or three of five" in refused.content.decode()
    assert client.post(address, {"recipient": a_recipient(), "quorum": "2/3", **given}).status_code == 302
    assert "epoch 2" in shown(client, "recovery_key")
    page = shown(client, "keys")
    assert all(person_of(one).name in page for one in holders)
    assert PartyEntry.objects.get().data["holders"] == [person_of(one).name for one in holders]


def test_a_recovery_is_begun_and_approved_by_form(asked: Viewer, asked_administrator: Viewer, sign_in: SignIn) -> None:
    holders = [asked, colleague_of(asked), colleague_of(asked)]
    recovery_key(asked_administrator, holders)
    client = sign_in(asked)
    assert "Begin a recovery" in shown(client, "keys")
    assert client.post(reverse("parties:begin_recovery"), {"reason": "Lost"}).status_code == 302
    found = queries.recovery_of(asked)
    assert found
    assert found.recovery
    address = reverse("parties:approve_recovery", args=[found.recovery.pk])
    for one in holders[:2]:
        assert "has been used" not in shown(sign_in(one), "keys")
        assert sign_in(one).post(address).status_code == 302
        assert "Approve the recovery" not in shown(sign_in(one), "keys")
    # Everybody of the party is told, whether they hold a share or not.
    assert "has been used" in shown(sign_in(colleague_of(asked)), "keys")
