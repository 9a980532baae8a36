# SPDX-License-Identifier: EUPL-1.2
"""A file from the disk of a browser: in pieces where scripts run, over a line that breaks; else by the form."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from comity.core.db import as_viewer
from comity.core.viewer import Viewer
from comity.documents import queries
from comity.parties.models import Party
from comity.requests.models import Request
from tests.access.test_pages import found_on
from tests.factories.documents import TEXT
from tests.factories.requests import a_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Viewer], Client]
PIECE = 256 * 1024


def at_form(browser: Browser, site: str, client: Client, request: Request, *, scripts: bool, csp: bool = True) -> Page:
    context = browser.new_context(base_url=site, locale="en-GB", java_script_enabled=scripts, bypass_csp=not csp)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    page = context.new_page()
    page.goto(f"/requests/{request.id}/documents/new/")
    return page


def filled(page: Page, path: Path) -> None:
    page.get_by_label("File").set_input_files(path)
    page.get_by_label("Title").fill("A large one")


def added(viewer: Viewer, request: Request) -> list[tuple[str, int, str]]:
    with as_viewer(viewer):
        rows = queries.documents(viewer, request.id)
    return [(row.document.title, row.version.size, row.version.sha256) for row in rows]


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.txt"
    path.write_bytes(TEXT * 12_000)
    return path


def test_file_goes_up_in_pieces_over_a_line_that_breaks(
    browser: Browser, site: str, sign_in: SignIn, asking: Viewer, belgium: Party, large: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(settings.COMITY_LIMITS, "upload_piece_bytes", PIECE)
    request = a_draft(asking)
    page = at_form(browser, site, sign_in(asking), request, scripts=True)
    pieces: list[str] = []

    def spoilt(route: Route) -> None:
        pieces.append(route.request.method)
        is_broken = pieces[-1] == "PATCH" and pieces.count("PATCH") == 2
        route.abort() if is_broken else route.continue_()

    page.route("**/documents/uploads/*/", spoilt)
    filled(page, large)
    page.get_by_role("button", name="Add the document").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("A large one")
    data = large.read_bytes()
    assert added(asking, request) == [("A large one", len(data), hashlib.sha256(data).hexdigest())]
    assert pieces.count("PATCH") == len(data) // PIECE + 2
    page.context.close()


def test_name_that_deceives_is_said_and_what_was_typed_stays(
    browser: Browser, site: str, sign_in: SignIn, asking: Viewer, belgium: Party, tmp_path: Path
) -> None:
    request = a_draft(asking)
    page = at_form(browser, site, sign_in(asking), request, scripts=True)
    path = tmp_path / "invoice\u202efdp.exe"
    path.write_bytes(TEXT)
    filled(page, path)
    page.get_by_role("button", name="Add the document").click()

    expect(page.locator("[data-upload-said]")).to_contain_text("U+202E")
    expect(page.get_by_label("Title")).to_have_value("A large one")
    assert added(asking, request) == []
    page.context.close()


def test_file_goes_up_and_down_without_scripts(
    browser: Browser, site: str, sign_in: SignIn, asking: Viewer, belgium: Party, large: Path
) -> None:
    request = a_draft(asking)
    page = at_form(browser, site, sign_in(asking), request, scripts=False)
    filled(page, large)
    page.get_by_role("button", name="Add the document").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("A large one")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert (download.value.suggested_filename, Path(download.value.path()).read_bytes()) == (
        "large.txt", large.read_bytes(),
    )  # fmt: skip
    page.context.close()


def test_pages_of_documents_are_open_to_everybody(
    browser: Browser, site: str, sign_in: SignIn, asking: Viewer, belgium: Party, large: Path
) -> None:
    request = a_draft(asking)
    page = at_form(browser, site, sign_in(asking), request, scripts=True, csp=False)
    page.set_viewport_size({"width": 390, "height": 900})
    assert list(found_on(page)) == []
    filled(page, large)
    page.get_by_label("Provider").fill("The Kingdom of Ostern")
    page.get_by_label("Lead only, accepted").check()
    page.get_by_role("button", name="Add the document").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A large one")

    assert list(found_on(page)) == []
    page.get_by_role("link", name="Record the provider's consent").click()
    assert list(found_on(page)) == []
    page.goto(f"/requests/{request.id}/")
    assert list(found_on(page)) == []
    page.context.close()
