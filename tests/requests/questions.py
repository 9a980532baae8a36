# SPDX-License-Identifier: EUPL-1.2
"""How often a page asks the database for rows: savepoints and the eyes of the connection are no questions."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

_NO_QUESTION = ("SAVEPOINT", "RELEASE", "SELECT SET_CONFIG", "BEGIN", "COMMIT")


def questions(client: Client, url: str) -> int:
    """Return how many questions a page asks once everything that is built once has been built."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return sum(not query["sql"].lstrip().upper().startswith(_NO_QUESTION) for query in asked.captured_queries)
