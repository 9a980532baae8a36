# SPDX-License-Identifier: EUPL-1.2
"""How many statements a page costs the database: the same pages asked for within this process."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comity.config.measure import Unexpected
from comity.parties.models import Person


class Counter:
    """One person signed in within this process."""

    def __init__(self, person: Person) -> None:
        self.client = Client(headers={"host": "localhost", "accept-language": "en"})
        self.client.force_login(person)

    def get(self, path: str) -> int:
        """Return the number of statements behind one page, once nothing is cold any more."""
        for _ in range(2):
            with CaptureQueriesContext(connection) as seen:
                answer = self.client.get(path)
        _demand(answer.status_code, 200, path)
        return len(seen)

    def post(self, path: str, fields: Mapping[str, Any]) -> tuple[int, str]:
        """Return the number of statements behind one form, and where it led."""
        with CaptureQueriesContext(connection) as seen:
            answer = self.client.post(path, fields)
        _demand(answer.status_code, 302, path)
        return len(seen), answer["Location"]

    def close(self) -> None:
        self.client.logout()


def _demand(status: int, wanted: int, path: str) -> None:
    if status != wanted:
        raise Unexpected(f"{path} gave {status} within the process")
