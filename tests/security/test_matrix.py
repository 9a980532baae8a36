# SPDX-License-Identifier: EUPL-1.2
"""Every address and every operation, tried by everybody: the answer stands in matrix.txt, row by row.

The rows are compared with the URL configuration and the API: a new page without its row fails, and so does a row
without its page. A cell is the status a person is answered with: 200 a page, 302 done or sent to sign in, 403 seen but
not allowed, 404 nothing that they may see, 405 not this method, 422 input that cannot be taken.
"""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

from comity.core.viewer import Viewer
from tests.security.samples import PERSONAS, World
from tests.security.walk import Door, doors

TABLE = Path(__file__).with_name("matrix.txt")
SECRETS = ("A subject known to two sides only", "A protected name", "Witness Plover")
INSIDERS = {"asking", "approver", "asked"}


def read_table() -> dict[tuple[str, str], dict[str, int]]:
    """Return the rows of matrix.txt: route and method -> persona -> status."""
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            route, method, *cells = line.split()
            rows[route, method] = dict(zip(PERSONAS, map(int, cells), strict=True))
    return rows


def test_every_door_has_its_row_and_every_row_its_door() -> None:
    assert set(read_table()) == {(door.route, door.method) for door in doors()}


@pytest.mark.django_db
@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_is_answered_as_the_table_says(
    persona: str, world: World, sign_in: Callable[[Viewer], Client]
) -> None:
    """Each door is tried on its own: what one post does is undone before the next."""
    expected = {key: cells[persona] for key, cells in read_table().items()}

    answers, told = try_all(world, persona, sign_in)

    assert answers == expected
    assert (persona in INSIDERS) or told == []


def try_all(
    world: World, persona: str, sign_in: Callable[[Viewer], Client]
) -> tuple[dict[tuple[str, str], int], list[str]]:
    """Try every door as one person; return the statuses, and the doors whose answer holds what only insiders know."""
    answers, told = {}, []
    client = sign_in(world.personas[persona])
    client.raise_request_exception = False
    cookies = deepcopy(client.cookies)
    for door in doors():
        point = transaction.savepoint()
        client.cookies = deepcopy(cookies)
        cache.clear()
        response = ask(client, door, world.address(door))
        answers[door.route, door.method] = response.status_code
        text = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        told += [f"{door.method} {door.route}: {secret}" for secret in SECRETS if secret.encode() in text]
        transaction.savepoint_rollback(point)
    return answers, told


def ask(client: Client, door: Door, address: str) -> HttpResponseBase:
    """Ask at one door, with an empty form or body where something is to be posted."""
    if door.method == "GET":
        return client.get(address)
    if door.route.startswith("api:"):
        return client.generic(door.method, address, "{}", content_type="application/json")
    return client.post(address, {})


def test_cookie_of_the_session_is_not_for_scripts() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
