# SPDX-License-Identifier: EUPL-1.2
"""The pages of a dossier that is archived, held and proposed for disposal, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Browser

from comity.core.db import as_viewer
from comity.core.viewer import Viewer
from comity.dossiers import actions
from tests.factories.keeping import archived, proposed
from tests.factories.requests import a_file

from .test_pages import WIDTHS, found_on, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("screen", "language"), [("desk", "en"), ("phone", "fr")])
def test_pages_of_keeping_are_open_to_everybody(
    browser: Browser,
    site: str,
    sign_in: Callable[[Viewer], Client],
    asking: Viewer,
    asking_approver: Viewer,
    screen: str,
    language: str,
) -> None:
    file = a_file(asking)
    archived(asking, file)
    proposed(asking, file)
    with as_viewer(asking):
        actions.place_hold(asking, dossier_id=file.id, reason="A claim is pending", at=file.opened_at)
    context = browser.new_context(
        base_url=site, locale=language, viewport={"width": WIDTHS[screen], "height": 900}, bypass_csp=True
    )
    signed_in(context, sign_in(asking_approver), site)
    page = context.new_page()
    faults = []
    for address in ("", f"{file.id}/", f"{file.id}/keeping/consent/", f"{file.id}/keeping/withdraw/"):
        page.goto(f"/dossiers/{address}", wait_until="domcontentloaded")
        faults += [f"{address}: {fault}" for fault in found_on(page)]
    context.close()

    assert faults == []
