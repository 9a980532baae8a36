# SPDX-License-Identifier: EUPL-1.2
"""Every page in Chromium: axe finds nothing (WCAG 2.2 AA), nothing overflows on a phone, nothing needs a script.

The pages are read from the URL configuration: a new page without a sample here fails.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from comity.core import progress
from comity.core.clock import now
from comity.core.models import Owed
from comity.core.viewer import Viewer
from comity.notices.models import Hook, Mail
from comity.parties.models import Party
from tests.factories.parties import person_of
from tests.security.samples import World, pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
WIDTHS = {"desk": 1280, "phone": 390}


def signed_in(context: BrowserContext, client: Client, site: str) -> None:
    """Give a browser the session of a test client."""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


def is_a_page(context: BrowserContext, address: str, faults: list[str]) -> bool:
    """Whether an address answers a reader with a page; one that only takes forms answers 405 with nothing to show."""
    answer = context.request.get(address)
    if answer.status >= 500:
        faults.append(f"{address}: status {answer.status}")
    return answer.status < 500 and answer.status != 405 and "text/html" in answer.headers.get("content-type", "")


@pytest.fixture
def faults() -> Iterator[list[str]]:
    found: list[str] = []
    yield found
    assert found == []


# Everybody is shown the same page there; one desk is enough.
SHARED = ("account_", "mfa_", "law:", "ledger:", "web:about", "parties:welcome")
# Adding a passkey needs scripts; one-time codes are the way round.
NEEDS_SCRIPTS = {"mfa_add_webauthn"}


@pytest.mark.parametrize("desk", ["asking", "asked"])
@pytest.mark.parametrize(("screen", "language"), [("desk", "en"), ("phone", "fr")])
def test_every_page_is_open_to_everybody(
    browser: Browser,
    site: str,
    sign_in: Callable[[Viewer], Client],
    world: World,
    faults: list[str],
    screen: str,
    language: str,
    desk: str,
) -> None:
    """A browser goes through the pages of a desk of each side: 1280 pixels in English, 390 pixels in French."""
    viewer: Viewer = getattr(world, desk)
    context = browser.new_context(
        base_url=site, locale=language, viewport={"width": WIDTHS[screen], "height": 900}, bypass_csp=True
    )
    signed_in(context, sign_in(viewer), site)
    page = context.new_page()
    for route, address in pages(world, viewer):
        if viewer is not world.asking and route.startswith(SHARED):
            continue
        if is_a_page(context, address, faults):
            page.goto(address, wait_until="domcontentloaded")
            faults += [f"{viewer.party_code} {route}: {fault}" for fault in found_on(page)]
    context.close()


def found_on(page: Page) -> Iterator[str]:
    """What axe finds on a page, and whether it is wider than the screen."""
    page.add_script_tag(path=AXE)
    result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", RULES)
    for one in result["violations"]:
        yield f"{one['id']}: {one['nodes'][0]['html'][:120]}"
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        yield f"{wide} pixels wider than the screen"


def test_every_page_stands_without_scripts(
    browser: Browser, site: str, sign_in: Callable[[Viewer], Client], world: World, faults: list[str]
) -> None:
    """Without JavaScript the same headings, forms and links are there."""
    shown: list[dict[str, object]] = []
    for has_scripts in (True, False):
        context = browser.new_context(base_url=site, locale="en-GB", java_script_enabled=has_scripts)
        signed_in(context, sign_in(world.asking), site)
        page = context.new_page()
        shown.append({})
        for route, address in pages(world, world.asking):
            if route not in NEEDS_SCRIPTS and is_a_page(context, address, faults):
                page.goto(address, wait_until="domcontentloaded")
                shown[-1][route] = (
                    page.locator("h1").all_inner_texts(),
                    page.locator("form").count(),
                    page.locator("main a").count(),
                )
        context.close()

    assert shown[0] == shown[1]


@pytest.mark.parametrize(("screen", "language"), [("desk", "en"), ("phone", "fr")])
def test_pages_of_administrators_are_open_to_everybody(
    browser: Browser,
    site: str,
    sign_in: Callable[[Viewer], Client],
    registry_administrator: Viewer,
    registry: Party,
    faults: list[str],
    screen: str,
    language: str,
) -> None:
    """What failed, mail that was refused, webhooks and their secrets: pages that no other test signs in for."""
    person = person_of(registry_administrator)
    Owed.objects.create(name="requests.deliver", key="x", attempts=8, is_dead=True, last_error="KeyError: 1\n")
    Mail.objects.create(person=person, day=now().date(), stage=Mail.Stage.REFUSED, attempts=1, code=550)
    Hook.objects.create(party=registry, url="https://example.org/hooks", secret=b"-",
                        made_at=now(), is_active=False, stopped_at=now())  # fmt: skip
    key = progress.begin(registry_administrator, title="Computing the time limits anew")
    progress.tell(key, done=30, total=120)
    context = browser.new_context(
        base_url=site, locale=language, viewport={"width": WIDTHS[screen], "height": 900}, bypass_csp=True
    )
    signed_in(context, sign_in(registry_administrator), site)
    page = context.new_page()
    for address in ("/upkeep/", f"/progress/{key}/", "/inbox/", "/preferences/", "/preferences/webhooks/"):
        page.goto(address, wait_until="domcontentloaded")
        faults += [f"{address}: {fault}" for fault in found_on(page)]
    page.locator("button", has_text={"en": "New secret", "fr": "Nouveau secret"}[language]).first.click()
    page.wait_for_selector("#secret")
    faults += [f"secret: {fault}" for fault in found_on(page)]
    context.close()
