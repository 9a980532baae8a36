# SPDX-License-Identifier: EUPL-1.2
"""An area drawn on a page with the mouse, and by fields alone; the copy looked at and kept."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from comity.core.db import as_viewer
from comity.core.viewer import Viewer
from comity.core.worker import do_all
from comity.documents import queries
from comity.documents.models import Document
from comity.parties.models import Party
from comity.requests.models import Request
from tests.access.test_pages import found_on
from tests.documents import makers
from tests.factories.documents import with_document
from tests.factories.requests import a_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Viewer], Client]


def at_document(
    browser: Browser, site: str, client: Client, request: Request, document: Document, *, scripts: bool
) -> Page:
    # Axe comes into the page as a script of its own.
    context = browser.new_context(base_url=site, locale="en-GB", java_script_enabled=scripts, bypass_csp=scripts)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    page = context.new_page()
    page.goto(f"/requests/{request.id}/documents/{document.id}/")
    return page


def marks(viewer: Viewer, request: Request, document: Document) -> list[dict[str, int]]:
    with as_viewer(viewer):
        found = queries.redaction(viewer, document.id, about=request.id).marks
    return [{name: mark[name] for name in ("page", "x", "y", "width", "height")} for mark in found]


def test_area_is_drawn_and_the_copy_kept(
    browser: Browser, site: str, sign_in: SignIn, asking: Viewer, belgium: Party
) -> None:
    request = a_draft(asking)
    document = with_document(asking, request, data=makers.pdf(pages=2), name="note.pdf", title="The statement")
    page = at_document(browser, site, sign_in(asking), request, document, scripts=True)
    page.get_by_role("button", name="Make a redacted copy").click()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_alt_text("Page 2 of 2")).to_be_visible()

    box = page.locator("[data-mark-area] svg").bounding_box()
    assert box is not None
    left, top, wide, high = box["x"], box["y"], box["width"], box["height"]
    page.mouse.move(left + wide / 10, top + high / 10)
    page.mouse.down()
    page.mouse.move(left + wide * 0.6, top + high / 5, steps=4)
    page.mouse.up()
    expect(page.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("Protects a witness")
    assert list(found_on(page)) == []
    page.get_by_role("button", name="Mark this area").click()

    expect(page.locator("[data-mark-area] rect:not(.is-being-drawn)")).to_have_count(1)
    (mark,) = marks(asking, request, document)
    assert mark["page"] == 2
    for name, wanted in (("x", 1000), ("y", 1000), ("width", 5000), ("height", 1000)):
        assert mark[name] == pytest.approx(wanted, abs=25), name
    page.get_by_role("button", name="Have the copy made").click()
    expect(page.get_by_text("The copy is being made")).to_be_visible()
    do_all()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_alt_text("Page 2 of 2 of the redacted copy")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    assert list(found_on(page)) == []
    page.get_by_role("button", name="Keep the copy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The statement (redacted)")
    assert list(found_on(page)) == []
    page.get_by_role("link", name="Limit the readers").click()
    expect(page.get_by_label("Our whole desk")).to_be_checked()
    assert list(found_on(page)) == []
    page.go_back()
    page.get_by_role("button", name="Look at the pages").click()
    expect(page.get_by_alt_text("Page 1 of 2")).to_be_visible()
    assert list(found_on(page)) == []
    page.context.close()


def test_area_is_marked_without_scripts(
    browser: Browser, site: str, sign_in: SignIn, asking: Viewer, belgium: Party
) -> None:
    request = a_draft(asking)
    document = with_document(asking, request, data=makers.pdf(), name="note.pdf", title="The statement")
    page = at_document(browser, site, sign_in(asking), request, document, scripts=False)
    page.get_by_role("button", name="Make a redacted copy").click()

    for label, typed in (("From the left, in %", "10"), ("From the top, in %", "10,5"), ("Width, in %", "50"),
                         ("Height, in %", "4"), ("Reason", "Protects a witness")):  # fmt: skip
        page.get_by_label(label).fill(typed)
    page.get_by_role("button", name="Mark this area").click()

    expect(page.get_by_text("10.5 % from the top")).to_be_visible()
    assert marks(asking, request, document) == [{"page": 1, "x": 1000, "y": 1050, "width": 5000, "height": 400}]
    page.context.close()
