# SPDX-License-Identifier: EUPL-1.2
"""What every answer carries, whoever asks and whatever comes back."""

from collections.abc import Callable

import pytest
from django.test import Client

from comity.core.viewer import Viewer

pytestmark = pytest.mark.django_db
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
PATHS = ["/", "/about/", "/account/login/", "/nothing/of/the/kind/", "/search/?q=x"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_foreign_content(path: str, sign_in: Callable[[Viewer], Client], asking: Viewer) -> None:
    response = sign_in(asking).get(path)

    assert set(response.headers["Content-Security-Policy"].split("; ")) == set(POLICY.split("; "))


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_kept_out_of_caches(path: str, sign_in: Callable[[Viewer], Client], asking: Viewer) -> None:
    response = sign_in(asking).get(path)

    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_no_page_names_another_host(sign_in: Callable[[Viewer], Client], asking: Viewer) -> None:
    client = sign_in(asking)
    for path in PATHS:
        text = client.get(path).content.decode()
        assert "//" not in text.replace("http://www.w3.org/2000/svg", "").replace("//testserver", "")


def test_signing_out_clears_what_the_browser_kept(sign_in: Callable[[Viewer], Client], asking: Viewer) -> None:
    response = sign_in(asking).post("/account/logout/")

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
