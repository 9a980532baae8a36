# SPDX-License-Identifier: EUPL-1.2
"""Debian's Chromium, started once for each worker; every test has a context of its own."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.plugins import environment

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # Whatever a page asks for: no other host is found.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
PATIENCE_MS = 15_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this worker."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.fail("Chromium is not installed: apt-get install chromium")
    # The driver of the browser runs an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture(scope="session", autouse=True)
def own_files() -> None:
    """Let the installation serve its built files itself: Django's test server knows none of their hashed names."""
    if environment.assets_are_built():
        StaticFilesHandler._should_handle = lambda _handler, _path: False  # type: ignore[method-assign, assignment]  # in tests


@pytest.fixture
def site(live_server: "LiveServer") -> str:
    """The address of the server under its name; passkeys work on `localhost` only, never on a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A browser profile of its own, English, in The Hague; `page.goto("/...")` is relative to the server."""
    fresh = browser.new_context(
        base_url=site, locale="en-GB", timezone_id="Europe/Amsterdam", viewport={"width": 1280, "height": 900}
    )
    fresh.set_default_timeout(PATIENCE_MS)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which any error of a script, and any resource refused by the page's own policy, fails the test."""
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    yield opened
    assert faults == []
