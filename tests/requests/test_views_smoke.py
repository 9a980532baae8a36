# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from comity.core.viewer import Viewer
from comity.statute import rome
from comity.requests import queries
from comity.requests.views.shown.words import url_of_act
from tests.factories.requests import a_draft, bring_to, in_execution

KIND = {"arrested": "SURR", "before_judge": "SURR", "surrender_ordered": "SURR", "available": "SURR", "surrendered": "SURR",
    "blocked_98": "SURR", "refused": "DOCS", "declined": "SENT", "legality_review": "DOCS",
    "postponed": "IDLO", "exhausted": "DOCS", "partly_executed": "ASST"}

@pytest.mark.django_db
@pytest.mark.parametrize("state", list(rome().states))
def test_all(state, asking, asking_approver, asked, registrar, chamber, president, stranger, assembly, sign_in) -> None:
    kind = KIND.get(state, "SERV")
    who = {"SURR": chamber, "SENT": president}.get(kind, asking)
    try:
        request = bring_to(state, who, kind=kind)
    except (LookupError, AssertionError) as e:
        pytest.skip(str(e))
    for viewer in (who, asking_approver, asked, registrar, chamber):
        client = sign_in(viewer)
        answer = client.get(reverse("requests:page", args=[request.id]))
        print(state, viewer.party_code, answer.status_code)
        if answer.status_code != 200: continue
        for name in ("print", "versions", "send", "edit", "correct", "supplement", "texts", "split", "several"):
            got = client.get(reverse(f"requests:{name}", args=[request.id])).status_code
            assert got in (200, 302, 403, 404), (name, got)
        page = queries.request_page(viewer, request.id)
        for offer in page.offers:
            url = url_of_act(offer.act, request.id)
            got = client.get(url).status_code
            print("   ", offer.act, bool(offer.move), got)
            if "/act/" in url:
                posted = client.post(url, {}).status_code
                assert posted in (302, 422, 403), (offer.act, posted)
                if posted == 302:
                    break
        for box in ("sent", "received", "passing"):
            assert client.get(f"/requests/?box={box}&status=any").status_code == 200
    assert sign_in(stranger).get(reverse("requests:page", args=[request.id])).status_code == 404
