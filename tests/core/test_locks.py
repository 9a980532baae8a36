# SPDX-License-Identifier: EUPL-1.2
"""A row that somebody holds: whoever wants it waits for seconds, is told to try again, and loses nothing."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from comity.core.outbox import hold, owe

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_connections_wait_for_no_row_for_ever() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')")
        assert cursor.fetchone() == ("10s", "5min")


def test_row_that_another_holds_is_given_up_on() -> None:
    owe("requests.deliver", "held")
    is_held, may_end = threading.Event(), threading.Event()

    def keep() -> None:
        with transaction.atomic():
            hold("requests.deliver", "held")
            is_held.set()
            may_end.wait(20)
        connection.close()

    other = threading.Thread(target=keep)
    other.start()
    try:
        assert is_held.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            hold("requests.deliver", "held")
    finally:
        may_end.set()
        other.join()
    with transaction.atomic():
        hold("requests.deliver", "held")
