# SPDX-License-Identifier: EUPL-1.2
"""Desks in browsers of their own, for journeys of several people."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request

from comity.core.viewer import Viewer


@pytest.fixture
def sent() -> list[bytes]:
    """Whatever any page of this test has sent."""
    return []


@pytest.fixture
def at_desk(
    browser: Browser, site: str, sign_in: Callable[[Viewer], Client], sent: list[bytes]
) -> Iterator[Callable[[Viewer], Page]]:
    """Return a function from a viewer to a page of theirs; a fault of a script or against the policy fails the test."""
    faults: list[str] = []

    def note(request: Request) -> None:
        sent.append(request.url.encode() + b" " + (request.post_data_buffer or b""))

    with ExitStack() as open_ones:

        def of(viewer: Viewer) -> Page:
            context = browser.new_context(base_url=site, locale="en-GB", viewport={"width": 1280, "height": 900})
            open_ones.callback(context.close)
            sign_into(context, sign_in(viewer), site)
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
            page.on("request", note)
            return page

        yield of
    assert faults == []


def sign_into(context: BrowserContext, client: Client, site: str) -> None:
    """Give a browser the session of a client."""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
