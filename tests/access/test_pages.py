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
from playwright.sync_api import Browser, BrowserContext

from comity.core.viewer import Viewer
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


@pytest.mark.parametrize(("screen", "language"), [("desk", "en"), ("phone", "fr")])
def test_every_page_is_open_to_everybody(
    browser: Browser,
    site: str,
    sign_in: Callable[[Viewer], Client],
    world: World,
    faults: list[str],
    screen: str,
    language: str,
) -> None:
    """One browser goes through all pages of three desks: 1280 pixels in English, 390 pixels in French."""
    for viewer in (world.asking, world.asked, world.registrar):
        context = browser.new_context(
            base_url=site, locale=language, viewport={"width": WIDTHS[screen], "height": 900}, bypass_csp=True
        )
        signed_in(context, sign_in(viewer), site)
        page = context.new_page()
        for route, address in pages(world, viewer):
            if not is_a_page(context, address, faults):
                continue
            page.goto(address)
            page.add_script_tag(path=AXE)
            result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", RULES)
            faults += [
                f"{viewer.party_code} {route}: {one['id']}: {one['nodes'][0]['html'][:120]}"
                for one in result["violations"]
            ]
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                faults.append(f"{viewer.party_code} {route}: {wide} pixels wider than the screen")
        context.close()


def test_every_page_stands_without_scripts(
    browser: Browser, site: str, sign_in: Callable[[Viewer], Client], world: World, faults: list[str]
) -> None:
    """Without JavaScript the same headings, forms and buttons are there."""
    with_scripts = browser.new_context(base_url=site, locale="en-GB")
    without = browser.new_context(base_url=site, locale="en-GB", java_script_enabled=False)
    for context in (with_scripts, without):
        signed_in(context, sign_in(world.asking), site)
    for route, address in pages(world, world.asking):
        if not is_a_page(without, address, faults):
            continue
        seen = []
        for context in (with_scripts, without):
            page = context.new_page()
            page.goto(address)
            seen.append(
                [page.locator("h1").all_inner_texts(), page.locator("form").count(), page.locator("main a").count()]
            )
            page.close()
        if seen[0] != seen[1]:
            faults.append(f"{route}: {seen}")
    with_scripts.close()
    without.close()
