# SPDX-License-Identifier: EUPL-1.2
"""What `comity bench` must know of the court it measures."""

from typing import Any

from django.db import connection

from comity.config.demonstration import PASSWORD


def size() -> dict[str, Any]:
    """Return the database and the number of requests in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM requests_request")
        (number,) = cursor.fetchone()
    connection.close()
    return {"database": connection.vendor, "requests": number}


def password() -> str:
    """Return the password of everybody in a demonstration."""
    return PASSWORD
