# SPDX-License-Identifier: EUPL-1.2
"""The description of the API is part of its promise: a change of it is seen in the change that makes it."""

import pytest
from django.test import Client
from syrupy.assertion import SnapshotAssertion

from comity.api.main import api


def test_description_is_the_kept_one(snapshot: SnapshotAssertion) -> None:
    assert api.get_openapi_schema() == snapshot


@pytest.mark.django_db
def test_description_is_not_for_strangers(client: Client) -> None:
    assert client.get("/api/openapi.json").status_code == 401
