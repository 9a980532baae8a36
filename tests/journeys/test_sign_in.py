# SPDX-License-Identifier: EUPL-1.2
"""Signing in as people do: with a password, then with a passkey, under the pages' own content policy."""

import pytest
from playwright.sync_api import Page, expect

from comity.core.viewer import Viewer
from tests.factories.parties import PASSWORD, person_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def with_password(viewer: Viewer) -> str:
    """Give a member of the cast a password and return their address."""
    person = person_of(viewer)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person.email


def test_password_then_passkey_opens_the_desk(page: Page, asking: Viewer) -> None:
    email = with_password(asking)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    page.goto("/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page.locator("h1")).to_contain_text("Good day")

    page.goto("/account/2fa/webauthn/add/")
    # What concerns the safety of an account asks again who is there.
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name="Confirm").click()
    page.fill("[name=name]", "Desk key")
    page.locator("main").get_by_role("button", name="Add a passkey").click()
    page.wait_for_url(lambda address: "/add/" not in address)

    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).to_contain_text("Good day")


def test_wrong_password_says_so_and_tells_nothing_of_the_account(page: Page, asking: Viewer) -> None:
    email = with_password(asking)
    said = []
    for login in (email, "nobody@example.org"):
        page.goto("/account/login/")
        page.fill("[name=login]", login)
        page.fill("[name=password]", "not the password of anybody")
        page.locator("[name=password]").press("Enter")
        said.append(page.locator(".error-summary").inner_text())

    assert said[0] == said[1] != ""
